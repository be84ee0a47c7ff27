#pragma once
// The table of output formats. A format is one file of this folder and one row here; --format, -o,
// help and completions read it.
#include <array>
#include <string_view>

#include "render/renderer.hpp"

namespace tiktok_kpi {

extern const Renderer table_renderer;
extern const Renderer markdown_renderer;
extern const Renderer csv_renderer;
extern const Renderer tsv_renderer;
extern const Renderer json_renderer;
extern const Renderer ndjson_renderer;
extern const Renderer junit_renderer;
extern const Renderer sarif_renderer;
extern const Renderer github_renderer;

// clang-format off
inline constexpr std::array renderers{
    &table_renderer,
    &markdown_renderer,
    &csv_renderer,
    &tsv_renderer,
    &json_renderer,
    &ndjson_renderer,
    &junit_renderer,
    &sarif_renderer,
    &github_renderer,
};
// clang-format on

/// By name of --format; nullptr when there is none.
[[nodiscard]] const Renderer* find_renderer(std::string_view id);

/// Does a file's name end in one of these, in any case? They are separated by '|'.
[[nodiscard]] bool has_extension(std::string_view path, std::string_view extensions);

/// By the ending of a file's name, in any case; nullptr when no format has it.
[[nodiscard]] const Renderer* renderer_for_extension(std::string_view path);

}  // namespace tiktok_kpi
