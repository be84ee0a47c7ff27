// Sort all keys of all workers once, then number the distinct ones.
#include "aggregate/names.hpp"

#include <algorithm>

namespace tiktok_kpi {

void Names::unite(const std::vector<Dictionaries>& workers, NameSpace space,
                  std::vector<std::vector<std::uint32_t>>& maps) {
  struct Entry {
    std::string_view key;
    std::uint32_t worker;
    std::uint32_t local;
  };
  const auto dictionary = [space](const Dictionaries& all) -> const Dictionary& {
    return space == NameSpace::creator ? all.creators
           : space == NameSpace::tag   ? all.tags
                                       : all.texts;
  };
  std::vector<Entry> entries;
  maps.assign(workers.size(), {});
  for (std::uint32_t worker = 0; worker < workers.size(); ++worker) {
    const Dictionary& names = dictionary(workers[worker]);
    maps[worker].resize(names.size());
    for (std::uint32_t local = 0; local < names.size(); ++local)
      entries.push_back({names.key(local), worker, local});
  }
  std::ranges::sort(entries, {}, &Entry::key);
  keys_.clear();
  spellings_.clear();
  for (std::size_t at = 0; at < entries.size();) {
    const auto id = static_cast<std::uint32_t>(keys_.size());
    const std::string_view key = entries[at].key;
    const Entry* first = &entries[at];
    for (; at < entries.size() && entries[at].key == key; ++at) {
      const Entry& entry = entries[at];
      maps[entry.worker][entry.local] = id;
      if (dictionary(workers[entry.worker]).first_seen(entry.local) <
          dictionary(workers[first->worker]).first_seen(first->local))
        first = &entry;
    }
    keys_.emplace_back(key);
    spellings_.emplace_back(dictionary(workers[first->worker]).spelling(first->local));
  }
}

std::uint32_t Names::find(std::string_view key) const {
  const auto found = std::ranges::lower_bound(keys_, key);
  return found != keys_.end() && *found == key ? static_cast<std::uint32_t>(found - keys_.begin())
                                               : none;
}

}  // namespace tiktok_kpi
