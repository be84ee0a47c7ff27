#include "report/fading_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "report/explained_figure.hpp"
#include "report/post_cells.hpp"
#include "report/post_fading.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct FoundPost {
  PostRef ref;
  DatedPost dated;
};

FoundPost find_post(const Answers& answers, const std::string& id) {
  FieldSet fields = answers.select.fields;
  fields.insert({Field::post_id, Field::creator, Field::posted_at});
  PostBatch chunk;
  std::vector<std::uint8_t> selected;
  for (std::size_t at = 0; at < answers.store.chunks(); ++at) {
    answers.store.unpack(at, fields, chunk);
    answers.select.choose(chunk, selected);
    for (std::size_t row = 0; row < chunk.batch.size; ++row) {
      if (selected[row] == 0) continue;
      const PostCells post(answers, chunk.batch, row);
      const Quantity own = post.id();
      if (own.label_value() != nullptr && *own.label_value() == id)
        return {chunk.refs[row], post.dated()};
    }
  }
  throw Error("unknown-name", fmt::format("--explain: no post of the report is {}", visible(id)),
              "tiktok-kpi posts --fields post_id,velocity,time_to_fraction lists them");
}

Quantity value_of(const Fading& fading, std::string_view id) {
  if (id == "velocity") return fading.velocity;
  if (id == "time_to_fraction") return fading.half_life;
  return id == "fade_day" ? fading.fade_day : fading.late_share;
}

Table exports_table(const Answers& answers, const Fading& fading) {
  Table table;
  table.id = "exports";
  table.title = "What was put in";
  table.columns = {
      {"exported", "exported", Unit::time},
      {"hours", "since the post", Unit::hours},
      {"exported_views", "views", Unit::count},
      {"counted_views", "counted", Unit::count},
      {.id = "where", .label = "file:line:column", .unit = Unit::text, .clip_front = true}};
  const FadingLine& line = fading.line;
  std::vector<Place> sources;
  for (const FadingPoint& point : line.points)
    sources.push_back(answers.store.place_of(point.snapshot.source));
  const std::vector<std::string> places = words_of_places(answers, sources);
  for (std::size_t i = 0; i < line.points.size(); ++i) {
    const FadingPoint& point = line.points[i];
    const Quantity since =
        line.published
            ? Quantity::exact(*Rational::make(point.instant - *line.published, 3'600), Unit::hours)
            : Quantity::missing(MissingReason::unknown, Unit::hours);
    table.rows.push_back({Quantity::exact(Rational(point.instant), Unit::time), since,
                          Quantity::count(point.snapshot.views), Quantity::count(point.views),
                          Quantity::label(places[i])});
  }
  table.total_rows = table.rows.size();
  table.note =
      "Counted is the largest so far. An export known by its day stands at the middle of the day.";
  return table;
}

Table days_table(const std::vector<Quantity>& days) {
  Table table;
  table.id = "days";
  table.title = "Views of each day since the post";
  table.columns = {{"day_number", "day", Unit::count}, {"day_views", "views", Unit::count}};
  for (std::size_t i = 0; i < days.size(); ++i)
    table.rows.push_back({Quantity::count(static_cast<Int128>(i) + 1), days[i]});
  table.total_rows = table.rows.size();
  table.note = "Linear between exports that are a day apart or less.";
  return table;
}

}  // namespace

bool is_fading_metric(std::string_view id) {
  return std::ranges::find(fading_metrics, id) != fading_metrics.end();
}

void explain_fading(Answers& answers, std::string_view id, const std::string& post,
                    Document& document, Section& section) {
  if (post.empty() || post == "total")
    throw Error("bad-option", fmt::format("--explain: {} is a figure of one post", id),
                fmt::format("--explain {}@POST_ID; tiktok-kpi posts lists their ids", id));
  const FoundPost found = find_post(answers, post);
  const Fading fading = fading_of(answers, found.ref, found.dated);
  const Quantity value = value_of(fading, id);
  begin_explanation(id, "post " + post, value, document, section);
  section.blocks.emplace_back(exports_table(answers, fading));
  if (!fading.daily_views.empty() && (id == "fade_day" || id == "share_after_days"))
    section.blocks.emplace_back(days_table(fading.daily_views));
  end_explanation(answers, id, value, section,
                  fading.line.points.empty() ? fading_absent(answers) : std::string());
}

}  // namespace tiktok_kpi
