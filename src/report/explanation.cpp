// One figure, step by step: the same binding that works the report's figures out is asked for every
// step.
#include "report/explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "aggregate/medians.hpp"
#include "core/text.hpp"
#include "metrics/formula.hpp"
#include "report/account_columns.hpp"
#include "report/account_explanation.hpp"
#include "report/checks.hpp"
#include "report/fading_explanation.hpp"
#include "report/goal_explanation.hpp"
#include "report/growth_explanation.hpp"
#include "report/lift_explanation.hpp"
#include "report/post_fading.hpp"
#include "report/traced_cells.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// "er_views", "er_views@ana", "er_views@#glow", "er_views@2024-05-02".
struct Target {
  std::string id;
  Grouping grouping = Grouping::total;
  std::string row;
};

Target parse_target(const std::string& text) {
  const std::size_t at = text.find('@');
  Target target{text.substr(0, at), Grouping::total,
                at == std::string::npos ? "" : text.substr(at + 1)};
  if (target.row.empty() || target.row == "total") return target;
  target.grouping = target.row.starts_with('#') ? Grouping::tag
                    : parse_day(target.row)     ? Grouping::day
                                                : Grouping::creator;
  return target;
}

/// Figures that are more than sums, rates and medians over posts, each explained in its own way.
struct SpecialExplanation {
  bool (*covers)(std::string_view id);
  Request (*needs)(const ReportContext& context);
  /// `row`: what stands behind the first @.
  void (*explain)(Answers& answers, std::string_view id, const std::string& row, Document& document,
                  Section& section);
};
constexpr std::array special{
    SpecialExplanation{is_fading_metric, [](const ReportContext&) { return needs_of_fading(); },
                       explain_fading},
    SpecialExplanation{is_lift_metric, needs_of_lift, explain_lift},
    SpecialExplanation{is_growth_metric, needs_of_growth, explain_growth},
    SpecialExplanation{is_goal_metric, needs_of_checks, explain_goal}};

const SpecialExplanation* special_explanation(std::string_view id) {
  const auto* found =
      std::ranges::find_if(special, [id](const SpecialExplanation& one) { return one.covers(id); });
  return found == special.end() ? nullptr : found;
}

const PostMetric& metric_over_posts(const ReportContext& context, const std::string& id) {
  const auto own = std::ranges::find(context.own_metrics, id, &OwnMetric::id);
  if (own != context.own_metrics.end()) return own->metric;
  const Metric& row = metric(id);
  if (!is_over_posts(row))
    throw Error("bad-option",
                fmt::format("--explain: {} is no sum, rate or median over posts", row.id),
                fmt::format("tiktok-kpi formulas show {} says what it is made of", row.id));
  return post_metric(row);
}

/// Rows of hashtags and days are sums of posts.
bool may_be_of_account(const ReportContext& context, const Target& target) {
  return (target.grouping == Grouping::total || target.grouping == Grouping::creator) &&
         is_account_metric(context, target.id);
}

Request needs_of_explanation(const ReportContext& context) {
  const Target target = parse_target(context.table.explain);
  if (const SpecialExplanation* own = special_explanation(target.id)) return own->needs(context);
  if (!may_be_of_account(context, target)) {
    Request request = metric_over_posts(context, target.id).needs(context.settings);
    request.groupings = {target.grouping};
    return request;
  }
  // Whether there is an account shows when everything is read.
  Request request = needs_of_account(context);
  const Metric* row = find_metric(target.id);
  if (row != nullptr && is_over_posts(*row)) request.add(post_metric(*row).needs(context.settings));
  request.groupings = {Grouping::creator, Grouping::total};
  return request;
}

/// The name of a group as tables show it.
std::string name_of_group(const Answers& answers, Grouping grouping, std::uint32_t id) {
  switch (grouping) {
    case Grouping::creator: return "@" + answers.store.creators().spelling(id);
    case Grouping::tag: return "#" + answers.store.tags().spelling(id);
    case Grouping::day: return format_day(static_cast<std::int32_t>(id));
    case Grouping::total: break;
  }
  return "all posts";
}

std::size_t find_group(const Answers& answers, const Aggregates& aggregates, const Target& target) {
  if (target.grouping == Grouping::total) return 0;
  std::uint32_t id = Names::none;
  if (target.grouping == Grouping::creator)
    id = answers.store.creators().find(normal_handle(target.row));
  else if (target.grouping == Grouping::tag)
    id = answers.store.tags().find(normal_tag(target.row));
  else
    id = static_cast<std::uint32_t>(*parse_day(target.row));
  const auto found = std::ranges::find(aggregates.groups, id, &Group::id);
  if (found != aggregates.groups.end())
    return static_cast<std::size_t>(found - aggregates.groups.begin());
  std::vector<std::string> names;
  for (const Group& group : aggregates.groups)
    names.push_back(name_of_group(answers, target.grouping, group.id));
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string wanted = target.grouping == Grouping::creator ? "@" + target.row : target.row;
  const std::string_view near = nearest(wanted, known);
  throw Error("unknown-name", fmt::format("--explain: no row of the report is {}", visible(wanted)),
              near.empty() ? "METRIC, METRIC@HANDLE, METRIC@#HASHTAG or METRIC@2024-05-31"
                           : fmt::format("did you mean {}?", near));
}

void add_steps(const Explained& step, int depth, Table& table) {
  table.rows.push_back(
      {Quantity::label(std::string(static_cast<std::size_t>(depth) * 2, ' ') + step.text),
       step.value, Quantity::count(depth)});
  for (const Explained& part : step.parts) add_steps(part, depth + 1, table);
}

Definition definition_of(const ReportContext& context, const std::string& id,
                         const PostMetric& over_posts) {
  const auto own = std::ranges::find(context.own_metrics, id, &OwnMetric::id);
  if (const Metric* row = find_metric(id); row != nullptr && own == context.own_metrics.end())
    return define(*row, context.settings);
  if (own != context.own_metrics.end() && own->definition) return *own->definition;
  Definition definition;
  definition.id = definition.label = id;
  definition.unit = over_posts.unit();
  definition.denominator = over_posts.denominator(context.settings);
  definition.formula = over_posts.formula().to_text();
  definition.source = "campaign file";
  return definition;
}

void build_explanation(Answers& answers, Document& document, Section& section) {
  const Target target = parse_target(answers.context.table.explain);
  if (const SpecialExplanation* own = special_explanation(target.id)) {
    own->explain(answers, target.id, target.row, document, section);
    return;
  }
  if (may_be_of_account(answers.context, target) && has_account(answers)) {
    explain_account(answers, target.id, target.row, document, section);
    return;
  }
  const PostMetric& over_posts = metric_over_posts(answers.context, target.id);
  Aggregates& aggregates = answers.aggregates.at(target.grouping);
  const std::size_t at = find_group(answers, aggregates, target);
  std::vector<std::uint8_t> wanted(aggregates.groups.size(), 0);
  wanted[at] = 1;
  add_medians(aggregates, wanted, answers.store, answers.select, answers.zone, answers.threads);
  const Group& group = aggregates.groups[at];
  const BoundMetric bound = over_posts.bind(aggregates, answers.settings());
  const Evaluated figure = bound.evaluate(group);
  Definition definition = definition_of(answers.context, target.id, over_posts);
  definition.posts_used = static_cast<std::int64_t>(figure.posts_used);
  definition.posts_left_out = static_cast<std::int64_t>(figure.posts_left_out);
  const std::string row = name_of_group(answers, target.grouping, group.id);
  section.title = fmt::format("{} of {}", definition.id, row);
  Figures figures;
  figures.items.push_back({{definition.id, definition.label, over_posts.unit()}, figure.value});
  section.blocks.emplace_back(std::move(figures));
  Table steps;
  steps.id = "steps";
  steps.title = "What was put in";
  steps.columns = {{"step", "step", Unit::text},
                   {"value", "value", Unit::none},
                   {"depth", "depth", Unit::count, -1, false, true}};
  // The whole stands above the table already.
  const Explained whole = bound.explain(group);
  if (whole.parts.empty()) add_steps(whole, 0, steps);
  for (const Explained& part : whole.parts) add_steps(part, 0, steps);
  steps.total_rows = steps.rows.size();
  section.blocks.emplace_back(std::move(steps));
  if (answers.trace != nullptr)
    section.blocks.emplace_back(traced_cells(answers, *answers.trace, {target.grouping, group.id},
                                             over_posts.needs(answers.settings()).fields()));
  if (const Metric* known = find_metric(target.id))
    section.blocks.emplace_back(Paragraph{std::string(known->description)});
  std::string how =
      fmt::format("{}: {}", definition.aggregation.empty() ? "formula" : definition.aggregation,
                  definition.formula);
  if (!definition.set.empty()) how += fmt::format("; interactions: {}", definition.set);
  section.blocks.emplace_back(Paragraph{how});
  section.blocks.emplace_back(Paragraph{fmt::format(
      "{} of {} posts used, {} left out{}", figure.posts_used,
      figure.posts_used + figure.posts_left_out, figure.posts_left_out,
      figure.value.known() ? "" : fmt::format("; undefined: {}", name_of(figure.value.reason())))});
  if (!definition.source.empty())
    section.blocks.emplace_back(Paragraph{"source: " + definition.source});
  document.totals.push_back({{definition.id, definition.label, over_posts.unit()}, figure.value});
  answers.definitions.push_back(std::move(definition));
}

}  // namespace

const ReportSection explanation_section{"explanation", "Explanation", "one figure, step by step",
                                        needs_of_explanation, build_explanation};

}  // namespace tiktok_kpi
