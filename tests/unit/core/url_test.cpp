// URLs as browsers read them. The whole table of cases is the golden case links/parse.
#include "core/url.hpp"

#include "core/internet_name.hpp"
#include "core/url_host.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

std::string unescaped(std::string_view raw) {
  std::string text;
  append_unescaped(text, raw);
  return text;
}

}  // namespace

TEST_CASE("a query stands between the first question mark and the first hash") {
  CHECK(query_of("https://a.example/b?c=1#d?e") == "c=1");
  CHECK(query_of("/b?c?d=1") == "c?d=1");
  CHECK(query_of(" ?c=1 \n") == "c=1");
  CHECK(query_of("https://a.example/#?c=1").empty());
  CHECK(query_of("https://a.example/b").empty());
  CHECK(query_of("").empty());
}

TEST_CASE("pairs are read in order, empty ones skipped") {
  QueryReader reader("a=1&&b&=c&d==e&");
  using Pair = std::pair<std::string_view, std::string_view>;
  CHECK(*reader.next() == Pair("a", "1"));
  CHECK(*reader.next() == Pair("b", ""));
  CHECK(*reader.next() == Pair("", "c"));
  CHECK(*reader.next() == Pair("d", "=e"));
  CHECK_FALSE(reader.next());
  CHECK_FALSE(reader.next());
}

TEST_CASE("escapes that are whole are read, others stay, bad bytes become U+FFFD") {
  CHECK(unescaped("a+b%20c%2B") == "a b c+");
  CHECK(unescaped("100%") == "100%");
  CHECK(unescaped("%4%zz%41") == "%4%zzA");
  CHECK(unescaped("%c3%A4") == "ä");
  CHECK(unescaped("%E2%82x\xFF") == "\xEF\xBF\xBDx\xEF\xBF\xBD");
  CHECK(unescaped("li\nne%\t41") == "lineA");
  std::string kept = "\xFF";
  append_unescaped(kept, "%41");
  CHECK(kept ==
        "\xFF"
        "A");  // what stood there before is not touched
  CHECK_FALSE(needs_unescaping("plain-text_1"));
  CHECK(needs_unescaping("a+b"));
}

TEST_CASE("hosts are printed as browsers print them") {
  const auto name = [](std::string_view text) { return parse_host(text, false).value_or("none"); };
  CHECK(name("Shop.EXAMPLE") == "shop.example");
  CHECK(name("bücher.example") == "xn--bcher-kva.example");
  CHECK(name("%C3%A4.example") == "xn--4ca.example");
  CHECK(name("0x7f.1") == "127.0.0.1");
  CHECK(name("4294967295") == "255.255.255.255");
  CHECK(name("4294967296") == "none");
  CHECK(name("09.1") == "none");
  CHECK(name("[2001:DB8::0:1]") == "[2001:db8::1]");
  CHECK(name("[::ffff:192.0.2.1]") == "[::ffff:c000:201]");
  CHECK(name("[1:2:3:4:5:6:7]") == "none");
  CHECK(name("[::1") == "none");
  CHECK(name("a b") == "none");
  CHECK(name("xn--a") == "none");
  CHECK(parse_host("A%b", true) == "A%b");
}

TEST_CASE("names beyond ASCII go there and back") {
  // RFC 3492, section 7.1 (B) and (L)
  const std::u32string chinese = U"他们为什么不说中文";
  CHECK(to_punycode(chinese) == "ihqwcrb4cv8a8dqg056pqjye");
  CHECK(from_punycode("ihqwcrb4cv8a8dqg056pqjye") == chinese);
  CHECK(to_punycode(U"3年b組金八先生") == "3b-ww4c5e180e575a65lsy2b");
  CHECK(from_punycode("3b-ww4c5e180e575a65lsy2b") == U"3年b組金八先生");
  CHECK_FALSE(from_punycode("99999999"));
  CHECK(name_to_ascii("a..B") == "a..b");
}

TEST_CASE("a link keeps what it had, and has each parameter once") {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  const Pairs utm{{"utm_source", "tik tok"}, {"utm_content", "a&b"}};
  CHECK(with_parameters("https://a.example/", utm) ==
        "https://a.example/?utm_source=tik+tok&utm_content=a%26b");
  CHECK(with_parameters("https://a.example/?x=%zz&y#z", utm) ==
        "https://a.example/?x=%zz&y&utm_source=tik+tok&utm_content=a%26b#z");
  CHECK(with_parameters("https://a.example/?utm_content=1&y=&utm%5Fcontent=2", utm) ==
        "https://a.example/?utm_content=a%26b&y=&utm_source=tik+tok");
  CHECK(with_parameters("https://a.example/?", Pairs{}) == "https://a.example/");
}
