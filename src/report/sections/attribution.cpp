// Orders to creators: the credits of the chosen rule, and beside it what every other rule would
// say.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "analysis/order_amounts.hpp"
#include "analysis/order_attribution.hpp"
#include "core/text.hpp"
#include "report/attribution_tables.hpp"
#include "report/metric_columns.hpp"
#include "report/order_explanation.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t usual_limit = 20;

Request needs_of_attribution(const ReportContext&) {
  Request request;
  request.groupings = {Grouping::total};
  request.commerce = true;
  return request;
}

/// A row of every table: one creator, one other source, all of them, or nobody.
struct CreditRow {
  std::string name;
  std::vector<std::size_t> channels;  ///< empty: what nobody earned
};

class Credits {
 public:
  explicit Credits(const Answers& answers) : answers_(answers), found_(*answers.attribution) {}

  /// Creators with credits, most revenue first, then the others.
  [[nodiscard]] std::vector<CreditRow> rows() const {
    const ModelCredits& chosen = found_.chosen();
    std::vector<std::size_t> creators;
    for (std::size_t i = 0; i < found_.creators; ++i) creators.push_back(i);
    if (chosen.worked_out)
      std::ranges::stable_sort(creators, [&](std::size_t a, std::size_t b) {
        const ChannelCredit& x = chosen.channels[a];
        const ChannelCredit& y = chosen.channels[b];
        return x.value != y.value ? y.value < x.value : y.orders < x.orders;
      });
    std::vector<CreditRow> rows;
    for (const std::size_t i : creators) rows.push_back({"@" + spelling(i), {i}});
    CreditRow others{"(other channels)", {}};
    for (std::size_t i = found_.creators; i < found_.channels.size(); ++i) {
      if (answers_.context.every_column) rows.push_back({found_.channels[i].name, {i}});
      others.channels.push_back(i);
    }
    if (!answers_.context.every_column) rows.push_back(std::move(others));
    rows.push_back({"(unattributed)", {}});
    return rows;
  }

  [[nodiscard]] Quantity orders(const ModelCredits& credits, const CreditRow& row) const {
    return sum(
        credits, row, [](const ChannelCredit& credit) { return credit.orders; },
        [](const Rational& value) { return Quantity::exact(value, Unit::count); }, Unit::count);
  }
  [[nodiscard]] Quantity revenue(const ModelCredits& credits, const CreditRow& row) const {
    return sum(
        credits, row, [this](const ChannelCredit& credit) { return units(credit); },
        [&](const Rational& value) {
          return amount_of(Quantity::money(value, found_.currency), amounts(credits, row),
                           answers_.settings().missing);
        },
        Unit::money);
  }
  /// The amounts that are known, of all credits.
  [[nodiscard]] Rational known_revenue(const ModelCredits& credits) const {
    Rational total = units(credits.unattributed);
    for (const ChannelCredit& credit : credits.channels) total = *add(total, units(credit));
    return total;
  }

  /// Of the store's revenue, from exact credits: cents are rounded to add up.
  [[nodiscard]] Quantity share(const ModelCredits& credits, const CreditRow& row) const {
    return sum(
        credits, row, [](const ChannelCredit& credit) { return credit.value; },
        [this](const Rational& value) {
          const auto part = divide(value, found_.store_revenue);
          return part ? Quantity::exact(*part, Unit::ratio)
                      : Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
        },
        Unit::ratio);
  }

 private:
  [[nodiscard]] std::string spelling(std::size_t channel) const {
    const std::string& handle = found_.channels[channel].name;
    const std::uint32_t entry = answers_.store.creators().find(handle);
    return entry == Names::none ? handle : answers_.store.creators().spelling(entry);
  }
  [[nodiscard]] Rational units(const ChannelCredit& credit) const {
    return *Rational::make(credit.minor_units, found_.currency.minor_per_unit());
  }
  /// Of a row: those of all its channels with orders.
  [[nodiscard]] static ChannelCredit::Amounts amounts(const ModelCredits& credits,
                                                      const CreditRow& row) {
    using Amounts = ChannelCredit::Amounts;
    if (row.name == "(unattributed)") return credits.unattributed.amounts;
    bool some = false;
    bool unknown = false;
    for (const std::size_t channel : row.channels) {
      const ChannelCredit& credit = credits.channels[channel];
      some = some || (credit.amounts != Amounts::none && !credit.orders.is_zero());
      unknown = unknown || credit.amounts != Amounts::all;
    }
    return !unknown ? Amounts::all : some ? Amounts::some : Amounts::none;
  }
  template <class Read, class Make>
  [[nodiscard]] Quantity sum(const ModelCredits& credits, const CreditRow& row, Read&& read,
                             Make&& make, Unit unit) const {
    if (!credits.worked_out) return Quantity::missing(MissingReason::overflow, unit);
    if (row.name == "(unattributed)") return make(read(credits.unattributed));
    Rational total;
    for (const std::size_t channel : row.channels)
      total = *add(total, read(credits.channels[channel]));
    return make(total);
  }

  const Answers& answers_;
  const OrderAttribution& found_;
};

Column money_column(std::string id, std::string label) {
  return {.id = std::move(id), .label = std::move(label), .unit = Unit::money};
}
Column orders_column(std::string id, std::string label) {
  return {.id = std::move(id), .label = std::move(label), .unit = Unit::count, .digits = 1};
}

/// Shares of orders need a decimal, whole orders none.
void trim_decimals(Table& table) {
  for (std::size_t at = 1; at < table.columns.size(); ++at) {
    if (table.columns[at].unit != Unit::count) continue;
    const bool whole = std::ranges::all_of(table.rows, [at](const std::vector<Quantity>& row) {
      const Rational* exact = row[at].exact_value();
      return exact == nullptr || exact->is_integer();
    });
    if (whole) table.columns[at].digits = 0;
  }
}

std::string spaced(std::string_view id) {
  std::string text(id);
  std::ranges::replace(text, '_', ' ');
  return text;
}

Table credits_table(const Answers& answers, const Credits& credits,
                    const std::vector<CreditRow>& rows) {
  const OrderAttribution& found = *answers.attribution;
  Table table;
  table.id = "attribution.credits";
  table.title = "Attribution";
  table.columns = {
      {"creator", "creator", Unit::text},
      orders_column("conversions", "orders"),
      {.id = "net_revenue", .label = "revenue", .unit = Unit::money, .bar = true},
      {.id = "share", .label = "share", .unit = Unit::ratio, .digits = 1},
      {"code_orders", "with code", Unit::count},
      {.id = "code_leak_rate", .label = "code without visit", .unit = Unit::ratio, .digits = 0}};
  const Quantity store = found.revenue_of_store(answers.settings().missing);
  for (const CreditRow& row : rows) {
    const Quantity orders = credits.orders(found.chosen(), row);
    const Quantity revenue = credits.revenue(found.chosen(), row);
    // What is not known of the revenue cannot be part of a whole.
    const bool whole = store.known() && !store.lower_bound() && revenue.known();
    const Quantity share = whole ? credits.share(found.chosen(), row)
                                 : Quantity::missing(MissingReason::incomplete, Unit::ratio);
    Quantity with_code = Quantity::missing(MissingReason::not_exported, Unit::count);
    Quantity leak = Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
    if (row.channels.size() == 1 && row.channels.front() < found.creators) {
      with_code = Quantity::count(static_cast<Int128>(found.codes[row.channels.front()].orders));
      leak = found.code_leak_rate(row.channels.front());
    }
    table.rows.push_back({Quantity::label(row.name), orders, revenue, share, with_code, leak});
  }
  trim_decimals(table);
  table.total_rows = table.rows.size();
  if (!answers.context.every_column || answers.context.table.limit)
    table.people_rows = answers.context.table.rows_for_people(usual_limit);
  return table;
}

std::size_t creators_among(const std::vector<CreditRow>& rows, const OrderAttribution& found) {
  return static_cast<std::size_t>(std::ranges::count_if(rows, [&](const CreditRow& row) {
    return row.channels.size() == 1 && row.channels.front() < found.creators;
  }));
}

/// The rows as --creator, --sort and --having want them: those of creators; the others stand below
/// and are the rest of the orders. A model's name sorts by the revenue under it.
std::vector<CreditRow> arranged(const Answers& answers, const Credits& credits,
                                const std::vector<CreditRow>& rows) {
  const OrderAttribution& found = *answers.attribution;
  TableOptions options = answers.context.table;
  options.limit = 0;  // people see fewer rows, machines all
  if (!answers.context.every_column) options.having.clear();
  const std::string only = options.creator.empty() ? "" : normal_handle(options.creator);
  const std::size_t creators = creators_among(rows, found);
  Table table = credits_table(answers, credits, rows);
  table.rows.resize(creators);
  for (const ModelCredits& one : found.models) {
    table.columns.push_back(money_column(std::string(name_of(one.model)), ""));
    for (std::size_t i = 0; i < creators; ++i)
      table.rows[i].push_back(credits.revenue(one, rows[i]));
  }
  table.columns.push_back({"row", "row", Unit::count});
  for (std::size_t i = 0; i < creators; ++i)
    table.rows[i].push_back(Quantity::count(static_cast<Int128>(i)));
  if (!only.empty())
    std::erase_if(table.rows, [&](const std::vector<Quantity>& row) {
      return normal_handle(*row.front().label_value()) != only;
    });
  arrange(table, sort_of(table, answers.context, {}), options, 0);
  std::vector<CreditRow> kept;
  for (const std::vector<Quantity>& row : table.rows)
    kept.push_back(rows[static_cast<std::size_t>(row.back().exact_value()->numerator())]);
  kept.insert(kept.end(), rows.begin() + static_cast<std::ptrdiff_t>(creators), rows.end());
  return kept;
}

/// One column per rule; `of` gives the credits of the rule at an index.
Table rules_table(std::string id, std::string title, const std::vector<CreditRow>& rows,
                  const std::vector<std::string>& names,
                  const std::function<Quantity(std::size_t, const CreditRow&)>& of, bool money) {
  Table table;
  table.id = std::move(id);
  table.title = std::move(title);
  table.columns = {{"creator", "creator", Unit::text}};
  for (const std::string& name : names)
    table.columns.push_back(money ? money_column(name, spaced(name))
                                  : orders_column(name, spaced(name)));
  for (const CreditRow& row : rows) {
    std::vector<Quantity>& cells = table.rows.emplace_back();
    cells.push_back(Quantity::label(row.name));
    for (std::size_t i = 0; i < names.size(); ++i) cells.push_back(of(i, row));
  }
  trim_decimals(table);
  table.total_rows = table.rows.size();
  return table;
}

/// What was left out, and that nothing else was.
void add_checks(const Answers& answers, const Credits& credits, const std::vector<CreditRow>& rows,
                Section& section) {
  const OrderAttribution& found = *answers.attribution;
  if (!found.chosen().worked_out) return;
  Rational orders;
  for (const CreditRow& row : rows)
    orders = *add(orders, *credits.orders(found.chosen(), row).exact_value());
  const std::uint64_t unknown = found.unvalued + found.unconverted;
  const auto amount = [&](const Rational& value) {
    return fmt::format("{}{}{}", value.to_fixed(found.currency.minor_digits()),
                       found.currency.known() ? " " : "", found.currency.code());
  };
  section.blocks.emplace_back(Paragraph{
      fmt::format("Check: the credits add up to {} orders and {}; the store took {} and {}{}.",
                  orders.to_fixed(0), amount(credits.known_revenue(found.chosen())),
                  counted(found.orders, "order"), amount(found.store_revenue),
                  unknown == 0 ? "" : ", as far as amounts are known")});
  std::vector<std::string> left;
  if (found.outside > 0)
    left.push_back(fmt::format("{} outside the campaign's days", counted(found.outside, "order")));
  if (found.undated > 0)
    left.push_back(fmt::format("{} without a date", counted(found.undated, "order")));
  if (!left.empty())
    section.blocks.emplace_back(Paragraph{fmt::format("Left out: {}.", fmt::join(left, ", "))});
  if (found.before_visits > 0)
    section.blocks.emplace_back(Paragraph{fmt::format(
        "{} before every visit of its customer, such as {}: visits after an order earn nothing.",
        found.before_visits == 1 ? std::string("1 order was placed")
                                 : fmt::format("{} orders were placed", found.before_visits),
        found.first_before_visits)});
  section.blocks.emplace_back(Paragraph{fmt::format(
      "{} of {} carry a creator's code.", found.with_code, counted(found.orders, "order"))});
  if (answers.commerce.undated_touches() > 0)
    section.blocks.emplace_back(
        Paragraph{fmt::format("{} without a time could not be used.",
                              counted(answers.commerce.undated_touches(), "visit"))});
  if (found.assumed > 0)
    section.blocks.emplace_back(Paragraph{fmt::format(
        "{} no currency; the amounts are read as {}.",
        found.assumed == 1 ? "1 order states" : fmt::format("{} orders state", found.assumed),
        found.currency.known() ? found.currency.code() : "one unknown currency")});
  if (found.unvalued > 0)
    section.blocks.emplace_back(
        Paragraph{fmt::format("{} without an amount count as orders; what they took is not known.",
                              counted(found.unvalued, "order"))});
  if (found.unconverted > 0)
    section.blocks.emplace_back(Paragraph{fmt::format(
        "{} in a currency without a rate count as orders; what they took is not known: state the rate under \"fx\".",
        counted(found.unconverted, "order"))});
}

/// What of the models that compare journeys cannot be taken as it stands.
void add_model_notes(const Answers& answers, Section& section) {
  const OrderAttribution& found = *answers.attribution;
  for (const ModelCredits& one : found.models) {
    // A report for people shows the campaign's model only.
    if (!answers.context.every_column && one.model != found.model) continue;
    const std::string name = spaced(name_of(one.model));
    if (!one.worked_out)
      section.blocks.emplace_back(Paragraph{
          fmt::format("Not worked out: {}, which takes {} channels; the visits came by {}.", name,
                      one.model == AttributionModel::markov ? JourneySums::max_markov_channels
                                                            : JourneySums::max_set_channels,
                      one.visited)});
    if (one.negative)
      section.blocks.emplace_back(Paragraph{fmt::format(
          "Warning: {} credits some channels with less than nothing: journeys without them led "
          "to an order more often. Read its ranking with care.",
          name)});
  }
}

void build_attribution(Answers& answers, Document& document, Section& section) {
  if (!answers.attribution && !answers.commerce.claims().empty()) {
    section.blocks.emplace_back(claims_table(answers));
    section.blocks.emplace_back(Paragraph{
        "Claims of platforms only: add an export of the shop's orders to credit them to creators."});
    return;
  }
  if (!answers.attribution) {
    section.absent =
        "no attribution: add an export of the shop's orders (Shopify, WooCommerce, TikTok Shop or canonical)";
    return;
  }
  const OrderAttribution& found = *answers.attribution;
  if (found.currency.known()) document.currency = found.currency;
  if (explains_order(answers)) {
    explain_order(answers, section);
    return;
  }
  const Credits credits(answers);
  const std::vector<CreditRow> every_row = credits.rows();
  const std::vector<CreditRow> rows = arranged(answers, credits, every_row);
  section.blocks.emplace_back(credits_table(answers, credits, rows));
  section.blocks.emplace_back(Paragraph{fmt::format(
      "Rule: {}, then {} within {} days.", spaced(answers.campaign().attribution.credit_policy),
      spaced(name_of(found.model)), answers.campaign().attribution.lookback_days)});
  add_model_notes(answers, section);
  add_checks(answers, credits, every_row, section);
  std::vector<std::string> models;
  for (const ModelCredits& one : found.models) models.emplace_back(name_of(one.model));
  std::vector<std::string> policies;
  for (std::size_t i = 0; i < found.policies.size(); ++i)
    policies.emplace_back(name_of(static_cast<CreditPolicy>(i)));
  const auto all = [&](std::vector<Table>&& tables) {
    for (Table& table : tables) {
      if (!answers.context.every_column) table.people_rows = 0;
      section.blocks.emplace_back(std::move(table));
    }
  };
  Table revenue = rules_table(
      "attribution.models", "Revenue under each model", rows, models,
      [&](std::size_t i, const CreditRow& row) { return credits.revenue(found.models[i], row); },
      true);
  Table ranks = ranks_table(revenue, creators_among(rows, found));
  if (found.creators == 0) ranks.people_rows = 0;
  all({std::move(revenue),
       rules_table(
           "attribution.model_orders", "Orders under each model", rows, models,
           [&](std::size_t i, const CreditRow& row) {
             return credits.orders(found.models[i], row);
           },
           false),
       std::move(ranks),
       rules_table(
           "attribution.policies", "Orders under each policy", rows, policies,
           [&](std::size_t i, const CreditRow& row) {
             return credits.orders(found.policies[i], row);
           },
           false)});
  section.blocks.emplace_back(matches_table(found));
  section.blocks.emplace_back(keys_table(found.keys));
  if (!found.foreign.empty())
    section.blocks.emplace_back(foreign_table(found, answers.context.table));
  if (!answers.commerce.claims().empty()) section.blocks.emplace_back(claims_table(answers));
  document.totals.push_back({money_column("store_revenue", "store revenue"),
                             found.revenue_of_store(answers.settings().missing)});
  document.totals.push_back({{"store_orders", "store orders", Unit::count},
                             Quantity::count(static_cast<Int128>(found.orders))});
  for (const std::string_view id : {"code_leak_rate", "store_revenue", "store_orders"})
    define(answers, id);
}

}  // namespace

const ReportSection attribution_section{"attribution", "Attribution",
                                        "which creator sold what, under every rule",
                                        needs_of_attribution, build_attribution};

}  // namespace tiktok_kpi
