#include "report/reuse_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/interval_columns.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"
#include "report/post_fading.hpp"
#include "report/post_ranking.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t most_listed = 50;
constexpr std::size_t most_shown = 5;
/// Of more posts the tenth with the highest completion is not looked for.
constexpr std::size_t most_compared = 10'000;
constexpr std::array<std::string_view, 3> rates{"er_views", "completion_rate_mean",
                                                "completion_rate"};

MetricColumns columns_of(const ReportContext& context) { return {context, rates, {}, RowOf::post}; }

std::size_t tenth_of(std::uint64_t posts) { return static_cast<std::size_t>((posts + 9) / 10); }

/// Whether something may be done; nothing is known of it: nothing.
using Known = std::optional<bool>;

Known flag_of(const PostCells& post, Field field) {
  const Quantity flag = post.flag(field);
  return flag.flag_value() != nullptr ? Known(*flag.flag_value()) : std::nullopt;
}

/// Usage rights that the campaign file grants: in force on the day of the data and, where that is
/// stated, for advertisements.
Known contract_of(const Answers& answers, const std::string& handle) {
  const auto& creators = answers.campaign().creators;
  const auto listed = std::ranges::find(creators, handle, &CampaignCreator::handle);
  if (listed == creators.end() || !listed->contract || !listed->contract->rights_granted ||
      !answers.as_of)
    return std::nullopt;
  const Contract& contract = *listed->contract;
  if (*contract.rights_granted > *answers.as_of) return std::nullopt;
  if (contract.rights_paid_ads && !*contract.rights_paid_ads) return false;
  if (!contract.rights_months) return true;
  const auto day = [](Day value) { return Quantity::exact(Rational(value), Unit::date); };
  const Quantity left = call("usage_rights_days_left",
                             {{"granted", day(*contract.rights_granted)},
                              {"months", Quantity::count(*contract.rights_months)},
                              {"as_of", day(*answers.as_of)}},
                             answers.settings());
  return left.is_number() ? Known(left.to_double() > 0) : std::nullopt;
}

enum class Use : std::uint8_t { yes, ask, no };

struct Rights {
  Use use = Use::ask;
  std::string_view words;
};

/// The file's contract or the export clears the content, only the export the music. What the
/// contract excludes no export allows.
Rights rights_of(Known contract, Known content, Known music) {
  if (content == false || music == false) return {Use::no, "not cleared"};
  if (contract == false) return {Use::no, "no rights in force"};
  const bool content_cleared = content == true || contract == true;
  if (content_cleared && music == true) return {Use::yes, "cleared"};
  if (content_cleared) return {Use::ask, "ask for the music"};
  return {Use::ask, music == true ? "ask for the content" : "ask for content and music"};
}

/// A post whose views have dried up is not worth boosting, whatever its rights; of one whose fading
/// is not known nothing is said.
Rights with_life(const Rights& rights, Known alive) {
  if (alive != false || rights.use == Use::no) return rights;
  return {Use::no, rights.use == Use::yes ? "cleared, but faded" : "faded"};
}

struct Candidate {
  Use use = Use::ask;
  bool alive = false;
  bool life_known = false;
  Quantity rate;
  std::vector<Quantity> row;
};

/// The posts with the highest completion, in the order of the store.
std::vector<PostRef> best_watched(const Answers& answers, const MetricColumns& metrics,
                                  std::uint64_t posts) {
  const FieldSet& seen = answers.store.seen();
  const std::string_view id = seen.contains(Field::completion_rate)   ? "completion_rate_mean"
                              : seen.contains(Field::completed_views) ? "completion_rate"
                                                                      : std::string_view{};
  if (id.empty() || tenth_of(posts) > most_compared) return {};
  auto rate = metrics.row_rate(metrics.find(id));
  if (!rate) return {};
  return rank_posts(answers, {PostRank::By::rate, *std::move(rate), true}, tenth_of(posts)).refs;
}

std::vector<Column> columns() {
  return {{.id = "post_id", .label = "post", .unit = Unit::text, .detail = true},
          {"creator", "creator", Unit::text},
          {"day", "posted", Unit::date},
          {.id = "views", .label = "views", .unit = Unit::count},
          {.id = "er_views", .label = "eng.", .unit = Unit::ratio},
          {.id = "completion_rate", .label = "completion", .unit = Unit::ratio},
          {.id = "most_watched", .label = "most watched", .unit = Unit::text, .detail = true},
          {.id = "still_alive", .label = "alive", .unit = Unit::text},
          {.id = "reuse", .label = "reuse", .unit = Unit::text},
          {.id = "rights", .label = "rights", .unit = Unit::text},
          {.id = "url", .label = "url", .unit = Unit::text, .detail = true},
          {.id = "caption", .label = "caption", .unit = Unit::text, .lines = 1}};
}

std::string_view word_for(Use use) {
  return use == Use::yes ? "yes" : use == Use::no ? "no" : "ask";
}

}  // namespace

FieldSet fields_of_reuse(const ReportContext& context) {
  FieldSet fields = columns_of(context).needs().fields();
  fields.insert({Field::post_id, Field::creator, Field::url, Field::caption, Field::posted_at,
                 Field::views, Field::music_cleared, Field::ugc_cleared});
  return fields;
}

std::optional<Table> reuse_table(Answers& answers) {
  MetricColumns metrics = columns_of(answers.context);
  const RowRate rate = engagement_rate(answers.context);
  RankedPosts best = rank_posts(answers, {PostRank::By::rate, rate, true}, most_listed);
  const std::size_t tenth = tenth_of(best.selected);
  if (tenth < most_listed) best = rank_posts(answers, {PostRank::By::rate, rate, true}, tenth);
  const std::vector<PostRef> watched = best_watched(answers, metrics, best.selected);
  std::vector<Candidate> candidates;
  std::size_t at = 0;
  visit_posts(
      answers, best.refs, metrics.needs(), fields_of_reuse(answers.context),
      [&](const PostCells& post, const Group& group, const Aggregates& shape) {
        const PostRef ref = best.refs[at++];
        const std::vector<Quantity> values = metrics.values(group, shape);
        if (!values[0].known()) return;
        const auto creator = post.dated().creator;
        const Quantity alive = fading_of(answers, ref, post.dated()).still_alive;
        const Known lives =
            alive.flag_value() != nullptr ? Known(*alive.flag_value()) : std::nullopt;
        const Rights rights = with_life(
            rights_of(creator ? contract_of(answers, answers.store.creators().key(*creator))
                              : std::nullopt,
                      flag_of(post, Field::ugc_cleared), flag_of(post, Field::music_cleared)),
            lives);
        const Quantity completion = values[1].known() ? values[1] : values[2];
        candidates.push_back({rights.use,
                              lives == true,
                              lives.has_value(),
                              values[0],
                              {post.id(), post.creator(), post.day(), post.number(Field::views),
                               values[0], completion,
                               watched.empty() || !completion.known()
                                   ? Quantity::missing(MissingReason::unknown, Unit::text)
                                   : Quantity::flag(std::ranges::binary_search(watched, ref)),
                               alive, Quantity::label(std::string(word_for(rights.use))),
                               Quantity::label(std::string(rights.words)), post.text(Field::url),
                               post.text(Field::caption)}});
      });
  if (candidates.empty()) return std::nullopt;
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
    if (a.use != b.use) return a.use < b.use;
    if (a.alive != b.alive) return a.alive;
    return Quantity::compare(a.rate, b.rate) > 0;
  });
  Table table;
  table.id = "reuse";
  table.title = "Worth another use";
  table.columns = columns();
  const bool any_known = std::ranges::any_of(candidates, &Candidate::life_known);
  for (Candidate& candidate : candidates) table.rows.push_back(std::move(candidate.row));
  table.total_rows = table.rows.size();
  table.people_rows = answers.context.table.rows_for_people(most_shown);
  hide_empty_columns(table, answers.context);
  table.note = fmt::format(
      "The top tenth of the posts by engagement of views{}. Rights: of the content by the contract in force or the export, of the music by the export; what is not known has to be asked.{}",
      tenth > most_listed ? fmt::format(" (the first {})", most_listed) : "",
      any_known ? " A post known to have faded is not worth boosting; alive ones come first." : "");
  return table;
}

}  // namespace tiktok_kpi
