#include "report/post_fading.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"
#include "report/post_ranking.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t most_listed = 50;
constexpr std::size_t most_shown = 5;
FieldSet fields_of_fading() {
  return {Field::post_id,   Field::creator, Field::url,        Field::caption,
          Field::posted_at, Field::views,   Field::exported_at};
}

/// Views gained between the last two exports, and the seconds between them: velocities compare
/// without a division.
struct Candidate {
  std::int64_t gained = 0;
  std::int64_t seconds = 1;
  PostRef post;
};

bool is_faster(const Candidate& a, const Candidate& b) {
  const Int128 left = Int128{a.gained} * b.seconds;
  const Int128 right = Int128{b.gained} * a.seconds;
  return left != right ? left > right : a.post < b.post;
}

std::optional<Candidate> candidate_of(PostRef post, const FadingLine& line) {
  if (line.points.size() < 2) return std::nullopt;
  const FadingPoint& last = line.points.back();
  const FadingPoint& before = line.points[line.points.size() - 2];
  return Candidate{last.views - before.views, last.instant - before.instant, post};
}

Publication publication_of(const DatedPost& dated) { return {dated.time, dated.state}; }

/// What a reader has to know of the figures.
std::string note_on(const Answers& answers, const FadingPosts& posts, std::size_t listed,
                    std::size_t guessed, bool any_day_only) {
  std::string note = fmt::format(
      "{} in two dated exports or more{}. Views an hour: between the last two. Half-life: when half of the views so far had come, linear between exports. Alive: at least a tenth of the best rate between two exports.",
      counted(posts.posts, "post"),
      posts.posts > listed ? fmt::format(" (the first {} by views an hour)", listed) : "");
  if (guessed > 0)
    note += fmt::format(
        " For {} half of the views came before the first export: that half-life is a straight line from nothing.",
        counted(guessed, "post"));
  if (any_day_only)
    note += " An export known by its day counts as the middle of the day, give or take 12 hours.";
  if (posts.too_early > 0)
    note += fmt::format(" {} dated before the post: left out.", counted(posts.too_early, "export"));
  if (const std::uint64_t undated = answers.store.snapshots().left_out(); undated > 0)
    note += fmt::format(" {} of repeated posts without export time or views: left out.",
                        counted(undated, "row"));
  return note;
}

Quantity last_export(const Fading& fading, const TimeZone& zone) {
  if (fading.line.points.empty())
    return Quantity::missing(MissingReason::too_few_exports, Unit::date);
  return Quantity::exact(
      Rational(day_of(fading.line.points.back().instant, CellState::value, zone)), Unit::date);
}

}  // namespace

Request needs_of_fading() {
  Request request;
  request.kept = fields_of_fading();
  request.snapshots = true;
  return request;
}

Fading fading_of(const Answers& answers, PostRef post, const DatedPost& dated) {
  return analyze_fading(answers.store.snapshots().of(post), publication_of(dated), answers.zone,
                        answers.as_of, answers.settings());
}

FadingPosts fastest_posts(const Answers& answers, std::size_t most) {
  FadingPosts found;
  const std::span<const PostSnapshot> all = answers.store.snapshots().all();
  std::vector<Candidate> candidates;
  FieldSet fields = answers.select.fields;
  fields.insert({Field::creator, Field::posted_at});
  PostBatch chunk;
  std::vector<std::uint8_t> selected;
  FadingLine line;
  std::optional<std::uint32_t> loaded;
  for (std::size_t begin = 0; begin < all.size();) {
    const PostRef post = all[begin].post;
    std::size_t end = begin + 1;
    while (end < all.size() && all[end].post == post) ++end;
    const std::span<const PostSnapshot> snapshots = all.subspan(begin, end - begin);
    begin = end;
    if (loaded != post.chunk) {
      answers.store.unpack(post.chunk, fields, chunk);
      answers.select.choose(chunk, selected);
      loaded = post.chunk;
    }
    const auto row = std::ranges::lower_bound(chunk.refs, post);
    const auto at = static_cast<std::size_t>(row - chunk.refs.begin());
    if (row == chunk.refs.end() || selected[at] == 0) continue;
    const BatchColumn& times = *chunk.batch.column(Field::posted_at);
    place_snapshots(snapshots, {times.numbers[at], times.states[at]}, answers.zone, line);
    found.too_early += line.too_early;
    const auto candidate = candidate_of(post, line);
    if (!candidate) continue;
    ++found.posts;
    candidates.push_back(*candidate);
  }
  const std::size_t kept = std::min(most, candidates.size());
  std::ranges::partial_sort(candidates, candidates.begin() + static_cast<std::ptrdiff_t>(kept),
                            is_faster);
  for (std::size_t i = 0; i < kept; ++i) found.fastest.push_back(candidates[i].post);
  std::ranges::sort(found.fastest);
  return found;
}

std::vector<Column> fading_columns(bool detail) {
  return {
      {.id = "exports", .label = "exports", .unit = Unit::count, .detail = detail},
      {.id = "velocity", .label = "views/h", .unit = Unit::count, .digits = 1, .detail = detail},
      {.id = "time_to_fraction", .label = "half-life", .unit = Unit::hours, .detail = detail},
      {.id = "still_alive", .label = "alive", .unit = Unit::text, .detail = detail},
      {.id = "fade_day", .label = "fade day", .unit = Unit::count, .detail = detail},
      {.id = "share_after_days",
       .label = fmt::format("after {} days", late_after_days),
       .unit = Unit::ratio,
       .detail = detail}};
}

std::vector<Quantity> fading_cells(const Fading& fading) {
  const std::size_t exports = fading.line.points.size();
  return {exports > 1 ? Quantity::count(static_cast<Int128>(exports))
                      : Quantity::missing(MissingReason::too_few_exports, Unit::count),
          fading.velocity,
          fading.half_life,
          fading.still_alive,
          fading.fade_day,
          fading.late_share};
}

void define_fading(Answers& answers) {
  for (const std::string_view id : fading_metrics) define(answers, id);
}

std::optional<Table> fading_table(Answers& answers) {
  const FadingPosts posts = fastest_posts(answers, most_listed);
  if (posts.posts == 0) return std::nullopt;
  Table table;
  table.id = "fading";
  table.title = "Fading";
  table.columns = {{.id = "post_id", .label = "post", .unit = Unit::text, .detail = true},
                   {"creator", "creator", Unit::text},
                   {"day", "posted", Unit::date},
                   {"views", "views", Unit::count}};
  const std::vector<Column> own = fading_columns(false);
  table.columns.insert(table.columns.end(), own.begin(), own.end());
  table.columns.push_back(
      {.id = "last_export", .label = "last export", .unit = Unit::date, .detail = true});
  table.columns.push_back({.id = "url", .label = "url", .unit = Unit::text, .detail = true});
  table.columns.push_back({.id = "caption", .label = "caption", .unit = Unit::text, .lines = 1});
  std::size_t at = 0, guessed = 0;
  bool any_day_only = false;
  visit_posts(
      answers, posts.fastest, Request{}, fields_of_fading(),
      [&](const PostCells& post, const Group&, const Aggregates&) {
        const Fading fading = fading_of(answers, posts.fastest[at++], post.dated());
        if (fading.half_before_first) ++guessed;
        any_day_only =
            any_day_only || std::ranges::any_of(fading.line.points, [](const FadingPoint& p) {
              return p.snapshot.day_only;
            });
        std::vector<Quantity> row{post.id(), post.creator(), post.day(), post.number(Field::views)};
        for (Quantity& cell : fading_cells(fading)) row.push_back(std::move(cell));
        row.push_back(last_export(fading, answers.zone));
        row.push_back(post.text(Field::url));
        row.push_back(post.text(Field::caption));
        table.rows.push_back(std::move(row));
      });
  const auto velocity = static_cast<std::size_t>(
      std::ranges::find(table.columns, "velocity", &Column::id) - table.columns.begin());
  std::ranges::stable_sort(table.rows, [velocity](const auto& a, const auto& b) {
    return Quantity::compare(a[velocity], b[velocity]) > 0;
  });
  table.total_rows = static_cast<std::size_t>(posts.posts);
  table.people_rows = answers.context.table.rows_for_people(most_shown);
  table.note = note_on(answers, posts, table.rows.size(), guessed, any_day_only);
  hide_empty_columns(table, answers.context);
  define_fading(answers);
  return table;
}

std::string fading_absent(const Answers& answers) {
  std::string text =
      "No half-life: no post stands in two dated exports. Export the same posts again in a week and give both files; convert --append collects them.";
  if (const std::uint64_t undated = answers.store.snapshots().left_out(); undated > 0)
    text += fmt::format(" {} of repeated posts do not say when: --exported-at does.",
                        counted(undated, "row"));
  return text;
}

}  // namespace tiktok_kpi
