// The same post in several rows or files is one post; field by field the newest known value wins.
#include "aggregate/repeats.hpp"

#include <map>

#include "support/batches.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::int64_t day = 86'400;

struct Cells {
  std::int64_t id = 0;
  std::optional<std::int64_t> views, likes, exported;
  CellState exported_state = CellState::value;
};

/// A store after reading one batch per file.
Store store_of(const std::vector<std::vector<Cells>>& files, bool snapshots = false) {
  Store store({Field::post_id, Field::views, Field::likes, Field::exported_at});
  if (snapshots) store.keep_snapshots();
  store.begin(1);
  Dictionaries names;
  std::uint32_t input = 0;
  for (const auto& rows : files) {
    Batch batch = posts_of({Field::post_id, Field::views, Field::likes, Field::exported_at},
                           rows.size(), {input++, 0, 0});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      set(batch, Field::post_id, i, rows[i].id);
      if (rows[i].views) set(batch, Field::views, i, *rows[i].views);
      if (rows[i].likes) set(batch, Field::likes, i, *rows[i].likes);
      if (rows[i].exported)
        set(batch, Field::exported_at, i, *rows[i].exported, rows[i].exported_state);
    }
    store.accept(0, batch, names);
  }
  store.end(0, std::move(names));
  store.finish();
  return store;
}

struct Post {
  std::optional<std::int64_t> views, likes;
  friend bool operator==(const Post&, const Post&) = default;
};

/// Posts by id; fails when an id stands twice.
std::map<std::int64_t, Post> posts_in(const Store& store) {
  std::map<std::int64_t, Post> posts;
  for (std::size_t at = 0; at < store.chunks(); ++at) {
    PostBatch unpacked;
    store.unpack(at, store.kept(), unpacked);
    const auto cell = [&](Field field, std::size_t row) -> std::optional<std::int64_t> {
      const BatchColumn& column = *unpacked.batch.column(field);
      return column.states[row] == CellState::value ? std::optional(column.numbers[row])
                                                    : std::nullopt;
    };
    for (std::size_t row = 0; row < unpacked.batch.size; ++row)
      CHECK(posts
                .emplace(*cell(Field::post_id, row),
                         Post{cell(Field::views, row), cell(Field::likes, row)})
                .second);
  }
  return posts;
}

}  // namespace

TEST_CASE("the newest export wins, whatever the views say") {
  const Store store = store_of({{{1, 500, 50, 20 * day}, {2, 7, 1, {}}}, {{1, 400, 60, 10 * day}}});
  CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {500, 50}}, {2, {7, 1}}});
  CHECK(store.posts() == 2);
  CHECK(store.merge_counts().merged_rows == 1);
  CHECK(store.merge_counts().conflicting == 1);
}

TEST_CASE("an export day counts like an export time") {
  const Store store = store_of(
      {{{1, 400, 50, 20 * day, CellState::day}}, {{1, 500, 60, 10 * day, CellState::day}}});
  CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {400, 50}}});
}

TEST_CASE("without export times the larger views are newer") {
  const Store store = store_of({{{1, 500, 50, {}}}, {{1, 400, 60, {}}}});
  CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {500, 50}}});
}

TEST_CASE("field by field the newest known value wins") {
  const Store store = store_of({{{1, 400, 50, 10 * day}}, {{1, 500, {}, 20 * day}}});
  CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {500, 50}}});
}

TEST_CASE("the same row twice is one post and no conflict") {
  const Store store = store_of({{{1, 400, 50, 10 * day}, {1, 400, 50, 10 * day}}});
  CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {400, 50}}});
  CHECK(store.merge_counts().merged_rows == 1);
  CHECK(store.merge_counts().conflicting == 0);
}

TEST_CASE("three copies, of which one states no export time, are ordered by views") {
  // Two by two the rules would go round in a circle: 1 < 3 by export, 3 < 2 and 2 < 1 by views.
  const std::vector<std::vector<Cells>> files{
      {{1, 100, 1, 10 * day}}, {{1, 50, 2, {}}}, {{1, 10, 3, 20 * day}}};
  std::vector<std::size_t> order{0, 1, 2};
  do {
    const Store store = store_of({files[order[0]], files[order[1]], files[order[2]]});
    CHECK(posts_in(store) == std::map<std::int64_t, Post>{{1, {100, 1}}});
    CHECK(store.merge_counts().merged_rows == 2);
    CHECK(store.merge_counts().conflicting == 2);
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("ids that are no numbers are the same by their text, never the same as a number") {
  Store store({Field::post_id, Field::views});
  store.begin(2);
  for (unsigned worker = 0; worker < 2; ++worker) {
    Dictionaries names;
    // Entry 0 is another text in each worker.
    const std::uint32_t first = names.texts.intern(worker == 0 ? "x-1" : "x-2", {worker, 0, 0});
    const std::uint32_t second = names.texts.intern(worker == 0 ? "x-2" : "x-3", {worker, 0, 0});
    Batch batch = posts_of({Field::post_id, Field::views}, 3, {worker, 0, 0});
    set(batch, Field::post_id, 0, first, CellState::day);
    set(batch, Field::post_id, 1, second, CellState::day);
    set(batch, Field::post_id, 2, worker);
    for (std::size_t row = 0; row < 3; ++row)
      set(batch, Field::views, row, static_cast<std::int64_t>(row) + 1);
    store.accept(worker, batch, names);
    store.end(worker, std::move(names));
  }
  store.finish();
  CHECK(store.posts() == 5);
  CHECK(store.merge_counts().merged_rows == 1);
  CHECK(store.merge_counts().conflicting == 1);
}

TEST_CASE("dated copies are snapshots of the post that stays, oldest first") {
  const std::vector<std::vector<Cells>> files{
      {{1, 100, 1, 10 * day}, {2, 5, 1, 10 * day}},
      {{1, 90, 2, 30 * day}, {3, 7, 1, 10 * day}},              // fewer views: still what it said
      {{1, 150, 3, 20 * day, CellState::day}, {1, 80, 4, {}}},  // one of them without a date
      {{1, 140, 3, 20 * day, CellState::day},
       {1, {}, 4, day}}};  // the day again; one without views
  const Store store = store_of(files, true);
  const Snapshots& kept = store.snapshots();
  REQUIRE(kept.all().size() == 3);
  const std::vector<std::int64_t> times{10 * day, 20 * day, 30 * day};
  const std::vector<std::int64_t> views{100, 150, 90};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(kept.all()[i].exported_at == times[i]);
    CHECK(kept.all()[i].views == views[i]);
    CHECK(kept.all()[i].day_only == (i == 1));
    CHECK(kept.all()[i].post == kept.all()[0].post);
  }
  CHECK(kept.all()[0].source == PostRef{0, 0});
  CHECK(kept.all()[2].source == PostRef{1, 0});
  CHECK(kept.left_out() == 2);
  CHECK(kept.of(kept.all()[0].post).size() == 3);
  CHECK(kept.of(PostRef{0, 1}).empty());  // a post that stands once
  CHECK(store_of(files).snapshots().empty());
}

TEST_CASE("copies of one export time are no curve") {
  const Store store = store_of({{{1, 100, 1, 10 * day}}, {{1, 110, 1, 10 * day}}}, true);
  CHECK(store.snapshots().empty());
}

TEST_CASE("text, hashtags and times of an older copy stay when the newest states none") {
  const std::initializer_list<Field> asked{Field::post_id, Field::views, Field::posted_at,
                                           Field::caption, Field::tags,  Field::exported_at};
  Store store({Field::post_id, Field::views, Field::posted_at, Field::caption, Field::tags,
               Field::exported_at});
  store.begin(1);
  Dictionaries names;
  const std::uint32_t soap = names.tags.intern("soap", {0, 0, 0});
  const std::uint32_t other = names.tags.intern("other", {0, 0, 0});
  Batch old = posts_of(asked, 3, {0, 0, 0});
  old.offsets = {10, 20, 30};
  const auto write_tags = [](Batch& batch, std::size_t row,
                             std::initializer_list<std::uint32_t> list) {
    BatchColumn& tags = *batch.column(Field::tags);
    tags.states[row] = CellState::value;
    tags.list.insert(tags.list.end(), list);
    for (std::size_t i = row; i < batch.size; ++i)
      tags.list_ends[i] = static_cast<std::uint32_t>(tags.list.size());
  };
  for (std::size_t row = 0; row < 3; ++row) {
    set(old, Field::post_id, row, static_cast<std::int64_t>(row) + 1);
    set(old, Field::views, row, 100);
    set(old, Field::exported_at, row, 10 * day);
  }
  set(old, Field::posted_at, 1, 5 * day + 7);
  old.column(Field::caption)->texts[1] = "hello #soap";
  old.column(Field::caption)->states[1] = CellState::value;
  write_tags(old, 0, {other});
  write_tags(old, 1, {soap, other});
  store.accept(0, old, names);
  Batch fresh = posts_of(asked, 1, {1, 0, 0});
  fresh.offsets = {70};
  set(fresh, Field::post_id, 0, 2);
  set(fresh, Field::views, 0, 200);
  set(fresh, Field::posted_at, 0, 5 * day, CellState::day);
  set(fresh, Field::exported_at, 0, 20 * day);
  store.accept(0, fresh, names);
  store.end(0, std::move(names));
  store.finish();

  CHECK(store.posts() == 3);
  PostBatch posts;
  store.unpack(1, store.kept(), posts);
  REQUIRE(posts.batch.size == 1);
  const Batch& batch = posts.batch;
  CHECK(batch.column(Field::views)->numbers[0] == 200);
  CHECK(batch.column(Field::posted_at)->numbers[0] == 5 * day + 7);
  CHECK(batch.column(Field::posted_at)->states[0] == CellState::value);
  CHECK(batch.column(Field::caption)->texts[0] == "hello #soap");
  std::vector<std::string_view> tags;
  for (const std::uint32_t entry : batch.column(Field::tags)->list)
    tags.push_back(store.tags().key(entry));
  CHECK(tags == std::vector<std::string_view>{"soap", "other"});
  CHECK(store.record_of({1, 0}, Field::views) == Place{1, 70});
  CHECK(store.record_of({1, 0}, Field::tags) == Place{0, 20});
  CHECK(store.record_of({0, 2}, Field::tags) == Place{0, 30});

  store.unpack(0, store.kept(), posts);
  REQUIRE(posts.batch.size == 2);
  CHECK(posts.batch.column(Field::post_id)->numbers == std::vector<std::int64_t>{1, 3});
  CHECK(posts.batch.column(Field::tags)->list_ends == std::vector<std::uint32_t>{1, 1});
}
