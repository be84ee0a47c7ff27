#include "report/account_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

AccountRow row_of_creator(const Answers& answers, std::size_t at) {
  const MoneyRow& money = answers.money.creators[at];
  AccountRow row{.name = name_of_creator(answers, money), .money = money, .channel = at};
  const std::uint32_t entry = answers.store.creators().find(money.creator);
  if (entry != Names::none) row.posts = posts_of(answers, entry);
  row.traced = {Grouping::creator, entry};
  return row;
}

AccountRow row_of_tier(const Answers& answers, const AccountColumns& columns,
                       const CreatorSizes& sizes, const std::string& wanted) {
  AccountRow row{.name = wanted + " creators"};
  const Names& names = answers.store.creators();
  std::vector<std::string> known{"total", "shared"};
  for (const MoneyRow& creator : answers.money.creators) {
    known.push_back(name_of_creator(answers, creator));
    const std::uint32_t entry = names.find(creator.creator);
    const Quantity tier = entry != Names::none ? sizes.tier(entry) : Quantity();
    known.push_back(tier.label_value() != nullptr ? *tier.label_value() : "unknown");
    if (known.back() != wanted) continue;
    row.parts.push_back(&creator);
    if (entry == Names::none) continue;
    if (const RowPosts own = posts_of(answers, entry); own.group != nullptr)
      row.merged = row.merged ? Aggregates::merge(*row.merged, *own.group) : *own.group;
  }
  if (row.parts.empty()) {
    const std::vector<std::string_view> names_of_rows(known.begin(), known.end());
    const std::string_view near = nearest(wanted, names_of_rows);
    throw Error("unknown-name",
                fmt::format("--explain: no row of the account is {}", visible(wanted)),
                near.empty() ? "METRIC, METRIC@HANDLE, METRIC@shared or METRIC@TIER"
                             : fmt::format("did you mean {}?", near));
  }
  row.money = sum_of(row.parts, columns.settings());
  return row;
}

}  // namespace

std::string name_of_creator(const Answers& answers, const MoneyRow& row) {
  const Names& names = answers.store.creators();
  const std::uint32_t entry = names.find(row.creator);
  return "@" + (entry == Names::none ? row.creator : names.spelling(entry));
}

RowPosts posts_of(const Answers& answers, const AccountRow& row) {
  if (!row.merged) return row.posts;
  return {&*row.merged, &answers.aggregates.at(Grouping::creator)};
}

AccountRow find_account_row(const Answers& answers, const AccountColumns& columns,
                            const CreatorSizes& sizes, const std::string& wanted) {
  const CampaignMoney& money = answers.money;
  if (wanted.empty() || wanted == "total") {
    AccountRow row{.name = "the campaign",
                   .money = money.total,
                   .posts = posts_of_campaign(answers),
                   .whole = true};
    for (std::size_t i = 0; i < money.in_total; ++i) row.parts.push_back(&money.creators[i]);
    return row;
  }
  if (wanted == "shared" || wanted == "(shared)")
    return {.name = "what all share", .money = money.shared};
  const auto found = std::ranges::find(money.creators, normal_handle(wanted), &MoneyRow::creator);
  return found != money.creators.end()
             ? row_of_creator(answers, static_cast<std::size_t>(found - money.creators.begin()))
             : row_of_tier(answers, columns, sizes, wanted);
}

}  // namespace tiktok_kpi
