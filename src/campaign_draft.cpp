// One reading to find what is there, then the file, part by part.
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
#include "dataset.hpp"
#include "draft_finds.hpp"
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

struct DraftInput {
  const InputSpec* spec = nullptr;
  ReadPlan plan;
  std::uint32_t ordinal = 0;
  std::string path;  ///< relative to the campaign file
};

bool warns(const ReadPlan& plan, const InputLog& log, std::string_view code) {
  return log.faults.entries().contains(std::string(code)) ||
         std::ranges::any_of(plan.warnings,
                             [&](const Diagnostic& d) { return d.code->id == code; });
}

class Draft {
 public:
  Draft(const std::string& folder, const std::string& beside) : folder_(folder), beside_(beside) {
    Invocation invocation;
    invocation.inputs = {folder};
    invocation.threads = 1;
    spec_ = resolve_dataset(invocation);
    read_all();
  }

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
    line("  \"objective\": \"\"  // awareness, engagement, sales…");
    line("}");
    (void)read_campaign(text_, 0, "campaign.json");
    return {std::move(text_), inputs_.size(), left_out_.size()};
  }

 private:
  void line(std::string_view text) {
    text_ += text;
    text_ += '\n';
  }

  void leave_out(const std::string& path, std::string_view why) {
    // Archives count once, whatever is in them.
    const std::string said = fmt::format("{}: {}", visible(relative(path)), visible(why));
    if (std::ranges::find(left_out_, said) == left_out_.end()) left_out_.push_back(said);
  }

  [[nodiscard]] std::string relative(const std::string& path) const {
    const fs::path base = beside_.empty() ? fs::path(".") : fs::path(beside_);
    return fs::path(path).lexically_normal().lexically_relative(base.lexically_normal()).string();
  }

  void read_all() {
    std::vector<InputSpec> readable;
    std::vector<ReadPlan> plans;
    std::string advice;
    for (const InputSpec& input : spec_.inputs) {
      try {
        ReadPlan plan =
            plan_input(input, static_cast<std::uint32_t>(readable.size()), spec_.options);
        if (plan.format->traits.unread || plan.format->traits.aside) {
          leave_out(input.location.path, plan.format->label);
          if (advice.empty()) advice = plan.format->advice;
          continue;
        }
        readable.push_back(input);
        plans.push_back(std::move(plan));
      } catch (const Error& error) {
        if (error.exit_code() == ExitCode::refused) throw;
        leave_out(input.location.path,
                  without_name(error.diagnostic().message, input.location.shown()));
      }
    }
    log_ = read(readable, Finds::asked(), spec_.options, finds_);
    readable_ = std::move(readable);
    for (std::size_t i = 0; i < readable_.size(); ++i) {
      const std::string& path = readable_[i].location.path;
      if (log_.inputs[i].failed) {
        leave_out(path, "it cannot be read");
        continue;
      }
      inputs_.push_back({&readable_[i], plans[i], static_cast<std::uint32_t>(i), relative(path)});
    }
    if (!inputs_.empty()) return;
    throw Error("not-supported",
                fmt::format("{} holds no export that a report is made of{}", visible(folder_),
                            left_out_.empty() ? "" : fmt::format(" ({})", left_out_.front())),
                advice.empty()
                    ? fmt::format("tiktok-kpi inspect {} says what each file is", visible(folder_))
                    : advice);
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
    const Span& span = of_posts ? finds_.posted : finds_.ordered;
    if (!span.first) {
      line(
          "  // No dates were found: \"period\": {\"from\": \"2024-05-01\", \"to\": \"2024-05-31\"},");
      return;
    }
    line(fmt::format("  // First and last {}; only posts of these days count.",
                     of_posts            ? "post"
                     : finds_.posts == 0 ? "order"
                                         : "order (the posts have no dates)"));
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
                     currencies.size() > 1 ? "" : "  // of the orders"));
  }

  /// Account of a file that names none, and why; empty where it is not needed.
  [[nodiscard]] std::pair<std::string, std::string> account_for(const DraftInput& input) const {
    const bool series = std::ranges::any_of(input.plan.records, [](const RecordPlan& records) {
      return records.kind == RecordKind::daily &&
             std::ranges::none_of(records.columns, [](const ColumnPlan& column) {
               return column.field == Field::creator;
             });
    });
    if (!series || !input.plan.creator.empty()) return {};
    const fs::path folder = fs::path(input.path).parent_path();
    std::set<std::string> beside;
    for (const DraftInput& other : inputs_)
      if (fs::path(other.path).parent_path() == folder)
        if (const auto found = finds_.accounts.find(other.ordinal); found != finds_.accounts.end())
          beside.insert(found->second.begin(), found->second.end());
    if (beside.size() == 1) return {*beside.begin(), "the account of the posts beside it"};
    const std::string name = normal_handle(folder.filename().string());
    const bool handle = !name.empty() && std::ranges::all_of(name, [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
    });
    if (!handle || !beside.empty()) return {};
    return {name, "the file does not say whose it is: the name of its folder, to be corrected"};
  }

  void write_sources() {
    line("  // Exports, relative to this file; folders and * patterns may stand here, too.");
    line("  \"sources\": [");
    std::vector<std::string> done;
    for (const DraftInput& input : inputs_) {
      // Members of one archive are read together.
      if (std::ranges::find(done, input.path) != done.end()) continue;
      done.push_back(input.path);
    }
    std::size_t left = done.size();
    done.clear();
    for (const DraftInput& input : inputs_) {
      if (std::ranges::find(done, input.path) != done.end()) continue;
      done.push_back(input.path);
      write_source(input, --left > 0);
    }
    line("  ],");
    if (left_out_.empty()) return;
    line("  // Files that are not named above:");
    for (std::size_t i = 0; i < std::min(left_out_.size(), most_left_out); ++i)
      line("  //   " + left_out_[i]);
    if (left_out_.size() > most_left_out)
      line(fmt::format("  //   and {} more; `tiktok-kpi inspect` says what they are",
                       left_out_.size() - most_left_out));
  }

  void write_source(const DraftInput& input, bool more) {
    const InputLog& log = log_.inputs[input.ordinal];
    std::string keys;
    const auto [account, why] = account_for(input);
    if (!account.empty()) {
      line(fmt::format("    // creator: {}", why));
      keys += fmt::format(", \"creator\": {}", json_text(account));
    }
    if (warns(input.plan, log, "ambiguous-date")) {
      line("    // date_order: 03/04/2024 could be either; mdy if the month stands first");
      keys += ", \"date_order\": \"dmy\"";
    }
    if (warns(input.plan, log, "ambiguous-number")) {
      line("    // decimal: 1,234 could be either; \",\" if that is the decimal mark");
      keys += ", \"decimal\": \".\"";
    }
    if (warns(input.plan, log, "no-year"))
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

  std::string folder_, beside_, text_;
  DatasetSpec spec_;
  std::vector<InputSpec> readable_;
  std::vector<DraftInput> inputs_;
  std::vector<std::string> left_out_;
  ReadLog log_;
  Finds finds_;
};

}  // namespace

CampaignDraft draft_campaign(const std::string& folder, const std::string& beside) {
  return Draft(folder, beside).write();
}

}  // namespace tiktok_kpi
