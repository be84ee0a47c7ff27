// The reader and the printed JSON Schema are made of one table; an independent validator checks
// that they agree on files changed one thing at a time.
#define VALIJSON_USE_EXCEPTIONS 1
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <algorithm>

#include "campaign_example.hpp"
#include "input/campaign_keys.hpp"
#include "input/campaign_reader.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;
using Json = nlohmann::json;

namespace {

class Checker {
 public:
  Checker() {
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document_), schema_);
  }

  [[nodiscard]] bool schema_accepts(const Json& campaign) {
    valijson::Validator validator;
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(campaign), nullptr);
  }

 private:
  Json document_ = Json::parse(campaign_json_schema());
  valijson::Schema schema_;
};

/// "" when the reader accepts, else its message.
std::string refusal(const Json& campaign) {
  try {
    (void)read_campaign(campaign.dump(), 0, "");
    return {};
  } catch (const Error& error) {
    return error.diagnostic().message;
  }
}

Json example() { return Json::parse(campaign_example, nullptr, true, true); }

/// Every place of the example that a row of the table describes, as pointer and row.
void places_of(const KeyTree& tree, const Json& value, const Json::json_pointer& at,
               std::vector<std::pair<Json::json_pointer, const KeyTree*>>& out) {
  out.emplace_back(at, &tree);
  if (tree.row->open) return;
  if (value.is_array() && tree.element != nullptr)
    for (std::size_t i = 0; i < value.size(); ++i) places_of(*tree.element, value[i], at / i, out);
  if (value.is_object())
    for (const auto& [key, inner] : value.items()) places_of(*tree.find(key), inner, at / key, out);
}

std::vector<std::pair<Json::json_pointer, const KeyTree*>> places(const Json& campaign) {
  std::vector<std::pair<Json::json_pointer, const KeyTree*>> out;
  places_of(campaign_key_tree(), campaign, Json::json_pointer(), out);
  return out;
}

/// The example cut down to the name and the key that the place is in: quicker to validate.
Json around(const Json& whole, const Json::json_pointer& at) {
  if (at.empty()) return whole;
  Json::json_pointer top = at;
  while (!top.parent_pointer().empty()) top.pop_back();
  return Json{{"name", whole["name"]}, {top.back(), whole[top]}};
}

/// Values of every type, good and bad for most rules.
std::vector<Json> replacements(const KeyRow& row) {
  std::vector<Json> values{nullptr,
                           true,
                           0,
                           -1,
                           0.25,
                           2.5,
                           1'000'000'000'001LL,
                           "",
                           " ",
                           "x y",
                           "2024-05-31",
                           "31.05.2024",
                           "12 EUR",
                           "EUR 12.5",
                           "12.1234567 EUR",
                           "12 EURO",
                           "1,200 EUR",
                           "50%",
                           "100.5%",
                           "100%",
                           "0.5",
                           ".5",
                           "abc",
                           "EUR",
                           "UTC",
                           ">= 4%",
                           "4%",
                           "#tag",
                           "two words",
                           "9lives",
                           ";",
                           Json::array(),
                           Json::object(),
                           Json::array({1, "x", nullptr})};
  for (const std::string_view choice : split_choices(row.choices)) values.emplace_back(choice);
  if (!row.least.empty()) values.push_back(Json::parse(row.least));
  if (!row.most.empty()) values.push_back(Json::parse(row.most));
  return values;
}

/// What JSON Schema has no words for; the reader refuses it, the schema does not. One entry per
/// rule, by a part of the reader's message.
constexpr const char* inexpressible[] = {
    "belongs to @",         // codes and UTM contents of two creators
    "is listed twice",      // a creator twice, by normal form
    " before it begins (",  // ranges of days
    "/posting/band ends below its begin",
    "max_duration_s is below min_duration_s",
    "does not begin above",  // order of tiers
    "do not add up to 1",    // position weights
    "states already",        // tiers or credit_policy in two places
    "is stated twice",       // a currency in capitals and in small letters
    "must be above 0",       // "0.00" as text
    "is not a time zone",
    "is not a day",        // 30 February
    "is not one hashtag",  // every character that ends a hashtag
    "has more than six decimals",
    "too long to be kept exactly",
};

bool is_inexpressible(const std::string& message) {
  return std::ranges::any_of(
      inexpressible, [&](const char* part) { return message.find(part) != std::string::npos; });
}

struct Tally {
  int accepted = 0;
  int refused = 0;
};

void compare(Checker& checker, const Json& campaign, const std::string& change, Tally& tally) {
  const std::string message = refusal(campaign);
  const bool accepted = checker.schema_accepts(campaign);
  INFO(change << "\nreader: " << (message.empty() ? "accepts" : message)
              << "\nschema: " << (accepted ? "accepts" : "refuses"));
  if (message.empty())
    CHECK(accepted);
  else if (accepted)
    CHECK(is_inexpressible(message));
  (message.empty() ? tally.accepted : tally.refused)++;
}

}  // namespace

TEST_CASE("reader and schema agree on whole files") {
  Checker checker;
  Tally tally;
  compare(checker, example(), "the example", tally);
  compare(checker, Json::parse(R"({"name": "x"})"), "only a name", tally);
  compare(
      checker,
      Json::parse(
          R"({"$schema": "campaign.schema.json", "name": "x", "tiers": {"preset": "hundredk"}})"),
      "a preset", tally);
  compare(
      checker,
      Json::parse(
          R"({"name": "x", "settings": {"set": "lcss", "tiers": {"preset": "five"}, "posting": {"band": [1, 2]}, "credit_policy": "split"}})"),
      "all in settings", tally);
  CHECK(tally.accepted == 4);
}

TEST_CASE("reader and schema agree on every value replaced by every other") {
  Checker checker;
  Tally tally;
  const Json whole = example();
  for (const auto& [at, tree] : places(whole)) {
    for (const Json& value : replacements(*tree->row)) {
      Json changed = around(whole, at);
      changed[at] = value;
      compare(checker, changed, at.to_string() + " = " + value.dump(), tally);
    }
  }
  CHECK(tally.accepted > 900);
  CHECK(tally.refused > 2500);
}

TEST_CASE("reader and schema agree on unknown and missing keys") {
  Checker checker;
  Tally tally;
  const Json whole = example();
  for (const auto& [at, tree] : places(whole)) {
    if (whole[at].is_object() && !tree->row->open) {
      Json changed = around(whole, at);
      changed[at]["no such key!"] = "x";
      compare(checker, changed, at.to_string() + " with a key too many", tally);
    }
    if (at.empty()) continue;
    Json changed = around(whole, at);
    changed[at.parent_pointer()].is_object()
        ? static_cast<void>(changed[at.parent_pointer()].erase(at.back()))
        : changed[at.parent_pointer()].erase(std::stoul(at.back()));
    compare(checker, changed, at.to_string() + " removed", tally);
  }
  CHECK(tally.accepted > 60);
  CHECK(tally.refused > 30);
}

TEST_CASE("the example reaches every key but those that exclude another") {
  // What the example lacks, the replacements above never reach; the whole files above do.
  std::vector<std::string> missing;
  const Json whole = example();
  std::vector<const KeyRow*> reached;
  for (const auto& [at, tree] : places(whole)) reached.push_back(tree->row);
  for (const KeyRow& row : campaign_keys())
    if (!row.open && std::ranges::find(reached, &row) == reached.end())
      missing.emplace_back(row.path);
  CHECK(missing == std::vector<std::string>{"$schema", "tiers.preset", "settings.credit_policy",
                                            "settings.tiers", "settings.posting"});
}
