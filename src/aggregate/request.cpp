// Requests add up: the union of what sections and metrics ask, each thing once, in the order first
// asked.
#include "aggregate/request.hpp"

#include <algorithm>

namespace tiktok_kpi {
namespace {

template <class T>
void unite(std::vector<T>& target, const std::vector<T>& more) {
  for (const T& each : more)
    if (std::ranges::find(target, each) == target.end()) target.push_back(each);
}

void insert(FieldSet& set, const RowRate& rate) {
  if (rate.formula != nullptr) {
    set.insert(rate.formula->fields());
    return;
  }
  for (const Field field : rate.numerator) set.insert(field);
  if (rate.denominator) set.insert(*rate.denominator);
  if (rate.positive) set.insert(*rate.positive);
}

}  // namespace

bool operator==(const RowRate& a, const RowRate& b) {
  if (a.formula != nullptr || b.formula != nullptr) {
    if (a.formula == b.formula) return true;
    return a.formula != nullptr && b.formula != nullptr && !a.formula->identity().empty() &&
           a.formula->identity() == b.formula->identity();
  }
  return a.numerator == b.numerator && a.denominator == b.denominator && a.positive == b.positive &&
         a.missing == b.missing;
}

void Request::add(const Request& other) {
  unite(sums, other.sums);
  unite(means, other.means);
  unite(medians, other.medians);
  unite(groupings, other.groupings);
  kept.insert(other.kept);
  divisors.insert(other.divisors);
  commerce = commerce || other.commerce;
  comments = comments || other.comments;
  snapshots = snapshots || other.snapshots;
}

FieldSet Request::fields() const {
  FieldSet all = kept;
  for (const SumTerm& term : sums) {
    all.insert(term.field);
    if (term.times) all.insert(*term.times);
  }
  for (const RowRate& rate : means) insert(all, rate);
  for (const RowRate& rate : medians) insert(all, rate);
  return all;
}

}  // namespace tiktok_kpi
