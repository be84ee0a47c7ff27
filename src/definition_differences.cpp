#include "definition_differences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

std::string text_of(const Document& document, std::string_view id) {
  for (const Figure& figure : document.campaign)
    if (figure.column.id == id && figure.value.label_value() != nullptr)
      return *figure.value.label_value();
  return {};
}

}  // namespace

std::vector<DefinitionDifference> differences(const Document& a, const Document& b) {
  std::vector<DefinitionDifference> found;
  const auto differ = [&](std::string_view subject, std::string_view part, const std::string& left,
                          const std::string& right) {
    if (left != right) found.push_back({std::string(subject), std::string(part), left, right});
  };
  for (const Definition& left : a.definitions) {
    const auto right = std::ranges::find(b.definitions, left.id, &Definition::id);
    if (right == b.definitions.end()) continue;
    differ(left.id, "set", left.set, right->set);
    differ(left.id, "denominator", left.denominator, right->denominator);
    differ(left.id, "aggregation", left.aggregation, right->aggregation);
    if (left.set == right->set && left.denominator == right->denominator)
      differ(left.id, "formula", left.formula, right->formula);
  }
  // Reports of before do not say how they read missing counts.
  if (const std::string left = text_of(a, "missing"), right = text_of(b, "missing");
      !left.empty() && !right.empty())
    differ("missing", "", left, right);
  differ("timezone", "", text_of(a, "timezone"), text_of(b, "timezone"));
  if (a.currency.known() && b.currency.known())
    differ("currency", "", std::string(a.currency.code()), std::string(b.currency.code()));
  return found;
}

Diagnostic describe(const DefinitionDifference& difference, std::string_view a,
                    std::string_view b) {
  const auto shown = [](const std::string& text) {
    return text.empty() ? std::string("none") : visible(text);
  };
  return Diagnostic::make("definitions-differ",
                          fmt::format("{}: {} has {}, {} has {}", difference.what(), a,
                                      shown(difference.a), b, shown(difference.b)),
                          "make both reports with the same flags and settings");
}

}  // namespace tiktok_kpi
