// The key is mixed in once: each hash begins from copies of the two states behind the key.
#include "core/keyed_hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <random>

#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t block_size = 64;   // of SHA-256, in bytes
constexpr std::size_t digest_size = 32;  // of SHA-256, in bytes

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

void require(bool done) {
  if (!done) throw Error("internal", "SHA-256 is not available", "check the OpenSSL installation");
}

using Digest = std::array<unsigned char, digest_size>;

Digest digest_of(std::string_view text) {
  Digest digest{};
  require(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

}  // namespace

struct KeyedHash::State {
  Context inner{EVP_MD_CTX_new()};
  Context outer{EVP_MD_CTX_new()};
};

KeyedHash::KeyedHash(std::string_view key) : state_(std::make_unique<State>()) {
  std::array<unsigned char, block_size> padded{};
  if (key.size() > block_size)
    std::ranges::copy(digest_of(key), padded.begin());
  else
    std::ranges::copy(key, padded.begin());
  const auto begin = [&](const Context& context, unsigned char mask) {
    std::array<unsigned char, block_size> masked = padded;
    for (unsigned char& byte : masked) byte = static_cast<unsigned char>(byte ^ mask);
    require(context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1 &&
            EVP_DigestUpdate(context.get(), masked.data(), masked.size()) == 1);
  };
  begin(state_->inner, 0x36);
  begin(state_->outer, 0x5C);
}

KeyedHash::KeyedHash(KeyedHash&&) noexcept = default;
KeyedHash& KeyedHash::operator=(KeyedHash&&) noexcept = default;
KeyedHash::~KeyedHash() = default;

const KeyedHash& KeyedHash::of_this_run() {
  static const KeyedHash hash = [] {
    std::random_device device;
    std::string key;
    while (key.size() < digest_size) {
      const auto word = device();
      for (unsigned shift = 0; shift < 32; shift += 8)
        key.push_back(static_cast<char>(word >> shift & 0xFFU));
    }
    return KeyedHash(key);
  }();
  return hash;
}

std::string KeyedHash::of(std::string_view text) const {
  thread_local const Context context(EVP_MD_CTX_new());
  Digest digest{};
  const auto finish = [&](const Context& from, const void* data, std::size_t size) {
    require(context && EVP_MD_CTX_copy_ex(context.get(), from.get()) == 1 &&
            EVP_DigestUpdate(context.get(), data, size) == 1 &&
            EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1);
  };
  finish(state_->inner, text.data(), text.size());
  finish(state_->outer, Digest(digest).data(), digest_size);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex(2 * digest_size, '\0');
  for (std::size_t i = 0; i < digest_size; ++i) {
    hex[2 * i] = digits[digest[i] >> 4U];
    hex[2 * i + 1] = digits[digest[i] & 0xFU];
  }
  return hex;
}

bool is_keyed_hash(std::string_view text) {
  return text.size() == 2 * digest_size &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace tiktok_kpi
