// The campaign file: what is read, and what is said of mistakes.
#include "input/campaign_reader.hpp"

#include "campaign_example.hpp"
#include "core/civil_time.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

Campaign read(std::string_view text) { return read_campaign(text, 3, "c/campaign.json").campaign; }

std::string shown(const Diagnostic& d, std::string_view text) {
  CHECK(d.place.input == 3);
  return std::string(d.code->id) + " at `" + std::string(text.substr(d.place.offset, d.length)) +
         "`: " + d.message + (d.hint.empty() ? "" : " / " + d.hint);
}

/// Code, the bytes it points at, message and hint.
std::string refusal(const std::string& text) {
  try {
    (void)read(text);
  } catch (const Error& error) {
    return shown(error.diagnostic(), text);
  }
  return "read";
}

std::string with(const std::string& keys) { return "{\"name\": \"x\", " + keys + "}"; }
std::string in_creator(const std::string& keys) {
  return with("\"creators\": [{\"handle\": \"ana\", " + keys + "}]");
}

}  // namespace

TEST_CASE("every key of the example reaches the campaign") {
  const CampaignFile file = read_campaign(campaign_example, 3, "c/campaign.json");
  CHECK(file.warnings.empty());
  const Campaign& c = file.campaign;
  CHECK(c.path == "c/campaign.json");
  CHECK(c.name == "Glow Soap May");
  CHECK(c.settings.timezone == "Europe/Berlin");
  CHECK(c.settings.currency.code() == "EUR");
  CHECK(*c.period.from == 19844);
  CHECK(*c.period.to == 19874);
  REQUIRE(c.sources.size() == 4);
  CHECK(c.sources[0].path == "exports/*.csv");
  CHECK(std::string_view(campaign_example).substr(c.sources[0].place.offset, 7) == "exports");
  CHECK(c.sources[2].overrides.creator == "ana");
  CHECK(c.sources[2].overrides.year == 2024);
  CHECK(c.sources[3].overrides.columns.at("views") == "Video plays");
  CHECK(c.sources[3].overrides.decimal == ',');
  CHECK(c.sources[3].overrides.delimiter == ';');
  CHECK(c.sources[3].overrides.date_order == "dmy");
  CHECK(c.sources[3].overrides.timezone == "Asia/Jakarta");
  CHECK(c.track_hashtags == std::vector<std::string>{"glowsoap"});
  CHECK(c.track_mentions == std::vector<std::string>{"glow"});
  REQUIRE(c.creators.size() == 2);
  const CampaignCreator& ana = c.creators[0];
  CHECK(ana.handle == "ana");
  CHECK(ana.display == "@Ana");
  CHECK(*ana.followers == 48200);
  CHECK(*ana.fee == Money{1'200'000'000, *Currency::parse("EUR")});
  CHECK(*ana.commission == *Rational::make(1, 10));
  CHECK(ana.gifts[0].cost->micros == 18'000'000);
  CHECK(ana.gifts[0].count == 2);
  CHECK_FALSE(ana.gifts[0].shipping);
  CHECK(ana.costs[0].kind == "production");
  CHECK(*ana.costs[0].amount == Money{90'500'000, *Currency::parse("EUR")});
  CHECK(ana.codes[0].code == "ANA10");
  CHECK(format_day(*ana.codes[1].valid.to) == "2024-05-20");
  CHECK(*ana.contract->posts == 5);
  CHECK(*ana.contract->max_duration_s == *Rational::make(121, 2));
  CHECK(ana.contract->competitors == std::vector<std::string>{"otherbrand"});
  CHECK(*ana.contract->rights_months == 6);
  CHECK(*ana.contract->rights_paid_ads);
  CHECK(ana.ratings.at("production") == *Rational::make(9, 2));
  const CampaignCreator& chiyo = c.creators[1];
  CHECK_FALSE(chiyo.followers);
  CHECK((!chiyo.fee && chiyo.fee_unknown));
  CHECK(*chiyo.commission == *Rational::make(1, 8));
  CHECK_FALSE(chiyo.commission_unknown);
  CHECK(c.costs[0].kind == "agency");
  CHECK(*c.costs[0].amount == Money{400'000'000, *Currency::parse("EUR")});
  CHECK(c.fx.at("USD") == *Rational::make(23, 25));
  CHECK(c.fx.at("JPY") == *Rational::make(61, 10000));
  REQUIRE(c.goals.size() == 3);
  CHECK(c.goals[0].metric == "total_views");
  CHECK(c.goals[2].condition == ">= 150%");
  CHECK(c.goals[2].level == "warning");
  CHECK(std::string_view(campaign_example).substr(c.goals[2].place.offset, 7) == ">= 150%");
  CHECK(std::string_view(campaign_example).substr(c.goals[2].metric_place.offset, 3) == "roi");
  CHECK(c.attribution.model == "time_decay");
  CHECK(c.attribution.half_life_days == *Rational::make(7, 2));
  CHECK(c.attribution.position_weights->at(2) == *Rational::make(2, 5));
  CHECK(c.settings.tiers[1].lower == 50000);
  CHECK(c.settings.band_low == 0.5);
  CHECK(c.metrics[0].id == "deep_rate");
  CHECK(c.metrics[0].aggregation == "mean");
  // Everything else is blank, and the posts stand where they stood.
  const std::string_view posts = R"([{"post_id": "7364000000000000001", "views": 10}])";
  const std::size_t at = std::string_view(campaign_example).find(posts);
  REQUIRE(at != std::string_view::npos);
  CHECK(c.posts_json.substr(at, posts.size()) == posts);
  CHECK(c.posts_json.find_first_not_of(" \n") == at);
  CHECK(c.posts_json.find_last_not_of(" \n") == at + posts.size() - 1);
  CHECK(c.settings.metric_sets.at("er_followers") == InteractionSet::likes_comments);
  CHECK(c.settings.missing == MissingMode::partial);
  CHECK(c.settings.aggregate == Averaging::median);
  CHECK(c.settings.margin == *Rational::make(3, 5));
  CHECK(c.settings.revenue_basis == RevenueBasis::gross);
  CHECK(c.settings.ctr_denominator == ClickBase::impressions);
  CHECK(c.settings.power_posts == 8);
  CHECK(c.settings.slot_posts == 4);
  CHECK(c.settings.emv.at("reference_cpm") == *Rational::make(25, 2));
  CHECK(c.settings.disclosure_tags == std::vector<std::string>{"werbung"});
}

TEST_CASE("only the name is required") {
  CHECK(read("{\"name\": \"x\"}").name == "x");
  CHECK(refusal("{}") ==
        "bad-campaign at `{`: the campaign has no \"name\" / Add the key: name of the campaign.");
  CHECK(refusal("[]") == "bad-campaign at `[]`: the campaign is a list; it must be an object");
  CHECK(
      refusal("{\"name\": \" \"}") ==
      "bad-campaign at `\" \"`: /name: \" \" is not text / Write something, or leave the key out.");
}

TEST_CASE("broken JSON in a campaign file is a mistake of the configuration") {
  try {
    (void)read("{\"name\": \"x\",}");
    FAIL("read");
  } catch (const Error& error) {
    CHECK(error.exit_code() == ExitCode::usage);
    CHECK(error.diagnostic().message ==
          "the comma before the closing bracket has nothing after it");
  }
}

TEST_CASE("unknown keys and names suggest the nearest") {
  CHECK(
      refusal(with("\"creater\": []")) ==
      "unknown-key at `\"creater\"`: \"creater\" is no key of the campaign / Did you mean \"creators\"?");
  CHECK(
      refusal(with("\"creators\": [{\"handel\": \"ana\"}]")) ==
      "unknown-key at `\"handel\"`: \"handel\" is no key of /creators/0 / Did you mean \"handle\"?");
  CHECK(refusal(with("\"posting\": {\"rhythm\": 1}")) ==
        "unknown-key at `\"rhythm\"`: \"rhythm\" is no key of /posting / Known: band.");
  CHECK(
      refusal(with("\"attribution\": {\"model\": \"last-touch\"}")) ==
      "unknown-name at `\"last-touch\"`: \"last-touch\" is no value of /attribution/model / Did you mean \"last_touch\"?");
  CHECK(refusal(with("\"sources\": [{\"path\": \"a\", \"columns\": {\"vews\": \"x\"}}]")) ==
        "unknown-column at `\"vews\"`: \"vews\" is no column / Did you mean \"views\"?");
  CHECK(
      refusal("{\"name\": \"x\", \"name\": \"y\"}") ==
      "duplicate-key at `\"name\"`: the key \"name\" occurs twice in one object / Only one value can count; remove the other.");
}

TEST_CASE("wrong types say what is needed and how to write it") {
  CHECK(
      refusal(in_creator("\"followers\": \"48200\"")) ==
      "bad-campaign at `\"48200\"`: /creators/0/followers is text; it must be a whole number or null / Write 48200 without quotation marks.");
  CHECK(
      refusal(in_creator("\"followers\": 48.5")) ==
      "bad-campaign at `48.5`: /creators/0/followers is a number; it must be a whole number or null");
  CHECK(
      refusal(with("\"track\": {\"hashtags\": \"glow\"}")) ==
      "bad-campaign at `\"glow\"`: /track/hashtags is text; it must be a list / Write [\"glow\"].");
  CHECK(
      refusal(with("\"brand\": null")) ==
      "bad-campaign at `null`: /brand is null; it must be text / Leave the key out when there is nothing to say.");
  CHECK(
      refusal(with("\"goals\": {\"roi\": 1}")) ==
      "bad-campaign at `1`: /goals/roi is a number; it must be text or a list / Put it in double quotation marks: \"1\".");
}

TEST_CASE("days, money and percentages are checked as they are written") {
  CHECK(
      refusal(with("\"period\": {\"from\": \"2024-5-1\"}")) ==
      "bad-campaign at `\"2024-5-1\"`: /period/from: \"2024-5-1\" is not a day / Write the day as 2024-05-31.");
  CHECK(
      refusal(with("\"period\": {\"from\": \"2023-02-29\"}")) ==
      "bad-campaign at `\"2023-02-29\"`: /period/from: \"2023-02-29\" is not a day / Write the day as 2024-05-31.");
  CHECK(
      refusal(in_creator("\"fee\": \"12OO EUR\"")) ==
      "bad-campaign at `\"12OO EUR\"`: /creators/0/fee: \"12OO EUR\" is not an amount of money / Write it as \"1200 EUR\": digits, a decimal point, the currency's three letters.");
  CHECK(refusal(in_creator("\"fee\": \"-5 EUR\"")).starts_with("bad-campaign at `\"-5 EUR\"`"));
  CHECK(refusal(in_creator("\"fee\": -5")) ==
        "bad-campaign at `-5`: /creators/0/fee is -5; it must be at least 0");
  CHECK(
      refusal(in_creator("\"commission\": 10")) ==
      "bad-campaign at `10`: /creators/0/commission is 10; it must be at most 1 / A percentage is written in quotation marks: \"10%\".");
  CHECK(
      refusal(in_creator("\"commission\": \"110%\"")) ==
      "bad-campaign at `\"110%\"`: /creators/0/commission: \"110%\" is not a percentage from 0% to 100% / Write it as \"10%\".");
  CHECK(refusal(in_creator("\"followers\": -1")) ==
        "bad-campaign at `-1`: /creators/0/followers is -1; it must be at least 0");
  CHECK(
      refusal(in_creator("\"followers\": 18446744073709551616")) ==
      "bad-campaign at `18446744073709551616`: /creators/0/followers is 18446744073709551616; it must be at most 1000000000000");
  CHECK(
      refusal(with("\"timezone\": \"Europe/Berln\"")) ==
      "bad-campaign at `\"Europe/Berln\"`: /timezone: \"Europe/Berln\" is not a time zone / Write the IANA name, as Europe/Berlin or UTC.");
  CHECK(
      refusal(with("\"track\": {\"hashtags\": [\"no-sugar\"]}")) ==
      "bad-campaign at `\"no-sugar\"`: /track/hashtags/0: \"no-sugar\" is not one hashtag / A hashtag has letters, digits and underscores only.");
  CHECK(
      refusal(with("\"goals\": {\"er_views\": \"4%\"}")) ==
      "bad-campaign at `\"4%\"`: /goals/er_views: \"4%\" is not a condition / Begin with a comparison: \">= 4%\".");
}

TEST_CASE("ranges must not end before they begin") {
  CHECK(
      refusal(with("\"period\": {\"from\": \"2024-05-31\", \"to\": \"2024-05-01\"}")) ==
      "bad-campaign at `{\"from\": \"2024-05-31\", \"to\": \"2024-05-01\"}`: /period ends (2024-05-01) before it begins (2024-05-31) / Both days belong to the range; exchange them.");
  CHECK(refusal(
            in_creator(
                "\"codes\": [{\"code\": \"A\", \"from\": \"2024-05-02\", \"to\": \"2024-05-01\"}]"))
            .find("/creators/0/codes/0 ends (2024-05-01) before it begins (2024-05-02)") !=
        std::string::npos);
  CHECK(
      refusal(with("\"posting\": {\"band\": [3, 1]}")) ==
      "bad-campaign at `[3, 1]`: /posting/band ends below its begin / Write the lower number first.");
  CHECK(refusal(with("\"posting\": {\"band\": [3]}")) ==
        "bad-campaign at `[3]`: /posting/band has 1 entries; it must have exactly 2");
  CHECK(
      refusal(
          with(
              "\"tiers\": {\"list\": [{\"name\": \"b\", \"lower\": 5}, {\"name\": \"a\", \"lower\": 5}]}"))
          .find("the tier \"a\" does not begin above \"b\"") != std::string::npos);
}

TEST_CASE("a code belongs to one creator at a time") {
  const auto codes = [](const std::string& ana, const std::string& bo) {
    return with("\"creators\": [{\"handle\": \"ana\", \"codes\": [" + ana +
                "]}, {\"handle\": \"bo\", \"codes\": [" + bo + "]}]");
  };
  CHECK(
      refusal(codes("\"GLOW\"", "\" glow\"")) ==
      "bad-campaign at `\" glow\"`: the code \" glow\" belongs to @ana and @bo at the same time / A code belongs to one creator at a time: give each its own days with from and to.");
  CHECK(refusal(codes(R"({"code": "GLOW", "to": "2024-05-10"})",
                      R"({"code": "GLOW", "from": "2024-05-10"})"))
            .find("belongs to @ana and @bo on 2024-05-10") != std::string::npos);
  CHECK(refusal(codes(R"({"code": "GLOW", "to": "2024-05-10"})",
                      R"({"code": "GLOW", "from": "2024-05-11"})")) == "read");
  const std::string twice = in_creator("\"codes\": [\"A1\", \"a1\"]");
  const CampaignFile file = read_campaign(twice, 3, "");
  REQUIRE(file.warnings.size() == 1);
  CHECK(
      shown(file.warnings[0], twice) ==
      "bad-campaign at `\"a1\"`: the code \"a1\" of @ana is listed twice / One of the two has no effect.");
  CHECK(file.warnings[0].severity == Severity::warning);
}

TEST_CASE("creators and UTM contents have one owner") {
  CHECK(
      refusal(with("\"creators\": [{\"handle\": \"ana\"}, {\"handle\": \"@ANA\"}]")) ==
      "bad-campaign at `\"@ANA\"`: @ana is listed twice / Handles are compared without @ and case; keep one entry.");
  CHECK(
      refusal(with(
          "\"creators\": [{\"handle\": \"ana\", \"utm_content\": [\"a\"]}, {\"handle\": \"bo\", \"utm_content\": [\"b\", \"a\"]}]")) ==
      "bad-campaign at `\"a\"`: the UTM content \"a\" belongs to @ana and @bo / Give each creator a UTM content of their own.");
}

TEST_CASE("what may stand in two places stands in one") {
  CHECK(
      read(
          with(
              "\"settings\": {\"credit_policy\": \"link_first\", \"tiers\": {\"preset\": \"five\"}}"))
          .settings.tiers.size() == 5);
  CHECK(
      refusal(with(
          "\"tiers\": {\"preset\": \"five\"}, \"settings\": {\"tiers\": {\"preset\": \"default\"}}")) ==
      "bad-campaign at `{\"preset\": \"default\"}`: /settings/tiers states what /tiers states already / Keep one of the two.");
}

TEST_CASE("a rate of the report's own currency is dropped with a warning") {
  const std::string text = with("\"currency\": \"EUR\", \"fx\": {\"eur\": 1.1, \"USD\": 0.92}");
  const CampaignFile file = read_campaign(text, 3, "");
  CHECK(file.campaign.fx.size() == 1);
  REQUIRE(file.warnings.size() == 1);
  CHECK(
      shown(file.warnings[0], text) ==
      "bad-campaign at `1.1`: the rate of EUR has no effect: it is the currency of the report / Rates are units of EUR for one unit of the other currency.");
}
