#pragma once
// Posts that orders name as what sold, found among the posts that were read. TikTok Shop does so.
#include <map>
#include <string>
#include <vector>

#include "aggregate/commerce.hpp"
#include "aggregate/store.hpp"

namespace tiktok_kpi {

struct NamedPost {
  std::string creator;  ///< normal form; empty: not known
  PostRef ref;
};
/// By id, as text.
using NamedPosts = std::map<std::string, NamedPost, std::less<>>;

/// What the posts that were read say of who is who.
struct KnownAccounts {
  std::vector<std::string> handles;  ///< creators even though the campaign file does not list them
  NamedPosts posts;                  ///< only those that orders name
};

/// One pass over the ids of the posts; none when no order names a post.
[[nodiscard]] KnownAccounts known_accounts(const Commerce& commerce, const Store& store);

}  // namespace tiktok_kpi
