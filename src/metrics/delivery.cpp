// Was kept what was agreed: deliverables, disclosure, rights, goals, sentiment, fit. What is not
// known is never a pass.
#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "model/disclosure.hpp"

namespace tiktok_kpi {
namespace {

Quantity share(std::int64_t part, std::int64_t whole, Unit unit = Unit::ratio) {
  return whole > 0 ? Quantity::exact(*Rational::make(part, whole), unit)
                   : Quantity::missing(MissingReason::zero_denominator, unit);
}

bool is_yes(const Arguments& post, std::string_view name) {
  const Quantity figure = post.figure(name);
  const bool* flag = figure.flag_value();
  return flag != nullptr && *flag;
}

/// Labels of a list, however it is given.
std::vector<std::string> labels_of(const Arguments& arguments, std::string_view name) {
  std::vector<std::string> labels;
  for (const Argument& item : arguments.items(name))
    if (const std::string* label = item.figure.label_value()) labels.push_back(*label);
  if (const Argument* list = arguments.find(name);
      list != nullptr && list->figure.list_value() != nullptr)
    labels.insert(labels.end(), list->figure.list_value()->begin(),
                  list->figure.list_value()->end());
  return labels;
}

/// Days of a period that have begun by the as-of day, and all of them; both ends count.
struct Elapsed {
  std::int64_t days = 0, total = 0;
};
std::optional<Elapsed> elapsed_of(const Arguments& arguments) {
  const auto start = arguments.day("start");
  const auto end = arguments.day("end");
  const auto as_of = arguments.day("as_of");
  if (!start || !end || !as_of || *end < *start || *as_of < *start) return std::nullopt;
  const std::int64_t total = std::int64_t{*end} - *start + 1;
  return Elapsed{std::min<std::int64_t>(std::int64_t{*as_of} - *start + 1, total), total};
}

/// The same day so many months later; the last of the month where it is shorter.
std::int32_t months_later(std::int32_t day, std::int64_t months) {
  CivilDate date = civil_from_days(day);
  const std::int64_t month = std::int64_t{date.year} * 12 + date.month - 1 + months;
  date.year = static_cast<int>(month / 12);
  date.month = static_cast<int>(month % 12) + 1;
  while (!is_valid(date)) --date.day;
  return days_from_civil(date);
}

/// Sum of the values of an object that are known and not negative.
Scalar sum_of(const Argument* object) {
  Scalar total = Scalar::of(Rational(0));
  if (object != nullptr)
    for (const auto& [name, value] : object->members)
      if (const Rational* number = value.figure.exact_value(); number && !number->is_negative())
        total = plus(total, Scalar::of(*number));
  return total;
}

struct Moods {
  Scalar positive, negative, all;
};
Moods moods_of(const Arguments& arguments) {
  Moods moods{counted(arguments, "positive"), counted(arguments, "negative"), {}};
  moods.all = plus(plus(moods.positive, moods.negative), counted(arguments, "neutral"));
  return moods;
}

}  // namespace

Quantity evaluate_deliverable_completion(const Arguments& arguments, const Settings&) {
  Scalar delivered = Scalar::of(Rational(0));
  Scalar agreed = delivered;
  for (const Argument& item : arguments.items("items")) {
    const Arguments part = Arguments::of(item);
    const Scalar wanted = counted(part, "agreed");
    const Scalar done = counted(part, "delivered");
    if (!wanted.known() || !done.known())
      return Quantity::missing(MissingReason::incomplete, Unit::ratio);
    agreed = plus(agreed, wanted);
    delivered = plus(delivered, done.exact < wanted.exact ? done : wanted);
  }
  return in_unit(over(delivered, agreed), Unit::ratio);
}

Quantity evaluate_on_time_rate(const Arguments& arguments, const Settings&) {
  const auto as_of = arguments.day("as_of");
  if (!as_of) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  std::int64_t due = 0;
  std::int64_t kept = 0;
  for (const Argument& item : arguments.items("items")) {
    const Arguments part = Arguments::of(item);
    const auto last = part.day("due");
    if (!last) return Quantity::missing(MissingReason::incomplete, Unit::ratio);
    if (*last > *as_of) continue;
    ++due;
    const auto posted = part.day("posted");
    kept += posted && *posted <= *last ? 1 : 0;
  }
  return share(kept, due);
}

Quantity evaluate_exclusivity_violations(const Arguments& arguments, const Settings&) {
  const auto start = arguments.day("start");
  const auto end = arguments.day("end");
  if (!start || !end) return Quantity::missing(MissingReason::unknown, Unit::count);
  std::vector<std::string> competitors = labels_of(arguments, "competitors");
  for (std::string& name : competitors) name = case_fold(name);
  std::int64_t violations = 0;
  for (const Argument& item : arguments.items("posts")) {
    const Arguments post = Arguments::of(item);
    const auto day = post.day("date");
    if (!day || *day < *start || *day > *end) continue;
    const std::vector<std::string> brands = labels_of(post, "brands");
    violations +=
        std::ranges::any_of(brands,
                            [&](const std::string& brand) {
                              return std::ranges::count(competitors, case_fold(brand)) > 0;
                            })
            ? 1
            : 0;
  }
  return Quantity::count(violations);
}

Quantity evaluate_usage_rights_days_left(const Arguments& arguments, const Settings&) {
  const auto granted = arguments.day("granted");
  const auto months = arguments.count("months");
  const auto as_of = arguments.day("as_of");
  constexpr std::int64_t most_months = 12 * 1000;
  if (!granted || !months || !as_of || *months > most_months)
    return Quantity::missing(MissingReason::unknown, Unit::days);
  return Quantity::exact(Rational(std::int64_t{months_later(*granted, *months)} - *as_of),
                         Unit::days);
}

Quantity evaluate_has_disclosure(const Arguments& arguments, const Settings& settings) {
  if (is_yes(arguments, "branded_content")) return Quantity::flag(true);
  const Quantity caption = arguments.figure("caption");
  if (caption.label_value() == nullptr)
    return arguments.figure("branded_content").known()
               ? Quantity::flag(false)
               : Quantity::missing(MissingReason::unknown, Unit::text);
  const std::vector<std::string> wanted = disclosure_tags(settings, arguments.text("country"));
  const std::vector<std::string> tags = hashtags_of(*caption.label_value());
  return Quantity::flag(std::ranges::any_of(
      tags, [&](const std::string& tag) { return std::ranges::count(wanted, tag) > 0; }));
}

Quantity evaluate_disclosure_rate(const Arguments& arguments, const Settings&) {
  std::int64_t sponsored = 0;
  std::int64_t disclosed = 0;
  for (const Argument& item : arguments.items("posts")) {
    const Arguments post = Arguments::of(item);
    if (!is_yes(post, "sponsored")) continue;
    ++sponsored;
    disclosed += is_yes(post, "disclosed") ? 1 : 0;
  }
  return share(disclosed, sponsored);
}

Quantity evaluate_rights_cleared_rate(const Arguments& arguments, const Settings&) {
  const auto& posts = arguments.items("posts");
  const auto cleared = std::ranges::count_if(posts, [](const Argument& item) {
    const Arguments post = Arguments::of(item);
    return is_yes(post, "music") && is_yes(post, "ugc");
  });
  return share(cleared, static_cast<std::int64_t>(posts.size()));
}

Quantity evaluate_response_rate(const Arguments& arguments, const Settings&) {
  return in_unit(over(counted(arguments, "replied"), counted(arguments, "contacted")), Unit::ratio);
}

Quantity evaluate_approval_hours(const Arguments& arguments, const Settings&) {
  std::vector<Rational> hours = arguments.numbers("hours");
  if (hours.empty()) return Quantity::missing(MissingReason::unknown, Unit::hours);
  std::ranges::sort(hours);
  const std::size_t middle = hours.size() / 2;
  if (hours.size() % 2 == 1) return Quantity::exact(hours[middle], Unit::hours);
  const auto sum = add(hours[middle - 1], hours[middle]);
  const auto half = sum ? divide(*sum, Rational(2)) : std::nullopt;
  return half ? Quantity::exact(*half, Unit::hours)
              : Quantity::missing(MissingReason::overflow, Unit::hours);
}

Quantity evaluate_goal_attainment(const Arguments& arguments, const Settings&) {
  const std::string direction = arguments.text("direction", "higher");
  if (direction != "higher" && direction != "lower")
    return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const bool lower = direction == "lower";
  return in_unit(over(number_of(arguments, lower ? "goal" : "actual"),
                      number_of(arguments, lower ? "actual" : "goal")),
                 Unit::ratio);
}

Quantity evaluate_pacing(const Arguments& arguments, const Settings&) {
  const auto elapsed = elapsed_of(arguments);
  if (!elapsed) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const Scalar reached = over(number_of(arguments, "actual"), number_of(arguments, "goal"));
  return in_unit(over(reached, Scalar::of(*Rational::make(elapsed->days, elapsed->total))),
                 Unit::ratio);
}

Quantity evaluate_projected_total(const Arguments& arguments, const Settings&) {
  const auto elapsed = elapsed_of(arguments);
  if (!elapsed) return Quantity::missing(MissingReason::unknown, Unit::count);
  return in_unit(times(number_of(arguments, "actual"),
                       Scalar::of(*Rational::make(elapsed->total, elapsed->days))),
                 Unit::count);
}

Quantity evaluate_repeat_rate(const Arguments& arguments, const Settings&) {
  const Argument* creators = arguments.find("campaigns_per_creator");
  if (creators == nullptr) return Quantity::missing(MissingReason::unknown, Unit::ratio);
  const auto repeated = std::ranges::count_if(creators->members, [](const Argument::Member& one) {
    const Rational* campaigns = one.second.figure.exact_value();
    return campaigns != nullptr && *campaigns >= Rational(2);
  });
  return share(repeated, static_cast<std::int64_t>(creators->members.size()));
}

Quantity evaluate_net_sentiment(const Arguments& arguments, const Settings&) {
  const Moods moods = moods_of(arguments);
  return in_unit(over(minus(moods.positive, moods.negative), moods.all), Unit::ratio);
}

Quantity evaluate_positive_share(const Arguments& arguments, const Settings&) {
  const Moods moods = moods_of(arguments);
  return in_unit(over(moods.positive, moods.all), Unit::ratio);
}

Quantity evaluate_audience_match(const Arguments& arguments, const Settings&) {
  const Argument* target = arguments.find("target");
  const Argument* audience = arguments.find("audience");
  const Scalar wanted = sum_of(target);
  const Scalar found = sum_of(audience);
  Scalar match = Scalar::of(Rational(0));
  if (target != nullptr && audience != nullptr)
    for (const auto& [segment, value] : target->members) {
      const Rational* part = value.figure.exact_value();
      const Argument* other = audience->find(segment);
      const Rational* theirs = other != nullptr ? other->figure.exact_value() : nullptr;
      if (part == nullptr || theirs == nullptr || part->is_negative() || theirs->is_negative())
        continue;
      const Scalar p = over(Scalar::of(*part), wanted);
      const Scalar q = over(Scalar::of(*theirs), found);
      if (!p.known() || !q.known()) return in_unit(p.known() ? q : p, Unit::ratio);
      match = plus(match, p.exact < q.exact ? p : q);
    }
  if (!over(match, wanted).known()) return in_unit(over(match, wanted), Unit::ratio);
  if (!over(match, found).known()) return in_unit(over(match, found), Unit::ratio);
  return in_unit(match, Unit::ratio);
}

Quantity evaluate_fit_score(const Arguments& arguments, const Settings& settings) {
  Scalar total = Scalar::of(Rational(0));
  Scalar weights = total;
  const Argument* scores = arguments.find("scores");
  const Argument* stated = arguments.find("weights");
  const auto weight_of = [&](const std::string& name) -> std::optional<Rational> {
    if (stated != nullptr) {
      const Argument* weight = stated->find(name);
      return weight != nullptr && weight->figure.exact_value() != nullptr
                 ? std::optional(*weight->figure.exact_value())
                 : std::nullopt;
    }
    const auto own = settings.rating_weights.find(name);
    return own != settings.rating_weights.end() ? std::optional(own->second) : std::nullopt;
  };
  if (scores != nullptr)
    for (const auto& [name, value] : scores->members) {
      const Rational* score = value.figure.exact_value();
      const auto weight = weight_of(name);
      if (score == nullptr || !weight) continue;
      total = plus(total, times(Scalar::of(*score), Scalar::of(*weight)));
      weights = plus(weights, Scalar::of(*weight));
    }
  return in_unit(over(total, weights), Unit::factor);
}

}  // namespace tiktok_kpi
