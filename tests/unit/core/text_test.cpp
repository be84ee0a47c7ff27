// Normal forms of handles, tags and headers; tags and mentions of captions.
#include "core/text.hpp"

#include "support/catch.hpp"

using namespace tiktok_kpi;
using Names = std::vector<std::string>;

TEST_CASE("case folding brings capital, decomposed and sharp letters to one form") {
  CHECK(case_fold("GlowUp_24") == "glowup_24");
  CHECK(case_fold("ÉTÉ") == "été");
  CHECK(case_fold("e\u0301te\u0301") == "\u00e9t\u00e9");
  CHECK(case_fold("Straße") == "strasse");
  CHECK(case_fold("ΣΊΣΥΦΟΣ") == case_fold("σίσυφος"));
  CHECK(case_fold("ПРИВЕТ") == "привет");
  CHECK(case_fold("千代") == "千代");
  CHECK(case_fold(std::string_view("A\0B", 3)) == std::string_view("a\0b", 3));
}

TEST_CASE("folding text that is no UTF-8 repairs it instead of failing") {
  CHECK(case_fold("ABC\xFF\xC3\x89") == "abc\uFFFDé");
}

TEST_CASE("a handle is compared without @, outer blanks and case") {
  CHECK(normal_handle(" @Ana.B_1 \t") == "ana.b_1");
  CHECK(normal_handle("\uFEFF@ ana") == "ana");
  CHECK(normal_handle("\uFF20Ana\u200B\u00A0") == "ana");
  CHECK(normal_handle("Ana B") == "ana b");
  CHECK(normal_handle("@千代") == "千代");
  CHECK(normal_handle(" @ ").empty());
  CHECK(normal_handle("").empty());
}

TEST_CASE("a tag is compared without its sign and ends where the word ends") {
  CHECK(normal_tag("#Glow") == "glow");
  CHECK(normal_tag("＃GLOW") == "glow");
  CHECK(normal_tag("glow") == "glow");
  CHECK(normal_tag(" #no-sugar") == "no");
  CHECK(normal_tag("##2024") == "2024");
  CHECK(normal_tag("#FRÜHLING!") == "frühling");
  CHECK(normal_tag("#").empty());
  CHECK(normal_tag("#!").empty());
}

TEST_CASE("a tag is made of letters, digits, marks and underscores of any script") {
  CHECK(tag_length("glow_up2 x") == 8);
  CHECK(tag_length("-x") == 0);
  CHECK(tag_length("été.") == std::string_view("été").size());
  CHECK(tag_length("हिन्दी 1") == std::string_view("हिन्दी").size());     // vowel signs and virama are marks
  CHECK(tag_length("สวัสดี") == std::string_view("สวัสดี").size());
  CHECK(tag_length("二〇二四、") == std::string_view("二〇二四").size());
  CHECK(tag_length("e\u0301t\u00e9#") == 6);
  CHECK(tag_length("glow🔥") == 4);
  CHECK(tag_length("glow❤️") == 4);
  CHECK(tag_length("glow\xFFup") == 4);
  CHECK(tag_length("\uFE0F\u20E3") == 0);  // the rest of the keycap emoji of #
}

TEST_CASE("hashtags of a caption come once each, in order of first appearance") {
  // the first three are the worked examples of the metric `hashtags`
  CHECK(hashtags_of("Morning routine #GlowUp #ad#BeautyTok #glowup") == Names{"glowup", "ad", "beautytok"});
  CHECK(hashtags_of("Neu! ＃Frühling, #été2024. #1 #a_b") == Names{"frühling", "été2024", "1", "a_b"});
  CHECK(hashtags_of("no tags # here").empty());
  CHECK(hashtags_of("#no-sugar ＃a＃b#c＃") == Names{"no", "a", "b", "c"});
  CHECK(hashtags_of("1\uFE0F\u20E3 #\uFE0F\u20E3 ##x") == Names{"x"});
  CHECK(hashtags_of("❤️ #glow❤️#up ｆ") == Names{"glow", "up"});  // U+FE0F and U+FF46 share a byte with ＃
  CHECK(hashtags_of("").empty());
}

TEST_CASE("scanning gives each tag as written, repeats included") {
  std::vector<std::string_view> found;
  scan_hashtags("#A＃a #B", [&](std::string_view tag) { found.push_back(tag); });
  CHECK(found == std::vector<std::string_view>{"A", "a", "B"});
}

TEST_CASE("scanning a hostile caption takes time in proportion to its length") {
  std::string caption;
  for (int i = 0; i < 500'000; ++i) caption += "#a";
  for (int i = 0; i < 500'000; ++i) caption += "＃b";
  std::size_t count = 0;
  scan_hashtags(caption, [&](std::string_view) { ++count; });
  CHECK(count == 1'000'000);
}

TEST_CASE("mentions are handles after an @ that is not part of an address") {
  CHECK(mentions_of("with @Ana.B and @bo_2, thanks @ana.b.") == Names{"ana.b", "bo_2"});
  CHECK(mentions_of("mail me: ana@example.com or a.b+c@example.org").empty());
  CHECK(mentions_of("@ana@bo 谢谢@千代") == Names{"ana", "bo", "千代"});
  CHECK(mentions_of("@ @. @@x") == Names{"x"});
}

TEST_CASE("headers are compared without what nobody sees") {
  CHECK(normal_header("\uFEFFVideo  views ") == "video views");
  CHECK(normal_header("Shares\u200B\t(Total)") == "shares (total)");
  CHECK(normal_header("Gesamt\u00A0KÄUFE") == "gesamt käufe");
  CHECK(normal_header("播放量（次）［总］") == "播放量(次)[总]");
  CHECK(normal_header(" \uFEFF ").empty());
}

TEST_CASE("the distance counts inserted, deleted, replaced and swapped characters") {
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("views", "views") == 0);
  CHECK(edit_distance("views", "veiws") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("ca", "abc") == 3);  // a swapped pair is not edited again
  CHECK(edit_distance("été", "ete") == 2);
}

TEST_CASE("only a name that is near for its length is suggested") {
  const std::vector<std::string_view> known{"views", "likes", "er_views", "roi", "cpm", "engagement"};
  CHECK(nearest("veiws", known) == "views");
  CHECK(nearest("Likes", known) == "likes");
  CHECK(nearest("er-view", known) == "er_views");
  CHECK(nearest("rio", known) == "roi");
  CHECK(nearest("engagemnts", known) == "engagement");
  CHECK(nearest("xy", known).empty());
  CHECK(nearest("fox", known).empty());
  CHECK(nearest("orders", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(100'000, 'v'), known).empty());
  CHECK(nearest("aab", std::vector<std::string_view>{"aac", "aad"}) == "aac");  // the first of equals
}
