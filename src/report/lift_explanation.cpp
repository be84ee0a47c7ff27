#include "report/lift_explanation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "report/creator_comparisons.hpp"
#include "report/explained_figure.hpp"
#include "report/post_cells.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct LiftFigure {
  std::string_view id;
  Quantity Lift::*value;
  bool plain = false;  ///< a p value or an effect size, which is no percentage
};
constexpr std::array figures{
    LiftFigure{"lift_rel", &Lift::lift_rel},        LiftFigure{"lift_abs", &Lift::lift_abs},
    LiftFigure{"hodges_lehmann", &Lift::shift},     LiftFigure{"mann_whitney", &Lift::p, true},
    LiftFigure{"cliffs_delta", &Lift::delta, true}, LiftFigure{"welch_t", &Lift::welch_p, true}};

const Group& find_creator(const Answers& answers, const std::string& handle) {
  const Aggregates& creators = answers.aggregates.at(Grouping::creator);
  const std::uint32_t entry = answers.store.creators().find(normal_handle(handle));
  const auto found = std::ranges::find(creators.groups, entry, &Group::id);
  if (entry != Names::none && found != creators.groups.end()) return *found;
  std::vector<std::string> names;
  for (const Group& group : creators.groups)
    names.push_back("@" + answers.store.creators().spelling(group.id));
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string wanted = "@" + handle;
  const std::string_view near = nearest(wanted, known);
  throw Error(
      "unknown-name", fmt::format("--explain: no row of the report is {}", visible(wanted)),
      near.empty() ? "tiktok-kpi creators lists them" : fmt::format("did you mean {}?", near));
}

/// Ids of posts as tables show them.
std::map<PostRef, Quantity> ids_of(const Answers& answers, const LiftPosts& posts) {
  std::map<PostRef, Quantity> ids;
  for (const auto& list : {posts.sponsored, posts.usual})
    for (const NewestPost* post : list) ids.emplace(post->ref, Quantity{});
  PostBatch chunk;
  for (std::size_t at = 0; at < answers.store.chunks() && !ids.empty(); ++at) {
    answers.store.unpack(at, FieldSet{Field::post_id}, chunk);
    for (std::size_t row = 0; row < chunk.batch.size; ++row)
      if (const auto found = ids.find(chunk.refs[row]); found != ids.end())
        found->second = PostCells(answers, chunk.batch, row).id();
  }
  return ids;
}

/// "file:line:column" of each post.
std::map<PostRef, std::string> places_of(const Answers& answers,
                                         const std::map<PostRef, Quantity>& posts) {
  std::vector<Place> places;
  for (const auto& [ref, id] : posts) places.push_back(answers.store.record_of(ref, Field::views));
  std::vector<std::string> words = words_of_places(answers, places);
  std::map<PostRef, std::string> by_post;
  std::size_t at = 0;
  for (const auto& [ref, id] : posts) by_post[ref] = std::move(words[at++]);
  return by_post;
}

Table posts_table(const Answers& answers, const LiftPosts& posts) {
  Table table;
  table.id = "lift_posts";
  table.title = "What was put in";
  table.columns = {
      {"kind", "kind", Unit::text},
      {"post_id", "post", Unit::text},
      {"day", "day", Unit::date},
      {"er_views", "eng. of views", Unit::ratio},
      {"interactions", "interactions", Unit::count},
      {"views", "views", Unit::count},
      {.id = "where", .label = "file:line:column", .unit = Unit::text, .clip_front = true}};
  const auto ids = ids_of(answers, posts);
  const auto places = places_of(answers, ids);
  const auto add = [&](std::string_view kind, const std::vector<const NewestPost*>& list) {
    for (const NewestPost* post : list) {
      table.rows.push_back({Quantity::label(std::string(kind)), ids.at(post->ref),
                            Quantity::exact(Rational(*post->day), Unit::date),
                            Quantity::exact(*rate_of(*post), Unit::ratio),
                            Quantity::count(post->interactions), Quantity::count(post->views),
                            Quantity::label(places.at(post->ref))});
    }
  };
  add("paid", posts.sponsored);
  add("usual", posts.usual);
  table.total_rows = table.rows.size();
  table.note = fmt::format(
      "Usual: the newest {} posts at most of the {} days before a paid one; newest first.",
      most_baseline_posts, baseline_days);
  return table;
}

}  // namespace

bool is_lift_metric(std::string_view id) {
  return std::ranges::find(figures, id, &LiftFigure::id) != figures.end();
}

Request needs_of_lift(const ReportContext& context) {
  Request request = needs_of_comparisons(context);
  request.kept.insert(Field::post_id);
  return request;
}

void explain_lift(Answers& answers, std::string_view id, const std::string& handle,
                  Document& document, Section& section) {
  if (handle.empty() || handle == "total")
    throw Error("bad-option", fmt::format("--explain: {} is a figure of one creator", id),
                fmt::format("--explain {}@HANDLE; tiktok-kpi creators lists them", id));
  if (!answers.context.table.where.empty())
    throw Error("bad-option",
                fmt::format("--explain: {} compares all posts, so that --where chooses none", id),
                "leave --where out");
  const Group& group = find_creator(answers, handle);
  const NewestPosts newest =
      newest_posts_of(answers, {&group}, comparison_request(answers.context)).front();
  const LiftPosts posts = lift_posts(newest);
  const Lift lift = analyze_lift({lift_samples(newest)}, answers.settings()).front();
  const auto* figure = std::ranges::find(figures, id, &LiftFigure::id);
  Quantity value = lift.*figure->value;
  if (figure->plain && value.known()) value = value.with_unit(Unit::none);
  begin_explanation(id, "@" + answers.store.creators().spelling(group.id), value, document,
                    section);
  Figures medians;
  medians.items = {
      {{"er_views_sponsored_median", "median of paid posts", Unit::ratio}, lift.sponsored_median},
      {{"er_views_usual_median", "median of usual posts", Unit::ratio}, lift.usual_median}};
  if (lift.low.known()) {
    medians.items.push_back(
        {{"mean_diff_low", "difference of the means, from", Unit::ratio}, lift.low});
    medians.items.push_back({{"mean_diff_high", "to", Unit::ratio}, lift.high});
  }
  section.blocks.emplace_back(std::move(medians));
  section.blocks.emplace_back(posts_table(answers, posts));
  end_explanation(
      answers, id, value, section,
      lift.sponsored == 0 ? "no sponsored posts" : std::string(words_for(lift.verdict)));
}

}  // namespace tiktok_kpi
