// One row per post. A post is a group of one, so its rates are the metrics of the registry. Only
// printed posts are ever held: ranks come from one pass, details from a second look at the chunks
// they stand in.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "metrics/families.hpp"
#include "report/breakouts.hpp"
#include "report/creator_comparisons.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"
#include "report/post_fading.hpp"
#include "report/post_ranking.hpp"
#include "report/question_table.hpp"
#include "report/reuse_table.hpp"
#include "report/sections/sections.hpp"
#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 1> shown{"er_views"};
constexpr std::array<std::string_view, 6> detail{
    "er_followers",    "view_follower_ratio",  "like_rate",
    "avg_watch_ratio", "completion_rate_mean", "completion_rate"};
constexpr std::array counts{Field::likes, Field::comments, Field::shares, Field::saves};
constexpr std::size_t usual_limit = 10;

MetricColumns columns_of(const ReportContext& context) {
  return {context, shown, detail, RowOf::post};
}

Request needs_of_posts(const ReportContext& context) {
  Request request;
  request.groupings = {Grouping::total};
  // Only the fields: sums of single posts are made here, not for every group of the report.
  request.kept = columns_of(context).needs().fields();
  request.kept.insert({Field::post_id, Field::creator, Field::url, Field::caption, Field::posted_at,
                       Field::views, Field::likes, Field::comments, Field::shares, Field::saves,
                       Field::followers, Field::reach, Field::duration_s, Field::sponsored,
                       Field::tags});
  request.add(needs_of_fading());
  if (!context.every_column) {
    request.kept.insert(fields_of_reuse(context));
    request.add(needs_of_comparisons(context));
  }
  return request;
}

/// Columns of the table and the cells of a post under them, in one order.
class PostTable {
 public:
  explicit PostTable(const Answers& answers)
      : answers_(answers),
        metrics_(columns_of(answers.context)),
        shares_(answers.context, detail) {}

  [[nodiscard]] std::vector<Column> columns() const {
    const bool hidden = !answers_.context.every_column;
    std::vector<Column> columns{
        {.id = "post_id", .label = "post", .unit = Unit::text, .detail = hidden},
        {.id = "creator", .label = "creator", .unit = Unit::text},
        {.id = "day", .label = "posted", .unit = Unit::date},
        {.id = "views", .label = "views", .unit = Unit::count, .bar = true}};
    const std::vector<Column> described = metrics_.columns();
    const auto add_metric = [&](std::size_t at, bool beside) {
      columns.push_back(described[at]);
      columns.back().detail = hidden && beside && columns.back().id != answers_.settings().headline;
    };
    add_metric(0, false);
    columns.push_back(
        {.id = "breakout_ratio", .label = "breakout", .unit = Unit::factor, .digits = 1});
    columns.push_back({.id = "viral", .label = "viral", .unit = Unit::text, .detail = hidden});
    columns.push_back(
        {.id = "completion_rate", .label = "completion", .unit = Unit::ratio, .detail = hidden});
    for (const Field field : counts)
      columns.push_back({.id = std::string(name_of(field)),
                         .label = std::string(name_of(field)),
                         .unit = Unit::count,
                         .detail = hidden});
    for (std::size_t at = 1; at < metrics_.size(); ++at)
      if (!is_completion(at)) add_metric(at, true);
    columns.push_back({.id = "frequency",
                       .label = column_label(metric("frequency")),
                       .unit = metric("frequency").unit,
                       .detail = hidden});
    for (Column& column : shares_.columns(hidden)) columns.push_back(std::move(column));
    if (answers_.context.every_column)
      for (Column& column : fading_columns(false)) columns.push_back(std::move(column));
    columns.push_back(
        {.id = "duration_s", .label = "length", .unit = Unit::seconds, .detail = hidden});
    columns.push_back(
        {.id = "sponsored", .label = "sponsored", .unit = Unit::text, .detail = hidden});
    columns.push_back({.id = "tags", .label = "tags", .unit = Unit::text, .detail = hidden});
    columns.push_back(
        {.id = "quality_flags", .label = "flags", .unit = Unit::text, .detail = hidden});
    columns.push_back({.id = "posted_at", .label = "time", .unit = Unit::time, .detail = hidden});
    columns.push_back({.id = "url", .label = "url", .unit = Unit::text, .detail = hidden});
    columns.push_back({.id = "caption", .label = "caption", .unit = Unit::text, .lines = 2});
    return columns;
  }

  /// Cells of a post; the breakout is filled in when all posts are known.
  [[nodiscard]] std::vector<Quantity> row(PostRef ref, const PostCells& post, const Group& group,
                                          const Aggregates& shape) {
    const std::vector<Quantity> metrics = metrics_.values(group, shape);
    std::vector<Quantity> row{post.id(),  post.creator(), post.day(), post.number(Field::views),
                              metrics[0], Quantity(),     Quantity()};
    // An exported rate stands as it is; else the views to the end are counted.
    const Quantity& exported = metrics[metrics_.find("completion_rate_mean")];
    row.push_back(exported.known() ? exported : metrics[metrics_.find("completion_rate")]);
    for (const Field field : counts) row.push_back(post.number(field));
    for (std::size_t at = 1; at < metrics.size(); ++at)
      if (!is_completion(at)) row.push_back(metrics[at]);
    row.push_back(call("frequency",
                       {{"views", post.number(Field::views)}, {"reach", post.number(Field::reach)}},
                       answers_.settings()));
    for (Quantity& end : shares_.cells(group, shape)) row.push_back(std::move(end));
    if (answers_.context.every_column)
      for (Quantity& value : fading_cells(fading_of(answers_, ref, post.dated())))
        row.push_back(std::move(value));
    for (Quantity& value :
         std::vector{post.number(Field::duration_s), post.flag(Field::sponsored), post.tags(),
                     post.flags(), post.time(), post.text(Field::url), post.text(Field::caption)})
      row.push_back(std::move(value));
    return row;
  }
  static constexpr std::size_t views = 3;
  static constexpr std::size_t breakout = 5;
  static constexpr std::size_t flags_from_end = 4;

  /// What `sort` ranks posts by; nothing when only the finished table can tell.
  [[nodiscard]] PostRank rank(const SortSpec& sort) const {
    PostRank rank;
    rank.descending = sort.descending;
    const std::size_t metric = metrics_.find(sort.column);
    const FieldRow* field = find_field(sort.column);
    if (sort.column == "day") {
      rank.by = PostRank::By::day;
    } else if (sort.column == "posted_at") {
      rank.by = PostRank::By::time;
    } else if (metric != std::string_view::npos && !is_completion(metric)) {
      if (auto rate = metrics_.row_rate(metric))
        rank = {PostRank::By::rate, std::move(*rate), sort.descending};
    } else if (field != nullptr &&
               (field->field == Field::views || field->field == Field::duration_s ||
                std::ranges::find(counts, field->field) != counts.end())) {
      rank.by = PostRank::By::rate;
      rank.rate.numerator = {field->field};
    }
    return rank;
  }

  [[nodiscard]] MetricColumns& metrics() { return metrics_; }

 private:
  [[nodiscard]] bool is_completion(std::size_t at) const {
    return at == metrics_.find("completion_rate_mean") || at == metrics_.find("completion_rate");
  }

  const Answers& answers_;
  MetricColumns metrics_;
  ShareIntervals shares_;
};

void add_breakouts(const Answers& answers, const std::vector<DatedPost>& dated, Table& table) {
  const auto usual = median_views_before(answers, dated);
  for (std::size_t i = 0; i < usual.size(); ++i) {
    std::vector<Quantity>& row = table.rows[i];
    const Quantity ratio = breakout_ratio(row[PostTable::views], usual[i]);
    row[PostTable::breakout] = ratio;
    const Rational* exact = ratio.exact_value();
    row[PostTable::breakout + 1] = exact != nullptr
                                       ? Quantity::flag(*exact >= Rational(viral_breakout))
                                       : Quantity::missing(ratio.reason(), Unit::text);
  }
}

/// What stands out, in words: columns of their own would cost a narrow terminal the captions.
std::string note_on(const Table& table) {
  std::size_t viral = 0;
  std::map<std::string, std::size_t> flagged;
  for (const std::vector<Quantity>& row : table.rows) {
    const bool* flag = row[PostTable::breakout + 1].flag_value();
    if (flag != nullptr && *flag) ++viral;
    for (const std::string& name : *row[row.size() - PostTable::flags_from_end].list_value())
      if (!name.starts_with("missing_"))
        ++flagged[name];  // what no export counts is said by the column that is not there
  }
  std::string note;
  if (viral > 0)
    note = fmt::format(
        "Viral: {} of these posts reached {} times the median views of the creator's earlier posts or more.",
        viral, viral_breakout);
  for (const auto& [name, posts] : flagged)
    note += fmt::format("{}{}: {} of these posts.", note.empty() ? "" : " ", name, posts);
  return note;
}

void build_posts(Answers& answers, Document&, Section& section) {
  const ReportContext& context = answers.context;
  PostTable posts(answers);
  Table table;
  table.id = "posts";
  table.title = "Posts";
  table.columns = posts.columns();
  const SortSpec sort = sort_of(table, context, "views");
  const std::size_t usual = context.every_column ? 0 : usual_limit;
  const std::size_t limit = context.table.limit.value_or(usual);
  const RankedPosts ranked =
      rank_posts(answers, posts.rank(sort), context.table.having.empty() ? limit : 0);
  std::vector<DatedPost> dated;
  visit_posts(answers, ranked.refs, posts.metrics().needs(), needs_of_posts(context).kept,
              [&](const PostCells& post, const Group& group, const Aggregates& shape) {
                table.rows.push_back(posts.row(ranked.refs[dated.size()], post, group, shape));
                dated.push_back(post.dated());
              });
  add_breakouts(answers, dated, table);
  const bool cut = ranked.refs.size() < ranked.selected;
  arrange(table, sort, context.table, usual);
  if (cut) table.total_rows = ranked.selected;
  hide_empty_columns(table, context);
  table.note = note_on(table);
  posts.metrics().define(answers, nullptr, nullptr);
  for (const std::string_view id : {"breakout_ratio", "frequency"}) define(answers, id);
  section.blocks.emplace_back(std::move(table));
  if (context.every_column) {
    define_fading(answers);
    return;
  }
  if (auto fading = fading_table(answers)) section.blocks.emplace_back(*std::move(fading));
  if (auto reuse = reuse_table(answers)) section.blocks.emplace_back(*std::move(reuse));
  if (auto questions = question_table(answers)) section.blocks.emplace_back(*std::move(questions));
  if (answers.store.snapshots().empty() && answers.store.posts() > 0)
    section.blocks.emplace_back(Paragraph{fading_absent(answers)});
}

}  // namespace

const ReportSection posts_section{"posts", "Posts",
                                  "one row per post: views, rate, breakout, caption",
                                  needs_of_posts, build_posts};

}  // namespace tiktok_kpi
