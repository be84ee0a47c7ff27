// Who is credited with one order: the metrics that put the rules of aggregate/credit_policy.hpp on
// view and under test.
#include <algorithm>
#include <map>

#include "aggregate/code_book.hpp"
#include "aggregate/credit_policy.hpp"
#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

std::optional<std::int64_t> instant_in(const Arguments& arguments, std::string_view name) {
  const auto time = parse_iso_time(arguments.text(name));
  if (!time) return std::nullopt;
  return std::int64_t{time->day} * 86'400 + time->second_of_day - time->offset_s.value_or(0);
}

/// Numbers for creators in the order in which they are met; names in their normal form.
class Creators {
 public:
  ChannelId id(std::string_view handle) {
    const auto [at, fresh] =
        ids_.try_emplace(normal_handle(handle), static_cast<ChannelId>(names_.size()));
    if (fresh) names_.push_back(at->first);
    return at->second;
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::map<std::string, ChannelId, std::less<>> ids_;
  std::vector<std::string> names_;
};

template <class Value>
Value option(const Arguments& arguments, std::string_view name, std::string_view otherwise,
             std::optional<Value> (*find)(std::string_view)) {
  const std::string text = arguments.text(name, otherwise);
  if (const auto value = find(text)) return *value;
  throw Error("bad-vector", "\"" + text + "\" is no value of " + std::string(name));
}

CodeBook code_book(const Arguments& arguments, Creators& creators) {
  CodeBook book;
  const Argument* map = arguments.find("code_map");
  if (map == nullptr) return book;
  for (const auto& [code, owner] : map->members) {
    const std::string* handle = owner.figure.label_value();
    if (handle != nullptr && !book.add(code, creators.id(*handle)))
      throw Error("bad-vector", "the code \"" + code + "\" belongs to two creators");
  }
  return book;
}

/// The touches in the order of time, ties as written.
std::vector<Touch> touches_before(const Arguments& arguments, std::int64_t ordered_at,
                                  Creators& creators) {
  constexpr std::int64_t most = INT32_MAX;
  std::vector<Touch> touches;
  for (const Argument& item : arguments.items("touches")) {
    const Arguments touch = Arguments::of(item);
    const auto at = instant_in(touch, "at");
    const std::string creator = touch.text("creator");
    // A visit at an unknown time, or of nobody, proves nothing.
    if (!at || creator.empty()) continue;
    const std::int64_t age = std::clamp(ordered_at - *at, -most, most);
    touches.push_back({creators.id(creator), static_cast<std::int32_t>(age)});
  }
  std::ranges::stable_sort(touches, std::ranges::greater{}, &Touch::age_s);
  return touches;
}

}  // namespace

Argument evaluate_order_credit(const Arguments& arguments, const Settings&) {
  const auto ordered_at = instant_in(arguments, "ordered_at");
  const auto days = arguments.has("lookback_days") ? arguments.count("lookback_days") : 30;
  if (!ordered_at || !days || *days > 3650) return Quantity::missing(MissingReason::unknown);
  Creators creators;
  const CodeBook book = code_book(arguments, creators);
  std::vector<ChannelId> owners;
  for (const Argument& item : arguments.items("codes"))
    if (const std::string* code = item.figure.label_value())
      if (const auto owner = book.owner(*code, 0)) owners.push_back(*owner);
  const std::vector<Touch> all = touches_before(arguments, *ordered_at, creators);
  const auto touches = eligible_touches(all, *days * 86'400);
  const OrderDivision division = divide_order(
      option(arguments, "policy", "code_first", find_credit_policy),
      option(arguments, "multi_code", "split", find_multi_code), owners, touches, no_channel);

  std::vector<std::int64_t> parts(creators.names().size(), 0);
  for (std::size_t i = 0; i < division.owners.size(); ++i)
    parts[division.owners[i]] += share_of_owner(division.codes, i, division.owners.size());
  if (division.links > 0) parts[touches.back().channel] += division.links;
  Argument credit = Argument::object();
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (parts[i] != 0)
      credit.members.emplace_back(
          creators.names()[i],
          Quantity::exact(*Rational::make(parts[i], whole_order), Unit::ratio));
  return credit;
}

Quantity evaluate_code_leak_rate(const Arguments& arguments, const Settings&) {
  Int128 with_code = 0;
  Int128 without_click = 0;
  for (const Argument& item : arguments.items("orders")) {
    const Arguments order = Arguments::of(item);
    const Quantity code = order.figure("code");
    const Quantity clicked = order.figure("clicked");
    if (code.flag_value() == nullptr || (*code.flag_value() && clicked.flag_value() == nullptr))
      return Quantity::missing(MissingReason::incomplete, Unit::ratio);
    if (!*code.flag_value()) continue;
    ++with_code;
    without_click += *clicked.flag_value() ? 0 : 1;
  }
  return in_unit(over(Scalar::of(Rational(without_click)), Scalar::of(Rational(with_code))),
                 Unit::ratio);
}

}  // namespace tiktok_kpi
