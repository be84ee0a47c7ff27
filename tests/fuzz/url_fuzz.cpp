// Links as strangers write them: nothing breaks, both ways of reading agree, and what is printed
// reads back as itself.
#include <cstdint>
#include <string>
#include <string_view>

#include "core/text.hpp"
#include "core/url.hpp"
#include "model/landing.hpp"
#include "require.hpp"

namespace {

using namespace tiktok_kpi;

std::string lower_ascii(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

void check_fields(std::string_view text, const Url& url) {
  std::string buffer;
  const LandingFields fields = read_landing_url(text, buffer);
  require(buffer.size() <= 3 * text.size());
  for (const Field field : landing_fields) {
    const auto value = fields.value(field);
    bool stated = false;
    for (const auto& [name, wanted] : url.parameters) {
      if (lower_ascii(name) != row_of(field).name) continue;
      require(value && *value == wanted);
      stated = true;
      break;
    }
    require(stated == value.has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Url url = parse_url(bytes);
  require(is_valid_utf8(url.host) && is_valid_utf8(url.search));
  for (const auto& [name, value] : url.parameters)
    require(is_valid_utf8(name) && is_valid_utf8(value));
  check_fields(bytes, url);
  // What was printed stands for the same.
  const Url again = parse_url("https://" + url.host + "/" + url.search);
  if (url.absolute && again.absolute) require(again.parameters == url.parameters);
  const std::string tagged = with_parameters(bytes, {{"utm_content", "a b"}});
  require(parse_url(tagged).parameters.size() <= url.parameters.size() + 1);
  std::string buffer;
  require(read_landing_url(tagged, buffer).value(Field::utm_content).has_value());
  return 0;
}
