#include "input/person_keys.hpp"

#include <cstring>
#include <span>
#include <string_view>

#include "core/keyed_hash.hpp"
#include "core/sip_hash.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"
#include "input/formats/format.hpp"

namespace tiktok_kpi {
namespace {

/// A key as it is compared, in `scratch`.
std::string_view folded(std::string_view raw, std::string& scratch) {
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

std::string_view hashed(std::string_view key, const ReadPlan& plan,
                        std::span<char, KeyedHash::size> to) {
  if (plan.keys) {
    plan.keys->write(key, to);
    return {to.data(), to.size()};
  }
  const SipHash::Digest digest = SipHash::of_this_run().of(key);
  static_assert(sizeof digest <= KeyedHash::size);
  std::memcpy(to.data(), digest.data(), sizeof digest);
  return {to.data(), sizeof digest};
}

}  // namespace

void hash_person_keys(Batch& batch, const ReadPlan& plan, std::deque<std::string>& texts) {
  std::string scratch;
  for (const Field field : {Field::customer_key, Field::client_key}) {
    BatchColumn* keys = batch.column(field);
    if (keys == nullptr) continue;
    std::string& hashes = texts.emplace_back(batch.size * KeyedHash::size, '\0');
    for (std::size_t row = 0; row < batch.size; ++row) {
      if (keys->states[row] == CellState::missing) continue;
      const std::string_view raw = trim_cell(keys->texts[row]);
      // Guests have no key: shops write 0 for them.
      if (is_missing_word(raw) || raw == "0") {
        keys->states[row] = CellState::missing;
        continue;
      }
      if (plan.format->traits.canonical && is_keyed_hash(raw)) continue;
      const std::span<char, KeyedHash::size> to(hashes.data() + row * KeyedHash::size,
                                                KeyedHash::size);
      keys->texts[row] = hashed(folded(raw, scratch), plan, to);
    }
  }
}

}  // namespace tiktok_kpi
