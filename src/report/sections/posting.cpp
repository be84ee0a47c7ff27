// How often and how regularly creators publish, and the hour of the week that does best.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "metrics/families.hpp"
#include "report/group_table.hpp"
#include "report/posting_trends.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 1> shown{"video_count"};

Request needs_of_posting(const ReportContext& context) {
  Request request = MetricColumns(context, shown, {}).needs();
  request.groupings = {Grouping::creator, Grouping::total};
  request.kept = fields_of_best_slot(context.settings);
  request.add(needs_of_posting_review(context));
  return request;
}

/// Posts of sorted days inside a range.
Quantity posts_in(const std::vector<std::int32_t>& days, const DayRange& range) {
  return Quantity::count(
      std::ranges::count_if(days, [&](std::int32_t day) { return range.contains(day); }));
}

Table rhythm_table(Answers& answers) {
  const Settings& settings = answers.settings();
  const DayRange& period = answers.campaign().period;
  const bool hidden = !answers.context.every_column;
  MetricColumns columns(answers.context, shown, {});
  GroupTableSpec spec{.id = "posting",
                      .title = "Posting",
                      .grouping = Grouping::creator,
                      .sort = "video_count",
                      .limit = 20,
                      .leading = {{"creator", "creator", Unit::text}},
                      .lead = {},
                      .trailing = {},
                      .trail = {}};
  std::unordered_map<std::uint32_t, const PostingDays*> days;
  spec.prepare = [&](const std::vector<const Group*>& groups) {
    for (const CreatorPosting& posting : review_posting(answers, groups).creators)
      days[posting.creator] = &posting.days;
  };
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("@" + answers.store.creators().spelling(group.id))};
  };
  spec.trailing = {
      {"all_posts", "all posts", Unit::count},
      {"posting_rate", "a day", Unit::per_day},
      {.id = "posting_rate_band",
       .label = fmt::format("vs. {:g}-{:g}/day", settings.band_low, settings.band_high),
       .unit = Unit::text},
      {"longest_gap_days", "longest gap", Unit::days},
      {.id = "gap_cv", .label = "irregularity", .unit = Unit::ratio, .digits = 0},
      {.id = "campaign_posting_rate",
       .label = "campaign posts a day",
       .unit = Unit::per_day,
       .detail = hidden}};
  spec.trail = [&](const Group& group, const std::vector<Quantity>&) -> std::vector<Quantity> {
    const PostingDays& of = *days.at(group.id);
    const Quantity rate = posting_rate(of.all, period.from, period.to);
    return {posts_in(of.all, period),
            rate,
            call("posting_rate_band", {{"rate", rate}}, settings),
            longest_gap_days(of.all),
            gap_cv(of.all),
            posting_rate(of.campaign, period.from, period.to)};
  };
  Table table = build_group_table(answers, columns, spec);
  table.note = fmt::format(
      "All posts of these creators in the data count, in the campaign or not; posts a day are over {}, gaps over all days.",
      period.given() ? "the period" : "the days from the first to the last post");
  return table;
}

void build_posting(Answers& answers, Document&, Section& section) {
  if (!answers.store.seen().contains(Field::posted_at)) {
    section.absent = "no posting rhythm: no post has a date";
    return;
  }
  if (!answers.aggregates.at(Grouping::creator).groups.empty()) {
    Table rhythm = rhythm_table(answers);
    Table trends = posting_trends_table(answers, *answers.posting, rhythm);
    section.blocks.emplace_back(std::move(rhythm));
    section.blocks.emplace_back(std::move(trends));
  }
  const BestSlot slot = best_slot_of(answers);
  Figures figures;
  figures.items.push_back({{"best_slot", "best time of all", Unit::text}, slot.name});
  figures.items.push_back({{"shrunk_mean", "eng. then", Unit::ratio}, slot.rate});
  section.blocks.emplace_back(std::move(figures));
  section.blocks.emplace_back(Paragraph{fmt::format(
      "Best time: weekday and hour in {} with the highest engagement of views, of those with {} posts or more, few posts pulled towards the mean of all.{}",
      answers.zone.name(), answers.settings().slot_posts,
      slot.name.known() ? "" : " No hour has enough posts yet.")});
  for (const std::string_view id :
       {"posting_rate", "posting_rate_band", "longest_gap_days", "gap_cv", "best_slot"})
    define(answers, id);
}

}  // namespace

const ReportSection posting_section{"posting", "Posting",
                                    "rhythm of each creator and the best time", needs_of_posting,
                                    build_posting};

}  // namespace tiktok_kpi
