// UTM fields of landing pages, and that reading them costs no memory.
#include "model/landing.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::string field(std::string_view url, Field field) {
  std::string buffer;
  const LandingFields fields = read_landing_url(url, buffer);
  const auto value = fields.value(field);
  return value ? std::string(*value) : "(none)";
}

}  // namespace

TEST_CASE("UTM fields of absolute and relative landing pages") {
  const std::string_view url =
      "/products/soap?variant=1&utm_source=tiktok&utm_medium=influencer&utm_campaign=glow+may"
      "&utm_term=%C3%B6l&utm_content=ana&ttclid=E.C.P#top";
  CHECK(field(url, Field::utm_source) == "tiktok");
  CHECK(field(url, Field::utm_medium) == "influencer");
  CHECK(field(url, Field::utm_campaign) == "glow may");
  CHECK(field(url, Field::utm_term) == "öl");
  CHECK(field(url, Field::utm_content) == "ana");
  CHECK(field(url, Field::ttclid) == "E.C.P");
  CHECK(field(url, Field::order_id) == "(none)");
}

TEST_CASE("every field is read by its own name") {
  for (const Field each : landing_fields)
    CHECK(field("?" + std::string(row_of(each).name) + "=x", each) == "x");
}

TEST_CASE("names in any case; the first of repeated ones; nothing behind the hash") {
  CHECK(field("?UTM_Content=a&utm_content=b", Field::utm_content) == "a");
  CHECK(field("?utm_content=&utm_content=b", Field::utm_content).empty());
  CHECK(field("?utm%5Fcontent=a", Field::utm_content) == "a");
  CHECK(field("?xutm_content=a", Field::utm_content) == "(none)");
  CHECK(field("/#?utm_content=a", Field::utm_content) == "(none)");
  CHECK(field("", Field::utm_content) == "(none)");
}

TEST_CASE("values without escapes are views into the URL, others into the buffer, which stays") {
  std::string buffer;
  const std::string url = "https://a.example/?utm_source=plain&utm_term=a+b&utm_content=%FF%FE%FF";
  for (int round = 0; round < 3; ++round) {
    const LandingFields fields = read_landing_url(url, buffer);
    const char* source = fields.value(Field::utm_source)->data();
    CHECK(source >= url.data());
    CHECK(source < url.data() + url.size());
    CHECK(*fields.value(Field::utm_term) == "a b");
    CHECK(*fields.value(Field::utm_content) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(fields.value(Field::utm_term)->data() >= buffer.data());
    CHECK(fields.value(Field::utm_content)->data() + 9 <= buffer.data() + buffer.size());
  }
  const char* before = buffer.data();
  (void)read_landing_url("?utm_source=a+b", buffer);
  CHECK(buffer.data() == before);
}
