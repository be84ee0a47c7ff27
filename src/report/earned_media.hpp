#pragma once
// Earned media value of posts, at the values that the settings state; without any there is none.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/arguments.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {

/// Posts of one row of the account; `shape` is null without any.
struct RowPosts {
  const Group* group = nullptr;
  const Aggregates* shape = nullptr;
};

class EarnedMedia {
 public:
  explicit EarnedMedia(const Settings& settings);

  [[nodiscard]] bool by_views() const { return settings_.emv.contains("reference_cpm"); }
  [[nodiscard]] bool weighted() const {
    return !counts_.empty() || settings_.emv.contains("value_per_mille");
  }
  void add_needs(Request& request) const;
  void add_columns(std::vector<Column>& columns, bool hidden) const;
  /// Cells under these columns. `settings` name the currency.
  void add_cells(std::vector<Quantity>& row, const RowPosts& posts, const Quantity& views,
                 const Quantity& cost, const Settings& settings) const;
  void define_columns(Answers& answers) const;
  /// What the settings give a value, with how often the posts have it.
  struct Valued {
    std::string_view name;
    Quantity count;
    Quantity value;
  };
  [[nodiscard]] std::vector<Valued> valued(const RowPosts& posts, const Settings& settings) const;

 private:
  [[nodiscard]] Quantity rate(std::string_view name, const Settings& settings) const;

  const Settings& settings_;
  std::vector<std::pair<std::string, PostMetric>> counts_;
};

}  // namespace tiktok_kpi
