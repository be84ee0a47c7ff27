#include "report/data_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "report/condition_units.hpp"
#include "report/conditions.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array counts{Field::views, Field::likes, Field::comments, Field::shares};

/// What one pass over the posts of the campaign finds.
struct PostData {
  std::int64_t posts = 0;
  std::int64_t missing = 0;  ///< of the counts above
  std::int64_t without_export_day = 0;
  std::int64_t oldest_export = std::numeric_limits<std::int64_t>::max();  ///< Unix seconds
};

PostData read_posts(const Answers& answers) {
  FieldSet fields = answers.select.fields;
  fields.insert(Field::exported_at);
  for (const Field field : counts) fields.insert(field);
  struct Worker {
    PostData data;
    std::vector<std::uint8_t> selected;
  };
  std::vector<Worker> workers(std::max(1U, answers.threads));
  answers.store.for_each(answers.threads, fields, [&](unsigned number, PostBatch& posts) {
    Worker& worker = workers[number];
    answers.select.choose(posts, worker.selected);
    const BatchColumn& exported = *posts.batch.column(Field::exported_at);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (worker.selected[row] == 0) continue;
      ++worker.data.posts;
      for (const Field field : counts)
        if (posts.batch.column(field)->states[row] != CellState::value) ++worker.data.missing;
      if (exported.states[row] == CellState::missing)
        ++worker.data.without_export_day;
      else
        worker.data.oldest_export = std::min(worker.data.oldest_export, exported.numbers[row]);
    }
  });
  PostData all;
  for (const Worker& worker : workers) {
    all.posts += worker.data.posts;
    all.missing += worker.data.missing;
    all.without_export_day += worker.data.without_export_day;
    all.oldest_export = std::min(all.oldest_export, worker.data.oldest_export);
  }
  return all;
}

struct Measured {
  Quantity value;
  std::string found;
};

Quantity share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? Quantity::exact(*Rational::make(part, whole), Unit::ratio)
                   : Quantity::missing(MissingReason::no_posts, Unit::ratio);
}

Measured missing_share(const Answers&, const PostData& data) {
  const std::int64_t all = data.posts * static_cast<std::int64_t>(counts.size());
  return {share(data.missing, all), fmt::format("{} of {} missing", data.missing,
                                                counted(static_cast<std::uint64_t>(all), "count"))};
}

Measured left_out_share(const Answers& answers, const PostData&) {
  std::uint64_t read = 0;
  std::uint64_t left_out = 0;
  for (const InputSummary& input : answers.inputs) {
    read += input.rows_read;
    left_out += input.rows_left_out;
  }
  return {share(static_cast<std::int64_t>(left_out), static_cast<std::int64_t>(read)),
          fmt::format("{} of {} left out", left_out, counted(read, "row"))};
}

/// Of the post whose newest export is the oldest. Posts of unknown age make it a lower bound.
Measured export_age_days(const Answers& answers, const PostData& data) {
  if (data.without_export_day == data.posts || !answers.as_of)
    return {Quantity::missing(MissingReason::unknown, Unit::days),
            data.posts == 0 ? "no posts" : "no export states its day"};
  const std::int32_t day = day_of(data.oldest_export, CellState::value, answers.zone);
  const Quantity age =
      Quantity::exact(Rational(std::int64_t{*answers.as_of} - std::int64_t{day}), Unit::days);
  std::string found = fmt::format("the oldest figures are of {}", format_day(day));
  if (data.without_export_day == 0) return {age, std::move(found)};
  return {
      age.as_lower_bound(),
      found + fmt::format(", {} of unknown age",
                          counted(static_cast<std::uint64_t>(data.without_export_day), "post"))};
}

Measured unattributed_share(const Answers& answers, const PostData&) {
  if (!answers.attribution || !answers.attribution->chosen().worked_out ||
      answers.attribution->orders == 0)
    return {Quantity::missing(MissingReason::unknown, Unit::ratio), "no orders"};
  const auto all = static_cast<Int128>(answers.attribution->orders);
  const auto part = divide(answers.attribution->chosen().unattributed.orders, Rational(all));
  if (!part) return {Quantity::missing(MissingReason::overflow, Unit::ratio), {}};
  return {Quantity::exact(*part, Unit::ratio),
          fmt::format("of {}", counted(answers.attribution->orders, "order"))};
}

struct DataRule {
  std::string_view id;
  Unit unit;
  std::string_view mend;   ///< what to do when it is broken
  std::string_view learn;  ///< when it is not known
  Measured (*measure)(const Answers&, const PostData&);
};

// clang-format off
constexpr std::array rules{
    DataRule{"missing_share", Unit::ratio, "export views, likes, comments and shares of these posts again", "add posts", missing_share},
    DataRule{"left_out_share", Unit::ratio, "`tiktok-kpi inspect` shows the rows; -v lists why", "add exports", left_out_share},
    DataRule{"export_age_days", Unit::days, "export again", "state exported_at of each post", export_age_days},
    DataRule{"unattributed_share", Unit::ratio, "tracking links or codes are missing where people buy", "add an export of the orders", unattributed_share},
};
// clang-format on

const DataRule& rule_of(const GoalSpec& spec) {
  const auto* found = std::ranges::find(rules, spec.metric, &DataRule::id);
  if (found != rules.end()) return *found;
  std::vector<std::string_view> known;
  for (const DataRule& rule : rules) known.push_back(rule.id);
  const std::string_view near = nearest(spec.metric, known);
  throw Error(Diagnostic::make(
      "unknown-name", fmt::format("there is no rule on the data \"{}\"", visible(spec.metric)),
      near.empty() ? fmt::format("rules: {}", fmt::join(known, ", "))
                   : fmt::format("did you mean {}?", near),
      spec.metric_place, static_cast<std::uint32_t>(spec.metric.size())));
}

}  // namespace

Request needs_of_data_rules(const ReportContext& context) {
  Request request;
  if (context.campaign.data_rules.empty()) return request;
  for (const GoalSpec& spec : context.campaign.data_rules) check_unit(spec, rule_of(spec).unit, {});
  request.kept.insert(Field::exported_at);
  for (const Field field : counts) request.kept.insert(field);
  request.commerce = true;
  return request;
}

std::vector<Check> check_data(Answers& answers) {
  std::vector<Check> checks;
  if (answers.campaign().data_rules.empty()) return checks;
  const PostData data = read_posts(answers);
  for (const GoalSpec& spec : answers.campaign().data_rules) {
    const DataRule& rule = rule_of(spec);
    Measured measured = rule.measure(answers, data);
    Check& check = checks.emplace_back();
    check.id = "data." + spec.metric;
    check.kind = "data";
    check.rule = spec.condition;
    check.value = std::move(measured.value);
    check.found = std::move(measured.found);
    check.verdict = verdict_of(condition_of(spec), check.value);
    check.level = level_of(spec.level);
    check.place = spec.place;
    if (!check.passed())
      check.advice = std::string(check.verdict == Check::Verdict::fail ? rule.mend : rule.learn);
  }
  return checks;
}

}  // namespace tiktok_kpi
