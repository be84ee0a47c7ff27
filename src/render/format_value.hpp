#pragma once
// Values to text: the only place that rounds. People get commas, percent and a fitting number of
// decimals; machines get every integer in full and every fraction as exactly as JSON and CSV can
// carry it.
#include <string>

#include "core/fixed_decimals.hpp"
#include "tiktok_kpi/core/quantity.hpp"
#include "tiktok_kpi/document/document.hpp"

namespace tiktok_kpi {

/// How people want one value.
struct PeopleFormat {
  int digits = -1;     ///< decimals; -1: `default_digits`
  bool trend = false;  ///< a plus sign before what is above zero
  Currency implied{};  ///< money in this currency is written without its code; unknown: every code
                       ///< is written
  bool ascii = false;  ///< ">=" instead of "≥" before a lower bound
};

/// "412,300", "5.13%", "13.20x", "5,980.00 EUR", "12.5 s", "1.25/day", "2024-05-01", "yes", "a, b";
/// "n/a" when missing. ASCII minus, so that numbers paste into a sheet. Labels are returned as they
/// are: escaping is the caller's. Rounds half away from zero: exact fractions exactly, doubles by
/// their shortest decimal.
[[nodiscard]] std::string for_people(const Quantity& value, const PeopleFormat& format = {});

/// Counts of at least this show no fraction: half a view of thousands says nothing.
inline constexpr double whole_from = 1000;
/// Decimals people get unless a column states its own; depends on unit, currency and whether it is
/// whole.
[[nodiscard]] int default_digits(const Quantity& value);

/// Text of a value for CSV and JSON, without quotes; empty when missing. Integers in full; other
/// fractions as exact decimals up to 17 significant digits, else as the shortest decimal that reads
/// back as the same double; dates 2024-05-01, instants 2024-05-01T09:58:12Z, flags true and false,
/// lists joined by '|'. Never NaN, never infinity.
[[nodiscard]] std::string for_machines(const Quantity& value);

/// Numbers and flags stand without quotes in JSON; dates and instants are text.
[[nodiscard]] bool is_bare(const Quantity& value);

/// A value that states no unit takes the one of its column.
[[nodiscard]] Quantity in_unit_of(const Column& column, const Quantity& value);

}  // namespace tiktok_kpi
