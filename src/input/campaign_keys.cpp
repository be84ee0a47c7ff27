// The table of the campaign file's keys.
#include "input/campaign_keys.hpp"

#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "input/export_time.hpp"
#include "model/disclosure.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using B = CampaignBuilder;
using N = KeyNode;
using R = TextRule;
using namespace json_type;

// Values have passed their row's rule when a setter sees them; null is "stated as unknown".

const std::string& text_of(const N& node) { return node.value.text; }
bool is_null(const N& node) { return node.value.kind == JsonKind::null; }

std::optional<Day> day_of(const N& node) {
  return is_null(node) ? std::nullopt : parse_day(text_of(node));
}
std::optional<Money> money_of(const N& node) {
  return is_null(node) ? std::nullopt : Money::parse(text_of(node));
}

/// Number, decimal in text, or percentage in text as a fraction.
std::optional<Rational> rational_of(const N& node) {
  if (is_null(node)) return std::nullopt;
  std::string_view text = text_of(node);
  if (!text.ends_with('%')) return Rational::parse(text);
  text.remove_suffix(1);
  if (text.ends_with(' ')) text.remove_suffix(1);
  return divide(*Rational::parse(text), Rational(100));
}

double double_of(const N& node) { return rational_of(node)->to_double(); }

std::optional<std::int64_t> whole_of(const N& node) {
  if (is_null(node)) return std::nullopt;
  return static_cast<std::int64_t>(rational_of(node)->numerator());
}

int int_of(const N& node) { return static_cast<int>(*whole_of(node)); }

CampaignCreator& creator(B& b) { return b.campaign.creators.back(); }
Contract& contract(B& b) { return *creator(b).contract; }
SourceSpec& source(B& b) { return b.campaign.sources.back(); }
GoalSpec& goal(B& b) { return b.goals->back(); }
MetricSpec& metric(B& b) { return b.campaign.metrics.back(); }

/// Where the text inside the quotation marks begins.
Place inside_of(const N& node) { return {node.place.input, node.place.offset + 1}; }

[[noreturn]] void refuse(const N& node, std::string message, std::string hint) {
  throw Error(Diagnostic::make("bad-campaign", std::move(message), std::move(hint), node.place,
                               static_cast<std::uint32_t>(node.value.length)));
}

/// For what may be stated in two places of the file.
void state_once(B& b, const N& node, std::string_view what) {
  const auto [found, fresh] = b.stated.emplace(what, node.pointer);
  if (!fresh)
    refuse(node, node.pointer + " states what " + found->second + " states already",
           "Keep one of the two.");
}

void check_days(const N& node, const DayRange& range) {
  if (range.from && range.to && *range.to < *range.from)
    refuse(node,
           node.pointer + " ends (" + format_day(*range.to) + ") before it begins (" +
               format_day(*range.from) + ")",
           "Both days belong to the range; exchange them.");
}

InteractionSet interaction_set(std::string_view text) {
  if (text == "lc") return InteractionSet::likes_comments;
  return text == "lcs" ? InteractionSet::likes_comments_shares
                       : InteractionSet::likes_comments_shares_saves;
}

void begin_numbers(B& b, const N&) { b.numbers.clear(); }
void add_number(B& b, const N& node) { b.numbers.push_back(*rational_of(node)); }

void begin_goal(B& b, const N& node) {
  b.metric = node.key;
  b.metric_place = {node.key_place.input, node.key_place.offset + 1};
  if (node.value.kind != JsonKind::string) return;
  b.goals->push_back({b.metric, text_of(node), "error", inside_of(node), b.metric_place});
}

constexpr std::string_view check_levels = "error|warning|warn|note";

std::string level_of(const N& node) {
  return text_of(node) == "warn" ? "warning" : std::string(text_of(node));
}

void set_check_level(B& b, const N& node) {
  b.campaign.check_levels.insert_or_assign(std::string(node.key), level_of(node));
}

constexpr std::string_view cost_kinds =
    "paid_boost|usage_rights|exclusivity|production|agency|other";

/// {"what": "agency", …} needs no kind.
void finish_cost(B& b, const N& node) {
  CostItem& item = b.costs->back();
  if (node.value.find("kind") != nullptr) return;
  const auto kinds = split_choices(cost_kinds);
  if (std::ranges::find(kinds, item.what) != kinds.end()) item.kind = item.what;
}

/// A flag for all metrics wins over what the file says of one.
void set_for_all(B& b, const N& node) {
  if (node.value.kind != JsonKind::string) return;
  b.campaign.settings.metric_sets.clear();
  b.campaign.settings.set = interaction_set(text_of(node));
}

void set_emv(B& b, const N& node) {
  b.campaign.settings.emv.insert_or_assign(std::string(node.key), *rational_of(node));
}

void finish_tiers(B& b, const N& node) {
  const std::vector<Tier>& tiers = b.campaign.settings.tiers;
  for (std::size_t i = 1; i < tiers.size(); ++i)
    if (tiers[i].lower <= tiers[i - 1].lower)
      refuse(
          node,
          "the tier \"" + tiers[i].name + "\" does not begin above \"" + tiers[i - 1].name + "\"",
          "List the tiers from the smallest up.");
}

void finish_band(B& b, const N& node) {
  b.campaign.settings.band_low = b.numbers[0].to_double();
  b.campaign.settings.band_high = b.numbers[1].to_double();
  if (b.numbers[1] < b.numbers[0])
    refuse(node, node.pointer + " ends below its begin", "Write the lower number first.");
}

void finish_weights(B& b, const N& node) {
  const auto sum = add(*add(b.numbers[0], b.numbers[1]), b.numbers[2]);
  if (sum != Rational(1))
    refuse(node, "the position weights do not add up to 1",
           "Write the weights of the first, the middle and the last touch, as [0.4, 0.2, 0.4].");
  b.campaign.attribution.position_weights = {b.numbers[0], b.numbers[1], b.numbers[2]};
}

void finish_lengths(B& b, const N& node) {
  const Contract& c = contract(b);
  if (c.min_duration_s && c.max_duration_s && *c.max_duration_s < *c.min_duration_s)
    refuse(node, "max_duration_s is below min_duration_s", "Exchange them.");
}

constexpr std::string_view count_most = "1000000000000";

// What stands here is what the file may say. Order: as documented, outer before inner.
// clang-format off
constexpr std::array rows{
    KeyRow{.path = "", .help = "Campaign of tiktok-kpi"},
    KeyRow{.path = "$schema", .types = text, .help = "for editors; not read"},
    KeyRow{.path = "version", .types = integer, .least = "1", .most = "1", .help = "version of this file's layout"},
    KeyRow{.path = "name", .types = text, .required = true, .rule = R::filled, .help = "name of the campaign", .set = [](B& b, const N& n) { b.campaign.name = text_of(n); }},
    KeyRow{.path = "brand", .types = text, .help = "name of the brand", .set = [](B& b, const N& n) { b.campaign.brand = text_of(n); }},
    KeyRow{.path = "objective", .types = text, .choices = "awareness|engagement|sales|growth", .help = "what the campaign is for: decides which figures lead the report", .set = [](B& b, const N& n) { b.campaign.objective = text_of(n); }},
    KeyRow{.path = "timezone", .types = text, .rule = R::zone, .help = "zone of days and windows (IANA name; UTC unless stated)", .set = [](B& b, const N& n) { b.campaign.settings.timezone = text_of(n); }},
    KeyRow{.path = "currency", .types = text, .rule = R::currency, .help = "currency of the report", .set = [](B& b, const N& n) { b.campaign.settings.currency = *Currency::parse(text_of(n)); }},

    KeyRow{.path = "period", .least = "1", .help = "days of the campaign, both ends inside", .finish = [](B& b, const N& n) { check_days(n, b.campaign.period); }},
    KeyRow{.path = "period.from", .types = text, .rule = R::day, .help = "first day", .set = [](B& b, const N& n) { b.campaign.period.from = day_of(n); }},
    KeyRow{.path = "period.to", .types = text, .rule = R::day, .help = "last day", .set = [](B& b, const N& n) { b.campaign.period.to = day_of(n); }},

    KeyRow{.path = "sources", .types = array, .help = "exports to read: files, folders and * patterns, relative to this file"},
    KeyRow{.path = "sources[]", .types = text | object, .rule = R::filled, .help = "a path, or a path and how to read it",
           .set = [](B& b, const N& n) {
             b.campaign.sources.emplace_back();
             source(b).place = n.place;
             if (n.value.kind != JsonKind::string) return;
             source(b).path = text_of(n);
             source(b).place = inside_of(n);
           }},
    KeyRow{.path = "sources[].path", .types = text, .required = true, .rule = R::filled, .help = "file, folder or * pattern",
           .set = [](B& b, const N& n) { source(b).path = text_of(n); source(b).place = inside_of(n); }},
    KeyRow{.path = "sources[].creator", .types = text, .rule = R::handle, .help = "account that the file belongs to, where the file does not say", .set = [](B& b, const N& n) { source(b).overrides.creator = text_of(n); }},
    KeyRow{.path = "sources[].format", .types = text, .rule = R::filled, .help = "input format, instead of the recognised one", .set = [](B& b, const N& n) { source(b).overrides.format = text_of(n); }},
    KeyRow{.path = "sources[].encoding", .types = text, .choices = "utf-8|utf-16le|utf-16be|windows-1252", .help = "character encoding", .set = [](B& b, const N& n) { source(b).overrides.encoding = text_of(n); }},
    KeyRow{.path = "sources[].delimiter", .types = text, .rule = R::delimiter, .help = "character between cells", .set = [](B& b, const N& n) { source(b).overrides.delimiter = text_of(n)[0]; }},
    KeyRow{.path = "sources[].decimal", .types = text, .choices = ".|,", .help = "decimal mark", .set = [](B& b, const N& n) { source(b).overrides.decimal = text_of(n)[0]; }},
    KeyRow{.path = "sources[].date_order", .types = text, .choices = "dmy|mdy|ymd", .help = "order of day, month and year", .set = [](B& b, const N& n) { source(b).overrides.date_order = text_of(n); }},
    KeyRow{.path = "sources[].timezone", .types = text, .rule = R::zone, .help = "zone of times that state no offset", .set = [](B& b, const N& n) { source(b).overrides.timezone = text_of(n); }},
    KeyRow{.path = "sources[].year", .types = integer, .least = "2016", .most = "2100", .help = "year of the last row, where dates carry none", .set = [](B& b, const N& n) { source(b).overrides.year = int_of(n); }},
    KeyRow{.path = "sources[].exported_at", .types = text, .rule = R::day, .help = "day of the export, where neither rows nor the file's name say", .set = [](B& b, const N& n) { source(b).overrides.exported_at = parse_export_time(text_of(n)); }},
    KeyRow{.path = "sources[].columns", .help = "column name -> header in the file"},
    KeyRow{.path = "sources[].columns.*", .types = text, .rule = R::filled, .key_rule = R::field, .help = "header in the file", .set = [](B& b, const N& n) { source(b).overrides.columns.emplace(n.key, text_of(n)); }},

    KeyRow{.path = "track", .help = "marks of the campaign: posts that carry one (or are marked sponsored) belong to it"},
    KeyRow{.path = "track.hashtags", .types = array, .help = "hashtags of the campaign"},
    KeyRow{.path = "track.hashtags[]", .types = text, .rule = R::tag, .set = [](B& b, const N& n) { b.campaign.track_hashtags.push_back(normal_tag(text_of(n))); }},
    KeyRow{.path = "track.mentions", .types = array, .help = "accounts that posts of the campaign mention"},
    KeyRow{.path = "track.mentions[]", .types = text, .rule = R::handle, .set = [](B& b, const N& n) { b.campaign.track_mentions.push_back(normal_handle(text_of(n))); }},
    KeyRow{.path = "track.utm_campaign", .types = array, .help = "UTM campaigns of the campaign's links"},
    KeyRow{.path = "track.utm_campaign[]", .types = text, .rule = R::filled, .set = [](B& b, const N& n) { b.campaign.track_utm_campaign.push_back(text_of(n)); }},

    KeyRow{.path = "links", .help = "how `tiktok-kpi links` makes a tracking link for each creator"},
    KeyRow{.path = "links.url", .types = text, .rule = R::filled, .help = "landing page; parameters it has are kept", .set = [](B& b, const N& n) { b.campaign.links.url = text_of(n); }},
    KeyRow{.path = "links.utm_source", .types = text, .rule = R::filled, .help = "tiktok unless stated", .set = [](B& b, const N& n) { b.campaign.links.utm_source = text_of(n); }},
    KeyRow{.path = "links.utm_medium", .types = text, .rule = R::filled, .help = "influencer unless stated", .set = [](B& b, const N& n) { b.campaign.links.utm_medium = text_of(n); }},

    KeyRow{.path = "creators", .types = array, .help = "who takes part; without it every creator in the data does"},
    KeyRow{.path = "creators[]", .set = [](B& b, const N& n) { b.campaign.creators.emplace_back(); creator(b).place = n.place; }},
    KeyRow{.path = "creators[].handle", .types = text, .required = true, .rule = R::handle, .help = "account, with or without @",
           .set = [](B& b, const N& n) {
             creator(b).display = text_of(n);
             creator(b).handle = normal_handle(text_of(n));
             creator(b).place = n.place;
           }},
    KeyRow{.path = "creators[].followers", .types = integer | null, .least = "0", .most = count_most, .help = "followers at the start of the campaign", .set = [](B& b, const N& n) { creator(b).followers = whole_of(n); }},
    KeyRow{.path = "creators[].fee", .types = text | number | null, .rule = R::money, .least = "0", .most = count_most, .help = "fixed fee; null: unknown",
           .set = [](B& b, const N& n) { creator(b).fee = money_of(n); creator(b).fee_unknown = is_null(n); }},
    KeyRow{.path = "creators[].commission", .types = text | number | null, .rule = R::percent, .least = "0", .most = "1", .help = "share of net revenue, \"10%\" or 0.1; null: unknown",
           .set = [](B& b, const N& n) { creator(b).commission = rational_of(n); creator(b).commission_unknown = is_null(n); }},
    KeyRow{.path = "creators[].gifts", .types = array, .help = "products given"},
    KeyRow{.path = "creators[].gifts[]", .set = [](B& b, const N&) { creator(b).gifts.emplace_back(); creator(b).gifts.back().shipping = Money{}; }},
    KeyRow{.path = "creators[].gifts[].what", .types = text, .help = "name of the product", .set = [](B& b, const N& n) { creator(b).gifts.back().what = text_of(n); }},
    KeyRow{.path = "creators[].gifts[].cost", .types = text | number | null, .required = true, .rule = R::money, .least = "0", .most = count_most, .help = "cost of one piece; null: unknown", .set = [](B& b, const N& n) { creator(b).gifts.back().cost = money_of(n); }},
    KeyRow{.path = "creators[].gifts[].count", .types = integer, .least = "0", .most = "1000000", .help = "pieces; 1 unless stated", .set = [](B& b, const N& n) { creator(b).gifts.back().count = *whole_of(n); }},
    KeyRow{.path = "creators[].gifts[].shipping", .types = text | number | null, .rule = R::money, .least = "0", .most = count_most, .help = "shipping of all pieces; null: unknown", .set = [](B& b, const N& n) { creator(b).gifts.back().shipping = money_of(n); }},
    KeyRow{.path = "creators[].costs", .types = array, .like = "costs", .help = "further costs of this creator", .set = [](B& b, const N&) { b.costs = &creator(b).costs; }},
    KeyRow{.path = "creators[].codes", .types = array, .help = "promo codes; a code belongs to one creator at a time"},
    KeyRow{.path = "creators[].codes[]", .types = text | object, .rule = R::filled, .help = "a code, or a code and its days",
           .set = [](B& b, const N& n) { creator(b).codes.emplace_back(); creator(b).codes.back().code = text_of(n); },
           .finish = [](B& b, const N& n) { check_days(n, creator(b).codes.back().valid); }},
    KeyRow{.path = "creators[].codes[].code", .types = text, .required = true, .rule = R::filled, .help = "the code, compared without outer blanks and case", .set = [](B& b, const N& n) { creator(b).codes.back().code = text_of(n); }},
    KeyRow{.path = "creators[].codes[].from", .types = text, .rule = R::day, .help = "first day", .set = [](B& b, const N& n) { creator(b).codes.back().valid.from = day_of(n); }},
    KeyRow{.path = "creators[].codes[].to", .types = text, .rule = R::day, .help = "last day", .set = [](B& b, const N& n) { creator(b).codes.back().valid.to = day_of(n); }},
    KeyRow{.path = "creators[].utm_content", .types = array, .help = "UTM contents of this creator's links"},
    KeyRow{.path = "creators[].utm_content[]", .types = text, .rule = R::filled, .set = [](B& b, const N& n) { creator(b).utm_content.push_back(text_of(n)); }},
    KeyRow{.path = "creators[].contract", .help = "what was agreed", .set = [](B& b, const N& n) { creator(b).contract.emplace(); contract(b).place = n.place; }, .finish = finish_lengths},
    KeyRow{.path = "creators[].contract.posts", .types = integer, .least = "0", .most = "100000", .help = "posts agreed", .set = [](B& b, const N& n) { contract(b).posts = whole_of(n); }},
    KeyRow{.path = "creators[].contract.due", .types = text, .rule = R::day, .help = "day by which they are due", .set = [](B& b, const N& n) { contract(b).due = day_of(n); }},
    KeyRow{.path = "creators[].contract.hashtags", .types = array, .help = "hashtags every post must carry"},
    KeyRow{.path = "creators[].contract.hashtags[]", .types = text, .rule = R::tag, .set = [](B& b, const N& n) { contract(b).hashtags.push_back(normal_tag(text_of(n))); }},
    KeyRow{.path = "creators[].contract.mentions", .types = array, .help = "accounts every post must mention"},
    KeyRow{.path = "creators[].contract.mentions[]", .types = text, .rule = R::handle, .set = [](B& b, const N& n) { contract(b).mentions.push_back(normal_handle(text_of(n))); }},
    KeyRow{.path = "creators[].contract.caption", .types = array, .help = "texts every caption must contain"},
    KeyRow{.path = "creators[].contract.caption[]", .types = text, .rule = R::filled, .set = [](B& b, const N& n) { contract(b).caption.push_back(text_of(n)); }},
    KeyRow{.path = "creators[].contract.min_duration_s", .types = number, .least = "0", .most = "86400", .help = "shortest length in seconds", .set = [](B& b, const N& n) { contract(b).min_duration_s = rational_of(n); }},
    KeyRow{.path = "creators[].contract.max_duration_s", .types = number, .least = "0", .most = "86400", .help = "longest length in seconds", .set = [](B& b, const N& n) { contract(b).max_duration_s = rational_of(n); }},
    KeyRow{.path = "creators[].contract.disclosure", .types = boolean, .help = "posts must carry a disclosure", .set = [](B& b, const N& n) { contract(b).disclosure = n.value.flag; }},
    KeyRow{.path = "creators[].contract.disclosure_country", .types = text, .choices = disclosure_countries, .help = "country whose hashtags disclose; settings.disclosure_country unless stated", .set = [](B& b, const N& n) { contract(b).disclosure_country = text_of(n); }},
    KeyRow{.path = "creators[].contract.exclusivity", .help = "days without work for competitors, both ends inside", .finish = [](B& b, const N& n) { check_days(n, contract(b).exclusivity); }},
    KeyRow{.path = "creators[].contract.exclusivity.from", .types = text, .rule = R::day, .help = "first day", .set = [](B& b, const N& n) { contract(b).exclusivity.from = day_of(n); }},
    KeyRow{.path = "creators[].contract.exclusivity.to", .types = text, .rule = R::day, .help = "last day", .set = [](B& b, const N& n) { contract(b).exclusivity.to = day_of(n); }},
    KeyRow{.path = "creators[].contract.exclusivity.competitors", .types = array, .help = "brands, compared without case"},
    KeyRow{.path = "creators[].contract.exclusivity.competitors[]", .types = text, .rule = R::filled, .set = [](B& b, const N& n) { contract(b).competitors.push_back(text_of(n)); }},
    KeyRow{.path = "creators[].contract.usage_rights", .help = "right to use the posts elsewhere"},
    KeyRow{.path = "creators[].contract.usage_rights.granted", .types = text, .rule = R::day, .help = "day of the grant", .set = [](B& b, const N& n) { contract(b).rights_granted = day_of(n); }},
    KeyRow{.path = "creators[].contract.usage_rights.months", .types = integer | null, .least = "0", .most = "1200", .help = "how long; without it or null: without end", .set = [](B& b, const N& n) { contract(b).rights_months = whole_of(n); }},
    KeyRow{.path = "creators[].contract.usage_rights.paid_ads", .types = boolean, .help = "the posts may run as ads", .set = [](B& b, const N& n) { contract(b).rights_paid_ads = n.value.flag; }},
    KeyRow{.path = "creators[].contract.rights_cleared", .types = boolean, .help = "rights to music and content of every post must be confirmed", .set = [](B& b, const N& n) { contract(b).rights_cleared = n.value.flag; }},
    KeyRow{.path = "creators[].outreach", .help = "when the creator was contacted and replied"},
    KeyRow{.path = "creators[].outreach.contacted", .types = text, .required = true, .rule = R::day, .help = "day of the first message", .set = [](B& b, const N& n) { creator(b).contacted = day_of(n); }},
    KeyRow{.path = "creators[].outreach.replied", .types = text | null, .rule = R::day, .help = "day of the answer; without it or null: none yet", .set = [](B& b, const N& n) { creator(b).replied = day_of(n); }},
    KeyRow{.path = "creators[].drafts", .types = array, .help = "drafts that were sent for approval"},
    KeyRow{.path = "creators[].drafts[]", .set = [](B& b, const N&) { creator(b).drafts.emplace_back(); }},
    KeyRow{.path = "creators[].drafts[].sent", .types = text, .required = true, .rule = R::moment, .help = "when it was sent", .set = [](B& b, const N& n) { creator(b).drafts.back().sent = text_of(n); }},
    KeyRow{.path = "creators[].drafts[].approved", .types = text | null, .rule = R::moment, .help = "when it was approved; without it or null: not yet", .set = [](B& b, const N& n) { creator(b).drafts.back().approved = is_null(n) ? "" : text_of(n); }},
    KeyRow{.path = "creators[].ratings", .help = "your own ratings: relevance, authenticity, reliability, personality, production"},
    KeyRow{.path = "creators[].ratings.*", .types = number, .least = "0", .most = "100", .key_rule = R::identifier, .set = [](B& b, const N& n) { creator(b).ratings.emplace(n.key, *rational_of(n)); }},
    KeyRow{.path = "creators[].audience", .help = "the creator's audience by segment, shares of any sum: {\"de\": 70, \"at\": 30}"},
    KeyRow{.path = "creators[].audience.*", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .set = [](B& b, const N& n) { creator(b).audience.insert_or_assign(std::string(n.key), *rational_of(n)); }},

    KeyRow{.path = "costs", .types = array, .help = "costs of the whole campaign", .set = [](B& b, const N&) { b.costs = &b.campaign.costs; }},
    KeyRow{.path = "costs[]", .set = [](B& b, const N&) { b.costs->emplace_back(); }, .finish = finish_cost},
    KeyRow{.path = "costs[].kind", .types = text, .choices = cost_kinds, .help = "part of the total cost; other unless stated", .set = [](B& b, const N& n) { b.costs->back().kind = text_of(n); }},
    KeyRow{.path = "costs[].what", .types = text, .help = "what was paid; a name of a kind is that kind", .set = [](B& b, const N& n) { b.costs->back().what = text_of(n); }},
    KeyRow{.path = "costs[].amount", .types = text | number | null, .required = true, .rule = R::money, .least = "0", .most = count_most, .help = "amount; null: unknown", .set = [](B& b, const N& n) { b.costs->back().amount = money_of(n); }},

    KeyRow{.path = "audience", .help = "the audience wanted, by the same segments as creators' audiences"},
    KeyRow{.path = "audience.*", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .set = [](B& b, const N& n) { b.campaign.audience.insert_or_assign(std::string(n.key), *rational_of(n)); }},

    KeyRow{.path = "fx", .help = "units of the report's currency for one unit of another"},
    KeyRow{.path = "fx.*", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .above_least = true, .key_rule = R::currency,
           .set = [](B& b, const N& n) {
             const std::string code(Currency::parse(n.key)->code());
             if (!b.campaign.fx.emplace(code, *rational_of(n)).second) refuse(n, "the rate of " + code + " is stated twice", "Keep one of the two.");
           }},

    KeyRow{.path = "goals", .help = "metric -> condition, or list of conditions with levels", .set = [](B& b, const N&) { b.goals = &b.campaign.goals; }},
    KeyRow{.path = "goals.*", .types = text | array, .rule = R::condition, .least = "1", .key_rule = R::identifier, .set = begin_goal},
    KeyRow{.path = "goals.*[]", .set = [](B& b, const N&) { b.goals->push_back({b.metric, {}, "error", {}, b.metric_place}); }},
    KeyRow{.path = "goals.*[].pass", .types = text, .required = true, .rule = R::condition, .help = "condition under which the goal is met", .set = [](B& b, const N& n) { goal(b).condition = text_of(n); goal(b).place = inside_of(n); }},
    KeyRow{.path = "goals.*[].level", .types = text, .choices = check_levels, .help = "what missing it means; error unless stated", .set = [](B& b, const N& n) { goal(b).level = level_of(n); }},

    KeyRow{.path = "data", .like = "goals", .help = "rules on the data, as goals: missing_share, left_out_share, export_age_days, unattributed_share", .set = [](B& b, const N&) { b.goals = &b.campaign.data_rules; }},
    KeyRow{.path = "checks", .help = "what breaking a promise means to `tiktok-kpi check`"},
    KeyRow{.path = "checks.contract", .types = text, .choices = check_levels, .help = "posts, days, hashtags, mentions, captions, lengths; error unless stated", .set = set_check_level},
    KeyRow{.path = "checks.disclosure", .types = text, .choices = check_levels, .help = "posts that do not say that they are advertising; error unless stated", .set = set_check_level},
    KeyRow{.path = "checks.exclusivity", .types = text, .choices = check_levels, .help = "posts that name a competitor; error unless stated", .set = set_check_level},
    KeyRow{.path = "checks.rights", .types = text, .choices = check_levels, .help = "usage rights, paid ads, music and content rights; error unless stated", .set = set_check_level},

    KeyRow{.path = "attribution", .help = "how orders are credited to creators"},
    KeyRow{.path = "attribution.model", .types = text, .choices = "last_touch|last_non_direct|first_touch|linear|time_decay|position_based|shapley|shapley_rate|markov", .help = "model of the report; last_touch unless stated", .set = [](B& b, const N& n) { b.campaign.attribution.model = text_of(n); }},
    KeyRow{.path = "attribution.lookback_days", .types = integer, .least = "0", .most = "3650", .help = "oldest touch that counts; 30 unless stated", .set = [](B& b, const N& n) { b.campaign.attribution.lookback_days = *whole_of(n); }},
    KeyRow{.path = "attribution.half_life_days", .types = number, .least = "0", .most = "3650", .above_least = true, .help = "half-life of time_decay; 7 unless stated", .set = [](B& b, const N& n) { b.campaign.attribution.half_life_days = *rational_of(n); }},
    KeyRow{.path = "attribution.position_weights", .types = array, .least = "3", .most = "3", .help = "first, middle and last touch of position_based; 0.4, 0.2, 0.4 unless stated", .set = begin_numbers, .finish = finish_weights},
    KeyRow{.path = "attribution.position_weights[]", .types = number, .least = "0", .most = "1", .set = add_number},
    KeyRow{.path = "attribution.credit_policy", .types = text, .choices = "code_first|link_first|code_if_involved|code_if_winner|split", .help = "promo code against link; code_first unless stated",
           .set = [](B& b, const N& n) { state_once(b, n, "credit_policy"); b.campaign.attribution.credit_policy = text_of(n); }},
    KeyRow{.path = "attribution.multi_code", .types = text, .choices = "split|first|last", .help = "several creators' codes on one order; split unless stated", .set = [](B& b, const N& n) { b.campaign.attribution.multi_code = text_of(n); }},

    KeyRow{.path = "tiers", .least = "1", .most = "1", .help = "sizes of creators by followers: a preset or a list", .set = [](B& b, const N& n) { state_once(b, n, "tiers"); }},
    KeyRow{.path = "tiers.preset", .types = text, .choices = "default|five|hundredk", .help = "a published list", .set = [](B& b, const N& n) { b.campaign.settings.tiers = tier_preset(text_of(n)); }},
    KeyRow{.path = "tiers.list", .types = array, .least = "1", .help = "tiers from the smallest up", .finish = finish_tiers},
    KeyRow{.path = "tiers.list[]", .set = [](B& b, const N&) { b.campaign.settings.tiers.emplace_back(); }},
    KeyRow{.path = "tiers.list[].name", .types = text, .required = true, .rule = R::filled, .help = "name of the tier", .set = [](B& b, const N& n) { b.campaign.settings.tiers.back().name = text_of(n); }},
    KeyRow{.path = "tiers.list[].lower", .types = integer, .required = true, .least = "0", .most = count_most, .help = "followers from which it begins", .set = [](B& b, const N& n) { b.campaign.settings.tiers.back().lower = *whole_of(n); }},
    KeyRow{.path = "posting", .help = "posting rhythm", .set = [](B& b, const N& n) { state_once(b, n, "posting"); }},
    KeyRow{.path = "posting.band", .types = array, .required = true, .least = "2", .most = "2", .help = "posts a day that count as within; [1, 3] unless stated", .set = begin_numbers, .finish = finish_band},
    KeyRow{.path = "posting.band[]", .types = number, .least = "0", .most = "1000", .set = add_number},

    KeyRow{.path = "metrics", .help = "your own metrics, in the formula language"},
    KeyRow{.path = "metrics.*", .key_rule = R::identifier, .set = [](B& b, const N& n) { b.campaign.metrics.emplace_back(); metric(b).id = n.key; }},
    KeyRow{.path = "metrics.*.formula", .types = text, .required = true, .rule = R::filled, .help = "the formula", .set = [](B& b, const N& n) { metric(b).formula = text_of(n); metric(b).place = inside_of(n); }},
    KeyRow{.path = "metrics.*.unit", .types = text, .choices = "none|count|ratio|factor|money|seconds|hours|days|per_day", .help = "unit of the result", .set = [](B& b, const N& n) { metric(b).unit = text_of(n); }},
    KeyRow{.path = "metrics.*.aggregation", .types = text, .choices = "pooled|mean|median", .help = "over sums, or mean or median of each post's value", .set = [](B& b, const N& n) { metric(b).aggregation = text_of(n); }},

    KeyRow{.path = "posts", .types = array, .help = "posts in canonical columns, so that this file can be the whole input"},
    KeyRow{.path = "posts[]", .open = true},

    KeyRow{.path = "settings", .help = "how numbers are computed; flags of the same names win"},
    KeyRow{.path = "settings.set", .types = text | object, .choices = "lc|lcs|lcss", .help = "interactions that count: likes, comments, shares, saves; for all metrics or by metric", .set = set_for_all},
    KeyRow{.path = "settings.set.*", .types = text, .choices = "lc|lcs|lcss", .key_rule = R::identifier, .set = [](B& b, const N& n) { b.campaign.settings.metric_sets.insert_or_assign(std::string(n.key), interaction_set(text_of(n))); }},
    KeyRow{.path = "settings.missing", .types = text, .choices = "strict|partial|zero", .help = "how missing counts are read", .set = [](B& b, const N& n) { b.campaign.settings.missing = text_of(n) == "strict" ? MissingMode::strict : text_of(n) == "partial" ? MissingMode::partial : MissingMode::zero; }},
    KeyRow{.path = "settings.headline", .types = text, .rule = R::identifier, .help = "metric that leads the report", .set = [](B& b, const N& n) { b.campaign.settings.headline = text_of(n); }},
    KeyRow{.path = "settings.aggregate", .types = text, .choices = "pooled|mean|median", .help = "how the posts' rates become the headline", .set = [](B& b, const N& n) { b.campaign.settings.aggregate = text_of(n) == "pooled" ? Averaging::pooled : text_of(n) == "mean" ? Averaging::mean : Averaging::median; }},
    KeyRow{.path = "settings.view_definition", .types = text, .rule = R::filled, .help = "label of what a view is; numbers are never rescaled", .set = [](B& b, const N& n) { b.campaign.settings.view_definition = text_of(n); }},
    KeyRow{.path = "settings.subject", .types = text, .choices = "brand|creator|both", .help = "whose follower growth is reported", .set = [](B& b, const N& n) { b.campaign.settings.subject = text_of(n) == "brand" ? GrowthSubject::brand : text_of(n) == "creator" ? GrowthSubject::creator : GrowthSubject::both; }},
    KeyRow{.path = "settings.margin", .types = text | number, .rule = R::percent, .least = "0", .most = "1", .above_least = true, .help = "gross margin in roi, \"60%\" or 0.6; 1 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.margin = *rational_of(n); }},
    KeyRow{.path = "settings.revenue_basis", .types = text, .choices = "net|gross", .help = "revenue after or before refunds", .set = [](B& b, const N& n) { b.campaign.settings.revenue_basis = text_of(n) == "net" ? RevenueBasis::net : RevenueBasis::gross; }},
    KeyRow{.path = "settings.credit_policy", .types = text, .choices = "code_first|link_first|code_if_involved|code_if_winner|split", .help = "as attribution.credit_policy",
           .set = [](B& b, const N& n) { state_once(b, n, "credit_policy"); b.campaign.attribution.credit_policy = text_of(n); }},
    KeyRow{.path = "settings.ctr_denominator", .types = text, .choices = "views|impressions", .help = "what clicks are divided by", .set = [](B& b, const N& n) { b.campaign.settings.ctr_denominator = text_of(n) == "views" ? ClickBase::views : ClickBase::impressions; }},
    KeyRow{.path = "settings.confidence", .types = number, .least = "0.5", .most = "0.9999", .help = "of intervals; 0.95 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.confidence = double_of(n); }},
    KeyRow{.path = "settings.tiers", .least = "1", .most = "1", .like = "tiers", .help = "as tiers", .set = [](B& b, const N& n) { state_once(b, n, "tiers"); }},
    KeyRow{.path = "settings.posting", .like = "posting", .help = "as posting", .set = [](B& b, const N& n) { state_once(b, n, "posting"); }},
    KeyRow{.path = "settings.power", .help = "when a creator is called a power influencer"},
    KeyRow{.path = "settings.power.engagement", .types = number, .least = "0", .most = "1000", .help = "median er_views at least this times the band's benchmark; 1.5 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.power_engagement = double_of(n); }},
    KeyRow{.path = "settings.power.views", .types = number, .least = "0", .most = "1000", .help = "median views per follower at least this; 1 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.power_views = double_of(n); }},
    KeyRow{.path = "settings.power.posts", .types = integer, .least = "1", .most = "1000", .help = "fewest posts; 5 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.power_posts = int_of(n); }},
    KeyRow{.path = "settings.best_time", .help = "when a time of the week is called the best"},
    KeyRow{.path = "settings.best_time.posts", .types = integer, .least = "1", .most = "1000", .help = "fewest posts of an hour; 3 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.slot_posts = int_of(n); }},
    KeyRow{.path = "settings.best_time.shrink", .types = integer, .least = "0", .most = "1000", .help = "posts' worth of the overall mean mixed into each hour; 5 unless stated", .set = [](B& b, const N& n) { b.campaign.settings.shrink = int_of(n); }},
    KeyRow{.path = "settings.benchmarks", .types = text, .rule = R::filled, .help = "file of benchmarks instead of the published ones", .set = [](B& b, const N& n) { b.campaign.settings.benchmarks = text_of(n); }},
    KeyRow{.path = "settings.sentiment", .help = "how comments are scored that carry no label"},
    KeyRow{.path = "settings.sentiment.lexicon", .types = text, .rule = R::filled, .flag = "sentiment", .help = "file of words with their valence; without one such comments stay unscored", .set = [](B& b, const N& n) { b.campaign.settings.sentiment_lexicon = text_of(n); }},
    KeyRow{.path = "settings.emv", .help = "values of earned media, in the report's currency; none are built in"},
    KeyRow{.path = "settings.emv.reference_cpm", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "price of 1,000 views", .set = set_emv},
    KeyRow{.path = "settings.emv.value_per_mille", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of 1,000 views beside the interactions", .set = set_emv},
    KeyRow{.path = "settings.emv.likes", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of a like", .set = set_emv},
    KeyRow{.path = "settings.emv.comments", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of a comment", .set = set_emv},
    KeyRow{.path = "settings.emv.shares", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of a share", .set = set_emv},
    KeyRow{.path = "settings.emv.saves", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of a save", .set = set_emv},
    KeyRow{.path = "settings.emv.clicks", .types = text | number, .rule = R::decimal, .least = "0", .most = count_most, .help = "value of a click", .set = set_emv},
    KeyRow{.path = "settings.rating_weights", .help = "weights of the ratings in fit_score"},
    KeyRow{.path = "settings.rating_weights.*", .types = number, .least = "0", .most = "1000", .key_rule = R::identifier, .set = [](B& b, const N& n) { b.campaign.settings.rating_weights.insert_or_assign(std::string(n.key), *rational_of(n)); }},
    KeyRow{.path = "settings.disclosure_country", .types = text, .choices = disclosure_countries, .help = "country whose hashtags disclose; without it ad, advertisement, sponsored, paidpartnership do", .set = [](B& b, const N& n) { b.campaign.settings.disclosure_country = text_of(n); }},
    KeyRow{.path = "settings.disclosure_tags", .types = array, .help = "hashtags that disclose, instead of a country's"},
    KeyRow{.path = "settings.disclosure_tags[]", .types = text, .rule = R::tag, .set = [](B& b, const N& n) { b.campaign.settings.disclosure_tags.push_back(normal_tag(text_of(n))); }},
};
// clang-format on

}  // namespace

std::span<const KeyRow> campaign_keys() { return rows; }

}  // namespace tiktok_kpi
