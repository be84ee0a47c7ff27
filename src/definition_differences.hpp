#pragma once
// Figures of two reports are comparable only when they mean the same. Part of the pipeline.
#include <string>
#include <string_view>
#include <vector>

#include "tiktok_kpi/core/diagnostic.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// What two reports define otherwise.
struct DefinitionDifference {
  std::string subject;  ///< id of a metric, or "missing", "timezone", "currency"
  std::string part;     ///< "set", "denominator", "aggregation", "formula"; empty: the subject
  std::string a, b;     ///< empty: none
  [[nodiscard]] std::string what() const { return part.empty() ? subject : subject + " " + part; }
};

/// Of the metrics that both define, and of what the campaigns are read by.
[[nodiscard]] std::vector<DefinitionDifference> differences(const Document& a, const Document& b);
/// The warning; `a` and `b` name the reports.
[[nodiscard]] Diagnostic describe(const DefinitionDifference& difference, std::string_view a,
                                  std::string_view b);

}  // namespace tiktok_kpi
