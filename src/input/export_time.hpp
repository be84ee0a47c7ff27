#pragma once
// When the figures of a file were exported, where its rows do not say: stated by the user, or
// carried by the name of the file or archive. Never the time stamp of the file, which differs
// between machines.
#include <optional>
#include <string>
#include <string_view>

#include "model/campaign.hpp"

namespace tiktok_kpi {

/// "2024-05-08", or an instant as "2024-05-08T09:00:00Z" (UTC unless it states an offset); nothing
/// when it is neither.
[[nodiscard]] std::optional<ExportTime> parse_export_time(std::string_view text);

/// The download time of TikTok Studio's archives (Overview_2025-08-28_1787841428_handle.zip), else
/// the only day in the name of the file or archive: posts-2024-05-08.csv, and with the time
/// dataset_2024-05-08_10-11-12-345.json (UTC). Nothing when the name holds several days, which are
/// a period, or none.
[[nodiscard]] std::optional<ExportTime> export_time_of_name(const std::string& path);

}  // namespace tiktok_kpi
