#pragma once
// Posts worth another use, as advertisements or on the brand's own channels.
#include <optional>

#include "report/answers.hpp"

namespace tiktok_kpi {

/// What it needs of each post, beside the metrics of the posts' table.
[[nodiscard]] FieldSet fields_of_reuse(const ReportContext& context);

/// The top tenth of the posts by engagement of views, 50 at most, with what is known of their
/// rights: those that may be used first, then those where something has to be asked. What is not
/// known is no pass. Nothing without a rate.
[[nodiscard]] std::optional<Table> reuse_table(Answers& answers);

}  // namespace tiktok_kpi
