// Cost, revenue and return: one row per creator, the costs that all share, the total.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/campaign_money.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> reached{"video_count", "total_views",
                                                  "total_interactions"};
/// A quotient of the account, and the names of its arguments.
struct Return {
  std::string_view metric;
  bool shown;
};
constexpr std::array returns{
    Return{"roas", true}, Return{"roi", true},
    Return{"cpm", true},  Return{"cpe", false},
    Return{"cpa", true},  Return{"ncac", false},
    Return{"aov", false}, Return{"cost_per_post", false},
};
/// Cost parts that have a column of their own; the others are added up under "other".
constexpr std::array<std::string_view, 3> own_parts{"fee", "gifted_cost", "commission"};

Request needs_of_money(const ReportContext& context) {
  Request request = MetricColumns(context, reached, {}).needs();
  request.groupings = {Grouping::creator, Grouping::total};
  request.commerce = true;
  return request;
}

Quantity part(const MoneyRow& row, std::string_view name) {
  return row
      .parts[static_cast<std::size_t>(std::ranges::find(cost_parts, name) - cost_parts.begin())];
}

Quantity other_parts(const MoneyRow& row, Currency currency) {
  Quantity sum = Quantity::missing(MissingReason::not_exported, Unit::money);
  for (std::size_t i = 0; i < cost_parts.size(); ++i) {
    if (std::ranges::find(own_parts, cost_parts[i]) != own_parts.end()) continue;
    const Quantity& amount = row.parts[i];
    if (!amount.known()) {
      if (amount.reason() != MissingReason::not_exported) return amount;
      continue;
    }
    sum = Quantity::money(
        sum.known() ? *add(*sum.exact_value(), *amount.exact_value()) : *amount.exact_value(),
        currency);
  }
  return sum;
}

class MoneyTable {
 public:
  MoneyTable(Answers& answers, const CampaignMoney& money)
      : answers_(answers),
        money_(money),
        settings_(answers.settings()),
        columns_(answers.context, reached, {}) {
    settings_.currency = money.currency;
  }

  [[nodiscard]] std::vector<Column> columns() const {
    const bool hidden = !answers_.context.every_column;
    std::vector<Column> columns{{.id = "creator", .label = "creator", .unit = Unit::text},
                                {.id = "cost_total", .label = "cost", .unit = Unit::money},
                                {.id = "conversions", .label = "orders", .unit = Unit::count},
                                {.id = "net_revenue", .label = "revenue", .unit = Unit::money}};
    for (const Return& one : returns) {
      const Metric& row = metric(one.metric);
      columns.push_back({.id = std::string(row.id),
                         .label = column_label(row),
                         .unit = row.unit,
                         .detail = hidden && !one.shown,
                         .trend = one.metric == "roi"});
    }
    for (const std::string_view name : own_parts)
      columns.push_back({.id = std::string(name),
                         .label = name == "gifted_cost" ? "gifts" : std::string(name),
                         .unit = Unit::money,
                         .detail = hidden});
    columns.push_back(
        {.id = "other_costs", .label = "other costs", .unit = Unit::money, .detail = hidden});
    columns.push_back(
        {.id = "new_customers", .label = "new customers", .unit = Unit::count, .detail = true});
    return columns;
  }

  /// `group`: the posts of the row; null without any.
  std::vector<Quantity> row(std::string name, const MoneyRow& of, const Group* group,
                            const Aggregates* shape) {
    std::vector<Quantity> row{Quantity::label(std::move(name)), of.cost, of.orders, of.net_revenue};
    Arguments sums;
    sums.set("cost", of.cost);
    sums.set("revenue", of.net_revenue);
    sums.set("conversions", of.orders);
    sums.set("orders", of.orders);
    sums.set("new_customers", of.new_customers);
    if (group != nullptr) {
      const std::vector<Quantity> values = columns_.values(*group, *shape);
      sums.set("posts", values[columns_.find("video_count")]);
      sums.set("views", values[columns_.find("total_views")]);
      sums.set("interactions", values[columns_.find("total_interactions")]);
    }
    for (const Return& one : returns)
      row.push_back(evaluate_sums(metric(one.metric), sums, settings_));
    for (const std::string_view name_of_part : own_parts) row.push_back(part(of, name_of_part));
    row.push_back(other_parts(of, money_.currency));
    row.push_back(of.new_customers);
    return row;
  }

 private:
  Answers& answers_;
  const CampaignMoney& money_;
  Settings settings_;
  MetricColumns columns_;
};

void build_money(Answers& answers, Document& document, Section& section) {
  const OrderAttribution* attribution = answers.attribution ? &*answers.attribution : nullptr;
  const CampaignMoney money = campaign_money(answers.campaign(), attribution);
  if (!money.any_cost && attribution == nullptr) {
    section.absent =
        "no cost and no orders: state \"fee\" and \"costs\" in the campaign file, and add an export of the shop's orders";
    return;
  }
  if (money.currency.known()) document.currency = money.currency;
  MoneyTable rows(answers, money);
  Table table;
  table.id = "money";
  table.title = "Money";
  table.columns = rows.columns();
  // Cost and revenue are those of the whole campaign: over some of its posts they say nothing.
  const bool filtered =
      !answers.context.table.where.empty() || !answers.context.table.creator.empty();
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const Aggregates& total = answers.aggregates.at(Grouping::total);
  for (const MoneyRow& row : money.creators) {
    const std::uint32_t entry = answers.store.creators().find(row.creator);
    const auto group = entry == Names::none ? creators.groups.end()
                                            : std::ranges::find(creators.groups, entry, &Group::id);
    const std::string shown =
        "@" + (entry == Names::none ? row.creator : answers.store.creators().spelling(entry));
    const bool counted = !filtered && group != creators.groups.end();
    table.rows.push_back(rows.row(shown, row, counted ? &*group : nullptr, &creators));
  }
  arrange(table, sort_of(table, answers.context, "net_revenue"), answers.context.table, 0);
  table.rows.push_back(rows.row("(shared)", money.shared, nullptr, nullptr));
  table.rows.push_back(
      rows.row("total", money.total, filtered ? nullptr : &total.groups.front(), &total));
  table.total_rows += 2;
  const std::vector<Quantity>& last = table.rows.back();
  for (std::size_t at = 1; at < table.columns.size(); ++at)
    if (find_metric(table.columns[at].id) != nullptr &&
        std::ranges::none_of(document.totals, [&](const Figure& figure) {
          return figure.column.id == table.columns[at].id;
        }))
      document.totals.push_back({table.columns[at], last[at]});
  hide_empty_columns(table, answers.context);
  table.note = "Shared costs are in the total only.";
  if (attribution != nullptr)
    table.note =
        "Revenue is what the attribution credits to the creator; shared costs are in the total only.";
  if (answers.settings().margin != Rational(1))
    table.note +=
        fmt::format(" ROI counts {} of revenue as margin.", answers.settings().margin.to_fixed(4));
  section.blocks.emplace_back(std::move(table));
  for (const Return& one : returns) define(answers, one.metric);
  define(answers, "cost_total");
  define(answers, "net_revenue");
}

}  // namespace

const ReportSection money_section{"money", "Money", "cost, revenue and return per creator",
                                  needs_of_money, build_money};

}  // namespace tiktok_kpi
