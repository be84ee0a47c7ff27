#pragma once
// How the fading of one post was found: its exports, one a line, with the places they stand in.
#include <string>
#include <string_view>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// Is the metric one of those that dated exports of one post give?
[[nodiscard]] bool is_fading_metric(std::string_view id);

/// `post`: the id of a post. Throws Error when no post that counts has it.
void explain_fading(Answers& answers, std::string_view id, const std::string& post,
                    Document& document, Section& section);

}  // namespace tiktok_kpi
