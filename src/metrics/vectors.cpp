// Runs worked examples and compares.
#include "metrics/vectors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "metrics/argument_posts.hpp"
#include "metrics/registry.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

bool close_enough(const Quantity& got, const Quantity& expected, const Rational& tolerance) {
  if (got.exact_value() != nullptr && expected.exact_value() != nullptr) {
    const Rational& target = *expected.exact_value();
    const auto difference = subtract(*got.exact_value(), target);
    const Rational size = target.is_negative() ? *subtract(Rational(0), target) : target;
    const auto allowed = multiply(tolerance, std::max(Rational(1), size));
    if (difference && allowed)
      return (difference->is_negative() ? *subtract(Rational(0), *difference) : *difference) <=
             *allowed;
  }
  const double target = expected.to_double();
  return std::fabs(got.to_double() - target) <=
         tolerance.to_double() * std::max(1.0, std::fabs(target));
}

bool figures_match(const Quantity& got, const Quantity& expected, const Rational& tolerance) {
  if (!got.known() || !expected.known()) return got.known() == expected.known();
  if (got.is_number() && expected.is_number()) return close_enough(got, expected, tolerance);
  if (got.label_value() != nullptr && expected.label_value() != nullptr)
    return *got.label_value() == *expected.label_value();
  if (got.flag_value() != nullptr && expected.flag_value() != nullptr)
    return *got.flag_value() == *expected.flag_value();
  return false;
}

/// A figure that is a list of labels, as a list of figures.
Argument unfolded(const Argument& value) {
  const Quantity::List* labels =
      value.shape == Argument::Shape::figure ? value.figure.list_value() : nullptr;
  if (labels == nullptr) return value;
  Argument list = Argument::list();
  for (const std::string& label : *labels) list.items.emplace_back(Quantity::label(label));
  return list;
}

std::string number_text(const Quantity& figure) {
  if (const Rational* exact = figure.exact_value()) {
    if (exact->is_integer()) return to_string(exact->numerator());
    const std::string decimal = exact->to_fixed(17);
    if (const auto back = Rational::parse(decimal); back && *back == *exact)
      return decimal.substr(0, decimal.find_last_not_of('0') + 1);
  }
  std::array<char, 32> digits{};
  return {digits.data(),
          std::to_chars(digits.data(), digits.data() + digits.size(), figure.to_double()).ptr};
}

struct Entry {
  std::string metric;
  Arguments inputs;
  Argument expected;
  Rational tolerance;
  std::string note;
};

Entry entry_of(const Argument& object, std::size_t index) {
  const auto fault = [&](std::string_view what) {
    return Error("bad-vector", "entry " + std::to_string(index) + " " + std::string(what));
  };
  if (object.shape != Argument::Shape::object) throw fault("is no object");
  const Arguments keys = Arguments::of(object);
  Entry entry;
  entry.metric = keys.text("metric");
  if (entry.metric.empty()) throw fault("names no metric");
  const Argument* inputs = keys.find("inputs");
  if (inputs == nullptr || inputs->shape != Argument::Shape::object)
    throw fault("has no object \"inputs\"");
  entry.inputs = Arguments::of(*inputs);
  const Argument* expected = keys.find("expected");
  if (expected == nullptr) throw fault("has no \"expected\"");
  entry.expected = *expected;
  const auto tolerance = keys.number("tolerance");
  if ((keys.has("tolerance") && !tolerance) || (tolerance && tolerance->is_negative()))
    throw fault("has a tolerance that is no number from 0 on");
  entry.tolerance = tolerance.value_or(Rational(0));
  entry.note = keys.text("note");
  return entry;
}

std::optional<Argument> worked_out(const Entry& entry, const Settings& settings,
                                   const OtherMetrics& others) {
  if (const Metric* metric = find_metric(entry.metric))
    return evaluate(*metric, entry.inputs, settings);
  return others ? others(entry.metric, entry.inputs, settings) : std::nullopt;
}

}  // namespace

bool matches(const Argument& got_value, const Argument& expected_value, const Rational& tolerance,
             std::string& why) {
  const Argument got = unfolded(got_value);
  const Argument expected = unfolded(expected_value);
  const auto differ = [&](const std::string& where) {
    why = where + "expected " + to_json(expected) + ", got " + to_json(got);
    return false;
  };
  if (got.shape != expected.shape) return differ("");
  if (got.shape == Argument::Shape::figure)
    return figures_match(got.figure, expected.figure, tolerance) || differ("");
  if (got.items.size() != expected.items.size() || got.members.size() != expected.members.size())
    return differ("");
  for (std::size_t i = 0; i < got.items.size(); ++i)
    if (std::string inner; !matches(got.items[i], expected.items[i], tolerance, inner)) {
      why = "item " + std::to_string(i) + ": " + inner;
      return false;
    }
  for (const auto& [name, value] : expected.members) {
    const Argument* own = got.find(name);
    if (own == nullptr) return differ("");
    if (std::string inner; !matches(*own, value, tolerance, inner)) {
      why = name + ": " + inner;
      return false;
    }
  }
  return true;
}

std::string to_json(const Argument& value_) {
  const Argument value = unfolded(value_);
  std::string text;
  switch (value.shape) {
    case Argument::Shape::list:
      for (const Argument& item : value.items) text += (text.empty() ? "" : ", ") + to_json(item);
      return "[" + text + "]";
    case Argument::Shape::object:
      for (const auto& [name, member] : value.members)
        text += (text.empty() ? "" : ", ") + nlohmann::json(name).dump() + ": " + to_json(member);
      return "{" + text + "}";
    case Argument::Shape::figure: break;
  }
  const Quantity& figure = value.figure;
  if (!figure.known()) return "null";
  if (const bool* flag = figure.flag_value()) return *flag ? "true" : "false";
  if (const std::string* label = figure.label_value())
    return nlohmann::json(*label).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return number_text(figure);
}

VectorReport run_vectors(std::string_view json, std::span<const std::string> only,
                         const Settings& settings, const OtherMetrics& others) {
  const Argument file = parse_json_value(json);
  if (file.shape != Argument::Shape::list)
    throw Error("bad-vector", "the file is no JSON list of formula tests");
  VectorReport report;
  std::set<std::string> unknown;
  for (std::size_t index = 0; index < file.items.size(); ++index) {
    const Entry entry = entry_of(file.items[index], index);
    if (!only.empty() && std::ranges::find(only, entry.metric) == only.end()) continue;
    VectorResult result{index, entry.metric, false, "null", to_json(entry.expected), entry.note};
    try {
      if (const auto got = worked_out(entry, settings, others)) {
        result.got = to_json(*got);
        result.ok = matches(*got, entry.expected, entry.tolerance, result.message);
      } else {
        unknown.insert(entry.metric);
        result.message = "there is no metric \"" + entry.metric + "\"";
      }
    } catch (const Error& error) {
      result.message = error.diagnostic().message;
    }
    report.failed += result.ok ? 0 : 1;
    report.results.push_back(std::move(result));
  }
  report.unknown_metrics.assign(unknown.begin(), unknown.end());
  return report;
}

}  // namespace tiktok_kpi
