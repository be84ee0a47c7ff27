#include "render/checks.hpp"

#include "render/format_value.hpp"

namespace tiktok_kpi {

std::string rule_of(const Check& check) { return check.id + " " + check.rule; }

std::string finding_of(const Check& check) {
  return check.value.known() ? "is " + for_people(check.value) : "is not known";
}

}  // namespace tiktok_kpi
