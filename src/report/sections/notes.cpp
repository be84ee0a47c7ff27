// Data notes: every file, what was read, repaired and left out, and every guess.
#include <fmt/format.h>

#include "core/text.hpp"
#include "document/table_of.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Request needs_nothing(const ReportContext&) { return {}; }

void build_notes(Answers& answers, Document&, Section& section) {
  const auto count = [](std::uint64_t value) {
    return Quantity::count(static_cast<Int128>(value));
  };
  section.blocks.emplace_back(table_of(
      "files", "Files",
      {{"path", "file", Unit::text},
       {"format", "format", Unit::text},
       {"rows_read", "rows", Unit::count},
       {"rows_used", "used", Unit::count},
       {"rows_repaired", "repaired", Unit::count},
       {"rows_left_out", "left out", Unit::count}},
      answers.inputs, [&](const InputSummary& input) -> std::vector<Quantity> {
        return {Quantity::label(input.path),
                input.format.empty() ? Quantity::missing(MissingReason::unknown, Unit::text)
                                     : Quantity::label(input.format),
                count(input.rows_read),
                count(input.rows_used),
                count(input.rows_repaired),
                count(input.rows_left_out)};
      }));
  const MergeCounts& merged = answers.store.merge_counts();
  if (merged.merged_rows > 0)
    section.blocks.emplace_back(Paragraph{fmt::format(
        "{} merged into posts that stand in several places, {} of them with different numbers: the newest known value of each field is used.",
        counted(merged.merged_rows, "row"), merged.conflicting)});
  for (const std::string& guess : answers.guesses) section.blocks.emplace_back(Paragraph{guess});
}

}  // namespace

const ReportSection notes_section{
    "notes", "Data notes", "every file with rows read, used, repaired, left out; every guess",
    needs_nothing, build_notes};

}  // namespace tiktok_kpi
