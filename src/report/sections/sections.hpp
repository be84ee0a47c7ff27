#pragma once
// The table of report sections, in the order of the report. To add one: write sections/NAME.cpp,
// declare it here, list it.
#include <array>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

struct ReportSection {
  std::string_view id;
  std::string_view title;
  std::string_view summary;  ///< one line of help
  /// What it needs of the rows; sections that read only aggregates of others need nothing more.
  Request (*needs)(const ReportContext&);
  void (*build)(Answers&, Document&, Section&);
};

extern const ReportSection headline_section;
extern const ReportSection creators_section;
extern const ReportSection posts_section;
extern const ReportSection hashtags_section;
extern const ReportSection tiers_section;
extern const ReportSection depth_section;
extern const ReportSection timeline_section;
extern const ReportSection posting_section;
extern const ReportSection attribution_section;
extern const ReportSection money_section;
extern const ReportSection delivery_section;
extern const ReportSection sentiment_section;
extern const ReportSection partnerships_section;
extern const ReportSection findings_section;
extern const ReportSection notes_section;

inline constexpr std::array report_sections{
    &headline_section,     &creators_section, &posts_section,    &hashtags_section,
    &tiers_section,        &depth_section,    &timeline_section, &posting_section,
    &attribution_section,  &money_section,    &delivery_section, &sentiment_section,
    &partnerships_section, &findings_section, &notes_section,
};

/// By id; throws Error("unknown-name") that names the nearest.
[[nodiscard]] const ReportSection& find_section(std::string_view id);

}  // namespace tiktok_kpi
