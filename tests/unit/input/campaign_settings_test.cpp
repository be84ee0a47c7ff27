// Flags that state the same as keys of "settings".
#include "input/campaign_settings.hpp"

#include "input/campaign_reader.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

std::string refusal(std::string_view name, std::string_view value) {
  Campaign campaign;
  campaign.name = "kept";
  try {
    apply_setting(campaign, name, value);
  } catch (const Error& error) {
    CHECK(campaign.name == "kept");
    const Diagnostic& d = error.diagnostic();
    return std::string(d.code->id) + ": " + d.message + (d.hint.empty() ? "" : " / " + d.hint);
  }
  return "set";
}

}  // namespace

TEST_CASE("a flag wins over the campaign file") {
  Campaign campaign =
      read_campaign(
          R"({"name": "x", "settings": {"set": {"er_views": "lc"}, "aggregate": "mean", "credit_policy": "split"}})",
          0, "")
          .campaign;
  apply_setting(campaign, "aggregate", "median");
  CHECK(campaign.settings.aggregate == Averaging::median);
  apply_setting(campaign, "credit-policy", "link_first");
  CHECK(campaign.attribution.credit_policy == "link_first");
  apply_setting(campaign, "margin", "60%");
  CHECK(campaign.settings.margin == *Rational::make(3, 5));
  apply_setting(campaign, "margin", "0.5");
  CHECK(campaign.settings.margin == *Rational::make(1, 2));
  apply_setting(campaign, "power.posts", "8");
  CHECK(campaign.settings.power_posts == 8);
  apply_setting(campaign, "tiers.preset", "five");
  CHECK(campaign.settings.tiers.size() == 5);
  apply_setting(campaign, "set.er_views", "lcss");
  CHECK(campaign.settings.metric_sets.at("er_views") ==
        InteractionSet::likes_comments_shares_saves);
  apply_setting(campaign, "set", "lcs");
  CHECK(campaign.settings.set == InteractionSet::likes_comments_shares);
  CHECK(campaign.settings.metric_sets.empty());
  apply_setting(campaign, "emv.likes", "0.02");
  CHECK(campaign.settings.emv.at("likes") == *Rational::make(1, 50));
}

TEST_CASE("a flag's value is checked as the file's is") {
  CHECK(refusal("aggregate", "mode") ==
        "unknown-name: \"mode\" is no value of --aggregate / Known: pooled, mean and median.");
  CHECK(refusal("power.posts", "few") ==
        "bad-option: --power.posts is text; it must be a whole number");
  CHECK(refusal("confidence", "95") == "bad-option: --confidence is 95; it must be at most 0.9999");
  CHECK(
      refusal("margin", "110%") ==
      "bad-option: --margin: \"110%\" is not a percentage from 0% to 100% / Write it as \"10%\".");
  CHECK(
      refusal("set.er views", "lc") ==
      "bad-option: --set.er views: \"er views\" is not the name of a metric / A name has letters, "
      "digits and underscores and begins with no digit.");
  CHECK(refusal("agregate", "mean") ==
        "unknown-name: there is no setting \"agregate\" / Did you mean \"aggregate\"?");
  CHECK(refusal("power", "1") == "unknown-name: there is no setting \"power\"");
}

TEST_CASE("every setting that takes one value has a flag") {
  std::string names;
  for (const SettingFlag& flag : setting_flags()) names += flag.name + " ";
  CHECK(
      names ==
      "set set.NAME missing headline aggregate view-definition subject margin revenue-basis "
      "credit-policy ctr-denominator confidence tiers.preset power.engagement power.views "
      "power.posts best-time.posts best-time.shrink benchmarks sentiment.lexicon emv.reference-cpm "
      "emv.value-per-mille emv.likes emv.comments emv.shares emv.saves emv.clicks "
      "rating-weights.NAME disclosure-country ");
}
