// The key is mixed in once: each hash begins from copies of the two states behind the key.
#include "core/keyed_hash.hpp"

// The low-level calls are deprecated in favour of EVP, which allocates for every hash: they are
// what makes a hash for each of ten million rows affordable. The name is the library's.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t block_size = SHA256_CBLOCK;
constexpr std::size_t digest_size = SHA256_DIGEST_LENGTH;
static_assert(KeyedHash::size == 2 * digest_size);

using Digest = std::array<unsigned char, digest_size>;

void require(int done) {
  if (done != 1)
    throw Error("internal", "SHA-256 is not available", "check the OpenSSL installation");
}

Digest digest_from(SHA256_CTX context, const void* data, std::size_t size) {
  Digest digest;
  require(SHA256_Update(&context, data, size));
  require(SHA256_Final(digest.data(), &context));
  return digest;
}

SHA256_CTX begin() {
  SHA256_CTX context;
  require(SHA256_Init(&context));
  return context;
}

}  // namespace

struct KeyedHash::State {
  SHA256_CTX inner = begin();
  SHA256_CTX outer = begin();
};

KeyedHash::KeyedHash(std::string_view key) : state_(std::make_unique<State>()) {
  std::array<unsigned char, block_size> padded{};
  if (key.size() > block_size)
    std::ranges::copy(digest_from(begin(), key.data(), key.size()), padded.begin());
  else
    std::ranges::copy(key, padded.begin());
  const auto mix_in = [&](SHA256_CTX& context, unsigned char mask) {
    std::array<unsigned char, block_size> masked = padded;
    for (unsigned char& byte : masked) byte = static_cast<unsigned char>(byte ^ mask);
    require(SHA256_Update(&context, masked.data(), masked.size()));
  };
  mix_in(state_->inner, 0x36);
  mix_in(state_->outer, 0x5C);
}

KeyedHash::KeyedHash(KeyedHash&&) noexcept = default;
KeyedHash& KeyedHash::operator=(KeyedHash&&) noexcept = default;
KeyedHash::~KeyedHash() = default;

void KeyedHash::write(std::string_view text, std::span<char, size> to) const {
  const Digest inner = digest_from(state_->inner, text.data(), text.size());
  const Digest digest = digest_from(state_->outer, inner.data(), inner.size());
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < digest_size; ++i) {
    to[2 * i] = digits[digest[i] >> 4U];
    to[2 * i + 1] = digits[digest[i] & 0xFU];
  }
}

bool is_keyed_hash(std::string_view text) {
  return text.size() == 2 * digest_size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace tiktok_kpi
