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
  void finish() { round(), round(), round(), round(); }
  void absorb(std::uint64_t word) {
    d ^= word;
    round(), round();
    a ^= word;
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
  State state{key_[0] ^ 0x736F'6D65'7073'6575ULL, key_[1] ^ 0x646F'7261'6E64'6F6DULL ^ 0xEEU,
              key_[0] ^ 0x6C79'6765'6E65'7261ULL, key_[1] ^ 0x7465'6462'7974'6573ULL};
  const std::uint64_t length = static_cast<std::uint64_t>(text.size()) << 56U;
  const std::size_t whole = text.size() & ~std::size_t{7};
  for (std::size_t at = 0; at < whole; at += 8) state.absorb(load_8(text.data() + at));
  // What is left ends the last eight bytes of a text that has so many.
  const std::size_t left = text.size() - whole;
  std::uint64_t last = 0;
  if (whole == 0)
    last = word_of(text);
  else if (left > 0)
    last = load_8(text.data() + text.size() - 8) >> (64 - 8 * left);
  state.absorb(length | last);
  state.c ^= 0xEEU;
  state.finish();
  const std::uint64_t first = state.folded();
  state.b ^= 0xDDU;
  state.finish();
  return {first, state.folded()};
}

}  // namespace tiktok_kpi
