// The showcase campaign is a valid campaign file, and all its exports are found.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "input/campaign_reader.hpp"
#include "input/paths.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

TEST_CASE("the showcase campaign reads without warnings and finds its exports") {
  const std::filesystem::path folder = std::filesystem::path(TIKTOK_KPI_SOURCE_DIR) / "data";
  std::ostringstream text;
  text << std::ifstream(folder / "campaign.json").rdbuf();
  CHECK(looks_like_campaign(text.str()));
  const CampaignFile file = read_campaign(text.str(), 0, (folder / "campaign.json").string());
  CHECK(file.warnings.empty());
  CHECK(file.campaign.creators.size() == 4);
  std::vector<std::string> found;
  for (const InputPath& input :
       resolve_paths(file.campaign.sources, {folder_of(file.campaign.path), true}))
    found.push_back(std::filesystem::path(input.path).lexically_relative(folder).string() + " " +
                    std::to_string(input.source));
  CHECK(found == std::vector<std::string>{
                     "exports/ana/Content.csv 3",
                     "exports/ana/FollowerHistory.csv 3",
                     "exports/ana/Overview.csv 3",
                     "exports/ana/Viewers.csv 3",
                     "exports/bo_pyktok.csv 0",
                     "exports/chiyo_apify.json 1",
                     "exports/glow/FollowerHistory.csv 4",
                     "exports/glow/Overview.csv 4",
                     "exports/glowsoap_fans.ndjson 2",
                     "exports/mara_posts.csv 0",
                     "exports/mara_posts_2024-05-20.ndjson 2",
                     "exports/shop/orders_export.csv 6",
                     "exports/shop/visits.ndjson 6",
                     "exports/tracking/links.csv 5",
                 });
}
