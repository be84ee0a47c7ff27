// From journeys as written to a ledger, and from its answers to what a test expects.
#include "analysis/attribution_vectors.hpp"

#include <algorithm>
#include <array>

#include "aggregate/credit_ledger.hpp"
#include "analysis/attribution.hpp"
#include "core/civil_time.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::array all_models{AttributionModel::last_touch,  AttributionModel::last_non_direct,
                                AttributionModel::first_touch, AttributionModel::linear,
                                AttributionModel::time_decay,  AttributionModel::position_based,
                                AttributionModel::shapley,     AttributionModel::shapley_rate,
                                AttributionModel::markov};
static_assert(all_models.size() == attribution_model_count);

struct Journey {
  std::vector<Touch> touches;  ///< in the order of time, eligible ones only
  bool converted = false;
  std::int64_t value_micros = 0;
  std::uint64_t count = 1;
};

class Entry {
 public:
  Entry(const Argument& object, std::size_t index) : keys_(Arguments::of(object)), index_(index) {}

  [[nodiscard]] Error fault(std::string_view what) const {
    return {"bad-vector", "entry " + std::to_string(index_) + " " + std::string(what)};
  }
  [[nodiscard]] const Arguments& keys() const { return keys_; }
  [[nodiscard]] Arguments object(std::string_view name) const {
    const Argument* found = keys_.find(name);
    if (found == nullptr || found->shape != Argument::Shape::object)
      throw fault("has no object \"" + std::string(name) + "\"");
    return Arguments::of(*found);
  }
  [[nodiscard]] std::int64_t instant(const Arguments& object, std::string_view name) const {
    const auto time = parse_iso_time(object.text(name));
    if (!time) throw fault("has a time \"" + std::string(name) + "\" that is none");
    return std::int64_t{time->day} * 86'400 + time->second_of_day - time->offset_s.value_or(0);
  }

 private:
  Arguments keys_;
  std::size_t index_;
};

/// Channels get their numbers in the order of their names, whatever the order of journeys.
struct Channels {
  std::vector<std::string> names;
  [[nodiscard]] ChannelId id(const std::string& name) const {
    const auto at = std::ranges::lower_bound(names, name);
    return at != names.end() && *at == name ? static_cast<ChannelId>(at - names.begin())
                                            : no_channel;
  }
};

Channels channels_of(const Entry& entry) {
  Channels channels;
  for (const Argument& item : entry.keys().items("journeys")) {
    const Arguments journey = Arguments::of(item);
    for (const Argument& touch : journey.items("touches"))
      channels.names.push_back(Arguments::of(touch).text("channel"));
  }
  std::ranges::sort(channels.names);
  const auto repeats = std::ranges::unique(channels.names);
  channels.names.erase(repeats.begin(), repeats.end());
  return channels;
}

Journey read_journey(const Arguments& keys, const Entry& entry, const Channels& channels,
                     std::int64_t lookback_s) {
  Journey journey;
  const Quantity converted = keys.figure("converted");
  if (converted.flag_value() == nullptr) throw entry.fault("has a journey without \"converted\"");
  journey.converted = *converted.flag_value();
  if (keys.has("count")) {
    const auto count = keys.count("count");
    if (!count) throw entry.fault("has a \"count\" that is none");
    journey.count = static_cast<std::uint64_t>(*count);
  }
  // Without an order only the sequence matters; ages are then counted from the first touch's day
  // on.
  const std::int64_t until =
      journey.converted ? entry.instant(keys, "converted_at") : std::int64_t{0};
  std::vector<std::pair<std::int64_t, ChannelId>> dated;
  for (const Argument& item : keys.items("touches")) {
    const Arguments touch = Arguments::of(item);
    dated.emplace_back(entry.instant(touch, "at"), channels.id(touch.text("channel")));
  }
  std::ranges::stable_sort(dated, {}, &std::pair<std::int64_t, ChannelId>::first);
  for (const auto& [at, channel] : dated) {
    const std::int64_t age = std::clamp<std::int64_t>(until - at, INT32_MIN, INT32_MAX);
    journey.touches.push_back({channel, static_cast<std::int32_t>(age)});
  }
  if (!journey.converted) return journey;
  const auto eligible = eligible_touches(journey.touches, lookback_s);
  journey.touches = {eligible.begin(), eligible.end()};
  if (keys.has("value")) {
    const auto value = keys.number("value");
    const auto micros = value ? multiply(*value, Rational(Money::micros_per_unit)) : std::nullopt;
    constexpr std::int64_t most = INT64_MAX;
    if (!micros || !micros->is_integer() || micros->numerator() > most ||
        micros->numerator() < -most)
      throw entry.fault("has a \"value\" that is no amount");
    journey.value_micros = static_cast<std::int64_t>(micros->numerator());
  }
  return journey;
}

CreditRules rules_of(const Entry& entry, const Channels& channels) {
  const Arguments settings = entry.object("settings");
  const auto days = settings.has("lookback_days") ? settings.count("lookback_days") : 30;
  const auto half_life =
      settings.has("half_life_days") ? settings.number("half_life_days") : Rational(7);
  if (!days || *days > 3650) throw entry.fault("has no lookback of 0 to 3650 days");
  if (!half_life || *half_life <= Rational(0)) throw entry.fault("has no half-life above 0");
  std::array<Rational, 3> weights{*Rational::make(2, 5), *Rational::make(1, 5),
                                  *Rational::make(2, 5)};
  if (settings.has("position_weights")) {
    const auto stated = settings.numbers("position_weights");
    if (stated.size() != 3) throw entry.fault("has no three position weights");
    std::ranges::copy(stated, weights.begin());
  }
  return {.lookback_s = *days * 86'400,
          .shares = CreditShares(*half_life, weights,
                                 channels.id(settings.text("direct_channel", "direct")))};
}

Argument by_name(const Channels& channels, const std::vector<bool>& remains,
                 const std::function<Quantity(std::size_t)>& value) {
  Argument object = Argument::object();
  for (std::size_t i = 0; i < channels.names.size(); ++i)
    if (remains[i]) object.members.emplace_back(channels.names[i], value(i));
  return object;
}

Argument total_of(const CreditSum& sum) {
  const auto figure = [](Int128 top, Int128 bottom) {
    return Quantity::exact(*Rational::make(top, bottom), Unit::none);
  };
  return Argument::object(
      {{"conversions", figure(sum.orders, whole_order)},
       {"value", figure(sum.value, Int128{whole_order} * Money::micros_per_unit)}});
}

/// What one model says, in the form of a test's expectation.
Argument answer_of(const ModelCredits& model, const Channels& channels,
                   const std::vector<bool>& remains) {
  if (!model.worked_out) return Quantity::missing(MissingReason::overflow);
  const auto& credits = model.channels;
  Argument answer = Argument::object(
      {{"conversions",
        by_name(channels, remains,
                [&](std::size_t i) { return Quantity::exact(credits[i].orders, Unit::none); })},
       {"value", by_name(channels, remains, [&](std::size_t i) {
          return Quantity::exact(credits[i].value, Unit::none);
        })}});
  if (model.model == AttributionModel::markov) {
    answer.members.emplace_back("removal_effect", by_name(channels, remains, [&](std::size_t i) {
                                  return model.removal_effects[i];
                                }));
    answer.members.emplace_back("base_conversion_probability", model.base_probability);
  }
  return answer;
}

void compare(VectorReport& report, std::size_t index, std::string_view name, const Argument& got,
             const Argument& expected, const Rational& tolerance, const std::string& note) {
  VectorResult result{index, std::string(name), false, to_json(got), to_json(expected), note};
  result.ok = matches(got, expected, tolerance, result.message);
  report.failed += result.ok ? 0 : 1;
  report.results.push_back(std::move(result));
}

void run_entry(const Argument& object, std::size_t index, std::span<const std::string> only,
               VectorReport& report) {
  const Entry entry(object, index);
  const Channels channels = channels_of(entry);
  const CreditRules rules = rules_of(entry, channels);
  CreditLedger ledger(channels.names.size(), all_models, rules);
  std::vector<bool> remains(channels.names.size(), false);
  for (const Argument& item : entry.keys().items("journeys")) {
    const Journey journey = read_journey(Arguments::of(item), entry, channels, rules.lookback_s);
    for (const Touch& touch : journey.touches) remains[touch.channel] = true;
    if (journey.converted)
      ledger.add({Int128{journey.value_micros} * static_cast<Int128>(journey.count),
                  {},
                  journey.touches,
                  journey.count});
    else
      ledger.add_without_order(journey.touches, journey.count);
  }
  const std::vector<ModelCredits> models = analyze_attribution(ledger, Currency{});

  const Rational tolerance = entry.keys().number("tolerance").value_or(Rational(0));
  const std::string note = entry.keys().text("id");
  const auto wanted = [&](std::string_view name) {
    return only.empty() || std::ranges::find(only, name) != only.end();
  };
  if (wanted("total")) {
    const Argument got = Argument::object(
        {{"total", total_of(ledger.total())}, {"unattributed", total_of(ledger.unattributed())}});
    const Argument expected =
        Argument::object({{"total", Argument::object(entry.object("total").values)},
                          {"unattributed", Argument::object(entry.object("unattributed").values)}});
    compare(report, index, "total", got, expected, tolerance, note);
  }
  const Arguments expectations = entry.object("expected");
  for (const auto& [name, expected] : expectations.values) {
    if (!wanted(name)) continue;
    const auto model = find_attribution_model(name);
    if (!model) throw entry.fault("expects the model \"" + name + "\", which does not exist");
    const auto& answer = models[static_cast<std::size_t>(*model)];
    compare(report, index, name, answer_of(answer, channels, remains), expected, tolerance, note);
  }
}

}  // namespace

std::optional<VectorReport> run_attribution_vectors(std::string_view json,
                                                    std::span<const std::string> only) {
  const Argument file = parse_json_value(json);
  if (file.shape != Argument::Shape::list || file.items.empty() ||
      file.items.front().find("journeys") == nullptr)
    return std::nullopt;
  VectorReport report;
  for (std::size_t index = 0; index < file.items.size(); ++index)
    run_entry(file.items[index], index, only, report);
  return report;
}

}  // namespace tiktok_kpi
