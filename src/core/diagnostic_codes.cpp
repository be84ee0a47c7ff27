// The table of diagnostic codes: one row per thing that can be said about an input, a campaign file
// or a command line. `tiktok-kpi explain CODE` and the documentation print it.
#include <algorithm>
#include <array>

#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {
namespace {

using enum Severity;
constexpr ExitCode usage = ExitCode::usage;
constexpr ExitCode input = ExitCode::input;
constexpr ExitCode output = ExitCode::output;
constexpr ExitCode refused = ExitCode::refused;

// Sorted by id (checked below).
// clang-format off
constexpr std::array codes{
    DiagnosticCode{"ambiguous-date", warning, input, "day and month cannot be told apart",
                   "Every date of the column reads both as day/month and as month/day. The ids of the posts settle it when they are there; otherwise the dates are left out. State the order with --date-order dmy or mdy, or date_order in the source."},
    DiagnosticCode{"ambiguous-number", warning, input, "a decimal mark cannot be told from a thousands mark",
                   "Every number of the column could be read both ways, as 1,234. It is read with a decimal point. State --decimal ',' or '.' to settle it."},
    DiagnosticCode{"appended", note, input, "rows were added to a file", "Rows that stand in the file already are not written again: the same post, export time and values."},
    DiagnosticCode{"bad-campaign", error, usage, "the campaign file does not say what it must",
                   "A key has the wrong type or an impossible value. `tiktok-kpi schema campaign` prints what is allowed."},
    DiagnosticCode{"bad-count", error, input, "a cell that should be a whole number is none",
                   "The cell is left out and counted; the rest of its row is used. Missing is not zero: metrics that need it say so."},
    DiagnosticCode{"bad-date", error, input, "a cell that should be a date or time is none",
                   "The date of the row is unknown: the post counts in totals without a period, never in the timeline."},
    DiagnosticCode{"bad-encoding", repair, input, "bytes that are no valid text",
                   "Invalid bytes were replaced by U+FFFD. State --encoding when the file is not UTF-8."},
    DiagnosticCode{"bad-flag", error, input, "a cell that should be yes or no is neither", "The cell is treated as unknown."},
    DiagnosticCode{"bad-formula", error, usage, "the formula cannot be read",
                   "`tiktok-kpi help formulas` explains the language; the caret shows where reading stopped."},
    DiagnosticCode{"bad-id", error, input, "a post id damaged by a spreadsheet",
                   "A number such as 7.31346E+18 has lost its last digits. The row is kept as a post of its own and never joined by this id. Export again without opening the file in a spreadsheet."},
    DiagnosticCode{"bad-json", error, input, "the text is not valid JSON", "The place shows where reading stopped."},
    DiagnosticCode{"bad-number", error, input, "a cell that should be a number is none",
                   "The cell is left out and counted; the rest of its row is used."},
    DiagnosticCode{"bad-option", error, usage, "a flag has a value that it does not take", "`tiktok-kpi help COMMAND` lists the values."},
    DiagnosticCode{"bad-report", error, input, "a file that begins like a saved report is none",
                   "It is cut off, or of another kind. `tiktok-kpi report … -o report.json` saves one that `tiktok-kpi compare` takes."},
    DiagnosticCode{"bad-unit", error, usage, "a condition asks for another unit than the figure has",
                   "Shares are written as \"<= 20%\" or \"<= 0.2\", money in the currency of the report, counts as a number alone; the hint says which."},
    DiagnosticCode{"bad-vector", error, usage, "a formula test is not in the vector format",
                   "An entry needs metric, inputs, expected and tolerance."},
    DiagnosticCode{"campaign-without-creator", note, usage, "a campaign of several has no post by the creator",
                   "--creator asks for one account; campaigns for which it has not posted are left out."},
    DiagnosticCode{"completed-order", note, input, "rows that add codes or links to orders of another table",
                   "Tables of discount codes or link tags have a row for an order without its date and amounts. What they say goes to the order of that id."},
    DiagnosticCode{"conflicting-orders", error, input, "the same order with different figures",
                   "An order id stands in several rows that do not agree, and their files do not say which export is newer. The first row counts, the others are left out and listed; --strict makes that exit code 3."},
    DiagnosticCode{"conflicting-rows", note, input, "the same post with different numbers",
                   "Field by field the newest known value is used: by export day when stated, else the row with more views. Older copies stay as snapshots."},
    DiagnosticCode{"counted-twice", warning, usage, "several campaigns count the same posts or orders",
                   "Campaigns that share days and creators have posts and orders in common. Each report is right for itself; sums over the campaigns count them several times. Give the campaigns periods, creators or a track that tell them apart."},
    DiagnosticCode{"damaged-quotes", repair, input, "a quotation mark inside a quoted cell is not doubled",
                   "A mark closes a cell only before a delimiter, a line end or the end of the file; others are text."},
    DiagnosticCode{"definitions-differ", warning, input, "two reports that are compared define a figure differently",
                   "The interactions counted, the denominator, the way posts are averaged, how missing counts are read, the currency or the time zone differ: part of the difference is not in the posts. Make both reports with the same flags and settings."},
    DiagnosticCode{"duplicate-column", warning, input, "a column name stands twice in the header", "The first column of the name is read. Give the columns different names."},
    DiagnosticCode{"duplicate-key", error, usage, "a key occurs twice in one JSON object", "Only one value can count; remove the other."},
    DiagnosticCode{"empty-file", error, input, "the file is empty", "Nothing can be read from zero bytes. Export again."},
    DiagnosticCode{"error-body", error, input, "the file is an error answer of an API, no data", "Ask the API again; its code and message are shown."},
    DiagnosticCode{"formula-test-failed", error, ExitCode::answer_is_no, "a formula test failed", "The value differs from the expected one by more than the tolerance."},
    DiagnosticCode{"future-touch", error, input, "a visit after the as-of time",
                   "What --now states is taken for the present, so a later visit has a wrong date. It is left out. State the right time, or the zone of the source."},
    DiagnosticCode{"internal", error, ExitCode::own_fault, "a fault of this program", "Please report it with the command and, if possible, the input."},
    DiagnosticCode{"late-column", warning, input, "a JSON key first occurs far into its input",
                   "`convert` picks its columns from the first MiB of each input. Name the columns with --fields to have them all."},
    DiagnosticCode{"lexicon-entries", note, input, "lines of a lexicon that are no word with a valence",
                   "Comments are compared word by word, so a phrase or an emoticon of punctuation is never met. Of a repeated word the first valence counts."},
    DiagnosticCode{"limit-exceeded", error, refused, "the input goes beyond a safety limit",
                   "A cell, a row, the nesting or what decompression produced is larger than allowed. --max-input and --max-field raise the limits for files you trust."},
    DiagnosticCode{"merged-rows", note, input, "several rows were merged into one post",
                   "The same post id stood in several rows or files; every value is the newest known one."},
    DiagnosticCode{"missing-column", warning, input, "a column that metrics need is not in the file", "Metrics that need it are undefined, never zero."},
    DiagnosticCode{"mixed-signs", warning, input, "amounts of one column are written with and without a minus",
                   "Discounts and refunds come off the subtotal whatever their sign. Where the export means something else by a minus, net revenue is wrong."},
    DiagnosticCode{"negative-credits", warning, input, "a model credits some channels with less than nothing",
                   "Journeys without the channel led to an order more often than journeys with it. The credits add up all the same; read the ranking with care, or choose another model."},
    DiagnosticCode{"negative-total", error, input, "an order with a negative total",
                   "A refund is no order: it belongs into the refunds of its order. The row is left out."},
    DiagnosticCode{"no-export-time", warning, input, "nothing says when an export was made",
                   "How a post grew is told by its exports in order of time. Neither the rows nor the name of the file state it: give --exported-at, or the day in the name."},
    DiagnosticCode{"no-match", error, input, "a pattern or folder matches no file", "Check the path; patterns are relative to the campaign file."},
    DiagnosticCode{"no-such-file", error, input, "the file does not exist or cannot be opened", "Check the path and the permissions."},
    DiagnosticCode{"no-year", warning, input, "dates without a year, and nothing says which year",
                   "The rows are kept out of the timeline. Give the Content file of the same account, keep the archive's original name, or state --year."},
    DiagnosticCode{"not-a-post-id", warning, input, "ids that are no TikTok post ids", "Real post ids carry their upload time. These do not, so they are used as names only."},
    DiagnosticCode{"not-counted", note, input, "a row that is no order or visit by its status",
                   "Cancelled, unpaid, failed and test orders are left out, as are events that are neither a visit nor a purchase."},
    DiagnosticCode{"not-supported", error, input, "the file is recognised, but holds nothing this version reads", "This version reads posts, creators, account series, comments, orders, visits and advertising."},
    DiagnosticCode{"not-used", note, input, "records that no section of the report uses", "They were read and counted. `convert` writes them as canonical records."},
    DiagnosticCode{"nothing-to-check", error, usage, "a check was asked for where nothing is to be checked",
                   "State goals in the campaign file: a gate without goals would let everything through."},
    DiagnosticCode{"odd-row", repair, input, "a row has more or fewer cells than the header", "The row was repaired as shown; what could not be repaired is left out and listed."},
    DiagnosticCode{"order-before-visits", note, input, "an order before every visit of its customer",
                   "A visit earns only what was ordered after it. Without a code such an order is nobody's; check the zones of both exports when there are many."},
    DiagnosticCode{"order-without-id", error, input, "an order or a line of one without its id",
                   "Without an id an order cannot be told from a copy of another one. The row is left out."},
    DiagnosticCode{"other-records", note, input, "the inputs hold further kinds of records", "`convert` writes one kind of record; --kind picks another."},
    DiagnosticCode{"output-is-input", error, refused, "an output would replace an input", "Choose another name for -o."},
    DiagnosticCode{"passed-over", note, input, "lines of the file that hold no records of it",
                   "A row that describes the columns, or a table of a report that does not say where visits came from."},
    DiagnosticCode{"path-refused", error, refused, "a path leaves the campaign's folder, or is no regular file", "--allow-outside permits paths outside the folder."},
    DiagnosticCode{"refund-above-total", warning, input, "more was refunded than the order's total",
                   "The amounts are kept as exported, so net revenue of the order is negative. Check the export."},
    DiagnosticCode{"repeated-order", note, input, "an order that stands in several rows or files",
                   "The rows agree, so the order counts once."},
    DiagnosticCode{"revised-order", note, input, "an order whose figures changed between two exports",
                   "The files say when they were exported, in their names or by --exported-at, so the newest row counts."},
    DiagnosticCode{"row-left-out", error, input, "a row could not be read", "It is counted and listed; no figure uses it."},
    DiagnosticCode{"shifted-days", note, input, "days of a series run one day late", "Viewers of TikTok Studio are stated one day after the views they belong to; the shift was estimated from both series and taken off."},
    DiagnosticCode{"shifted-times", note, input, "times without a zone were corrected by the post ids", "Post ids carry the upload time in UTC; the median difference was taken off. --tz of the source settles it."},
    DiagnosticCode{"totals-row", repair, input, "a totals row was left out", "Its numbers equal the sums of the rows above."},
    DiagnosticCode{"unknown-column", error, usage, "no such column", "`tiktok-kpi schema fields` lists the columns."},
    DiagnosticCode{"unknown-creator", warning, usage, "no such creator in the data", "Handles are compared without @ and without regard to case."},
    DiagnosticCode{"unknown-currency", error, input, "a currency that ISO 4217 does not list",
                   "The currency of the row is unknown, so sums that need it are undefined."},
    DiagnosticCode{"unknown-format", error, input, "the file is no known export", "State the columns with --columns views='Video plays',… or in the source of the campaign file."},
    DiagnosticCode{"unknown-key", error, usage, "a key of the campaign file is not known", "`tiktok-kpi schema campaign` lists the keys."},
    DiagnosticCode{"unknown-metric", error, usage, "no such metric", "`tiktok-kpi formulas list` lists them all."},
    DiagnosticCode{"unknown-name", error, usage, "no such name", "The message names the nearest known one."},
    DiagnosticCode{"usage", error, usage, "the command line cannot be understood", "`tiktok-kpi help` lists the commands."},
    DiagnosticCode{"write-failed", error, output, "the output could not be written", "Check the space on the disk and the permissions. The old file, if any, is untouched."},
    DiagnosticCode{"wrong-type", error, input, "the file is something else than its name says", "Unpack or convert it first; the message names what it is."},
};
// clang-format on
static_assert(std::ranges::is_sorted(codes, {}, &DiagnosticCode::id));
static_assert(std::ranges::adjacent_find(codes, {}, &DiagnosticCode::id) == codes.end());

}  // namespace

std::span<const DiagnosticCode> diagnostic_codes() { return codes; }

}  // namespace tiktok_kpi
