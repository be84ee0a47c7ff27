// Keep, merge, give back. Everything that depends on who read what is undone in finish().
#include "aggregate/store.hpp"

#include <algorithm>
#include <atomic>

#include "aggregate/repeats.hpp"
#include "core/threads.hpp"

namespace tiktok_kpi {

Store::Store(FieldSet posts, RevenueBasis basis) : kept_(posts), commerce_(basis) {}

void Store::begin(unsigned workers) {
  workers_.resize(workers);
  dictionaries_.resize(workers);
  commerce_.begin(workers);
  comments_.begin(workers);
}

void Store::note_times(Worker& worker, const Batch& batch) {
  const auto newest = [&](Field field, NewestTime& to) {
    const BatchColumn* column = batch.column(field);
    if (column == nullptr) return;
    for (std::size_t row = 0; row < batch.size; ++row)
      if (column->states[row] != CellState::missing)
        to.add(column->numbers[row], column->states[row]);
  };
  newest(Field::exported_at, worker.newest_export);
  newest(Field::posted_at, worker.newest_post);
}

void Store::accept(unsigned number, const Batch& batch, const Dictionaries& dictionaries) {
  Worker& worker = workers_[number];
  switch (batch.kind) {
    case RecordKind::post:
      for (const Field field : batch.asked) {
        if (worker.seen.contains(field)) continue;
        if (std::ranges::any_of(batch.column(field)->states,
                                [](CellState state) { return state != CellState::missing; }))
          worker.seen.insert(field);
      }
      note_times(worker, batch);
      worker.chunks.emplace_back(batch, kept_, number);
      return;
    case RecordKind::creator: keep_creators(worker, batch); return;
    case RecordKind::daily: keep_daily(worker, batch); return;
    case RecordKind::comment: comments_.accept(number, batch); return;
    default: commerce_.accept(number, batch, dictionaries); return;
  }
}

namespace {

/// Accounts repeat on each of their posts: what the record before says is not kept again.
void keep_dated(std::vector<std::pair<Origin, DatedFollowers>>& dated, const Batch& batch,
                std::size_t row, std::uint32_t entry, std::int64_t followers) {
  const BatchColumn* times = batch.column(Field::exported_at);
  if (times == nullptr || times->states[row] == CellState::missing) return;
  const std::int64_t seconds = times->numbers[row];
  const auto day = static_cast<std::int32_t>(seconds / 86'400 - (seconds % 86'400 < 0 ? 1 : 0));
  if (!dated.empty() && dated.back().first == batch.origin &&
      dated.back().second.creator == entry && dated.back().second.day == day &&
      dated.back().second.followers == followers)
    return;
  dated.push_back({batch.origin, {entry, day, followers}});
}

}  // namespace

void Store::keep_creators(Worker& worker, const Batch& batch) {
  const BatchColumn* creators = batch.column(Field::creator);
  if (creators == nullptr) return;
  const auto number = [&](Field field, std::size_t row) -> std::optional<std::int64_t> {
    const BatchColumn* column = batch.column(field);
    if (column == nullptr || column->states[row] != CellState::value) return std::nullopt;
    return column->numbers[row];
  };
  const BatchColumn* names = batch.column(Field::name);
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (creators->states[row] != CellState::value) continue;
    const auto entry = static_cast<std::size_t>(creators->numbers[row]);
    if (worker.facts.size() <= entry) worker.facts.resize(entry + 1);
    auto& facts = worker.facts[entry];
    if (!facts) facts.emplace();
    // Figures of one account repeat on each of its posts: the last record is the newest.
    if (const auto followers = number(Field::followers, row)) {
      facts->followers = followers;
      keep_dated(worker.dated, batch, row, static_cast<std::uint32_t>(entry), *followers);
    }
    if (const auto following = number(Field::following, row)) facts->following = following;
    if (const auto likes = number(Field::total_likes, row)) facts->total_likes = likes;
    if (const auto videos = number(Field::video_count, row)) facts->video_count = videos;
    if (const auto verified = number(Field::verified, row)) facts->verified = *verified != 0;
    if (names != nullptr && names->states[row] == CellState::value &&
        facts->name != names->texts[row])
      facts->name = names->texts[row];
    facts->origin = batch.origin;
  }
}

void Store::keep_daily(Worker& worker, const Batch& batch) {
  const BatchColumn* days = batch.column(Field::date);
  const BatchColumn* creators = batch.column(Field::creator);
  if (days == nullptr) return;
  for (std::size_t row = 0; row < batch.size; ++row) {
    if (days->states[row] == CellState::missing) continue;
    DailyFacts facts;
    facts.day = static_cast<std::int32_t>(days->numbers[row]);
    if (creators != nullptr && creators->states[row] == CellState::value)
      facts.creator = static_cast<std::uint32_t>(creators->numbers[row]);
    for (const Field field : batch.asked) {
      const FieldType type = row_of(field).type;
      if (type != FieldType::count || batch.column(field)->states[row] != CellState::value)
        continue;
      facts.values[field] = batch.column(field)->numbers[row];
    }
    worker.daily.push_back({batch.origin, static_cast<std::uint32_t>(row), std::move(facts)});
  }
}

void Store::end(unsigned worker, Dictionaries dictionaries) {
  dictionaries_[worker] = std::move(dictionaries);
}

void Store::discard(std::uint32_t input) {
  commerce_.discard(input);
  comments_.discard(input);
  for (Worker& worker : workers_) {
    std::erase_if(worker.chunks,
                  [input](const PackedChunk& chunk) { return chunk.origin().input == input; });
    std::erase_if(worker.dated,
                  [input](const auto& record) { return record.first.input == input; });
    std::erase_if(worker.daily,
                  [input](const Worker::Day& day) { return day.origin.input == input; });
  }
}

void Store::finish() {
  creators_.unite(dictionaries_, NameSpace::creator, creator_maps_);
  tags_.unite(dictionaries_, NameSpace::tag, tag_maps_);
  texts_.unite(dictionaries_, NameSpace::text, text_maps_);
  std::size_t total = 0;
  for (const Worker& worker : workers_) total += worker.chunks.size();
  chunks_.reserve(total);
  for (Worker& worker : workers_) {
    for (PackedChunk& chunk : worker.chunks) {
      posts_ += chunk.size();
      chunks_.push_back(std::move(chunk));
    }
    worker.chunks = {};
    seen_.insert(worker.seen);
    newest_export_.add(worker.newest_export);
    newest_post_.add(worker.newest_post);
  }
  std::ranges::sort(chunks_, {}, &PackedChunk::origin);
  comments_.finish(creator_maps_, text_maps_);
  unite_facts();
  RepeatMerger(*this).merge();
  posts_ -= merge_counts_.merged_rows;
}

void Store::unite_facts() {
  facts_.resize(creators_.size());
  for (std::size_t worker = 0; worker < workers_.size(); ++worker)
    for (std::size_t local = 0; local < workers_[worker].facts.size(); ++local) {
      auto& theirs = workers_[worker].facts[local];
      if (!theirs) continue;
      auto& mine = facts_[creator_maps_[worker][local]];
      if (!mine || mine->origin < theirs->origin) {
        const auto older = std::move(mine);
        mine = std::move(theirs);
        if (older) {  // what the newest record does not state stays known from an older one
          if (!mine->followers) mine->followers = older->followers;
          if (!mine->following) mine->following = older->following;
          if (!mine->total_likes) mine->total_likes = older->total_likes;
          if (!mine->video_count) mine->video_count = older->video_count;
          if (mine->name.empty()) mine->name = older->name;
        }
      }
    }
  std::vector<Worker::Day> days;
  for (std::size_t worker = 0; worker < workers_.size(); ++worker)
    for (Worker::Day& day : workers_[worker].daily) {
      if (day.facts.creator != Names::none)
        day.facts.creator = creator_maps_[worker][day.facts.creator];
      days.push_back(std::move(day));
    }
  std::ranges::sort(days, {}, [](const Worker::Day& day) {
    return std::tuple(day.facts.creator, day.facts.day, day.origin, day.row);
  });
  for (Worker::Day& day : days) {
    // Same account and day: the later input holds the newer value of each field.
    if (!daily_.empty() && daily_.back().creator == day.facts.creator &&
        daily_.back().day == day.facts.day)
      for (const auto& [field, value] : day.facts.values) daily_.back().values[field] = value;
    else
      daily_.push_back(std::move(day.facts));
  }
  history_.assign(creators_.size(), {0, 0});
  for (std::uint32_t at = 0; at < daily_.size();) {
    std::uint32_t end = at;
    bool followers = false;
    for (; end < daily_.size() && daily_[end].creator == daily_[at].creator; ++end)
      followers = followers || daily_[end].values.contains(Field::followers);
    if (daily_[at].creator != Names::none && followers) history_[daily_[at].creator] = {at, end};
    at = end;
  }
  unite_dated();
  workers_.clear();
}

void Store::unite_dated() {
  std::vector<std::pair<Origin, DatedFollowers>> all;
  for (std::size_t worker = 0; worker < workers_.size(); ++worker)
    for (auto& [origin, record] : workers_[worker].dated) {
      record.creator = creator_maps_[worker][record.creator];
      all.emplace_back(origin, record);
    }
  std::ranges::stable_sort(all, {}, [](const auto& each) {
    return std::tuple(each.second.creator, each.second.day, each.first);
  });
  for (const auto& [origin, record] : all) {
    // Of several records of a day the last one is the newest.
    if (!dated_.empty() && dated_.back().creator == record.creator &&
        dated_.back().day == record.day)
      dated_.back() = record;
    else
      dated_.push_back(record);
  }
}

std::span<const DatedFollowers> Store::dated_followers(std::uint32_t creator) const {
  const auto found = std::ranges::equal_range(dated_, creator, {}, &DatedFollowers::creator);
  return {found.begin(), found.end()};
}

std::optional<std::int64_t> Store::newest_followers(std::uint32_t creator) const {
  const auto [begin, end] = history_[creator];
  for (std::uint32_t at = end; at > begin; --at)
    if (const auto value = daily_[at - 1].values.find(Field::followers);
        value != daily_[at - 1].values.end())
      return value->second;
  return std::nullopt;
}

void Store::fill_followers(PostBatch& to) const {
  BatchColumn* followers = to.batch.column(Field::followers);
  const BatchColumn* creators = to.batch.column(Field::creator);
  const BatchColumn* times = to.batch.column(Field::posted_at);
  if (followers == nullptr || creators == nullptr) return;
  for (std::size_t row = 0; row < to.batch.size; ++row) {
    if (followers->states[row] != CellState::missing || creators->states[row] != CellState::value)
      continue;
    const auto creator = static_cast<std::uint32_t>(creators->numbers[row]);
    std::optional<std::int64_t> found;
    const auto [begin, end] = history_[creator];
    if (begin < end && times != nullptr && times->states[row] != CellState::missing) {
      const auto day = static_cast<std::int32_t>(times->numbers[row] / 86'400);
      const auto at =
          std::lower_bound(daily_.begin() + begin, daily_.begin() + end, day,
                           [](const DailyFacts& facts, std::int32_t d) { return facts.day < d; });
      if (at != daily_.begin() + end && at->day == day)
        if (const auto value = at->values.find(Field::followers); value != at->values.end())
          found = value->second;
    }
    if (!found)
      if (const auto stated = stated_followers_.find(creator); stated != stated_followers_.end())
        found = stated->second;
    if (!found && facts_[creator]) found = facts_[creator]->followers;
    if (!found) continue;
    followers->numbers[row] = *found;
    followers->states[row] = CellState::value;
  }
}

bool Store::unpack_column(std::size_t at, Field field, BatchColumn& to) const {
  const PackedChunk& chunk = chunks_[at];
  if (!chunk.unpack(field, to)) return false;
  const auto renumber = [&](const std::vector<std::uint32_t>& map, CellState state) {
    for (std::size_t i = 0; i < to.numbers.size(); ++i)
      if (to.states[i] == state) to.numbers[i] = map[static_cast<std::size_t>(to.numbers[i])];
  };
  const FieldType type = row_of(field).type;
  if (type == FieldType::name)
    renumber(name_space_of(field) == NameSpace::creator ? creator_maps_[chunk.worker()]
                                                        : text_maps_[chunk.worker()],
             CellState::value);
  if (type == FieldType::id) renumber(text_maps_[chunk.worker()], CellState::day);
  if (type == FieldType::tags)
    for (std::uint32_t& entry : to.list) entry = tag_maps_[chunk.worker()][entry];
  return true;
}

void Store::unpack(std::size_t at, const FieldSet& wanted, PostBatch& to) const {
  const PackedChunk& chunk = chunks_[at];
  Batch& batch = to.batch;
  batch.kind = RecordKind::post;
  batch.origin = chunk.origin();
  batch.size = chunk.size();
  batch.asked.clear();
  for (const FieldRow& row : fields()) {
    if (!wanted.contains(row.field) || !kept_.contains(row.field)) continue;
    batch.asked.push_back(row.field);
    auto& column = batch.columns[static_cast<std::size_t>(row.field)];
    if (!column) column = std::make_unique<BatchColumn>();
    if (unpack_column(at, row.field, *column)) continue;
    // Only what the type uses, so that nothing of another chunk's length is left.
    *column = {};
    column->states.assign(chunk.size(), CellState::missing);
    if (row.type == FieldType::text)
      column->texts.assign(chunk.size(), {});
    else if (row.type == FieldType::tags)
      column->list_ends.assign(chunk.size(), 0);
    else
      column->numbers.assign(chunk.size(), 0);
  }
  chunk.unpack_offsets(batch.offsets);
  to.refs.resize(chunk.size());
  for (std::uint32_t row = 0; row < chunk.size(); ++row)
    to.refs[row] = {static_cast<std::uint32_t>(at), row};
  apply_merged(at, to);
  if (scopes_.empty())
    to.scopes.assign(batch.size, PostScope::campaign);
  else
    to.scopes = scopes_[at];
  fill_followers(to);
}

void Store::for_each(unsigned threads, const FieldSet& wanted,
                     const std::function<void(unsigned, PostBatch&)>& use) const {
  FieldSet fields = wanted;
  // Followers may have to be looked up by account and day.
  if (fields.contains(Field::followers)) fields.insert({Field::creator, Field::posted_at});
  std::atomic<std::size_t> next = 0;
  // A thread costs more than a few chunks.
  const auto count =
      static_cast<unsigned>(std::clamp<std::size_t>(chunks_.size() / 16, 1, std::max(1U, threads)));
  on_threads(count, [&](unsigned worker) {
    PostBatch batch;
    try {
      for (std::size_t at = next++; at < chunks_.size(); at = next++) {
        unpack(at, fields, batch);
        use(worker, batch);
      }
    } catch (...) {
      next = chunks_.size();
      throw;
    }
  });
}

void Store::fetch(
    const std::vector<PostRef>& refs,
    const std::function<void(std::size_t, const PostBatch&, std::size_t)>& use) const {
  std::vector<std::size_t> order(refs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return refs[i]; });
  PostBatch batch;
  std::optional<std::uint32_t> loaded;
  for (const std::size_t index : order) {
    if (loaded != refs[index].chunk) unpack(refs[index].chunk, kept_, batch);
    loaded = refs[index].chunk;
    const auto found = std::ranges::lower_bound(batch.refs, refs[index]);
    if (found != batch.refs.end() && *found == refs[index])
      use(index, batch, static_cast<std::size_t>(found - batch.refs.begin()));
  }
}

void Store::set_scopes(const Scoper& scoper, unsigned threads) {
  std::vector<std::vector<PostScope>> scopes(chunks_.size());
  std::vector<ScopeCounts> counts(std::max(1U, threads));
  for_each(threads,
           {Field::creator, Field::posted_at, Field::tags, Field::sponsored, Field::caption},
           [&](unsigned worker, PostBatch& posts) {
             scoper(posts);
             for (const PostScope scope : posts.scopes) counts[worker].add(scope);
             if (!posts.refs.empty()) scopes[posts.refs.front().chunk] = posts.scopes;
           });
  scope_counts_ = {};
  for (const ScopeCounts& part : counts) scope_counts_.add(part);
  scopes_ = std::move(scopes);
}

}  // namespace tiktok_kpi
