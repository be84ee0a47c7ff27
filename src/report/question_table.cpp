#include "report/question_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "document/table_of.hpp"
#include "metrics/samples.hpp"
#include "report/creator_comparisons.hpp"
#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// What to ask about a value above or below the usual.
std::string_view words_for(OutlierMeasure measure, bool above) {
  switch (measure) {
    case OutlierMeasure::engagement:
      return above ? "far more engagement than the account's other posts: what was different?"
                   : "far less engagement for its views than other posts: were views paid for?";
    case OutlierMeasure::comments:
      return above
                 ? "many more comments for its likes than other posts: a debate, a prize, or bought comments?"
                 : "hardly any comments for its likes: are the likes real?";
    case OutlierMeasure::reach:
      return above ? "far more views for the account's size than other posts: viral, or paid for?"
                   : "far fewer views for the account's size than other posts: was it held back?";
  }
  return {};
}

Quantity day_of(const std::optional<Day>& day) {
  return day ? Quantity::exact(Rational(*day), Unit::date)
             : Quantity::missing(MissingReason::unknown, Unit::date);
}

Quantity z_of(const Rational& z) { return Quantity::real(z.to_double(), Unit::none); }

Question question_about(std::string subject, const PostOutlier& outlier) {
  const std::string_view id = metric_of(outlier.measure);
  const Unit unit = metric(id).unit;
  return {.subject = std::move(subject),
          .metric = id,
          .value = Quantity::exact(outlier.value, unit),
          .usual = Quantity::exact(outlier.usual, unit),
          .z = z_of(outlier.z),
          .unusual = outlier.unusual,
          .of = outlier.posts,
          .day = day_of(outlier.post.day),
          .post = outlier.post.ref,
          .text = std::string(words_for(outlier.measure, !outlier.z.is_negative()))};
}

Question question_about(std::string subject, const FollowerSpike& spike) {
  return {.subject = std::move(subject),
          .metric = "new_followers",
          .value = Quantity::count(spike.gain),
          .usual = Quantity::exact(spike.usual, Unit::count),
          .z = z_of(spike.z),
          .unusual = spike.spikes,
          .of = spike.days,
          .day = day_of(spike.day),
          .post = std::nullopt,
          .text = "far more new followers than on other days: a post, a mention, or bought?"};
}

double distance(const Question& question) { return std::abs(question.z.to_double()); }

}  // namespace

std::vector<Question> questions_of(Answers& answers) {
  std::vector<Question> questions;
  for (const CreatorComparison& creator : creator_comparisons(answers).creators) {
    const std::string subject = "@" + answers.store.creators().spelling(creator.creator);
    for (const PostOutlier& outlier : creator.outliers)
      questions.push_back(question_about(subject, outlier));
    if (creator.spike) questions.push_back(question_about(subject, *creator.spike));
  }
  std::ranges::stable_sort(
      questions, [](const Question& a, const Question& b) { return distance(a) > distance(b); });
  return questions;
}

std::optional<Table> question_table(Answers& answers) {
  const std::vector<Question> questions = questions_of(answers);
  if (questions.empty()) return std::nullopt;
  constexpr std::size_t most_shown = 10;
  const auto count = [](std::size_t value) { return Quantity::count(static_cast<Int128>(value)); };
  Table table = table_of("outliers", "Worth a question",
                         {{"creator", "creator", Unit::text},
                          {"day", "day", Unit::date},
                          {"value", "value", Unit::none},
                          {"usual", "usual", Unit::none},
                          {.id = "metric", .label = "metric", .unit = Unit::text, .detail = true},
                          {.id = "modified_z", .label = "z", .digits = 1},
                          {.id = "unusual", .label = "odd", .unit = Unit::count},
                          {.id = "compared", .label = "of", .unit = Unit::count},
                          {"question", "question", Unit::text}},
                         questions, [&](const Question& question) -> std::vector<Quantity> {
                           return {Quantity::label(question.subject),
                                   question.day,
                                   question.value,
                                   question.usual,
                                   Quantity::label(std::string(question.metric)),
                                   question.z,
                                   count(question.unusual),
                                   count(question.of),
                                   Quantity::label(question.text)};
                         });
  table.people_rows = answers.context.table.rows_for_people(most_shown);
  table.note = fmt::format(
      "Questions, no proof: what is farther than {} robust deviations from the median of the creator's newest {} posts, or from that of the daily gains of followers.",
      outlier_bound, most_outlier_posts);
  define(answers, "modified_z");
  return table;
}

}  // namespace tiktok_kpi
