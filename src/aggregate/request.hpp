#pragma once
// What is asked of the rows: groupings, sums and distributions. Metrics and sections state their
// needs as a Request; needs add up; native reading and SQL answer the same Request.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/fields.hpp"
#include "tiktok_kpi/model/settings.hpp"

namespace tiktok_kpi {

struct Batch;

enum class Grouping : std::uint8_t { total, creator, tag, day };

/// A sum over posts of one field, or of the product of two.
struct SumTerm {
  Field field{};
  std::optional<Field> times;
  friend bool operator==(const SumTerm&, const SumTerm&) = default;
};

/// A formula over the fields of one row, evaluated a batch at a time.
class RowFormula {
 public:
  virtual ~RowFormula() = default;
  [[nodiscard]] virtual FieldSet fields() const = 0;
  /// For each row: its value, and whether it is defined. Both spans have batch.size elements.
  virtual void evaluate(const Batch& batch, std::span<double> values,
                        std::span<std::uint8_t> defined) const = 0;
  /// Two formulas with the same identity compute the same; an empty one equals only itself.
  [[nodiscard]] virtual std::string_view identity() const { return {}; }
};

/// A number of each row whose mean or median is asked: (sum of fields) / denominator, the sum
/// alone, or a formula. Rows where it is undefined are left out and counted.
struct RowRate {
  std::vector<Field> numerator;
  std::optional<Field> denominator;  ///< absent: the numerator alone
  std::optional<Field>
      positive;  ///< further field that must be known and above zero (ratio of medians)
  MissingMode missing = MissingMode::strict;
  std::shared_ptr<const RowFormula> formula;  ///< when set, the rest is ignored
  friend bool operator==(const RowRate& a, const RowRate& b);
};

struct Request {
  std::vector<SumTerm> sums;
  std::vector<RowRate> means;
  std::vector<RowRate> medians;
  std::vector<Grouping> groupings;
  FieldSet kept;  ///< further fields that sections want of each post
  /// Summed fields that something is divided by: only of these is zero told from positive in the
  /// presence patterns, so that groups have few of them.
  FieldSet divisors;
  bool commerce = false;   ///< orders, visits and advertising rows, too
  bool comments = false;   ///< comments, too
  bool snapshots = false;  ///< what dated exports said of posts that stand in several rows, too

  void add(const Request& other);  ///< union, duplicates once
  [[nodiscard]] FieldSet fields() const;
};

}  // namespace tiktok_kpi
