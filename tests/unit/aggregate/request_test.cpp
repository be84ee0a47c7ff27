// Requests unite, groups of one shape add up.
#include "aggregate/request.hpp"

#include "aggregate/aggregates.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

class Nothing final : public RowFormula {
 public:
  explicit Nothing(std::string_view identity) : identity_(identity) {}
  [[nodiscard]] FieldSet fields() const override { return {Field::saves}; }
  void evaluate(const Batch&, std::span<double>, std::span<std::uint8_t>) const override {}
  [[nodiscard]] std::string_view identity() const override { return identity_; }

 private:
  std::string_view identity_;
};

RowRate formula(std::string_view identity) {
  RowRate rate;
  rate.formula = std::make_shared<Nothing>(identity);
  return rate;
}

PatternSums sums(Pattern pattern, std::uint64_t posts, std::vector<Int128> values) {
  return {pattern, posts, std::move(values)};
}

}  // namespace

TEST_CASE("a request asks for each thing once, in the order first asked") {
  Request a;
  a.sums = {{Field::views, {}}, {Field::likes, {}}};
  a.groupings = {Grouping::total};
  Request b;
  b.sums = {{Field::likes, {}}, {Field::completion_rate, Field::views}};
  b.means = {{{Field::likes}, Field::views, {}, MissingMode::strict, nullptr}};
  b.medians = b.means;
  b.medians[0].positive = Field::reach;
  b.groupings = {Grouping::creator, Grouping::total};
  b.kept = {Field::caption};
  a.add(b);
  a.add(b);
  CHECK(a.sums == std::vector<SumTerm>{{Field::views, {}},
                                       {Field::likes, {}},
                                       {Field::completion_rate, Field::views}});
  CHECK(a.groupings == std::vector{Grouping::total, Grouping::creator});
  CHECK(a.means.size() == 1);
  CHECK(a.fields() ==
        FieldSet{Field::views, Field::likes, Field::completion_rate, Field::reach, Field::caption});
}

TEST_CASE("row formulas are the same when they say so, else only as the same object") {
  CHECK(formula("a") == formula("a"));
  CHECK_FALSE(formula("a") == formula("b"));
  CHECK_FALSE(formula("") == formula(""));
  CHECK_FALSE(formula("a") == RowRate{});
  const RowRate one = formula("");
  CHECK(one == RowRate(one));
  Request request;
  request.means = {one};
  CHECK(request.fields() == FieldSet{Field::saves});
}

TEST_CASE("groups merge pattern by pattern; medians do not add up") {
  Group a;
  a.id = 7;
  a.posts = 3;
  a.patterns = {sums(1, 1, {10, 0}), sums(5, 2, {20, 4})};
  a.means = {{Int128{1} << 60, 1}};
  a.medians = {Quantity::count(3)};
  a.median_rows = {3};
  Group b;
  b.id = 7;
  b.posts = 2;
  b.patterns = {sums(3, 1, {1, 1}), sums(5, 1, {5, 5})};
  b.means = {{Int128{3} << 60, 2}};
  const Group both = Aggregates::merge(a, b);
  CHECK(both.id == 7);
  CHECK(both.posts == 5);
  REQUIRE(both.patterns.size() == 3);
  CHECK(both.patterns[0].pattern == 1);
  CHECK(both.patterns[1].pattern == 3);
  CHECK(both.patterns[2].posts == 3);
  CHECK((both.patterns[2].sums == std::vector<Int128>{25, 9}));
  CHECK((both.means[0].fixed == Int128{4} << 60));
  CHECK(both.means[0].rows == 3);
  CHECK(both.medians.empty());
  CHECK(both.median_rows.empty());
}

TEST_CASE("a sum beyond 128 bits is refused, not wrapped") {
  Group a;
  a.patterns = {sums(0, 1, {Int128{1} << 126})};
  CHECK_THROWS_AS(Aggregates::merge(a, a), Error);
}
