// The campaign file knows best: it says what was agreed on.
#include "report/creator_sizes.hpp"

#include <algorithm>
#include <utility>

#include "metrics/families.hpp"
#include "report/metric_columns.hpp"
#include "report/post_cells.hpp"

namespace tiktok_kpi {

CreatorSizes::CreatorSizes(const Answers& answers)
    : settings_(answers.settings()), known_(answers.store.creators().size()) {
  const Store& store = answers.store;
  for (const CampaignCreator& listed : answers.campaign().creators) {
    const std::uint32_t entry = store.creators().find(listed.handle);
    if (entry != Names::none && listed.followers) known_[entry] = listed.followers;
  }
  for (std::uint32_t entry = 0; entry < known_.size(); ++entry) {
    if (!known_[entry] && store.creator_facts()[entry])
      known_[entry] = store.creator_facts()[entry]->followers;
    if (!known_[entry]) known_[entry] = store.newest_followers(entry);
  }
  if (store.seen().contains(Field::followers) &&
      std::ranges::any_of(known_, [](const auto& count) { return !count; }))
    look_at_posts(answers);
}

void CreatorSizes::look_at_posts(const Answers& answers) {
  struct Newest {
    std::pair<std::int64_t, PostRef> at{INT64_MIN, {}};
    std::int64_t followers = -1;
  };
  std::vector<std::vector<Newest>> workers(std::max(1U, answers.threads),
                                           std::vector<Newest>(known_.size()));
  const auto take = [](Newest& newest, const Newest& other) {
    if (other.followers >= 0 && (newest.followers < 0 || newest.at < other.at)) newest = other;
  };
  answers.store.for_each(answers.threads, {Field::creator, Field::posted_at, Field::followers},
                         [&](unsigned worker, PostBatch& posts) {
                           const BatchColumn* creators = posts.batch.column(Field::creator);
                           const BatchColumn* times = posts.batch.column(Field::posted_at);
                           const BatchColumn* followers = posts.batch.column(Field::followers);
                           if (creators == nullptr || followers == nullptr) return;
                           for (std::size_t row = 0; row < posts.batch.size; ++row) {
                             if (creators->states[row] != CellState::value ||
                                 followers->states[row] != CellState::value)
                               continue;
                             const bool dated =
                                 times != nullptr && times->states[row] != CellState::missing;
                             take(workers[worker][static_cast<std::size_t>(creators->numbers[row])],
                                  {{dated ? times->numbers[row] : INT64_MIN, posts.refs[row]},
                                   followers->numbers[row]});
                           }
                         });
  for (std::size_t entry = 0; entry < known_.size(); ++entry) {
    Newest newest;
    for (const auto& worker : workers) take(newest, worker[entry]);
    if (!known_[entry] && newest.followers >= 0) known_[entry] = newest.followers;
  }
}

Quantity CreatorSizes::followers(std::uint32_t creator) const {
  return known_[creator] ? Quantity::count(*known_[creator])
                         : Quantity::missing(MissingReason::not_exported, Unit::count);
}

Quantity CreatorSizes::tier(std::uint32_t creator) const {
  return call("tier", {{"followers", followers(creator)}}, settings_);
}

std::vector<std::string> tier_names(const Settings& settings) {
  const std::vector<Tier> tiers = settings.tiers.empty() ? tier_preset("default") : settings.tiers;
  std::vector<std::string> names{tier_of(0, settings)};
  for (const Tier& tier : tiers)
    if (tier.name != names.back()) names.push_back(tier.name);
  names.emplace_back("unknown");
  return names;
}

Quantity potential_reach(const Answers& answers) {
  struct Largest {
    bool posted = false;
    Quantity followers = Quantity::missing(MissingReason::not_exported, Unit::count);
  };
  std::vector<Largest> creators(answers.store.creators().size());
  Argument list = Argument::list();
  const auto add = [&list](const Quantity& followers, std::string creator) {
    list.items.push_back(Argument::object(
        {{"creator", Quantity::label(std::move(creator))}, {"followers", followers}}));
  };
  FieldSet fields = answers.select.fields;
  fields.insert({Field::creator, Field::followers});
  std::vector<std::uint8_t> selected;
  answers.store.for_each(1, fields, [&](unsigned, PostBatch& posts) {
    answers.select.choose(posts, selected);
    const BatchColumn& entries = *posts.batch.column(Field::creator);
    for (std::size_t row = 0; row < posts.batch.size; ++row) {
      if (selected[row] == 0) continue;
      const Quantity followers = PostCells(answers, posts.batch, row).number(Field::followers);
      if (entries.states[row] != CellState::value) {
        add(followers, "");
        continue;
      }
      Largest& largest = creators[static_cast<std::size_t>(entries.numbers[row])];
      largest.posted = true;
      if (followers.known() && (!largest.followers.known() ||
                                *largest.followers.exact_value() < *followers.exact_value()))
        largest.followers = followers;
    }
  });
  for (std::uint32_t entry = 0; entry < creators.size(); ++entry)
    if (creators[entry].posted)
      add(creators[entry].followers, std::string(answers.store.creators().key(entry)));
  Arguments arguments;
  arguments.set("posts", std::move(list));
  return evaluate_potential_reach(arguments, answers.settings());
}

}  // namespace tiktok_kpi
