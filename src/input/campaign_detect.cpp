// Tells a campaign file from an export by the keys of its outermost object. The text may be cut, so
// this is a scanner of its own: it only skips what it does not need.
#include <algorithm>
#include <array>

#include "input/campaign_keys.hpp"
#include "input/campaign_reader.hpp"
#include "model/fields.hpp"

namespace tiktok_kpi {
namespace {

class TopLevelKeys {
 public:
  explicit TopLevelKeys(std::string_view head) : head_(head) {}

  /// False when the text is something else than one object.
  bool scan() {
    if (head_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    skip_blanks();
    if (at_ >= head_.size() || head_[at_] != '{') return false;
    std::string_view last;
    int depth = 0;
    for (; at_ < head_.size(); skip_blanks()) {
      const char c = head_[at_];
      if (c == '"') {
        last = skip_string();
        continue;
      }
      if (c == ':' && depth == 1) keys_.push_back(last);
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
      if (depth == 0) break;
    }
    // A second value makes it a file of records, one a line.
    skip_blanks();
    return at_ >= head_.size();
  }

  [[nodiscard]] const std::vector<std::string_view>& keys() const { return keys_; }

 private:
  void skip_blanks() {
    while (at_ < head_.size()) {
      const char c = head_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        ++at_;
      else if (head_.substr(at_, 2) == "//")
        at_ = std::min(head_.find('\n', at_), head_.size());
      else if (head_.substr(at_, 2) == "/*")
        at_ = std::min(head_.find("*/", at_ + 2), head_.size() - 2) + 2;
      else
        return;
    }
  }

  std::string_view skip_string() {
    const std::size_t start = ++at_;
    while (at_ < head_.size() && head_[at_] != '"') at_ += head_[at_] == '\\' ? 2 : 1;
    const std::string_view text = head_.substr(start, std::min(at_, head_.size()) - start);
    ++at_;
    return text;
  }

  std::string_view head_;
  std::size_t at_ = 0;
  std::vector<std::string_view> keys_;
};

/// Wrappers and keys of exports that are no canonical columns.
constexpr std::array<std::string_view, 24> export_keys{
    "Activity",   "Profile", "Your Activity", "activity",  "aweme_list", "collector",
    "data",       "error",   "headers",       "id",        "itemList",   "items",
    "line_items", "meta",    "order",         "orders",    "profile",    "results",
    "rows",       "stats",   "user",          "videoMeta", "videos",     "webVideoUrl"};

bool is_export_key(std::string_view key) {
  if (key == "name" || campaign_key_tree().find(key) != nullptr) return false;
  return find_field(key) != nullptr || std::ranges::find(export_keys, key) != export_keys.end();
}

}  // namespace

bool looks_like_campaign(std::string_view head) {
  constexpr std::array<std::string_view, 5> marks{"sources", "creators", "goals", "track",
                                                  "attribution"};
  TopLevelKeys top(head);
  if (!top.scan()) return false;
  const auto& keys = top.keys();
  const auto has = [&](std::string_view key) { return std::ranges::find(keys, key) != keys.end(); };
  if (std::ranges::any_of(marks, has)) return true;
  // Orders of WooCommerce carry a version of their own.
  return (has("version") || has("name")) && std::ranges::none_of(keys, is_export_key);
}

}  // namespace tiktok_kpi
