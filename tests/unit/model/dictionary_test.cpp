// Names as numbers: spellings of one name share an entry, and entries are numbered by first use.
#include "model/dictionary.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;

TEST_CASE("spellings of one tag are one entry, shown as first seen") {
  Dictionary tags(NameSpace::tag);
  CHECK(tags.intern("#Glow", {1, 2, 3}) == 0);
  CHECK(tags.intern("#glow", {1, 2, 4}) == 0);
  CHECK(tags.intern("＃GLOW", {1, 2, 5}) == 0);
  CHECK(tags.intern("glow", {1, 2, 6}) == 0);
  CHECK(tags.intern("#glow", {0, 0, 0}) == 0);
  CHECK(tags.intern("#other", {9, 9, 9}) == 1);
  CHECK(tags.size() == 2);
  CHECK(tags.key(0) == "glow");
  CHECK(tags.spelling(0) == "#Glow");
  CHECK(tags.first_seen(0) == Origin{1, 2, 3});
  CHECK(tags.first_seen(1) == Origin{9, 9, 9});
}

TEST_CASE("creators compare as handles, texts by their bytes") {
  Dictionaries names;
  CHECK(names.of(NameSpace::creator).intern("@Ana", {}) == 0);
  CHECK(names.of(NameSpace::creator).intern("ana", {}) == 0);
  CHECK(names.creators.key(0) == "ana");
  CHECK(names.creators.spelling(0) == "@Ana");
  CHECK(names.of(NameSpace::text).intern("@Ana", {}) == 0);
  CHECK(names.of(NameSpace::text).intern("ana", {}) == 1);
  CHECK(names.texts.key(0) == "@Ana");
  CHECK(name_space_of(Field::creator) == NameSpace::creator);
  CHECK(name_space_of(Field::tags) == NameSpace::tag);
  CHECK(name_space_of(Field::utm_content) == NameSpace::text);
}

TEST_CASE("a name whose normal form is empty has no entry, however often it comes") {
  Dictionary creators(NameSpace::creator);
  for (int i = 0; i < 2; ++i) {
    CHECK(creators.intern("", {}) == Dictionary::none);
    CHECK(creators.intern("@", {}) == Dictionary::none);
    CHECK(creators.intern(" @ ", {}) == Dictionary::none);
  }
  CHECK(creators.size() == 0);
}

TEST_CASE("names that differ in one byte are kept apart at every length") {
  Dictionary texts(NameSpace::text);
  std::uint32_t expected = 0;
  for (std::size_t length = 1; length <= 70; ++length) {
    std::string name(length, 'a');
    CHECK(texts.intern(name, {}) == expected++);
    for (std::size_t i = 0; i < length; ++i) {
      name[i] = 'b';
      REQUIRE(texts.intern(name, {}) == expected);
      REQUIRE(texts.intern(name, {}) == expected);
      REQUIRE(texts.key(expected) == name);
      ++expected;
      name[i] = 'a';
    }
  }
  CHECK(texts.intern(std::string_view("a\0", 2), {}) == expected);  // zero bytes count
}

TEST_CASE("100,000 creators in two spellings keep their numbers and their bytes") {
  Dictionary creators(NameSpace::creator);
  std::vector<std::string_view> first_keys;
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const std::string name = (i % 3 == 0 ? "creator.with.a.long.name." : "c") + std::to_string(i);
    REQUIRE(creators.intern(name, {0, i, 0}) == i);
    if (i < 100) first_keys.push_back(creators.key(i));
  }
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const std::string name = (i % 3 == 0 ? "@CREATOR.with.a.long.name." : "@C") + std::to_string(i);
    REQUIRE(creators.intern(name, {1, i, 0}) == i);
    REQUIRE(creators.first_seen(i) == Origin{0, i, 0});
  }
  CHECK(creators.size() == 100'000);
  CHECK(first_keys[1] == "c1");  // a view given out stays good while the dictionary grows
  CHECK(first_keys[99] == "creator.with.a.long.name.99");
}

TEST_CASE("a moved dictionary keeps its entries") {
  Dictionary from(NameSpace::tag);
  from.intern("#a", {});
  Dictionary to = std::move(from);
  CHECK(to.intern("A", {}) == 0);
  CHECK(to.key(0) == "a");
}
