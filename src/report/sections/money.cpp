// Cost, revenue and return: by creator with the costs that all share and the total, by size class,
// and what exports state for single posts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "metrics/benchmarks.hpp"
#include "model/fields.hpp"
#include "report/creator_sizes.hpp"
#include "report/metric_columns.hpp"
#include "report/post_money.hpp"
#include "report/sections/sections.hpp"
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
/// Counts that the settings may give a value.
constexpr std::array<std::string_view, 5> valued{"likes", "comments", "shares", "saves", "clicks"};

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

/// Posts of one row of the account; `shape` is null without any.
struct RowPosts {
  const Group* group = nullptr;
  const Aggregates* shape = nullptr;
};

/// Earned media value of posts, at the values that the settings state.
class EarnedMedia {
 public:
  explicit EarnedMedia(const Settings& settings) : settings_(settings) {
    for (const std::string_view name : valued) {
      if (!settings.emv.contains(name)) continue;
      Diagnostic fault;
      if (auto sum = PostMetric::make(name, MetricKind::sum, Unit::count, std::nullopt, fault))
        counts_.emplace_back(name, *std::move(sum));
    }
  }

  [[nodiscard]] bool by_views() const { return settings_.emv.contains("reference_cpm"); }
  [[nodiscard]] bool weighted() const {
    return !counts_.empty() || settings_.emv.contains("value_per_mille");
  }
  void add_needs(Request& request) const {
    for (const auto& [name, sum] : counts_) request.add(sum.needs(settings_));
  }
  void add_columns(std::vector<Column>& columns, bool hidden) const {
    const auto add = [&](std::string_view id, bool wanted, bool trend) {
      if (wanted)
        columns.push_back({.id = std::string(id),
                           .label = column_label(metric(id)),
                           .unit = metric(id).unit,
                           .detail = hidden,
                           .trend = trend});
    };
    add("emv_cpm", by_views(), false);
    add("emv_weighted", weighted(), false);
    add("roi_emv", by_views() || weighted(), true);
  }
  /// Cells under these columns. `settings` name the currency.
  void add_cells(std::vector<Quantity>& row, const RowPosts& posts, const Quantity& views,
                 const Quantity& cost, const Settings& settings) const {
    const auto rate = [&](std::string_view name) {
      return Quantity::money(settings_.emv.find(name)->second, settings.currency);
    };
    Quantity value;
    if (by_views()) {
      value =
          call("emv_cpm", {{"views", views}, {"reference_cpm", rate("reference_cpm")}}, settings);
      row.push_back(value);
    }
    if (weighted()) {
      Argument counts = Argument::object();
      Argument values = Argument::object();
      for (const auto& [name, sum] : counts_) {
        counts.members.emplace_back(
            name, posts.group == nullptr
                      ? Quantity::missing(MissingReason::no_posts, Unit::count)
                      : sum.bind(*posts.shape, settings_).evaluate(*posts.group).value);
        values.members.emplace_back(name, rate(name));
      }
      Arguments arguments;
      arguments.set("counts", std::move(counts));
      arguments.set("values", std::move(values));
      arguments.set("views", views);
      if (settings_.emv.contains("value_per_mille"))
        arguments.set("value_per_mille", rate("value_per_mille"));
      value = evaluate_sums(metric("emv_weighted"), arguments, settings);
      row.push_back(value);
    }
    if (by_views() || weighted())
      row.push_back(call("roi_emv", {{"emv", value}, {"cost", cost}}, settings));
  }
  void define_columns(Answers& answers) const {
    if (by_views()) define(answers, "emv_cpm");
    if (weighted()) define(answers, "emv_weighted");
    if (by_views() || weighted()) define(answers, "roi_emv");
  }

 private:
  const Settings& settings_;
  std::vector<std::pair<std::string, PostMetric>> counts_;
};

MetricColumns reached_columns(const ReportContext& context) {
  std::vector<std::string_view> ids;
  for (const Reached& each : reached) ids.push_back(each.metric);
  return {context, ids, {}};
}

Request needs_of_money(const ReportContext& context) {
  Request request = reached_columns(context).needs();
  EarnedMedia(context.settings).add_needs(request);
  request.add(needs_of_post_money(context));
  request.kept.insert({Field::creator, Field::followers});
  request.groupings = {Grouping::creator, Grouping::tag, Grouping::total};
  request.commerce = true;
  return request;
}

/// The columns of every table of the account, and their cells.
class AccountColumns {
 public:
  AccountColumns(const ReportContext& context, Currency currency)
      : context_(context),
        settings_(context.settings),
        reached_(reached_columns(context)),
        earned_(context.settings) {
    settings_.currency = currency;
  }

  [[nodiscard]] std::vector<Column> columns(Column first) const {
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

  [[nodiscard]] std::vector<Quantity> row(std::string name, const MoneyRow& of, RowPosts posts) {
    std::vector<Quantity> row{Quantity::label(std::move(name)), of.cost, of.orders, of.net_revenue};
    Arguments sums;
    sums.set("cost", of.cost);
    sums.set("revenue", of.net_revenue);
    sums.set("conversions", of.orders);
    sums.set("orders", of.orders);
    sums.set("new_customers", of.new_customers);
    Quantity views = Quantity::missing(MissingReason::no_posts, Unit::count);
    if (posts.group != nullptr) {
      const std::vector<Quantity> values = reached_.values(*posts.group, *posts.shape);
      for (const Reached& each : reached)
        sums.set(std::string(each.argument), values[reached_.find(each.metric)]);
      views = values[reached_.find("total_views")];
    }
    for (const Return& one : returns) {
      row.push_back(evaluate_sums(metric(one.metric), sums, settings_));
      if (!one.part.empty())
        for (Quantity& end : share_cells(sums.figure(one.part), sums.figure(one.whole), settings_))
          row.push_back(std::move(end));
    }
    for (const std::string_view name_of_part : own_parts) row.push_back(part(of, name_of_part));
    row.push_back(other_parts(of, settings_.currency));
    row.push_back(of.new_customers);
    earned_.add_cells(row, posts, views, of.cost, settings_);
    return row;
  }

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const EarnedMedia& earned() const { return earned_; }

 private:
  const ReportContext& context_;
  Settings settings_;
  MetricColumns reached_;
  EarnedMedia earned_;
};

RowPosts posts_of(const Answers& answers, std::uint32_t creator) {
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const auto group = std::ranges::find(creators.groups, creator, &Group::id);
  if (answers.context.table.chooses_posts() || group == creators.groups.end()) return {};
  return {&*group, &creators};
}

/// Where the fee of a post lies in the published range for accounts of that size, which is in US
/// dollars.
Quantity fee_position(const Answers& answers, const MoneyRow& row, const Quantity& posts,
                      const Quantity& followers, const Settings& settings) {
  auto unknown = Quantity::missing(MissingReason::no_benchmark, Unit::text);
  const Rational* size = followers.exact_value();
  const Benchmark* range =
      size != nullptr ? fee_benchmark(static_cast<std::int64_t>(size->numerator())) : nullptr;
  if (range == nullptr) return unknown;
  const Quantity fee = part(row, "fee");
  std::optional<Rational> dollars;
  if (fee.exact_value() != nullptr && posts.exact_value() != nullptr)
    dollars = divide(*fee.exact_value(), *posts.exact_value());
  if (settings.currency != Currency::parse("USD")) {
    const auto rate = answers.campaign().fx.find("USD");
    if (rate == answers.campaign().fx.end())
      return Quantity::missing(MissingReason::no_exchange_rate, Unit::text);
    if (dollars) dollars = divide(*dollars, rate->second);
  }
  const auto bound = [](std::string_view text) {
    const auto value = Rational::parse(text);
    return value ? Quantity::exact(*value, Unit::none)
                 : Quantity::missing(MissingReason::no_benchmark, Unit::none);
  };
  return call("rate_position",
              {{"fee", dollars ? Quantity::exact(*dollars, Unit::none)
                               : Quantity::missing(MissingReason::unknown, Unit::none)},
               {"low", bound(range->low)},
               {"high", bound(range->high)}},
              settings);
}

Table table_of_creators(Answers& answers, AccountColumns& columns, const CreatorSizes& sizes) {
  const CampaignMoney& money = answers.money;
  Table table;
  table.id = "money.creators";
  table.title = "Money";
  table.columns = columns.columns({.id = "creator", .label = "creator", .unit = Unit::text});
  table.columns.push_back({.id = "rate_position",
                           .label = "fee vs. published",
                           .unit = Unit::text,
                           .detail = !answers.context.every_column});
  const Names& names = answers.store.creators();
  for (const MoneyRow& row : money.creators) {
    const std::uint32_t entry = names.find(row.creator);
    const bool known = entry != Names::none;
    const RowPosts posts = known ? posts_of(answers, entry) : RowPosts{};
    std::vector<Quantity>& cells = table.rows.emplace_back(
        columns.row("@" + (known ? names.spelling(entry) : row.creator), row, posts));
    cells.push_back(posts.group == nullptr
                        ? Quantity::missing(MissingReason::no_posts, Unit::text)
                        : fee_position(answers, row,
                                       Quantity::count(static_cast<Int128>(posts.group->posts)),
                                       sizes.followers(entry), columns.settings()));
  }
  arrange(table, sort_of(table, answers.context, "net_revenue"), answers.context.table, 0);
  const auto append = [&](std::string_view name, const MoneyRow& row, RowPosts posts) {
    table.rows.push_back(columns.row(std::string(name), row, posts));
    table.rows.back().push_back(Quantity::missing(MissingReason::no_benchmark, Unit::text));
    ++table.total_rows;
  };
  append("(shared)", money.shared, {});
  const Aggregates& total = answers.aggregates.at(Grouping::total);
  append(
      "total", money.total,
      answers.context.table.chooses_posts() ? RowPosts{} : RowPosts{&total.groups.front(), &total});
  table.note =
      answers.attribution
          ? "Revenue is what the attribution credits to the creator; shared costs are in the total only."
          : "Shared costs are in the total only.";
  if (answers.settings().margin != Rational(1))
    table.note +=
        fmt::format(" ROI counts {} of revenue as margin.", answers.settings().margin.to_fixed(4));
  return table;
}

/// Creators of one size class together.
Table table_of_tiers(const Answers& answers, AccountColumns& columns, const CreatorSizes& sizes) {
  struct TierRow {
    std::vector<const MoneyRow*> rows;
    std::optional<Group> posts;
  };
  std::map<std::string, TierRow, std::less<>> tiers;
  const Names& names = answers.store.creators();
  for (const MoneyRow& row : answers.money.creators) {
    const std::uint32_t entry = names.find(row.creator);
    const Quantity tier = entry != Names::none
                              ? sizes.tier(entry)
                              : Quantity::missing(MissingReason::unknown, Unit::text);
    TierRow& to = tiers[tier.label_value() != nullptr ? *tier.label_value() : "unknown"];
    to.rows.push_back(&row);
    const RowPosts posts = entry != Names::none ? posts_of(answers, entry) : RowPosts{};
    if (posts.group != nullptr)
      to.posts = to.posts ? Aggregates::merge(*to.posts, *posts.group) : *posts.group;
  }
  Table table;
  table.id = "money.tiers";
  table.title = "Money by tier";
  table.columns = columns.columns({.id = "tier", .label = "tier", .unit = Unit::text});
  for (const std::string& name : tier_names(answers.settings())) {
    const auto tier = tiers.find(name);
    if (tier == tiers.end()) continue;
    table.rows.push_back(
        columns.row(name, sum_of(tier->second.rows, columns.settings()),
                    tier->second.posts
                        ? RowPosts{&*tier->second.posts, &answers.aggregates.at(Grouping::creator)}
                        : RowPosts{}));
  }
  arrange(table, sort_of(table, answers.context, {}), answers.context.table, 0);
  return table;
}

/// The totals of the account that no other section has worked out.
void add_totals(const Table& table, Document& document) {
  const std::vector<Quantity>& last = table.rows.back();
  for (std::size_t at = 1; at < table.columns.size(); ++at)
    if (table.columns[at].id != "rate_position" && find_metric(table.columns[at].id) != nullptr &&
        std::ranges::none_of(document.totals, [&](const Figure& figure) {
          return figure.column.id == table.columns[at].id;
        }))
      document.totals.push_back({table.columns[at], last[at]});
}

/// What concerns the whole shop rather than creators.
void add_figures(Answers& answers, const Settings& settings, Document& document, Section& section) {
  Figures figures;
  const auto add = [&](std::string_view id, std::string_view label, const Quantity& value) {
    const Column column{.id = std::string(id), .label = std::string(label), .unit = Unit::factor};
    document.totals.push_back({column, value});
    if (value.known()) figures.items.push_back({column, value});
    define(answers, id);
  };
  if (answers.attribution) {
    const Quantity revenue =
        Quantity::money(answers.attribution->store_revenue, answers.attribution->currency);
    add("mer", "revenue of the store over cost",
        call("mer", {{"store_revenue", revenue}, {"total_spend", answers.money.total.cost}},
             settings));
  }
  if (settings.margin != Rational(1))
    add("breakeven_roas", "ROAS at which cost is earned", call("breakeven_roas", {}, settings));
  if (!figures.items.empty()) section.blocks.emplace_back(std::move(figures));
}

void build_money(Answers& answers, Document& document, Section& section) {
  const CampaignMoney& money = answers.money;
  if (money.any_cost || answers.attribution) {
    if (money.currency.known()) document.currency = money.currency;
    AccountColumns columns(answers.context, money.currency);
    const CreatorSizes sizes(answers);
    Table creators = table_of_creators(answers, columns, sizes);
    add_totals(creators, document);
    hide_empty_columns(creators, answers.context);
    section.blocks.emplace_back(std::move(creators));
    add_figures(answers, columns.settings(), document, section);
    Table tiers = table_of_tiers(answers, columns, sizes);
    hide_empty_columns(tiers, answers.context);
    // One class says what the total says.
    if (tiers.rows.size() > 1) section.blocks.emplace_back(std::move(tiers));
    for (const Return& one : returns) define(answers, one.metric);
    for (const std::string_view id : {"cost_total", "net_revenue", "rate_position"})
      define(answers, id);
    columns.earned().define_columns(answers);
  }
  add_post_money(answers, section);
  if (section.blocks.empty())
    section.absent =
        "no cost and no orders: state \"fee\" and \"costs\" in the campaign file, and add an export of the shop's orders";
}

}  // namespace

const ReportSection money_section{"money", "Money", "cost, revenue and return per creator",
                                  needs_of_money, build_money};

}  // namespace tiktok_kpi
