// Filters and row formulas over batches, a column at a time.
#include "metrics/formula_rows.hpp"

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "support/catch.hpp"
#include "tiktok_kpi/core/error.hpp"

using namespace tiktok_kpi;

namespace {

BatchColumn& add_column(Batch& batch, Field field) {
  batch.asked.push_back(field);
  batch.columns[static_cast<std::size_t>(field)] = std::make_unique<BatchColumn>();
  return *batch.column(field);
}

void add_numbers(Batch& batch, Field field, std::vector<std::int64_t> numbers,
                 std::vector<CellState> states) {
  BatchColumn& column = add_column(batch, field);
  column.numbers = std::move(numbers);
  column.states = std::move(states);
}

constexpr auto known = CellState::value;
constexpr auto gap = CellState::missing;

/// Four posts: views 100, 2^53 + 1, unknown, 0; by entries 0 (ana) 1 (bo) 0 0; posted on 1, 1, 2
/// May, and 3 May without hour.
Batch batch() {
  Batch result;
  result.size = 4;
  add_numbers(result, Field::views, {100, 9007199254740993, 0, 0}, {known, known, gap, known});
  add_numbers(result, Field::likes, {4, 1, 7, 0}, {known, CellState::invalid, known, known});
  add_numbers(result, Field::completion_rate, {250'000'000, 0, 0, 0}, {known, gap, gap, gap});
  add_numbers(result, Field::creator, {0, 1, 0, 0}, {known, known, known, gap});
  add_numbers(result, Field::posted_at, {1714557492, 1714604400, 1714608000, 1714694400},
              {known, known, known, CellState::day});
  add_numbers(result, Field::sponsored, {1, 0, 1, 0}, {known, known, known, gap});
  BatchColumn& tags = add_column(result, Field::tags);
  tags.list = {5, 6, 5};
  tags.list_ends = {2, 2, 3, 3};
  tags.states = {known, known, known, gap};
  BatchColumn& platform = add_column(result, Field::platform);
  platform.texts = {"tiktok", "reels", "", "tiktok"};
  platform.states = {known, known, gap, known};
  return result;
}

RowContext context() {
  RowContext result;
  result.entry_of = [](Field field, std::string_view raw) -> std::uint32_t {
    if (field == Field::tags) return raw == "glow" ? 5 : raw == "spring" ? 6 : Dictionary::none;
    return raw == "ana" ? 0 : raw == "bo" ? 1 : Dictionary::none;
  };
  return result;
}

/// One letter a row: y, n, or ? for unknown.
std::string selected(std::string_view text, RowContext with = context(), Settings settings = {}) {
  const Batch rows = batch();
  const auto filter = compile_filter(text, settings, std::move(with));
  std::vector<double> values(rows.size);
  std::vector<std::uint8_t> defined(rows.size);
  filter->evaluate(rows, values, defined);
  std::string result;
  for (std::size_t i = 0; i < rows.size; ++i)
    result += defined[i] == 0 ? '?' : values[i] != 0 ? 'y' : 'n';
  return result;
}

std::string refused(std::string_view text) {
  try {
    static_cast<void>(compile_filter(text, Settings{}, context()));
  } catch (const Error& error) {
    return error.diagnostic().message + "\n" + with_caret(text, error.diagnostic()) + "\n" +
           error.diagnostic().hint;
  }
  return "taken";
}

}  // namespace

TEST_CASE("numbers are compared exactly, also above 2^53") {
  CHECK(selected("views >= 100") == "yy?n");
  CHECK(selected("views = 9007199254740993") == "ny?n");
  CHECK(selected("views = 9007199254740992") == "nn?n");
  CHECK(selected("likes / views >= 4%") == "y???");
  CHECK(selected("likes / views > 4%") == "n???");
  CHECK(selected("completion_rate = 0.25") == "y???");
  CHECK(selected("completion_rate = 25%") == "y???");
}

TEST_CASE("unknown and negative cells select nothing, unless the other side settles it") {
  CHECK(selected("likes > 0") == "y?yn");
  CHECK(selected("not likes > 0") == "n?ny");
  CHECK(selected("likes > 0 or views > 10") == "yyyn");
  CHECK(selected("likes > 0 and views > 10") == "y??n");
}

TEST_CASE("names are compared by dictionary entry, tags by membership, texts by bytes") {
  CHECK(selected("creator = 'ana'") == "yny?");
  CHECK(selected("creator != 'ana'") == "nyn?");
  CHECK(selected("'ana' = creator") == "yny?");
  CHECK(selected("creator in ('bo', 'nobody')") == "nyn?");
  CHECK(selected("creator = 'nobody'") == "nnn?");
  CHECK(selected("'glow' in tags") == "yny?");
  CHECK(selected("'spring' in tags and not 'moon' in tags") == "ynn?");
  CHECK(selected("platform = 'tiktok'") == "yn?y");
}

TEST_CASE("flags stand alone") {
  CHECK(selected("sponsored") == "yny?");
  CHECK(selected("not sponsored") == "nyn?");
  CHECK(selected("sponsored = true") == "yny?");
}

TEST_CASE("a date is compared with the day in the zone, a time with the instant") {
  CHECK(selected("posted_at = '2024-05-01'") == "yynn");
  CHECK(selected("posted_at > '2024-05-01'") == "nnyy");
  CHECK(selected("posted_at <= '2024-05-02'") == "yyyn");
  CHECK(selected("'2024-05-03' <= posted_at") == "nnny");
  CHECK(selected("posted_at < '2024-05-01T23:00:00Z'") == "ynnn");
}

TEST_CASE("missing modes hold for rows as for sums") {
  Settings settings;
  RowContext zero = context();
  zero.missing = MissingMode::zero;
  CHECK(selected("views = 0", zero) == "nnyy");
  CHECK(selected("likes / views >= 0", zero) == "y???");
  RowContext partial = context();
  partial.missing = MissingMode::partial;
  CHECK(selected("likes + views", partial) == "y?yn");
}

TEST_CASE("types that do not fit are refused at their place") {
  CHECK(
      refused("views > '100'") ==
      "\"views\" is a number and cannot be compared with text\nviews > '100'\n        ^~~~~\nwrite the number without quotes");
  CHECK(refused("creator < 'ana'") ==
        "names have no order here\ncreator < 'ana'\n          ^~~~~\nuse = or != or in");
  CHECK(refused("tags = 'glow'") ==
        "\"tags\" is a list\ntags = 'glow'\n^~~~~~~~~~~~~\nwrite 'glow' in tags");
  CHECK(
      refused("creator + 1 > 2") ==
      "\"creator\" is no number\ncreator + 1 > 2\n^~~~~~~\ncompare it with text: creator = 'word'");
  CHECK(refused("posted_at > 'May'") ==
        "\"May\" is no date\nposted_at > 'May'\n            ^~~~~\ndates are written '2024-05-01'");
  CHECK(refused("posts > 3") == "\"posts\" has no value in one row\nposts > 3\n^~~~~\n");
}
