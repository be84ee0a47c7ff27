#include "report/goal_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "report/conditions.hpp"
#include "report/explained_figure.hpp"
#include "report/goals.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct GoalFigure {
  std::string_view id;
  Quantity Check::*value;
};
constexpr std::array figures{GoalFigure{"goal_attainment", &Check::goal_attainment},
                             GoalFigure{"pacing", &Check::pacing},
                             GoalFigure{"projected_total", &Check::projected_total}};

Quantity day(std::optional<Day> of) {
  return of ? Quantity::exact(Rational(*of), Unit::date)
            : Quantity::missing(MissingReason::unknown, Unit::date);
}

/// Days from..to, both counted.
Quantity days_between(std::optional<Day> from, std::optional<Day> to) {
  return from && to && *from <= *to
             ? Quantity::exact(Rational(std::int64_t{*to} - *from + 1), Unit::days)
             : Quantity::missing(MissingReason::unknown, Unit::days);
}

Table parts_table(const Answers& answers, const Check& check) {
  const DayRange& period = answers.campaign().period;
  Table table;
  table.id = "goal_parts";
  table.title = "What was put in";
  table.columns = {{"part", "part", Unit::text}, {"value", "value", Unit::none}};
  const auto add = [&](std::string_view part, Quantity value) {
    table.rows.push_back({Quantity::label(std::string(part)), std::move(value)});
  };
  add(check.metric, check.value);
  add("goal", Quantity::label(check.rule));
  add("first day", day(period.from));
  add("last day", day(period.to));
  add("as of", day(answers.as_of));
  std::optional<Day> until = answers.as_of;
  if (until && period.to) until = std::min(*until, *period.to);
  add("days so far", days_between(period.from, until));
  add("days in all", days_between(period.from, period.to));
  table.total_rows = table.rows.size();
  table.note = "Both ends and the day looked from count.";
  return table;
}

}  // namespace

bool is_goal_metric(std::string_view id) {
  return std::ranges::find(figures, id, &GoalFigure::id) != figures.end();
}

void explain_goal(Answers& answers, std::string_view id, const std::string& goal,
                  Document& document, Section& section) {
  const std::vector<Check> goals = check_goals(answers);
  const auto found = std::ranges::find(goals, goal, &Check::metric);
  if (found == goals.end()) {
    std::vector<std::string_view> known;
    for (const Check& check : goals) known.push_back(check.metric);
    const std::string_view near = nearest(goal, known);
    throw Error("unknown-name",
                goal.empty() ? fmt::format("--explain: {} is a figure of one goal", id)
                             : fmt::format("--explain: there is no goal {}", visible(goal)),
                near.empty() ? fmt::format("{}@METRIC of a goal of the campaign file", id)
                             : fmt::format("did you mean {}@{}?", id, near));
  }
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  const Quantity value = (*found).*std::ranges::find(figures, id, &GoalFigure::id)->value;
  begin_explanation(id, fmt::format("{} {}", found->metric, found->rule), value, document, section);
  section.blocks.emplace_back(parts_table(answers, *found));
  end_explanation(answers, id, value, section, found->found);
}

}  // namespace tiktok_kpi
