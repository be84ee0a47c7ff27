// Parts that are rounded together still add up.
#include "core/exact_split.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::vector<std::int64_t> rounded(const std::vector<Int128>& parts, Int128 per_unit) {
  std::vector<std::int64_t> units;
  for (const Int128 unit : round_together(parts, per_unit))
    units.push_back(static_cast<std::int64_t>(unit));
  return units;
}

using Units = std::vector<std::int64_t>;

}  // namespace

TEST_CASE(
    "a cent that cannot be divided goes to the largest fraction, of equal ones to the first") {
  // 1.00 in three: 33 1/3 cents each
  CHECK(divide_in_proportion(100, Units{1, 1, 1}) == Units{34, 33, 33});
  CHECK(divide_in_proportion(100, Units{1, 2, 3}) == Units{17, 33, 50});  // 16.67, 33.33, 50
  CHECK(divide_in_proportion(-100, Units{1, 1, 1}) == Units{-33, -33, -34});
  CHECK(divide_in_proportion(0, Units{5, 7}) == Units{0, 0});
  CHECK(divide_in_proportion(100, Units{0, 0}) == Units{0, 0});
  CHECK(divide_in_proportion(100, Units{}) == Units{});
}

TEST_CASE("a weight below zero takes from the others") {
  CHECK(divide_in_proportion(100, Units{3, -1}) == Units{150, -50});
}

TEST_CASE("the sum is rounded half away from zero, and the parts follow") {
  CHECK(rounded({5, 10}, 10) == Units{1, 1});             // 0.5 and 1 are 1.5: two units
  CHECK(rounded({4, 10}, 10) == Units{0, 1});             // 1.4
  CHECK(rounded({-5, -10}, 10) == Units{-1, -1});         // -1.5: -2
  CHECK(rounded({4, 4, 4, 3}, 10) == Units{1, 1, 0, 0});  // 1.5 of four small parts
  CHECK(rounded({}, 10) == Units{});
}

TEST_CASE("generated parts add up, and none moves by a unit") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto per_unit = static_cast<Int128>(1 + random() % 1'000'000'000'000);
    std::vector<Int128> parts(1 + random() % 20);
    Int128 sum = 0;
    for (Int128& part : parts) {
      // Far beyond 64 bits, of both signs.
      part =
          (Int128{static_cast<std::int64_t>(random())} << 20) + static_cast<Int128>(random() % 3);
      if (round % 3 == 0) part = static_cast<Int128>(random() % 5);
      sum += part;
    }
    const std::vector<Int128> units = round_together(parts, per_unit);
    const Int128 total = std::accumulate(units.begin(), units.end(), Int128{0});
    const Int128 off = total * per_unit - sum;
    REQUIRE((off < 0 ? -off : off) * 2 <= per_unit);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Int128 moved = units[i] * per_unit - parts[i];
      REQUIRE((moved < 0 ? -moved : moved) < per_unit);
    }
    // The same parts in another order give the same units, but for ties.
    std::vector<Int128> reversed(parts.rbegin(), parts.rend());
    std::vector<Int128> again = round_together(reversed, per_unit);
    auto sorted = units;
    std::ranges::sort(sorted);
    std::ranges::sort(again);
    REQUIRE(sorted == again);
  }
}
