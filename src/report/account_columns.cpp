#include "report/account_columns.hpp"

#include <algorithm>
#include <array>

#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

/// Sums of a creator's posts, and what the quotients of the account call them.
struct Reached {
  std::string_view metric;
  std::string_view argument;
};
constexpr std::array reached{Reached{"video_count", "posts"}, Reached{"total_views", "views"},
                             Reached{"total_interactions", "interactions"},
                             Reached{"clicks", "clicks"}, Reached{"sessions", "sessions"}};
/// A quotient of the account.
struct Return {
  std::string_view metric;
  bool shown;
  std::string_view part = {}, whole = {};  ///< of a share; empty for others
};
constexpr std::array returns{
    Return{"roas", true},
    Return{"roi", true},
    Return{"cpm", true},
    Return{"cpa", true},
    Return{"cpe", false},
    Return{"cpv", false},
    Return{"cpc", false},
    Return{"ncac", false},
    Return{"aov", false},
    Return{"cost_per_post", false},
    Return{"ctr", false, "clicks", "views"},
    Return{"cvr", false, "conversions", "clicks"},
    Return{"landing_rate", false},
    Return{"conversions_per_1k_views", false},
    Return{"revenue_per_mille", false},
};
/// Cost parts that have a column of their own; the others are added up under "other".
constexpr std::array<std::string_view, 3> own_parts{"fee", "gifted_cost", "commission"};
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

MetricColumns reached_columns(const ReportContext& context) {
  std::vector<std::string_view> ids;
  for (const Reached& each : reached) ids.push_back(each.metric);
  return {context, ids, {}};
}

}  // namespace

Request needs_of_account(const ReportContext& context) {
  Request request = reached_columns(context).needs();
  EarnedMedia(context.settings).add_needs(request);
  request.kept.insert({Field::creator, Field::followers});
  request.groupings = {Grouping::creator, Grouping::total};
  request.commerce = true;
  return request;
}

RowPosts posts_of(const Answers& answers, std::uint32_t creator) {
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const auto group = std::ranges::find(creators.groups, creator, &Group::id);
  if (!answers.context.table.where.empty() || group == creators.groups.end()) return {};
  return {&*group, &creators};
}

RowPosts posts_of_campaign(const Answers& answers) {
  if (answers.context.table.chooses_posts()) return {};
  const Aggregates& total = answers.aggregates.at(Grouping::total);
  return {&total.groups.front(), &total};
}

AccountColumns::AccountColumns(const ReportContext& context, Currency currency)
    : context_(context),
      settings_(context.settings),
      reached_(reached_columns(context)),
      earned_(context.settings) {
  settings_.currency = currency;
}

std::vector<Column> AccountColumns::columns(Column first) const {
  const bool hidden = !context_.every_column;
  std::vector<Column> columns{std::move(first),
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
    if (!one.part.empty())
      for (Column& column : share_columns(one.metric, context_, hidden))
        columns.push_back(std::move(column));
  }
  for (const std::string_view name : own_parts)
    columns.push_back({.id = std::string(name),
                       .label = name == "gifted_cost" ? "gifts" : std::string(name),
                       .unit = Unit::money,
                       .detail = hidden});
  columns.push_back(
      {.id = "other_costs", .label = "other costs", .unit = Unit::money, .detail = hidden});
  columns.push_back(
      {.id = "new_customers", .label = "new customers", .unit = Unit::count, .detail = hidden});
  earned_.add_columns(columns, hidden);
  return columns;
}

Arguments AccountColumns::sums(const MoneyRow& of, RowPosts posts) {
  Arguments sums;
  sums.set("cost", of.cost);
  sums.set("revenue", of.net_revenue);
  sums.set("conversions", of.orders);
  sums.set("orders", of.orders);
  sums.set("new_customers", of.new_customers);
  if (posts.group == nullptr) {
    sums.set("views", Quantity::missing(MissingReason::no_posts, Unit::count));
    return sums;
  }
  const std::vector<Quantity> values = reached_.values(*posts.group, *posts.shape);
  for (const Reached& each : reached)
    sums.set(std::string(each.argument), values[reached_.find(each.metric)]);
  return sums;
}

std::vector<Quantity> AccountColumns::row(std::string name, const MoneyRow& of, RowPosts posts) {
  std::vector<Quantity> row{Quantity::label(std::move(name)), of.cost, of.orders, of.net_revenue};
  const Arguments values = sums(of, posts);
  for (const Return& one : returns) {
    row.push_back(evaluate_sums(metric(one.metric), values, settings_));
    if (!one.part.empty())
      for (Quantity& end :
           share_cells(values.figure(one.part), values.figure(one.whole), settings_))
        row.push_back(std::move(end));
  }
  for (const std::string_view name_of_part : own_parts) row.push_back(part(of, name_of_part));
  row.push_back(other_parts(of, settings_.currency));
  row.push_back(of.new_customers);
  earned_.add_cells(row, posts, values.figure("views"), of.cost, settings_);
  return row;
}

std::string_view AccountColumns::metric_behind(std::string_view argument) {
  const auto* found = std::ranges::find(reached, argument, &Reached::argument);
  return found != reached.end() ? found->metric : std::string_view();
}

void AccountColumns::define(Answers& answers) const {
  for (const Return& one : returns) tiktok_kpi::define(answers, one.metric);
  for (const std::string_view id : {"cost_total", "net_revenue", "rate_position"})
    tiktok_kpi::define(answers, id);
  earned_.define_columns(answers);
}

}  // namespace tiktok_kpi
