#pragma once
// Rows of the account by name: a creator, a size class, what all share, the campaign.
#include <optional>
#include <string>
#include <vector>

#include "report/account_columns.hpp"
#include "report/creator_sizes.hpp"
#include "report/traced_cells.hpp"

namespace tiktok_kpi {

/// One row of the account, with what it is the sum of.
struct AccountRow {
  std::string name;
  MoneyRow money = {};
  RowPosts posts = {};
  std::optional<Group> merged = {};         ///< posts of a size class
  std::optional<std::size_t> channel = {};  ///< a creator: place among the rows
  std::vector<const MoneyRow*> parts = {};  ///< of a size class or the campaign
  bool whole = false;                       ///< the campaign
  TracedGroup traced{Grouping::total, 0};
};

/// `wanted`: empty or "total", "shared", a handle or a size class. Throws Error when there is no
/// such row.
[[nodiscard]] AccountRow find_account_row(const Answers& answers, const AccountColumns& columns,
                                          const CreatorSizes& sizes, const std::string& wanted);

/// Posts behind the figures of a row; the row must stay where it is.
[[nodiscard]] RowPosts posts_of(const Answers& answers, const AccountRow& row);

/// "@Ana", as posts spell it.
[[nodiscard]] std::string name_of_creator(const Answers& answers, const MoneyRow& row);

}  // namespace tiktok_kpi
