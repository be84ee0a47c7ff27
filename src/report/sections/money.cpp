// Cost, revenue and return: by creator with the costs that all share and the total, by size class,
// and what exports state for single posts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "report/account_columns.hpp"
#include "report/creator_sizes.hpp"
#include "report/fee_range.hpp"
#include "report/metric_columns.hpp"
#include "report/post_money.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Request needs_of_money(const ReportContext& context) {
  Request request = needs_of_account(context);
  request.add(needs_of_post_money(context));
  request.groupings = {Grouping::creator, Grouping::tag, Grouping::total};
  return request;
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
  table.columns.push_back({.id = "rate_range",
                           .label = "published fee",
                           .unit = Unit::text,
                           .detail = !answers.context.every_column});
  bool no_rate = false;
  const Names& names = answers.store.creators();
  const std::string& only = answers.context.table.creator;
  for (const MoneyRow& row : money.creators) {
    if (!only.empty() && row.creator != normal_handle(only)) continue;
    const std::uint32_t entry = names.find(row.creator);
    const bool known = entry != Names::none;
    const RowPosts posts = known ? posts_of(answers, entry) : RowPosts{};
    std::vector<Quantity>& cells = table.rows.emplace_back(
        columns.row("@" + (known ? names.spelling(entry) : row.creator), row, posts));
    const FeeRange fee =
        posts.group == nullptr
            ? FeeRange{}
            : fee_range(answers, row, Quantity::count(static_cast<Int128>(posts.group->posts)),
                        sizes.followers(entry), columns.settings());
    cells.push_back(posts.group == nullptr ? Quantity::missing(MissingReason::no_posts, Unit::text)
                                           : fee.position);
    cells.push_back(fee.in_words());
    no_rate = no_rate ||
              (!fee.position.known() && fee.position.reason() == MissingReason::no_exchange_rate);
  }
  arrange(table, sort_of(table, answers.context, "net_revenue"), answers.context.table, 0);
  const auto append = [&](std::string_view name, const MoneyRow& row, RowPosts posts) {
    table.rows.push_back(columns.row(std::string(name), row, posts));
    for (int i = 0; i < 2; ++i)
      table.rows.back().push_back(Quantity::missing(MissingReason::no_benchmark, Unit::text));
    ++table.total_rows;
  };
  append("(shared)", money.shared, {});
  append("total", money.total, posts_of_campaign(answers));
  table.note =
      answers.attribution
          ? "Revenue is what the attribution credits to the creator; shared costs are in the total only."
          : "Shared costs are in the total only.";
  if (answers.settings().margin != Rational(1))
    table.note +=
        fmt::format(" ROI counts {} of revenue as margin.", answers.settings().margin.to_fixed(4));
  if (no_rate && answers.context.every_column)
    table.note +=
        " Published fees are in US dollars: state the rate of USD under \"fx\" to compare.";
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
    const Quantity revenue = answers.attribution->revenue_of_store(settings.missing);
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
    // One class says what the total says, and one account has one class.
    if (tiers.rows.size() > 1 && answers.context.table.creator.empty())
      section.blocks.emplace_back(std::move(tiers));
    columns.define(answers);
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
