#include "analysis/named_posts.hpp"

#include <set>

namespace tiktok_kpi {
namespace {

NamedPosts find_posts(const std::set<std::string, std::less<>>& wanted, const Store& store) {
  NamedPosts found;
  store.for_each(1, {Field::post_id, Field::creator}, [&](unsigned, PostBatch& posts) {
    const BatchColumn* ids = posts.batch.column(Field::post_id);
    const BatchColumn* creators = posts.batch.column(Field::creator);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (!known(ids, row)) continue;
      const bool is_text = ids->states[row] == CellState::day;
      const auto id =
          wanted.find(is_text ? store.texts().key(static_cast<std::uint32_t>(ids->numbers[row]))
                              : std::to_string(ids->numbers[row]));
      if (id == wanted.end()) continue;
      const bool named = known(creators, row);
      found.emplace(
          *id,
          NamedPost{named ? store.creators().key(static_cast<std::uint32_t>(creators->numbers[row]))
                          : std::string(),
                    posts.refs[row]});
    }
  });
  return found;
}

}  // namespace

KnownAccounts known_accounts(const Commerce& commerce, const Store& store) {
  KnownAccounts accounts;
  for (std::uint32_t entry = 0; entry < store.creators().size(); ++entry)
    accounts.handles.push_back(store.creators().key(entry));
  std::set<std::string, std::less<>> wanted;
  for (const LinkFacts& link : commerce.links())
    if (!link.post.empty()) wanted.insert(link.post);
  if (!wanted.empty()) accounts.posts = find_posts(wanted, store);
  return accounts;
}

}  // namespace tiktok_kpi
