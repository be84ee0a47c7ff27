#pragma once
// Names that repeat (creators, hashtags, ids that are no numbers) as small numbers. Each worker has
// its own dictionaries; the store unites them at the end in key order, so that threads cannot
// change an id.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/batch.hpp"

namespace tiktok_kpi {

/// What a dictionary's keys are; each has its own normal form.
enum class NameSpace : std::uint8_t { creator, tag, text };
inline constexpr std::size_t name_space_count = 3;

/// The dictionary that a field's entries belong to.
[[nodiscard]] NameSpace name_space_of(Field field);
/// Normal form of a raw name in its space: handle, hashtag, or the bytes as they are.
[[nodiscard]] std::string normal_name(NameSpace space, std::string_view raw);

/// Raw spelling -> entry of its normal form. Not shared between threads.
class Dictionary {
 public:
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  explicit Dictionary(NameSpace space);
  Dictionary(Dictionary&&) noexcept;
  Dictionary& operator=(Dictionary&&) noexcept;
  ~Dictionary();

  /// Entry of the raw name's normal form; `none` when the normal form is empty. Expected O(bytes of
  /// the name); allocates only for a spelling not seen before.
  std::uint32_t intern(std::string_view raw, const Origin& seen_at);

  [[nodiscard]] std::uint32_t size() const;
  [[nodiscard]] std::string_view key(std::uint32_t entry) const;       ///< normal form
  [[nodiscard]] std::string_view spelling(std::uint32_t entry) const;  ///< as first seen
  [[nodiscard]] const Origin& first_seen(std::uint32_t entry) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One worker's dictionaries, by NameSpace.
struct Dictionaries {
  Dictionary creators{NameSpace::creator};
  Dictionary tags{NameSpace::tag};
  Dictionary texts{NameSpace::text};
  [[nodiscard]] Dictionary& of(NameSpace space) {
    return space == NameSpace::creator ? creators : space == NameSpace::tag ? tags : texts;
  }
};

}  // namespace tiktok_kpi
