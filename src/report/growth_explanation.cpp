#include "report/growth_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "report/explained_figure.hpp"
#include "report/growth.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct GrowthFigure {
  std::string_view id;
  Quantity GrowthRow::*value;
};
// The follow rate is one of posts, too, and explained as such.
constexpr std::array figures{GrowthFigure{"follower_growth_abs", &GrowthRow::gain},
                             GrowthFigure{"follower_growth_rate", &GrowthRow::rate},
                             GrowthFigure{"follower_growth_daily", &GrowthRow::daily},
                             GrowthFigure{"follower_growth_excess", &GrowthRow::excess},
                             GrowthFigure{"cost_per_follower", &GrowthRow::cost_per_follower},
                             GrowthFigure{"engagement_retention", &GrowthRow::retention}};

const GrowthRow& find_row(const std::vector<GrowthRow>& rows, std::string_view id,
                          const std::string& wanted) {
  const std::size_t at = wanted.find('@');
  const std::string handle = normal_handle(wanted.substr(0, at));
  // Retention is of the days after the campaign against those of it.
  const std::string window = at != std::string::npos        ? wanted.substr(at + 1)
                             : id == "engagement_retention" ? "after"
                                                            : "";
  const auto found = std::ranges::find_if(rows, [&](const GrowthRow& row) {
    return (handle.empty() || row.account == handle) && (window.empty() || row.window == window);
  });
  if (found != rows.end()) return *found;
  std::vector<std::string_view> accounts;
  for (const GrowthRow& row : rows) accounts.emplace_back(row.account);
  const std::string_view near = nearest(handle, accounts);
  throw Error("unknown-name",
              fmt::format("--explain: the growth of {} is not known", visible("@" + wanted)),
              near.empty() || near == handle
                  ? fmt::format("{}@HANDLE or {}@HANDLE@after; tiktok-kpi timeline lists the "
                                "accounts",
                                id, id)
                  : fmt::format("did you mean @{}?", near));
}

Table parts_table(const GrowthRow& row) {
  Table table;
  table.id = "growth_parts";
  table.title = "What was put in";
  table.columns = {{"part", "part", Unit::text}, {"value", "value", Unit::none}};
  const auto add = [&](std::string_view part, Quantity value) {
    table.rows.push_back({Quantity::label(std::string(part)), std::move(value)});
  };
  const auto day = [](std::optional<Day> of) {
    return of ? Quantity::exact(Rational(*of), Unit::date)
              : Quantity::missing(MissingReason::unknown, Unit::date);
  };
  add("first day", day(row.from));
  add("last day", day(row.to));
  add("days between two known counts", row.covered_days);
  add("followers before them", row.start);
  add("followers after them", row.end);
  add("gained", row.gain);
  add("usual days before the campaign", row.usual_days);
  add("usual gain a day", row.usual_per_day);
  add("above usual", row.excess);
  if (row.cost.known()) add("cost", row.cost);
  if (row.retention.known()) {
    add("interactions during the campaign", row.interactions_during);
    add("days that state them", row.days_during);
    add("interactions after it", row.interactions_after);
    add("days after it that state them", row.days_after);
  }
  table.total_rows = table.rows.size();
  table.note = "Followers at the end of days.";
  return table;
}

}  // namespace

bool is_growth_metric(std::string_view id) {
  return std::ranges::find(figures, id, &GrowthFigure::id) != figures.end();
}

Request needs_of_growth(const ReportContext&) {
  Request request;
  request.groupings = {Grouping::total};
  request.commerce = true;
  return request;
}

void explain_growth(Answers& answers, std::string_view id, const std::string& row,
                    Document& document, Section& section) {
  const std::vector<GrowthRow> rows = follower_growth(answers);
  const GrowthRow& found = find_row(rows, id, row == "total" ? "" : row);
  const Quantity value = found.*std::ranges::find(figures, id, &GrowthFigure::id)->value;
  if (answers.money.currency.known()) document.currency = answers.money.currency;
  begin_explanation(id, fmt::format("@{}, {}", found.account, found.window), value, document,
                    section);
  section.blocks.emplace_back(parts_table(found));
  end_explanation(answers, id, value, section);
}

}  // namespace tiktok_kpi
