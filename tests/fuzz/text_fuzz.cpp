// Captions, handles and headers as strangers write them: normal forms stay put when formed again,
// widths hold, and nothing that could steer a terminal is left in what is shown.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "require.hpp"

namespace {

using namespace tiktok_kpi;

/// Bytes to valid text, and how that must come about.
std::string repaired(std::string_view bytes) {
  std::string text(bytes);
  const bool was_valid = is_valid_utf8(text);
  const std::size_t repairs = repair_utf8(text);
  require(was_valid == (repairs == 0));
  require(!was_valid || text == bytes);
  require(is_valid_utf8(text) && repair_utf8(text) == 0);
  return text;
}

void check_normal_forms(const std::string& text) {
  for (const auto form : {case_fold, normal_handle, normal_tag, normal_header}) {
    const std::string once = form(text);
    require(is_valid_utf8(once));
    require(form(once) == once);
  }
}

void check_tags(const std::string& text) {
  std::size_t scanned = 0;
  scan_hashtags(text, [&](std::string_view tag) {
    require(!tag.empty() && tag_length(tag) == tag.size());
    ++scanned;
  });
  const auto tags = hashtags_of(text);
  require(tags.size() <= scanned);
  for (const std::string& tag : tags) require(!tag.empty() && normal_tag(tag) == tag);
  for (const std::string& handle : mentions_of(text)) require(normal_handle(handle) == handle);
}

void check_shown(const std::string& text) {
  const std::string shown = visible(text);
  require(is_valid_utf8(shown));
  for (const char c : shown) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
  for (const std::string_view bad : {"\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\xA8", "\xE2\x81\xA6"})
    require(shown.find(bad) == std::string::npos);
  require(count_characters(shown) <= shown.size());
  const std::size_t width = display_width(shown);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, width / 2, width}) {
    const std::string_view clipped = clip_to_width(shown, limit);
    require(shown.starts_with(clipped) && display_width(clipped) <= limit);
  }
  require(clip_to_width(shown, width) == shown);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = repaired({reinterpret_cast<const char*>(data), size});
  check_normal_forms(text);
  check_tags(text);
  check_shown(text);
  if (size < 200) {
    require(edit_distance(text, text) == 0);
    require(edit_distance(text, "views") == edit_distance("views", text));
  }
  return 0;
}
