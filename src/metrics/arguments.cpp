// Named values, and JSON read without losing a digit.
#include "metrics/arguments.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/civil_time.hpp"
#include "metrics/statistics.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t max_nesting = 128;

/// Builds the value while nlohmann's SAX parser reads; it hands over the literal of every number.
class ValueReader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put(Quantity::missing(MissingReason::unknown)); }
  bool boolean(bool value) override { return put(Quantity::flag(value)); }
  bool number_integer(number_integer_t value) override {
    return put(Quantity::exact(Rational(value), Unit::none));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return put(Quantity::exact(Rational(static_cast<Int128>(value)), Unit::none));
  }
  bool number_float(number_float_t value, const string_t& literal) override {
    const auto exact = Rational::parse(literal);
    return put(exact ? Quantity::exact(*exact, Unit::none) : Quantity::real(value, Unit::none));
  }
  bool string(string_t& value) override { return put(Quantity::label(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Argument::Shape::object); }
  bool start_array(std::size_t) override { return open(Argument::Shape::list); }
  bool key(string_t& name) override {
    const Argument& object = open_.back().value;
    if (object.find(name) != nullptr)
      return refuse("the key \"" + name + "\" occurs twice in one object");
    open_.back().key = name;
    return true;
  }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    return refuse("not valid JSON near byte " + std::to_string(position));
  }

  [[nodiscard]] Argument take() { return std::move(result_); }
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  struct Open {
    Argument value;
    std::string key;
  };

  bool refuse(std::string why) {
    fault_ = std::move(why);
    return false;
  }
  bool put(Argument value) {
    if (open_.empty()) {
      result_ = std::move(value);
      return true;
    }
    Open& parent = open_.back();
    if (parent.value.shape == Argument::Shape::list)
      parent.value.items.push_back(std::move(value));
    else
      parent.value.members.emplace_back(std::move(parent.key), std::move(value));
    return true;
  }
  bool open(Argument::Shape shape) {
    if (open_.size() >= max_nesting) return refuse("nested more than 128 deep");
    open_.emplace_back().value.shape = shape;
    return true;
  }
  bool close() {
    Argument value = std::move(open_.back().value);
    open_.pop_back();
    return put(std::move(value));
  }

  std::vector<Open> open_;
  Argument result_;
  std::string fault_;
};

const Argument* find_in(const std::vector<Argument::Member>& members, std::string_view name) {
  const auto found = std::ranges::find(members, name, &Argument::Member::first);
  return found != members.end() ? &found->second : nullptr;
}

}  // namespace

Argument Argument::list(std::vector<Argument> items) {
  Argument result;
  result.shape = Shape::list;
  result.items = std::move(items);
  return result;
}

Argument Argument::object(std::vector<Member> members) {
  Argument result;
  result.shape = Shape::object;
  result.members = std::move(members);
  return result;
}

const Argument* Argument::find(std::string_view name) const { return find_in(members, name); }

Argument parse_json_value(std::string_view json) {
  ValueReader reader;
  if (!nlohmann::json::sax_parse(json.begin(), json.end(), &reader))
    throw Error("bad-vector", reader.fault());
  return reader.take();
}

Arguments Arguments::parse(std::string_view json) {
  const Argument value = parse_json_value(json);
  if (value.shape != Argument::Shape::object)
    throw Error("bad-vector", "the inputs are no JSON object");
  return of(value);
}

void Arguments::set(std::string name, Argument value) {
  values.emplace_back(std::move(name), std::move(value));
}

const Argument* Arguments::find(std::string_view name) const { return find_in(values, name); }

Quantity Arguments::figure(std::string_view name) const {
  const Argument* value = find(name);
  return value != nullptr && value->shape == Argument::Shape::figure
             ? value->figure
             : Quantity::missing(MissingReason::unknown);
}

std::optional<Rational> Arguments::number(std::string_view name) const {
  const Quantity value = figure(name);
  if (const Rational* exact = value.exact_value()) return *exact;
  if (const double* real = value.real_value()) return decimal_of(*real);
  return std::nullopt;
}

std::optional<std::int64_t> Arguments::count(std::string_view name) const {
  const auto value = number(name);
  if (!value || !value->is_integer() || value->is_negative() || value->numerator() > INT64_MAX)
    return std::nullopt;
  return static_cast<std::int64_t>(value->numerator());
}

std::string Arguments::text(std::string_view name, std::string_view otherwise) const {
  const Argument* value = find(name);
  const std::string* label = value != nullptr && value->shape == Argument::Shape::figure
                                 ? value->figure.label_value()
                                 : nullptr;
  return label != nullptr ? *label : std::string(otherwise);
}

std::vector<Rational> Arguments::numbers(std::string_view name) const {
  std::vector<Rational> result;
  for (const Argument& item : items(name)) {
    if (const Rational* exact = item.figure.exact_value())
      result.push_back(*exact);
    else if (const double* real = item.figure.real_value())
      if (const auto decimal = decimal_of(*real)) result.push_back(*decimal);
  }
  return result;
}

const std::vector<Argument>& Arguments::items(std::string_view name) const {
  static const std::vector<Argument> none;
  const Argument* value = find(name);
  return value != nullptr && value->shape == Argument::Shape::list ? value->items : none;
}

std::optional<std::int32_t> Arguments::day(std::string_view name) const {
  const Quantity value = figure(name);
  if (const Rational* exact = value.exact_value();
      exact != nullptr && value.unit() == Unit::date && exact->is_integer())
    return static_cast<std::int32_t>(exact->numerator());
  if (value.label_value() == nullptr) return std::nullopt;
  const auto time = parse_iso_time(*value.label_value());
  return time ? std::optional(time->day) : std::nullopt;
}

}  // namespace tiktok_kpi
