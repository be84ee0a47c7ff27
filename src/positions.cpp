#include "positions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "input/locate.hpp"

namespace tiktok_kpi {

std::vector<FilePosition> file_positions_of(const DatasetSpec& spec, const ReadLog& log,
                                            const std::vector<Place>& places) {
  std::vector<FilePosition> positions;
  for (std::size_t begin = 0; begin < places.size();) {
    const std::uint32_t input = places[begin].input;
    std::vector<std::uint64_t> offsets;
    for (; begin < places.size() && places[begin].input == input; ++begin)
      offsets.push_back(places[begin].offset);
    const InputLog& read = log.inputs[input];
    for (const Located& located : locate(spec.inputs[input].location, read.plan.encoding, offsets))
      positions.push_back({read.path, located.at.line, located.at.column});
  }
  return positions;
}

std::vector<std::string> positions_of(const DatasetSpec& spec, const ReadLog& log,
                                      const std::vector<Place>& places) {
  std::vector<std::string> words;
  for (const FilePosition& position : file_positions_of(spec, log, places))
    words.push_back(fmt::format("{}:{}:{}", position.path, position.line, position.column));
  return words;
}

void place_checks(std::vector<Check>& checks, const Invocation& invocation) {
  std::vector<Check*> placed;
  for (Check& check : checks) {
    if (!check.place.known() || check.place.input >= invocation.inputs.size()) continue;
    check.at.path = invocation.inputs[check.place.input];
    std::error_code error;
    if (std::filesystem::is_regular_file(check.at.path, error)) placed.push_back(&check);
  }
  std::ranges::stable_sort(placed, {}, [](const Check* check) { return check->place; });
  for (std::size_t begin = 0; begin < placed.size();) {
    const std::string& path = placed[begin]->at.path;
    std::vector<std::uint64_t> offsets;
    std::size_t end = begin;
    for (; end < placed.size() && placed[end]->at.path == path; ++end)
      offsets.push_back(placed[end]->place.offset);
    const std::vector<Located> located = locate({path, {}}, "utf-8", offsets);
    for (std::size_t i = begin; i < end; ++i) {
      placed[i]->at.line = located[i - begin].at.line;
      placed[i]->at.column = located[i - begin].at.column;
    }
    begin = end;
  }
}

}  // namespace tiktok_kpi
