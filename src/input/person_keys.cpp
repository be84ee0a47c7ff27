#include "input/person_keys.hpp"

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "core/keyed_hash.hpp"
#include "core/load_bytes.hpp"
#include "core/sip_hash.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "input/formats/format.hpp"

namespace tiktok_kpi {
namespace {

/// Eight bytes at once: is one of them a capital letter, or no ASCII?
bool changes_when_folded(std::uint64_t word) {
  const std::uint64_t low = word & eight_of(0x7F);
  const std::uint64_t from_a = low + eight_of(0x80 - 'A');
  const std::uint64_t past_z = low + eight_of(0x7F - 'Z');
  return (((from_a & ~past_z) | word) & eight_of(0x80)) != 0;
}

bool is_folded(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8)
    if (changes_when_folded(load_8(text.data() + at))) return false;
  if (at == text.size()) return true;
  if (text.size() >= 8) return !changes_when_folded(load_8(text.data() + text.size() - 8));
  std::uint64_t word = 0;
  for (const char c : text) word = word << 8U | static_cast<unsigned char>(c);
  return !changes_when_folded(word);
}

/// A key as it is compared; what changes by that is in `scratch`.
std::string_view folded(std::string_view raw, std::string& scratch) {
  if (is_folded(raw)) return raw;
  scratch.assign(raw);
  if (!is_ascii(raw)) {
    repair_utf8(scratch);
    scratch = case_fold(scratch);
    return scratch;
  }
  for (char& c : scratch)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return scratch;
}

/// Writes the hash of a key to `to`, which has room for it.
void write_hash(std::string_view key, const ReadPlan& plan, char* to) {
  if (plan.keys)
    return plan.keys->write(key, std::span<char, KeyedHash::size>(to, KeyedHash::size));
  const std::uint64_t hash = SipHash::of_this_run().short_of(key);
  std::memcpy(to, &hash, sizeof hash);
}

}  // namespace

void hash_person_keys(Batch& batch, const ReadPlan& plan, std::deque<std::string>& texts) {
  const std::size_t size = plan.keys ? KeyedHash::size : sizeof(std::uint64_t);
  std::string scratch;
  for (const Field field : {Field::customer_key, Field::client_key}) {
    BatchColumn* keys = batch.column(field);
    if (stated(keys) == nullptr) continue;
    std::string& hashes = texts.emplace_back(plan.customers_counted ? 0 : batch.size * size, '\0');
    for (std::size_t row = 0; row < batch.size; ++row) {
      if (keys->states[row] == CellState::missing) continue;
      const std::string_view raw = trim_cell(keys->texts[row]);
      // Guests have no key: shops write 0 for them.
      if (may_be_missing_word(raw) && (is_missing_word(raw) || raw == "0")) {
        keys->states[row] = CellState::missing;
        continue;
      }
      if (plan.customers_counted) {
        keys->texts[row] = "*";
        continue;
      }
      if (plan.format->traits.canonical && is_keyed_hash(raw)) continue;
      char* const to = hashes.data() + row * size;
      write_hash(folded(raw, scratch), plan, to);
      keys->texts[row] = {to, size};
    }
  }
}

}  // namespace tiktok_kpi
