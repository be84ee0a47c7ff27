// The figure is the cell that the tables of the account print; the steps are what it was made of.
#include "report/account_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/text.hpp"
#include "metrics/formula.hpp"
#include "report/account_columns.hpp"
#include "report/account_rows.hpp"
#include "report/creator_sizes.hpp"
#include "report/fee_range.hpp"
#include "report/traced_cells.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Figures that are no column of the account.
constexpr std::array<std::string_view, 3> beside_columns{"mer", "breakeven_roas", "rate_position"};
/// Sums of the account, by the names that formulas give them.
struct AccountSum {
  std::string_view argument;
  std::string_view column;
};
constexpr std::array account_sums{
    AccountSum{"cost", "cost_total"},     AccountSum{"total_spend", "cost_total"},
    AccountSum{"revenue", "net_revenue"}, AccountSum{"conversions", "conversions"},
    AccountSum{"orders", "conversions"},  AccountSum{"new_customers", "new_customers"}};

std::string_view normal_id(std::string_view id) {
  const Metric* known = find_metric(id);
  return known != nullptr ? known->id : id;
}

bool is_cost_part(std::string_view id) {
  return std::ranges::find(cost_parts, id) != cost_parts.end();
}

std::string_view column_of(std::string_view argument) {
  const auto* found = std::ranges::find(account_sums, argument, &AccountSum::argument);
  return found != account_sums.end() ? found->column : std::string_view();
}

class AccountExplanation {
 public:
  AccountExplanation(Answers& answers, std::string_view id)
      : answers_(answers),
        id_(normal_id(id)),
        metric_(find_metric(id_)),
        columns_(answers.context, answers.money.currency),
        sizes_(answers) {}

  void build(const std::string& row, Document& document, Section& section) {
    row_ = find_account_row(answers_, columns_, sizes_, row);
    sums_ = columns_.sums(row_.money, posts());
    if (id_ == "rate_position") find_range();
    const Quantity value = value_of_row();
    if (answers_.money.currency.known()) document.currency = answers_.money.currency;
    const Column column{.id = std::string(id_),
                        .label = metric_ != nullptr ? std::string(metric_->label) : spaced(id_),
                        .unit = metric_ != nullptr ? metric_->unit : value.unit()};
    section.title = fmt::format("{} of {}", id_, row_.name);
    Figures figures;
    figures.items.push_back({column, value});
    section.blocks.emplace_back(std::move(figures));
    add_steps(section);
    add_rows(section);
    add_cells(section);
    add_words(value, section);
    document.totals.push_back({column, value});
    if (metric_ != nullptr) define(answers_, id_);
  }

 private:
  static std::string spaced(std::string_view id) {
    std::string text(id);
    std::ranges::replace(text, '_', ' ');
    return text;
  }
  [[nodiscard]] RowPosts posts() const { return posts_of(answers_, row_); }

  void find_range() {
    if (!row_.channel)
      throw Error("bad-option", "--explain: rate_position is a figure of one creator",
                  "--explain rate_position@HANDLE");
    const std::uint32_t entry = answers_.store.creators().find(row_.money.creator);
    const Quantity count = row_.posts.group == nullptr
                               ? Quantity::missing(MissingReason::no_posts, Unit::count)
                               : Quantity::count(static_cast<Int128>(row_.posts.group->posts));
    fee_ =
        fee_range(answers_, row_.money, count,
                  entry == Names::none ? Quantity() : sizes_.followers(entry), columns_.settings());
  }

  [[nodiscard]] Quantity value_of_row() {
    if (id_ == "rate_position") return fee_.position;
    if (id_ == "breakeven_roas") return call(id_, {}, columns_.settings());
    if (id_ == "mer") {
      if (!row_.whole)
        throw Error("bad-option", "--explain: mer is a figure of the whole campaign",
                    "--explain mer");
      sums_.set("store_revenue", answers_.attribution
                                     ? Quantity::money(answers_.attribution->store_revenue,
                                                       answers_.attribution->currency)
                                     : Quantity::missing(MissingReason::not_exported, Unit::money));
      sums_.set("total_spend", row_.money.cost);
      return call(
          id_, {{"store_revenue", sums_.figure("store_revenue")}, {"total_spend", row_.money.cost}},
          columns_.settings());
    }
    if (is_cost_part(id_)) return part_of(row_.money, id_);
    return cell(id_);
  }

  [[nodiscard]] static const Quantity& part_of(const MoneyRow& row, std::string_view name) {
    return row
        .parts[static_cast<std::size_t>(std::ranges::find(cost_parts, name) - cost_parts.begin())];
  }
  /// What the tables print in that column.
  [[nodiscard]] Quantity cell(std::string_view id) {
    const std::vector<Column> all = columns_.columns({});
    const auto column = std::ranges::find(all, id, &Column::id);
    return columns_.row({}, row_.money, posts())[static_cast<std::size_t>(column - all.begin())];
  }

  /// As many decimals as it has, at most twelve.
  [[nodiscard]] static std::string decimal(const Rational& value) {
    std::string text = value.to_fixed(12);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
  }

  /// "150000 JPY * 0.0059", or "18.00 EUR" of the account's own currency.
  [[nodiscard]] std::string in_words(const std::optional<Money>& amount) const {
    if (!amount) return "unknown";
    const Currency currency = amount->currency.known() ? amount->currency : answers_.money.currency;
    std::string text = fmt::format("{}{}{}", amount->amount().to_fixed(currency.minor_digits()),
                                   currency.known() ? " " : "", currency.code());
    if (currency == answers_.money.currency) return text;
    const auto rate = answers_.campaign().fx.find(std::string(currency.code()));
    return rate == answers_.campaign().fx.end()
               ? text + ", no exchange rate"
               : fmt::format("{} * {}", text, decimal(rate->second));
  }
  [[nodiscard]] Quantity in_currency(const std::optional<Money>& amount) const {
    return amount ? converted(*amount, answers_.campaign(), answers_.money.currency)
                  : Quantity::missing(MissingReason::unknown, Unit::money);
  }

  void add_items(const std::vector<CostItem>& items, std::string_view kind, Explained& part) const {
    for (const CostItem& item : items)
      if (item.kind == kind)
        part.parts.push_back({fmt::format("{}: {}", item.what, in_words(item.amount)),
                              in_currency(item.amount),
                              {}});
  }

  /// A part of the cost, with what the campaign file states for it.
  [[nodiscard]] Explained explained_part(std::string_view name) const {
    Explained part{std::string(name), part_of(row_.money, name), {}};
    const std::vector<CampaignCreator>& creators = answers_.campaign().creators;
    if (!row_.channel) {
      if (row_.parts.empty()) add_items(answers_.campaign().costs, name, part);
      return part;
    }
    if (*row_.channel >= creators.size()) return part;
    const CampaignCreator& creator = creators[*row_.channel];
    if (name == "fee" && creator.fee)
      part.parts.push_back({in_words(creator.fee), in_currency(creator.fee), {}});
    if (name == "gifted_cost")
      for (const Gift& gift : creator.gifts)
        part.parts.push_back(
            {fmt::format("{}: {} * {}{}", gift.what, gift.count, in_words(gift.cost),
                         gift.shipping && gift.shipping->micros == 0
                             ? ""
                             : " + " + in_words(gift.shipping)),
             cost_of_gift(gift, answers_.campaign(), columns_.settings()),
             {}});
    if (name == "commission" && creator.commission) {
      part.parts.push_back({"rate", Quantity::exact(*creator.commission, Unit::ratio), {}});
      part.parts.push_back({"net_revenue, 0 if it is below", row_.money.net_revenue, {}});
    }
    add_items(creator.costs, name, part);
    return part;
  }

  [[nodiscard]] std::vector<Explained> explained_cost() const {
    std::vector<Explained> parts;
    for (const std::string_view name : cost_parts) {
      const Quantity& amount = part_of(row_.money, name);
      if (amount.known() || amount.reason() != MissingReason::not_exported)
        parts.push_back(explained_part(name));
    }
    return parts;
  }

  /// An input of the formula.
  [[nodiscard]] Explained explained_input(std::string_view name) const {
    if (name == "gross_margin")
      return {"gross_margin", Quantity::exact(columns_.settings().margin, Unit::ratio), {}};
    const std::string_view column = column_of(name);
    Explained input{std::string(column.empty() ? name : column), sums_.figure(name), {}};
    if (column == "cost_total") input.parts = explained_cost();
    return input;
  }

  [[nodiscard]] std::vector<Explained> steps() {
    if (id_ == "cost_total") return explained_cost();
    if (is_cost_part(id_)) return explained_part(id_).parts;
    if (id_ == "other_costs") {
      std::vector<Explained> parts = explained_cost();
      std::erase_if(parts, [](const Explained& part) {
        return part.text == "fee" || part.text == "gifted_cost" || part.text == "commission";
      });
      return parts;
    }
    if (id_ == "rate_position")
      return {{"fee of a post", fee_.fee, {}}, {"low", fee_.low, {}}, {"high", fee_.high, {}}};
    if (id_ == "emv_cpm" || id_ == "emv_weighted" || id_ == "roi_emv") return steps_of_media();
    std::vector<Explained> inputs;
    if (metric_ == nullptr || !column_of(id_).empty() || id_ == "net_revenue") return inputs;
    for (const std::string_view name : words_of(metric_->inputs))
      inputs.push_back(explained_input(name));
    return inputs;
  }

  [[nodiscard]] std::vector<Explained> steps_of_media() {
    const auto& emv = columns_.settings().emv;
    const auto stated = [&](std::string_view name) -> Explained {
      return {std::string(name),
              Quantity::money(emv.find(name)->second, columns_.settings().currency),
              {}};
    };
    std::vector<Explained> parts;
    if (id_ == "roi_emv") {
      const std::string_view value = columns_.earned().weighted() ? "emv_weighted" : "emv_cpm";
      parts.push_back({std::string(value), cell(value), {}});
      parts.push_back(explained_input("cost"));
      return parts;
    }
    if (id_ == "emv_weighted")
      for (const EarnedMedia::Valued& one : columns_.earned().valued(posts(), columns_.settings()))
        parts.push_back({std::string(one.name), one.count, {{"value of one", one.value, {}}}});
    const std::string_view rate = id_ == "emv_cpm" ? "reference_cpm" : "value_per_mille";
    if (emv.contains(rate)) {
      parts.push_back(explained_input("views"));
      parts.push_back(stated(rate));
    }
    return parts;
  }

  static std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      if (end > 0) words.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
  }
  [[nodiscard]] std::vector<std::string_view> inputs() const {
    return metric_ != nullptr ? words_of(metric_->inputs) : std::vector<std::string_view>{};
  }

  static void add_step(const Explained& step, int depth, Table& table) {
    table.rows.push_back(
        {Quantity::label(std::string(static_cast<std::size_t>(depth) * 2, ' ') + step.text),
         step.value, Quantity::count(depth)});
    for (const Explained& part : step.parts) add_step(part, depth + 1, table);
  }

  void add_steps(Section& section) {
    Table table;
    table.id = "steps";
    table.title = "What was put in";
    table.columns = {{"step", "step", Unit::text},
                     {"value", "value", Unit::none},
                     {"depth", "depth", Unit::count, -1, false, true}};
    for (const Explained& step : steps()) add_step(step, 0, table);
    table.total_rows = table.rows.size();
    if (!table.rows.empty()) section.blocks.emplace_back(std::move(table));
  }

  /// Whether orders and what they brought are in the figure.
  [[nodiscard]] bool uses(std::string_view column) const {
    if (id_ == column) return true;
    if (id_ == "commission" && column == "net_revenue") return true;
    if (is_cost_part(id_) || !column_of(id_).empty()) return false;
    return std::ranges::any_of(inputs(),
                               [&](std::string_view name) { return column_of(name) == column; });
  }

  /// The rows that the campaign or a size class is the sum of.
  void add_rows(Section& section) const {
    if (row_.parts.empty()) return;
    constexpr std::size_t usual_limit = 20;
    Table table;
    table.id = "rows";
    table.title = "What it is the sum of";
    table.columns = {{"creator", "creator", Unit::text}};
    std::vector<Quantity MoneyRow::*> figures;
    const auto add = [&](std::string_view id, std::string_view label, Unit unit,
                         Quantity MoneyRow::*figure) {
      if (!uses(id)) return;
      table.columns.push_back({std::string(id), std::string(label), unit});
      figures.push_back(figure);
    };
    add("cost_total", "cost", Unit::money, &MoneyRow::cost);
    add("conversions", "orders", Unit::count, &MoneyRow::orders);
    add("net_revenue", "revenue", Unit::money, &MoneyRow::net_revenue);
    add("new_customers", "new customers", Unit::count, &MoneyRow::new_customers);
    const bool of_part = is_cost_part(id_);
    if (of_part) table.columns.push_back({std::string(id_), spaced(id_), Unit::money});
    if (table.columns.size() == 1) return;
    const auto append = [&](std::string name, const MoneyRow& row) {
      if (of_part && !part_of(row, id_).known() &&
          part_of(row, id_).reason() == MissingReason::not_exported)
        return;  // no part of the deal
      std::vector<Quantity>& cells = table.rows.emplace_back();
      cells.push_back(Quantity::label(std::move(name)));
      for (const auto figure : figures) cells.push_back(row.*figure);
      if (of_part) cells.push_back(part_of(row, id_));
    };
    for (const MoneyRow* row : row_.parts) append(name_of_creator(answers_, *row), *row);
    if (row_.whole) append("(shared)", answers_.money.shared);
    table.total_rows = table.rows.size();
    table.people_rows = answers_.context.table.limit.value_or(usual_limit);
    section.blocks.emplace_back(std::move(table));
  }

  /// The cells of the posts in the figure, and where they stand.
  void add_cells(Section& section) const {
    if (answers_.trace == nullptr || posts().group == nullptr || row_.merged) return;
    Request request;
    for (const std::string_view name : inputs())
      if (const std::string_view behind = AccountColumns::metric_behind(name);
          !behind.empty() && behind != "video_count")
        request.add(post_metric(metric(behind)).needs(answers_.settings()));
    if (request.fields().empty()) return;
    section.blocks.emplace_back(
        traced_cells(answers_, *answers_.trace, row_.traced, request.fields()));
  }

  void add_words(const Quantity& value, Section& section) const {
    const auto say = [&](std::string text) {
      section.blocks.emplace_back(Paragraph{std::move(text)});
    };
    if (metric_ != nullptr) {
      say(std::string(metric_->description));
      say(fmt::format("formula: {}", metric_->formula));
    }
    if (id_ == "rate_position") say_range(section);
    if (answers_.attribution && (uses("net_revenue") || uses("conversions"))) {
      const OrderAttribution& found = *answers_.attribution;
      say(fmt::format(
          "Orders and their revenue are what {}, then {} within {} days credits; tiktok-kpi "
          "attribute --explain order:ID shows one order.",
          spaced(name_of(found.policy)), spaced(name_of(found.model)),
          answers_.campaign().attribution.lookback_days));
    }
    if (row_.whole && answers_.attribution && uses("net_revenue") && id_ != "mer")
      say("What other channels earned, and nobody, is no part of the campaign.");
    if (!value.known()) say(fmt::format("undefined: {}", name_of(value.reason())));
    if (metric_ != nullptr) say(fmt::format("source: {}", metric_->source));
  }

  void say_range(Section& section) const {
    if (fee_.range == nullptr) return;
    section.blocks.emplace_back(Paragraph{fmt::format(
        "range: {} ({}), for accounts of {}{} followers.", *fee_.in_words().label_value(),
        fee_.range->title, fee_.range->followers_low,
        fee_.range->followers_high.empty() ? std::string(" or more")
                                           : fmt::format(" to {}", fee_.range->followers_high))});
    if (fee_.fee.reason() == MissingReason::no_exchange_rate && !fee_.fee.known())
      section.blocks.emplace_back(Paragraph{
          fmt::format("The range is in US dollars: state the rate of USD under \"fx\".")});
  }

  Answers& answers_;
  std::string_view id_;
  const Metric* metric_;
  AccountColumns columns_;
  CreatorSizes sizes_;
  AccountRow row_{};
  Arguments sums_{};
  FeeRange fee_{};
};

}  // namespace

bool is_account_metric(const ReportContext& context, std::string_view id) {
  if (std::ranges::find(context.own_metrics, id, &OwnMetric::id) != context.own_metrics.end())
    return false;
  id = normal_id(id);
  if (is_cost_part(id) || std::ranges::find(beside_columns, id) != beside_columns.end())
    return true;
  const std::vector<Column> columns = AccountColumns(context, {}).columns({});
  return !id.empty() && std::ranges::find(columns, id, &Column::id) != columns.end() &&
         (find_metric(id) != nullptr || id == "other_costs" || id == "new_customers");
}

bool has_account(const Answers& answers) {
  return answers.money.any_cost || answers.attribution.has_value();
}

void explain_account(Answers& answers, std::string_view id, const std::string& row,
                     Document& document, Section& section) {
  AccountExplanation(answers, id).build(row, document, section);
}

}  // namespace tiktok_kpi
