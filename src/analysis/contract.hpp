#pragma once
// Was kept what a creator promised? One item for each promise of a contract, with an answer for
// every post that it is about. What is not known is never a pass.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aggregate/store.hpp"
#include "metrics/arguments.hpp"
#include "model/campaign.hpp"
#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

enum class Kept : std::uint8_t { kept, broken, unknown };

/// What is known of a post; nothing where no export says.
struct ContractPost {
  PostRef ref;
  std::string id;  ///< empty: not known
  std::optional<Day> day;
  bool in_campaign = false;
  std::optional<std::string> caption;
  std::optional<std::vector<std::string>> tags, mentions;  ///< normal forms
  std::vector<std::string> brands;                         ///< as stated
  std::optional<Rational> duration_s;
  /// It is stated that the post discloses, or the platform's switch is on; false: said not to.
  std::optional<bool> labelled;
  std::optional<bool> music_cleared, ugc_cleared;
};

/// A post that breaks a promise, or of which it is not known.
struct PostCheck {
  PostRef ref;
  std::string post_id;
  Kept kept = Kept::unknown;
  std::string found;  ///< in words: "#glowsoap is missing"
};

struct ContractItem {
  std::string_view id;      ///< "contract.posts", "disclosure", "rights"
  std::string_view metric;  ///< id of the figure; empty: the share of posts that keep it
  std::string asked = {};   ///< in words: "5 posts by 2024-05-25"
  Quantity value = {};
  Kept kept = Kept::unknown;
  bool due = true;          ///< false: there is time left, so that nothing is broken yet
  std::string found = {};   ///< in words: "4 of 5 posts"
  std::string advice = {};  ///< what to do; empty when kept
  std::vector<PostCheck> posts = {};
};

/// The items of one creator's contract, in the order of the documentation. `posts`: all posts of
/// the creator, usual ones too, in any order; ties of a day are broken by reference.
[[nodiscard]] std::vector<ContractItem> analyze_contract(const CampaignCreator& creator,
                                                         const std::vector<ContractPost>& posts,
                                                         std::optional<Day> as_of,
                                                         const Settings& settings);

/// The agreed posts as items of `on_time_rate`: the first ones by day, those without one last.
[[nodiscard]] Argument deadline_items(const Contract& contract,
                                      const std::vector<ContractPost>& posts);

/// Does the post say that it is advertising? By the platform's label, by a hashtag of the list, or,
/// where a country is stated, by a word of its list at the beginning of the caption.
[[nodiscard]] Quantity has_disclosure(const ContractPost& post, const Settings& settings,
                                      std::string_view country);

/// Names of the list that the post carries: as a mention, a hashtag, a stated brand, or a word of
/// the caption; without regard to case, blanks, dots and underscores.
[[nodiscard]] std::vector<std::string> competitors_named(
    const ContractPost& post, const std::vector<std::string>& competitors);

}  // namespace tiktok_kpi
