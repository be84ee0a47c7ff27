#pragma once
// What a campaign file says, as plain values. Read by input/campaign_reader from the table that
// also prints the JSON Schema.
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tiktok_kpi/core/money.hpp"
#include "tiktok_kpi/core/place.hpp"
#include "tiktok_kpi/core/rational.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

/// Civil day: days since 1970-01-01.
using Day = std::int32_t;

/// Both ends inside; either may be open.
struct DayRange {
  std::optional<Day> from;
  std::optional<Day> to;
  [[nodiscard]] bool given() const { return from || to; }
  [[nodiscard]] bool contains(Day day) const {
    return (!from || day >= *from) && (!to || day <= *to);
  }
};

/// Overrides of what a reader would guess of a source. Empty or nullopt: guess.
/// When figures were exported: Unix seconds, or a day without an hour (its first second, UTC).
struct ExportTime {
  std::int64_t seconds = 0;
  bool day_only = false;
  friend bool operator==(const ExportTime&, const ExportTime&) = default;
};

struct ReadOverrides {
  std::string format;    ///< id of an input format
  std::string encoding;  ///< "utf-8", "utf-16le", "utf-16be", "windows-1252"
  std::optional<char> delimiter;
  std::optional<char> decimal;            ///< '.' or ','
  std::string date_order;                 ///< "dmy", "mdy", "ymd"
  std::string timezone;                   ///< zone of times without offset, IANA name
  std::optional<int> year;                ///< year of the last row whose dates carry none
  std::string creator;                    ///< account the file belongs to
  std::optional<ExportTime> exported_at;  ///< of rows that state none
  std::map<std::string, std::string, std::less<>>
      columns;  ///< canonical field -> header in the file
};

struct SourceSpec {
  std::string path;  ///< as written; file, folder or glob; relative to the campaign file
  ReadOverrides overrides;
  Place place{};
};

struct CodeSpec {
  std::string code;
  DayRange valid;
};

struct Gift {
  std::string what;
  std::optional<Money> cost;  ///< of one piece; missing: stated as unknown
  std::int64_t count = 1;
  std::optional<Money> shipping;  ///< of all pieces; 0 when not stated, missing: stated as unknown
};

/// Cost part beside the fee: `kind` is one of paid_boost, usage_rights, exclusivity, production,
/// agency, other.
struct CostItem {
  std::string what;
  std::string kind = "other";
  std::optional<Money> amount;  ///< missing: stated as unknown (null)
};

struct Contract {
  std::optional<std::int64_t> posts;
  std::optional<Day> due;
  std::vector<std::string> hashtags, mentions, caption;
  std::optional<Rational> min_duration_s, max_duration_s;
  std::optional<bool> disclosure;
  std::string disclosure_country;  ///< whose list of tags discloses; empty: that of the settings
  DayRange exclusivity;
  std::vector<std::string> competitors;
  std::optional<Day> rights_granted;
  std::optional<std::int64_t> rights_months;
  std::optional<bool> rights_paid_ads;
  std::optional<bool> rights_cleared;  ///< rights to music and content must be confirmed
  Place place{};
};

/// A draft sent for approval; times as written, local ones in the zone of the campaign.
struct PostDraft {
  std::string sent;
  std::string approved;  ///< empty: not approved yet
};

struct CampaignCreator {
  std::string handle;   ///< normal form: no @, case-folded
  std::string display;  ///< as written
  std::optional<std::int64_t> followers;
  std::optional<Money> fee;
  bool fee_unknown = false;  ///< stated as null: the total cost is then unknown; absent is 0
  std::optional<Rational> commission;  ///< fraction
  bool commission_unknown = false;     ///< stated as null
  std::vector<Gift> gifts;
  std::vector<CostItem> costs;
  std::vector<CodeSpec> codes;
  std::vector<std::string> utm_content;
  std::optional<Contract> contract;
  std::optional<Day> contacted, replied;  ///< outreach; not replied: no answer yet
  std::vector<PostDraft> drafts;
  std::map<std::string, Rational> ratings;
  std::map<std::string, Rational> audience;  ///< shares of segments, of any sum
  Place place{};
};

struct GoalSpec {
  std::string metric;
  std::string condition;        ///< ">= 4%"
  std::string level = "error";  ///< "error", "warning" or "note"
  Place place{};                ///< of the condition's text
  Place metric_place{};         ///< of the metric's name
};

/// Metric defined by the user in the formula language.
struct MetricSpec {
  std::string id;
  std::string formula;
  std::string unit = "none";
  std::string aggregation = "pooled";  ///< "pooled", "mean" or "median"
  Place place{};                       ///< of the formula's text
};

struct AttributionSpec {
  std::string model = "last_touch";
  std::int64_t lookback_days = 30;
  Rational half_life_days{7};
  std::string credit_policy = "code_first";
  std::string multi_code =
      "split";  ///< several creators' codes on one order: "split", "first" or "last"
  std::optional<std::array<Rational, 3>>
      position_weights;  ///< first, middle, last; they add up to 1; default 0.4, 0.2, 0.4
};

/// How tracking links of the campaign are made.
struct LinkSpec {
  std::string url;  ///< landing page; empty: not stated
  std::string utm_source = "tiktok";
  std::string utm_medium = "influencer";
};

/// A campaign: one file, or what the command line names.
struct Campaign {
  std::string name;
  std::string brand;
  std::string objective;
  DayRange period;
  std::vector<SourceSpec> sources;
  std::vector<std::string> track_hashtags, track_mentions;  ///< normal forms
  std::vector<std::string> track_utm_campaign;
  LinkSpec links;
  std::vector<CampaignCreator> creators;
  std::vector<CostItem> costs;
  std::map<std::string, Rational> audience;  ///< wanted shares of segments, of any sum
  std::map<std::string, Rational> fx;        ///< units of the reporting currency per unit
  std::vector<GoalSpec> goals;
  std::vector<GoalSpec> data_rules;  ///< `metric` is the rule: "missing_share"
  /// Levels of checks by kind: "contract", "disclosure", "exclusivity", "rights"; error unless
  /// stated.
  std::map<std::string, std::string, std::less<>> check_levels;
  AttributionSpec attribution;
  std::vector<MetricSpec> metrics;
  /// The file with everything but the "posts" array blank, so that places are those of the file;
  /// empty when absent.
  std::string posts_json;
  Settings settings;
  std::string path;  ///< of the campaign file; empty for bare exports
};

}  // namespace tiktok_kpi
