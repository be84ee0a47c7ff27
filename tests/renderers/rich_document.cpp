// The rich document: hostile captions, missing values with every reason, wide and joined
// characters.
#include "rich_document.hpp"

#include <string_view>

namespace tiktok_kpi::test {
namespace {

const Currency euro = *Currency::parse("EUR");

Quantity n(std::int64_t value) { return Quantity::count(value); }
Quantity text(std::string_view value) { return Quantity::label(std::string(value)); }
Quantity ratio(std::string_view decimal) {
  return Quantity::exact(*Rational::parse(decimal), Unit::ratio);
}
Quantity eur(std::string_view decimal) { return Quantity::money(*Rational::parse(decimal), euro); }
Quantity day(std::int64_t days) { return Quantity::count(days).with_unit(Unit::date); }
Quantity gone(MissingReason reason) { return Quantity::missing(reason); }

Column column(std::string_view id, std::string_view label, Unit unit, int digits = -1) {
  Column made;
  made.id = id;
  made.label = label;
  made.unit = unit;
  made.digits = digits;
  return made;
}

Column with_bar(Column made) {
  made.bar = true;
  return made;
}
Column with_trend(Column made) {
  made.trend = true;
  return made;
}
Column as_detail(Column made) {
  made.detail = true;
  return made;
}

Section headline() {
  Section section{.id = "headline", .title = "Headline", .blocks = {}, .absent = {}};
  section.blocks.push_back(Figures{{
      {column("total_views", "views", Unit::count), n(711'420)},
      {column("er_views", "engagement", Unit::ratio), ratio("0.0834")},
      {column("net_revenue", "revenue", Unit::money), eur("5980")},
      {column("cost_total", "cost", Unit::money), eur("2600")},
      {with_trend(column("roi", "ROI", Unit::ratio, 1)), ratio("1.3")},
      {column("er_reach", "engagement by reach", Unit::ratio), gone(MissingReason::not_exported)},
  }});
  return section;
}

Section creators() {
  Table table{.id = "creators",
              .title = "Creators",
              .columns = {},
              .rows = {},
              .total_rows = 0,
              .note = {}};
  table.columns = {column("creator", "creator", Unit::text),
                   column("tier", "tier", Unit::text),
                   column("posts", "posts", Unit::count),
                   with_bar(column("views", "views", Unit::count)),
                   column("er_views", "eng.", Unit::ratio),
                   with_trend(column("band_index", "vs. band", Unit::ratio, 0)),
                   column("orders", "orders", Unit::count),
                   column("revenue", "revenue", Unit::money),
                   with_trend(column("roi", "ROI", Unit::ratio, 1)),
                   as_detail(column("er_low", "engagement, low end of the interval", Unit::ratio)),
                   as_detail(column("views_median", "median views", Unit::count))};
  table.rows = {
      {text("@ana"), text("micro"), n(5), n(412'300), ratio("0.095"), ratio("0.07"), n(58),
       eur("3480"), ratio("1.9"), ratio("0.0941"), n(80'120)},
      {text("@千代"), text("micro"), n(5), n(203'000), ratio("0.08"), ratio("-0.1"), n(28),
       eur("1960"), ratio("1.45"), ratio("0.0788"),
       Quantity::exact(*Rational::make(81'001, 2), Unit::count)},
      {text("@bo"), text("nano"), n(4), n(96'120), ratio("0.041"), ratio("-0.63"), n(9), eur("540"),
       ratio("-0.1"), gone(MissingReason::too_few_posts), n(20'000)},
      {text("(shared)"), gone(MissingReason::unknown), n(0), gone(MissingReason::no_posts),
       gone(MissingReason::zero_denominator), gone(MissingReason::no_benchmark), n(0), eur("-18.5"),
       gone(MissingReason::zero_denominator), gone(MissingReason::no_posts),
       gone(MissingReason::no_posts)},
  };
  return {.id = "creators", .title = "Creators", .blocks = {table}, .absent = {}};
}

Section posts() {
  Table table{.id = "posts",
              .title = "Best posts to use again",
              .columns = {},
              .rows = {},
              .total_rows = 14,
              .note = "Ranked by engagement; 2 posts without a date stand last."};
  table.columns = {column("post_id", "post", Unit::text),
                   column("caption", "caption", Unit::text),
                   column("posted_at", "posted", Unit::date),
                   with_bar(column("views", "views", Unit::count)),
                   column("er_views", "engagement rate by views", Unit::ratio),
                   column("avg_watch_s", "watched", Unit::seconds),
                   column("breakout_ratio", "breakout", Unit::factor),
                   column("sponsored", "ad", Unit::text),
                   column("tags", "tags", Unit::text)};
  const auto seconds = [](std::string_view decimal) {
    return Quantity::exact(*Rational::parse(decimal), Unit::seconds);
  };
  const auto factor = [](std::string_view decimal) {
    return Quantity::exact(*Rational::parse(decimal), Unit::factor);
  };
  table.rows = {
      {text("7363900000000000001"), text("=HYPERLINK(\"http://evil.example\",\"Glow | free\")"),
       day(19'844), n(9'223'372'036'854'775'807), Quantity::real(0.05125, Unit::ratio),
       seconds("12.54"), factor("13.2"), Quantity::flag(true),
       Quantity::list({"glowsoap", "skincare"})},
      {text("7363900000000000002"), text("<script>alert(1)</script> [x](javascript:1) `*_~"),
       day(19'847), n(80'120).as_lower_bound(), Quantity::exact(*Rational::make(1, 3), Unit::ratio),
       seconds("9"), factor("0.4"), Quantity::flag(false), Quantity::list({})},
      {text("7363900000000000003"),
       text("\x1b]52;c;aGk=\x07\x1b[2J red\r over \xE2\x80\xAEtfel\xC2\x9B"
            "31m\nnew line"),
       day(19'850), n(5'000), ratio("0"), gone(MissingReason::not_exported),
       gone(MissingReason::too_few_posts), Quantity::flag(true), Quantity::list({"＝石鹸"})},
      {text("7363900000000000004"),
       text(
           "手作り石けんの作り方を全部見せます 👩‍🔬🧼 e\u0301te\u0301 \xFF"),
       gone(MissingReason::unknown), n(0), gone(MissingReason::zero_denominator), seconds("0"),
       factor("0"), gone(MissingReason::not_exported), Quantity::list({"a|b", "🧼"})},
      {text("::error file=x::y"), text("  @cmd, \"quoted\""), day(19'874),
       gone(MissingReason::negative_count), gone(MissingReason::negative_count),
       gone(MissingReason::overflow), gone(MissingReason::incomplete), Quantity::flag(false),
       gone(MissingReason::not_exported)},
  };
  return {.id = "posts", .title = "Posts", .blocks = {table}, .absent = {}};
}

Section timeline() {
  Table table{.id = "timeline",
              .title = "Timeline",
              .columns = {},
              .rows = {},
              .total_rows = 0,
              .note = {}};
  table.columns = {column("date", "day", Unit::date), column("posts", "posts", Unit::count),
                   column("views", "views", Unit::count),
                   with_trend(column("net_followers", "followers", Unit::count))};
  const std::int64_t views[] = {12'000, 48'000, 96'500, 203'000, 150'000, 0, 71'000};
  for (std::int64_t i = 0; i < 7; ++i)
    table.rows.push_back({day(19'844 + i), n(i % 3),
                          i == 5 ? gone(MissingReason::not_exported) : n(views[i]),
                          n((i - 2) * 40)});
  return {.id = "timeline",
          .title = "Timeline",
          .blocks = {Chart{Chart::Kind::line, "timeline", "date", "views"}, table},
          .absent = {}};
}

Section attribution() {
  Table models{.id = "attribution.models",
               .title = "Models side by side",
               .columns = {},
               .rows = {},
               .total_rows = 0,
               .note = {}};
  models.columns = {column("model", "model", Unit::text), column("ana", "@ana", Unit::count, 1),
                    column("chiyo", "@千代", Unit::count, 1)};
  models.rows = {{text("last_touch"), n(58), n(28)},
                 {text("linear"), Quantity::exact(*Rational::parse("55.25"), Unit::count),
                  Quantity::exact(*Rational::parse("30.75"), Unit::count)}};
  Table leaks{.id = "attribution.leaks",
              .title = "Codes on coupon sites",
              .columns = {},
              .rows = {},
              .total_rows = 0,
              .note = {}};
  leaks.columns = {column("code", "code", Unit::text),
                   column("code_leak_rate", "leaked", Unit::ratio, 0)};
  leaks.rows = {{text("ANA10"), ratio("0.12")}, {text("-5OFF/~x"), gone(MissingReason::no_posts)}};
  Figures figures{
      {{column("orders_attributed", "attributed", Unit::count), n(95)},
       {column("code_leak_rate", "leaked", Unit::ratio), gone(MissingReason::not_exported)}}};
  return {.id = "attribution",
          .title = "Attribution",
          .blocks = {figures, Chart{Chart::Kind::bars, "attribution.models", "model", "ana"},
                     models, leaks},
          .absent = {}};
}

Section findings() {
  Table table{.id = "findings",
              .title = "What to do next",
              .columns = {},
              .rows = {},
              .total_rows = 0,
              .note = {}};
  table.columns = {column("level", "level", Unit::text), column("metric", "metric", Unit::text),
                   column("finding", "finding", Unit::text)};
  table.rows = {
      {text("act"), text("roi"),
       text(
           "@bo cost more than it brought: ROI -10.0% on 9 orders, while @ana returned +190.0%. Move the June fee to @ana, or ask @bo for tracked links first.")},
      {text("watch"), text("er_views"),
       text("Only 4 posts: too few to say whether 4.10% is low or luck.")},
  };
  return {.id = "findings", .title = "What to do next", .blocks = {table}, .absent = {}};
}

PrintedDiagnostic bad_count() {
  PrintedDiagnostic printed;
  printed.diagnostic.code = find_diagnostic_code("bad-count");
  printed.diagnostic.length = 4;
  printed.diagnostic.message = "\"12O4\" is not a count";
  printed.diagnostic.hint = "correct the cell";
  printed.path = "posts\x1b[1m.csv";
  printed.line = 118;
  printed.column = 34;
  printed.excerpt = "ana,12O4,anna@example.com";
  return printed;
}

}  // namespace

Document rich_document() {
  Document document;
  document.title = "Glow Soap May";
  document.subtitle = "1–31 May 2024 (Europe/Berlin) · 3 creators, 14 posts";
  document.currency = euro;
  document.campaign = {{column("name", "name", Unit::text), text("Glow Soap May")},
                       {column("period_from", "from", Unit::date), day(19'844)},
                       {column("period_to", "to", Unit::date), day(19'874)},
                       {column("brand", "brand", Unit::text), gone(MissingReason::unknown)}};
  document.definitions = {
      {"er_views", "Engagement rate by views", Unit::ratio, "lcs", "views", "pooled",
       "(likes + comments + shares) / views", "TikTok Business Help Center", 12, 2},
      {"roi", "Return on investment", Unit::ratio, "", "cost", "pooled", "(revenue - cost) / cost",
       "Trustt 2023", std::nullopt, std::nullopt}};
  document.totals = {
      {column("total_views", "views", Unit::count), n(711'420)},
      {column("er_views", "engagement", Unit::ratio), ratio("0.0834")},
      {column("er_reach", "engagement by reach", Unit::ratio), gone(MissingReason::not_exported)},
      {column("net_revenue", "revenue", Unit::money), eur("5980")},
      {column("cost_total", "cost", Unit::money), eur("2600")},
      {column("roi", "ROI", Unit::ratio), ratio("1.3")},
      {column("reach", "reach", Unit::count), n(310'000).as_lower_bound()},
      {column("views_all_time", "all views", Unit::count), Quantity::count((Int128{1} << 63) + 7)}};
  document.sections = {
      headline(),
      creators(),
      posts(),
      {.id = "sentiment",
       .title = "Sentiment",
       .blocks = {},
       .absent = "Comments would be needed: add the comments export of the posts to \"sources\"."},
      timeline(),
      attribution(),
      findings(),
      {.id = "notes",
       .title = "Data notes",
       .blocks = {Paragraph{
           "posts.csv was read as a TikTok Studio export: 14 rows, 12 used, 1 repaired, 1 left out (line 118). Dates are day/month because 13 of them cannot be anything else."}},
       .absent = {}}};
  document.checks = {
      {"er_views", ">= 4%", Quantity::exact(*Rational::parse("0.0513"), Unit::ratio),
       Check::Verdict::pass, Severity::error},
      {"roi", ">= 100% & \"more\"", Quantity::exact(*Rational::parse("-0.1"), Unit::ratio),
       Check::Verdict::fail, Severity::error},
      {"conversions", ">= 450, at\nleast", Quantity::count(79), Check::Verdict::fail,
       Severity::warning},
      {"total_views", "<= 1", Quantity::missing(MissingReason::incomplete, Unit::count),
       Check::Verdict::unknown, Severity::error},
  };
  for (Check& check : document.checks) check.metric = check.id;
  document.footer =
      "1 of 4 goals missed · 14 of 14 posts used · 95 of 118 orders attributed · 2 warnings (-v)";
  document.inputs = {
      {"exports/posts.csv", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
       "studio_content", "header \"Video title\"", 2'048, 14, 12, 1, 1},
      {"shop/orders_export.csv", "", "shopify_orders", "", 5'000'000'000, 118, 118, 0, 0}};
  document.diagnostics = {bad_count()};
  document.status = "warn";
  return document;
}

Document one_table_document() {
  Document document = rich_document();
  document.schema = "tiktok-kpi/posts/1";
  document.sections = {posts()};
  return document;
}

}  // namespace tiktok_kpi::test
