// Code against link: ana and ben own codes, cy is a creator too.
#include "aggregate/credit_policy.hpp"

#include <vector>

#include "aggregate/code_book.hpp"
#include "core/civil_time.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

constexpr ChannelId ana = 0, ben = 1, cy = 2, direct = 3;
constexpr std::int64_t w = whole_order;

struct Divided {
  std::int64_t codes, links;
  std::vector<ChannelId> owners;
  bool operator==(const Divided&) const = default;
};

Divided divided(CreditPolicy policy, std::vector<ChannelId> owners,
                const std::vector<Touch>& touches, MultiCode multi_code = MultiCode::split) {
  const OrderDivision got = divide_order(policy, multi_code, owners, touches, direct);
  return {got.codes, got.links, {got.owners.begin(), got.owners.end()}};
}

const std::vector<Touch> cy_then_ben{{cy, 900}, {ben, 100}};

}  // namespace

TEST_CASE("each policy divides between code and link") {
  CHECK(divided(CreditPolicy::code_first, {ana}, cy_then_ben) == Divided{w, 0, {ana}});
  CHECK(divided(CreditPolicy::link_first, {ana}, cy_then_ben) == Divided{0, w, {ana}});
  CHECK(divided(CreditPolicy::split, {ana}, cy_then_ben) == Divided{w / 2, w / 2, {ana}});
  CHECK(divided(CreditPolicy::code_if_involved, {ana}, cy_then_ben) == Divided{0, w, {}});
  CHECK(divided(CreditPolicy::code_if_involved, {cy}, cy_then_ben) == Divided{w, 0, {cy}});
  CHECK(divided(CreditPolicy::code_if_winner, {cy}, cy_then_ben) == Divided{0, w, {}});
  CHECK(divided(CreditPolicy::code_if_winner, {ben}, cy_then_ben) == Divided{w, 0, {ben}});
}

TEST_CASE("the only side known takes all, and nobody takes nothing") {
  for (const auto policy :
       {CreditPolicy::code_first, CreditPolicy::link_first, CreditPolicy::split})
    CHECK(divided(policy, {ana}, {}) == Divided{w, 0, {ana}});
  for (const auto policy :
       {CreditPolicy::code_first, CreditPolicy::link_first, CreditPolicy::code_if_involved,
        CreditPolicy::code_if_winner, CreditPolicy::split}) {
    CHECK(divided(policy, {}, cy_then_ben) == Divided{0, w, {}});
    CHECK(divided(policy, {}, {}) == Divided{0, 0, {}});
  }
  CHECK(divided(CreditPolicy::code_if_involved, {ana}, {}) == Divided{0, 0, {}});
}

TEST_CASE("a visit that nobody brought is no link") {
  const std::vector<Touch> only_direct{{direct, 100}};
  CHECK(divided(CreditPolicy::link_first, {ana}, only_direct) == Divided{w, 0, {ana}});
  CHECK(divided(CreditPolicy::split, {ana}, only_direct) == Divided{w, 0, {ana}});
  CHECK(divided(CreditPolicy::link_first, {}, only_direct) == Divided{0, w, {}});
  // Who comes back without a link was not won by the code's owner; the link keeps the order.
  CHECK(divided(CreditPolicy::code_if_winner, {ben}, {{ben, 900}, {direct, 100}}) ==
        Divided{0, w, {}});
}

TEST_CASE("codes of several creators share, or the first or last takes all") {
  CHECK(divided(CreditPolicy::code_first, {ana, ben}, {}) == Divided{w, 0, {ana, ben}});
  CHECK(divided(CreditPolicy::code_first, {ana, ben, ana}, {}) == Divided{w, 0, {ana, ben}});
  CHECK(divided(CreditPolicy::code_first, {ana, ben}, {}, MultiCode::first) ==
        Divided{w, 0, {ana}});
  CHECK(divided(CreditPolicy::code_first, {ana, ben, ana}, {}, MultiCode::last) ==
        Divided{w, 0, {ana}});
  // Codes that do not count are no first or last one.
  CHECK(divided(CreditPolicy::code_if_involved, {ana, ben}, cy_then_ben, MultiCode::first) ==
        Divided{w, 0, {ben}});
  CHECK(share_of_owner(7, 0, 3) == 3);
  CHECK(share_of_owner(7, 1, 3) == 2);
  CHECK(share_of_owner(7, 2, 3) == 2);
}

TEST_CASE("a code is compared without blanks and case, and belongs to one creator at a time") {
  CodeBook book;
  const Day may = *parse_day("2024-05-01");
  CHECK(book.add(" Ana10", ana));
  CHECK(book.add("GLOW", ben, {may, may + 9}));
  CHECK(book.add("glow", cy, {may + 10, std::nullopt}));
  CHECK_FALSE(book.add("glow ", ana, {may + 5, may + 5}));
  CHECK(book.add("ана10", cy));
  CHECK(book.owner("ANA10\n", may) == ana);
  CHECK(book.owner("glow", may + 9) == ben);
  CHECK(book.owner("Glow", may + 10) == cy);
  CHECK_FALSE(book.owner("glow", may - 1));
  CHECK_FALSE(book.owner("SUMMER", may));
  CHECK_FALSE(book.owner("  ", may));
  CHECK(book.owner("АНА10", may) == cy);
  CHECK_FALSE(book.owner(std::string(100, 'A'), may));
}
