// The five policies.
#include "aggregate/credit_policy.hpp"

#include <algorithm>
#include <array>

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 5> policy_names{
    "code_first", "link_first", "code_if_involved", "code_if_winner", "split"};
constexpr std::array<std::string_view, 3> multi_code_names{"split", "first", "last"};

template <class Value, std::size_t size>
std::optional<Value> find_in(const std::array<std::string_view, size>& names,
                             std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

/// Each owner once, in the order of first appearance; how many are left.
std::span<ChannelId> distinct(std::span<ChannelId> owners) {
  std::size_t kept = 0;
  for (const ChannelId owner : owners)
    if (const auto seen = owners.first(kept); std::ranges::find(seen, owner) == seen.end())
      owners[kept++] = owner;
  return owners.first(kept);
}

/// Only owners that satisfy the test, in their order.
template <class Test>
std::span<ChannelId> only(std::span<ChannelId> owners, Test&& test) {
  std::size_t kept = 0;
  for (const ChannelId owner : owners)
    if (test(owner)) owners[kept++] = owner;
  return owners.first(kept);
}

std::span<ChannelId> chosen(MultiCode multi_code, std::span<ChannelId> owners) {
  if (owners.size() < 2 || multi_code == MultiCode::split) return owners;
  return multi_code == MultiCode::first ? owners.first(1) : owners.last(1);
}

}  // namespace

std::optional<CreditPolicy> find_credit_policy(std::string_view name) {
  return find_in<CreditPolicy>(policy_names, name);
}

std::optional<MultiCode> find_multi_code(std::string_view name) {
  return find_in<MultiCode>(multi_code_names, name);
}

std::string_view name_of(CreditPolicy policy) {
  return policy_names[static_cast<std::size_t>(policy)];
}

OrderDivision divide_order(CreditPolicy policy, MultiCode multi_code, std::span<ChannelId> owners,
                           std::span<const Touch> touches, ChannelId direct) {
  const bool linked =
      std::ranges::any_of(touches, [&](const Touch& touch) { return touch.channel != direct; });
  if (policy == CreditPolicy::code_if_involved)
    owners = only(owners, [&](ChannelId owner) {
      return std::ranges::find(touches, owner, &Touch::channel) != touches.end();
    });
  else if (policy == CreditPolicy::code_if_winner)
    owners = only(owners, [&](ChannelId owner) {
      return !touches.empty() && touches.back().channel == owner;
    });
  owners = distinct(chosen(multi_code, owners));

  OrderDivision division;
  division.owners = owners;
  const bool coded = !owners.empty();
  if (coded && linked && policy == CreditPolicy::split)
    division.codes = whole_order / 2;
  else if (coded && !(linked && policy == CreditPolicy::link_first))
    division.codes = whole_order;
  if (!touches.empty()) division.links = whole_order - division.codes;
  return division;
}

}  // namespace tiktok_kpi
