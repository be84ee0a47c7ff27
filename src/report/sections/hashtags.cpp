// One row per hashtag. A post with three tags stands in three rows: the rows do not add up to the
// total.
#include <algorithm>
#include <array>

#include "report/group_table.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> shown{"video_count", "total_views", "er_views"};
constexpr std::array<std::string_view, 2> detail{"total_interactions", "er_views_mean"};
constexpr std::array<std::string_view, 8> every{"total_interactions", "avg_interactions_per_post",
                                                "views_mean",         "er_views_mean",
                                                "like_rate",          "comment_rate",
                                                "share_rate",         "save_rate"};

MetricColumns columns_of(const ReportContext& context) {
  return {context, shown, context.every_column ? std::span<const std::string_view>(every) : detail};
}

Request needs_of_hashtags(const ReportContext& context) {
  Request request = columns_of(context).needs();
  request.groupings = {Grouping::tag, Grouping::total};
  request.kept.insert(Field::tags);
  return request;
}

void build_hashtags(Answers& answers, Document&, Section& section) {
  if (answers.aggregates.at(Grouping::tag).groups.empty()) {
    section.absent = "no hashtags: none of the inputs has captions or a column of tags";
    return;
  }
  MetricColumns columns = columns_of(answers.context);
  const Aggregates& all = answers.aggregates.at(Grouping::total);
  const Aggregates& tagged = answers.aggregates.at(Grouping::tag);
  const std::size_t rate = columns.find("er_views");
  GroupTableSpec spec{.id = "hashtags",
                      .title = "Hashtags",
                      .grouping = Grouping::tag,
                      .sort = "video_count",
                      .limit = answers.context.every_column ? 0U : 15U,
                      .leading = {{"hashtag", "hashtag", Unit::text}},
                      .lead = {},
                      .trailing = {{.id = "hashtag_lift",
                                    .label = "lift",
                                    .unit = Unit::ratio,
                                    .digits = 0,
                                    .trend = true}},
                      .trail = {}};
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("#" + answers.store.tags().key(group.id))};
  };
  MetricColumns others = columns_of(answers.context);
  spec.trail = [&](const Group& group,
                   const std::vector<Quantity>& values) -> std::vector<Quantity> {
    const Quantity& with = values[rate];
    const Quantity rest =
        others.value(rate, Aggregates::without(all.groups.front(), all, group, tagged), tagged);
    if (!with.is_number()) return {Quantity::missing(with.reason(), Unit::ratio)};
    if (!rest.is_number()) return {Quantity::missing(rest.reason(), Unit::ratio)};
    const auto ratio = with.exact_value() != nullptr && rest.exact_value() != nullptr
                           ? divide(*with.exact_value(), *rest.exact_value())
                           : std::nullopt;
    if (!ratio) return {Quantity::missing(MissingReason::zero_denominator, Unit::ratio)};
    const auto lift = subtract(*ratio, Rational(1));
    return {lift ? Quantity::exact(*lift, Unit::ratio)
                 : Quantity::missing(MissingReason::overflow, Unit::ratio)};
  };
  section.blocks.emplace_back(build_group_table(answers, columns, spec));
}

}  // namespace

const ReportSection hashtags_section{"hashtags", "Hashtags",
                                     "one row per hashtag with rate and lift", needs_of_hashtags,
                                     build_hashtags};

}  // namespace tiktok_kpi
