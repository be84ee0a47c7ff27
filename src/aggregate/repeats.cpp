// Repeats are rare: a bitmap over hashed ids finds the few rows that may have one, only these are
// sorted.
#include "aggregate/repeats.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

namespace tiktok_kpi {
namespace {

std::uint64_t hash_of(std::int64_t id, bool text) {
  std::uint64_t x = static_cast<std::uint64_t>(id) ^ (text ? 0x9E37'79B9'7F4A'7C15ULL : 0);
  x ^= x >> 33U;
  x *= 0xFF51'AFD7'ED55'8CCDULL;
  x ^= x >> 33U;
  x *= 0xC4CE'B9FE'1A85'EC53ULL;
  return x ^ (x >> 33U);
}

/// A set of bits with a test-and-set.
class Bits {
 public:
  explicit Bits(std::uint64_t size) : words_(size / 64) {}
  bool set(std::uint64_t bit) {
    std::uint64_t& word = words_[bit / 64];
    const std::uint64_t mask = 1ULL << (bit % 64);
    const bool before = (word & mask) != 0;
    word |= mask;
    return before;
  }
  [[nodiscard]] bool test(std::uint64_t bit) const { return (words_[bit / 64] >> (bit % 64)) & 1U; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace

std::vector<RepeatMerger::Row> RepeatMerger::candidates() const {
  std::vector<Row> rows;
  std::uint64_t total = 0;
  for (const PackedChunk& chunk : store_.chunks_) total += chunk.size();
  if (total < 2 || !store_.kept_.contains(Field::post_id)) return rows;
  const std::uint64_t size =
      std::clamp<std::uint64_t>(std::bit_ceil(total * 16), 1U << 12U, 1ULL << 28U);
  Bits once(size);
  Bits twice(size);
  BatchColumn ids;
  const auto each = [&](auto&& use) {
    for (std::uint32_t at = 0; at < store_.chunks_.size(); ++at) {
      const PackedChunk& chunk = store_.chunks_[at];
      if (!chunk.unpack(Field::post_id, ids)) continue;
      for (std::uint32_t row = 0; row < chunk.size(); ++row) {
        if (ids.states[row] != CellState::value && ids.states[row] != CellState::day) continue;
        const bool text = ids.states[row] == CellState::day;
        const std::int64_t id =
            text ? store_.text_maps_[chunk.worker()][static_cast<std::size_t>(ids.numbers[row])]
                 : ids.numbers[row];
        use(id, text, PostRef{at, row});
      }
    }
  };
  bool any = false;
  each([&](std::int64_t id, bool text, PostRef) {
    const std::uint64_t bit = hash_of(id, text) & (size - 1);
    if (once.set(bit)) twice.set(bit), any = true;
  });
  if (!any) return rows;
  each([&](std::int64_t id, bool text, PostRef ref) {
    if (twice.test(hash_of(id, text) & (size - 1))) rows.push_back({id, text, ref});
  });
  return rows;
}

RepeatMerger::RepeatMerger(Store& store) : store_(store) {
  for (const FieldRow& row : fields())
    if (store_.kept_.contains(row.field) && row.type != FieldType::id)
      columns_.push_back({row.field, {}});
}

/// The kept cells of the rows, in order of place: every chunk is unpacked once.
void RepeatMerger::gather(std::vector<Row>& rows) {
  std::ranges::sort(rows, {}, &Row::ref);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].at = static_cast<std::uint32_t>(i);
  BatchColumn chunk;
  for (auto& [field, cells] : columns_) {
    bool found = false;
    const FieldType type = row_of(field).type;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const PostRef ref = rows[i].ref;
      if (i == 0 || rows[i - 1].ref.chunk != ref.chunk)
        found = store_.unpack_column(ref.chunk, field, chunk);
      const bool known = found && chunk.states[ref.row] != CellState::missing;
      cells.states.push_back(known ? chunk.states[ref.row] : CellState::missing);
      if (type == FieldType::text) {
        cells.texts.push_back(known ? chunk.texts[ref.row] : std::string_view{});
      } else if (type == FieldType::tags) {
        if (known) {
          const std::span<const std::uint32_t> list = list_of(chunk, ref.row);
          cells.list.insert(cells.list.end(), list.begin(), list.end());
        }
        cells.list_ends.push_back(static_cast<std::uint32_t>(cells.list.size()));
      } else {
        cells.numbers.push_back(known ? chunk.numbers[ref.row] : 0);
      }
    }
  }
}

void RepeatMerger::merge() {
  std::vector<Row> rows = candidates();
  const auto key = [](const Row& row) { return std::tuple(row.text, row.id); };
  const auto by_post = [&] {
    std::ranges::sort(rows, {},
                      [&](const Row& row) { return std::tuple(row.text, row.id, row.ref); });
  };
  /// Calls use(begin, end) for every post.
  const auto each_post = [&](auto&& use) {
    for (std::size_t begin = 0; begin < rows.size();) {
      std::size_t end = begin + 1;
      while (end < rows.size() && key(rows[end]) == key(rows[begin])) ++end;
      use(begin, end);
      begin = end;
    }
  };
  by_post();
  std::vector<Row> repeated;
  each_post([&](std::size_t begin, std::size_t end) {
    if (end - begin > 1)
      repeated.insert(repeated.end(), rows.begin() + static_cast<std::ptrdiff_t>(begin),
                      rows.begin() + static_cast<std::ptrdiff_t>(end));
  });
  rows = std::move(repeated);
  gather(rows);
  by_post();
  each_post([&](std::size_t begin, std::size_t end) {
    merge_group(std::span(rows).subspan(begin, end - begin));
  });
  store_.snapshots_.finish();
  for (auto& [chunk, merged] : store_.merged_) {
    std::ranges::sort(merged.dropped);
    std::ranges::sort(merged.cells, {},
                      [](const MergedCell& cell) { return std::tuple(cell.row, cell.field); });
  }
}

/// The number in a cell, a known day too.
std::optional<std::int64_t> RepeatMerger::number(Field field, const Row& row) const {
  const auto found = std::ranges::find(columns_, field, &Gathered::field);
  if (found == columns_.end()) return std::nullopt;
  const CellState state = found->cells.states[row.at];
  if (state != CellState::value && state != CellState::day) return std::nullopt;
  return found->cells.numbers[row.at];
}

void RepeatMerger::merge_group(std::span<const Row> rows) {
  struct Copy {
    Row row;
    std::optional<std::int64_t> exported, views;
    bool differs = false;
  };
  std::vector<Copy> copies;
  for (const Row& row : rows)
    copies.push_back({row, number(Field::exported_at, row), number(Field::views, row)});
  // Newest last: by export time when every copy states one, else by views, else in order of Origin.
  // One rule for all copies, so that three of them cannot go round in a circle.
  const bool dated =
      std::ranges::all_of(copies, [](const Copy& copy) { return copy.exported.has_value(); });
  std::ranges::stable_sort(copies, [dated](const Copy& a, const Copy& b) {
    if (dated && *a.exported != *b.exported) return *a.exported < *b.exported;
    return a.views < b.views;  // unknown ones first
  });
  // The newest copy stays; older ones remain in their chunks as snapshots.
  const PostRef newest = copies.back().row.ref;
  for (const auto& [field, cells] : columns_) {
    const Copy* winner = nullptr;
    CellState state = CellState::missing;
    for (const Copy& copy : copies) {
      const CellState known = cells.states[copy.row.at];
      // A known hour is better than a known day, of whichever copy.
      if (known != CellState::value && (known != CellState::day || state == CellState::value))
        continue;
      winner = &copy;
      state = known;
    }
    if (winner == nullptr) continue;
    if (winner->row.ref != newest) {
      MergedCell cell{newest.row, field, state, winner->row.ref, 0, {}, {}};
      if (!cells.numbers.empty()) cell.number = cells.numbers[winner->row.at];
      if (!cells.texts.empty()) cell.text = cells.texts[winner->row.at];
      if (!cells.list_ends.empty()) {
        const std::span<const std::uint32_t> list = list_of(cells, winner->row.at);
        cell.list.assign(list.begin(), list.end());
      }
      store_.merged_[newest.chunk].cells.push_back(std::move(cell));
    }
    if (field == Field::exported_at || cells.numbers.empty() || state != CellState::value) continue;
    for (Copy& copy : copies)
      if (cells.states[copy.row.at] == CellState::value &&
          cells.numbers[copy.row.at] != cells.numbers[winner->row.at])
        copy.differs = true;
  }
  if (store_.keeps_snapshots_) keep_snapshots(rows, newest);
  for (const Copy& copy : std::span(copies).first(copies.size() - 1)) {
    store_.merged_[copy.row.ref.chunk].dropped.push_back(copy.row.ref.row);
    ++store_.merge_counts_.merged_rows;
    if (copy.differs) ++store_.merge_counts_.conflicting;
  }
}

void RepeatMerger::keep_snapshots(std::span<const Row> rows, PostRef post) {
  snapshots_.clear();
  for (const Row& row : rows) {
    const auto exported = number(Field::exported_at, row);
    const auto views = number(Field::views, row);
    if (!exported || !views) {
      store_.snapshots_.leave_out();
      continue;
    }
    const auto times = std::ranges::find(columns_, Field::exported_at, &Gathered::field);
    const bool day_only = times->cells.states[row.at] == CellState::day;
    snapshots_.push_back({post, row.ref, *exported, *views, day_only});
  }
  store_.snapshots_.add(snapshots_);
}

Place Store::record_of(PostRef post, Field field) const {
  PostRef found = post;
  if (const auto merged = merged_.find(post.chunk); merged != merged_.end()) {
    const auto& cells = merged->second.cells;
    const auto at = std::ranges::lower_bound(
        cells, std::tuple(post.row, field), {},
        [](const MergedCell& cell) { return std::tuple(cell.row, cell.field); });
    if (at != cells.end() && at->row == post.row && at->field == field) found = at->source;
  }
  return place_of(found);
}

Place Store::place_of(PostRef row) const {
  std::vector<std::uint64_t> offsets;
  chunks_[row.chunk].unpack_offsets(offsets);
  return {chunks_[row.chunk].origin().input, offsets[row.row]};
}

namespace {

/// Puts merged lists in the place of those of their rows.
void replace_lists(BatchColumn& column, std::span<const MergedCell> merged, Field field) {
  std::vector<std::uint32_t> list;
  std::vector<std::uint32_t> ends;
  auto next = merged.begin();
  for (std::uint32_t row = 0; row < column.list_ends.size(); ++row) {
    while (next != merged.end() && (next->row < row || (next->row == row && next->field < field)))
      ++next;
    const bool replaced = next != merged.end() && next->row == row && next->field == field;
    const std::span<const std::uint32_t> entries =
        replaced ? std::span<const std::uint32_t>(next->list) : list_of(column, row);
    list.insert(list.end(), entries.begin(), entries.end());
    ends.push_back(static_cast<std::uint32_t>(list.size()));
  }
  column.list = std::move(list);
  column.list_ends = std::move(ends);
}

}  // namespace

void Store::apply_merged(std::size_t at, PostBatch& to) const {
  const auto found = merged_.find(static_cast<std::uint32_t>(at));
  if (found == merged_.end()) return;
  const ChunkMerges& merged = found->second;
  Batch& batch = to.batch;
  FieldSet lists;
  FieldSet asked;
  for (const Field field : batch.asked) asked.insert(field);
  for (const MergedCell& cell : merged.cells) {
    if (!asked.contains(cell.field)) continue;  // its column may be left from another chunk
    BatchColumn& column = *batch.column(cell.field);
    column.states[cell.row] = cell.state;
    if (!column.numbers.empty()) column.numbers[cell.row] = cell.number;
    if (!column.texts.empty()) column.texts[cell.row] = cell.text;
    if (!column.list_ends.empty()) lists.insert(cell.field);
  }
  for (const Field field : batch.asked)
    if (lists.contains(field)) replace_lists(*batch.column(field), merged.cells, field);
  if (merged.dropped.empty()) return;
  std::vector<std::uint8_t> keep(batch.size, 1);
  for (const std::uint32_t row : merged.dropped) keep[row] = 0;
  keep_rows(batch, keep);
  std::erase_if(to.refs, [&keep](const PostRef& ref) { return keep[ref.row] == 0; });
}

}  // namespace tiktok_kpi
