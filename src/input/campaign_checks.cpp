// Checks across the keys of a campaign file.
#include "input/campaign_checks.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

void fill_currency(std::optional<Money>& money, Currency currency) {
  if (money && !money->currency.known()) money->currency = currency;
}

void fill_currencies(Campaign& campaign) {
  const Currency currency = campaign.settings.currency;
  const auto fill_costs = [&](std::vector<CostItem>& costs) {
    for (CostItem& item : costs) fill_currency(item.amount, currency);
  };
  fill_costs(campaign.costs);
  for (CampaignCreator& creator : campaign.creators) {
    fill_currency(creator.fee, currency);
    fill_costs(creator.costs);
    for (Gift& gift : creator.gifts) {
      fill_currency(gift.cost, currency);
      // Shipping that is not stated costs nothing, in the currency of the gift.
      if (gift.shipping && gift.shipping->micros == 0 && gift.cost)
        gift.shipping->currency = gift.cost->currency;
      fill_currency(gift.shipping, currency);
    }
  }
}

Diagnostic at(const CampaignBuilder& builder, const JsonValue& value, std::string message,
              std::string hint) {
  return Diagnostic::make("bad-campaign", std::move(message), std::move(hint),
                          {builder.input, value.offset}, static_cast<std::uint32_t>(value.length));
}

const JsonValue* entry(const JsonValue& object, std::string_view list, std::size_t i) {
  const JsonValue* found = object.find(list);
  return found != nullptr && i < found->items.size() ? &found->items[i] : nullptr;
}

std::string trimmed_fold(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return case_fold(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

/// The first day both ranges contain, or nothing.
std::optional<Day> shared_day(const DayRange& a, const DayRange& b, bool& always) {
  constexpr Day open_begin = std::numeric_limits<Day>::min();
  constexpr Day open_end = std::numeric_limits<Day>::max();
  const Day from = std::max(a.from.value_or(open_begin), b.from.value_or(open_begin));
  const Day to = std::min(a.to.value_or(open_end), b.to.value_or(open_end));
  if (from > to) return std::nullopt;
  always = from == open_begin;
  return from;
}

struct Owned {
  std::size_t creator;
  DayRange valid;
};

void check_code(CampaignBuilder& builder, const JsonValue& value, const std::vector<Owned>& owners,
                std::size_t mine, const CodeSpec& code) {
  const auto& creators = builder.campaign.creators;
  for (const Owned& other : owners) {
    bool always = false;
    const auto day = shared_day(other.valid, code.valid, always);
    if (!day) continue;
    if (other.creator == mine) {
      Diagnostic twice = at(builder, value,
                            "the code " + quoted_json(code.code) + " of @" + creators[mine].handle +
                                " is listed twice",
                            "One of the two has no effect.");
      twice.severity = Severity::warning;
      builder.warnings.push_back(std::move(twice));
      continue;
    }
    const std::string when = always ? "at the same time" : "on " + format_day(*day);
    throw Error(
        at(builder, value,
           "the code " + quoted_json(code.code) + " belongs to @" + creators[other.creator].handle +
               " and @" + creators[mine].handle + " " + when,
           "A code belongs to one creator at a time: give each its own days with from and to."));
  }
}

void check_creators(CampaignBuilder& builder, const JsonValue& file) {
  std::unordered_map<std::string, std::size_t> handles;
  std::unordered_map<std::string, std::size_t> contents;
  std::unordered_map<std::string, std::vector<Owned>> codes;
  const auto& creators = builder.campaign.creators;
  for (std::size_t i = 0; i < creators.size(); ++i) {
    const JsonValue& object = *entry(file, "creators", i);
    if (!handles.emplace(creators[i].handle, i).second)
      throw Error(at(builder, *object.find("handle"), "@" + creators[i].handle + " is listed twice",
                     "Handles are compared without @ and case; keep one entry."));
    for (std::size_t k = 0; k < creators[i].utm_content.size(); ++k) {
      const auto [owner, fresh] = contents.emplace(creators[i].utm_content[k], i);
      if (!fresh && owner->second != i)
        throw Error(at(builder, *entry(object, "utm_content", k),
                       "the UTM content " + quoted_json(owner->first) + " belongs to @" +
                           creators[owner->second].handle + " and @" + creators[i].handle,
                       "Give each creator a UTM content of their own."));
    }
    for (std::size_t k = 0; k < creators[i].codes.size(); ++k) {
      const CodeSpec& code = creators[i].codes[k];
      std::vector<Owned>& owners = codes[trimmed_fold(code.code)];
      check_code(builder, *entry(object, "codes", k), owners, i, code);
      owners.push_back({i, code.valid});
    }
  }
}

/// The report's own currency has rate 1, whatever the file says.
void check_rates(CampaignBuilder& builder, const JsonValue& file) {
  const std::string own(builder.campaign.settings.currency.code());
  const auto rate = builder.campaign.fx.find(own);
  if (own.empty() || rate == builder.campaign.fx.end() || rate->second == Rational(1)) return;
  for (const JsonMember& member : file.find("fx")->members) {
    if (Currency::parse(member.key) != builder.campaign.settings.currency) continue;
    Diagnostic warning =
        at(builder, member.value,
           "the rate of " + own + " has no effect: it is the currency of the report",
           "Rates are units of " + own + " for one unit of the other currency.");
    warning.severity = Severity::warning;
    builder.warnings.push_back(std::move(warning));
  }
  builder.campaign.fx.erase(rate);
}

}  // namespace

void finish_campaign(CampaignBuilder& builder, const JsonValue& file) {
  fill_currencies(builder.campaign);
  check_creators(builder, file);
  check_rates(builder, file);
}

}  // namespace tiktok_kpi
