#pragma once
// What inspect says about one input: facts that a person and a program both read.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// One thing that was stated or guessed.
struct InspectedFact {
  std::string id;     ///< "encoding"
  std::string value;  ///< "utf-8"
  std::string flag;   ///< what states it instead: "--encoding"
};

/// One column of the input, or one path of its records.
struct InspectedColumn {
  std::string source;               ///< header as written
  std::vector<std::string> fields;  ///< canonical names it fills; empty: not read
  std::string decimal;              ///< "." or ",", where it matters
  std::string dates;                ///< "day before month", "month before day", or empty
  std::string zone;                 ///< how times without a zone are read, or empty
};

struct InspectedInput {
  std::string path;
  bool readable = false;  ///< a format was recognised
  bool named = true;      ///< by the user, not found in a folder
  std::string format, label;
  std::vector<InspectedFact> facts;
  std::vector<InspectedColumn> columns;
  std::vector<std::string> guesses;
  std::vector<Diagnostic> warnings;   ///< open questions; what failed, when it is not readable
  std::optional<std::uint64_t> rows;  ///< records of the first MiB, where they can be counted
  bool whole = false;                 ///< the first MiB is the whole input
};

/// Looks at the first MiB. Never throws for what the input holds.
[[nodiscard]] InspectedInput inspect_input(const InputSpec& input, std::uint32_t ordinal,
                                           const ReadOptions& options);

[[nodiscard]] Document describe_inspection(std::span<const InspectedInput> inputs,
                                           const std::string& title);
[[nodiscard]] std::string inspection_as_json(std::span<const InspectedInput> inputs);

}  // namespace tiktok_kpi
