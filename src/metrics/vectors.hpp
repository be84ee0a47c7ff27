#pragma once
// Formula tests: a file of worked examples, each run through the registry. `tiktok-kpi formulas
// test FILE`.
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/arguments.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

struct VectorResult {
  std::size_t index = 0;  ///< position in the file, from 0
  std::string metric;
  bool ok = false;
  std::string got;       ///< as JSON
  std::string expected;  ///< as JSON
  std::string message;   ///< why it failed, or the note of the entry
};

struct VectorReport {
  std::vector<VectorResult> results;  ///< in the order of the file, without what `only` leaves out
  std::vector<std::string> unknown_metrics;  ///< each once, sorted; every entry of theirs failed
  std::size_t failed = 0;
  [[nodiscard]] bool ok() const { return failed == 0; }
};

/// Works out metrics that the registry does not hold (attribution…); nothing when it does not know
/// them either.
using OtherMetrics = std::function<std::optional<Argument>(
    std::string_view metric, const Arguments& inputs, const Settings& settings)>;

/// Runs `[{metric, inputs, expected, tolerance, …}]`. A number passes within tolerance x max(1,
/// |expected|); everything else must be equal; a missing value equals null only. `only` names the
/// metrics to run (all when empty). Throws Error("bad-vector") when the text is not in this form.
[[nodiscard]] VectorReport run_vectors(std::string_view json, std::span<const std::string> only,
                                       const Settings& settings, const OtherMetrics& others = {});

/// Whether `got` passes; `why` says what differs.
[[nodiscard]] bool matches(const Argument& got, const Argument& expected, const Rational& tolerance,
                           std::string& why);
/// JSON text of a value: numbers exact where a decimal form of at most 17 digits exists.
[[nodiscard]] std::string to_json(const Argument& value);

}  // namespace tiktok_kpi
