// Expected values by OpenSSL: openssl mac -macopt hexkey:000102…0f -macopt size:16 SIPHASH, of the
// bytes 0, 1, 2, …; the short ones with -macopt size:8 -macopt c-rounds:1 -macopt d-rounds:3.
#include "core/sip_hash.hpp"

#include <fmt/format.h>

#include <string>

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

/// The digest's bytes, the first one first.
std::string hex(const SipHash::Digest& digest) {
  std::string text;
  for (const std::uint64_t word : digest)
    for (unsigned shift = 0; shift < 64; shift += 8)
      text += fmt::format("{:02x}", word >> shift & 0xFFU);
  return text;
}

}  // namespace

TEST_CASE("SipHash agrees with another implementation at every length of the last word") {
  const SipHash hash({0x0706'0504'0302'0100ULL, 0x0F0E'0D0C'0B0A'0908ULL});
  std::string text;
  for (char c = 0; c < 40; ++c) text += c;
  const auto of = [&](std::size_t length) { return hex(hash.of(text.substr(0, length))); };
  CHECK(of(0) == "a3817f04ba25a8e66df67214c7550293");
  CHECK(of(1) == "da87c1d86b99af44347659119b22fc45");
  CHECK(of(7) == "a1f1ebbed8dbc153c0b84aa61ff08239");
  CHECK(of(8) == "3b62a9ba6258f5610f83e264f31497b4");
  CHECK(of(15) == "5493e99933b0a8117e08ec0f97cfc3d9");
  CHECK(of(16) == "6ee2a4ca67b054bbfd3315bf85230577");
  CHECK(of(40) == "df6a301e95c95dad97ae0cc8c6913bd8");
}

TEST_CASE("short hashes agree with another implementation, too") {
  const SipHash hash({0x0706'0504'0302'0100ULL, 0x0F0E'0D0C'0B0A'0908ULL});
  std::string text;
  for (char c = 0; c < 40; ++c) text += c;
  // The first byte is the lowest one.
  const auto of = [&](std::size_t length) { return hash.short_of(text.substr(0, length)); };
  CHECK(of(0) == 0xABAC'0158'050F'C4DCULL);
  CHECK(of(1) == 0xC9F4'9BF3'7D57'CA93ULL);
  CHECK(of(7) == 0xD392'7D98'9BB1'1140ULL);
  CHECK(of(8) == 0x3690'9511'8D29'9A8EULL);
  CHECK(of(15) == 0xD320'D86D'2A51'9956ULL);
  CHECK(of(16) == 0xCC4F'DD1A'7D90'8B66ULL);
  CHECK(of(40) == 0xC1D2'3632'99E4'1531ULL);
}

TEST_CASE("the key of a run stays the same, and is no other key") {
  const SipHash& run = SipHash::of_this_run();
  CHECK(run.of("ana@example.com") == SipHash::of_this_run().of("ana@example.com"));
  CHECK(run.of("ana@example.com") != SipHash({0, 0}).of("ana@example.com"));
}

}  // namespace tiktok_kpi
