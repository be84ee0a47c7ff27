// Formulas as strangers may write them: reading ends within its limits, what reads prints and reads
// back the same, and working it out never crashes or hangs.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "metrics/formula.hpp"
#include "metrics/post_metric.hpp"
#include "require.hpp"

using namespace tiktok_kpi;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 100'000) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Diagnostic fault;
  const auto formula = Formula::parse(text, post_names(), fault);
  if (!formula) {
    require(fault.code != nullptr && !fault.message.empty());
    require(fault.place.offset <= size);
    require(!with_caret(text, fault).empty());
    return 0;
  }
  require(formula->size() <= Formula::max_nodes && formula->root().depth <= Formula::max_depth);
  const std::string canonical = formula->to_text();
  // Long decimals may have more digits than a literal takes; whatever reads again must print the
  // same.
  if (const auto again = Formula::parse(canonical, post_names(), fault))
    require(again->to_text() == canonical);

  const auto values = [](std::string_view name) {
    return name.size() % 3 == 0 ? Quantity::missing(MissingReason::not_exported)
                                : Quantity::count(static_cast<Int128>(name.size()));
  };
  for (const MissingMode mode : {MissingMode::strict, MissingMode::partial, MissingMode::zero}) {
    const Quantity value = evaluate(*formula, values, mode);
    if (formula->size() < 100) require(explain(*formula, values, mode).value == value);
  }
  for (const MetricKind kind :
       {MetricKind::sum, MetricKind::ratio, MetricKind::mean, MetricKind::ratio_of_medians})
    if (const auto metric = PostMetric::make(text, kind, Unit::ratio, std::nullopt, fault))
      (void)metric->needs(Settings{});
  return 0;
}
