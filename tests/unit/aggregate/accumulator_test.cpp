// Sums by group against the plainest way to add: a map, one row after the other.
#include "aggregate/accumulator.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <random>

#include "aggregate/store.hpp"
#include "support/batches.hpp"
#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

constexpr std::array counts{Field::views, Field::likes, Field::comments};

struct Row {
  std::string creator;
  std::array<std::pair<CellState, std::int64_t>, 3> cells;
};

std::vector<Row> random_rows(std::size_t size) {
  std::mt19937 chance(20240501);
  std::vector<Row> rows(size);
  for (Row& row : rows) {
    row.creator = std::string(1, static_cast<char>('a' + chance() % 7)) + "_creator";
    for (auto& [state, value] : row.cells) switch (chance() % 5) {
        case 0: state = CellState::missing, value = 0; break;
        case 1: state = CellState::invalid, value = -5; break;
        case 2: state = CellState::value, value = 0; break;
        default:
          state = CellState::value, value = 1 + static_cast<std::int64_t>(chance() % 1'000'000);
          break;
      }
  }
  return rows;
}

Store store_of(const std::vector<Row>& rows, unsigned workers, std::size_t batch_rows) {
  Store store({Field::creator, Field::views, Field::likes, Field::comments});
  store.begin(workers);
  std::vector<Dictionaries> names(workers);
  std::uint32_t block = 0;
  for (std::size_t first = 0; first < rows.size(); first += batch_rows, ++block) {
    const std::size_t size = std::min(batch_rows, rows.size() - first);
    Batch batch = posts_of({Field::creator, Field::views, Field::likes, Field::comments}, size,
                           {0, block, 0});
    const unsigned worker = block % workers;
    for (std::size_t i = 0; i < size; ++i) {
      set(batch, Field::creator, i,
          names[worker].creators.intern(rows[first + i].creator, batch.origin));
      for (std::size_t f = 0; f < counts.size(); ++f)
        set(batch, counts[f], i, rows[first + i].cells[f].second, rows[first + i].cells[f].first);
    }
    store.accept(worker, batch, names[worker]);
  }
  for (unsigned worker = 0; worker < workers; ++worker) store.end(worker, std::move(names[worker]));
  store.finish();
  return store;
}

/// Only views are divided by, so only their zero is told from other values.
Presence presence_of(Field field, CellState state, std::int64_t value) {
  if (state == CellState::missing) return Presence::missing;
  if (state == CellState::invalid) return Presence::invalid;
  return value == 0 && field == Field::views ? Presence::zero : Presence::positive;
}

struct Naive {
  std::map<Pattern, std::pair<std::uint64_t, std::array<Int128, 2>>>
      patterns;  ///< posts; likes, likes x views
  double rate = 0;
  std::uint64_t rated = 0;
};

std::map<std::string, Naive> add_naively(const std::vector<Row>& rows,
                                         const std::vector<Field>& fields, bool total) {
  std::map<std::string, Naive> groups;
  for (const Row& row : rows) {
    Naive& group = groups[total ? "" : row.creator];
    Pattern pattern = 0;
    for (std::size_t at = 0; at < fields.size(); ++at) {
      const auto f =
          static_cast<std::size_t>(std::ranges::find(counts, fields[at]) - counts.begin());
      pattern = with_presence(pattern, at,
                              presence_of(fields[at], row.cells[f].first, row.cells[f].second));
    }
    auto& [posts, sums] = group.patterns[pattern];
    ++posts;
    const auto& [views, likes, comments] = row.cells;
    if (likes.first == CellState::value) sums[0] += likes.second;
    if (likes.first == CellState::value && views.first == CellState::value)
      sums[1] += Int128{likes.second} * views.second;
    if (likes.first == CellState::value && comments.first == CellState::value &&
        views.first == CellState::value && views.second > 0) {
      group.rate +=
          static_cast<double>(likes.second + comments.second) / static_cast<double>(views.second);
      ++group.rated;
    }
  }
  return groups;
}

Request request_of(Grouping grouping) {
  Request request;
  request.sums = {{Field::likes, std::nullopt}, {Field::likes, Field::views}};
  RowRate rate;
  rate.numerator = {Field::likes, Field::comments};
  rate.denominator = Field::views;
  request.means = {rate};
  request.divisors.insert(Field::views);
  request.groupings = {grouping};
  return request;
}

std::vector<Aggregates> aggregates_of(const Store& store, unsigned threads) {
  const std::vector<Request> requests{request_of(Grouping::creator), request_of(Grouping::total)};
  return accumulate(store, requests, PostSelector{{}, select_campaign}, TimeZone::utc(), threads);
}

}  // namespace

TEST_CASE("sums, patterns and means are those of a plain loop") {
  const std::vector<Row> rows = random_rows(5'000);
  for (const unsigned threads : {1U, 4U}) {
    const Store store = store_of(rows, threads, 301);
    for (const Aggregates& result : aggregates_of(store, threads)) {
      const bool total = result.grouping == Grouping::total;
      const auto expected = add_naively(rows, result.fields, total);
      REQUIRE(result.groups.size() == expected.size());
      for (const Group& group : result.groups) {
        const Naive& naive = expected.at(total ? "" : store.creators().key(group.id));
        REQUIRE(group.patterns.size() == naive.patterns.size());
        std::uint64_t posts = 0;
        for (const PatternSums& sums : group.patterns) {
          const auto& [pattern_posts, pattern_sums] = naive.patterns.at(sums.pattern);
          CHECK(sums.posts == pattern_posts);
          CHECK((sums.sums[0] == pattern_sums[0] && sums.sums[1] == pattern_sums[1]));
          posts += pattern_posts;
        }
        CHECK(group.posts == posts);
        CHECK(group.means[0].rows == naive.rated);
        CHECK(static_cast<double>(group.means[0].fixed) /
                  static_cast<double>(Int128{1} << MeanSum::fraction_bits) ==
              Approx(naive.rate).epsilon(1e-12));
      }
    }
  }
}

TEST_CASE("neither threads nor batches change a bit") {
  const std::vector<Row> rows = random_rows(2'000);
  const Store one = store_of(rows, 1, 2'000);
  const Store many = store_of(rows, 4, 13);
  const auto a = aggregates_of(one, 1);
  const auto b = aggregates_of(many, 4);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    REQUIRE(a[i].groups.size() == b[i].groups.size());
    for (std::size_t g = 0; g < a[i].groups.size(); ++g) {
      CHECK(a[i].groups[g].id == b[i].groups[g].id);
      CHECK((a[i].groups[g].means[0].fixed == b[i].groups[g].means[0].fixed));
    }
  }
}

TEST_CASE("creators are numbered in the order of their names, not of their rows") {
  std::vector<Row> rows(3);
  rows[0].creator = "mia";
  rows[1].creator = "ana";
  rows[2].creator = "bo";
  const Store store = store_of(rows, 3, 1);
  REQUIRE(store.creators().size() == 3);
  CHECK(store.creators().key(0) == "ana");
  CHECK(store.creators().key(1) == "bo");
  CHECK(store.creators().key(2) == "mia");
  CHECK(store.creators().find("bo") == 1);
  CHECK(store.creators().find("nobody") == Names::none);
}
