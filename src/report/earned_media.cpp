#include "report/earned_media.hpp"

#include <array>

#include "report/metric_columns.hpp"

namespace tiktok_kpi {
namespace {

/// Counts that the settings may give a value.
constexpr std::array<std::string_view, 5> may_be_valued{"likes", "comments", "shares", "saves",
                                                        "clicks"};

}  // namespace

EarnedMedia::EarnedMedia(const Settings& settings) : settings_(settings) {
  for (const std::string_view name : may_be_valued) {
    if (!settings.emv.contains(name)) continue;
    Diagnostic fault;
    if (auto sum = PostMetric::make(name, MetricKind::sum, Unit::count, std::nullopt, fault))
      counts_.emplace_back(name, *std::move(sum));
  }
}

void EarnedMedia::add_needs(Request& request) const {
  for (const auto& [name, sum] : counts_) request.add(sum.needs(settings_));
}

void EarnedMedia::add_columns(std::vector<Column>& columns, bool hidden) const {
  const auto add = [&](std::string_view id, bool wanted, bool trend) {
    if (wanted)
      columns.push_back({.id = std::string(id),
                         .label = column_label(metric(id)),
                         .unit = metric(id).unit,
                         .detail = hidden,
                         .trend = trend});
  };
  add("emv_cpm", by_views(), false);
  add("emv_weighted", weighted(), false);
  add("roi_emv", by_views() || weighted(), true);
}

Quantity EarnedMedia::rate(std::string_view name, const Settings& settings) const {
  return Quantity::money(settings_.emv.find(name)->second, settings.currency);
}

std::vector<EarnedMedia::Valued> EarnedMedia::valued(const RowPosts& posts,
                                                     const Settings& settings) const {
  std::vector<Valued> all;
  for (const auto& [name, sum] : counts_)
    all.push_back({name,
                   posts.group == nullptr
                       ? Quantity::missing(MissingReason::no_posts, Unit::count)
                       : sum.bind(*posts.shape, settings_).evaluate(*posts.group).value,
                   rate(name, settings)});
  return all;
}

void EarnedMedia::add_cells(std::vector<Quantity>& row, const RowPosts& posts,
                            const Quantity& views, const Quantity& cost,
                            const Settings& settings) const {
  Quantity value;
  if (by_views()) {
    value = call("emv_cpm", {{"views", views}, {"reference_cpm", rate("reference_cpm", settings)}},
                 settings);
    row.push_back(value);
  }
  if (weighted()) {
    Argument counts = Argument::object();
    Argument values = Argument::object();
    for (const Valued& one : valued(posts, settings)) {
      counts.members.emplace_back(one.name, one.count);
      values.members.emplace_back(one.name, one.value);
    }
    Arguments arguments;
    arguments.set("counts", std::move(counts));
    arguments.set("values", std::move(values));
    arguments.set("views", views);
    if (settings_.emv.contains("value_per_mille"))
      arguments.set("value_per_mille", rate("value_per_mille", settings));
    value = evaluate_sums(metric("emv_weighted"), arguments, settings);
    row.push_back(value);
  }
  if (by_views() || weighted())
    row.push_back(call("roi_emv", {{"emv", value}, {"cost", cost}}, settings));
}

void EarnedMedia::define_columns(Answers& answers) const {
  if (by_views()) define(answers, "emv_cpm");
  if (weighted()) define(answers, "emv_weighted");
  if (by_views() || weighted()) define(answers, "roi_emv");
}

}  // namespace tiktok_kpi
