// Lines of JSON strings, one after the other, in constant memory.
#include "cli/parsed_links.hpp"

#include <array>
#include <optional>

#include "core/text.hpp"
#include "core/url.hpp"
#include "input/json_positions.hpp"
#include "input/source.hpp"
#include "metrics/arguments.hpp"
#include "model/landing.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// 0xD800 to 0xDFFF of an escape \uD800… at the beginning of `text`, else 0.
unsigned surrogate_at(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return 0;
  unsigned value = 0;
  for (const char c : text.substr(2, 4)) {
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool digit = lower >= '0' && lower <= '9';
    if (!digit && !(lower >= 'a' && lower <= 'f')) return 0;
    value = value * 16 + static_cast<unsigned>(digit ? lower - '0' : lower - 'a' + 10);
  }
  return value >= 0xD800 && value <= 0xDFFF ? value : 0;
}

/// Half a surrogate pair, which JavaScript writes without a thought, becomes U+FFFD as in browsers.
void repair_surrogates(std::string& json) {
  for (std::size_t at = 0; at + 6 <= json.size(); ++at) {
    if (json[at] != '\\') continue;
    const std::string_view rest = std::string_view(json).substr(at);
    const unsigned first = surrogate_at(rest);
    if (first == 0) {
      ++at;  // what follows a backslash is escaped by it
    } else if (first < 0xDC00 && surrogate_at(rest.substr(6)) >= 0xDC00) {
      at += 11;
    } else {
      json.replace(at, 6, "\\ufffd");
      at += 5;
    }
  }
}

std::optional<std::string> text_of(std::string line) {
  repair_surrogates(line);
  try {
    const Argument value = parse_json_value(line);
    const std::string* text =
        value.shape == Argument::Shape::figure ? value.figure.label_value() : nullptr;
    return text != nullptr ? std::optional(*text) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string described(const std::string& text) {
  const Url url = parse_url(text);
  std::string json = url.absolute ? R"({"ok": true, "host": )" + quoted_json(url.host)
                                  : std::string(R"({"ok": false, "host": null)");
  json += R"(, "search": )" + quoted_json(url.search) + R"(, "params": [)";
  for (std::size_t i = 0; i < url.parameters.size(); ++i)
    json += (i > 0 ? ", [" : "[") + quoted_json(url.parameters[i].first) + ", " +
            quoted_json(url.parameters[i].second) + "]";
  json += R"(], "utm": {)";
  std::string buffer;
  const LandingFields fields = read_landing_url(text, buffer);
  bool first = true;
  for (const Field field : landing_fields) {
    const auto value = fields.value(field);
    if (!value || !row_of(field).name.starts_with("utm_")) continue;
    json += (first ? "" : ", ") + quoted_json(row_of(field).name) + ": " + quoted_json(*value);
    first = false;
  }
  return json + "}}\n";
}

/// Calls `found` for each line, without its line break.
template <class Found>
void for_each_line(ByteStream& bytes, Found&& found) {
  std::string rest;
  std::array<char, 64 * 1024> buffer;
  for (std::size_t got = 0; (got = bytes.read(buffer.data(), buffer.size())) > 0;) {
    std::string_view block(buffer.data(), got);
    for (std::size_t end = 0; (end = block.find('\n')) != std::string_view::npos;) {
      rest += block.substr(0, end);
      found(rest);
      rest.clear();
      block.remove_prefix(end + 1);
    }
    rest += block;
  }
  if (!rest.empty()) found(rest);
}

}  // namespace

std::vector<PrintedDiagnostic> parse_links(ByteStream& bytes, std::string_view shown_path,
                                           ByteSink& out) {
  constexpr std::size_t most = 1000;  // messages; the rest is counted
  std::vector<PrintedDiagnostic> faults;
  std::uint64_t number = 0;
  for_each_line(bytes, [&](const std::string& line) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) return;
    const auto text = text_of(line);
    if (text) return out.write(described(*text));
    out.write("{\"ok\": false, \"host\": null, \"search\": \"\", \"params\": [], \"utm\": {}}\n");
    if (faults.size() == most) return void(++faults.front().count);
    PrintedDiagnostic fault;
    fault.diagnostic = Diagnostic::make("bad-json", "the line is no JSON string",
                                        "One URL a line, in quotation marks, as jq prints it.");
    fault.path = shown_path;
    fault.line = number;
    fault.column = 1;
    fault.excerpt = line.substr(0, 200);
    if (!faults.empty()) ++faults.front().count;
    faults.push_back(std::move(fault));
  });
  return faults;
}

}  // namespace tiktok_kpi
