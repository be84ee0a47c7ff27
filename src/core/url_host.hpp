#pragma once
// The host of a URL (WHATWG, URL Standard, "Host parsing"): names, IPv4 and IPv6 addresses.
#include <optional>
#include <string>
#include <string_view>

namespace tiktok_kpi {

/// The host as a browser prints it; nothing when it is none. `text` is valid UTF-8 as written in
/// the URL, brackets included. With `opaque`, as for schemes that browsers do not know, it is only
/// escaped. Names are mapped and checked as in Unicode's UTS 46, with the characters of the Unicode
/// version that utf8proc knows.
[[nodiscard]] std::optional<std::string> parse_host(std::string_view text, bool opaque);

/// Byte of %XX at the beginning of `text`, or nothing.
[[nodiscard]] std::optional<unsigned char> escaped_byte(std::string_view text);
/// Appends %XX.
void append_escaped(std::string& out, unsigned char byte);

}  // namespace tiktok_kpi
