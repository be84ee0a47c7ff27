#include "data_notes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "input/locate.hpp"

namespace tiktok_kpi {

void note_unused_records(const ReadLog& log, const AskedFields& asked, Document& document,
                         std::vector<std::string>& notes) {
  for (std::size_t i = 0; i < log.inputs.size(); ++i) {
    const InputLog& input = log.inputs[i];
    const auto is_asked = [&](const RecordPlan& records) {
      return !asked.of(records.kind).empty();
    };
    if (input.failed || input.plan.records.empty() ||
        std::ranges::any_of(input.plan.records, is_asked))
      continue;
    InputSummary& summary = document.inputs[i];
    PrintedDiagnostic printed;
    printed.diagnostic = Diagnostic::make(
        "not-used",
        fmt::format("its {} of {} were read, but no section of the report uses them",
                    counted(summary.rows_used, "row"), input.plan.format->label),
        fmt::format("tiktok-kpi convert {} writes them", input.path));
    printed.path = input.path;
    notes.push_back(fmt::format("{}: {}", input.path, printed.diagnostic.message));
    document.diagnostics.push_back(std::move(printed));
    summary.rows_used = 0;
  }
}

void note_merged_rows(const MergeCounts& merged, Document& document) {
  const auto note = [&](std::string_view code, std::uint64_t rows, std::string_view what) {
    if (rows == 0) return;
    PrintedDiagnostic printed;
    printed.diagnostic = Diagnostic::make(code, fmt::format("{} {}", counted(rows, "row"), what));
    printed.count = rows;
    document.diagnostics.push_back(std::move(printed));
  };
  note("merged-rows", merged.merged_rows, "merged into posts that stand in several places");
  note("conflicting-rows", merged.conflicting,
       "with other numbers than the newest copy of the post");
}

void describe_lexicon(const LexiconFile& lexicon, Document& document) {
  constexpr std::uint64_t small = 64ULL << 20U;
  InputSummary summary;
  summary.path = lexicon.path;
  summary.sha256 = sha256_of({lexicon.path, {}}, small);
  summary.format = "sentiment-lexicon";
  summary.why = "named as one";
  summary.bytes = lexicon.bytes;
  summary.rows_read = lexicon.rows_read;
  summary.rows_used = lexicon.lexicon.words().size();
  summary.rows_left_out = lexicon.rows_read - summary.rows_used;
  document.inputs.push_back(std::move(summary));
  for (const Diagnostic& warning : lexicon.warnings) {
    PrintedDiagnostic printed;
    printed.diagnostic = warning;
    printed.path = lexicon.path;
    document.diagnostics.push_back(std::move(printed));
  }
}

namespace {

/// Adds what is said of records, whose places ascend, with their lines. Without excerpts: orders
/// name customers.
void add_placed(const DatasetSpec& spec, const ReadLog& log, std::vector<PrintedDiagnostic> said,
                Document& document) {
  for (std::size_t begin = 0; begin < said.size();) {
    const std::uint32_t input = said[begin].diagnostic.place.input;
    std::vector<PrintedDiagnostic*> of_input;
    for (; begin < said.size() && said[begin].diagnostic.place.input == input; ++begin) {
      said[begin].path = log.inputs[input].path;
      of_input.push_back(&said[begin]);
    }
    place_diagnostics(spec.inputs[input].location, log.inputs[input].plan.encoding,
                      std::move(of_input));
  }
  for (PrintedDiagnostic& each : said) {
    each.excerpt.clear();
    document.diagnostics.push_back(std::move(each));
  }
}

}  // namespace

void note_order_copies(const DatasetSpec& spec, const ReadLog& log, const OrderCopies& copies,
                       Document& document) {
  const auto note = [&](std::uint64_t rows, std::string_view code, std::string_view what) {
    if (rows == 0) return;
    PrintedDiagnostic printed;
    printed.diagnostic =
        Diagnostic::make(code, fmt::format("{} {}", counted(rows, "order row"), what));
    printed.count = rows;
    document.diagnostics.push_back(std::move(printed));
  };
  note(copies.repeated, "repeated-order", "stood there before; each order counts once");
  note(copies.revised, "revised-order", "stood in an older export; the newest one counts");
  note(copies.completed, "completed-order",
       "without date and worth gave their codes and links to the order of their id");
  for (const Place& place : copies.conflicting) {
    InputSummary& input = document.inputs[place.input];
    if (input.rows_used > 0) --input.rows_used;
    ++input.rows_left_out;
  }
  constexpr std::size_t most = 5;
  const std::span first(copies.conflicting.data(), std::min(most, copies.conflicting.size()));
  std::vector<PrintedDiagnostic> printed;
  for (const Place& place : first) {
    PrintedDiagnostic& each = printed.emplace_back();
    each.diagnostic = Diagnostic::make(
        "conflicting-orders",
        "an order of this id stood before with other figures; the first one counts",
        "a date in the names of both files, as in orders-2024-05-20.csv, says which is newer",
        place);
    each.count = printed.size() == 1 ? copies.conflicting.size() - first.size() + 1 : 1;
  }
  add_placed(spec, log, std::move(printed), document);
}

void note_attribution(const DatasetSpec& spec, const ReadLog& log, const OrderAttribution& found,
                      Document& document) {
  if (found.before_visits > 0) {
    PrintedDiagnostic printed;
    printed.diagnostic = Diagnostic::make(
        "order-before-visits",
        fmt::format("{} before every visit of its customer, such as {}; visits after an order "
                    "earn nothing",
                    found.before_visits == 1
                        ? std::string("1 order was placed")
                        : fmt::format("{} orders were placed", found.before_visits),
                    found.first_before_visits),
        fmt::format("tiktok-kpi attribute --explain order:{} shows them",
                    found.first_before_visits),
        found.place_before_visits);
    printed.count = found.before_visits;
    add_placed(spec, log, {std::move(printed)}, document);
  }
  if (!found.chosen().negative) return;
  PrintedDiagnostic printed;
  printed.diagnostic = Diagnostic::make(
      "negative-credits",
      fmt::format("{} credits some channels with less than nothing", name_of(found.model)),
      "\"attribution\": {\"model\": \"markov\"} in the campaign file asks another model that "
      "compares journeys");
  document.diagnostics.push_back(std::move(printed));
}

}  // namespace tiktok_kpi
