// Formulas are those of the registry; here stands which posts they are about, and what is said.
#include "analysis/contract.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "analysis/contract_posts.hpp"
#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "metrics/arguments.hpp"
#include "metrics/registry.hpp"

namespace tiktok_kpi {
namespace {

Quantity day_figure(std::optional<Day> day) {
  return day ? Quantity::exact(Rational(*day), Unit::date)
             : Quantity::missing(MissingReason::unknown, Unit::date);
}

Quantity evaluate(std::string_view id, const Arguments& arguments, const Settings& settings) {
  return metric(id).function(arguments, settings);
}

bool is_one(const Quantity& value) {
  const Rational* exact = value.exact_value();
  return exact != nullptr && *exact == Rational(1);
}

/// Posts of the campaign by day; undated ones last.
std::vector<const ContractPost*> in_campaign(const std::vector<ContractPost>& posts) {
  std::vector<const ContractPost*> chosen;
  for (const ContractPost& post : posts)
    if (post.in_campaign) chosen.push_back(&post);
  std::ranges::sort(chosen, [](const ContractPost* a, const ContractPost* b) {
    constexpr Day last = std::numeric_limits<Day>::max();
    const Day x = a->day.value_or(last);
    const Day y = b->day.value_or(last);
    return x != y ? x < y : a->ref < b->ref;
  });
  return chosen;
}

class ContractReview {
 public:
  ContractReview(const CampaignCreator& creator, const std::vector<ContractPost>& posts,
                 std::optional<Day> as_of, const Settings& settings)
      : creator_(creator),
        contract_(*creator.contract),
        all_(posts),
        as_of_(as_of),
        settings_(settings) {
    posts_ = in_campaign(posts);
  }

  std::vector<ContractItem> items() {
    if (contract_.posts) {
      items_.push_back(deliverables());
      if (contract_.due) items_.push_back(on_time());
    }
    for (const PostRule& rule : post_rules(creator_, settings_)) items_.push_back(of_posts(rule));
    if (contract_.exclusivity.given() || !contract_.competitors.empty())
      items_.push_back(exclusivity());
    if (contract_.rights_granted || contract_.rights_months) items_.push_back(usage_rights());
    if (std::ranges::find(creator_.costs, "paid_boost", &CostItem::kind) != creator_.costs.end())
      items_.push_back(paid_ads());
    return std::move(items_);
  }

 private:
  [[nodiscard]] std::string at_handle() const { return "@" + creator_.handle; }
  [[nodiscard]] bool is_due() const {
    return !contract_.due || !as_of_ || *as_of_ >= *contract_.due;
  }

  [[nodiscard]] ContractItem deliverables() const {
    ContractItem item{.id = "contract.posts", .metric = "deliverable_completion"};
    const auto agreed = static_cast<std::uint64_t>(*contract_.posts);
    item.asked = counted(agreed, "post");
    if (contract_.due) item.asked += " by " + format_day(*contract_.due);
    Arguments arguments;
    arguments.set("items",
                  Argument::list({Argument::object(
                      {{"agreed", Quantity::count(static_cast<Int128>(agreed))},
                       {"delivered", Quantity::count(static_cast<Int128>(posts_.size()))}})}));
    item.value = evaluate("deliverable_completion", arguments, settings_);
    item.found = fmt::format("{} of {}", posts_.size(), counted(agreed, "post"));
    item.kept = posts_.size() >= agreed ? Kept::kept : Kept::broken;
    if (item.kept == Kept::kept) return item;
    const std::string missing = counted(agreed - posts_.size(), "post");
    item.due = is_due();
    if (!item.due) item.kept = Kept::unknown;
    item.advice = item.due
                      ? fmt::format("ask {} for {} more", at_handle(), missing)
                      : fmt::format("{} to come until {}", missing, format_day(*contract_.due));
    return item;
  }

  [[nodiscard]] ContractItem on_time() const {
    ContractItem item{.id = "contract.on_time", .metric = "on_time_rate"};
    const auto agreed = static_cast<std::size_t>(*contract_.posts);
    item.asked = fmt::format("by {}", format_day(*contract_.due));
    std::size_t kept = 0;
    std::size_t undated = 0;
    for (std::size_t i = 0; i < std::min(agreed, posts_.size()); ++i) {
      const std::optional<Day> day = posts_[i]->day;
      if (!day) ++undated;
      if (day && *day <= *contract_.due) ++kept;
    }
    Arguments arguments;
    arguments.set("items", deadline_items(contract_, all_));
    arguments.set("as_of", day_figure(as_of_));
    item.value = evaluate("on_time_rate", arguments, settings_);
    item.found = fmt::format("{} of {} in time", kept, counted(agreed, "post"));
    item.due = is_due();
    if (is_one(item.value)) {
      item.kept = Kept::kept;
    } else if (!item.due || !item.value.known()) {
      item.kept = Kept::unknown;
      item.advice = as_of_ ? "nothing is due yet" : "state the day with --now";
    } else if (kept + undated >= agreed) {
      item.kept = Kept::unknown;
      item.advice =
          fmt::format("{} without a date: export the publication times", counted(undated, "post"));
    } else {
      item.kept = Kept::broken;
      item.advice = fmt::format("ask {} why, before the next contract sets a day", at_handle());
    }
    return item;
  }

  [[nodiscard]] ContractItem of_posts(const PostRule& rule) const {
    ContractItem item{.id = rule.id, .metric = rule.metric, .asked = rule.asked};
    std::uint64_t kept = 0;
    std::uint64_t broken = 0;
    std::vector<Argument> answers;
    for (const ContractPost* post : posts_) {
      auto [answer, found] = rule.check(*post);
      if (answer == Kept::kept) ++kept;
      if (answer == Kept::broken) ++broken;
      answers.push_back(rule.arguments(*post, answer));
      if (answer != Kept::kept)
        item.posts.push_back({post->ref, post->id, answer, std::move(found)});
    }
    const std::uint64_t all = posts_.size();
    const std::uint64_t unknown = all - kept - broken;
    if (!rule.metric.empty()) {
      Arguments arguments;
      arguments.set("posts", Argument::list(std::move(answers)));
      item.value = evaluate(rule.metric, arguments, settings_);
    } else {
      item.value = all > 0 ? Quantity::exact(*Rational::make(static_cast<Int128>(kept),
                                                             static_cast<Int128>(all)),
                                             Unit::ratio)
                           : Quantity::missing(MissingReason::no_posts, Unit::ratio);
    }
    item.kept = broken > 0 ? Kept::broken : unknown > 0 || all == 0 ? Kept::unknown : Kept::kept;
    item.found = all == 0 ? "no posts" : fmt::format("{} of {}", kept, counted(all, "post"));
    if (unknown > 0) item.found += fmt::format(", {} not known", unknown);
    if (item.kept == Kept::broken) item.advice = rule.mend;
    if (item.kept == Kept::unknown) item.advice = all == 0 ? "no post to look at" : rule.learn;
    return item;
  }

  [[nodiscard]] ContractItem exclusivity() const {
    ContractItem item{.id = "exclusivity", .metric = "exclusivity_violations"};
    // An open end is as far away as a day can be written.
    const DayRange window{contract_.exclusivity.from.value_or(0),
                          contract_.exclusivity.to.value_or(days_from_civil({9999, 12, 31}))};
    item.asked = fmt::format("no {}", fmt::join(contract_.competitors, ", "));
    if (contract_.exclusivity.from)
      item.asked += fmt::format(" from {}", format_day(*contract_.exclusivity.from));
    if (contract_.exclusivity.to)
      item.asked += fmt::format(" to {}", format_day(*contract_.exclusivity.to));
    if (contract_.competitors.empty()) {
      item.asked = "no competitor";
      item.found = "no competitor is named";
      item.advice = "list them as contract.exclusivity.competitors";
      item.value = Quantity::missing(MissingReason::unknown, Unit::count);
      return item;
    }
    std::vector<Argument> posts;
    std::uint64_t inside = 0;
    std::uint64_t unknown = 0;
    for (const ContractPost& post : all_) {
      const std::vector<std::string> named = competitors_named(post, contract_.competitors);
      std::vector<Argument> brands;
      for (const std::string& name : named) brands.emplace_back(Quantity::label(name));
      posts.push_back(Argument::object(
          {{"date", day_figure(post.day)}, {"brands", Argument::list(std::move(brands))}}));
      const bool in_window = post.day && window.contains(*post.day);
      if (in_window) ++inside;
      const std::string names = fmt::format("names {}", fmt::join(named, ", "));
      if (in_window && !named.empty()) {
        item.posts.push_back({post.ref, post.id, Kept::broken, names});
      } else if (!post.day && !named.empty()) {
        ++unknown;
        item.posts.push_back({post.ref, post.id, Kept::unknown, names + ", on a day not known"});
      } else if (!post.caption && (in_window || !post.day)) {
        ++unknown;
        item.posts.push_back(
            {post.ref, post.id, Kept::unknown,
             in_window ? "its caption is not known" : "neither its day nor its caption is known"});
      }
    }
    std::vector<Argument> competitors;
    for (const std::string& name : contract_.competitors)
      competitors.emplace_back(Quantity::label(name));
    Arguments arguments;
    arguments.set("start", day_figure(window.from));
    arguments.set("end", day_figure(window.to));
    arguments.set("competitors", Argument::list(std::move(competitors)));
    arguments.set("posts", Argument::list(std::move(posts)));
    item.value = evaluate("exclusivity_violations", arguments, settings_);
    const std::size_t broken = item.posts.size() - unknown;
    item.found = all_.empty()
                     ? "no posts"
                     : fmt::format("{} of {} inside the window", broken, counted(inside, "post"));
    if (unknown > 0) item.found += fmt::format(", {} not known", unknown);
    item.kept = broken > 0                    ? Kept::broken
                : unknown > 0 || all_.empty() ? Kept::unknown
                                              : Kept::kept;
    if (item.kept == Kept::broken)
      item.advice = fmt::format("show {} the {} and ask to take {} down", at_handle(),
                                broken == 1 ? "post" : "posts", broken == 1 ? "it" : "them");
    if (item.kept == Kept::unknown)
      item.advice = all_.empty() ? "no post to look at" : "add an export with captions and days";
    if (item.kept != Kept::broken) wait_for_end(item);
    return item;
  }

  /// What may still be broken is not kept yet. A promise without an end is asked as of today.
  void wait_for_end(ContractItem& item) const {
    const DayRange& window = contract_.exclusivity;
    if (!as_of_) {
      if (!window.given()) return;
      item.kept = Kept::unknown;
      item.advice = "state the day with --now";
    } else if (window.from && *as_of_ < *window.from) {
      item.kept = Kept::unknown;
      item.due = false;
      item.advice = "the window has not begun";
    } else if (window.to && *as_of_ < *window.to) {
      item.due = false;
      if (item.kept == Kept::kept) item.advice = "kept so far, until " + format_day(*window.to);
      item.kept = Kept::unknown;
    }
  }

  [[nodiscard]] ContractItem usage_rights() const {
    ContractItem item{.id = "rights", .metric = "usage_rights_days_left"};
    Arguments arguments;
    arguments.set("granted", day_figure(contract_.rights_granted));
    arguments.set("months", contract_.rights_months
                                ? Quantity::count(*contract_.rights_months)
                                : Quantity::missing(MissingReason::unknown, Unit::count));
    arguments.set("as_of", day_figure(as_of_));
    item.value = evaluate("usage_rights_days_left", arguments, settings_);
    item.asked = "usage rights in force";
    const Rational* left = item.value.exact_value();
    if (!contract_.rights_granted) {
      item.found = "the day of the grant is not stated";
      item.advice = "state contract.usage_rights.granted";
    } else if (!as_of_) {
      item.found = "the day to look from is not known";
      item.advice = "state it with --now";
    } else if (*as_of_ < *contract_.rights_granted) {
      item.found = "granted from " + format_day(*contract_.rights_granted);
      item.advice = "not in force yet";
      item.due = false;
    } else if (left == nullptr) {
      item.found = "granted without end";
      item.kept = Kept::kept;
    } else if (!left->is_negative() && !left->is_zero()) {
      item.found = days(*left) + " left";
      item.kept = Kept::kept;
    } else {
      item.found = left->is_zero()
                       ? "ended today"
                       : fmt::format("ended {} ago", days(*subtract(Rational(0), *left)));
      item.kept = Kept::broken;
      item.advice = fmt::format("stop using the posts, or renew with {}", at_handle());
    }
    return item;
  }

  /// Only asked where the campaign pays to show a post as an ad.
  [[nodiscard]] ContractItem paid_ads() const {
    ContractItem item{.id = "rights.paid_ads", .metric = {}, .asked = "paid ads allowed"};
    item.value = contract_.rights_paid_ads ? Quantity::flag(*contract_.rights_paid_ads)
                                           : Quantity::missing(MissingReason::unknown, Unit::text);
    if (contract_.rights_paid_ads) {
      item.kept = *contract_.rights_paid_ads ? Kept::kept : Kept::broken;
      item.found = *contract_.rights_paid_ads ? "allowed" : "not allowed";
    } else {
      item.found = "the contract does not say";
    }
    if (item.kept == Kept::broken)
      item.advice = fmt::format("stop the boosted posts, or agree on it with {}", at_handle());
    if (item.kept == Kept::unknown) item.advice = "state contract.usage_rights.paid_ads";
    return item;
  }

  [[nodiscard]] static std::string days(const Rational& count) {
    return counted(static_cast<std::uint64_t>(count.numerator()), "day");
  }

  const CampaignCreator& creator_;
  const Contract& contract_;
  const std::vector<ContractPost>& all_;
  std::vector<const ContractPost*> posts_;  ///< see in_campaign
  std::optional<Day> as_of_;
  const Settings& settings_;
  std::vector<ContractItem> items_;
};

}  // namespace

Argument deadline_items(const Contract& contract, const std::vector<ContractPost>& posts) {
  const std::vector<const ContractPost*> chosen = in_campaign(posts);
  std::vector<Argument> items;
  for (std::size_t i = 0; i < static_cast<std::size_t>(contract.posts.value_or(0)); ++i)
    items.push_back(Argument::object(
        {{"due", day_figure(contract.due)},
         {"posted", day_figure(i < chosen.size() ? chosen[i]->day : std::nullopt)}}));
  return Argument::list(std::move(items));
}

std::vector<ContractItem> analyze_contract(const CampaignCreator& creator,
                                           const std::vector<ContractPost>& posts,
                                           std::optional<Day> as_of, const Settings& settings) {
  if (!creator.contract) return {};
  return ContractReview(creator, posts, as_of, settings).items();
}

}  // namespace tiktok_kpi
