// Cost parts by creator. Sums and commissions are the metrics of the registry, so that the report
// and a formula test cannot differ.
#include "analysis/campaign_money.hpp"

#include <algorithm>

#include "analysis/order_amounts.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t part_of(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(cost_parts, name) - cost_parts.begin());
}

Quantity unknown_money() { return Quantity::missing(MissingReason::unknown, Unit::money); }

bool mentioned(const Quantity& figure) {
  return figure.known() || figure.reason() != MissingReason::not_exported;
}

MoneyRow empty_row() {
  MoneyRow row;
  row.parts.fill(Quantity::missing(MissingReason::not_exported, Unit::money));
  row.orders = Quantity::missing(MissingReason::not_exported, Unit::count);
  row.net_revenue = Quantity::missing(MissingReason::not_exported, Unit::money);
  row.new_customers = Quantity::missing(MissingReason::not_exported, Unit::count);
  return row;
}

/// Adds to a figure that nobody may have mentioned yet; what is unknown stays unknown.
void add_to(Quantity& to, const Quantity& more, Currency currency) {
  if (!mentioned(more) || (!to.known() && mentioned(to))) return;
  if (!more.known() || !to.known()) {
    to = more;
    return;
  }
  const bool lower = more.lower_bound() || to.lower_bound();
  const Rational sum = *add(*to.exact_value(), *more.exact_value());
  to = to.unit() == Unit::money ? Quantity::money(sum, currency) : Quantity::exact(sum, to.unit());
  if (lower) to = to.as_lower_bound();
}

/// The cost of a row is the sum of its parts.
void close(MoneyRow& row, const Settings& settings) {
  Arguments parts;
  for (std::size_t i = 0; i < cost_parts.size(); ++i)
    if (mentioned(row.parts[i])) parts.set(std::string(cost_parts[i]), row.parts[i]);
  row.cost = evaluate_cost_total(parts, settings);
}

class Account {
 public:
  Account(const Campaign& campaign, const OrderAttribution* attribution)
      : campaign_(campaign), attribution_(attribution), settings_(campaign.settings) {
    if (!settings_.currency.known() && attribution != nullptr)
      settings_.currency = attribution->currency;
    if (!settings_.currency.known()) settings_.currency = first_stated();
  }

  CampaignMoney work_out() {
    CampaignMoney money;
    money.currency = settings_.currency;
    for (std::size_t i = 0; i < campaign_.creators.size(); ++i)
      money.creators.push_back(row_of(campaign_.creators[i], i));
    if (attribution_ != nullptr)
      for (std::size_t i = campaign_.creators.size(); i < attribution_->creators; ++i)
        money.creators.push_back(credited(attribution_->channels[i].name, i));
    // Accounts that the campaign does not list are shown; they are no part of it.
    money.in_total = campaign_.creators.empty() ? money.creators.size() : campaign_.creators.size();
    money.shared = empty_row();
    for (const CostItem& item : campaign_.costs) add(money.shared, item);
    close(money.shared, settings_);
    money.total = total_of(money);
    const auto has_cost = [](const MoneyRow& row) {
      return std::ranges::any_of(row.parts, mentioned);
    };
    money.any_cost = has_cost(money.shared) || std::ranges::any_of(money.creators, has_cost);
    return money;
  }

 private:
  [[nodiscard]] Currency first_stated() const {
    for (const CampaignCreator& creator : campaign_.creators)
      if (creator.fee && creator.fee->currency.known()) return creator.fee->currency;
    for (const CostItem& item : campaign_.costs)
      if (item.amount && item.amount->currency.known()) return item.amount->currency;
    return {};
  }

  [[nodiscard]] Quantity converted(const Money& amount) const {
    return tiktok_kpi::converted(amount, campaign_, settings_.currency);
  }

  void put(MoneyRow& row, std::size_t part, const Quantity& amount) const {
    add_to(row.parts[part], amount, settings_.currency);
  }
  void add(MoneyRow& row, const CostItem& item) const {
    put(row, part_of(item.kind), item.amount ? converted(*item.amount) : unknown_money());
  }

  [[nodiscard]] MoneyRow credited(const std::string& handle, std::size_t channel) const {
    MoneyRow row = empty_row();
    row.creator = handle;
    if (attribution_ != nullptr && attribution_->chosen().worked_out) {
      const ChannelCredit& credit = attribution_->chosen().channels[channel];
      row.orders = Quantity::exact(credit.orders, Unit::count);
      row.net_revenue =
          amount_of(minor_units(credit.minor_units), credit.amounts, settings_.missing);
      if (!attribution_->new_customers.empty())
        row.new_customers = Quantity::exact(attribution_->new_customers[channel], Unit::count);
    }
    close(row, settings_);
    return row;
  }

  [[nodiscard]] Quantity minor_units(Int128 units) const {
    return Quantity::money(*Rational::make(units, attribution_->currency.minor_per_unit()),
                           settings_.currency);
  }

  [[nodiscard]] MoneyRow row_of(const CampaignCreator& creator, std::size_t channel) const {
    MoneyRow row = credited(creator.handle, channel);
    if (creator.fee)
      put(row, part_of("fee"), converted(*creator.fee));
    else if (creator.fee_unknown)
      put(row, part_of("fee"), unknown_money());
    for (const Gift& gift : creator.gifts)
      put(row, part_of("gifted_cost"), cost_of_gift(gift, campaign_, settings_));
    if (creator.commission_unknown) {
      put(row, part_of("commission"), unknown_money());
    } else if (creator.commission) {
      Arguments rate;
      rate.set("rate", Quantity::exact(*creator.commission, Unit::ratio));
      rate.set("base", row.net_revenue);
      // Without an export of orders nothing is known to be owed; with one whose revenue is not
      // known the commission is not known either.
      if (attribution_ != nullptr)
        put(row, part_of("commission"),
            row.net_revenue.known() ? evaluate_commission(rate, settings_) : unknown_money());
    }
    for (const CostItem& item : creator.costs) add(row, item);
    close(row, settings_);
    return row;
  }

  [[nodiscard]] MoneyRow total_of(const CampaignMoney& money) const {
    std::vector<const MoneyRow*> rows;
    for (std::size_t i = 0; i < money.in_total; ++i) rows.push_back(&money.creators[i]);
    rows.push_back(&money.shared);
    return sum_of(rows, settings_);
  }

  const Campaign& campaign_;
  const OrderAttribution* attribution_;
  Settings settings_;
};

}  // namespace

const MoneyRow* CampaignMoney::of(std::string_view handle) const {
  const auto row = std::ranges::find(creators, handle, &MoneyRow::creator);
  return row != creators.end() ? &*row : nullptr;
}

MoneyRow sum_of(std::span<const MoneyRow* const> rows, const Settings& settings) {
  MoneyRow sum = empty_row();
  for (const MoneyRow* row : rows) {
    for (std::size_t i = 0; i < cost_parts.size(); ++i)
      add_to(sum.parts[i], row->parts[i], settings.currency);
    add_to(sum.orders, row->orders, settings.currency);
    add_to(sum.net_revenue, row->net_revenue, settings.currency);
    add_to(sum.new_customers, row->new_customers, settings.currency);
  }
  close(sum, settings);
  return sum;
}

Quantity converted(const Money& amount, const Campaign& campaign, Currency currency) {
  if (!amount.currency.known() || amount.currency == currency)
    return Quantity::money(amount.amount(), currency);
  const auto rate = campaign.fx.find(std::string(amount.currency.code()));
  const auto exact =
      rate == campaign.fx.end() ? std::nullopt : multiply(amount.amount(), rate->second);
  return exact ? Quantity::money(*exact, currency)
               : Quantity::missing(MissingReason::no_exchange_rate, Unit::money);
}

Quantity cost_of_gift(const Gift& gift, const Campaign& campaign, const Settings& settings) {
  const auto amount = [&](const std::optional<Money>& stated) {
    return stated ? converted(*stated, campaign, settings.currency) : unknown_money();
  };
  Arguments pieces;
  pieces.set("units", Quantity::count(gift.count));
  pieces.set("unit_cost", amount(gift.cost));
  pieces.set("shipping", amount(gift.shipping));
  return evaluate_gifted_cost(pieces, settings);
}

CampaignMoney campaign_money(const Campaign& campaign, const OrderAttribution* attribution) {
  return Account(campaign, attribution).work_out();
}

}  // namespace tiktok_kpi
