#pragma once
// Domain names with characters beyond ASCII (Unicode, UTS 46; RFC 3492).
#include <optional>
#include <string>
#include <string_view>

namespace tiktok_kpi {

/// The name in ASCII: mapped to lower case and normal form, labels beyond ASCII as xn--…; nothing
/// when a character or an xn-- label is not allowed. Empty labels are kept.
[[nodiscard]] std::optional<std::string> name_to_ascii(std::string_view name);

/// RFC 3492: code points to the ASCII after "xn--"; nothing beyond its range.
[[nodiscard]] std::optional<std::string> to_punycode(std::u32string_view label);
[[nodiscard]] std::optional<std::u32string> from_punycode(std::string_view text);

}  // namespace tiktok_kpi
