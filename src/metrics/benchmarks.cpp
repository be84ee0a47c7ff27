// Published benchmarks, as data/reference/benchmarks.csv has them; a test compares the two cell by
// cell.
#include "metrics/benchmarks.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace tiktok_kpi {
namespace {

// Columns as in the file: id, metric, set, denominator, statistic, followers_lo, followers_hi,
// cut1, low, high, cut4, unit, year, publisher, title, confidence, note.
// clang-format off
constexpr std::array table{
    Benchmark{"er-modash-2025-1", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "1000", "5000", "0.0949", "0.1206", "0.1404", "0.1851", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium",
              "low..high is the published average band"},
    Benchmark{"er-modash-2025-2", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "5000", "10000", "0.0779", "0.1050", "0.1183", "0.1459", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", ""},
    Benchmark{"er-modash-2025-3", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "10000", "50000", "0.0628", "0.0838", "0.0937", "0.1138", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", ""},
    Benchmark{"er-modash-2025-4", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "50000", "100000", "0.0547", "0.0722", "0.0803", "0.1045", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", ""},
    Benchmark{"er-modash-2025-5", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "100000", "500000", "0.0507", "0.0666", "0.0739", "0.0956", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", ""},
    Benchmark{"er-modash-2025-6", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "500000", "1000000", "0.0473", "0.0619", "0.0685", "0.0812", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", ""},
    Benchmark{"er-modash-2025-7", "er_views", "likes+comments+others", "views", "median over recent 30 posts",
              "1000000", "", "0.0475", "0.0620", "0.0684", "0.0869", "ratio", "2025", "Modash",
              "TikTok Engagement Rate Calculator (data November 2025)", "medium", "published as 4.75/6.20/6.84/8.69"},
    Benchmark{"er-rivaliq-2024", "er_followers", "all interactions", "followers", "median of brands", "", "", "",
              "0.026", "0.026", "", "ratio", "2024", "Rival IQ", "2024 TikTok Benchmark Report", "high",
              "brands not creators"},
    Benchmark{"er-rivaliq-2023-a", "er_views", "all interactions", "views", "mean of brands", "", "", "", "0.0414",
              "0.0414", "", "ratio", "2023", "Rival IQ via SMK", "2023 TikTok Benchmark Report", "medium",
              "brands not creators"},
    Benchmark{"er-rivaliq-2023-b", "er_views", "all interactions", "views", "mean of brands", "", "5000", "",
              "0.038", "0.038", "", "ratio", "2023", "Rival IQ via SMK", "2023 TikTok Benchmark Report", "medium",
              "brands; rate rises with size here"},
    Benchmark{"er-rivaliq-2023-c", "er_views", "all interactions", "views", "mean of brands", "1000000", "", "",
              "0.075", "0.075", "", "ratio", "2023", "Rival IQ via SMK", "2023 TikTok Benchmark Report", "medium",
              "brands; rate rises with size here"},
    Benchmark{"er-socialinsider-2023", "er_views", "likes+comments+shares+saves", "views", "mean", "", "", "",
              "0.0538", "0.0538", "", "ratio", "2023", "Socialinsider", "TikTok Engagement Benchmarks study",
              "medium", ""},
    Benchmark{"vr-socialinsider-2023", "view_follower_ratio", "", "followers", "mean", "", "", "", "0.1449",
              "0.1449", "", "ratio", "2023", "Socialinsider", "TikTok Engagement Benchmarks study", "medium",
              "view rate per video"},
    Benchmark{"er-imh-pentos-1", "er_unstated", "unstated", "unstated", "mean", "0", "10000", "", "0.0938", "0.0938",
              "", "ratio", "", "Influencer Marketing Hub via Pentos", "TikTok engagement rate calculator page",
              "low", "denominator and year unstated"},
    Benchmark{"er-imh-pentos-2", "er_unstated", "unstated", "unstated", "mean", "10000", "100000", "", "0.0843",
              "0.0843", "", "ratio", "", "Influencer Marketing Hub via Pentos",
              "TikTok engagement rate calculator page", "low", ""},
    Benchmark{"er-imh-pentos-3", "er_unstated", "unstated", "unstated", "mean", "100000", "500000", "", "0.0723",
              "0.0723", "", "ratio", "", "Influencer Marketing Hub via Pentos",
              "TikTok engagement rate calculator page", "low", ""},
    Benchmark{"er-imh-pentos-4", "er_unstated", "unstated", "unstated", "mean", "500000", "1000000", "", "0.0488",
              "0.0488", "", "ratio", "", "Influencer Marketing Hub via Pentos",
              "TikTok engagement rate calculator page", "low", ""},
    Benchmark{"er-imh-pentos-5", "er_unstated", "unstated", "unstated", "mean", "1000000", "5000000", "", "0.0499",
              "0.0499", "", "ratio", "", "Influencer Marketing Hub via Pentos",
              "TikTok engagement rate calculator page", "low", ""},
    Benchmark{"er-imf-2025-1", "er_unstated", "unstated", "unstated", "mean", "0", "100000", "", "0.0750", "0.0750",
              "", "ratio", "2025", "The Influencer Marketing Factory via Emplicit",
              "TikTok Engagement Rate Benchmarks 2025", "low", "denominator unstated"},
    Benchmark{"er-imf-2025-2", "er_unstated", "unstated", "unstated", "mean", "100000", "500000", "", "0.0510",
              "0.0510", "", "ratio", "2025", "The Influencer Marketing Factory via Emplicit",
              "TikTok Engagement Rate Benchmarks 2025", "low", ""},
    Benchmark{"er-imf-2025-3", "er_unstated", "unstated", "unstated", "mean", "500000", "1000000", "", "0.0448",
              "0.0448", "", "ratio", "2025", "The Influencer Marketing Factory via Emplicit",
              "TikTok Engagement Rate Benchmarks 2025", "low", ""},
    Benchmark{"er-imf-2025-4", "er_unstated", "unstated", "unstated", "mean", "1000000", "5000000", "", "0.0376",
              "0.0376", "", "ratio", "2025", "The Influencer Marketing Factory via Emplicit",
              "TikTok Engagement Rate Benchmarks 2025", "low", ""},
    Benchmark{"fee-seed-nano", "fee_per_post", "", "", "typical", "1000", "10000", "", "100", "100", "", "USD", "",
              "HypeAuditor quoted in the TikTok influencer marketing guide", "", "low", ""},
    Benchmark{"fee-seed-mega", "fee_per_post", "", "", "floor", "1000000", "", "", "10000", "", "", "USD", "",
              "HypeAuditor quoted in the TikTok influencer marketing guide", "", "low", "or more"},
    Benchmark{"fee-imh-nano", "fee_per_post", "", "", "range", "0", "10000", "", "5", "25", "", "USD", "2023",
              "Influencer Marketing Hub via Sprockettes", "How Much Should TikTok Influencers Be Paid?", "low", ""},
    Benchmark{"fee-shopify-micro", "fee_per_post", "", "", "range", "10000", "100000", "", "25", "125", "", "USD",
              "2024", "Shopify via ConsumerAffairs", "Smaller TikTok influencers outpace the big guys", "low",
              "same figures as Influencer Marketing Hub with wider tiers"},
    Benchmark{"fee-shopify-mid", "fee_per_post", "", "", "range", "100000", "500000", "", "125", "1250", "", "USD",
              "2024", "Shopify via ConsumerAffairs", "Smaller TikTok influencers outpace the big guys", "low", ""},
    Benchmark{"fee-shopify-macro", "fee_per_post", "", "", "range", "500000", "1000000", "", "1250", "2500", "",
              "USD", "2024", "Shopify via ConsumerAffairs", "Smaller TikTok influencers outpace the big guys", "low",
              ""},
    Benchmark{"fee-shopify-mega", "fee_per_post", "", "", "floor", "1000000", "", "", "2500", "", "", "USD", "2024",
              "Shopify via ConsumerAffairs", "Smaller TikTok influencers outpace the big guys", "low", ""},
    Benchmark{"fee-sponsorrate-nano", "fee_per_post", "", "", "range", "1000", "10000", "", "20", "75", "", "USD",
              "2026", "SponsorRate", "TikTok Influencer Rates in 2026", "low", ""},
    Benchmark{"fee-sponsorrate-micro", "fee_per_post", "", "", "range", "10000", "50000", "", "75", "350", "", "USD",
              "2026", "SponsorRate", "TikTok Influencer Rates in 2026", "low", ""},
    Benchmark{"fee-sponsorrate-mid", "fee_per_post", "", "", "range", "50000", "500000", "", "350", "3000", "",
              "USD", "2026", "SponsorRate", "TikTok Influencer Rates in 2026", "low", ""},
    Benchmark{"fee-sponsorrate-macro", "fee_per_post", "", "", "range", "500000", "1000000", "", "3000", "7000", "",
              "USD", "2026", "SponsorRate", "TikTok Influencer Rates in 2026", "low", ""},
    Benchmark{"fee-stackmatix-nano", "fee_per_post", "", "", "range", "1000", "10000", "", "100", "500", "", "USD",
              "2026", "Stackmatix", "TikTok Influencer Rates in 2026", "low", ""},
    Benchmark{"cpm-influencerhero", "cpm", "", "views", "range", "", "", "", "3", "10", "", "USD", "2024",
              "Influencer Hero", "Influencer CPM", "low", ""},
    Benchmark{"cpm-kolens", "cpm", "", "median views", "range", "", "", "", "10", "20", "", "USD", "2026", "KOLens",
              "What is a good TikTok CPM for influencer marketing?", "low", "working median 15"},
    Benchmark{"cpm-inzpire", "cpm", "", "impressions", "range", "", "", "", "25", "35", "", "USD", "2024",
              "inzpire.me", "Understanding CPM benchmarks in influencer marketing", "medium",
              "from bookings over two years"},
    Benchmark{"completion-dash", "avg_watch_ratio", "", "video length", "mean of brands", "", "", "", "0.21", "0.21",
              "", "ratio", "2026", "Dash Social via EMARKETER", "Viewers move on before TikTok videos end", "medium",
              "share of the average branded video watched; n=917 brands; year inferred"},
    Benchmark{"completion-prooflytics", "completion_rate", "", "starts", "range (ads)", "", "", "", "0.25", "0.35",
              "", "ratio", "2026", "Prooflytics", "Video Advertising Analytics benchmarks", "low", ""},
    Benchmark{"posting-rivaliq-2024", "posting_rate", "", "", "mean of brands", "", "", "", "0.2857", "0.2857", "",
              "posts/day", "2024", "Rival IQ", "2024 TikTok Benchmark Report", "high", "about 2 videos a week"},
    Benchmark{"posting-seed", "posting_rate", "", "", "recommended", "", "", "", "1", "3", "", "posts/day", "2023",
              "Metricool quoted by Trustt", "", "low", ""},
};
// clang-format on

constexpr std::string_view band_prefix = "er-modash-2025-";

/// Followers as a number; the empty cell of an open end is `otherwise`.
std::int64_t bound(std::string_view cell, std::int64_t otherwise) {
  const auto value = Rational::parse(cell);
  return value ? static_cast<std::int64_t>(value->numerator()) : otherwise;
}

}  // namespace

std::span<const Benchmark> benchmarks() { return table; }

std::optional<Rational> Benchmark::middle() const {
  const auto from = Rational::parse(low);
  const auto to = Rational::parse(high);
  if (!from || !to) return std::nullopt;
  const auto sum = add(*from, *to);
  return sum ? divide(*sum, Rational(2)) : std::nullopt;
}

namespace {

/// First row of a series that an account of that size belongs to.
const Benchmark* row_for(std::string_view prefix, std::int64_t followers) {
  const auto found = std::ranges::find_if(table, [&](const Benchmark& row) {
    return row.id.starts_with(prefix) && followers >= bound(row.followers_low, 0) &&
           followers < bound(row.followers_high, INT64_MAX);
  });
  return found != table.end() ? &*found : nullptr;
}

}  // namespace

const Benchmark* er_views_benchmark(std::int64_t followers) {
  return row_for(band_prefix, followers);
}

const Benchmark* fee_benchmark(std::int64_t followers) {
  const Benchmark* range = row_for("fee-sponsorrate-", followers);
  return range != nullptr ? range : row_for("fee-shopify-mega", followers);
}

}  // namespace tiktok_kpi
