// What the comments think of the posts: labels that come with the data, else words of a lexicon
// that the user names. Nothing else is guessed.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/comment_sentiment.hpp"
#include "core/text.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t most_rows = 15;
constexpr std::size_t most_words = 8;

Request needs_of_sentiment(const ReportContext&) {
  Request request;
  request.comments = true;
  request.kept = {Field::post_id, Field::creator};
  return request;
}

Quantity count(std::uint64_t number) { return Quantity::count(static_cast<Int128>(number)); }

/// The metrics of some comments: missing where none of them carries a label or a known word.
struct Rates {
  Quantity net, positive, coverage;
};

Rates rates_of(const SentimentCounts& counts, const Settings& settings) {
  Rates rates;
  rates.coverage = counts.comments > 0
                       ? Quantity::exact(*Rational::make(static_cast<Int128>(counts.scored()),
                                                         static_cast<Int128>(counts.comments)),
                                         Unit::ratio)
                       : Quantity::missing(MissingReason::zero_denominator, Unit::ratio);
  if (counts.scored() == 0) {
    rates.net = rates.positive = Quantity::missing(MissingReason::not_exported, Unit::ratio);
    return rates;
  }
  const auto call_metric = [&](std::string_view id) {
    return call(id,
                {{"positive", count(counts.positive)},
                 {"negative", count(counts.negative)},
                 {"neutral", count(counts.neutral)}},
                settings);
  };
  rates.net = call_metric("net_sentiment");
  rates.positive = call_metric("positive_share");
  return rates;
}

Column net_column() {
  return {.id = "net_sentiment",
          .label = "net sentiment",
          .unit = Unit::ratio,
          .digits = 0,
          .trend = true};
}
Column share_column() {
  return {.id = "positive_share", .label = "positive", .unit = Unit::ratio, .digits = 0};
}
Column coverage_column() {
  return {.id = "coverage", .label = "scored", .unit = Unit::ratio, .digits = 0};
}

void add_columns(Table& table) {
  table.columns.insert(
      table.columns.end(),
      {{"comments", "comments", Unit::count},
       net_column(),
       share_column(),
       coverage_column(),
       {.id = "positive", .label = "+", .unit = Unit::count, .detail = true},
       {.id = "neutral", .label = "0", .unit = Unit::count, .detail = true},
       {.id = "negative", .label = "-", .unit = Unit::count, .detail = true},
       {.id = "labelled", .label = "labelled", .unit = Unit::count, .detail = true}});
}

void add_counts(std::vector<Quantity>& row, const SentimentCounts& counts,
                const Settings& settings) {
  Rates rates = rates_of(counts, settings);
  row.insert(row.end(), {count(counts.comments), std::move(rates.net), std::move(rates.positive),
                         std::move(rates.coverage), count(counts.positive), count(counts.neutral),
                         count(counts.negative), count(counts.labelled)});
}

Quantity account(const Answers& answers, std::uint32_t creator) {
  return creator == Names::none ? Quantity::label("(unknown)")
                                : Quantity::label("@" + answers.store.creators().spelling(creator));
}

/// Rows with most comments first; the given order decides among equals.
template <class Row>
std::vector<const Row*> most_commented(const Answers& answers, const std::vector<Row>& all,
                                       Table& table) {
  std::vector<const Row*> rows;
  for (const Row& row : all) rows.push_back(&row);
  std::ranges::stable_sort(
      rows, [](const Row* a, const Row* b) { return a->counts.comments > b->counts.comments; });
  table.total_rows = rows.size();
  const std::size_t limit = answers.context.table.limit.value_or(most_rows);
  if (limit > 0 && rows.size() > limit) rows.resize(limit);
  return rows;
}

Table table_of_creators(const Answers& answers, const CommentSentiment& found) {
  Table table;
  table.id = "sentiment.creators";
  table.title = "By creator";
  table.columns = {{"creator", "creator", Unit::text}};
  add_columns(table);
  for (const CreatorSentiment* row : most_commented(answers, found.creators, table)) {
    table.rows.push_back({account(answers, row->creator)});
    add_counts(table.rows.back(), row->counts, answers.settings());
  }
  return table;
}

Table table_of_posts(const Answers& answers, const CommentSentiment& found) {
  Table table;
  table.id = "sentiment.posts";
  table.title = "By post";
  table.columns = {{"post_id", "post", Unit::text}, {"creator", "creator", Unit::text}};
  add_columns(table);
  for (const PostSentiment* row : most_commented(answers, found.posts, table)) {
    table.rows.push_back({Quantity::label(row->text_id ? answers.store.texts().key(
                                                             static_cast<std::uint32_t>(row->post))
                                                       : std::to_string(row->post)),
                          account(answers, row->creator)});
    add_counts(table.rows.back(), row->counts, answers.settings());
  }
  return table;
}

/// The words that decided most: how the lexicon reads these comments, open to doubt.
Table table_of_words(const Answers& answers, const CommentSentiment& found) {
  const Lexicon& lexicon = *answers.store.comments().lexicon();
  Table table;
  table.id = "sentiment.words";
  table.title = "Words that decided";
  table.columns = {{"word", "word", Unit::text},
                   {"direction", "reads as", Unit::text},
                   {.id = "valence", .label = "valence", .unit = Unit::none, .digits = 1},
                   {"count", "times", Unit::count}};
  for (const bool positive : {true, false}) {
    std::size_t shown = 0;
    for (const MatchedWord& match : found.words) {
      const Lexicon::Word& word = lexicon.words()[match.word];
      if (word.valence == 0 || (word.valence > 0) != positive) continue;
      ++table.total_rows;
      if (shown++ >= most_words) continue;
      table.rows.push_back(
          {Quantity::label(word.text), Quantity::label(positive ? "positive" : "negative"),
           Quantity::exact(*Rational::make(word.valence, 1'000'000'000), Unit::none),
           count(match.count)});
    }
  }
  table.note =
      "A comment is the sum of its words. What turns a word around (\"not good\"), irony, and languages that write without blanks between words are not understood.";
  return table;
}

/// What was counted, what was not, and why.
std::string remarks_on(const Answers& answers, const CommentSentiment& found) {
  std::vector<std::string> parts;
  const SentimentCounts& all = found.all;
  const std::uint64_t by_words = all.scored() - all.labelled;
  const Lexicon* lexicon = answers.store.comments().lexicon();
  if (all.labelled > 0)
    parts.push_back(fmt::format("{} of {} by labels that came with them", all.labelled,
                                counted(all.comments, "comment")));
  if (lexicon != nullptr)
    parts.push_back(fmt::format(
        "{} of {} by words of {} ({})", by_words, counted(all.comments, "comment"),
        visible(answers.settings().sentiment_lexicon), counted(lexicon->words().size(), "word")));
  const std::uint64_t unscored = all.comments - all.scored();
  if (unscored > 0)
    parts.push_back(
        fmt::format("{} unscored{}", unscored,
                    lexicon == nullptr ? "" : ": none of their words is in the lexicon"));
  if (found.odd_labels > 0)
    parts.push_back(
        fmt::format("{} with a label that is not positive, negative or neutral", found.odd_labels));
  if (found.without_post > 0)
    parts.push_back(fmt::format("{} of no stated post", found.without_post));
  if (found.foreign_posts > 0)
    parts.push_back(fmt::format("{} of posts that no export holds", found.foreign_posts));
  if (found.outside > 0)
    parts.push_back(fmt::format("{} of posts that are not counted left out", found.outside));
  if (const std::uint64_t copies = answers.store.comments().repeated(); copies > 0)
    parts.push_back(fmt::format("{} met again, counted once", copies));
  return fmt::format("{}.", fmt::join(parts, "; "));
}

void build_sentiment(Answers& answers, Document& document, Section& section) {
  if (answers.store.comments().all().empty()) {
    section.absent =
        "no comments: add an export of comments (Research API, Apify, pyktok, or a table of text and sentiment)";
    return;
  }
  const CommentSentiment found =
      analyze_comments(answers.store, answers.campaign(), answers.select,
                       answers.context.table.chooses_posts(), answers.threads);
  Rates rates = rates_of(found.all, answers.settings());
  document.totals.push_back({net_column(), rates.net});
  document.totals.push_back({share_column(), rates.positive});
  section.blocks.emplace_back(
      Figures{{{net_column(), rates.net},
               {share_column(), rates.positive},
               {{"comments", "comments", Unit::count}, count(found.all.comments)},
               {coverage_column(), rates.coverage}}});
  if (found.all.scored() == 0 && answers.store.comments().lexicon() == nullptr)
    section.blocks.emplace_back(Paragraph{
        "No comment carries a label of its sentiment, and none is guessed. A lexicon scores them: --sentiment.lexicon FILE, a word and its valence in each line."});
  section.blocks.emplace_back(Paragraph{remarks_on(answers, found)});
  section.blocks.emplace_back(table_of_creators(answers, found));
  Table posts = table_of_posts(answers, found);
  if (found.all.scored() == 0 || posts.rows.empty()) posts.people_rows = 0;
  section.blocks.emplace_back(std::move(posts));
  if (answers.store.comments().lexicon() != nullptr)
    section.blocks.emplace_back(table_of_words(answers, found));
  for (const std::string_view id : {"net_sentiment", "positive_share"}) define(answers, id);
}

}  // namespace

const ReportSection sentiment_section{"sentiment", "Sentiment",
                                      "what the comments think, by label or by lexicon",
                                      needs_of_sentiment, build_sentiment};

}  // namespace tiktok_kpi
