#pragma once
// What a command line says about the rows of printed tables.
#include <cstddef>
#include <limits>
#include <optional>
#include <string>

namespace tiktok_kpi {

/// What shapes the rows of printed tables.
struct TableOptions {
  std::string sort;                  ///< column id, "id:asc" or "id:desc"; empty: each table's own
  std::optional<std::size_t> limit;  ///< rows of each table; nullopt: each table's own
  std::string where;                 ///< formula over a post: filters before adding up
  std::string having;                ///< formula over a row's figures: filters printed rows
  std::string creator;               ///< only this account
  std::string lens;                  ///< vendor whose engagement rate stands beside ours
  std::string since, until;          ///< days, both inside
  std::string
      explain;  ///< "METRIC" or "METRIC@ROW": that figure step by step, instead of the report

  /// Some posts of the campaign only: what is known of the whole campaign alone (cost, attributed
  /// orders, goals) says nothing of them.
  [[nodiscard]] bool chooses_posts() const { return !where.empty() || !creator.empty(); }

  /// Rows of a table that people see: `usual` unless --limit says otherwise, of which 0 means all.
  [[nodiscard]] std::size_t rows_for_people(std::size_t usual) const {
    if (!limit) return usual;
    return *limit == 0 ? std::numeric_limits<std::size_t>::max() : *limit;
  }
};

}  // namespace tiktok_kpi
