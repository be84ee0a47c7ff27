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

/// What several campaigns count, as the diagnostic says it.
void add_note_on_repeats(const Portfolio& portfolio, Section& section) {
  if (const std::string words = counted_repeatedly(portfolio.campaigns); !words.empty())
    section.blocks.emplace_back(Paragraph{words + "."});
}

void build_headline(const Portfolio& portfolio, const TableOptions& options, Document& document,
                    Section& section) {
  Figures figures;
  for (const Figure& figure : document.totals)
    if (figure.value.known()) figures.items.push_back(figure);
  section.blocks.emplace_back(std::move(figures));
  section.blocks.emplace_back(campaigns_table(portfolio));
  if (options.chooses_posts())
    section.blocks.emplace_back(Paragraph{
        "--creator and --where choose posts: orders, revenue, cost and ROI are those of the whole campaigns."});
  add_note_on_repeats(portfolio, section);
}

void build_partnerships(const Portfolio& portfolio, const TableOptions& options, Section& section) {
  constexpr std::size_t most_shown = 20;  // people see that many unless --limit says otherwise
  Table partners = partners_table(portfolio);
  const SortSpec sort = parse_sort(options.sort, {});
  if (std::ranges::find(partners.columns, sort.column, &Column::id) != partners.columns.end())
    arrange(partners, sort, {}, 0);
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
      build_headline(portfolio, options, document, section);
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
