#pragma once
// The table of export formats, in the order of detection: the first whose `needs` are met wins, so that
// narrow formats stand before wide ones. To add one: write formats/NAME.cpp, declare it here, list it.
#include <array>

#include "input/formats/format.hpp"

namespace tiktok_kpi {

extern const Format tiktok_studio_content;
extern const Format tiktok_studio_overview;
extern const Format tiktok_studio_viewers;
extern const Format tiktok_studio_followers;
extern const Format apify_csv;
extern const Format apify_json;
extern const Format drawrowfly_json;
extern const Format pyktok_csv;
extern const Format pandas_csv;
extern const Format canonical_csv;
extern const Format canonical_json;

inline constexpr std::array formats{
    &tiktok_studio_content, &tiktok_studio_overview, &tiktok_studio_viewers, &tiktok_studio_followers,
    &apify_csv,             &apify_json,             &drawrowfly_json,       &pyktok_csv,
    &pandas_csv,            &canonical_csv,          &canonical_json,
};

/// By id; nullptr when unknown.
[[nodiscard]] const Format* find_format(std::string_view id);

}  // namespace tiktok_kpi
