// Formulas that name metrics are resolved by putting the named formula in their place; the way down
// is remembered, so that a circle is seen and named.
#include "metrics/user_metrics.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "metrics/registry.hpp"

namespace tiktok_kpi {
namespace {

std::optional<Unit> unit_named(std::string_view name) {
  constexpr std::array units{Unit::none,    Unit::count, Unit::ratio, Unit::factor, Unit::money,
                             Unit::seconds, Unit::hours, Unit::days,  Unit::per_day};
  const auto found = std::ranges::find_if(units, [&](Unit unit) { return name_of(unit) == name; });
  return found != units.end() ? std::optional(*found) : std::nullopt;
}

std::optional<MetricKind> kind_named(std::string_view aggregation) {
  if (aggregation == "pooled") return MetricKind::ratio;
  if (aggregation == "mean") return MetricKind::mean;
  if (aggregation == "median") return MetricKind::median;
  return std::nullopt;
}

/// Whether a formula may stand for the metric inside another.
bool has_pooled_formula(const Metric& metric) {
  return metric.kind == MetricKind::sum || metric.kind == MetricKind::ratio;
}

class Resolver {
 public:
  Resolver(std::span<const MetricSpec> specs, const Settings& settings)
      : specs_(specs), settings_(settings) {
    for (const std::string_view name : post_names()) names_.push_back(name);
    for (const Metric& each : metrics())
      if (has_pooled_formula(each) && std::ranges::find(names_, each.id) == names_.end())
        names_.push_back(each.id);
    for (const MetricSpec& each : specs)
      if (std::ranges::find(names_, each.id) == names_.end()) names_.push_back(each.id);
  }

  [[nodiscard]] std::optional<UserMetric> metric(const MetricSpec& spec, Diagnostic& fault) {
    const auto refuse = [&](std::string message, std::string hint) {
      fault = Diagnostic::make("bad-formula", std::move(message), std::move(hint), spec.place);
      return std::nullopt;
    };
    const auto posts = post_names();
    if (find_metric(spec.id) != nullptr || std::ranges::find(posts, spec.id) != posts.end())
      return refuse("the name \"" + spec.id + "\" is in use already",
                    "choose another name for this metric");
    if (std::ranges::count(specs_, spec.id, &MetricSpec::id) > 1)
      return refuse("two metrics are called \"" + spec.id + "\"",
                    "choose another name for one of them");
    const auto unit = unit_named(spec.unit);
    if (!unit)
      return refuse(
          "\"" + spec.unit + "\" is no unit",
          "the units are none, count, ratio, factor, money, seconds, hours, days and per_day");
    const auto kind = kind_named(spec.aggregation);
    if (!kind)
      return refuse("\"" + spec.aggregation + "\" is no aggregation", "use pooled, mean or median");
    auto formula = resolved(spec, fault);
    if (!formula) return std::nullopt;
    auto made =
        PostMetric::make(*std::move(formula), *kind, *unit, std::nullopt, fault, spec.place);
    if (!made) return std::nullopt;
    Definition definition;
    definition.id = spec.id;
    definition.label = spec.id;
    definition.unit = *unit;
    definition.aggregation = spec.aggregation;
    definition.source = "campaign file";
    definition.denominator = made->denominator(settings_);
    if (made->uses_interactions()) definition.set = name_of(made->set(settings_));
    definition.formula = made->expanded(settings_).to_text();
    return UserMetric{spec.id, *std::move(made), std::move(definition)};
  }

 private:
  /// The formula with every metric it names put in.
  std::optional<Formula> resolved(const MetricSpec& spec, Diagnostic& fault) {
    if (const auto known = resolved_.find(spec.id); known != resolved_.end()) return known->second;
    if (const auto open = std::ranges::find(open_, spec.id); open != open_.end()) {
      std::string circle;
      for (auto at = open; at != open_.end(); ++at) circle += std::string(*at) + " -> ";
      fault = Diagnostic::make("bad-formula",
                               "metrics name each other in a circle: " + circle + spec.id,
                               "one of them must do without the others", spec.place);
      return std::nullopt;
    }
    // Each level costs memory long before it could overflow the tree's own limit.
    if (open_.size() >= Formula::max_depth) {
      fault = Diagnostic::make("limit-exceeded", "metrics name each other more than 64 deep", {},
                               spec.place);
      return std::nullopt;
    }
    auto formula = Formula::parse(spec.formula, names_, fault, spec.place);
    if (!formula) return std::nullopt;
    open_.push_back(spec.id);
    const std::vector<std::string_view> used = formula->names();
    const std::vector<std::string> names(used.begin(), used.end());
    for (const std::string& name : names) {
      const auto body = body_of(name, fault);
      if (!body) {
        if (fault.code != nullptr) return std::nullopt;
        continue;
      }
      formula = formula->with(name, *body, fault);
      if (!formula) return std::nullopt;
    }
    open_.pop_back();
    resolved_.emplace(spec.id, *formula);
    return formula;
  }

  /// Formula behind a name; nothing for a column.
  std::optional<Formula> body_of(const std::string& name, Diagnostic& fault) {
    const auto posts = post_names();
    if (std::ranges::find(posts, name) != posts.end()) return std::nullopt;
    if (const Metric* known = find_metric(name)) return post_metric(*known).expanded(settings_);
    const auto spec = std::ranges::find(specs_, name, &MetricSpec::id);
    return resolved(*spec, fault);
  }

  std::span<const MetricSpec> specs_;
  const Settings& settings_;
  std::vector<std::string_view> names_;
  std::vector<std::string_view> open_;
  std::map<std::string, Formula, std::less<>> resolved_;
};

}  // namespace

std::vector<UserMetric> parse_user_metrics(std::span<const MetricSpec> specs,
                                           const Settings& settings,
                                           std::vector<Diagnostic>& faults) {
  std::vector<UserMetric> result;
  for (const MetricSpec& spec : specs) {
    Diagnostic fault;
    if (auto metric = Resolver(specs, settings).metric(spec, fault))
      result.push_back(*std::move(metric));
    else
      faults.push_back(std::move(fault));
  }
  return result;
}

}  // namespace tiktok_kpi
