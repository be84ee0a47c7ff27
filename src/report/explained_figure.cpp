#include "report/explained_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "report/metric_columns.hpp"

namespace tiktok_kpi {

void begin_explanation(std::string_view id, std::string_view of, const Quantity& value,
                       Document& document, Section& section) {
  const Metric& row = metric(id);
  section.title = fmt::format("{} of {}", row.id, of);
  const Column column{.id = std::string(row.id),
                      .label = std::string(row.label),
                      .unit = value.known() ? value.unit() : row.unit};
  Figures figures;
  figures.items.push_back({column, value});
  section.blocks.emplace_back(std::move(figures));
  document.totals.push_back({column, value});
}

std::vector<std::string> words_of_places(const Answers& answers, std::span<const Place> places) {
  std::vector<std::string> words(places.size());
  if (!answers.where) return words;
  std::vector<std::pair<Place, std::size_t>> placed;
  for (std::size_t i = 0; i < places.size(); ++i) placed.emplace_back(places[i], i);
  std::ranges::sort(placed);
  std::vector<Place> ascending;
  for (const auto& [place, number] : placed) ascending.push_back(place);
  const std::vector<FilePosition> positions = answers.where(ascending);
  for (std::size_t i = 0; i < positions.size(); ++i)
    words[placed[i].second] = positions[i].in_words();
  return words;
}

void end_explanation(Answers& answers, std::string_view id, const Quantity& value, Section& section,
                     const std::string& more) {
  const Metric& row = metric(id);
  section.blocks.emplace_back(Paragraph{std::string(row.description)});
  section.blocks.emplace_back(Paragraph{fmt::format("formula: {}", row.formula)});
  if (!value.known())
    section.blocks.emplace_back(Paragraph{fmt::format("undefined: {}", name_of(value.reason()))});
  if (!more.empty()) section.blocks.emplace_back(Paragraph{more});
  if (!row.source.empty())
    section.blocks.emplace_back(Paragraph{fmt::format("source: {}", row.source)});
  define(answers, id);
}

}  // namespace tiktok_kpi
