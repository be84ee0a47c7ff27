#pragma once
// Named inputs of a metric outside a report: the "inputs" of a formula test, or what report code
// fills in.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tiktok_kpi/core/quantity.hpp"

namespace tiktok_kpi {

/// A value: one figure (missing, number, text, yes or no), a list of values, or an object of named
/// values. Also what a metric answers when one figure is not enough: {low, high}.
struct Argument {
  enum class Shape : std::uint8_t { figure, list, object };
  using Member = std::pair<std::string, Argument>;

  Shape shape = Shape::figure;
  Quantity figure;
  std::vector<Argument> items;  ///< of a list
  std::vector<Member> members;  ///< of an object, in the order written

  Argument() = default;
  Argument(Quantity value) : figure(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  [[nodiscard]] static Argument list(std::vector<Argument> items = {});
  [[nodiscard]] static Argument object(std::vector<Member> members = {});

  [[nodiscard]] bool is_null() const { return shape == Shape::figure && !figure.known(); }
  /// Member of an object, or nullptr.
  [[nodiscard]] const Argument* find(std::string_view name) const;
};

/// The named arguments of one evaluation.
struct Arguments {
  std::vector<Argument::Member> values;

  /// From a JSON object. Decimal literals are read as written: 0.05125 is the decimal, not its
  /// nearest double. Throws Error("bad-vector") when the text is no JSON object.
  [[nodiscard]] static Arguments parse(std::string_view json);
  /// From the members of an object.
  [[nodiscard]] static Arguments of(const Argument& object) { return {object.members}; }

  void set(std::string name, Argument value);
  /// nullptr when absent; a missing figure (JSON null) is present.
  [[nodiscard]] const Argument* find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }

  /// The figure of that name; missing(unknown) when absent, null or no figure.
  [[nodiscard]] Quantity figure(std::string_view name) const;
  /// Numbers only; nothing when missing or no number.
  [[nodiscard]] std::optional<Rational> number(std::string_view name) const;
  /// A whole number that is not negative; nothing otherwise.
  [[nodiscard]] std::optional<std::int64_t> count(std::string_view name) const;
  /// Text, or `otherwise` when absent.
  [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = {}) const;
  /// Known numbers of a list, in order; missing entries are left out.
  [[nodiscard]] std::vector<Rational> numbers(std::string_view name) const;
  /// Items of a list; empty when absent.
  [[nodiscard]] const std::vector<Argument>& items(std::string_view name) const;
  /// A day written 2024-05-01, or the day of a time.
  [[nodiscard]] std::optional<std::int32_t> day(std::string_view name) const;
};

/// A JSON value as an Argument; throws Error("bad-vector") with what is wrong.
[[nodiscard]] Argument parse_json_value(std::string_view json);

}  // namespace tiktok_kpi
