#pragma once
// Spreadsheets run a cell that begins like a formula, quoted or not. Text cells of CSV and TSV that
// do get an apostrophe in front; our own reader takes it off again.
#include <string>
#include <string_view>

namespace tiktok_kpi {

/// Text begins, after blanks and invisible characters, with = + - @ (ASCII or full-width), or
/// contains a tab, CR or NUL among these; apostrophes of earlier guards are looked through, so that
/// guarding can be undone.
[[nodiscard]] bool needs_formula_guard(std::string_view text);
/// The text with an apostrophe in front if it needs one. `unguard(guard(x)) == x` for every x.
[[nodiscard]] std::string guard_formula(std::string_view text);
/// The text without the apostrophe that `guard_formula` put there.
[[nodiscard]] std::string_view unguard_formula(std::string_view text);

}  // namespace tiktok_kpi
