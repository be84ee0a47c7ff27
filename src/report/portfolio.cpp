#include "report/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "report/metric_columns.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Quantity count(std::size_t number) { return Quantity::count(static_cast<Int128>(number)); }

void set_totals(const Portfolio& portfolio, Document& document) {
  const PartnerFigures& whole = portfolio.whole;
  document.totals = {
      {{"campaigns", "campaigns", Unit::count}, count(portfolio.campaigns.size())},
      {{"creators", "creators", Unit::count}, count(portfolio.partnerships.creators.size())},
      {{"repeat_rate", "came back", Unit::ratio}, portfolio.partnerships.repeat_rate},
      {{"video_count", "posts", Unit::count}, count(whole.posts)},
      {{"total_views", "views", Unit::count}, whole.views},
      {{"total_interactions", "interactions", Unit::count}, whole.interactions},
      {{"er_views", "engagement", Unit::ratio}, whole.engagement()},
      {{"conversions", "orders", Unit::count}, whole.orders},
      {{"net_revenue", "revenue", Unit::money}, whole.net_revenue},
      {{"cost_total", "cost", Unit::money}, whole.cost},
      {{.id = "roi", .label = "ROI", .unit = Unit::ratio, .trend = true}, whole.roi()}};
}

std::string days_of(const Portfolio& portfolio) {
  std::optional<std::int32_t> from;
  std::optional<std::int32_t> to;
  for (const CampaignFigures& campaign : portfolio.campaigns) {
    if (campaign.from) from = std::min(from.value_or(*campaign.from), *campaign.from);
    if (campaign.to) to = std::max(to.value_or(*campaign.to), *campaign.to);
  }
  return from && to ? fmt::format("{} to {}, ", format_day(*from), format_day(*to)) : "";
}

bool overlap(const CampaignFigures& a, const CampaignFigures& b) {
  const bool apart = (a.to && b.from && *a.to < *b.from) || (b.to && a.from && *b.to < *a.from);
  if (apart) return false;
  return std::ranges::any_of(a.inputs, [&](const std::string& input) {
    return std::ranges::find(b.inputs, input) != b.inputs.end();
  });
}

/// A post of the days that two campaigns share counts in both.
void add_note_on_overlaps(const Portfolio& portfolio, Section& section) {
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < portfolio.campaigns.size(); ++i)
    for (std::size_t j = i + 1; j < portfolio.campaigns.size(); ++j)
      if (overlap(portfolio.campaigns[i], portfolio.campaigns[j]))
        pairs.push_back(
            fmt::format("{} and {}", portfolio.campaigns[i].name, portfolio.campaigns[j].name));
  if (pairs.empty()) return;
  constexpr std::size_t most_named = 3;
  const std::size_t others = pairs.size() > most_named ? pairs.size() - most_named : 0;
  if (others > 0) pairs.resize(most_named);
  section.blocks.emplace_back(Paragraph{fmt::format(
      "The same files on the same days: posts and orders of both campaigns may count twice in the totals ({}{}).",
      fmt::join(pairs, "; "), others > 0 ? fmt::format("; {} more pairs", others) : "")});
}

void build_headline(const Portfolio& portfolio, Document& document, Section& section) {
  Figures figures;
  for (const Figure& figure : document.totals)
    if (figure.value.known()) figures.items.push_back(figure);
  section.blocks.emplace_back(std::move(figures));
  section.blocks.emplace_back(campaigns_table(portfolio));
  add_note_on_overlaps(portfolio, section);
}

void build_partnerships(const Portfolio& portfolio, const TableOptions& options, Section& section) {
  constexpr std::size_t most_shown = 20;  // people see that many unless --limit says otherwise
  Table partners = partners_table(portfolio);
  partners.people_rows = options.rows_for_people(most_shown);
  section.blocks.emplace_back(std::move(partners));
  section.blocks.emplace_back(participations_table(portfolio));
  section.blocks.emplace_back(kinds_table(portfolio));
  if (portfolio.partnerships.lasting_creators > 0)
    section.blocks.emplace_back(repeats_table(portfolio));
}

}  // namespace

bool is_of_portfolio(std::string_view section) {
  return section == headline_section.id || section == partnerships_section.id ||
         section == findings_section.id;
}

Portfolio portfolio_of(std::span<const CampaignFigures> campaigns) {
  Portfolio portfolio;
  portfolio.campaigns = campaigns;
  portfolio.partnerships = analyze_partnerships(campaigns, campaigns.front().settings);
  std::vector<const PartnerFigures*> wholes;
  for (const CampaignFigures& campaign : campaigns) wholes.push_back(&campaign.whole);
  portfolio.whole = add_up(wholes);
  return portfolio;
}

void build_portfolio(const Portfolio& portfolio, std::span<const std::string> sections,
                     const TableOptions& options, Document& document) {
  document.subtitle = fmt::format("{}{}, {}, {}", days_of(portfolio),
                                  counted(portfolio.campaigns.size(), "campaign"),
                                  counted(portfolio.partnerships.creators.size(), "creator"),
                                  counted(portfolio.whole.posts, "post"));
  set_totals(portfolio, document);
  for (const std::string& id : sections) {
    if (!is_of_portfolio(id)) continue;
    Section section;
    section.id = id;
    section.title = find_section(id).title;
    if (id == headline_section.id) {
      build_headline(portfolio, document, section);
    } else if (id == partnerships_section.id) {
      build_partnerships(portfolio, options, section);
    } else {
      std::vector<RankedFinding> found = find_in_partnerships(portfolio);
      if (found.empty())
        section.absent =
            "nothing found that concerns several campaigns; each report has its own list";
      else
        section.blocks.emplace_back(findings_table(std::move(found), options));
    }
    document.sections.push_back(std::move(section));
  }
}

}  // namespace tiktok_kpi
