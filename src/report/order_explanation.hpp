#pragma once
// One order step by step: its codes and visits, what each earns, and why what earns nothing does.
#include "report/answers.hpp"

namespace tiktok_kpi {

/// Is an order asked for ("order:1043") instead of the report?
[[nodiscard]] bool explains_order(const Answers& answers);

/// Throws Error when no order has the id.
void explain_order(const Answers& answers, Section& section);

}  // namespace tiktok_kpi
