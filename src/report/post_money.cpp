// Posts are ranked first and looked at once more; hashtags are groups of the accumulator, platforms
// are grouped here; only the even split needs sums of its own.
#include "report/post_money.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/text.hpp"
#include "report/group_table.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"
#include "report/post_ranking.hpp"
#include "report/share_intervals.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 5> shown{"conversions", "revenue", "cost", "roas", "roi"};
constexpr std::array<std::string_view, 13> detail{"total_views",
                                                  "clicks",
                                                  "sessions",
                                                  "ctr",
                                                  "landing_rate",
                                                  "cvr",
                                                  "cpm",
                                                  "cpv",
                                                  "cpe",
                                                  "cpc",
                                                  "cpa",
                                                  "revenue_per_mille",
                                                  "conversions_per_1k_views"};
constexpr std::size_t usual_limit = 10;

MetricColumns columns_of(const ReportContext& context, RowOf rows) {
  return {context, shown, detail, rows};
}

/// Rows of which neither revenue nor cost is known say nothing here. They stand last, so that what
/// is left is all there is as soon as one is dropped.
bool drop_rows_without_money(Table& table) {
  const auto at = [&](std::string_view id) {
    return static_cast<std::size_t>(std::ranges::find(table.columns, id, &Column::id) -
                                    table.columns.begin());
  };
  const std::size_t revenue = at("revenue");
  const std::size_t cost = at("cost");
  const auto dropped = std::erase_if(table.rows, [&](const std::vector<Quantity>& row) {
    return !row[revenue].known() && !row[cost].known();
  });
  if (dropped > 0) table.total_rows = table.rows.size();
  return dropped > 0;
}

Table table_of_posts(Answers& answers) {
  const ReportContext& context = answers.context;
  MetricColumns metrics = columns_of(context, RowOf::post);
  Table table;
  table.id = "money.posts";
  table.title = "Money of posts";
  table.columns = {
      {.id = "post_id", .label = "post", .unit = Unit::text, .detail = !context.every_column},
      {.id = "creator", .label = "creator", .unit = Unit::text},
      {.id = "day", .label = "posted", .unit = Unit::date}};
  for (Column& column : metrics.columns()) table.columns.push_back(std::move(column));
  const ShareIntervals shares(context, detail);
  for (Column& column : shares.columns(!context.every_column))
    table.columns.push_back(std::move(column));
  table.columns.push_back({.id = "caption", .label = "caption", .unit = Unit::text, .lines = 2});
  const SortSpec sort = sort_of(table, context, "revenue");
  const std::size_t usual = context.every_column ? 0 : usual_limit;
  PostRank rank;
  rank.descending = sort.descending;
  if (const std::size_t column = metrics.find(sort.column); column != std::string_view::npos)
    if (auto rate = metrics.row_rate(column)) rank = {PostRank::By::rate, *rate, sort.descending};
  const std::size_t limit = context.table.limit.value_or(usual);
  const RankedPosts ranked = rank_posts(answers, rank, context.table.having.empty() ? limit : 0);
  FieldSet fields = metrics.needs().fields();
  fields.insert({Field::post_id, Field::creator, Field::posted_at, Field::caption, Field::url});
  visit_posts(answers, ranked.refs, metrics.needs(), fields,
              [&](const PostCells& post, const Group& group, const Aggregates& shape) {
                std::vector<Quantity> row{post.id(), post.creator(), post.day()};
                for (Quantity& value : metrics.values(group, shape))
                  row.push_back(std::move(value));
                for (Quantity& end : shares.cells(group, shape)) row.push_back(std::move(end));
                row.push_back(post.text(Field::caption));
                table.rows.push_back(std::move(row));
              });
  const bool all_known = !drop_rows_without_money(table);
  arrange(table, sort, context.table, usual);
  if (all_known && ranked.refs.size() < ranked.selected) table.total_rows = ranked.selected;
  table.note = "As the exports of posts state it; no part of the attributed revenue.";
  metrics.define(answers, nullptr, nullptr);
  return table;
}

/// Posts that orders name. Those that no export describes have a row as well.
Table table_of_sold_posts(Answers& answers) {
  const ReportContext& context = answers.context;
  const std::vector<PostOrders>& sold = answers.attribution->posts;
  Table table;
  table.id = "money.sold";
  table.title = "Orders that name a post";
  table.columns = {{"creator", "creator", Unit::text},
                   {.id = "post_id", .label = "post", .unit = Unit::text},
                   {"day", "posted", Unit::date},
                   {"conversions", "orders", Unit::count},
                   {"net_revenue", "revenue", Unit::money},
                   {"total_views", "views", Unit::count},
                   {.id = "conversions_per_1k_views",
                    .label = column_label(metric("conversions_per_1k_views")),
                    .unit = Unit::count,
                    .digits = 2},
                   {.id = "caption", .label = "caption", .unit = Unit::text, .lines = 2}};
  const auto unknown = [](Unit unit) {
    return Quantity::missing(MissingReason::not_exported, unit);
  };
  std::vector<PostRef> refs;
  std::vector<std::size_t> row_of_ref;
  for (const PostOrders& one : sold) {
    const auto found = answers.accounts.posts.find(one.post);
    if (found != answers.accounts.posts.end()) {
      refs.push_back(found->second.ref);
      row_of_ref.push_back(table.rows.size());
    }
    const Quantity orders = Quantity::count(static_cast<Int128>(one.orders));
    table.rows.push_back(
        {unknown(Unit::text), Quantity::label(one.post), unknown(Unit::date), orders,
         one.without_value == 0 ? Quantity::money(one.revenue, answers.attribution->currency)
                                : Quantity::missing(MissingReason::incomplete, Unit::money),
         unknown(Unit::count), unknown(Unit::count), unknown(Unit::text)});
  }
  answers.store.fetch(refs, [&](std::size_t index, const PostBatch& posts, std::size_t at) {
    const PostCells post(answers, posts.batch, at);
    std::vector<Quantity>& row = table.rows[row_of_ref[index]];
    row[0] = post.creator();
    row[2] = post.day();
    row[5] = post.number(Field::views);
    row[6] = call("conversions_per_1k_views", {{"conversions", row[3]}, {"views", row[5]}},
                  context.settings);
    row[7] = post.text(Field::caption);
  });
  table.note =
      "The shop's export says which post sold: all of an order is its post's, whatever the rule divides among creators.";
  define(answers, "conversions_per_1k_views");
  arrange(table, sort_of(table, context, "net_revenue"), context.table,
          context.every_column ? 0 : usual_limit);
  return table;
}

/// Money of a hashtag, split evenly among the tags of each post.
struct SplitSum {
  std::map<std::uint64_t, Int128> micros;  ///< by the number of tags of the posts it comes from
  std::uint64_t left_out = 0;              ///< posts whose amount is not known

  [[nodiscard]] Quantity total(const Settings& settings) const {
    auto incomplete = Quantity::missing(MissingReason::incomplete, Unit::money);
    if (left_out > 0 && (settings.missing == MissingMode::strict ||
                         (settings.missing == MissingMode::partial && micros.empty())))
      return incomplete;
    Rational sum;
    for (const auto& [tags, amount] : micros) {
      const auto part = Rational::make(amount, Int128{Money::micros_per_unit} * tags);
      const auto more = part ? tiktok_kpi::add(sum, *part) : std::nullopt;
      if (!more) return Quantity::missing(MissingReason::overflow, Unit::money);
      sum = *more;
    }
    const Quantity money = Quantity::money(sum, settings.currency);
    return left_out > 0 && settings.missing == MissingMode::partial ? money.as_lower_bound()
                                                                    : money;
  }
};

struct SplitMoney {
  SplitSum revenue, cost;
};

/// By entry of the hashtags.
std::vector<SplitMoney> split_money(const Answers& answers) {
  std::vector<SplitMoney> tags(answers.store.tags().size());
  FieldSet fields = answers.select.fields;
  fields.insert({Field::tags, Field::revenue, Field::cost});
  std::vector<std::uint8_t> selected;
  answers.store.for_each(1, fields, [&](unsigned, PostBatch& posts) {
    answers.select.choose(posts, selected);
    const BatchColumn* lists = posts.batch.column(Field::tags);
    if (lists == nullptr) return;
    const auto add = [&](Field field, std::size_t row, SplitSum SplitMoney::*sum) {
      const BatchColumn* amounts = posts.batch.column(field);
      const auto entries = list_of(*lists, row);
      for (const std::uint32_t tag : entries) {
        SplitSum& to = tags[tag].*sum;
        if (known(amounts, row))
          to.micros[entries.size()] += amounts->numbers[row];
        else
          ++to.left_out;
      }
    };
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (selected[row] == 0) continue;
      add(Field::revenue, row, &SplitMoney::revenue);
      add(Field::cost, row, &SplitMoney::cost);
    }
  });
  return tags;
}

Table table_of_hashtags(Answers& answers) {
  const ReportContext& context = answers.context;
  MetricColumns metrics = columns_of(context, RowOf::posts);
  const std::vector<SplitMoney> split = split_money(answers);
  GroupTableSpec spec{.id = "money.hashtags",
                      .title = "Money of hashtags",
                      .grouping = Grouping::tag,
                      .sort = "revenue",
                      .limit = context.every_column ? 0 : usual_limit,
                      .leading = {{"hashtag", "hashtag", Unit::text}},
                      .lead = {},
                      .trailing = {{"hashtag_money", "revenue, split", Unit::money},
                                   {.id = "hashtag_roi",
                                    .label = "ROI, split",
                                    .unit = Unit::ratio,
                                    .trend = true}},
                      .trail = {}};
  const ShareIntervals shares(context, detail);
  for (Column& column : shares.columns(!context.every_column))
    spec.trailing.push_back(std::move(column));
  spec.lead = [&](const Group& group) -> std::vector<Quantity> {
    return {Quantity::label("#" + answers.store.tags().key(group.id))};
  };
  spec.trail = [&](const Group& group, const std::vector<Quantity>&) -> std::vector<Quantity> {
    const Quantity revenue = split[group.id].revenue.total(context.settings);
    const Quantity cost = split[group.id].cost.total(context.settings);
    // The split is that of the money alone; a margin is no question of hashtags.
    Settings whole = context.settings;
    whole.margin = Rational(1);
    std::vector<Quantity> cells{revenue,
                                call("roi", {{"revenue", revenue}, {"cost", cost}}, whole)};
    for (Quantity& end : shares.cells(group, answers.aggregates.at(Grouping::tag)))
      cells.push_back(std::move(end));
    return cells;
  };
  Table table = build_group_table(answers, metrics, spec);
  drop_rows_without_money(table);
  table.note =
      "A post's money counts in full for each of its hashtags; split, it is shared evenly among them and adds up.";
  for (const std::string_view id : {"hashtag_money", "hashtag_roi"}) define(answers, id);
  return table;
}

Table table_of_platforms(Answers& answers) {
  const ReportContext& context = answers.context;
  MetricColumns metrics = columns_of(context, RowOf::posts);
  const Request request = metrics.needs();
  FieldSet fields = answers.select.fields;
  fields.insert(request.fields());
  fields.insert(Field::platform);
  std::map<std::string, std::int64_t, std::less<>> platforms;
  BatchNumbers numbers(request);
  Accumulator accumulator(request, Grouping::total, answers.zone, numbers);
  std::vector<std::uint8_t> selected;
  std::vector<std::int64_t> groups;
  answers.store.for_each(1, fields, [&](unsigned, PostBatch& posts) {
    answers.select.choose(posts, selected);
    const BatchColumn* names = posts.batch.column(Field::platform);
    groups.assign(posts.batch.size, -1);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (selected[row] == 0) continue;
      const std::string name = known(names, row) ? case_fold(names->texts[row]) : "tiktok";
      groups[row] =
          platforms.try_emplace(name, static_cast<std::int64_t>(platforms.size())).first->second;
    }
    numbers.compute(posts.batch);
    accumulator.add_to(numbers, groups);
  });
  const Aggregates sums = accumulator.finish();
  Table table;
  table.id = "money.platforms";
  table.title = "Money of platforms";
  table.columns = {{"platform", "platform", Unit::text}};
  for (Column& column : metrics.columns()) table.columns.push_back(std::move(column));
  const ShareIntervals shares(context, detail);
  for (Column& column : shares.columns(!context.every_column))
    table.columns.push_back(std::move(column));
  for (const auto& [name, at] : platforms) {
    std::vector<Quantity>& row = table.rows.emplace_back();
    row.push_back(Quantity::label(name));
    const Group& group = sums.groups[static_cast<std::size_t>(at)];
    for (Quantity& value : metrics.values(group, sums)) row.push_back(std::move(value));
    for (Quantity& end : shares.cells(group, sums)) row.push_back(std::move(end));
  }
  arrange(table, sort_of(table, context, "revenue"), context.table, 0);
  return table;
}

}  // namespace

Request needs_of_post_money(const ReportContext& context) {
  Request request = columns_of(context, RowOf::posts).needs();
  request.groupings = {Grouping::tag};
  request.kept.insert({Field::post_id, Field::creator, Field::url, Field::caption, Field::posted_at,
                       Field::platform, Field::tags});
  return request;
}

void add_post_money(Answers& answers, Section& section) {
  const auto add = [&](Table table) {
    if (table.rows.empty()) return;
    hide_empty_columns(table, answers.context);
    section.blocks.emplace_back(std::move(table));
  };
  // Orders are of the whole campaign.
  if (answers.attribution && !answers.attribution->posts.empty() &&
      !answers.context.table.chooses_posts())
    add(table_of_sold_posts(answers));
  const FieldSet& seen = answers.store.seen();
  if (!seen.contains(Field::revenue) && !seen.contains(Field::cost)) return;
  add(table_of_posts(answers));
  add(table_of_hashtags(answers));
  if (seen.contains(Field::platform)) add(table_of_platforms(answers));
}

}  // namespace tiktok_kpi
