#pragma once
// A table with a row for each of some things: what most tables of evidence are.
#include <string>
#include <utility>
#include <vector>

#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// One row for each item, in their order; `cells_of` gives its cells.
template <class Items, class CellsOf>
[[nodiscard]] Table table_of(std::string id, std::string title, std::vector<Column> columns,
                             const Items& items, const CellsOf& cells_of) {
  Table table;
  table.id = std::move(id);
  table.title = std::move(title);
  table.columns = std::move(columns);
  for (const auto& item : items) table.rows.push_back(cells_of(item));
  table.total_rows = table.rows.size();
  return table;
}

}  // namespace tiktok_kpi
