// Campaign file or export?
#include "input/campaign_reader.hpp"

#include "campaign_example.hpp"
#include "support/catch.hpp"

using tiktok_kpi::looks_like_campaign;

TEST_CASE("a campaign file is known by its top-level keys, wherever the head is cut") {
  const std::string_view example = tiktok_kpi::campaign_example;
  for (std::size_t length = 14; length <= example.size(); ++length) {
    INFO(length);
    REQUIRE(looks_like_campaign(example.substr(0, length)));
  }
  CHECK(looks_like_campaign("\xEF\xBB\xBF// ours\n{\"goals\": {}}"));
  CHECK(looks_like_campaign("{\"name\": \"x\", \"period\": {}, \"currency\": \"EUR\"}"));
}

TEST_CASE("exports are no campaign files") {
  CHECK_FALSE(looks_like_campaign("[{\"name\": \"x\"}]"));
  CHECK_FALSE(looks_like_campaign("post_id,views\n1,2\n"));
  CHECK_FALSE(looks_like_campaign("{\"name\": \"Ana\", \"followers\": 12}"));
  CHECK_FALSE(looks_like_campaign("{\"name\": \"#1001\", \"line_items\": []}"));
  CHECK_FALSE(looks_like_campaign("{\"data\": {\"videos\": [{\"version\": 1, \"name\": \"x\"}]}}"));
  CHECK_FALSE(looks_like_campaign("{\"text\": \"\\\"goals\\\": {\", \"id\": 1}"));
  CHECK_FALSE(looks_like_campaign("{\"track\": \"a\"}\n{\"track\": \"b\"}\n"));
  CHECK_FALSE(looks_like_campaign(""));
}

TEST_CASE("an order that carries a version is no campaign") {
  CHECK_FALSE(looks_like_campaign(
      R"({"id": 727, "version": "3.0.0", "status": "processing", "total": "29.35"})"));
  CHECK(looks_like_campaign(R"({"version": 1})"));
}
