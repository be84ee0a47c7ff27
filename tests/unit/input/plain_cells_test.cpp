#include "input/plain_cells.hpp"

#include <random>
#include <string>

#include "input/cells.hpp"
#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

std::string random_cell(std::mt19937& random, std::string_view letters, std::size_t longest) {
  std::string cell;
  for (std::size_t length = random() % (longest + 1); length > 0; --length)
    cell += letters[random() % letters.size()];
  return cell;
}

std::optional<PlainAmount> short_amount(std::string_view cell, unsigned scale) {
  PlainAmount amount;
  return read_short_amount(cell, scale, amount) ? std::optional(amount) : std::nullopt;
}

std::optional<PlainAmount> plain_amount(std::string_view cell, unsigned scale) {
  PlainAmount amount;
  return read_plain_amount(cell, scale, amount) ? std::optional(amount) : std::nullopt;
}

}  // namespace

TEST_CASE("a short amount is read as every other one") {
  const auto read = [](std::string cell, unsigned scale = 6) {
    cell.insert(0, "9.9,77\xFF,");
    return short_amount(std::string_view(cell).substr(8), scale);
  };
  CHECK(read("5")->number == 5'000'000);
  CHECK(read("123.45")->number == 123'450'000);
  CHECK(read("0.123456")->number == 123'456);
  CHECK(read("99999999", 9)->number == 99'999'999'000'000'000);
  CHECK(read("123.45")->has_point);
  CHECK_FALSE(read("12345")->has_point);
  for (const std::string_view odd : {"", ".", "1.", ".5", "1.234", "1,5", "1.2.3", "-1.00", "12a",
                                     "1 2", "123456789", "1.1234567"})
    CHECK_FALSE(read(std::string(odd)));
}

TEST_CASE("whatever is read of a short amount, number or id is what the long way reads") {
  std::mt19937 random(5);
  constexpr std::string_view letters = "0123456789012345678901234567.#-,\xB0\xF9\xFF/:";
  unsigned amounts = 0;
  unsigned numbers = 0;
  for (int round = 0; round < 200'000; ++round) {
    // Eight bytes of anything, then the cell.
    const std::string line = random_cell(random, letters, 0) + "\xFF\xF9" +
                             std::to_string(100'000 + random() % 900'000) +
                             random_cell(random, letters.substr(round % 2 == 0 ? 0 : 10, 19), 10);
    const std::string_view cell = std::string_view(line).substr(8);
    CAPTURE(line);
    if (const auto amount = short_amount(cell, 6)) {
      const auto other = plain_amount(cell, 6);
      REQUIRE(other);
      REQUIRE(amount->number == other->number);
      REQUIRE(amount->has_point == other->has_point);
      ++amounts;
    }
    std::int64_t number = 0;
    std::int64_t other = 0;
    const bool plain = read_plain_digits(cell, number, true);
    REQUIRE(plain == read_plain_digits(cell, other));
    if (plain) {
      REQUIRE(number == other);
      ++numbers;
    }
    const bool id = read_plain_id(cell, number, true);
    REQUIRE(id == read_plain_id(cell, other));
    if (id) REQUIRE(number == other);
  }
  CHECK(amounts > 10'000);
  CHECK(numbers > 10'000);
}

TEST_CASE("a plain time is read as every other one, and nothing else is one") {
  const auto read = [](std::string_view cell) { return read_plain_time(cell); };
  CHECK(read("2024-02-29T23:59:58Z")->seconds == 1'709'251'198);
  CHECK(read("2024-02-29T23:59:58Z")->is_utc);
  CHECK_FALSE(read("1970-01-01 00:00:01")->is_utc);
  CHECK(read("1970-01-01 00:00:01")->seconds == 1);
  const std::string good = "2024-05-01T10:11:12";
  constexpr std::string_view letters = "0123456789-: TZ/;.\xB0\xFF";
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const char letter : letters) {
      std::string cell = good;
      cell[at] = letter;
      CAPTURE(cell);
      const auto plain = read_plain_time(cell);
      const CellValue value = parse_time(cell, {});
      const bool as_written =
          letter == good[at] || (at == 10 && letter == ' ') ||
          (good[at] >= '0' && good[at] <= '9' && letter >= '0' && letter <= '9');
      if (!as_written) CHECK_FALSE(plain);
      if (plain) {
        CHECK(value.state == CellState::value);
        CHECK(value.number == plain->seconds);
      } else if (as_written) {
        CHECK(value.state == CellState::missing);
      }
    }
}

}  // namespace tiktok_kpi
