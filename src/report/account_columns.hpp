#pragma once
// The figures of one row of the account: cost, what was sold, and every quotient of them. Tables of
// the account and the explanation of one figure take them from here.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/arguments.hpp"
#include "metrics/benchmarks.hpp"
#include "report/answers.hpp"
#include "report/earned_media.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {

/// What the columns need of posts.
[[nodiscard]] Request needs_of_account(const ReportContext& context);

/// Posts of a creator; none when the report is about some posts only.
[[nodiscard]] RowPosts posts_of(const Answers& answers, std::uint32_t creator);

/// Posts of the campaign; none when the report is about some posts only.
[[nodiscard]] RowPosts posts_of_campaign(const Answers& answers);

class AccountColumns {
 public:
  AccountColumns(const ReportContext& context, Currency currency);

  [[nodiscard]] std::vector<Column> columns(Column first) const;
  /// Cells under the columns.
  [[nodiscard]] std::vector<Quantity> row(std::string name, const MoneyRow& of, RowPosts posts);
  /// What the quotients are worked out from, by the names that the registry gives them.
  [[nodiscard]] Arguments sums(const MoneyRow& of, RowPosts posts);
  /// The metric of the posts behind an argument of a quotient; empty: no figure of posts.
  [[nodiscard]] static std::string_view metric_behind(std::string_view argument);
  void define(Answers& answers) const;

  [[nodiscard]] const Settings& settings() const { return settings_; }
  [[nodiscard]] const EarnedMedia& earned() const { return earned_; }

 private:
  const ReportContext& context_;
  Settings settings_;
  MetricColumns reached_;
  EarnedMedia earned_;
};

}  // namespace tiktok_kpi
