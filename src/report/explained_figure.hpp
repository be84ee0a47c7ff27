#pragma once
// What every explanation of one figure says: the figure first, how it is defined last.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Title and figure; `of` is what it is the figure of: "@ana", "post 7364803761190417483".
void begin_explanation(std::string_view id, std::string_view of, const Quantity& value,
                       Document& document, Section& section);
/// Description, formula, why it is undefined, `more`, source.
void end_explanation(Answers& answers, std::string_view id, const Quantity& value, Section& section,
                     const std::string& more = {});

}  // namespace tiktok_kpi
