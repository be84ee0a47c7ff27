#pragma once
// Customers and visitors are compared, never shown: what names one becomes a keyed hash at reading.
#include <memory>
#include <string>
#include <string_view>

namespace tiktok_kpi {

/// HMAC-SHA-256 (RFC 2104) under one key. May be used by many threads at once.
class KeyedHash {
 public:
  explicit KeyedHash(std::string_view key);
  KeyedHash(KeyedHash&&) noexcept;
  KeyedHash& operator=(KeyedHash&&) noexcept;
  ~KeyedHash();

  /// A random key drawn once per process: hashes compare within a run and mean nothing after it.
  [[nodiscard]] static const KeyedHash& of_this_run();

  /// 64 hexadecimal digits in lower case. Cost: about half a microsecond.
  [[nodiscard]] std::string of(std::string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Is the text such a hash already?
[[nodiscard]] bool is_keyed_hash(std::string_view text);

}  // namespace tiktok_kpi
