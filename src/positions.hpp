#pragma once
// Places of inputs and of the campaign file as lines and columns.
#include <string>
#include <vector>

#include "dataset.hpp"

namespace tiktok_kpi {

/// Where each place of the inputs stands; places ascend. One pass over each input concerned.
[[nodiscard]] std::vector<FilePosition> file_positions_of(const DatasetSpec& spec,
                                                          const ReadLog& log,
                                                          const std::vector<Place>& places);
/// The same in words: "posts.csv:12:7".
[[nodiscard]] std::vector<std::string> positions_of(const DatasetSpec& spec, const ReadLog& log,
                                                    const std::vector<Place>& places);

/// Works out where the rules of the checks stand in the campaign file.
void place_checks(std::vector<Check>& checks, const Invocation& invocation);

}  // namespace tiktok_kpi
