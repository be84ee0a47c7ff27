// What goes into a chunk comes out: every width, every state, text, lists, the ends of the number
// range.
#include "aggregate/packed_chunk.hpp"

#include <cstdint>

#include "support/batches.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

FieldSet all_fields() { return FieldSet::all_of(RecordKind::post); }

/// Packs views of these values; checks that they come back.
void check_numbers(const std::vector<std::int64_t>& values) {
  Batch batch = posts_of({Field::views}, values.size());
  for (std::size_t i = 0; i < values.size(); ++i) set(batch, Field::views, i, values[i]);
  const PackedChunk chunk(batch, all_fields(), 0);
  BatchColumn back;
  REQUIRE(chunk.unpack(Field::views, back));
  CHECK(back.numbers == values);
  CHECK(back.states == batch.column(Field::views)->states);
}

}  // namespace

TEST_CASE("numbers of every width come back") {
  check_numbers({7, 7, 7});     // no bytes at all
  check_numbers({1000, 1255});  // one byte: a difference of 255
  check_numbers({1000, 1256});  // two
  check_numbers({-65'535, 0});
  check_numbers({-65'536, 0});  // four
  check_numbers({0, 0xFFFF'FFFFLL});
  check_numbers({0, 0x1'0000'0000LL});              // eight
  check_numbers({INT64_MIN, INT64_MAX, 0, -1, 1});  // the difference does not fit a signed number
  check_numbers({INT64_MAX});
  check_numbers({INT64_MIN});
  check_numbers({});
}

TEST_CASE("narrow columns take few bytes") {
  Batch batch = posts_of({Field::views}, 100);
  for (std::size_t i = 0; i < 100; ++i)
    set(batch, Field::views, i, 1'000'000 + static_cast<std::int64_t>(i));
  // 100 differences of one byte; offsets are all equal.
  CHECK(PackedChunk(batch, all_fields(), 0).bytes() == 100);
}

TEST_CASE("states come back, mixed or all alike") {
  const std::vector<CellState> mixed{CellState::value, CellState::missing, CellState::invalid,
                                     CellState::day, CellState::value};
  for (const auto& states : {mixed, std::vector<CellState>(5, CellState::day),
                             std::vector<CellState>(5, CellState::missing),
                             std::vector<CellState>(5, CellState::invalid)}) {
    Batch batch = posts_of({Field::posted_at}, 5);
    for (std::size_t i = 0; i < 5; ++i)
      set(batch, Field::posted_at, i, static_cast<std::int64_t>(i) * 86'400, states[i]);
    BatchColumn back;
    REQUIRE(PackedChunk(batch, all_fields(), 0).unpack(Field::posted_at, back));
    CHECK(back.states == states);
    for (std::size_t i = 0; i < 5; ++i)
      if (states[i] != CellState::missing)
        CHECK(back.numbers[i] == static_cast<std::int64_t>(i) * 86'400);
  }
}

TEST_CASE("text and tags are copied") {
  std::string caption = "one #a #b";
  Batch batch = posts_of({Field::caption, Field::tags, Field::likes}, 4);
  batch.column(Field::caption)->texts = {caption, {}, "", "\xE5\x8D\x83"};
  batch.column(Field::caption)->states = {CellState::value, CellState::missing, CellState::value,
                                          CellState::value};
  batch.column(Field::tags)->list = {70'000, 3, 3};
  batch.column(Field::tags)->list_ends = {2, 2, 3, 3};
  batch.column(Field::tags)->states = {CellState::value, CellState::missing, CellState::value,
                                       CellState::value};
  batch.offsets = {10, 5'000'000'000ULL, 20, 30};
  const PackedChunk chunk(batch, all_fields(), 3);
  caption.assign(caption.size(), 'x');
  BatchColumn text;
  BatchColumn tags;
  REQUIRE(chunk.unpack(Field::caption, text));
  REQUIRE(chunk.unpack(Field::tags, tags));
  CHECK(text.texts == std::vector<std::string_view>{"one #a #b", "", "", "\xE5\x8D\x83"});
  CHECK(text.states == batch.column(Field::caption)->states);
  CHECK(tags.list == std::vector<std::uint32_t>{70'000, 3, 3});
  CHECK(tags.list_ends == std::vector<std::uint32_t>{2, 2, 3, 3});
  std::vector<std::uint64_t> offsets;
  chunk.unpack_offsets(offsets);
  CHECK(offsets == batch.offsets);
  CHECK(chunk.worker() == 3);
}

TEST_CASE("what is not kept is not there") {
  Batch batch = posts_of({Field::views, Field::likes}, 1);
  const PackedChunk chunk(batch, {Field::views}, 0);
  BatchColumn back;
  CHECK(chunk.unpack(Field::views, back));
  CHECK_FALSE(chunk.unpack(Field::likes, back));
  CHECK_FALSE(chunk.unpack(Field::shares, back));
}
