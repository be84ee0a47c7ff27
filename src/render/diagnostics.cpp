// Diagnostics for people: where, what, the line itself with a caret, what to do.
#include "render/diagnostics.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include "core/text.hpp"
#include "render/layout.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t places_shown = 5;

std::string_view code_of(const PrintedDiagnostic& printed) {
  return printed.diagnostic.code != nullptr ? printed.diagnostic.code->id
                                            : std::string_view("internal");
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::error: return Ink::red;
    case Severity::warning: return Ink::yellow;
    default: return Ink::cyan;
  }
}

/// Byte at which character number `index` (from 0) starts: halving, since a prefix never has more
/// characters than a longer one.
std::size_t byte_of_character(std::string_view text, std::uint64_t index) {
  const auto at_boundary = [&](std::size_t at) {
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80) ++at;
    return at;
  };
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low < high) {  // the longest prefix with at most `index` characters
    const std::size_t middle = at_boundary(low + (high - low + 1) / 2);
    if (middle <= high && count_characters(text.substr(0, middle)) <= index)
      low = middle;
    else
      high = low + (high - low + 1) / 2 - 1;
  }
  return low;
}

/// The line of the input around the offending text, and the caret under it.
std::string excerpt_of(const PrintedDiagnostic& printed, const DiagnosticOptions& options) {
  // The gutter also keeps a line that begins with "::error" from being a command in a CI log.
  constexpr std::string_view gutter = "  | ";
  const Marks marks{options.ascii};
  const auto room = static_cast<std::size_t>(std::max(options.width, 40)) - gutter.size();
  std::string line = printed.excerpt;
  repair_utf8(line);
  const std::size_t start = printed.column > 0 ? byte_of_character(line, printed.column - 1) : 0;
  const std::size_t length = std::min<std::size_t>(printed.diagnostic.length, line.size() - start);
  // No more of a long line is looked at than can be shown; a character has at most some 60 bytes.
  const std::size_t window = room * 64;
  const std::string_view whole(line);
  const std::size_t window_start = start - std::min(start, window);
  std::string before = visible(whole.substr(window_start, start - window_start));
  const std::string marked = visible(whole.substr(start, std::min(length, window)));
  const std::string rest = visible(whole.substr(start + length, window));
  const std::size_t behind = std::min(display_width(marked) + display_width(rest), room);
  before = clip_front(before, std::max(room * 2 / 3, room - behind), marks);
  const std::size_t caret_at = display_width(before);
  const std::string shown = clip(before + marked + rest, room, marks);
  std::string text = std::string(gutter) + shown + '\n';
  if (printed.column == 0) return text;
  const std::size_t tail = std::min(std::max<std::size_t>(display_width(marked), 1),
                                    std::max<std::size_t>(room - caret_at, 1)) -
                           1;
  text += std::string(gutter) + std::string(caret_at, ' ') +
          ink("^" + std::string(tail, '~'), Ink::green, options.color) + '\n';
  return text;
}

std::string headline_of(const PrintedDiagnostic& printed, const DiagnosticOptions& options) {
  std::string place = visible(printed.path);
  if (!place.empty() && printed.line > 0) {
    place += ":" + std::to_string(printed.line);
    if (printed.column > 0) place += ":" + std::to_string(printed.column);
  }
  if (!place.empty()) place += ": ";
  const Severity severity = printed.diagnostic.severity;
  const std::string kind =
      std::string(name_of(severity)) + "[" + std::string(code_of(printed)) + "]";
  return ink(place, Ink::bold, options.color) + ink(kind, ink_of(severity), options.color) + ": " +
         visible(printed.diagnostic.message) + '\n';
}

using Group = std::vector<const PrintedDiagnostic*>;

/// Diagnostics by code, in the order in which codes first appear.
std::vector<Group> grouped(std::span<const PrintedDiagnostic> diagnostics) {
  std::vector<Group> groups;
  std::map<std::string_view, std::size_t> index;
  for (const PrintedDiagnostic& printed : diagnostics) {
    const auto [at, is_new] = index.emplace(code_of(printed), groups.size());
    if (is_new) groups.emplace_back();
    groups[at->second].push_back(&printed);
  }
  return groups;
}

/// How often the code occurred: each input states it on its first diagnostic.
std::uint64_t occurrences(const Group& group) {
  struct Count {
    std::uint64_t stated = 0, listed = 0;
  };
  std::map<std::string_view, Count> by_input;
  for (const PrintedDiagnostic* printed : group) {
    Count& count = by_input[printed->path];
    count.stated = std::max(count.stated, printed->count);
    ++count.listed;
  }
  std::uint64_t total = 0;
  for (const auto& [path, count] : by_input) total += std::max(count.stated, count.listed);
  return total;
}

}  // namespace

std::string format_diagnostics(std::span<const PrintedDiagnostic> diagnostics,
                               const DiagnosticOptions& options) {
  std::string text;
  for (const Group& group : grouped(diagnostics)) {
    const std::size_t shown = options.verbose ? group.size() : std::min(group.size(), places_shown);
    std::string_view last_hint;
    for (std::size_t i = 0; i < shown; ++i) {
      const PrintedDiagnostic& printed = *group[i];
      text += headline_of(printed, options);
      if (!printed.excerpt.empty()) text += excerpt_of(printed, options);
      if (!printed.diagnostic.hint.empty() && printed.diagnostic.hint != last_hint)
        text += "  hint: " + visible(printed.diagnostic.hint) + '\n';
      last_hint = printed.diagnostic.hint;
    }
    if (const std::uint64_t more = occurrences(group) - shown; more > 0)
      text += "  " + std::string(Marks{options.ascii}.ellipsis()) + " " + std::to_string(more) +
              " more" + (options.verbose ? "\n" : " (-v)\n");
  }
  return text;
}

void write_diagnostic(JsonWriter& json, const PrintedDiagnostic& printed) {
  const auto number_or_null = [&](std::string_view key, std::uint64_t value) {
    json.key(key);
    if (value > 0)
      json.integer(value);
    else
      json.null();
  };
  json.begin_object();
  json.key("code");
  json.text(code_of(printed));
  json.key("severity");
  json.text(name_of(printed.diagnostic.severity));
  json.key("message");
  json.text(printed.diagnostic.message);
  json.key("hint");
  json.text_or_null(printed.diagnostic.hint);
  json.key("path");
  json.text_or_null(printed.path);
  number_or_null("line", printed.line);
  number_or_null("column", printed.column);
  number_or_null("length", printed.diagnostic.length);
  json.key("count");
  json.integer(printed.count);
  json.end_object();
}

std::string diagnostics_as_json_lines(std::span<const PrintedDiagnostic> diagnostics) {
  std::string text;
  for (const PrintedDiagnostic& printed : diagnostics) {
    JsonWriter json(text);
    write_diagnostic(json, printed);
    text += '\n';
  }
  return text;
}

}  // namespace tiktok_kpi
