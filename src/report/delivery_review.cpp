#include "report/delivery_review.hpp"

#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "report/answers.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, 7> figure_ids{
    "deliverable_completion", "on_time_rate",  "exclusivity_violations", "disclosure_rate",
    "rights_cleared_rate",    "response_rate", "approval_hours"};

const FieldSet& fields_of_posts() {
  static const FieldSet fields{Field::post_id,         Field::creator,    Field::posted_at,
                               Field::caption,         Field::tags,       Field::mentions,
                               Field::brands,          Field::duration_s, Field::disclosed,
                               Field::branded_content, Field::sponsored,  Field::music_cleared,
                               Field::ugc_cleared};
  return fields;
}

/// Posts of one listed creator; those of the last list are of nobody listed, but sponsored.
using PostsOfCreators = std::vector<std::vector<ContractPost>>;

/// One row of a batch as facts.
class FactReader {
 public:
  FactReader(const Answers& answers, const PostBatch& posts) : answers_(answers), posts_(posts) {}

  [[nodiscard]] ContractPost facts(std::size_t row) const {
    ContractPost post;
    post.ref = posts_.refs[row];
    post.id = id(row);
    post.in_campaign = posts_.scopes[row] == PostScope::campaign;
    const BatchColumn& times = column(Field::posted_at);
    if (times.states[row] != CellState::missing)
      post.day = day_of(times.numbers[row], times.states[row], answers_.zone);
    if (const auto caption = text(Field::caption, row)) post.caption = std::string(*caption);
    read_tags(row, post);
    read_mentions(row, post);
    if (const auto brands = text(Field::brands, row)) post.brands = split(*brands);
    if (const auto length = number(Field::duration_s, row))
      post.duration_s = *Rational::make(*length, storage_scale(Field::duration_s));
    // That a post is paid for is no disclosure. Of a statement and the switch either is enough.
    post.labelled = flag(Field::disclosed, row);
    if (!post.labelled.value_or(false))
      if (const auto on = flag(Field::branded_content, row)) post.labelled = on;
    post.music_cleared = flag(Field::music_cleared, row);
    post.ugc_cleared = flag(Field::ugc_cleared, row);
    return post;
  }

 private:
  [[nodiscard]] const BatchColumn& column(Field field) const { return *posts_.batch.column(field); }
  [[nodiscard]] std::optional<std::int64_t> number(Field field, std::size_t row) const {
    const BatchColumn& cells = column(field);
    return cells.states[row] == CellState::value ? std::optional(cells.numbers[row]) : std::nullopt;
  }
  [[nodiscard]] std::optional<bool> flag(Field field, std::size_t row) const {
    const auto value = number(field, row);
    return value ? std::optional(*value != 0) : std::nullopt;
  }
  [[nodiscard]] std::optional<std::string_view> text(Field field, std::size_t row) const {
    const BatchColumn& cells = column(field);
    return cells.states[row] == CellState::value ? std::optional(cells.texts[row]) : std::nullopt;
  }
  [[nodiscard]] std::string id(std::size_t row) const {
    const BatchColumn& ids = column(Field::post_id);
    if (ids.states[row] == CellState::value) return std::to_string(ids.numbers[row]);
    if (ids.states[row] == CellState::day)
      return answers_.store.texts().key(static_cast<std::uint32_t>(ids.numbers[row]));
    return {};
  }
  /// Names between commas, semicolons and bars.
  [[nodiscard]] static std::vector<std::string> split(std::string_view list) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string> names;
    while (!list.empty()) {
      const std::size_t end = std::min(list.find_first_of(",;|"), list.size());
      std::string_view name = list.substr(0, end);
      list.remove_prefix(std::min(end + 1, list.size()));
      name.remove_prefix(std::min(name.find_first_not_of(blanks), name.size()));
      name = name.substr(0, name.find_last_not_of(blanks) + 1);
      if (!name.empty()) names.emplace_back(name);
    }
    return names;
  }
  void read_tags(std::size_t row, ContractPost& post) const {
    const BatchColumn& tags = column(Field::tags);
    if (!post.caption && tags.states[row] != CellState::value) return;
    post.tags = post.caption ? hashtags_of(*post.caption) : std::vector<std::string>{};
    for (const std::uint32_t tag : list_of(tags, row)) {
      const std::string& name = answers_.store.tags().key(tag);
      if (std::ranges::find(*post.tags, name) == post.tags->end()) post.tags->push_back(name);
    }
  }
  void read_mentions(std::size_t row, ContractPost& post) const {
    const auto stated = text(Field::mentions, row);
    if (!post.caption && !stated) return;
    post.mentions = post.caption ? mentions_of(*post.caption) : std::vector<std::string>{};
    if (!stated) return;
    std::string list(*stated);
    std::ranges::replace(list, ' ', ',');
    for (const std::string& name : split(list)) post.mentions->push_back(normal_handle(name));
  }

  const Answers& answers_;
  const PostBatch& posts_;
};

PostsOfCreators read_posts(const Answers& answers) {
  const auto& creators = answers.campaign().creators;
  const Names& names = answers.store.creators();
  std::vector<std::size_t> list_of_entry(names.size(), creators.size());
  for (std::size_t i = 0; i < creators.size(); ++i)
    if (const std::uint32_t entry = names.find(creators[i].handle); entry != Names::none)
      list_of_entry[entry] = i;
  std::vector<PostsOfCreators> workers(std::max(1U, answers.threads),
                                       PostsOfCreators(creators.size() + 1));
  answers.store.for_each(
      answers.threads, fields_of_posts(), [&](unsigned worker, PostBatch& posts) {
        const FactReader reader(answers, posts);
        const BatchColumn& accounts = *posts.batch.column(Field::creator);
        const BatchColumn& sponsored = *posts.batch.column(Field::sponsored);
        for (std::size_t row = 0; row < posts.batch.size; ++row) {
          const std::size_t list =
              accounts.states[row] == CellState::value
                  ? list_of_entry[static_cast<std::size_t>(accounts.numbers[row])]
                  : creators.size();
          const bool marked =
              sponsored.states[row] == CellState::value && sponsored.numbers[row] != 0;
          if (list == creators.size() && (!marked || posts.scopes[row] != PostScope::campaign))
            continue;
          workers[worker][list].push_back(reader.facts(row));
        }
      });
  PostsOfCreators all(creators.size() + 1);
  for (PostsOfCreators& part : workers)
    for (std::size_t i = 0; i < all.size(); ++i)
      std::ranges::move(part[i], std::back_inserter(all[i]));
  for (auto& posts : all) std::ranges::sort(posts, {}, &ContractPost::ref);
  return all;
}

Quantity figure(std::string_view id, std::string name, Argument argument, const Answers& answers) {
  Arguments arguments;
  arguments.set(std::move(name), std::move(argument));
  if (answers.as_of) arguments.set("as_of", Quantity::exact(Rational(*answers.as_of), Unit::date));
  return metric(id).function(arguments, answers.settings());
}

void add_contract_figures(const Answers& answers, const PostsOfCreators& posts,
                          Delivery& delivery) {
  const auto& creators = answers.campaign().creators;
  std::vector<Argument> deliverables;
  std::vector<Argument> deadlines;
  for (std::size_t i = 0; i < creators.size(); ++i) {
    const auto& contract = creators[i].contract;
    if (!contract || !contract->posts) continue;
    const auto delivered = std::ranges::count(posts[i], true, &ContractPost::in_campaign);
    deliverables.push_back(Argument::object({{"agreed", Quantity::count(*contract->posts)},
                                             {"delivered", Quantity::count(delivered)}}));
    if (contract->due)
      std::ranges::move(deadline_items(*contract, posts[i]).items, std::back_inserter(deadlines));
  }
  delivery.figures["deliverable_completion"] =
      figure("deliverable_completion", "items", Argument::list(std::move(deliverables)), answers);
  delivery.figures["on_time_rate"] =
      figure("on_time_rate", "items", Argument::list(std::move(deadlines)), answers);
  // Nobody promised it: there is nothing to count.
  Quantity violations = Quantity::missing(MissingReason::unknown, Unit::count);
  for (const Delivery::Review& review : delivery.reviews)
    for (const ContractItem& item : review.items) {
      if (item.id != "exclusivity" || !item.value.known()) continue;
      const Rational sum = violations.known() ? *violations.exact_value() : Rational(0);
      violations = Quantity::exact(*add(sum, *item.value.exact_value()), Unit::count);
    }
  delivery.figures["exclusivity_violations"] = violations;
}

void add_post_figures(const Answers& answers, const PostsOfCreators& posts, Delivery& delivery) {
  const auto& creators = answers.campaign().creators;
  std::vector<Argument> disclosures;
  std::vector<Argument> rights;
  const auto flag = [](const std::optional<bool>& value) {
    return value ? Quantity::flag(*value) : Quantity::missing(MissingReason::unknown, Unit::text);
  };
  for (std::size_t i = 0; i < posts.size(); ++i) {
    const bool under_contract = i < creators.size() && creators[i].contract.has_value();
    const std::string country =
        under_contract ? creators[i].contract->disclosure_country : std::string();
    for (const ContractPost& post : posts[i]) {
      if (!post.in_campaign) continue;
      disclosures.push_back(
          Argument::object({{"sponsored", Quantity::flag(true)},
                            {"disclosed", has_disclosure(post, answers.settings(), country)}}));
      rights.push_back(
          Argument::object({{"music", flag(post.music_cleared)}, {"ugc", flag(post.ugc_cleared)}}));
    }
  }
  delivery.figures["disclosure_rate"] =
      figure("disclosure_rate", "posts", Argument::list(std::move(disclosures)), answers);
  delivery.figures["rights_cleared_rate"] =
      figure("rights_cleared_rate", "posts", Argument::list(std::move(rights)), answers);
}

/// Seconds since 1970; times without an offset are local to the campaign.
std::optional<std::int64_t> instant_of(const std::string& text, const TimeZone& zone) {
  const auto time = parse_iso_time(text);
  if (!time) return std::nullopt;
  constexpr std::int64_t day = 86400;
  const std::int64_t local = std::int64_t{time->day} * day + time->second_of_day;
  return time->offset_s ? local - *time->offset_s : zone.instant_of(local);
}

void add_talks(const Answers& answers, Delivery& delivery) {
  std::int64_t contacted = 0;
  std::int64_t replied = 0;
  std::vector<Argument> hours;
  for (const CampaignCreator& creator : answers.campaign().creators) {
    contacted += creator.contacted ? 1 : 0;
    replied += creator.contacted && creator.replied ? 1 : 0;
    for (const PostDraft& draft : creator.drafts) {
      const auto sent = instant_of(draft.sent, answers.zone);
      const auto approved = instant_of(draft.approved, answers.zone);
      if (sent && approved && *approved >= *sent)
        hours.emplace_back(Quantity::exact(*Rational::make(*approved - *sent, 3600), Unit::hours));
    }
  }
  Arguments outreach;
  outreach.set("contacted", Quantity::count(contacted));
  outreach.set("replied", Quantity::count(replied));
  delivery.figures["response_rate"] =
      metric("response_rate").function(outreach, answers.settings());
  delivery.figures["approval_hours"] =
      figure("approval_hours", "hours", Argument::list(std::move(hours)), answers);
}

}  // namespace

bool asks_delivery(const ReportContext& context) {
  return std::ranges::any_of(context.campaign.creators,
                             [](const CampaignCreator& creator) {
                               return creator.contract || creator.contacted ||
                                      !creator.drafts.empty();
                             }) ||
         std::ranges::any_of(context.campaign.goals, [](const GoalSpec& goal) {
           return std::ranges::find(figure_ids, goal.metric) != figure_ids.end();
         });
}

Request needs_of_delivery(const ReportContext& context) {
  Request request;
  if (asks_delivery(context)) request.kept = fields_of_posts();
  return request;
}

const Delivery& delivery_of(Answers& answers) {
  if (answers.delivery) return *answers.delivery;
  Delivery& delivery = answers.delivery.emplace();
  if (!asks_delivery(answers.context)) return delivery;
  const PostsOfCreators posts = read_posts(answers);
  const auto& creators = answers.campaign().creators;
  for (std::size_t i = 0; i < creators.size(); ++i)
    if (creators[i].contract)
      delivery.reviews.push_back(
          {&creators[i],
           analyze_contract(creators[i], posts[i], answers.as_of, answers.settings())});
  add_contract_figures(answers, posts, delivery);
  add_post_figures(answers, posts, delivery);
  add_talks(answers, delivery);
  return delivery;
}

}  // namespace tiktok_kpi
