// The one table of vendors.
#include "metrics/lenses.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.hpp"
#include "metrics/registry.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr InteractionSet lc = InteractionSet::likes_comments;
constexpr InteractionSet lcs = InteractionSet::likes_comments_shares;
constexpr InteractionSet lcss = InteractionSet::likes_comments_shares_saves;
constexpr MetricKind pooled = MetricKind::ratio;
constexpr MetricKind mean = MetricKind::mean;
constexpr MetricKind ratio_of_medians = MetricKind::ratio_of_medians;

// clang-format off
constexpr std::array table{
    Lens{"tiktok-one",  "TikTok One",  {lcs, "views", pooled}, 0, "TikTok Business Help Center, About TikTok One campaign reporting"},
    Lens{"hypeauditor", "HypeAuditor", {lcs, "views", mean}, 30, "HypeAuditor Help, What is TikTok Engagement Rate"},
    Lens{"modash",      "Modash",      {lcs, "views", ratio_of_medians}, 0, "Modash Help, How does Modash calculate engagement rate"},
    Lens{"creatoriq",   "CreatorIQ",   {lcss, "views", pooled}, 0, "CreatorIQ, Views to impressions"},
    Lens{"grin",        "GRIN",        {lc, "followers", mean}, 0, "GRIN, Glossary of useful terms"},
    Lens{"sprout",      "Sprout Social", {lcs, "followers", pooled}, 0, "Sprout Social Influencer Marketing, TikTok on Sprout"},
    Lens{"hootsuite",   "Hootsuite",   {lcs, "views", mean}, 0, "Hootsuite Help, TikTok metrics (2024)"},
    Lens{"infludata",   "infludata",   {lc, "views", pooled}, 0, "infludata"},
};
// clang-format on

std::string_view sum_of(InteractionSet set) {
  switch (set) {
    case InteractionSet::likes_comments: return "likes + comments";
    case InteractionSet::likes_comments_shares: return "likes + comments + shares";
    case InteractionSet::likes_comments_shares_saves: break;
  }
  return "likes + comments + shares + saves";
}

std::string_view word_of(MetricKind kind) {
  if (kind == MetricKind::mean) return "mean of the posts' rates";
  if (kind == MetricKind::median) return "median of the posts' rates";
  if (kind == MetricKind::ratio_of_medians) return "median over median";
  return "pooled";
}

std::string formula_of(const Engagement& engagement) {
  return "(" + std::string(sum_of(engagement.set)) + ") / " + std::string(engagement.denominator);
}

constexpr std::array<std::string_view, 3> denominators{"views", "followers", "reach"};

bool is_engagement(const Metric& metric, const Settings& settings) {
  if (!is_over_posts(metric)) return false;
  const PostMetric& over_posts = post_metric(metric);
  return metric.unit == Unit::ratio && over_posts.uses_interactions() &&
         std::ranges::find(denominators, over_posts.denominator(settings)) != denominators.end();
}

}  // namespace

std::span<const Lens> lenses() { return table; }

const Lens& find_lens(std::string_view id) {
  const auto* found = std::ranges::find(table, id, &Lens::id);
  if (found != table.end()) return *found;
  std::vector<std::string_view> known;
  std::string all;
  for (const Lens& lens : table) {
    known.push_back(lens.id);
    all += (all.empty() ? "" : ", ") + std::string(lens.id);
  }
  const std::string_view near = nearest(id, known);
  throw Error("unknown-name", "--as: there is no vendor \"" + visible(id) + "\"",
              near.empty() ? "vendors: " + all : "did you mean " + std::string(near) + "?");
}

PostMetric metric_of(const Engagement& engagement) {
  Diagnostic fault;
  auto metric =
      PostMetric::make(formula_of(engagement), engagement.kind, Unit::ratio, std::nullopt, fault);
  if (!metric) throw Error("internal", "a vendor's formula: " + fault.message);
  return *std::move(metric);
}

std::string_view leading_engagement(const Settings& settings) {
  const Metric& headline = metric(settings.headline);
  return is_engagement(headline, settings) ? headline.id : "er_views";
}

Engagement engagement_of(std::string_view id, const Settings& settings) {
  const PostMetric& over_posts = post_metric(metric(id));
  return {over_posts.set(settings),
          *std::ranges::find(denominators, over_posts.denominator(settings)), over_posts.kind()};
}

std::string in_words(const Engagement& engagement) {
  return std::string(sum_of(engagement.set)) + " over " + std::string(engagement.denominator) +
         ", " + std::string(word_of(engagement.kind));
}

Definition define(const Lens& lens) {
  Definition definition;
  definition.id = "as_" + std::string(lens.id);
  std::ranges::replace(definition.id, '-', '_');
  definition.label = "Engagement as " + std::string(lens.label) + " counts it";
  definition.unit = Unit::ratio;
  definition.set = name_of(lens.engagement.set);
  definition.denominator = lens.engagement.denominator;
  definition.aggregation = lens.engagement.kind == MetricKind::ratio  ? "pooled"
                           : lens.engagement.kind == MetricKind::mean ? "mean"
                                                                      : "ratio_of_medians";
  if (lens.newest > 0)
    definition.aggregation += " of the newest " + std::to_string(lens.newest) + " posts";
  definition.formula = formula_of(lens.engagement);
  definition.source = lens.source;
  return definition;
}

}  // namespace tiktok_kpi
