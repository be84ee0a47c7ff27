#include "core/sip_hash.hpp"

#include <bit>
#include <random>

#include "core/load_bytes.hpp"

namespace tiktok_kpi {
namespace {

struct State {
  std::uint64_t a, b, c, d;

  void round() {
    a += b, c += d;
    b = std::rotl(b, 13) ^ a, d = std::rotl(d, 16) ^ c;
    a = std::rotl(a, 32);
    c += b, a += d;
    b = std::rotl(b, 17) ^ c, d = std::rotl(d, 21) ^ a;
    c = std::rotl(c, 32);
  }
  void rounds(int count) {
    for (; count > 0; --count) round();
  }
  [[nodiscard]] std::uint64_t folded() const { return a ^ b ^ c ^ d; }
};

/// Up to eight bytes, the first one lowest.
std::uint64_t word_of(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    word = word << 8U | static_cast<unsigned char>(bytes[i]);
  return word;
}

/// The state behind all of the text, before it is finished. `variant` tells lengths of hashes
/// apart.
template <int rounds>
State absorbed(const SipHash::Key& key, std::string_view text, std::uint64_t variant) {
  State state{key[0] ^ 0x736F'6D65'7073'6575ULL, key[1] ^ 0x646F'7261'6E64'6F6DULL ^ variant,
              key[0] ^ 0x6C79'6765'6E65'7261ULL, key[1] ^ 0x7465'6462'7974'6573ULL};
  const auto absorb = [&](std::uint64_t word) {
    state.d ^= word;
    state.rounds(rounds);
    state.a ^= word;
  };
  const std::uint64_t length = static_cast<std::uint64_t>(text.size()) << 56U;
  const std::size_t whole = text.size() & ~std::size_t{7};
  for (std::size_t at = 0; at < whole; at += 8) absorb(load_8(text.data() + at));
  // What is left ends the last eight bytes of a text that has so many.
  const std::size_t left = text.size() - whole;
  std::uint64_t last = 0;
  if (whole == 0)
    last = word_of(text);
  else if (left > 0)
    last = load_8(text.data() + text.size() - 8) >> (64 - 8 * left);
  absorb(length | last);
  return state;
}

}  // namespace

const SipHash& SipHash::of_this_run() {
  static const SipHash hash = [] {
    std::random_device device;
    const auto draw = [&] { return std::uint64_t{device()} << 32U | device(); };
    return SipHash({draw(), draw()});
  }();
  return hash;
}

SipHash::Digest SipHash::of(std::string_view text) const {
  State state = absorbed<2>(key_, text, 0xEE);
  state.c ^= 0xEEU;
  state.rounds(4);
  const std::uint64_t first = state.folded();
  state.b ^= 0xDDU;
  state.rounds(4);
  return {first, state.folded()};
}

std::uint64_t SipHash::short_of(std::string_view text) const {
  State state = absorbed<1>(key_, text, 0);
  state.c ^= 0xFFU;
  state.rounds(3);
  return state.folded();
}

}  // namespace tiktok_kpi
