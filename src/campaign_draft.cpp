// What was found in the exports, part by part of the file.
#include "campaign_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "draft_exports.hpp"
#include "input/formats/format.hpp"
#include "render/json_writer.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_creators = 50;
constexpr std::size_t most_suggested = 12;
constexpr std::size_t most_left_out = 8;
constexpr std::size_t fewest_posts = 3;  ///< of a hashtag that is worth a suggestion

std::string json_text(std::string_view text) {
  std::string json;
  append_json_string(json, text);
  return json;
}

/// Names in a comment: one line, nothing that ends it.
std::string named(const std::vector<std::string>& names) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < std::min(names.size(), most_suggested); ++i)
    shown.push_back(visible(json_text(names[i])));
  if (names.size() > most_suggested)
    shown.push_back(fmt::format("{} more", names.size() - most_suggested));
  return fmt::format("{}", fmt::join(shown, ", "));
}

/// Most frequent first, then by name.
std::vector<std::string> by_count(const std::map<std::string, std::uint64_t>& counts,
                                  std::uint64_t least) {
  std::vector<std::pair<std::string, std::uint64_t>> rows(counts.begin(), counts.end());
  std::erase_if(rows, [&](const auto& row) { return row.second < least; });
  std::ranges::stable_sort(rows, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> names;
  for (auto& [name, count] : rows) names.push_back(std::move(name));
  return names;
}

/// Letters in lower case, nothing else: "Ana.Soap_10" and "ANASOAP20" look alike.
std::string letters_of(std::string_view text) {
  std::string letters;
  for (const char c : case_fold(text))
    if (std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80)
      letters += c;
  return letters;
}

/// Names of a list that look like a creator's: one's letters begin the other's.
std::vector<std::string> like_handle(const std::vector<std::string>& names,
                                     const std::string& handle) {
  constexpr std::size_t fewest_letters = 3;
  const std::string own = letters_of(handle);
  std::vector<std::string> found;
  for (const std::string& name : names) {
    const std::string other = letters_of(name);
    if (other.size() >= fewest_letters && own.size() >= fewest_letters &&
        (own.starts_with(other) || other.starts_with(own)))
      found.push_back(name);
  }
  return found;
}

class Draft {
 public:
  Draft(const std::string& folder, const std::string& beside)
      : folder_(folder), exports_(read_draft_exports(folder, beside)), finds_(exports_.finds) {}

  CampaignDraft write() {
    line(
        "// Drafted from the exports of a folder: every line may be changed, and only \"name\" is needed.");
    line(
        "// `tiktok-kpi schema campaign` prints all that may stand here, `tiktok-kpi inspect` how a file is read.");
    line("{");
    line("  \"version\": 1,");
    line(fmt::format("  \"name\": {},", json_text(name())));
    write_days();
    write_currency();
    write_sources();
    write_track();
    write_creators();
    line(
        "  // What was agreed and paid: \"fee\": \"1200 EUR\", \"commission\": \"10%\" of a creator, and for all:");
    line("  // \"costs\": [{\"what\": \"agency\", \"amount\": \"400 EUR\"}],");
    line("  // Goals make `tiktok-kpi check` fail when they are missed.");
    line("  // \"goals\": {\"total_views\": \">= 500000\", \"er_views\": \">= 4%\"}");
    line(fmt::format(
        "  \"objective\": \"{}\"  // or engagement, growth, {}: decides which figures lead",
        finds_.ordered.last ? "sales" : "awareness", finds_.ordered.last ? "awareness" : "sales"));
    line("}");
    (void)read_campaign(text_, 0, "campaign.json");
    return {std::move(text_), exports_.inputs.size(), exports_.left_out.size()};
  }

 private:
  void line(std::string_view text) {
    text_ += text;
    text_ += '\n';
  }

  [[nodiscard]] std::string name() const {
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(folder_, error);
    const std::string name = error ? "" : whole.filename().string();
    std::string repaired = name.empty() ? "Campaign" : name;
    repair_utf8(repaired);
    return visible(repaired);
  }

  void write_days() {
    line(
        "  // Days begin at midnight of this zone; name the audience's, such as \"Europe/Berlin\".");
    line("  \"timezone\": \"UTC\",");
    const bool of_posts = finds_.posted.first.has_value();
    const bool of_orders = finds_.ordered.first.has_value();
    const bool of_ads = finds_.advertised.first.has_value();
    const Span& span = of_posts    ? finds_.posted
                       : of_orders ? finds_.ordered
                       : of_ads    ? finds_.advertised
                                   : finds_.visited;
    const std::string_view what = of_posts    ? "post"
                                  : of_orders ? "order"
                                  : of_ads    ? "day of advertising"
                                              : "visit";
    if (!span.first) {
      line(
          "  // No dates were found: \"period\": {\"from\": \"2024-05-01\", \"to\": \"2024-05-31\"},");
      return;
    }
    line(fmt::format(
        "  // First and last {}; only posts of these days count.",
        of_posts || finds_.posts == 0 ? what : fmt::format("{} (the posts have no dates)", what)));
    const auto day = [](std::int64_t at) {
      return format_day(static_cast<std::int32_t>((at >= 0 ? at : at - 86'399) / 86'400));
    };
    const bool active = of_posts || finds_.posts == 0;
    line(fmt::format("  {}\"period\": {{\"from\": \"{}\", \"to\": \"{}\"}},", active ? "" : "// ",
                     day(*span.first), day(*span.last)));
  }

  void write_currency() {
    const std::vector<std::string> currencies = by_count(finds_.currencies, 1);
    if (currencies.empty()) {
      line("  // Currency of amounts: \"currency\": \"EUR\",");
      return;
    }
    if (currencies.size() > 1)
      line(fmt::format("  // Orders are in {}: state rates as \"fx\": {{\"{}\": \"0.92\"}}.",
                       named(currencies), currencies[1]));
    line(fmt::format("  \"currency\": {},{}", json_text(currencies.front()),
                     currencies.size() > 1     ? ""
                     : finds_.ordered.first    ? "  // of the orders"
                     : finds_.advertised.first ? "  // of the advertising"
                                               : "  // of the orders"));
  }

  void write_sources() {
    line("  // Exports, relative to this file; folders and * patterns may stand here, too.");
    line("  \"sources\": [");
    std::vector<std::string> done;
    for (const DraftInput& input : exports_.inputs) {
      // Members of one archive are read together.
      if (std::ranges::find(done, input.path) != done.end()) continue;
      done.push_back(input.path);
    }
    std::size_t left = done.size();
    done.clear();
    for (const DraftInput& input : exports_.inputs) {
      if (std::ranges::find(done, input.path) != done.end()) continue;
      done.push_back(input.path);
      write_source(input, --left > 0);
    }
    line("  ],");
    if (exports_.left_out.empty()) return;
    line("  // Files that are not named above:");
    for (std::size_t i = 0; i < std::min(exports_.left_out.size(), most_left_out); ++i)
      line("  //   " + exports_.left_out[i]);
    if (exports_.left_out.size() > most_left_out)
      line(fmt::format("  //   and {} more; `tiktok-kpi inspect` says what they are",
                       exports_.left_out.size() - most_left_out));
  }

  void write_source(const DraftInput& input, bool more) {
    std::string keys;
    const auto [account, why] = exports_.account_for(input);
    if (!account.empty()) {
      line(fmt::format("    // creator: {}", why));
      keys += fmt::format(", \"creator\": {}", json_text(account));
    }
    if (exports_.warns(input, "ambiguous-date")) {
      line("    // date_order: 03/04/2024 could be either; mdy if the month stands first");
      keys += ", \"date_order\": \"dmy\"";
    }
    if (exports_.warns(input, "ambiguous-number")) {
      line("    // decimal: 1,234 could be either; \",\" if that is the decimal mark");
      keys += ", \"decimal\": \".\"";
    }
    if (exports_.warns(input, "no-year"))
      line(
          "    // its dates carry no year and nothing tells it: add \"year\": 2024, that of its last row");
    line(fmt::format("    {{\"path\": {}{}}}{}  // {}", json_text(input.path), keys,
                     more ? "," : "", input.plan.format->label));
  }

  void write_track() {
    const bool paid = finds_.sponsored > 0;
    const std::uint64_t all = paid ? finds_.sponsored : finds_.posts;
    const std::vector<std::string> tags =
        by_count(paid ? finds_.sponsored_tags : finds_.tags,
                 std::max<std::uint64_t>(all / 2 + 1, paid ? 1 : fewest_posts));
    if (tags.empty()) {
      line(
          "  // Marks of the campaign, if not every post belongs to it: \"track\": {\"hashtags\": [\"…\"]},");
      return;
    }
    line(fmt::format(
        "  // Hashtags that stand in most {}posts. With \"track\" only posts that carry one count:",
        paid ? "sponsored " : ""));
    line(fmt::format("  // \"track\": {{\"hashtags\": [{}]}},", named(tags)));
  }

  void write_creators() {
    std::vector<std::string> handles;
    for (const auto& [handle, creator] : finds_.creators)
      if (creator.posts > 0 || finds_.posts == 0) handles.push_back(handle);
    if (handles.empty()) {
      line(
          "  // No accounts were found: \"creators\": [{\"handle\": \"ana\", \"followers\": 48200}],");
      suggest_rest({});
      return;
    }
    const bool listed = handles.size() <= most_creators && finds_.without_creator() == 0;
    if (!listed) {
      line(fmt::format(
          "  // {} in the exports{}: without \"creators\" all of them take part. List those of the campaign:",
          counted(handles.size(), "account"),
          finds_.without_creator() > 0
              ? fmt::format(", and {} that name none", counted(finds_.without_creator(), "post"))
              : ""));
      std::ranges::stable_sort(handles, [&](const std::string& a, const std::string& b) {
        return finds_.creators.at(a).posts > finds_.creators.at(b).posts;
      });
      line(fmt::format("  // \"creators\": [{{\"handle\": {}}}],",
                       visible(json_text(handles.front()))));
      line(fmt::format("  // Those with most posts: {}", named(handles)));
      suggest_rest({});
      return;
    }
    line(
        "  // Who takes part, with the followers of the newest export; posts of others do not count.");
    line("  \"creators\": [");
    std::set<std::string> suggested;
    const std::vector<std::string> codes = by_count(finds_.codes, 1);
    const std::vector<std::string> contents = by_count(finds_.contents, 1);
    for (std::size_t i = 0; i < handles.size(); ++i) {
      const FoundCreator& creator = finds_.creators.at(handles[i]);
      const auto followers = creator.followers ? creator.followers : creator.on_posts;
      const auto suggest = [&](std::string_view key, const std::vector<std::string>& from) {
        const std::vector<std::string> like = like_handle(from, handles[i]);
        if (like.empty()) return;
        line(fmt::format("    // looks like this creator's: \"{}\": [{}]", key, named(like)));
        suggested.insert(like.begin(), like.end());
      };
      suggest("codes", codes);
      suggest("utm_content", contents);
      line(fmt::format("    {{\"handle\": {}{}}}{}  // {}", json_text(handles[i]),
                       followers ? fmt::format(", \"followers\": {}", *followers) : "",
                       i + 1 < handles.size() ? "," : "", counted(creator.posts, "post")));
    }
    line("  ],");
    suggest_rest(suggested);
  }

  /// Codes and UTM contents that nobody was found for.
  void suggest_rest(const std::set<std::string>& suggested) {
    const auto rest = [&](std::string_view what, const std::map<std::string, std::uint64_t>& from) {
      std::vector<std::string> names = by_count(from, 1);
      std::erase_if(names, [&](const std::string& name) { return suggested.contains(name); });
      if (!names.empty())
        line(fmt::format("  // {} of the orders that may be a creator's: {}", what, named(names)));
    };
    rest("Promo codes", finds_.codes);
    rest("UTM contents", finds_.contents);
  }

  std::string folder_, text_;
  DraftExports exports_;
  const Finds& finds_;
};

}  // namespace

CampaignDraft draft_campaign(const std::string& folder, const std::string& beside) {
  return Draft(folder, beside).write();
}

}  // namespace tiktok_kpi
