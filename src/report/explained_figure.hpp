#pragma once
// What every explanation of one figure says: the figure first, how it is defined last.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Title and figure; `of` is what it is the figure of: "@ana", "post 7364803761190417483".
void begin_explanation(std::string_view id, std::string_view of, const Quantity& value,
                       Document& document, Section& section);
/// "file:line:column" of each place, in any order; empty where an answer cannot say. One pass over
/// each input.
[[nodiscard]] std::vector<std::string> words_of_places(const Answers& answers,
                                                       std::span<const Place> places);
/// Description, formula, why it is undefined, `more`, source.
void end_explanation(Answers& answers, std::string_view id, const Quantity& value, Section& section,
                     const std::string& more = {});

}  // namespace tiktok_kpi
