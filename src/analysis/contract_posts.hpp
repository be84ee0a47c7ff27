#pragma once
// What a contract asks of every post of the campaign: content, disclosure, rights.
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/contract.hpp"
#include "metrics/arguments.hpp"

namespace tiktok_kpi {

struct PostRule {
  std::string_view id;
  std::string_view metric;  ///< of the registry, over "posts"; empty: none
  std::string asked;
  std::string mend;   ///< what to do when a post breaks it
  std::string learn;  ///< what to do when it is not known
  std::function<std::pair<Kept, std::string>(const ContractPost&)> check;
  /// The post as an argument of `metric`.
  Argument (*arguments)(const ContractPost&, Kept);
};

/// The rules that the contract states.
[[nodiscard]] std::vector<PostRule> post_rules(const CampaignCreator& creator,
                                               const Settings& settings);

}  // namespace tiktok_kpi
