// Intervals of shares, and where there is none.
#include "report/share_intervals.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

Quantity count(std::int64_t value) { return Quantity::count(value); }
std::vector<Quantity> none(MissingReason reason) {
  return {2, Quantity::missing(reason, Unit::ratio)};
}

}  // namespace

TEST_CASE("27 of 450 clicks, with the interval of Wilson") {
  const std::vector<Quantity> ends = share_cells(count(27), count(450), Settings{});
  // From 1.959963984540054 with Python's decimal module.
  CHECK(ends.at(0).to_double() == Approx(0.04155995964644281));
  CHECK(ends.at(1).to_double() == Approx(0.08588864095297138));
}

TEST_CASE("none and all are the ends themselves") {
  CHECK(share_cells(count(0), count(10), Settings{}).at(0).to_double() == 0);
  CHECK(share_cells(count(10), count(10), Settings{}).at(1).to_double() == 1);
}

TEST_CASE("a share of nothing, more parts than the whole and split orders have no interval") {
  CHECK(share_cells(count(0), count(0), Settings{}) == none(MissingReason::zero_denominator));
  CHECK(share_cells(count(11), count(10), Settings{}) == none(MissingReason::unknown));
  const Quantity half = Quantity::exact(*Rational::make(5, 2), Unit::count);
  CHECK(share_cells(half, count(10), Settings{}) == none(MissingReason::unknown));
  CHECK(share_cells(Quantity::missing(MissingReason::not_exported, Unit::count), count(10),
                    Settings{}) == none(MissingReason::not_exported));
}

}  // namespace tiktok_kpi
