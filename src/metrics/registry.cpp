// The one table of metrics, in the order of the dictionary. Formulas of the kinds sum, ratio, mean,
// median and ratio_of_medians are the computation itself; those of labels and functions are words.
// Every example runs as a test.
#include "metrics/registry.hpp"

#include <algorithm>
#include <array>

#include "metrics/families.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::string_view guide = "TikTok influencer marketing guide";
constexpr std::string_view tripathy =
    "A. Tripathy 2023, Measuring Success In Your TikTok Influencer Programs";
constexpr std::string_view lookfamed =
    "Lookfamed, Influencer Marketing on TikTok: Why different rules apply here than on Instagram";
constexpr std::string_view trustt =
    "Trustt 2023, TikTok: The 6 KPIs to Follow to Make Your Influence Campaigns Shine!";
constexpr std::string_view usual = "industry practice";
constexpr auto lc = InteractionSet::likes_comments;

constexpr std::string_view one_post =
    R"({"likes": 1200, "comments": 80, "shares": 45, "views": 30000})";
constexpr std::string_view three_posts =
    R"({"posts": [{"likes": 900, "comments": 60, "shares": 40, "views": 20000, "followers": 25000},
                  {"likes": 150, "comments": 30, "shares": 20, "views": 1000, "followers": 25000},
                  {"likes": 4000, "comments": 500, "shares": 500, "views": 250000, "followers": 25000}]})";
constexpr std::string_view uneven_posts =
    R"({"posts": [{"likes": 900, "comments": 60, "shares": 40, "views": 20000},
                  {"likes": 150, "comments": 30, "shares": 20, "views": 1000},
                  {"likes": 1400, "comments": 60, "shares": 40, "views": 4000}]})";
constexpr std::string_view tagged_posts =
    R"({"posts": [{"tags": ["glow", "spring"], "likes": 900, "comments": 60, "shares": 40, "views": 20000, "revenue": 300, "cost": 100},
                  {"tags": ["glow"], "likes": 150, "comments": 30, "shares": 20, "views": 1000, "revenue": 50, "cost": 60},
                  {"tags": [], "likes": 4000, "comments": 500, "shares": 500, "views": 250000, "revenue": 400, "cost": 500}], "tag": "glow"})";
constexpr std::string_view post_inputs = "posts[] set missing";

// clang-format off
constexpr std::array table{
    // --- classification and engagement ---
    Metric{.id = "tier", .label = "Tier", .unit = Unit::text, .kind = MetricKind::label,
           .formula = "the largest tier whose lower bound is not above followers", .inputs = "followers preset",
           .description = "Size class of a creator by followers: nano, micro, macro, mega by default. A bound belongs to the upper tier.",
           .undefined = "followers unknown", .source = guide, .since = "1", .example_inputs = R"({"followers": 10000})",
           .example_expected = "\"micro\"", .function = evaluate_tier},
    Metric{.id = "power_influencer", .label = "Power influencer", .unit = Unit::text, .kind = MetricKind::label,
           .formula = "median er_views >= 1.5 x benchmark of the band and median views per follower >= 1",
           .inputs = "er_views_median tier_benchmark view_follower_ratio_median posts", .better = 1,
           .description = "A creator of any size whose audience reacts far above the band and whose posts travel beyond it. An operational rule of this project.",
           .undefined = "under 5 posts or an input unknown", .source = guide, .since = "1",
           .example_inputs = R"({"er_views_median": 0.15, "tier_benchmark": 0.0887, "view_follower_ratio_median": 2.4, "posts": 12})",
           .example_expected = "true", .function = evaluate_power_influencer},
    Metric{.id = "benchmark_index", .label = "Against the band", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "value / benchmark", .inputs = "value benchmark", .better = 1,
           .description = "A rate over the published middle of its follower band, same definition on both sides; 1 is average.",
           .undefined = "no benchmark for the band", .source = tripathy, .since = "1",
           .example_inputs = R"({"value": 0.052, "benchmark": 0.0887})", .example_expected = "0.5862457722660653",
           .function = evaluate_benchmark_index},
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
    Metric{.id = "breakout_ratio", .label = "Breakout", .unit = Unit::factor, .kind = MetricKind::function,
           .formula = "views / median views of the creator's earlier posts", .inputs = "views baseline_views[]", .better = 1,
           .description = "How many times its usual views a post reached; from 5 on it is called viral.",
           .undefined = "no earlier posts", .source = lookfamed, .since = "1",
           .example_inputs = R"({"views": 250000, "baseline_views": [20000, 1000, 18000, 22000]})",
           .example_expected = "13.157894736842104", .function = evaluate_breakout_ratio},
    Metric{.id = "frequency", .label = "Views per viewer", .unit = Unit::factor, .kind = MetricKind::function,
           .formula = "views / reach", .inputs = "views reach",
           .description = "How often a viewer saw it. Of a whole campaign only: reach does not add up over posts.",
           .undefined = "reach 0 or not exported", .source = usual, .since = "1",
           .example_inputs = R"({"views": 30000, "reach": 26500})", .example_expected = "1.1320754716981132",
           .function = evaluate_frequency},
    Metric{.id = "potential_reach", .label = "Potential reach", .unit = Unit::count, .kind = MetricKind::function,
           .formula = "sum over creators of their largest followers", .inputs = "posts[creator,followers] mode missing",
           .better = 1,
           .description = "Followers of all creators, each once; mode per_post adds every post instead. Not the people reached.",
           .undefined = "strict: a creator without followers", .source = usual, .since = "1",
           .example_inputs = R"({"posts": [{"creator": "ana", "followers": 25000}, {"creator": "ana", "followers": 25400}, {"creator": "ben", "followers": 8000}]})",
           .example_expected = "33400", .function = evaluate_potential_reach},
    Metric{.id = "ugc_multiplier", .label = "Fan posts per sponsored post", .unit = Unit::factor, .kind = MetricKind::function,
           .formula = "fan posts / sponsored posts", .inputs = "ugc_posts sponsored_posts", .better = 1,
           .description = "How many posts of fans each sponsored post drew.", .undefined = "no sponsored post", .source = guide,
           .since = "1", .example_inputs = R"({"ugc_posts": 84, "sponsored_posts": 6})", .example_expected = "14",
           .function = evaluate_ugc_multiplier},
    Metric{.id = "quality_flags", .label = "Flags", .unit = Unit::text, .kind = MetricKind::function,
           .formula = "list of what looks odd, sorted by name", .inputs = "likes comments shares saves views followers",
           .description = "interactions_exceed_views, likes_exceed_views, zero_views, zero_followers, missing_likes, missing_comments, missing_shares, missing_views, negative_count. Questions, not proofs.",
           .undefined = "never", .source = usual, .since = "1",
           .example_inputs = R"({"likes": 90, "comments": 15, "shares": 5, "views": 100, "followers": 2000})",
           .example_expected = "[\"interactions_exceed_views\"]", .function = evaluate_quality_flags},

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
    Metric{.id = "posting_rate", .label = "Posts per day", .unit = Unit::per_day, .kind = MetricKind::function,
           .formula = "posts / days, both ends counted", .inputs = "dates[] window_start window_end",
           .description = "Posts in the window over its days; without a window from the first to the last post.",
           .undefined = "no posts and no window", .source = trustt, .since = "1",
           .example_inputs = R"({"dates": ["2024-03-01", "2024-03-01", "2024-03-02", "2024-03-04", "2024-03-08"]})",
           .example_expected = "0.625", .function = evaluate_posting_rate},
    Metric{.id = "posting_rate_band", .label = "Posting rhythm", .unit = Unit::text, .kind = MetricKind::label,
           .formula = "below, within or above 1 to 3 posts a day", .inputs = "rate",
           .description = "Where the posting rate lies against the recommended band, ends inside.", .undefined = "rate unknown",
           .source = trustt, .since = "1", .example_inputs = R"({"rate": 0.625})", .example_expected = "\"below\"",
           .function = evaluate_posting_rate_band},
    Metric{.id = "longest_gap_days", .label = "Longest gap", .unit = Unit::days, .kind = MetricKind::function,
           .formula = "largest number of days between neighbouring posts", .inputs = "dates[]", .better = -1,
           .description = "The longest silence of an account.", .undefined = "under 2 posts", .source = guide, .since = "1",
           .example_inputs = R"({"dates": ["2024-03-01", "2024-03-01", "2024-03-02", "2024-03-04", "2024-03-08"]})",
           .example_expected = "4", .function = evaluate_longest_gap_days},
    Metric{.id = "gap_cv", .label = "Irregularity of posting", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "population standard deviation / mean of the gaps between posts", .inputs = "dates[]", .better = -1,
           .description = "0 is perfectly regular posting; same-day posts make a gap of 0.",
           .undefined = "under 3 posts, or all on one day", .source = guide, .since = "1",
           .example_inputs = R"({"dates": ["2024-03-01", "2024-03-01", "2024-03-02", "2024-03-04", "2024-03-08"]})",
           .example_expected = "0.8451542547285166", .function = evaluate_gap_cv},
    Metric{.id = "follower_growth_abs", .label = "New followers", .unit = Unit::count, .kind = MetricKind::function,
           .formula = "end - start", .inputs = "start end", .better = 1,
           .description = "Followers gained, net; negative is a loss.", .undefined = "a count unknown", .source = tripathy,
           .since = "1", .example_inputs = R"({"start": 25000, "end": 26250})", .example_expected = "1250",
           .function = evaluate_follower_growth_abs},
    Metric{.id = "follower_growth_rate", .label = "Follower growth", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "(end - start) / start", .inputs = "start end", .better = 1,
           .description = "Followers gained over those at the start.", .undefined = "start 0 or a count unknown",
           .source = tripathy, .since = "1", .example_inputs = R"({"start": 25000, "end": 26250})", .example_expected = "0.05",
           .function = evaluate_follower_growth_rate},
    Metric{.id = "follower_growth_daily", .label = "Follower growth per day", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "(end / start)^(1 / days) - 1", .inputs = "start end days", .better = 1,
           .description = "The constant daily rate that leads from start to end.",
           .undefined = "start or days 0, or a count unknown", .source = tripathy, .since = "1",
           .example_inputs = R"({"start": 25000, "end": 26250, "days": 30})", .example_expected = "0.0016276620118330716",
           .function = evaluate_follower_growth_daily},
    Metric{.id = "follower_growth_excess", .label = "Followers beyond usual", .unit = Unit::count, .kind = MetricKind::function,
           .formula = "end - start - usual daily gain x days", .inputs = "start end days baseline_per_day", .better = 1,
           .description = "Followers gained beyond what the account usually gains; usual from at least 14 days before the start.",
           .undefined = "an input unknown", .source = tripathy, .since = "1",
           .example_inputs = R"({"start": 25000, "end": 26250, "days": 30, "baseline_per_day": 20})", .example_expected = "650",
           .function = evaluate_follower_growth_excess},
    Metric{.id = "follow_rate", .label = "New followers per view", .unit = Unit::ratio, .kind = MetricKind::ratio,
           .formula = "new_followers / views", .inputs = "new_followers views", .better = 1,
           .description = "Followers gained over views, pooled.", .undefined = "new followers not exported", .source = trustt, .since = "1",
           .example_inputs = R"({"new_followers": 310, "views": 30000})", .example_expected = "0.010333333333333333"},
    Metric{.id = "cost_per_follower", .label = "Cost per new follower", .unit = Unit::money, .kind = MetricKind::function,
           .formula = "cost / (end - start)", .inputs = "cost start end", .better = -1,
           .description = "What a gained follower cost.", .undefined = "no gain, or an input unknown", .source = tripathy,
           .since = "1", .example_inputs = R"({"cost": 500, "start": 25000, "end": 26250})", .example_expected = "0.4",
           .function = evaluate_cost_per_follower},

    // --- hashtags, timing, statistics ---
    Metric{.id = "hashtags", .label = "Hashtags", .unit = Unit::text, .kind = MetricKind::function,
           .formula = "hashtags of a caption in order of first appearance, each once", .inputs = "caption",
           .description = "Normal form: NFC, case-folded, letters, digits, marks and underscore; without the sign.",
           .undefined = "no caption", .source = trustt, .since = "1",
           .example_inputs = R"({"caption": "Morning routine #GlowUp #ad#BeautyTok #glowup"})",
           .example_expected = "[\"glowup\", \"ad\", \"beautytok\"]", .function = evaluate_hashtags},
    Metric{.id = "hashtag_er", .label = "Engagement of a hashtag", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "er_views_pooled of the posts with the tag",
           .inputs = "posts[tags[],likes,comments,shares,views] tag set missing", .better = 1,
           .description = "Pooled engagement per view of the posts that carry the tag. Tags overlap, so their counts do not add up.",
           .undefined = "no post with the tag has a rate", .source = trustt, .since = "1", .example_inputs = tagged_posts,
           .example_expected = "0.05714285714285714", .function = evaluate_hashtag_er},
    Metric{.id = "hashtag_lift", .label = "Lift of a hashtag", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "hashtag_er / er_views_pooled of the posts without the tag - 1",
           .inputs = "posts[tags[],likes,comments,shares,views] tag set missing", .better = 1,
           .description = "How much more engagement posts with the tag have than those without it. No proof that the tag is the cause.",
           .undefined = "either side has no rate", .source = trustt, .since = "1", .example_inputs = tagged_posts,
           .example_expected = "1.8571428571428572", .function = evaluate_hashtag_lift},
    Metric{.id = "hashtag_money", .label = "Revenue of a hashtag", .unit = Unit::money, .kind = MetricKind::function,
           .formula = "sum of revenue, 1/k of it to each of a post's k tags (split) or all to each (full)",
           .inputs = "posts[tags[],revenue] tag mode missing", .better = 1,
           .description = "Split adds up over tags; full counts a post once for every tag.",
           .undefined = "strict: revenue of a post unknown", .source = trustt, .since = "1", .example_inputs = tagged_posts,
           .example_expected = "200", .function = evaluate_hashtag_money},
    Metric{.id = "hashtag_roi", .label = "ROI of a hashtag", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "(revenue - cost) / cost of the tag, both in the same mode",
           .inputs = "posts[tags[],revenue,cost] tag mode missing", .better = 1,
           .description = "Return on the money behind the posts of a tag.", .undefined = "cost 0 or unknown", .source = trustt,
           .since = "1", .example_inputs = tagged_posts, .example_expected = "0.8181818181818182",
           .function = evaluate_hashtag_roi},
    Metric{.id = "best_slot", .label = "Best time", .unit = Unit::text, .kind = MetricKind::function,
           .formula = "weekday and hour with the largest shrunk mean of er_views, of those with 3 posts or more",
           .inputs = "posts[posted_at,er] utc_offset_minutes",
           .description = "From the data itself, in the audience zone; ties go to the earlier in the week, Monday first, then the hour.",
           .undefined = "no weekday and hour with enough posts", .source = trustt, .since = "1",
           .example_inputs = R"({"posts": [{"posted_at": "2024-05-07T17:10:00Z", "er": 0.09}, {"posted_at": "2024-05-14T17:40:00Z", "er": 0.08}, {"posted_at": "2024-05-21T17:05:00Z", "er": 0.07}, {"posted_at": "2024-05-12T20:00:00Z", "er": 0.4}]})",
           .example_expected = "\"Tue 17\"", .function = evaluate_best_slot},
    Metric{.id = "shrunk_mean", .label = "Shrunk mean", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "(n x mean + k x mean of all) / (n + k), k = 5", .inputs = "n mean prior_mean", .better = 1,
           .description = "A mean of few posts, pulled towards the mean of all.", .undefined = "mean of all unknown",
           .source = usual, .since = "1", .example_inputs = R"({"n": 3, "mean": 0.09, "prior_mean": 0.05})",
           .example_expected = "0.065", .function = evaluate_shrunk_mean},
    Metric{.id = "percentile", .label = "Percentile", .unit = Unit::count, .kind = MetricKind::function,
           .formula = "linear between order statistics at p (n - 1)", .inputs = "values[] p",
           .description = "Type 7 of Hyndman and Fan; p from 0 to 1.", .undefined = "no values", .source = usual, .since = "1",
           .example_inputs = R"({"values": [1, 2, 3, 4], "p": 0.9})", .example_expected = "3.7", .function = evaluate_percentile},
    Metric{.id = "wilson_interval", .label = "Interval of a share", .unit = Unit::ratio, .kind = MetricKind::function,
           .formula = "centre (p + z^2/2n)/(1 + z^2/n), half width z/(1 + z^2/n) sqrt(p(1-p)/n + z^2/4n^2)",
           .inputs = "k n confidence",
           .description = "Where the true share lies with that confidence, for likes, completed views, clicks and conversions. Not for er_views: one viewer can interact several times.",
           .undefined = "n 0, or k above n", .source = "Wilson 1927", .since = "1", .example_inputs = R"({"k": 27, "n": 450})",
           .example_expected = "{\"low\": 0.04155995964644281, \"high\": 0.08588864095297138}",
           .answer = evaluate_wilson_interval},
    Metric{.id = "format_percent", .label = "Percent", .unit = Unit::text, .kind = MetricKind::function,
           .formula = "ratio x 100 with exactly that many decimals, half away from zero", .inputs = "ratio digits",
           .description = "How a ratio is printed; decided on the exact number, never -0.00%.", .undefined = "never: n/a",
           .source = usual, .since = "1", .example_inputs = R"({"ratio": 0.05125, "digits": 2})",
           .example_expected = "\"5.13%\"", .function = evaluate_format_percent},
};
// clang-format on

constexpr std::array aliases{
    MetricAlias{"virality_rate", "share_rate"},
};

// That each is worked out by something shows when its example runs: GCC's sanitizers take no
// function pointer for constant.
constexpr bool complete(const Metric& metric) {
  const bool text = !metric.id.empty() && !metric.label.empty() && !metric.formula.empty() &&
                    !metric.inputs.empty() && !metric.description.empty() &&
                    !metric.undefined.empty() && !metric.source.empty() && !metric.since.empty() &&
                    !metric.example_inputs.empty() && !metric.example_expected.empty();
  return text && metric.unit != Unit::none && metric.better >= -1 && metric.better <= 1;
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
static_assert(std::ranges::all_of(aliases, [](const MetricAlias& alias) {
  return std::ranges::find(table, alias.id, &Metric::id) != table.end();
}));

}  // namespace

std::span<const Metric> metrics() { return table; }

std::span<const MetricAlias> metric_aliases() { return aliases; }

}  // namespace tiktok_kpi
