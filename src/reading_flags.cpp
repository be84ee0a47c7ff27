// How to read, as the command line states it: flags to overrides.
#include <fmt/format.h>

#include <charconv>

#include "dataset.hpp"
#include "input/export_time.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

int parse_year(const std::string& text) {
  int year = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), year);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || year < 2016 ||
      year > 2100)
    throw Error("bad-option", fmt::format("\"{}\" is no year for --year", text),
                "use four digits, such as 2025");
  return year;
}

}  // namespace

void apply_reading(const Invocation& invocation, ReadOverrides& overrides) {
  for (const auto& [name, value] : invocation.reading) {
    if (name == "input-format")
      overrides.format = value;
    else if (name == "encoding")
      overrides.encoding = value;
    else if (name == "date-order")
      overrides.date_order = value;
    else if (name == "year")
      overrides.year = parse_year(value);
    else if (name == "exported-at") {
      overrides.exported_at = parse_export_time(value);
      if (!overrides.exported_at)
        throw Error("bad-option", fmt::format("\"{}\" is no time for --exported-at", value),
                    "write 2024-05-08 or 2024-05-08T09:00:00Z");
    } else if (name == "source-timezone")
      overrides.timezone = value;
    else if (name == "delimiter" || name == "decimal") {
      const std::string text = value == "tab" || value == "\\t" ? "\t"
                               : value == "comma"               ? ","
                               : value == "semicolon"           ? ";"
                               : value == "point"               ? "."
                                                                : value;
      if (text.size() != 1 || (name == "decimal" && text != "." && text != ","))
        throw Error("bad-option", fmt::format("\"{}\" is no value of --{}", value, name),
                    name == "decimal" ? "use , or ." : "use one character: , ; | or tab");
      (name == "decimal" ? overrides.decimal : overrides.delimiter) = text.front();
    } else if (name == "columns") {
      const std::size_t equals = value.find('=');
      if (equals == std::string::npos)
        throw Error("bad-option", fmt::format("\"{}\" maps no column", value),
                    "use --columns views='Video plays'");
      overrides.columns[value.substr(0, equals)] = value.substr(equals + 1);
    }
  }
  const std::string& encoding = overrides.encoding;
  if (!encoding.empty() && encoding != "utf-8" && encoding != "utf-16le" &&
      encoding != "utf-16be" && encoding != "windows-1252")
    throw Error("bad-option", fmt::format("\"{}\" is no known encoding", encoding),
                "use utf-8, utf-16le, utf-16be or windows-1252");
}

}  // namespace tiktok_kpi
