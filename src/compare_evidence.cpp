// Both tests must say so before a difference is called one.
#include "compare_evidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "metrics/registry.hpp"
#include "metrics/resampling.hpp"
#include "metrics/samples.hpp"

namespace tiktok_kpi {

const Table* table_named(const Document& document, std::string_view id) {
  for (const Section& section : document.sections)
    for (const SectionPart& part : section.blocks)
      if (const Table* table = std::get_if<Table>(&part); table != nullptr && table->id == id)
        return table;
  return nullptr;
}

std::optional<std::size_t> column_at(const Table& table, std::string_view id) {
  const auto found = std::ranges::find(table.columns, id, &Column::id);
  if (found == table.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.columns.begin());
}

Quantity total_of(const Document& document, std::string_view id) {
  for (const Figure& figure : document.totals)
    if (figure.column.id == id) return figure.value;
  return Quantity::missing(MissingReason::not_exported);
}

std::optional<Rational> number_of(const Quantity& value, bool rounded) {
  if (!value.is_number()) return std::nullopt;
  const Rational* exact = value.exact_value();
  // A saved report has the digits that were printed: the other side is read to as many.
  if (exact == nullptr || (rounded && !exact->is_integer())) return decimal_of(value.to_double());
  return *exact;
}

namespace {

constexpr double confidence = 0.95;
constexpr std::size_t fewest_posts = 5;

std::string in_words(bool differs) { return differs ? "distinguishable" : "not distinguishable"; }

/// A post's own rate: a column of the table, or a quotient of two.
struct PostRate {
  std::size_t top = 0;
  std::optional<std::size_t> bottom;
};

std::optional<PostRate> rate_of_posts(const Table& posts, std::string_view id) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> parts{
      std::pair{"like_rate", "likes"}, std::pair{"comment_rate", "comments"},
      std::pair{"share_rate", "shares"}, std::pair{"save_rate", "saves"}};
  for (const auto& [rate, count] : parts)
    if (rate == id) {
      const auto top = column_at(posts, count);
      const auto bottom = column_at(posts, "views");
      return top && bottom ? std::optional(PostRate{*top, bottom}) : std::nullopt;
    }
  // Of a mean or median that of its rate.
  for (const std::string_view end : {"_mean", "_median", "_pooled"})
    if (id.ends_with(end)) id.remove_suffix(end.size());
  const auto at = column_at(posts, id);
  return at && posts.columns[*at].unit == Unit::ratio ? std::optional(PostRate{*at, {}})
                                                      : std::nullopt;
}

/// With so many decimals that sums of a thousand of them stay exact.
Sample sample_of(const Table& posts, const PostRate& rate, int digits) {
  Sample sample;
  for (const auto& row : posts.rows) {
    auto value = number_of(row[rate.top], false);
    if (value && rate.bottom) {
      const auto bottom = number_of(row[*rate.bottom], false);
      value = bottom && !bottom->is_zero() ? divide(*value, *bottom) : std::nullopt;
    }
    const auto rounded = value ? Rational::parse(value->to_fixed(digits)) : std::nullopt;
    if (rounded) sample.push_back(*rounded);
  }
  return sample;
}

/// The whole number that a product of totals stands for; a saved rate has sixteen digits of it.
std::optional<std::int64_t> whole(const std::optional<Rational>& value) {
  constexpr double largest = 1e12;
  constexpr double tolerance = 1e-3;
  if (!value) return std::nullopt;
  const double number = value->to_double();
  if (number < 0 || number > largest || std::abs(number - std::round(number)) > tolerance)
    return std::nullopt;
  return static_cast<std::int64_t>(std::llround(number));
}

struct Share {
  std::int64_t k = 0, n = 0;
};

/// Clicks out of views, or orders out of clicks, as the totals have them.
std::optional<Share> share_of(const Document& document, bool clicks) {
  const auto defined = std::ranges::find(document.definitions, "ctr", &Definition::id);
  if (defined == document.definitions.end() || defined->denominator != "views") return std::nullopt;
  const auto views = number_of(total_of(document, "total_views"), false);
  const auto ctr = number_of(total_of(document, "ctr"), false);
  if (!views || !ctr) return std::nullopt;
  const auto clicked = whole(multiply(*ctr, *views));
  if (clicks) {
    const auto seen = whole(views);
    return clicked && seen ? std::optional(Share{*clicked, *seen}) : std::nullopt;
  }
  const auto orders = whole(number_of(total_of(document, "conversions"), false));
  return clicked && orders ? std::optional(Share{*orders, *clicked}) : std::nullopt;
}

/// Shares of single events have an interval without posts.
std::optional<Evidence> of_shares(const CompareSide& a, const CompareSide& b, std::string_view id) {
  if (id != "ctr" && id != "cvr") return std::nullopt;
  const auto from = share_of(a.document, id == "ctr");
  const auto to = share_of(b.document, id == "ctr");
  const auto found =
      from && to ? newcombe_diff(to->k, to->n, from->k, from->n, confidence) : std::nullopt;
  if (!found) return Evidence{.verdict = "counts not known"};
  Evidence evidence{.verdict = in_words(found->low > 0 || found->high < 0)};
  evidence.low = Quantity::real(found->low, Unit::ratio);
  evidence.high = Quantity::real(found->high, Unit::ratio);
  return evidence;
}

}  // namespace

Evidence evidence_of(const CompareSide& a, const CompareSide& b, std::string_view id) {
  if (const auto shares = of_shares(a, b, id)) return *shares;
  const Metric* row = find_metric(id);
  // Money has no sample of posts: a campaign has one account.
  if (id == "roi") return {};
  if (row == nullptr || row->unit != Unit::ratio || !is_over_posts(*row) || id == "landing_rate")
    return {};
  if (a.saved || b.saved) return {.verdict = "no posts at hand"};
  const Table* first = table_named(a.document, "posts");
  const Table* second = table_named(b.document, "posts");
  if (first == nullptr || second == nullptr) return {};
  const auto of_first = rate_of_posts(*first, id);
  const auto of_second = rate_of_posts(*second, id);
  if (!of_first || !of_second) return {};
  constexpr int fine = 12, coarse = 6;
  const Sample from = sample_of(*first, *of_first, fine), to = sample_of(*second, *of_second, fine);
  if (from.size() < fewest_posts || to.size() < fewest_posts) return {.verdict = "too few posts"};
  const auto test = mann_whitney(to, from);
  constexpr std::int64_t resamples = 2000;
  const auto spread =
      bootstrap_mean_diff(sample_of(*second, *of_second, coarse),
                          sample_of(*first, *of_first, coarse), resamples, 1, confidence);
  if (!test || !spread) return {.verdict = "not tested"};
  // Both must say so: the ranks, and the interval of the difference of means.
  Evidence evidence{.verdict = in_words(test->p < 1 - confidence &&
                                        (spread->low > Rational(0) || spread->high < Rational(0)))};
  evidence.low = Quantity::exact(spread->low, Unit::ratio);
  evidence.high = Quantity::exact(spread->high, Unit::ratio);
  evidence.p = Quantity::real(test->p, Unit::ratio);
  return evidence;
}

}  // namespace tiktok_kpi
