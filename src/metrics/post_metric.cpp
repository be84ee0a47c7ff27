// What a formula over posts asks of the rows.
#include "metrics/post_metric.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "aggregate/row_numbers.hpp"
#include "metrics/formula_rows.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Numerator and denominator of a row rate in the form that the accumulator knows best:
/// a field or a sum of fields stored alike, over a field or nothing.
std::optional<RowRate> simple_rate(const Formula& formula, std::uint32_t id) {
  RowRate rate;
  const FormulaNode* top = &formula.node(id);
  if (top->kind == NodeKind::divide) {
    const FormulaNode& bottom = formula.node(top->parts[1]);
    const FieldRow* row = bottom.kind == NodeKind::name ? find_field(bottom.text) : nullptr;
    if (row == nullptr) return std::nullopt;
    rate.denominator = row->field;
    top = &formula.node(top->parts[0]);
  }
  const auto take = [&](const FormulaNode& node) {
    const FieldRow* row = node.kind == NodeKind::name ? find_field(node.text) : nullptr;
    if (row == nullptr || (!rate.numerator.empty() &&
                           storage_scale(row->field) != storage_scale(rate.numerator.front())))
      return false;
    rate.numerator.push_back(row->field);
    return true;
  };
  if (top->kind != NodeKind::add) return take(*top) ? std::optional(rate) : std::nullopt;
  const bool fields_only =
      std::ranges::all_of(top->parts, [&](std::uint32_t part) { return take(formula.node(part)); });
  return fields_only ? std::optional(rate) : std::nullopt;
}

RowRate row_rate(const Formula& formula, std::uint32_t value, std::uint32_t guard,
                 MissingMode missing) {
  if (value == guard) {
    if (auto rate = simple_rate(formula, value)) {
      rate->missing = missing;
      return *rate;
    }
  }
  RowRate rate;
  rate.missing = missing;
  rate.formula = compile_rows(formula, value, guard, RowContext{missing, nullptr, {}});
  return rate;
}

/// The two medians of a quotient of medians, over the posts where the quotient is defined.
std::pair<RowRate, RowRate> median_rates(const Formula& formula, MissingMode missing) {
  const FormulaNode& root = formula.root();
  const auto whole = simple_rate(formula, formula.root_id());
  RowRate top = row_rate(formula, root.parts[0], formula.root_id(), missing);
  if (whole) {
    top = *whole;
    top.positive = std::exchange(top.denominator, std::nullopt);
    top.missing = missing;
  }
  return {std::move(top), row_rate(formula, root.parts[1], formula.root_id(), missing)};
}

bool over_rows(MetricKind kind) {
  return kind == MetricKind::mean || kind == MetricKind::median ||
         kind == MetricKind::ratio_of_medians;
}

/// Fault of a name or sum() that has no meaning over posts; nothing when all have one.
std::optional<Diagnostic> misuse(const Formula& formula, MetricKind kind, Place origin) {
  const auto fault = [&](const FormulaNode& at, std::string message, std::string hint) {
    Place place = origin;
    place.offset += at.offset;
    return Diagnostic::make("bad-formula", std::move(message), std::move(hint), place, at.length);
  };
  for (std::uint32_t id = 0; id < formula.size(); ++id) {
    const FormulaNode& it = formula.node(id);
    if (it.kind == NodeKind::name && it.text != "posts") {
      const FieldRow* row = find_field(it.text);
      if (row == nullptr || !is_summable(row->field))
        return fault(it, "\"" + it.text + "\" is no number that could be added up", {});
    }
    if (it.kind == NodeKind::name && it.text == "posts" && over_rows(kind))
      return fault(it, "\"posts\" is no number of one post",
                   "a mean or median is over posts already");
    if (it.kind == NodeKind::in && it.parts.size() == 2 &&
        formula.node(it.parts[1]).kind == NodeKind::name) {
      const FormulaNode& list = formula.node(it.parts[1]);
      return fault(list, "\"" + list.text + "\" is no list", "only tags hold several values");
    }
    if (it.kind == NodeKind::text)
      return fault(it, "a metric of numbers cannot use text",
                   "use --where to choose posts by text");
    if (it.kind == NodeKind::sum && !linear_form(formula, id))
      return fault(
          it, "sum() takes numbers and columns joined by + - *, at most two columns multiplied",
          {});
  }
  if (kind == MetricKind::ratio_of_medians && formula.root().kind != NodeKind::divide)
    return fault(formula.root(), "a quotient of medians needs a division", {});
  if (kind == MetricKind::sum && !linear_form(formula, formula.root_id()))
    return fault(formula.root(), "a sum takes numbers and columns joined by + - *", {});
  return std::nullopt;
}

/// Fields that stand under a division bar.
void add_divisors(const Formula& formula, std::uint32_t id, bool below, FieldSet& divisors) {
  const FormulaNode& it = formula.node(id);
  if (below && it.kind == NodeKind::name)
    if (const FieldRow* row = find_field(it.text)) divisors.insert(row->field);
  for (std::size_t i = 0; i < it.parts.size(); ++i)
    add_divisors(formula, it.parts[i], below || (it.kind == NodeKind::divide && i == 1), divisors);
}

/// Sums of everything that the formula names, which bring their presence patterns along.
Request columns_of(const Formula& formula) {
  Request terms;
  add_divisors(formula, formula.root_id(), false, terms.divisors);
  for (std::uint32_t id = 0; id < formula.size(); ++id) {
    const NodeKind kind = formula.node(id).kind;
    if (kind != NodeKind::name && kind != NodeKind::sum) continue;
    if (const auto form = linear_form(formula, id))
      for (const auto& [term, weight] : form->terms) terms.sums.push_back(term);
  }
  Request unique;
  unique.add(terms);
  return unique;
}

constexpr std::array interactions{Field::likes, Field::comments, Field::shares, Field::saves};

}  // namespace

std::span<const std::string_view> post_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list{"interactions", "click_base", "gross_margin", "posts"};
    const FieldSet all = FieldSet::all_of(RecordKind::post);
    for (const FieldRow& row : fields())
      if (all.contains(row.field)) list.push_back(row.name);
    return list;
  }();
  return names;
}

std::string_view name_of(InteractionSet set) {
  switch (set) {
    case InteractionSet::likes_comments: return "lc";
    case InteractionSet::likes_comments_shares: return "lcs";
    case InteractionSet::likes_comments_shares_saves: return "lcss";
  }
  return "lcs";
}

std::span<const Field> fields_of(InteractionSet set) {
  return std::span(interactions).first(static_cast<std::size_t>(set) + 2);
}

std::optional<PostMetric> PostMetric::make(std::string_view text, MetricKind kind, Unit unit,
                                           std::optional<InteractionSet> set, Diagnostic& fault,
                                           Place origin) {
  auto formula = Formula::parse(text, post_names(), fault, origin);
  if (!formula) return std::nullopt;
  return make(*std::move(formula), kind, unit, set, fault, origin);
}

std::optional<PostMetric> PostMetric::make(Formula formula, MetricKind kind, Unit unit,
                                           std::optional<InteractionSet> set, Diagnostic& fault,
                                           Place origin) {
  PostMetric metric(std::move(formula));
  metric.kind_ = kind;
  metric.unit_ = unit;
  metric.set_ = set;
  if (auto found = misuse(metric.expanded(Settings{}), kind, origin)) {
    fault = *std::move(found);
    return std::nullopt;
  }
  return metric;
}

bool PostMetric::uses_interactions() const {
  return std::ranges::count(formula_.names(), "interactions") > 0;
}

InteractionSet PostMetric::set(const Settings& settings) const {
  return settings.set.value_or(set_.value_or(InteractionSet::likes_comments_shares));
}

Formula expand_names(const Formula& formula, InteractionSet set, const Settings& settings) {
  static constexpr std::array<std::string_view, 6> names{"likes", "comments", "shares",
                                                         "saves", "views",    "impressions"};
  static constexpr std::array<std::string_view, 3> sums{
      "likes + comments", "likes + comments + shares", "likes + comments + shares + saves"};
  Formula result = formula;
  const auto replace = [&](std::string_view name, std::string_view text) {
    if (std::ranges::count(result.names(), name) == 0) return;
    Diagnostic fault;
    const auto body = Formula::parse(text, names, fault);
    auto replaced = result.with(name, *body, fault);
    if (!replaced) throw Error(std::move(fault));
    result = *std::move(replaced);
  };
  replace("interactions", sums[static_cast<std::size_t>(set)]);
  replace("click_base", settings.ctr_denominator == ClickBase::views ? "views" : "impressions");
  replace("gross_margin", settings.margin.is_integer()
                              ? to_string(settings.margin.numerator())
                              : "(" + to_string(settings.margin.numerator()) + " / " +
                                    to_string(settings.margin.denominator()) + ")");
  return result;
}

Formula PostMetric::expanded(const Settings& settings) const {
  return expand_names(formula_, set(settings), settings);
}

std::string PostMetric::denominator(const Settings& settings) const {
  const Formula formula = expand_names(formula_, InteractionSet::likes_comments_shares, settings);
  const FormulaNode* at = &formula.root();
  // 1000 * comments / likes and a / b * c both divide by one thing: the first division on the way
  // down.
  while (at->kind == NodeKind::multiply || at->kind == NodeKind::divide) {
    if (at->kind == NodeKind::divide) return formula.to_text(at->parts[1]);
    at = &formula.node(at->parts[0]);
  }
  return {};
}

Request PostMetric::needs(const Settings& settings) const {
  const Formula formula = expanded(settings);
  Request request;
  switch (kind_) {
    case MetricKind::mean:
      request.means.push_back(
          row_rate(formula, formula.root_id(), formula.root_id(), settings.missing));
      break;
    case MetricKind::median:
      request.medians.push_back(
          row_rate(formula, formula.root_id(), formula.root_id(), settings.missing));
      break;
    case MetricKind::ratio_of_medians: {
      auto [top, bottom] = median_rates(formula, settings.missing);
      request.medians = {std::move(top), std::move(bottom)};
      break;
    }
    default: break;
  }
  if (over_rows(kind_)) {
    // Whether a mean of parts is a lower bound only the patterns of the columns tell.
    if (settings.missing == MissingMode::partial) request.add(columns_of(formula));
  } else {
    request.add(columns_of(formula));
  }
  return request;
}

BoundMetric PostMetric::bind(const Aggregates& shape, const Settings& settings) const {
  BoundMetric bound(expanded(settings));
  bound.shape_ = &shape;
  bound.kind_ = kind_;
  bound.unit_ = unit_;
  bound.missing_ = settings.missing;
  bound.currency_ = settings.currency;
  const auto index_of = [](const std::vector<RowRate>& rates, const RowRate& rate) {
    const auto found = std::ranges::find(rates, rate);
    if (found == rates.end())
      throw Error("internal", "a metric was asked of aggregates that do not hold what it needs");
    return static_cast<std::size_t>(found - rates.begin());
  };
  const Formula& formula = bound.formula_;
  const std::uint32_t root = formula.root_id();
  switch (kind_) {
    case MetricKind::mean:
      bound.index_ = index_of(shape.means, row_rate(formula, root, root, settings.missing));
      break;
    case MetricKind::median:
      bound.index_ = index_of(shape.medians, row_rate(formula, root, root, settings.missing));
      break;
    case MetricKind::ratio_of_medians: {
      const auto [top, bottom] = median_rates(formula, settings.missing);
      bound.index_ = index_of(shape.medians, top);
      bound.second_index_ = index_of(shape.medians, bottom);
      break;
    }
    default: bound.weighted_.resize(formula.size()); bound.find_weighted(root);
  }
  if (!over_rows(kind_) || settings.missing == MissingMode::partial) bound.find_pattern_fields();
  return bound;
}

}  // namespace tiktok_kpi
