#include "report/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/text.hpp"
#include "report/conditions.hpp"
#include "report/data_rules.hpp"
#include "report/goals.hpp"

namespace tiktok_kpi {
namespace {

/// Most posts whose places are looked up, which takes another reading of their files.
constexpr std::size_t most_placed = 1000;

Check::Verdict verdict_of(Kept kept) {
  return kept == Kept::kept     ? Check::Verdict::pass
         : kept == Kept::broken ? Check::Verdict::fail
                                : Check::Verdict::unknown;
}

/// "contract" of "contract.posts".
std::string_view kind_of(std::string_view id) { return id.substr(0, id.find('.')); }

/// The field that an item looks at, whose place in the file says most.
Field field_of(std::string_view item) {
  if (item == "contract.length") return Field::duration_s;
  return item == "rights.content" ? Field::music_cleared : Field::caption;
}

Check check_of(const Campaign& campaign, const CampaignCreator& creator, const ContractItem& item) {
  Check check;
  check.kind = std::string(kind_of(item.id));
  check.subject = "@" + creator.handle;
  check.id = std::string(item.id) + check.subject;
  check.metric = std::string(item.metric);
  check.rule = item.asked;
  check.value = item.value;
  check.verdict = verdict_of(item.kept);
  const auto level = campaign.check_levels.find(check.kind);
  check.level = !item.due                              ? Severity::note
                : level == campaign.check_levels.end() ? Severity::error
                                                       : level_of(level->second);
  check.found = item.found;
  check.advice = item.advice;
  check.place = creator.contract->place;
  for (const PostCheck& post : item.posts)
    check.evidence.push_back(
        {{},
         fmt::format("post {} {}", post.post_id.empty() ? "without id" : post.post_id,
                     post.found)});
  return check;
}

/// Where the posts of the evidence stand.
struct Placed {
  Place place;
  CheckEvidence* evidence;
};

void place_evidence(const Answers& answers, std::vector<Placed> placed) {
  if (placed.empty() || !answers.where) return;
  if (placed.size() > most_placed) placed.resize(most_placed);
  std::ranges::stable_sort(placed, {}, &Placed::place);
  std::vector<Place> places;
  for (const Placed& one : placed)
    if (places.empty() || places.back() != one.place) places.push_back(one.place);
  const std::vector<FilePosition> where = answers.where(places);
  std::size_t at = 0;
  for (const Placed& one : placed) {
    while (places[at] != one.place) ++at;
    one.evidence->at = where[at];
  }
}

void add_contracts(Answers& answers, std::vector<Check>& checks) {
  const Delivery& delivery = delivery_of(answers);
  const std::size_t first = checks.size();
  for (const Delivery::Review& review : delivery.reviews)
    for (const ContractItem& item : review.items)
      checks.push_back(check_of(answers.campaign(), *review.creator, item));
  // Only now: the evidence must not move any more.
  std::vector<Placed> placed;
  std::size_t at = first;
  for (const Delivery::Review& review : delivery.reviews)
    for (const ContractItem& item : review.items) {
      Check& check = checks[at++];
      for (std::size_t i = 0; i < item.posts.size(); ++i)
        placed.push_back(
            {answers.store.record_of(item.posts[i].ref, field_of(item.id)), &check.evidence[i]});
    }
  place_evidence(answers, std::move(placed));
}

/// Smaller comes first.
int urgency(const Check& check) {
  if (check.passed()) return 100;
  const int level = check.level >= Severity::error ? 0 : check.level == Severity::warning ? 10 : 20;
  return level + (check.verdict == Check::Verdict::fail ? 0 : 1);
}

Quantity label_or_missing(const std::string& text) {
  return text.empty() ? Quantity::missing(MissingReason::unknown, Unit::text)
                      : Quantity::label(text);
}

/// "4 of 5 posts: ask @ana for 1 post more".
std::string in_words(const Check& check) {
  if (check.found.empty() || check.advice.empty()) return check.found + check.advice;
  return check.found + ": " + check.advice;
}

/// What the pace means: on track between 0.9 and 1.1, both ends inside.
Quantity pace_in_words(const Quantity& pace) {
  const Rational* reached = pace.exact_value();
  if (reached == nullptr) return Quantity::missing(pace.reason(), Unit::text);
  return Quantity::label(*reached < *Rational::parse("0.9")   ? "behind"
                         : *reached > *Rational::parse("1.1") ? "ahead"
                                                              : "on track");
}

bool is_goal(const Check& check) { return check.kind == "goals"; }

}  // namespace

Request needs_of_checks(const ReportContext& context) {
  Request request = needs_of_goals(context);
  Request data = needs_of_data_rules(context);
  request.commerce = request.commerce || data.commerce;
  request.kept.insert(data.kept);
  request.kept.insert(needs_of_delivery(context).kept);
  return request;
}

std::vector<Check> check_campaign(Answers& answers) {
  std::vector<Check> checks = check_goals(answers);
  std::ranges::move(check_data(answers), std::back_inserter(checks));
  add_contracts(answers, checks);
  if (answers.context.every_column) std::ranges::stable_sort(checks, {}, urgency);
  return checks;
}

CheckCounts& CheckCounts::operator+=(const CheckCounts& other) {
  missed += other.missed;
  unknown += other.unknown;
  all += other.all;
  return *this;
}

CheckCounts count_checks(const std::vector<Check>& checks) {
  const auto with = [&](Check::Verdict verdict) {
    return static_cast<std::size_t>(std::ranges::count(checks, verdict, &Check::verdict));
  };
  return {with(Check::Verdict::fail), with(Check::Verdict::unknown), checks.size()};
}

std::string in_words(const CheckCounts& counts, std::string_view noun) {
  const std::string all = counted(counts.all, noun);
  return counts.unknown == 0
             ? fmt::format("{} of {} missed", counts.missed, all)
             : fmt::format("{} missed, {} unknown of {}", counts.missed, counts.unknown, all);
}

std::string_view word_of(Check::Verdict verdict) {
  switch (verdict) {
    case Check::Verdict::pass: return "met";
    case Check::Verdict::fail: return "missed";
    case Check::Verdict::unknown: break;
  }
  return "unknown";
}

Table table_of_checks(const std::vector<Check>& checks, std::size_t shown) {
  Table table;
  table.id = "checks";
  table.title = "Checks";
  table.columns = {{.id = "id", .label = "check", .unit = Unit::text},
                   {.id = "verdict", .label = "verdict", .unit = Unit::text},
                   {.id = "rule", .label = "asked", .unit = Unit::text},
                   {.id = "value", .label = "is", .unit = Unit::none},
                   {.id = "level", .label = "level", .unit = Unit::text},
                   {.id = "goal_attainment", .label = "attained", .unit = Unit::ratio},
                   {.id = "pacing", .label = "pace", .unit = Unit::ratio},
                   {.id = "pace", .label = "so far", .unit = Unit::text},
                   {.id = "projected_total", .label = "projected", .unit = Unit::none, .digits = 0},
                   {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                   {.id = "kind", .label = "kind", .unit = Unit::text, .detail = true},
                   {.id = "subject", .label = "about", .unit = Unit::text, .detail = true},
                   {.id = "found", .label = "found", .unit = Unit::text, .detail = true},
                   {.id = "advice", .label = "what to do", .unit = Unit::text, .detail = true},
                   {.id = "finding", .label = "finding", .unit = Unit::text}};
  for (const Check& check : checks)
    table.rows.push_back({Quantity::label(check.id),
                          Quantity::label(std::string(word_of(check.verdict))),
                          Quantity::label(check.rule), check.value,
                          Quantity::label(std::string(name_of(check.level))), check.goal_attainment,
                          check.pacing, pace_in_words(check.pacing), check.projected_total,
                          label_or_missing(check.metric), Quantity::label(check.kind),
                          label_or_missing(check.subject), label_or_missing(check.found),
                          label_or_missing(check.advice), label_or_missing(in_words(check))});
  table.total_rows = table.rows.size();
  table.people_rows = shown;
  // Columns that say nothing would only push the words aside.
  const std::span<const Check> seen(checks.data(), std::min(shown, checks.size()));
  const bool only_goals = std::ranges::all_of(seen, &is_goal);
  const auto hide = [&](std::string_view id, bool hidden) {
    std::ranges::find(table.columns, id, &Column::id)->detail = hidden;
  };
  for (const std::string_view id : {"goal_attainment", "pacing", "pace", "projected_total"})
    hide(id, !only_goals);
  if (std::ranges::none_of(seen, [](const Check& check) { return check.pacing.known(); }))
    hide("pace", true);
  hide("level", std::ranges::all_of(
                    seen, [](const Check& check) { return check.level == Severity::error; }));
  hide("finding", only_goals);
  if (!only_goals) return table;
  table.note =
      "Pace is what is reached against what would be due by now at an even pace, on track from 90 to 110%; projections are straight lines, and views come early.";
  const auto unpaced = std::ranges::find_if(
      seen, [](const Check& check) { return check.found.starts_with("no pace"); });
  if (unpaced != seen.end()) table.note += " N" + unpaced->found.substr(1) + ".";
  return table;
}

Table table_of_contracts(const std::vector<Check>& checks) {
  Table table;
  table.id = "delivery.contract";
  table.title = "Contracts";
  table.columns = {{.id = "creator", .label = "creator", .unit = Unit::text},
                   {.id = "item", .label = "promise", .unit = Unit::text},
                   {.id = "verdict", .label = "verdict", .unit = Unit::text},
                   {.id = "asked", .label = "asked", .unit = Unit::text, .detail = true},
                   {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                   {.id = "value", .label = "value", .unit = Unit::none, .detail = true},
                   {.id = "level", .label = "level", .unit = Unit::text, .detail = true},
                   {.id = "found", .label = "found", .unit = Unit::text, .detail = true},
                   {.id = "finding", .label = "found", .unit = Unit::text}};
  for (const Check& check : checks) {
    if (check.subject.empty()) continue;
    table.rows.push_back(
        {Quantity::label(check.subject),
         Quantity::label(check.id.substr(0, check.id.size() - check.subject.size())),
         Quantity::label(std::string(word_of(check.verdict))), Quantity::label(check.rule),
         label_or_missing(check.metric), check.value,
         Quantity::label(std::string(name_of(check.level))), label_or_missing(check.found),
         label_or_missing(in_words(check))});
  }
  table.total_rows = table.rows.size();
  return table;
}

Table table_of_posts(const Answers& answers, const std::vector<Check>& checks) {
  constexpr std::size_t usual_limit = 20;
  Table table;
  table.id = "delivery.posts";
  table.title = "Posts to look at";
  table.columns = {
      {.id = "post_id", .label = "post", .unit = Unit::text},
      {.id = "creator", .label = "creator", .unit = Unit::text},
      {.id = "item", .label = "promise", .unit = Unit::text},
      {.id = "verdict", .label = "verdict", .unit = Unit::text},
      {.id = "found", .label = "found", .unit = Unit::text},
      {.id = "asked", .label = "asked", .unit = Unit::text, .detail = true},
      {.id = "where", .label = "file:line:column", .unit = Unit::text, .clip_front = true}};
  for (const Delivery::Review& review : answers.delivery->reviews)
    for (const ContractItem& item : review.items) {
      const std::string subject = "@" + review.creator->handle;
      const auto check = std::ranges::find(checks, std::string(item.id) + subject, &Check::id);
      for (std::size_t i = 0; i < item.posts.size(); ++i) {
        const PostCheck& post = item.posts[i];
        table.rows.push_back(
            {label_or_missing(post.post_id), Quantity::label(subject),
             Quantity::label(std::string(item.id)),
             Quantity::label(std::string(word_of(verdict_of(post.kept)))),
             Quantity::label(post.found), Quantity::label(item.asked),
             label_or_missing(check == checks.end() ? std::string()
                                                    : check->evidence[i].at.in_words())});
      }
    }
  table.total_rows = table.rows.size();
  table.people_rows = answers.context.table.rows_for_people(usual_limit);
  return table;
}

}  // namespace tiktok_kpi
