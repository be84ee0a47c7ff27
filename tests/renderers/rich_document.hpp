#pragma once
// A campaign report with everything that has ever broken a renderer, built in code.
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi::test {

[[nodiscard]] Document rich_document();
/// The same campaign as a table command prints it: one table, no headline.
[[nodiscard]] Document one_table_document();

}  // namespace tiktok_kpi::test
