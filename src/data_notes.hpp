#pragma once
// What a report says of its data beside the figures: what was read and not used, merged, counted
// once. Each adds diagnostics to the document.
#include <string>
#include <vector>

#include "aggregate/store.hpp"
#include "analysis/order_attribution.hpp"
#include "dataset.hpp"
#include "input/lexicon_reader.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// Files of which no section asks anything are read and counted, and that is said.
void note_unused_records(const ReadLog& log, const AskedFields& asked, Document& document,
                         std::vector<std::string>& notes);
/// Rows that stand for the same post are worth a note: the figures differ from a sum over the
/// files.
void note_merged_rows(const MergeCounts& merged, Document& document);
/// Copies of orders are counted once; copies that differ are told with their places.
void note_order_copies(const DatasetSpec& spec, const ReadLog& log, const OrderCopies& copies,
                       Document& document);
/// What the orders and the model they are credited by are told apart from figures.
void note_attribution(const DatasetSpec& spec, const ReadLog& log, const OrderAttribution& found,
                      Document& document);
/// The lexicon as an input, and what is wrong with its lines.
void describe_lexicon(const LexiconFile& lexicon, Document& document);

}  // namespace tiktok_kpi
