#pragma once
// The united dictionaries of all workers: entries numbered in key order, so that neither threads
// nor blocks can change an id.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/dictionary.hpp"

namespace tiktok_kpi {

class Names {
 public:
  static constexpr std::uint32_t none = Dictionary::none;

  /// Unites one name space of every worker. `maps[worker][local entry]` becomes the united entry.
  void unite(const std::vector<Dictionaries>& workers, NameSpace space,
             std::vector<std::vector<std::uint32_t>>& maps);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  [[nodiscard]] const std::string& key(std::uint32_t entry) const { return keys_[entry]; }
  /// As first written in the inputs.
  [[nodiscard]] const std::string& spelling(std::uint32_t entry) const { return spellings_[entry]; }
  /// Entry of a normal form; `none` when it does not occur. O(log n).
  [[nodiscard]] std::uint32_t find(std::string_view key) const;

 private:
  std::vector<std::string> keys_;
  std::vector<std::string> spellings_;
};

}  // namespace tiktok_kpi
