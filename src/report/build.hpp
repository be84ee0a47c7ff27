#pragma once
// Picks the sections, adds up their needs, builds them in order.
#include <string>
#include <vector>

#include "report/sections/sections.hpp"

namespace tiktok_kpi {

/// The sections of the given ids, or all. Throws unknown-name.
[[nodiscard]] std::vector<const ReportSection*> pick_sections(const std::vector<std::string>& ids);
/// What the sections need: one request for each grouping, and one without grouping for what is only
/// kept.
[[nodiscard]] std::vector<Request> needs_of(const std::vector<const ReportSection*>& sections,
                                            const ReportContext& context);
/// Fills title, totals, definitions and sections of the document.
void build_sections(const std::vector<const ReportSection*>& sections, Answers& answers,
                    Document& document);

}  // namespace tiktok_kpi
