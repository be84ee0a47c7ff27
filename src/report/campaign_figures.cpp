#include "report/campaign_figures.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "analysis/attribution_rules.hpp"
#include "report/creator_comparisons.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 3> summed{"total_views", "total_interactions", "clicks"};

/// Sums of one group; the rate in its two parts.
class PostFigures {
 public:
  PostFigures(const Answers& answers, Grouping grouping)
      : shape_(answers.aggregates.at(grouping)),
        columns_(answers.context, summed, {}),
        rate_(post_metric(metric("er_views")).bind(shape_, answers.settings())) {}

  [[nodiscard]] PartnerFigures of(const Group& group) {
    PartnerFigures figures;
    figures.posts = group.posts;
    figures.views = columns_.value(0, group, shape_);
    figures.interactions = columns_.value(1, group, shape_);
    figures.clicks = columns_.value(2, group, shape_);
    const Explained rate = rate_.explain(group);
    const bool known = rate.value.known() && rate.parts.size() == 2;
    const Quantity none = Quantity::missing(rate.value.reason(), Unit::count);
    figures.engaged = known ? rate.parts[0].value : none;
    figures.seen = known ? rate.parts[1].value : none;
    return figures;
  }

 private:
  const Aggregates& shape_;
  MetricColumns columns_;
  BoundMetric rate_;
};

/// Agreed with, or credited, but without a post.
PartnerFigures without_posts() {
  PartnerFigures figures;
  figures.views = figures.interactions = figures.engaged = figures.seen = figures.clicks =
      Quantity::count(0);
  return figures;
}

Quantity gross_profit_of(const Quantity& revenue, const Rational& margin) {
  const Rational* amount = revenue.exact_value();
  const auto profit = amount != nullptr ? multiply(*amount, margin) : std::nullopt;
  return profit ? Quantity::money(*profit, revenue.currency())
                : Quantity::missing(revenue.known() ? MissingReason::overflow : revenue.reason(),
                                    Unit::money);
}

/// What nobody states is not known; it is not 0.
void add_money(const Answers& answers, const MoneyRow* row, PartnerFigures& figures) {
  const bool attributed = answers.attribution.has_value() && row != nullptr;
  figures.orders =
      attributed ? row->orders : Quantity::missing(MissingReason::not_exported, Unit::count);
  figures.net_revenue =
      attributed ? row->net_revenue : Quantity::missing(MissingReason::not_exported, Unit::money);
  figures.gross_profit = gross_profit_of(figures.net_revenue, answers.settings().margin);
  figures.cost = answers.money.any_cost && row != nullptr
                     ? row->cost
                     : Quantity::missing(MissingReason::not_exported, Unit::money);
}

void set_days(const Answers& answers, CampaignFigures& figures) {
  const DayRange& period = answers.campaign().period;
  figures.from = period.from;
  figures.to = period.to;
  const auto days = answers.aggregates.find(Grouping::day);
  if (days == answers.aggregates.end() || days->second.groups.empty()) return;
  if (!figures.from) figures.from = static_cast<std::int32_t>(days->second.groups.front().id);
  if (!figures.to) figures.to = static_cast<std::int32_t>(days->second.groups.back().id);
}

std::uint64_t print_of(std::string_view id) { return std::hash<std::string_view>{}(id); }

/// With its time: shops number alike.
std::uint64_t print_of(const KeptOrder& order, const Commerce& commerce) {
  constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15ULL;
  const std::uint64_t id = order.traits.text_id ? print_of(commerce.id_of(order))
                                                : static_cast<std::uint64_t>(order.id) * odd;
  return (id ^ id >> 32U ^ static_cast<std::uint64_t>(order.ordered_at)) * odd;
}

std::vector<std::uint64_t> each_once(std::vector<std::uint64_t> prints) {
  std::ranges::sort(prints);
  prints.erase(std::ranges::unique(prints).begin(), prints.end());
  return prints;
}

/// Posts without an id are no other's.
std::vector<std::uint64_t> prints_of_posts(const Answers& answers) {
  std::vector<std::uint64_t> prints;
  FieldSet fields = answers.select.fields;
  fields.insert(Field::post_id);
  std::vector<std::uint8_t> selected;
  answers.store.for_each(1, fields, [&](unsigned, PostBatch& posts) {
    answers.select.choose(posts, selected);
    for (std::size_t row = 0; row < posts.batch.size; ++row)
      if (selected[row] != 0)
        if (const Quantity id = PostCells(answers, posts.batch, row).id(); id.known())
          prints.push_back(print_of(*id.label_value()));
  });
  return each_once(std::move(prints));
}

/// Of the orders on the campaign's days.
std::vector<std::uint64_t> prints_of_orders(const Answers& answers) {
  std::vector<std::uint64_t> prints;
  if (!answers.attribution) return prints;
  const AttributionRules rules(answers.commerce, answers.campaign(), answers.accounts);
  std::vector<KeptOrder> orders;
  for (const OrderChunk& chunk : answers.commerce.orders()) {
    chunk.unpack(orders);
    for (const KeptOrder& order : orders)
      if (!rules.days.given() || (order.traits.dated && rules.days.contains(rules.day(order))))
        prints.push_back(print_of(order, answers.commerce));
  }
  return each_once(std::move(prints));
}

}  // namespace

Request needs_of_campaign_figures(const ReportContext& context) {
  Request request = MetricColumns(context, summed, {}).needs();
  request.add(post_metric(metric("er_views")).needs(context.settings));
  request.add(needs_of_comparisons(context));
  request.groupings = {Grouping::total, Grouping::creator};
  if (!context.campaign.period.from || !context.campaign.period.to)
    request.groupings.push_back(Grouping::day);
  request.kept.insert(Field::post_id);
  request.commerce = true;
  return request;
}

CampaignFigures campaign_figures(Answers& answers) {
  CampaignFigures figures;
  figures.name = answers.campaign().name;
  figures.settings = answers.settings();
  set_days(answers, figures);
  figures.posts = prints_of_posts(answers);
  figures.orders = prints_of_orders(answers);
  figures.whole = PostFigures(answers, Grouping::total)
                      .of(answers.aggregates.at(Grouping::total).groups.front());
  add_money(answers, &answers.money.total, figures.whole);
  std::map<std::string_view, const MoneyRow*> accounts;
  for (const MoneyRow& row : answers.money.creators) accounts.emplace(row.creator, &row);
  std::set<std::string> known;
  const auto add = [&](PartnerFigures creator, const std::string& handle, const std::string& name) {
    if (!known.insert(handle).second) return;
    const auto account = accounts.find(handle);
    creator.handle = handle;
    creator.name = name;
    add_money(answers, account != accounts.end() ? account->second : nullptr, creator);
    figures.creators.push_back(std::move(creator));
  };
  PostFigures creators(answers, Grouping::creator);
  const Names& names = answers.store.creators();
  const CreatorComparisons& comparisons = creator_comparisons(answers);
  for (const Group& group : answers.aggregates.at(Grouping::creator).groups) {
    if (group.id >= names.size()) continue;
    PartnerFigures creator = creators.of(group);
    if (const CreatorComparison* compared = comparisons.of(group.id)) creator.rank = compared->rank;
    add(std::move(creator), names.key(group.id), names.spelling(group.id));
  }
  for (const CampaignCreator& listed : answers.campaign().creators)
    add(without_posts(), listed.handle, listed.handle);
  for (const MoneyRow& row : answers.money.creators) add(without_posts(), row.creator, row.creator);
  return figures;
}

}  // namespace tiktok_kpi
