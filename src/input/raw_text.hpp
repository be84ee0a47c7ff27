#pragma once
// Opening a table of which nothing is known but that it is text: encoding and delimiter from its
// beginning.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/naive_csv.hpp"
#include "input/raw_rows.hpp"
#include "input/source.hpp"

namespace tiktok_kpi {

/// A text whose first MiB is known.
struct OpenedText {
  std::string head;
  bool whole = false;
  std::unique_ptr<ByteStream> rest;
};

[[nodiscard]] OpenedText open_text(const Location& location, const RawOptions& options);
/// Records of a text's beginning that are whole, at most `most`.
[[nodiscard]] std::vector<NaiveRecord> sample_records(std::string_view text, const Dialect& dialect,
                                                      bool whole, std::size_t most);
/// Can the input be read a second time from its beginning?
[[nodiscard]] bool opens_twice(const Location& location);
/// The delimiter by which most records have as many cells as the first, more than one.
[[nodiscard]] char guess_delimiter(std::string_view text, char newline, bool whole);

}  // namespace tiktok_kpi
