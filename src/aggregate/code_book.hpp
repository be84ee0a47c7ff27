#pragma once
// Who owns a promo code on a day. Compiled once from the campaigns, asked for every order.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "aggregate/touch_credit.hpp"
#include "model/campaign.hpp"

namespace tiktok_kpi {

class CodeBook {
 public:
  /// Adds a code of a creator for these days. False, and nothing is added, when another creator
  /// owns it on one of them: a code belongs to one creator at a time. An empty code is nobody's.
  [[nodiscard]] bool add(std::string_view code, ChannelId owner, const DayRange& valid = {});

  /// Whose a code is, and when.
  struct Owned {
    ChannelId owner;
    DayRange valid;
  };
  /// Owners of a code; none for store-wide and unknown codes. Does not allocate for ASCII codes up
  /// to 64 bytes.
  [[nodiscard]] std::span<const Owned> owners(std::string_view code) const;
  /// Owner of a code on a day; nothing outside the days.
  [[nodiscard]] std::optional<ChannelId> owner(std::string_view code, Day day) const {
    return on_day(owners(code), day);
  }
  [[nodiscard]] static std::optional<ChannelId> on_day(std::span<const Owned> owners, Day day);

  [[nodiscard]] bool empty() const { return owners_.empty(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::vector<Owned>, Hash, std::equal_to<>> owners_;
};

}  // namespace tiktok_kpi
