#include "report/order_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/order_attribution.hpp"
#include "core/civil_time.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::string_view order_target = "order:";

std::string spaced(std::string_view id) {
  std::string text(id);
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// Why an order earns nobody anything, where that is so.
void add_reasons(const Answers& answers, const ExplainedOrder& order, Section& section) {
  const auto say = [&](std::string text) {
    section.blocks.emplace_back(Paragraph{std::move(text)});
  };
  using LeftOut = ExplainedOrder::LeftOut;
  const DayRange& days = answers.campaign().period;
  if (order.left_out == LeftOut::undated)
    say("Left out of the report: the order has no date, so that nothing says whether it is of the "
        "campaign's days.");
  if (order.left_out == LeftOut::outside)
    say(fmt::format("Left out of the report: it is not of the campaign's days, {} to {}.",
                    days.from ? format_day(*days.from) : "…",
                    days.to ? format_day(*days.to) : "…"));
  if (order.touches.empty() || std::ranges::any_of(order.touches, [](const ExplainedTouch& touch) {
        return touch.missed == ExplainedTouch::Missed::no;
      }))
    return;
  const std::int64_t days_back = answers.campaign().attribution.lookback_days;
  if (!order.dated)
    say("No visit counts: without a date of the order none is known to have come before it.");
  else if (order.touches.front().missed == ExplainedTouch::Missed::after_order)
    say("No visit counts: all of them came after the order, and only what came before it can "
        "have led to it.");
  else
    say(fmt::format("No visit counts: those before the order are older than {} days.", days_back));
}

}  // namespace

bool explains_order(const Answers& answers) {
  return answers.context.table.explain.starts_with(order_target);
}

void explain_order(const Answers& answers, Section& section) {
  const std::string_view id =
      std::string_view(answers.context.table.explain).substr(order_target.size());
  const auto found = explain_order(answers.commerce, answers.campaign(), answers.accounts, id);
  if (!found)
    throw Error("unknown-name", fmt::format("no order has the id \"{}\"", id),
                "the id as the shop writes it, with or without #");
  const OrderAttribution& all = *answers.attribution;
  section.title = fmt::format("Order {}", found->id);
  Figures figures;
  figures.items.push_back({{"ordered_at", "ordered", Unit::time},
                           found->dated
                               ? Quantity::exact(Rational(found->ordered_at), Unit::time)
                               : Quantity::missing(MissingReason::not_exported, Unit::time)});
  figures.items.push_back({{"net_revenue", "revenue", Unit::money},
                           found->valued ? Quantity::money(found->value, all.currency)
                                         : Quantity::missing(MissingReason::unknown, Unit::money)});
  section.blocks.emplace_back(std::move(figures));
  Table table;
  table.id = "attribution.order";
  table.title = "Credit";
  table.columns = {{"from", "from", Unit::text},
                   {"creator", "who", Unit::text},
                   {.id = "share", .label = "share", .unit = Unit::ratio},
                   {"at", "when", Unit::time},
                   {"counts", "inside lookback", Unit::text},
                   {"why_not", "why not", Unit::text}};
  using Missed = ExplainedTouch::Missed;
  const bool left_out = found->left_out != ExplainedOrder::LeftOut::no;
  const auto share_of = [left_out](const Rational& share) {
    return left_out ? Quantity::missing(MissingReason::unknown, Unit::ratio)
                    : Quantity::exact(share, Unit::ratio);
  };
  const Quantity no_time = Quantity::missing(MissingReason::not_exported, Unit::time);
  const Quantity no_word = Quantity::missing(MissingReason::not_exported, Unit::text);
  for (const ExplainedCode& code : found->codes)
    table.rows.push_back({Quantity::label("code " + code.code),
                          code.owner.empty() ? no_word : Quantity::label(code.owner),
                          share_of(code.share), no_time, no_word, no_word});
  for (const ExplainedTouch& touch : found->touches)
    table.rows.push_back({Quantity::label("visit"), Quantity::label(touch.channel),
                          share_of(touch.share), Quantity::exact(Rational(touch.at), Unit::time),
                          Quantity::flag(touch.missed == Missed::no),
                          touch.missed == Missed::no        ? no_word
                          : touch.missed == Missed::too_old ? Quantity::label("too old")
                          : found->dated                    ? Quantity::label("after the order")
                                         : Quantity::label("the order has no date")});
  table.rows.push_back({Quantity::label("(unattributed)"), no_word, share_of(found->unattributed),
                        no_time, no_word, no_word});
  table.total_rows = table.rows.size();
  if (std::ranges::all_of(found->touches,
                          [](const ExplainedTouch& touch) { return touch.missed == Missed::no; }))
    table.columns.back().detail = true;
  section.blocks.emplace_back(std::move(table));
  add_reasons(answers, *found, section);
  if (const std::vector<FilePosition> at =
          answers.where ? answers.where({found->place}) : std::vector<FilePosition>{};
      !at.empty() && !at.front().path.empty())
    section.blocks.emplace_back(Paragraph{fmt::format("It stands at {}.", at.front().in_words())});
  section.blocks.emplace_back(Paragraph{fmt::format(
      "Rule: {}, {}; visits found by: {}.{}", spaced(answers.campaign().attribution.credit_policy),
      spaced(name_of(all.model)), name_of(found->match),
      is_per_order(all.model)
          ? ""
          : " The model compares all journeys; the visits of one order are shown by last touch.")});
}

}  // namespace tiktok_kpi
