// Small and read once: the plain reader of records does.
#include "input/lexicon_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "core/text.hpp"
#include "input/cells.hpp"
#include "input/naive_csv.hpp"
#include "input/source.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::uint64_t largest = 64ULL << 20U;
constexpr std::int64_t unit = 1'000'000'000;

std::string text_of(const std::string& path) {
  const auto bytes = open_location({path, {}}, {});
  std::string text;
  std::vector<char> buffer(64UL * 1024);
  for (std::size_t got = 0; (got = bytes->read(buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), got);
    if (text.size() > largest)
      throw Error("limit-exceeded", fmt::format("the lexicon {} is larger than 64 MiB", path));
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  repair_utf8(text);
  return text;
}

char delimiter_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  for (const char delimiter : {'\t', ';'})
    if (line.find(delimiter) != std::string_view::npos) return delimiter;
  return ',';
}

/// Where the word and its valence stand.
struct Columns {
  std::size_t word = 0;
  std::size_t valence = 1;
};

std::optional<std::int64_t> valence_of(std::string_view cell, char delimiter) {
  const std::string_view text = trim_cell(cell);
  const bool comma = delimiter != ',' && text.find('.') == std::string_view::npos;
  const CellValue number = parse_decimal(text, comma ? ',' : '.', false);
  if (number.state != CellState::missing) return number.number;
  switch (parse_sentiment(text).value_or(Sentiment::neutral)) {
    case Sentiment::positive: return unit;
    case Sentiment::negative: return -unit;
    case Sentiment::neutral: break;
  }
  return parse_sentiment(text) ? std::optional<std::int64_t>(0) : std::nullopt;
}

/// Columns by the names of a header; nothing when the row is none.
std::optional<Columns> columns_of_header(const std::vector<std::string>& cells) {
  constexpr std::string_view words = "|word|term|token|lemma|kata|wort|palabra|palavra|mot|";
  constexpr std::string_view valences =
      "|valence|score|polarity|weight|sentiment|value|mean|bobot|nilai|";
  const auto find = [&](std::string_view names) {
    return std::ranges::find_if(cells, [&](const std::string& cell) {
      const std::string name = normal_header(cell);
      return !name.empty() && names.find("|" + name + "|") != std::string_view::npos;
    });
  };
  const auto word = find(words);
  const auto valence = find(valences);
  if (word == cells.end() || valence == cells.end()) return std::nullopt;
  return Columns{static_cast<std::size_t>(word - cells.begin()),
                 static_cast<std::size_t>(valence - cells.begin())};
}

}  // namespace

LexiconFile read_lexicon(const std::string& path) {
  LexiconFile file;
  file.path = path;
  const std::string text = text_of(path);
  file.bytes = text.size();
  const Dialect dialect{delimiter_of(text), '\n', true};
  Columns columns;
  std::uint64_t repeated = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool first = at == 0;
    const NaiveRecord record = naive_record(std::string_view(text).substr(at), dialect);
    at += std::max<std::size_t>(record.length, 1);
    if (record.cells.size() < 2 && trim_cell(record.cells.front()).empty()) continue;
    if (first)
      if (const auto named = columns_of_header(record.cells)) {
        columns = *named;
        continue;
      }
    ++file.rows_read;
    const bool whole = record.cells.size() > std::max(columns.word, columns.valence);
    const auto valence =
        whole ? valence_of(record.cells[columns.valence], dialect.delimiter) : std::nullopt;
    const Lexicon::Added added = valence ? file.lexicon.add(record.cells[columns.word], *valence)
                                         : Lexicon::Added::no_single_word;
    if (added == Lexicon::Added::repeated) ++repeated;
    if (added == Lexicon::Added::no_single_word) ++file.rows_left_out;
  }
  if (file.lexicon.empty())
    throw Error("unknown-format", fmt::format("{} holds no words with a valence", path),
                "a lexicon has a word and a number in each line: lovely,2.5");
  if (file.rows_left_out > 0)
    file.warnings.push_back(Diagnostic::make(
        "lexicon-entries",
        fmt::format("{} of its {} lines are no single word with a valence; they match nothing",
                    file.rows_left_out, file.rows_read),
        "comments are compared word by word: split phrases, or leave them out"));
  if (repeated > 0)
    file.warnings.push_back(
        Diagnostic::make("lexicon-entries",
                         fmt::format("{} of its {} lines repeat an earlier word; the first counts",
                                     repeated, file.rows_read)));
  return file;
}

}  // namespace tiktok_kpi
