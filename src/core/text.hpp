#pragma once
// Text rules: normal forms of handles, hashtags, headers and codes; edit distance; display width.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_kpi {

/// NFC, Unicode case folding. ASCII text takes a fast path. Input must be valid UTF-8 (see
/// `repair_utf8`).
[[nodiscard]] std::string case_fold(std::string_view text);
/// Handle as it is compared: outer blanks, zero-width characters and leading @ removed,
/// case-folded.
[[nodiscard]] std::string normal_handle(std::string_view text);
/// Hashtag as it is compared: leading # or full-width sign removed, NFC, case-folded, cut at the
/// first character that is no letter, digit, mark or underscore. Empty when nothing is left.
[[nodiscard]] std::string normal_tag(std::string_view text);
/// Promo code as it is compared: outer blanks removed, NFC, case-folded, otherwise exact.
[[nodiscard]] std::string normal_code(std::string_view text);
/// Header as it is compared: no byte order mark or zero-width characters, outer blanks removed,
/// inner runs of blanks to one, full-width brackets to ASCII, NFC, case-folded.
[[nodiscard]] std::string normal_header(std::string_view text);

/// Hashtags of a caption in order of first appearance, each once, in normal form.
[[nodiscard]] std::vector<std::string> hashtags_of(std::string_view caption);
/// Mentions (@handle) of a caption in order of first appearance, each once, in normal form. A
/// handle is a tag that may hold full stops, not at its end; the @ of an e-mail address is none.
[[nodiscard]] std::vector<std::string> mentions_of(std::string_view caption);
/// Calls `found(raw_tag_bytes)` for each hashtag of a caption, # excluded, not normalised, repeats
/// included. The allocation-free scan that readers use per row. Cost: one pass.
template <class Found>
void scan_hashtags(std::string_view caption, Found&& found);
/// Bytes of the tag that starts at `text` (after its #): letters, digits, marks, underscore. 0 when
/// it would start with a mark, which belongs to the # (the keycap emoji).
[[nodiscard]] std::size_t tag_length(std::string_view text);

/// Invalid sequences to U+FFFD, one per maximal subpart (Unicode 15, section 3.9); their number.
std::size_t repair_utf8(std::string& text);
[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Terminal cells of one text: grapheme clusters, wide East Asian and emoji 2, combining marks 0.
[[nodiscard]] std::size_t display_width(std::string_view text);
/// The longest prefix of whole grapheme clusters that fits `width` cells.
[[nodiscard]] std::string_view clip_to_width(std::string_view text, std::size_t width);
/// Number of characters (grapheme clusters), for columns in messages.
[[nodiscard]] std::size_t count_characters(std::string_view text);
/// Text that is safe on a terminal and in Markdown: control characters, ESC, C1, bidi overrides and
/// line separators become visible marks.
[[nodiscard]] std::string visible(std::string_view text);

/// "1 post", "3 posts".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);

/// Edits (insert, delete, replace, swap neighbours) from a to b.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);
/// The nearest of the known names when it is near enough to be meant, else empty.
[[nodiscard]] std::string_view nearest(std::string_view name,
                                       std::span<const std::string_view> known);

template <class Found>
void scan_hashtags(std::string_view caption, Found&& found) {
  constexpr std::string_view wide_sign = "\xEF\xBC\x83";  // U+FF03
  std::size_t ascii = caption.find('#');
  for (std::size_t at = 0; at < caption.size();) {
    if (ascii < at) ascii = caption.find('#', at);
    // The full-width sign is looked for only before the next #, so that no byte is read twice.
    const std::size_t end = std::min(ascii, caption.size());
    const std::size_t wide =
        at < end ? caption.substr(at, end - at).find(wide_sign) : std::string_view::npos;
    const bool is_wide = wide != std::string_view::npos;
    if (!is_wide && ascii == std::string_view::npos) return;
    at = is_wide ? at + wide + wide_sign.size() : ascii + 1;
    const std::string_view rest = caption.substr(at);
    const std::size_t length = tag_length(rest);
    if (length > 0) found(rest.substr(0, length));
    at += length;
  }
}

}  // namespace tiktok_kpi
