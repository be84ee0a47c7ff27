#pragma once
// What a landing URL says of who brought the visit: its UTM parameters and TikTok's click id.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/fields.hpp"

namespace tiktok_kpi {

/// Parameters that are read, in this order.
inline constexpr std::array landing_fields{Field::utm_source,   Field::utm_medium,
                                           Field::utm_campaign, Field::utm_term,
                                           Field::utm_content,  Field::ttclid};

/// Their values; nothing where the URL does not state one.
struct LandingFields {
  std::array<std::optional<std::string_view>, landing_fields.size()> values;

  [[nodiscard]] std::optional<std::string_view> value(Field field) const;
};

/// Reads a landing URL, absolute or relative as shops write it ("/products/soap?utm_source=…").
/// Names compare without regard to ASCII case; of repeated ones the first counts, empty or not;
/// what stands behind # is no parameter. Values are views into `url`, or into `buffer` where
/// escapes had to be read: they live until either changes. `buffer` grows to three times the URL
/// and is then used again, so nothing is allocated per URL. About 150 ns for a typical one.
[[nodiscard]] LandingFields read_landing_url(std::string_view url, std::string& buffer);

}  // namespace tiktok_kpi
