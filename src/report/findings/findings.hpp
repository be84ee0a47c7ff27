#pragma once
// The table of findings: what the figures advise. To add one: write its function in
// findings/NAME.cpp, declare it here, list it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// One thing to do, with the figure that says so. No finding without evidence: one whose value is
/// not known is left out.
struct Finding {
  std::string subject;      ///< whom or what it is about: "@ana", "#glowsoap", a code
  std::string_view metric;  ///< id of the figure
  Quantity value;
  /// Shows the evidence: a command, or "report --sections ID".
  std::string_view command;
  std::string text;  ///< goes on after the value; a sentence that says what to do or to ask
};

/// What comes first in the list.
enum class Urgency : std::uint8_t {
  now,    ///< money is lost, or a duty is broken
  next,   ///< figures would be better, or more would be known, if it were done
  later,  ///< what worked, for the next campaign
  ask,    ///< a question that figures cannot answer
};

struct FindingRow {
  std::string_view id;
  Urgency urgency;
  bool whole_campaign;  ///< about cost, orders or goals: nothing to say of some posts only
  Request (*needs)(const ReportContext&);  ///< null: nothing beyond orders
  /// Adds what it finds, the weightiest first; only the first few are printed.
  void (*find)(Answers&, std::vector<Finding>&);
};

/// Most findings of one row.
inline constexpr std::size_t most_findings_of_a_kind = 3;
/// Fewer orders than this are no ground for advice.
inline constexpr std::uint64_t fewest_orders = 10;

// contract.cpp
extern const FindingRow missing_posts_finding;
extern const FindingRow undisclosed_finding;
extern const FindingRow exclusivity_finding;
extern const FindingRow ended_rights_finding;
extern const FindingRow ending_rights_finding;
// creators.cpp
extern const FindingRow drops_finding;
extern const FindingRow lifts_finding;
extern const FindingRow questions_finding;
// fading.cpp
extern const FindingRow living_posts_finding;
extern const FindingRow half_life_finding;
// growth.cpp
extern const FindingRow follower_gains_finding;
extern const FindingRow follower_losses_finding;
extern const FindingRow follower_cost_finding;
// missed.cpp
extern const FindingRow missed_finding;
// money.cpp
extern const FindingRow losses_finding;
extern const FindingRow rebookings_finding;
// orders.cpp
extern const FindingRow code_leaks_finding;
extern const FindingRow code_typos_finding;
extern const FindingRow unattributed_finding;
// posting.cpp
extern const FindingRow hours_finding;
extern const FindingRow rhythms_finding;

/// Of equal urgency the first row comes first.
inline constexpr std::array finding_rows{
    &missing_posts_finding, &undisclosed_finding,     &exclusivity_finding,
    &ended_rights_finding,  &missed_finding,          &losses_finding,
    &ending_rights_finding, &living_posts_finding,    &unattributed_finding,
    &code_leaks_finding,    &code_typos_finding,      &drops_finding,
    &hours_finding,         &follower_losses_finding, &rebookings_finding,
    &lifts_finding,         &follower_gains_finding,  &half_life_finding,
    &follower_cost_finding, &rhythms_finding,         &questions_finding,
};

struct RankedFinding {
  std::string_view rule;  ///< id of the row
  Urgency urgency;
  Finding finding;
};
/// All findings of the campaign, ranked.
[[nodiscard]] std::vector<RankedFinding> find_all(Answers& answers);

/// Adds what one row found, cut to its few; findings without a value are left out.
void take(std::string_view rule, Urgency urgency, std::vector<Finding> found,
          std::vector<RankedFinding>& all);
/// The most urgent first, otherwise in the order given.
void rank(std::vector<RankedFinding>& all);
/// What people see of findings unless --limit says otherwise are the first ten; machines get all.
[[nodiscard]] Table findings_table(std::vector<RankedFinding> found, const TableOptions& options);

}  // namespace tiktok_kpi
