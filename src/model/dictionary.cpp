// Names to small numbers, at the cost of one cache line for a name seen before.
//
// Two tables. `spellings` maps what a file says ("@Ana", "ana", "Ana") to an entry and answers
// nearly every question. Only a new spelling is brought to its normal form, and `keys` says
// whether that form is known:
//
//     "@Ana" -> spellings -> 7           first time: "@Ana" -> "ana" -> keys -> 7, then remembered
//
// A table is an open-addressed array of 32-byte slots, probed in a row. A name of up to 24 bytes
// stands in its slot as three words; a longer one as hash, first word and place of its bytes.
#include "model/dictionary.hpp"

#include "core/text.hpp"
#include "tiktok_kpi/core/rational.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <stdexcept>
#include <utility>

namespace tiktok_kpi {
namespace {

constexpr std::size_t inline_length = 24;

std::uint64_t load_8(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

std::uint64_t load_4(const char* bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

/// High and low half of the product, folded: every bit of the factors reaches the low bits.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const UInt128 product = static_cast<UInt128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Drawn once per process, so that nobody can prepare a file whose names all collide. Results do
/// not show it: entries are numbered in the order of their first use.
struct Seed {
  std::uint64_t a;
  std::uint64_t b;
};

const Seed& seed() {
  static const Seed drawn = [] {
    std::random_device device;
    const auto draw = [&] { return std::uint64_t{device()} << 32 | device(); };
    return Seed{draw() | 1, draw() | 1};
  }();
  return drawn;
}

/// A name as the three words of its slot; of names up to 24 bytes the words and the length say all.
struct Words {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
  std::uint64_t third = 0;
};

std::uint64_t hash_of(const Words& words, std::size_t length, const Seed& s) {
  const std::uint64_t hash = mix(words.first ^ s.a, words.second ^ s.b ^ length);
  return length <= 16 ? hash : mix(hash ^ s.b, words.third ^ s.a);
}

std::uint64_t hash_of_long(std::string_view name, const Seed& s) {
  std::uint64_t hash = s.b ^ name.size();
  std::size_t at = 0;
  for (; at + 16 < name.size(); at += 16) {
    hash = mix(load_8(name.data() + at) ^ s.a, load_8(name.data() + at + 8) ^ hash);
  }
  const char* tail = name.data() + name.size() - 16;  // may read again what the loop has read
  return mix(load_8(tail) ^ s.b, load_8(tail + 8) ^ hash);
}

/// Loads of fixed width that overlap cover every length without a loop and without reading outside.
Words words_of(std::string_view name, const Seed& s) {
  const char* data = name.data();
  const std::size_t length = name.size();
  if (length > inline_length) return {hash_of_long(name, s), 0, load_8(data)};
  if (length > 16) return {load_8(data), load_8(data + 8), load_8(data + length - 8)};
  if (length >= 8) return {load_8(data), load_8(data + length - 8), 0};
  if (length >= 4) return {load_4(data) | load_4(data + length - 4) << 32, 0, 0};
  const auto byte = [&](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(data[i])};
  };
  return {byte(0) | byte(length / 2) << 8 | byte(length - 1) << 16, 0, 0};
}

/// Bytes that stay where they are.
class Arena {
 public:
  std::string_view keep(std::string_view bytes) {
    if (bytes.size() > left_) {
      const std::size_t size = std::max(bytes.size(), next_size_);
      next_size_ = std::min(next_size_ * 2, largest_chunk);
      chunks_.push_back(std::make_unique<char[]>(size));
      free_ = chunks_.back().get();
      left_ = size;
    }
    char* const start = free_;
    std::memcpy(start, bytes.data(), bytes.size());
    free_ += bytes.size();
    left_ -= bytes.size();
    return {start, bytes.size()};
  }

 private:
  static constexpr std::size_t largest_chunk = std::size_t{1} << 20;

  std::vector<std::unique_ptr<char[]>> chunks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t next_size_ = std::size_t{1} << 12;
};

/// Names to numbers by their bytes. Names are not empty and below 4 GiB.
class NameTable {
 public:
  /// A name with its place in the table, so that looking up and adding hash it once.
  struct Probe {
    std::string_view name;
    Words words;
    std::uint64_t hash;
  };

  [[nodiscard]] Probe probe(std::string_view name) const {
    const Words words = words_of(name, seed_);
    return {name, words,
            name.size() > inline_length ? words.first : hash_of(words, name.size(), seed_)};
  }

  /// The number of the name, or nullptr.
  [[nodiscard]] const std::uint32_t* find(const Probe& probe) const {
    for (std::size_t i = probe.hash & mask_;; i = (i + 1) & mask_) {
      const Slot& slot = slots_[i];
      if (slot.length == 0) return nullptr;
      if (slot.length == probe.name.size() && is_same(slot, probe)) return &slot.number;
    }
  }

  /// The name must be absent; `kept` are its bytes in an arena that outlives the table.
  void add(const Probe& probe, std::string_view kept, std::uint32_t number) {
    if ((used_ + 1) * 4 > slots_.size() * 3) grow();
    Slot slot{probe.words, static_cast<std::uint32_t>(kept.size()), number};
    if (kept.size() > inline_length)
      slot.words.second = reinterpret_cast<std::uintptr_t>(kept.data());
    place(slot, probe.hash);
    ++used_;
  }

 private:
  struct Slot {
    Words words;
    std::uint32_t length = 0;  ///< 0: free
    std::uint32_t number = 0;
  };
  static_assert(sizeof(Slot) == 32);

  static bool is_same(const Slot& slot, const Probe& probe) {
    if (slot.words.first != probe.words.first || slot.words.third != probe.words.third)
      return false;
    if (probe.name.size() <= inline_length) return slot.words.second == probe.words.second;
    return std::memcmp(reinterpret_cast<const char*>(slot.words.second), probe.name.data(),
                       probe.name.size()) == 0;
  }

  void place(const Slot& slot, std::uint64_t hash) {
    std::size_t i = hash & mask_;
    while (slots_[i].length != 0) i = (i + 1) & mask_;
    slots_[i] = slot;
  }

  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.length == 0) continue;
      place(slot, slot.length > inline_length ? slot.words.first
                                              : hash_of(slot.words, slot.length, seed_));
    }
  }

  Seed seed_ = seed();
  std::vector<Slot> slots_ = std::vector<Slot>(64);
  std::size_t mask_ = 63;
  std::size_t used_ = 0;
};

}  // namespace

NameSpace name_space_of(Field field) {
  if (field == Field::creator) return NameSpace::creator;
  if (field == Field::tags) return NameSpace::tag;
  return NameSpace::text;
}

std::string normal_name(NameSpace space, std::string_view raw) {
  switch (space) {
    case NameSpace::creator: return normal_handle(raw);
    case NameSpace::tag: return normal_tag(raw);
    case NameSpace::text: break;
  }
  return std::string(raw);
}

struct Dictionary::State {
  struct Entry {
    std::string_view key;
    std::string_view spelling;
    Origin first_seen;
  };
  static constexpr std::size_t chunk_size =
      1024;  // entries in chunks: a growing list would copy millions

  explicit State(NameSpace name_space) : space(name_space) {}

  [[nodiscard]] const Entry& at(std::uint32_t entry) const {
    return entries[entry / chunk_size][entry % chunk_size];
  }

  std::uint32_t append(const Entry& entry) {
    if (size % chunk_size == 0) entries.push_back(std::make_unique<Entry[]>(chunk_size));
    entries[size / chunk_size][size % chunk_size] = entry;
    return size++;
  }

  /// Entry of a normal form; a form not seen before gets the next one, with this spelling.
  std::uint32_t entry_of(std::string_view normal, std::string_view spelling,
                         const Origin& seen_at) {
    if (normal.empty()) return none;
    const NameTable::Probe probe = keys.probe(normal);
    if (const std::uint32_t* entry = keys.find(probe)) return *entry;
    const std::string_view key = normal == spelling ? spelling : arena.keep(normal);
    keys.add(probe, key, size);
    return append({key, spelling, seen_at});
  }

  NameSpace space;
  NameTable spellings;
  NameTable keys;  // unused in the space of texts, where a spelling is its own normal form
  Arena arena;
  std::vector<std::unique_ptr<Entry[]>> entries;
  std::uint32_t size = 0;
};

Dictionary::Dictionary(NameSpace space) : state_(std::make_unique<State>(space)) {}
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;
Dictionary::~Dictionary() = default;

std::uint32_t Dictionary::intern(std::string_view raw, const Origin& seen_at) {
  if (raw.empty()) return none;
  State& state = *state_;
  const NameTable::Probe probe = state.spellings.probe(raw);
  if (const std::uint32_t* entry = state.spellings.find(probe)) return *entry;
  if (raw.size() > UINT32_MAX) throw std::length_error("a name of 4 GiB or more");
  const std::string_view spelling = state.arena.keep(raw);
  const std::uint32_t entry =
      state.space == NameSpace::text
          ? state.append({spelling, spelling, seen_at})
          : state.entry_of(normal_name(state.space, raw), spelling, seen_at);
  state.spellings.add(probe, spelling, entry);
  return entry;
}

std::uint32_t Dictionary::size() const { return state_->size; }
std::string_view Dictionary::key(std::uint32_t entry) const { return state_->at(entry).key; }
std::string_view Dictionary::spelling(std::uint32_t entry) const {
  return state_->at(entry).spelling;
}
const Origin& Dictionary::first_seen(std::uint32_t entry) const {
  return state_->at(entry).first_seen;
}

}  // namespace tiktok_kpi
