// Messages are made only for places that are kept.
#include "input/fault_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace tiktok_kpi {
namespace {

std::string shortened(std::string_view text) {
  constexpr std::size_t widest = 40;
  std::string copy(text.substr(0, 200));
  repair_utf8(copy);
  const std::string_view clipped = clip_to_width(copy, widest);
  return clipped.size() < text.size() ? std::string(clipped) + "…" : std::string(clipped);
}

struct Sentence {
  std::string_view code;
  std::string_view says;
  std::string_view hint;
};

constexpr Sentence sentences[] = {
    {"bad-count", "\"{}\" is not a count",
     "write a whole number, or leave the cell empty when it is unknown"},
    {"bad-number", "\"{}\" is not a number",
     "leave the cell empty when it is unknown; --decimal states the decimal mark"},
    {"bad-date", "\"{}\" is not a date", "write 2024-05-01 or 2024-05-01T09:58:12Z"},
    {"ambiguous-date", "\"{}\" may be day/month or month/day", "state --date-order dmy or mdy"},
    {"no-year", "\"{}\" has no year", "give the Content file of the same account, or state --year"},
    {"bad-flag", "\"{}\" is neither yes nor no", "write true or false"},
    {"bad-encoding", "\"{}\" holds bytes that are no valid text; they were replaced",
     "state --encoding windows-1252 if the file is not UTF-8"},
    {"bad-id", "\"{}\" is a post id damaged by a spreadsheet",
     "export again and do not save the file from a spreadsheet"},
};

}  // namespace

void FaultLog::add(std::string_view code, std::uint64_t offset, std::size_t length,
                   std::string_view text) {
  Entry& entry = entries_[diagnostic_code(code).id];
  ++entry.count;
  if (entry.first.size() >= kept) return;
  const auto* found = std::ranges::find(sentences, code, &Sentence::code);
  std::string message = found != std::end(sentences)
                            ? fmt::format(fmt::runtime(found->says), shortened(text))
                            : shortened(text);
  entry.first.push_back(Diagnostic::make(
      code, std::move(message),
      found != std::end(sentences) ? std::string(found->hint) : std::string(), {input_, offset},
      static_cast<std::uint32_t>(std::min<std::size_t>(length, 10'000))));
}

void FaultLog::add(Diagnostic diagnostic) {
  Entry& entry = entries_[diagnostic.code->id];
  ++entry.count;
  if (diagnostic.place.input == Place::no_input) diagnostic.place.input = input_;
  if (entry.first.size() < kept) entry.first.push_back(std::move(diagnostic));
}

void FaultLog::merge(FaultLog&& other) {
  for (auto& [code, theirs] : other.entries_) {
    Entry& mine = entries_[code];
    mine.count += theirs.count;
    mine.first.insert(mine.first.end(), std::make_move_iterator(theirs.first.begin()),
                      std::make_move_iterator(theirs.first.end()));
    // Each worker kept its first places, so the first of all are among them.
    std::ranges::stable_sort(mine.first, {}, [](const Diagnostic& d) { return d.place; });
    if (mine.first.size() > kept) mine.first.resize(kept);
  }
  other.entries_.clear();
  negative_.insert(other.negative_);
  positive_.insert(other.positive_);
}

void FaultLog::warn_of_mixed_signs() {
  for (const FieldRow& row : fields())
    if (negative_.contains(row.field) && positive_.contains(row.field))
      add(Diagnostic::make("mixed-signs",
                           fmt::format("{} are written with and without a minus", row.name),
                           "both are taken off the subtotal; check what the export means by them"));
}

std::uint64_t FaultLog::count(std::string_view code) const {
  const auto found = entries_.find(code);
  return found == entries_.end() ? 0 : found->second.count;
}

}  // namespace tiktok_kpi
