// Keyed hashes are those of RFC 4231, "Identifiers and Test Vectors for HMAC-SHA-256".
#include "core/keyed_hash.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {

TEST_CASE("keyed hashes agree with the published vectors") {
  CHECK(KeyedHash(std::string(20, '\x0b')).of("Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(KeyedHash("Jefe").of("what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  // A key longer than a block is hashed first.
  CHECK(KeyedHash(std::string(131, '\xaa'))
            .of("Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("a keyed hash is told by its digits") {
  CHECK(is_keyed_hash(KeyedHash("key").of("")));
  CHECK_FALSE(is_keyed_hash("ana@example.com"));
  CHECK_FALSE(is_keyed_hash(std::string(64, 'A')));
}

}  // namespace tiktok_kpi
