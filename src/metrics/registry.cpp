// The one table of metrics, in the order of the dictionary. Formulas of the kinds sum, ratio, mean, median
// and ratio_of_medians are the computation itself; those of labels and functions are words. Every example
// runs as a test.
#include "metrics/registry.hpp"

#include <algorithm>
#include <array>

namespace tiktok_kpi {
namespace {

constexpr std::string_view guide = "TikTok influencer marketing guide";
constexpr std::string_view tripathy = "A. Tripathy 2023, Measuring Success In Your TikTok Influencer Programs";
constexpr std::string_view lookfamed = "Lookfamed, Influencer Marketing on TikTok: Why different rules apply here than on Instagram";
constexpr std::string_view trustt = "Trustt 2023, TikTok: The 6 KPIs to Follow to Make Your Influence Campaigns Shine!";
constexpr std::string_view usual = "industry practice";
constexpr auto lc = InteractionSet::likes_comments;

constexpr std::string_view one_post = R"({"likes": 1200, "comments": 80, "shares": 45, "views": 30000})";
constexpr std::string_view three_posts =
    R"({"posts": [{"likes": 900, "comments": 60, "shares": 40, "views": 20000, "followers": 25000},
                  {"likes": 150, "comments": 30, "shares": 20, "views": 1000, "followers": 25000},
                  {"likes": 4000, "comments": 500, "shares": 500, "views": 250000, "followers": 25000}]})";
constexpr std::string_view uneven_posts =
    R"({"posts": [{"likes": 900, "comments": 60, "shares": 40, "views": 20000},
                  {"likes": 150, "comments": 30, "shares": 20, "views": 1000},
                  {"likes": 1400, "comments": 60, "shares": 40, "views": 4000}]})";
constexpr std::string_view post_inputs = "posts[] set missing";

constexpr std::array table{
    // --- classification and engagement ---
    Metric{.id = "interactions", .label = "Interactions", .unit = Unit::count, .kind = MetricKind::sum,
           .formula = "interactions", .inputs = "likes comments shares saves set missing", .better = 1,
           .description = "Likes, comments and shares together.",
           .undefined = "strict: any part missing", .source = trustt, .since = "1",
           .example_inputs = one_post, .example_expected = "1325"},
    Metric{.id = "er_followers", .label = "Engagement per follower", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "interactions / followers", .inputs = "likes comments shares saves followers set missing", .better = 1,
           .description = "Likes and comments over followers, pooled over the posts that state both. May exceed 1.",
           .undefined = "followers 0 or unknown on every post", .source = guide, .since = "1",
           .example_inputs = R"({"likes": 1200, "comments": 80, "shares": 45, "followers": 25000})", .example_expected = "0.0512", .set = lc},
    Metric{.id = "er_views", .label = "Engagement per view", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "interactions / views", .inputs = "likes comments shares saves views set missing", .better = 1,
           .description = "Likes, comments and shares over views, pooled over the posts that state all of them.",
           .undefined = "views 0 or a part unknown on every post", .source = trustt, .since = "1",
           .example_inputs = one_post, .example_expected = "0.04416666666666667"},
    Metric{.id = "er_reach", .label = "Engagement per viewer", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "interactions / reach", .inputs = "likes comments shares saves reach set missing", .better = 1,
           .description = "Likes, comments and shares over unique viewers. Views are no substitute.",
           .undefined = "reach not exported", .source = trustt, .since = "1",
           .example_inputs = R"({"likes": 1200, "comments": 80, "shares": 45, "reach": 26500})", .example_expected = "0.05"},
    Metric{.id = "er_views_mean", .label = "Engagement per view, mean of posts", .unit = Unit::ratio, .kind = MetricKind::mean,
           .formula = "interactions / views", .inputs = post_inputs, .better = 1,
           .description = "Mean of the posts' own rates: every post counts the same, however small.",
           .undefined = "no post has a rate", .source = trustt, .since = "1", .example_inputs = three_posts, .example_expected = "0.09"},
    Metric{.id = "er_views_pooled", .label = "Engagement per view, pooled", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "interactions / views", .inputs = post_inputs, .better = 1,
           .description = "All interactions over all views of the same posts; one tiny post cannot move it.",
           .undefined = "no post has a rate", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "0.022878228782287822"},
    Metric{.id = "er_views_median", .label = "Engagement per view, median of posts", .unit = Unit::ratio, .kind = MetricKind::median,
           .formula = "interactions / views", .inputs = post_inputs, .better = 1,
           .description = "Middle of the posts' own rates; of an even number the mean of the middle two.",
           .undefined = "no post has a rate", .source = usual, .since = "1", .example_inputs = three_posts, .example_expected = "0.05"},
    Metric{.id = "er_views_ratio_of_medians", .label = "Median interactions over median views", .unit = Unit::ratio,
           .kind = MetricKind::ratio_of_medians, .formula = "interactions / views", .inputs = post_inputs, .better = 1,
           .description = "Median interactions over median views of the posts that have a rate; differs from the median rate.",
           .undefined = "no post has a rate", .source = "Modash Help, How does Modash calculate engagement rate", .since = "1",
           .example_inputs = uneven_posts, .example_expected = "0.25"},
    Metric{.id = "er_followers_mean", .label = "Engagement per follower, mean of posts", .unit = Unit::ratio, .kind = MetricKind::mean,
           .formula = "interactions / followers", .inputs = post_inputs, .better = 1,
           .description = "Mean of the posts' own rates over followers.", .undefined = "no post has a rate", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "0.0752", .set = lc},
    Metric{.id = "er_followers_pooled", .label = "Engagement per follower, pooled", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "interactions / followers", .inputs = post_inputs, .better = 1,
           .description = "All likes and comments over the followers of each post added up, so that the value stays a rate per post.",
           .undefined = "no post has a rate", .source = trustt, .since = "1", .example_inputs = three_posts, .example_expected = "0.0752", .set = lc},
    Metric{.id = "total_interactions", .label = "Interactions", .unit = Unit::count, .kind = MetricKind::sum, .formula = "interactions",
           .inputs = post_inputs, .better = 1, .description = "Likes, comments and shares of all posts.",
           .undefined = "strict: one post with an unknown part", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "6200"},
    Metric{.id = "avg_interactions_per_post", .label = "Interactions per post", .unit = Unit::count, .kind = MetricKind::mean,
           .formula = "interactions", .inputs = post_inputs, .better = 1, .description = "Mean interactions of the posts that state them all.",
           .undefined = "no post states them", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "2066.6666666666665"},
    Metric{.id = "video_count", .label = "Posts", .unit = Unit::count, .kind = MetricKind::sum, .formula = "posts", .inputs = "posts[]",
           .description = "Posts in scope; repeated exports of a post count once.", .undefined = "never", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "3"},
    Metric{.id = "total_views", .label = "Views", .unit = Unit::count, .kind = MetricKind::sum, .formula = "views",
           .inputs = "posts[] missing", .better = 1, .description = "Views of all posts as exported: exposure, no success on its own.",
           .undefined = "strict: one post without views", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "271000"},
    Metric{.id = "views_mean", .label = "Views per post, mean", .unit = Unit::count, .kind = MetricKind::mean, .formula = "views",
           .inputs = "posts[]", .better = 1, .description = "Mean views of a post; one viral post moves it, the median it does not.",
           .undefined = "no post has views", .source = trustt, .since = "1",
           .example_inputs = three_posts, .example_expected = "90333.33333333333"},
    Metric{.id = "views_median", .label = "Views per post, median", .unit = Unit::count, .kind = MetricKind::median, .formula = "views",
           .inputs = "posts[]", .better = 1, .description = "Views of the post in the middle.", .undefined = "no post has views",
           .source = trustt, .since = "1", .example_inputs = three_posts, .example_expected = "20000"},
    Metric{.id = "like_rate", .label = "Likes per view", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "likes / views",
           .inputs = "likes views", .better = 1, .description = "Likes over views, pooled.", .undefined = "as er_views", .source = guide,
           .since = "1", .example_inputs = R"({"likes": 1200, "views": 30000})", .example_expected = "0.04"},
    Metric{.id = "comment_rate", .label = "Comments per view", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "comments / views",
           .inputs = "comments views", .better = 1, .description = "Comments over views, pooled.", .undefined = "as er_views", .source = guide,
           .since = "1", .example_inputs = R"({"comments": 80, "views": 30000})", .example_expected = "0.0026666666666666666"},
    Metric{.id = "share_rate", .label = "Shares per view", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "shares / views",
           .inputs = "shares views", .better = 1, .description = "Shares over views, pooled: reach that viewers pass on. Also called virality rate.",
           .undefined = "as er_views", .source = lookfamed, .since = "1",
           .example_inputs = R"({"shares": 45, "views": 30000})", .example_expected = "0.0015"},
    Metric{.id = "save_rate", .label = "Saves per view", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "saves / views",
           .inputs = "saves views", .better = 1, .description = "Saves over views, pooled.", .undefined = "as er_views", .source = usual,
           .since = "1", .example_inputs = R"({"saves": 130, "views": 30000})", .example_expected = "0.004333333333333333"},
    Metric{.id = "comments_per_1k_likes", .label = "Comments per 1,000 likes", .unit = Unit::count, .kind = MetricKind::ratio,
           .formula = "1000 * comments / likes", .inputs = "comments likes", .better = 1,
           .description = "How much is said for each thousand likes; a sudden outlier asks for a look.", .undefined = "no likes",
           .source = usual, .since = "1", .example_inputs = R"({"comments": 80, "likes": 1200})", .example_expected = "66.66666666666667"},
    Metric{.id = "view_follower_ratio", .label = "Views per follower", .unit = Unit::factor, .kind = MetricKind::median,
           .formula = "views / followers", .inputs = "posts[] views followers", .better = 1,
           .description = "Median of views over followers: above 1 the posts travel beyond the account.", .undefined = "followers 0 or unknown",
           .source = lookfamed, .since = "1", .example_inputs = R"({"views": 30000, "followers": 25000})", .example_expected = "1.2"},

    // --- video depth ---
    Metric{.id = "completion_rate", .label = "Completion rate", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "completed_views / views", .inputs = "completed_views views", .better = 1,
           .description = "Views to the end over views, from exports that count them.", .undefined = "completed views not exported",
           .source = tripathy, .since = "1", .example_inputs = R"({"completed_views": 8400, "views": 30000})", .example_expected = "0.28"},
    Metric{.id = "completion_rate_pooled", .label = "Completion rate, by views", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "sum(completion_rate * views) / views", .inputs = "posts[]", .better = 1,
           .description = "Exported completion rates weighted by views.", .undefined = "no post has a rate and views", .source = tripathy,
           .since = "1", .example_inputs = R"({"posts": [{"completion_rate": 0.4, "views": 1000}, {"completion_rate": 0.1, "views": 9000}]})",
           .example_expected = "0.13"},
    Metric{.id = "completion_rate_mean", .label = "Completion rate, mean of posts", .unit = Unit::ratio, .kind = MetricKind::mean,
           .formula = "completion_rate", .inputs = "posts[]", .better = 1, .description = "Mean of the exported completion rates.",
           .undefined = "no post has a rate", .source = tripathy, .since = "1",
           .example_inputs = R"({"posts": [{"completion_rate": 0.4, "views": 1000}, {"completion_rate": 0.1, "views": 9000}]})",
           .example_expected = "0.25"},
    Metric{.id = "avg_watch_ratio", .label = "Watch time per length", .unit = Unit::ratio, .kind = MetricKind::median,
           .formula = "avg_watch_s / duration_s", .inputs = "posts[] avg_watch_s duration_s", .better = 1,
           .description = "Median of average watch time over length. May exceed 1 when viewers loop; no completion rate.",
           .undefined = "length 0 or unknown", .source = usual, .since = "1",
           .example_inputs = R"({"avg_watch_s": 13, "duration_s": 10})", .example_expected = "1.3"},
    Metric{.id = "view_rate_2s", .label = "2-second view rate", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "views_2s / views",
           .inputs = "views_2s views", .better = 1, .description = "Views of at least 2 seconds over views, pooled.",
           .undefined = "2-second views not exported", .source = "TikTok Creative Center, metric notes", .since = "1",
           .example_inputs = R"({"views_2s": 19500, "views": 30000})", .example_expected = "0.65"},
    Metric{.id = "view_rate_6s", .label = "6-second view rate", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "views_6s / views",
           .inputs = "views_6s views", .better = 1, .description = "Views of at least 6 seconds, or finished, over views, pooled.",
           .undefined = "6-second views not exported", .source = "TikTok Creative Center, metric notes", .since = "1",
           .example_inputs = R"({"views_6s": 9000, "views": 30000})", .example_expected = "0.3"},
    Metric{.id = "hold_rate", .label = "Hold rate", .unit = Unit::ratio, .kind = MetricKind::ratio, .formula = "views_6s / views_2s",
           .inputs = "views_6s views_2s", .better = 1, .description = "Of those who stayed 2 seconds, the share that stayed 6.",
           .undefined = "2-second views 0 or not exported", .source = usual, .since = "1",
           .example_inputs = R"({"views_6s": 9000, "views_2s": 19500})", .example_expected = "0.46153846153846156"},

    // --- activity and growth ---
    Metric{.id = "follow_rate", .label = "New followers per view", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "new_followers / views", .inputs = "new_followers views", .better = 1,
           .description = "Followers gained over views, pooled.", .undefined = "new followers not exported", .source = trustt, .since = "1",
           .example_inputs = R"({"new_followers": 310, "views": 30000})", .example_expected = "0.010333333333333333"},
};

constexpr std::array aliases{
    MetricAlias{"virality_rate", "share_rate"},
};

constexpr bool complete(const Metric& metric) {
  const bool text = !metric.id.empty() && !metric.label.empty() && !metric.formula.empty() && !metric.inputs.empty() &&
                    !metric.description.empty() && !metric.undefined.empty() && !metric.source.empty() && !metric.since.empty() &&
                    !metric.example_inputs.empty() && !metric.example_expected.empty();
  const bool worked_out = is_over_posts(metric) != (metric.function != nullptr || metric.answer != nullptr);
  const bool has_unit = metric.unit != Unit::none || metric.answer != nullptr;
  return text && worked_out && has_unit && metric.better >= -1 && metric.better <= 1;
}
constexpr bool unique_ids() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j)
      if (table[i].id == table[j].id) return false;
    for (const MetricAlias& alias : aliases)
      if (alias.alias == table[i].id) return false;
  }
  return true;
}
static_assert(std::ranges::all_of(table, complete));
static_assert(unique_ids());
static_assert(std::ranges::all_of(aliases, [](const MetricAlias& alias) { return std::ranges::find(table, alias.id, &Metric::id) != table.end(); }));

}  // namespace

std::span<const Metric> metrics() { return table; }

std::span<const MetricAlias> metric_aliases() { return aliases; }

}  // namespace tiktok_kpi
