#pragma once
// Columns of a table fitted to the width of a terminal. A table that is too wide gives way in this
// order: headers wrap, words are clipped, bars shrink and go, then whole columns from the right.
#include <cstddef>
#include <string>
#include <vector>

#include "render/layout.hpp"
#include "render/people.hpp"

namespace tiktok_kpi {

/// Lines of a table, neither indented nor ended. Text must have been made safe.
class TableLayout {
 public:
  /// `width`: cells a line may have, at least 1.
  TableLayout(std::vector<ColumnText> texts, std::size_t width, Marks marks, bool color);

  /// Columns that found no room.
  [[nodiscard]] std::size_t hidden() const { return hidden_; }
  /// Several when a header was wrapped; the last one stands on the first row.
  [[nodiscard]] std::vector<std::string> header_lines() const;
  /// Several when the sentence in the last column was wrapped.
  [[nodiscard]] std::vector<std::string> row_lines(std::size_t row) const;

 private:
  /// A column and the widths it was given.
  struct Laid {
    ColumnText text;
    bool sentence = false;      ///< words in the table's last place: wrapped, never clipped
    std::size_t cells = 0;      ///< widest cell
    std::size_t width = 0;      ///< of the text
    std::size_t bar_width = 0;  ///< 0: none
    double top = 0.0;           ///< value of a full bar
    std::vector<std::string> header{};

    [[nodiscard]] std::size_t total() const { return width + (bar_width > 0 ? bar_width + 1 : 0); }
  };
  /// One way to fit a table, from roomy to tight.
  struct Attempt {
    bool wrap_headers;
    std::size_t bar_width;
  };

  [[nodiscard]] bool fit(std::size_t count, const Attempt& attempt);
  [[nodiscard]] std::size_t total_width(std::size_t count) const;
  [[nodiscard]] Laid* widest_words(std::size_t count);
  /// Lines of a sentence; an ellipsis ends what is cut.
  [[nodiscard]] std::vector<std::string> wrapped(const Laid& column, const std::string& cell) const;
  [[nodiscard]] std::string colored(const Laid& column, std::size_t row,
                                    const std::string& text) const;

  std::vector<Laid> columns_;
  std::size_t width_;
  std::size_t hidden_ = 0;
  Marks marks_;
  bool color_;
};

}  // namespace tiktok_kpi
