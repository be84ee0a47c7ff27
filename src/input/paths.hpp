#pragma once
// Paths of sources to files: folders, * patterns, and the rule that a campaign file reaches only
// what lies in its own folder.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/campaign.hpp"

namespace tiktok_kpi {

/// What named a file; a file that fails is an error when it was named itself, a note inside a
/// folder.
enum class NamedBy : std::uint8_t { path, folder, pattern };

struct InputPath {
  std::string path;  ///< to open: the folder of the campaign file and the source's path, tidied
  std::size_t source = 0;  ///< which of the sources named it
  NamedBy named_by = NamedBy::path;
};

struct PathRules {
  std::string folder;     ///< paths are relative to it; empty: the working directory
  bool confined = false;  ///< only regular files below `folder`: true for campaign files, unless
                          ///< --allow-outside
};

/// Files of the sources, sorted by path, each once: where several sources name a file, a path wins
/// over a folder and a folder over a pattern, then the later source. Folders are read recursively;
/// hidden entries and links to folders are skipped. `*` stands for any characters within one name,
/// but no leading dot. Throws Error at the source's place: "no-such-file", "no-match" (a pattern or
/// folder without files), "path-refused" (confined only: leaves the folder by name or by link, or
/// is a device, pipe or socket).
[[nodiscard]] std::vector<InputPath> resolve_paths(std::span<const SourceSpec> sources,
                                                   const PathRules& rules);

/// The folder of a campaign file, for PathRules; "" for a bare name.
[[nodiscard]] std::string folder_of(std::string_view path);

/// Does the name match the pattern? `*` is any run of bytes, the rest is literal.
[[nodiscard]] bool matches_pattern(std::string_view name, std::string_view pattern);

}  // namespace tiktok_kpi
