// A goal is a condition in the formula language over one figure of the campaign.
#include "report/goals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aggregate/medians.hpp"
#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "report/condition_units.hpp"
#include "report/conditions.hpp"
#include "report/delivery_review.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// CampaignFigures that the account has as they are.
constexpr std::array<std::string_view, 4> sums{"cost_total", "net_revenue", "conversions",
                                               "new_customers"};
/// Quotients that the account is asked for before the posts are.
constexpr std::array<std::string_view, 12> quotients{
    "roas", "roi",  "cpm", "cpv",           "cpe", "cpc",
    "cpa",  "ncac", "aov", "cost_per_post", "cvr", "conversions_per_1k_views"};
/// Sums of posts that the quotients are made of, and what these call them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> reached{
    std::pair{"video_count", "posts"}, std::pair{"total_views", "views"},
    std::pair{"total_interactions", "interactions"}, std::pair{"clicks", "clicks"}};
/// What grows with the days of the campaign, so that there is a pace.
constexpr std::array<std::string_view, 8> growing{
    "total_views", "total_interactions", "video_count", "clicks",
    "sessions",    "conversions",        "net_revenue", "new_customers"};

bool is_in(std::string_view id, std::span<const std::string_view> list) {
  return std::ranges::find(list, id) != list.end();
}

bool is_own(const ReportContext& context, std::string_view id) {
  return std::ranges::find(context.own_metrics, id, &OwnMetric::id) != context.own_metrics.end();
}

Unit unit_of(const ReportContext& context, std::string_view id) {
  const auto own = std::ranges::find(context.own_metrics, id, &OwnMetric::id);
  return own != context.own_metrics.end() ? own->metric.unit() : metric(id).unit;
}

bool is_over_posts(std::string_view id) {
  const Metric* row = find_metric(id);
  return row != nullptr && tiktok_kpi::is_over_posts(*row);
}

MetricColumns columns_of(const ReportContext& context) {
  std::vector<std::string_view> ids;
  for (const auto& [metric, argument] : reached) ids.push_back(metric);
  for (const GoalSpec& goal : context.campaign.goals)
    if (!is_own(context, goal.metric) && is_over_posts(goal.metric))
      ids.push_back(metric(goal.metric).id);
  return {context, ids, {}};
}

/// What goals are about, found when asked for.
class CampaignFigures {
 public:
  explicit CampaignFigures(Answers& answers)
      : answers_(answers),
        delivery_(delivery_of(answers)),
        columns_(columns_of(answers.context)),
        settings_(answers.settings()) {
    Aggregates& total = answers.aggregates.at(Grouping::total);
    if (columns_.any_median())
      add_medians(total, {1}, answers.store, answers.select, answers.zone, answers.threads);
    posts_ = columns_.values(total.groups.front(), total);
    if (answers.money.currency.known()) settings_.currency = answers.money.currency;
  }

  [[nodiscard]] Quantity of(std::string_view id) const {
    if (const auto account = of_account(id)) return *account;
    if (const auto found = delivery_.figures.find(id); found != delivery_.figures.end())
      return found->second;
    const Metric* row = find_metric(id);
    const std::size_t at = columns_.find(row != nullptr ? row->id : id);
    return at != std::string_view::npos ? posts_[at]
                                        : Quantity::missing(MissingReason::unknown, Unit::none);
  }

 private:
  /// Money and orders of the whole campaign; nothing where it states no cost and no orders.
  [[nodiscard]] std::optional<Quantity> of_account(std::string_view id) const {
    const MoneyRow& account = answers_.money.total;
    if (!answers_.money.any_cost && !answers_.attribution) return std::nullopt;
    Arguments arguments;
    arguments.set("cost_total", account.cost);
    arguments.set("net_revenue", account.net_revenue);
    arguments.set("new_customers", account.new_customers);
    arguments.set("conversions", account.orders);
    if (is_in(id, sums)) return arguments.figure(id);
    if (!is_in(id, quotients)) return std::nullopt;
    arguments.set("cost", account.cost);
    arguments.set("revenue", account.net_revenue);
    arguments.set("orders", account.orders);
    for (const auto& [name, argument] : reached)
      arguments.set(std::string(argument), posts_[columns_.find(name)]);
    return evaluate_sums(metric(id), arguments, settings_);
  }

  const Answers& answers_;
  const Delivery& delivery_;
  MetricColumns columns_;
  Settings settings_;
  std::vector<Quantity> posts_;
};

/// How far the goal is, and where an even pace would lead.
void add_progress(const Answers& answers, const GoalSpec& goal, Check& check) {
  const Campaign& campaign = answers.campaign();
  const auto target = target_of(condition_of(goal));
  const Quantity number = target ? Quantity::exact(target->number, Unit::none)
                                 : Quantity::missing(MissingReason::unknown, Unit::none);
  check.goal_attainment =
      call("goal_attainment",
           {{"actual", check.value},
            {"goal", number},
            {"direction", Quantity::label(target && target->lower ? "lower" : "higher")}},
           answers.settings());
  if (!is_in(check.metric, growing) || !target || target->lower) return;
  const auto day = [](std::optional<Day> of) {
    return of ? Quantity::exact(Rational(*of), Unit::date)
              : Quantity::missing(MissingReason::unknown, Unit::date);
  };
  // Views of a later day are no measure of where the campaign stood. At its end there is no pace.
  const bool over = campaign.period.to && answers.as_of && *answers.as_of >= *campaign.period.to;
  if (answers.as_of && answers.newest && *answers.newest > *answers.as_of && !over) {
    check.found = fmt::format("no pace on {}: the data is of {}", format_day(*answers.as_of),
                              format_day(*answers.newest));
    return;
  }
  const std::initializer_list<std::pair<std::string_view, Quantity>> arguments{
      {"actual", check.value},
      {"goal", number},
      {"start", day(campaign.period.from)},
      {"end", day(campaign.period.to)},
      {"as_of", day(answers.as_of)}};
  check.pacing = call("pacing", arguments, answers.settings());
  check.projected_total = call("projected_total", arguments, answers.settings());
}

}  // namespace

Request needs_of_goals(const ReportContext& context) {
  for (const GoalSpec& goal : context.campaign.goals) {
    if (!is_own(context, goal.metric) && find_metric(goal.metric) == nullptr) {
      std::vector<std::string_view> known;
      for (const Metric& row : metrics()) known.push_back(row.id);
      for (const OwnMetric& own : context.own_metrics) known.push_back(own.id);
      const std::string_view near = nearest(goal.metric, known);
      throw Error(Diagnostic::make(
          "unknown-metric", fmt::format("there is no metric \"{}\"", visible(goal.metric)),
          near.empty() ? "`tiktok-kpi formulas list` lists them all"
                       : fmt::format("did you mean {}?", near),
          goal.metric_place, static_cast<std::uint32_t>(goal.metric.size())));
    }
    check_unit(goal, unit_of(context, goal.metric), context.settings.currency);
  }
  Request request;
  if (context.campaign.goals.empty()) return request;
  request = columns_of(context).needs();
  request.groupings = {Grouping::total};
  request.commerce = true;
  return request;
}

std::vector<Check> check_goals(Answers& answers) {
  std::vector<Check> checks;
  if (answers.campaign().goals.empty()) return checks;
  const CampaignFigures figures(answers);
  for (const GoalSpec& goal : answers.campaign().goals) {
    Check& check = checks.emplace_back();
    check.id = goal.metric;
    check.rule = goal.condition;
    check.metric = goal.metric;
    check.value = figures.of(goal.metric);
    check.verdict = verdict_of(condition_of(goal), check.value);
    check.level = level_of(goal.level);
    check.place = goal.place;
    add_progress(answers, goal, check);
    if (check.verdict == Check::Verdict::fail && find_metric(goal.metric) != nullptr)
      check.advice = fmt::format("`--explain {}` shows what it is made of", goal.metric);
    if (check.verdict == Check::Verdict::unknown)
      check.advice = check.value.known()
                         ? "only a lower bound is known: add what is missing"
                         : fmt::format("{}: `tiktok-kpi explain {}` says what it needs",
                                       name_of(check.value.reason()), goal.metric);
  }
  return checks;
}

}  // namespace tiktok_kpi
