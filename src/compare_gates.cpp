// --fail-on: how much worse a figure may be.
#include <fmt/format.h>

#include <algorithm>

#include "compare_parts.hpp"
#include "core/text.hpp"
#include "metrics/registry.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {

std::vector<Gate> parse_gates(std::span<const std::string> texts) {
  std::vector<Gate> gates;
  for (const std::string& text : texts)
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string one = text.substr(begin, end - begin);
      begin = end + 1;
      if (one.empty()) continue;
      const std::size_t colon = one.find(':');
      std::string limit = colon == std::string::npos ? "" : one.substr(colon + 1);
      Gate gate;
      gate.rule = limit;
      gate.relative = limit.ends_with('%');
      if (gate.relative) limit.pop_back();
      const bool up = limit.starts_with('+');
      if (up) limit.erase(0, 1);
      const auto number = Rational::parse(limit);
      if (!number)
        throw Error("bad-option", fmt::format("\"{}\" is no value of --fail-on", visible(one)),
                    "write METRIC:-5% or METRIC:-0.1");
      const Metric& row = metric(one.substr(0, colon));
      gate.metric = row.id;
      gate.better = row.better != 0 ? row.better : up ? -1 : 1;
      if (up && gate.better > 0)
        throw Error("bad-option", fmt::format("--fail-on: a rise of {} is no loss", gate.metric),
                    fmt::format("write {}:-{}", gate.metric, gate.rule.substr(1)));
      gate.most = number->is_negative() ? *subtract(Rational(0), *number) : *number;
      if (gate.relative) gate.most = *divide(gate.most, Rational(100));
      gates.push_back(std::move(gate));
    }
  return gates;
}

}  // namespace tiktok_kpi
