// The report is the table of sections, walked.
#include "report/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "report/checks.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

std::string period_of(const Answers& answers) {
  const DayRange& period = answers.campaign().period;
  std::optional<std::int32_t> from = period.from;
  std::optional<std::int32_t> to = period.to;
  const auto days = answers.aggregates.find(Grouping::day);
  if (!period.given() && days != answers.aggregates.end() && !days->second.groups.empty()) {
    from = static_cast<std::int32_t>(days->second.groups.front().id);
    to = static_cast<std::int32_t>(days->second.groups.back().id);
  }
  if (!from && !to) return {};
  return fmt::format("{} to {} ({})", from ? format_day(*from) : "…", to ? format_day(*to) : "…",
                     answers.zone.name());
}

std::uint64_t posts_counted(const Answers& answers) {
  const auto total = answers.aggregates.find(Grouping::total);
  return total == answers.aggregates.end() ? answers.store.posts()
                                           : total->second.groups.front().posts;
}

void describe_campaign(const Answers& answers, Document& document) {
  const Campaign& campaign = answers.campaign();
  const auto text = [&](std::string_view id, const std::string& value) {
    document.campaign.push_back({{std::string(id), std::string(id), Unit::text},
                                 value.empty()
                                     ? Quantity::missing(MissingReason::unknown, Unit::text)
                                     : Quantity::label(value)});
  };
  const auto day = [&](std::string_view id, std::optional<std::int32_t> value) {
    document.campaign.push_back({{std::string(id), std::string(id), Unit::date},
                                 value ? Quantity::exact(Rational(*value), Unit::date)
                                       : Quantity::missing(MissingReason::unknown, Unit::date)});
  };
  text("name", campaign.name);
  text("brand", campaign.brand);
  text("objective", campaign.objective);
  day("period_from", campaign.period.from);
  day("period_to", campaign.period.to);
  text("timezone", answers.zone.name());
  day("as_of", answers.as_of);
  const MissingMode missing = answers.settings().missing;
  text("missing", missing == MissingMode::strict    ? "strict"
                  : missing == MissingMode::partial ? "partial"
                                                    : "zero");
}

/// "14 in the campaign, 31 usual · 5 of 14 posts used · 2 warnings (-v)".
std::string footer_of(const Answers& answers, std::uint64_t used, const Document& document) {
  const std::vector<PrintedDiagnostic>& diagnostics = document.diagnostics;
  std::vector<std::string> parts;
  if (!document.checks.empty()) {
    const bool only_goals = std::ranges::all_of(
        document.checks, [](const Check& check) { return check.kind == "goals"; });
    parts.push_back(in_words(count_checks(document.checks), only_goals ? "goal" : "check"));
  }
  const ScopeCounts& scopes = answers.store.scope_counts();
  const bool chosen = scopes.total() > 0 && scopes.total() != scopes.of(PostScope::campaign);
  const std::uint64_t campaign =
      scopes.total() > 0 ? scopes.of(PostScope::campaign) : answers.store.posts();
  if (chosen) parts.push_back(scopes.in_words());
  if (!chosen || used != campaign)
    parts.push_back(fmt::format("{} of {} used", used, counted(campaign, "post")));
  const auto places = [&](Severity severity) {
    std::uint64_t count = 0;
    // The first place of a code in an input stands for them all.
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
      const bool begins = i == 0 || diagnostics[i - 1].path != diagnostics[i].path ||
                          diagnostics[i - 1].diagnostic.code != diagnostics[i].diagnostic.code;
      if (begins && diagnostics[i].diagnostic.severity == severity) count += diagnostics[i].count;
    }
    return count;
  };
  if (const std::uint64_t errors = places(Severity::error); errors > 0)
    parts.push_back(counted(errors, "error"));
  if (const std::uint64_t warnings = places(Severity::warning); warnings > 0)
    parts.push_back(counted(warnings, "warning") + " (-v)");
  return fmt::format("{}", fmt::join(parts, " · "));
}

}  // namespace

const ReportSection& find_section(std::string_view id) {
  const auto found = std::ranges::find(report_sections, id, &ReportSection::id);
  if (found != report_sections.end()) return **found;
  std::vector<std::string_view> known;
  for (const ReportSection* section : report_sections) known.push_back(section->id);
  const std::string_view near = nearest(id, known);
  throw Error("unknown-name", fmt::format("there is no section \"{}\"", id),
              near.empty() ? fmt::format("sections: {}", fmt::join(known, ", "))
                           : fmt::format("did you mean \"{}\"?", near));
}

std::vector<const ReportSection*> pick_sections(const std::vector<std::string>& ids) {
  if (ids.empty()) return {report_sections.begin(), report_sections.end()};
  std::vector<const ReportSection*> sections;
  for (const std::string& id : ids) sections.push_back(&find_section(id));
  return sections;
}

std::vector<Request> needs_of(const std::vector<const ReportSection*>& sections,
                              const ReportContext& context) {
  std::vector<Request> requests(1);
  for (const ReportSection* section : sections) {
    Request needs = section->needs(context);
    requests.front().kept.insert(needs.fields());
    requests.front().commerce = requests.front().commerce || needs.commerce;
    requests.front().comments = requests.front().comments || needs.comments;
    requests.front().snapshots = requests.front().snapshots || needs.snapshots;
    needs.commerce = needs.comments = needs.snapshots = false;
    const std::vector<Grouping> groupings = std::exchange(needs.groupings, {});
    for (const Grouping grouping : groupings) {
      auto found = std::ranges::find_if(requests, [&](const Request& r) {
        return !r.groupings.empty() && r.groupings.front() == grouping;
      });
      if (found == requests.end()) {
        requests.emplace_back().groupings = {grouping};
        found = requests.end() - 1;
      }
      found->add(needs);
    }
  }
  // How many posts count is said by every report.
  if (std::ranges::none_of(requests, [](const Request& r) {
        return !r.groupings.empty() && r.groupings.front() == Grouping::total;
      }))
    requests.emplace_back().groupings = {Grouping::total};
  return requests;
}

void build_sections(const std::vector<const ReportSection*>& sections, Answers& answers,
                    Document& document) {
  document.currency = answers.settings().currency;
  describe_campaign(answers, document);
  const std::uint64_t posts = posts_counted(answers);
  std::string subtitle = period_of(answers);
  const auto creators = answers.aggregates.find(Grouping::creator);
  if (creators != answers.aggregates.end())
    subtitle += fmt::format("{}{}", subtitle.empty() ? "" : ", ",
                            counted(creators->second.groups.size(), "creator"));
  subtitle += fmt::format("{}{}", subtitle.empty() ? "" : ", ", counted(posts, "post"));
  document.title = answers.campaign().name;
  document.subtitle = subtitle;
  // The first lines count the checks that the section on delivery lists. They are of the whole
  // campaign: some of its posts can neither meet nor miss them.
  const TableOptions& options = answers.context.table;
  if (!options.chooses_posts() && std::ranges::any_of(sections, [](const ReportSection* section) {
        return section == &headline_section || section == &delivery_section;
      }))
    document.checks = check_campaign(answers);
  for (const ReportSection* section : sections) {
    Section built;
    built.id = section->id;
    built.title = section->title;
    section->build(answers, document, built);
    document.sections.push_back(std::move(built));
  }
  document.definitions = answers.definitions;
  document.footer = footer_of(answers, posts, document);
}

}  // namespace tiktok_kpi
