// Visits as web analytics export them.
#include <fmt/format.h>

#include "core/civil_time.hpp"
#include "input/cells.hpp"
#include "input/settling.hpp"

namespace tiktok_kpi {
namespace {

bool is_label(std::string_view text) {
  return text == "(not set)" || text == "(direct)" || text == "(none)" ||
         text == "(data not available)" || text == "(other)";
}

}  // namespace

void TouchSettling::run() {
  split_source_medium();
  for (const Field field : {Field::utm_source, Field::utm_medium, Field::utm_campaign,
                            Field::utm_term, Field::utm_content, Field::channel})
    drop_labels(field);
  drop_page_labels();
  settle_events();
  const BatchColumn* times = column(Field::touched_at);
  if (times == nullptr || !plan_.as_of) return;
  for (std::size_t row = 0; row < batch_.size; ++row)
    if (keep_[row] != 0 && known(times, row) && times->numbers[row] > *plan_.as_of)
      leave_out(row, "future-touch",
                fmt::format("the visit is dated {}, after {}", format_instant(times->numbers[row]),
                            format_instant(*plan_.as_of)),
                "state the right --now, or the zone of the source");
}

/// Of the events of a visit its start counts, and what was bought.
void TouchSettling::settle_events() {
  const BatchColumn* events = column(Field::event);
  const std::string_view counted = plan_.format->orders.counts;
  if (events == nullptr || counted.empty()) return;
  for (std::size_t row = 0; row < batch_.size; ++row) {
    const std::string_view event = known(events, row) ? text_at(*events, row) : "";
    if (!is_among(counted, event)) {
      leave_out(row, "not-counted",
                fmt::format("the event \"{}\" is neither a visit nor a purchase", visible(event)),
                {});
      continue;
    }
    const bool start = event == "session_start";
    put(column(start ? Field::sessions : Field::conversions), row, 1);
  }
}

/// "tiktok / social" is source and medium in one cell, read into both.
void TouchSettling::split_source_medium() {
  BatchColumn* sources = column(Field::utm_source);
  BatchColumn* mediums = column(Field::utm_medium);
  const BatchColumn* first = sources != nullptr ? sources : mediums;
  std::int64_t last = -1;
  std::optional<std::int64_t> source, medium;
  for (std::size_t row = 0; first != nullptr && row < batch_.size; ++row) {
    if (first->states[row] == CellState::missing) continue;
    const std::int64_t entry = first->numbers[row];
    if (entry != last) {
      last = entry;
      const std::string text(text_at(*first, row));
      const std::size_t slash = text.find(" / ");
      source = medium = std::nullopt;
      if (slash != std::string::npos) {
        source = entry_of(trim_cell(std::string_view(text).substr(0, slash)));
        medium = entry_of(trim_cell(std::string_view(text).substr(slash + 3)));
      }
    }
    if (!source) continue;
    put(sources, row, source);
    put(mediums, row, medium);
  }
}

/// Analytics tools write words in brackets where there is no campaign.
void TouchSettling::drop_labels(Field field) {
  BatchColumn* names = column(field);
  std::int64_t last = -1;
  bool label = false;
  for (std::size_t row = 0; names != nullptr && row < batch_.size; ++row) {
    if (names->states[row] == CellState::missing) continue;
    if (names->numbers[row] != last) {
      last = names->numbers[row];
      label = is_label(text_at(*names, row));
    }
    if (label) names->states[row] = CellState::missing;
  }
}
void TouchSettling::drop_page_labels() {
  BatchColumn* pages = column(Field::landing_url);
  for (std::size_t row = 0; pages != nullptr && row < batch_.size; ++row)
    if (known(pages, row) && is_label(pages->texts[row])) forget(pages, row);
}

}  // namespace tiktok_kpi
