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

void RepeatMerger::merge() {
  std::vector<Row> rows = candidates();
  std::ranges::sort(rows, {}, [](const Row& row) { return std::tuple(row.text, row.id, row.ref); });
  for (std::size_t begin = 0; begin < rows.size();) {
    std::size_t end = begin + 1;
    while (end < rows.size() && rows[end].id == rows[begin].id &&
           rows[end].text == rows[begin].text)
      ++end;
    if (end - begin > 1)
      merge_group({rows.begin() + static_cast<std::ptrdiff_t>(begin),
                   rows.begin() + static_cast<std::ptrdiff_t>(end)});
    begin = end;
  }
  for (auto& [chunk, dropped] : store_.dropped_) std::ranges::sort(dropped);
}

void RepeatMerger::merge_group(const std::vector<Row>& rows) {
  struct Copy {
    PostRef ref;
    std::optional<std::int64_t> exported, views;
    std::map<Field, std::int64_t> values;
  };
  std::vector<Copy> copies;
  for (const Row& row : rows) {
    const PackedChunk& chunk = store_.chunks_[row.ref.chunk];
    Copy copy{row.ref, {}, {}, {}};
    BatchColumn column;
    for (const FieldRow& field : fields()) {
      if (!store_.kept_.contains(field.field) || field.type == FieldType::text ||
          field.type == FieldType::tags || field.type == FieldType::id)
        continue;
      if (!chunk.unpack(field.field, column)) continue;
      const CellState state = column.states[row.ref.row];
      if (state != CellState::value && !(state == CellState::day && field.type == FieldType::time))
        continue;
      std::int64_t value = column.numbers[row.ref.row];
      if (field.type == FieldType::name)
        value = name_space_of(field.field) == NameSpace::creator
                    ? store_.creator_maps_[chunk.worker()][static_cast<std::size_t>(value)]
                    : store_.text_maps_[chunk.worker()][static_cast<std::size_t>(value)];
      if (field.field == Field::exported_at)
        copy.exported = value;  // a day tells which is newer, too
      if (state == CellState::day)
        continue;  // a known hour from another copy is better; the winner keeps its day
      copy.values[field.field] = value;
    }
    const auto value = [&](Field field) -> std::optional<std::int64_t> {
      const auto found = copy.values.find(field);
      return found == copy.values.end() ? std::nullopt : std::optional(found->second);
    };
    copy.views = value(Field::views);
    copies.push_back(std::move(copy));
  }
  // Newest last: by export time when every copy states one, else by views, else in order of Origin.
  // One rule for all copies, so that three of them cannot go round in a circle.
  const bool dated =
      std::ranges::all_of(copies, [](const Copy& copy) { return copy.exported.has_value(); });
  std::ranges::stable_sort(copies, [dated](const Copy& a, const Copy& b) {
    if (dated && *a.exported != *b.exported) return *a.exported < *b.exported;
    return a.views < b.views;  // unknown ones first
  });
  std::map<Field, std::int64_t> merged;
  for (const Copy& copy : copies)
    for (const auto& [field, value] : copy.values) merged[field] = value;
  // The newest copy stays, with its own text and tags; older ones remain in their chunks as
  // snapshots.
  const Copy& newest = copies.back();
  for (std::size_t i = 0; i + 1 < copies.size(); ++i) {
    store_.dropped_[copies[i].ref.chunk].push_back(copies[i].ref.row);
    ++store_.merge_counts_.merged_rows;
    const bool differs = std::ranges::any_of(copies[i].values, [&](const auto& entry) {
      return entry.first != Field::exported_at && merged[entry.first] != entry.second;
    });
    if (differs) ++store_.merge_counts_.conflicting;
  }
  if (merged != newest.values) store_.overrides_[newest.ref] = std::move(merged);
}

void Store::apply_merged(std::size_t at, PostBatch& to) const {
  const auto chunk = static_cast<std::uint32_t>(at);
  Batch& batch = to.batch;
  for (auto found = overrides_.lower_bound({chunk, 0});
       found != overrides_.end() && found->first.chunk == chunk; ++found)
    for (const auto& [field, value] : found->second) {
      BatchColumn* column = batch.column(field);
      if (column == nullptr) continue;
      column->numbers[found->first.row] = value;
      column->states[found->first.row] = CellState::value;
    }
  const auto found = dropped_.find(chunk);
  if (found == dropped_.end()) return;
  std::vector<std::uint32_t> kept;
  std::size_t next = 0;
  for (std::uint32_t row = 0; row < batch.size; ++row) {
    if (next < found->second.size() && found->second[next] == row)
      ++next;
    else
      kept.push_back(row);
  }
  for (const Field field : batch.asked) {
    BatchColumn& column = *batch.column(field);
    std::vector<std::uint32_t> list;
    std::vector<std::uint32_t> list_ends;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const std::uint32_t row = kept[i];
      column.states[i] = column.states[row];
      if (!column.numbers.empty()) column.numbers[i] = column.numbers[row];
      if (!column.texts.empty()) column.texts[i] = column.texts[row];
      if (!column.list_ends.empty()) {
        list.insert(list.end(), column.list.begin() + (row == 0 ? 0 : column.list_ends[row - 1]),
                    column.list.begin() + column.list_ends[row]);
        list_ends.push_back(static_cast<std::uint32_t>(list.size()));
      }
    }
    column.states.resize(kept.size());
    if (!column.numbers.empty()) column.numbers.resize(kept.size());
    if (!column.texts.empty()) column.texts.resize(kept.size());
    if (!column.list_ends.empty())
      column.list = std::move(list), column.list_ends = std::move(list_ends);
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    batch.offsets[i] = batch.offsets[kept[i]];
    to.refs[i] = to.refs[kept[i]];
  }
  batch.offsets.resize(kept.size());
  to.refs.resize(kept.size());
  batch.size = kept.size();
}

}  // namespace tiktok_kpi
