// Promises of a contract against posts: what is said of each, and when nothing is known.
#include "analysis/contract.hpp"

#include <algorithm>

#include "analysis/contract_posts.hpp"
#include "core/civil_time.hpp"
#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

Day june(int day) { return days_from_civil({2024, 6, day}); }

CampaignCreator ana(Contract contract) {
  CampaignCreator creator;
  creator.handle = "ana";
  creator.contract = std::move(contract);
  return creator;
}

/// A post of the campaign; `number` orders those of one day.
ContractPost post(std::uint32_t number, std::optional<Day> day) {
  ContractPost made;
  made.ref = {0, number};
  made.id = "p" + std::to_string(number);
  made.day = day;
  made.in_campaign = true;
  return made;
}

ContractPost captioned(std::string caption) {
  ContractPost made = post(1, june(10));
  made.tags = std::vector<std::string>{};
  made.mentions = std::vector<std::string>{};
  made.caption = std::move(caption);
  return made;
}

ContractItem item_of(const Contract& contract, const std::vector<ContractPost>& posts,
                     std::string_view id, std::optional<Day> as_of = june(30)) {
  const CampaignCreator creator = ana(contract);
  for (ContractItem& item : analyze_contract(creator, posts, as_of, Settings{}))
    if (item.id == id) return std::move(item);
  FAIL("no item " << id);
  return {};
}

std::vector<std::string> named(const ContractPost& of, const std::string& competitor) {
  return competitors_named(of, {competitor});
}

}  // namespace

TEST_CASE("two of three posts: what is found, asked and to be done") {
  Contract contract;
  contract.posts = 3;
  contract.due = june(20);
  const std::vector<ContractPost> posts{post(1, june(3)), post(2, june(21))};
  const ContractItem delivered = item_of(contract, posts, "contract.posts");
  CHECK(delivered.kept == Kept::broken);
  CHECK(delivered.value == Quantity::exact(*Rational::make(2, 3), Unit::ratio));
  CHECK(delivered.asked == "3 posts by 2024-06-20");
  CHECK(delivered.found == "2 of 3 posts");
  CHECK(delivered.advice == "ask @ana for 1 post more");
  // One in time, one late, one not there at all.
  const ContractItem in_time = item_of(contract, posts, "contract.on_time");
  CHECK(in_time.value == Quantity::exact(*Rational::make(1, 3), Unit::ratio));
  CHECK(in_time.found == "1 of 3 posts in time");
}

TEST_CASE("before the due day nothing is broken, and without a day to look from nothing is said") {
  Contract contract;
  contract.posts = 2;
  contract.due = june(20);
  const std::vector<ContractPost> posts{post(1, june(3))};
  const ContractItem early = item_of(contract, posts, "contract.posts", june(19));
  CHECK(early.kept == Kept::unknown);
  CHECK_FALSE(early.due);
  CHECK(early.advice == "1 post to come until 2024-06-20");
  CHECK(item_of(contract, posts, "contract.on_time", june(19)).advice == "nothing is due yet");
  CHECK(item_of(contract, posts, "contract.on_time", {}).kept == Kept::unknown);
}

TEST_CASE("of more posts than agreed the first count, of one day by their place in the file") {
  Contract contract;
  contract.posts = 2;
  contract.due = june(5);
  std::vector<ContractPost> posts{post(3, june(9)), post(2, june(5)), post(1, june(5)),
                                  post(4, {})};
  CHECK(item_of(contract, posts, "contract.on_time").kept == Kept::kept);
  // A usual post is none of the agreed ones.
  posts[1].in_campaign = false;
  CHECK(item_of(contract, posts, "contract.on_time").kept == Kept::broken);
}

TEST_CASE("a contract that states nothing has no items") {
  CHECK(analyze_contract(ana({}), {post(1, june(3))}, june(30), Settings{}).empty());
  CHECK(analyze_contract(CampaignCreator{}, {post(1, june(3))}, june(30), Settings{}).empty());
}

TEST_CASE("hashtags, mentions and words are asked of each post, without regard to case") {
  Contract contract;
  contract.hashtags = {"glowsoap", "ad"};
  contract.mentions = {"glow"};
  contract.caption = {"Link in Bio"};
  ContractPost good = captioned("LINK IN BIO @glow #glowsoap #ad");
  good.tags = {"glowsoap", "ad"};
  good.mentions = {"glow"};
  ContractPost bad = captioned("#glowsoap");
  bad.tags = {"glowsoap"};
  const std::vector<ContractPost> posts{good, bad};
  const ContractItem tags = item_of(contract, posts, "contract.hashtags");
  CHECK(tags.value == Quantity::exact(*Rational::make(1, 2), Unit::ratio));
  REQUIRE(tags.posts.size() == 1);
  CHECK(tags.posts[0].found == "#ad is missing");
  CHECK(tags.advice == "ask @ana to add #glowsoap #ad");
  CHECK(item_of(contract, posts, "contract.mentions").posts.at(0).found == "@glow is missing");
  CHECK(item_of(contract, posts, "contract.caption").posts.at(0).found ==
        "\"Link in Bio\" is missing");
}

TEST_CASE("one broken post breaks a promise, one unknown leaves it open") {
  Contract contract;
  contract.min_duration_s = Rational(15);
  std::vector<ContractPost> posts{post(1, june(1)), post(2, june(2)), post(3, june(3))};
  posts[0].duration_s = Rational(15);
  posts[1].duration_s = Rational(20);
  const ContractItem open = item_of(contract, posts, "contract.length");
  CHECK(open.kept == Kept::unknown);
  CHECK(open.found == "2 of 3 posts, 1 not known");
  CHECK(open.asked == "15 s or more");
  posts[1].duration_s = *Rational::parse("14.5");
  const ContractItem broken = item_of(contract, posts, "contract.length");
  CHECK(broken.kept == Kept::broken);
  CHECK(broken.posts.at(0).found == "is 14.5 s long");
  CHECK(item_of(contract, {}, "contract.length").kept == Kept::unknown);
  CHECK(item_of(contract, {}, "contract.length").found == "no posts");
}

TEST_CASE("usage rights count days, and end on the last of a shorter month") {
  Contract contract;
  contract.rights_granted = days_from_civil({2024, 1, 31});
  contract.rights_months = 1;
  const auto on = [&](int day) {
    return item_of(contract, {}, "rights", days_from_civil({2024, 2, day}));
  };
  CHECK(on(28).value == Quantity::exact(Rational(1), Unit::days));
  CHECK(on(28).found == "1 day left");
  CHECK(on(28).kept == Kept::kept);
  CHECK(on(29).found == "ended today");
  CHECK(on(29).kept == Kept::broken);
  const ContractItem over = item_of(contract, {}, "rights", days_from_civil({2024, 3, 2}));
  CHECK(over.found == "ended 2 days ago");
  CHECK(over.advice == "stop using the posts, or renew with @ana");
  CHECK(item_of(contract, {}, "rights", {}).kept == Kept::unknown);
  contract.rights_months.reset();
  CHECK(on(29).found == "granted without end");
}

TEST_CASE("exclusivity looks at usual posts too, and at none outside its days") {
  Contract contract;
  contract.exclusivity = {june(1), june(30)};
  contract.competitors = {"Rival Soap"};
  std::vector<ContractPost> posts{captioned("rival soap again"), captioned("Rival Soap")};
  posts[0].in_campaign = false;
  posts[1].day = june(30) + 1;
  const ContractItem item = item_of(contract, posts, "exclusivity");
  CHECK(item.value == Quantity::count(1));
  CHECK(item.asked == "no Rival Soap from 2024-06-01 to 2024-06-30");
  CHECK(item.found == "1 of 1 post inside the window");
  CHECK(item.posts.at(0).found == "names Rival Soap");
  contract.competitors.clear();
  const ContractItem nobody = item_of(contract, posts, "exclusivity");
  CHECK(nobody.kept == Kept::unknown);
  CHECK(nobody.advice == "list them as contract.exclusivity.competitors");
}

TEST_CASE("exclusivity is kept when its days are over, not before") {
  Contract contract;
  contract.exclusivity = {june(10), june(20)};
  contract.competitors = {"Rival Soap"};
  const std::vector<ContractPost> posts{captioned("soap")};
  const auto as_of = [&](std::optional<Day> day) {
    return analyze_contract(ana(contract), posts, day, Settings{}).at(0);
  };
  CHECK(as_of(june(9)).kept == Kept::unknown);
  CHECK_FALSE(as_of(june(9)).due);
  CHECK(as_of(june(9)).advice == "the window has not begun");
  CHECK(as_of(june(19)).kept == Kept::unknown);
  CHECK_FALSE(as_of(june(19)).due);
  CHECK(as_of(june(19)).advice == "kept so far, until 2024-06-20");
  CHECK(as_of(june(20)).kept == Kept::kept);
  CHECK(as_of(june(20)).due);
  CHECK(as_of(std::nullopt).kept == Kept::unknown);
  contract.exclusivity.to.reset();  // no day would ever be the last
  CHECK(as_of(june(19)).kept == Kept::kept);
  CHECK(as_of(june(9)).kept == Kept::unknown);
  // A competitor named is a broken promise at once.
  contract.exclusivity = {june(1), june(30)};
  std::vector<ContractPost> naming{captioned("rival soap")};
  CHECK(analyze_contract(ana(contract), naming, naming[0].day, Settings{}).at(0).kept ==
        Kept::broken);
}

TEST_CASE("a post without a day and a caption may break exclusivity") {
  Contract contract;
  contract.exclusivity = {june(1), june(30)};
  contract.competitors = {"Rival Soap"};
  ContractPost silent = post(1, june(1));
  silent.day.reset();
  ContractPost harmless = captioned("soap");
  harmless.day.reset();
  const ContractItem item = item_of(contract, {silent, harmless}, "exclusivity");
  CHECK(item.kept == Kept::unknown);
  REQUIRE(item.posts.size() == 1);
  CHECK(item.posts[0].found == "neither its day nor its caption is known");
}

TEST_CASE("a competitor is a name of its own, as a handle, a tag or a word") {
  ContractPost tagged = captioned("x");
  tagged.tags = {"rivalsoap"};
  CHECK(named(tagged, "Rival Soap") == std::vector<std::string>{"Rival Soap"});
  ContractPost mentioning = captioned("x");
  mentioning.mentions = {"rival.soap"};
  CHECK(named(mentioning, "@Rival_Soap").size() == 1);
  ContractPost branded = captioned("x");
  branded.brands = {"RIVAL SOAP"};
  CHECK(named(branded, "Rival Soap").size() == 1);
  CHECK(named(captioned("my rival soap!"), "Rival Soap").size() == 1);
  CHECK(named(captioned("a rivalry of soaps"), "Rival").empty());
  CHECK(named(captioned("unrivaled"), "rival").empty());
  // Scripts without blanks between words.
  CHECK(named(captioned("今日は花王の石けん"), "花王").size() == 1);
  CHECK(named(captioned("x"), " .").empty());
}

TEST_CASE("disclosure is a whole hashtag, a label, or the first word where a country is named") {
  const auto disclosed = [](const ContractPost& of, std::string_view country = {}) {
    return has_disclosure(of, Settings{}, country);
  };
  CHECK(disclosed(captioned("soap #ad")) == Quantity::flag(true));
  CHECK(disclosed(captioned("#adventure ad")) == Quantity::flag(false));
  CHECK(disclosed(captioned("#ad"), "de") == Quantity::flag(false));
  CHECK(disclosed(captioned("[Anzeige] soap"), "de") == Quantity::flag(true));
  CHECK(disclosed(captioned("soap [Anzeige]"), "de") == Quantity::flag(false));
  CHECK(disclosed(captioned("広告 石けん"), "jp") == Quantity::flag(true));
  ContractPost silent = post(1, june(1));
  CHECK_FALSE(disclosed(silent).known());
  silent.labelled = false;
  CHECK(disclosed(silent) == Quantity::flag(false));
  silent.tags = {"ad"};  // an export without captions may still list them
  CHECK(disclosed(silent) == Quantity::flag(true));
  silent.labelled = true;
  CHECK(disclosed(silent, "de") == Quantity::flag(true));
}

TEST_CASE("rights to music and content are both to be stated, and paid ads to be allowed") {
  Contract contract;
  contract.rights_cleared = true;
  ContractPost of = post(1, june(1));
  CHECK(item_of(contract, {of}, "rights.content").posts.at(0).found ==
        "music and content rights not stated");
  of.music_cleared = true;
  CHECK(item_of(contract, {of}, "rights.content").kept == Kept::unknown);
  of.ugc_cleared = true;
  CHECK(item_of(contract, {of}, "rights.content").kept == Kept::kept);
  of.music_cleared = false;
  CHECK(item_of(contract, {of}, "rights.content").posts.at(0).found == "music not cleared");

  CampaignCreator creator = ana({});
  creator.costs.push_back({.what = "boosting", .kind = "paid_boost", .amount = {}});
  const auto paid = [&] { return analyze_contract(creator, {of}, june(30), Settings{}).at(0); };
  CHECK(paid().kept == Kept::unknown);
  creator.contract->rights_paid_ads = false;
  CHECK(paid().advice == "stop the boosted posts, or agree on it with @ana");
  creator.contract->rights_paid_ads = true;
  CHECK(paid().kept == Kept::kept);
}

TEST_CASE("rules stand in the order of the documentation, only those stated") {
  Contract contract;
  contract.disclosure = true;
  contract.hashtags = {"ad"};
  const CampaignCreator creator = ana(contract);
  std::vector<std::string_view> ids;
  for (const PostRule& rule : post_rules(creator, Settings{})) ids.push_back(rule.id);
  CHECK(ids == std::vector<std::string_view>{"contract.hashtags", "disclosure"});
}

}  // namespace tiktok_kpi
