#include "render/checks.hpp"

#include "render/format_value.hpp"

namespace tiktok_kpi {
namespace {

/// One figure against a condition; all others are found in words.
bool is_figure(const Check& check) { return check.subject.empty(); }

}  // namespace

std::string_view base_of(const Check& check) {
  return std::string_view(check.id).substr(0, check.id.size() - check.subject.size());
}

std::string rule_of(const Check& check) {
  return check.id + (is_figure(check) ? " " : ": ") + check.rule;
}

std::string finding_of(const Check& check) {
  std::string words = check.found;
  if (is_figure(check)) {
    words = check.value.known() ? "is " + for_people(check.value) : "is not known";
    if (!check.found.empty()) words += " (" + check.found + ")";
  }
  return check.advice.empty() ? words : words + ": " + check.advice;
}

std::string sentence_of(const Check& check) {
  return rule_of(check) + (is_figure(check) ? ": it " : "; found ") + finding_of(check);
}

}  // namespace tiktok_kpi
