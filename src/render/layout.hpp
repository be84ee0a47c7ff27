#pragma once
// Text in terminal cells: clipping, wrapping, padding, bars and colour. Everything here expects
// text that has already been made safe (see `visible`).
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_kpi {

/// Marks of our own, in Unicode or ASCII.
struct Marks {
  bool ascii = false;
  [[nodiscard]] std::string_view ellipsis() const { return ascii ? "..." : "…"; }
  [[nodiscard]] std::string_view separator() const { return ascii ? " - " : " · "; }
};

/// At most `width` cells; an ellipsis stands for what was cut.
[[nodiscard]] std::string clip(std::string_view text, std::size_t width, Marks marks);
/// The same, cut at the front.
[[nodiscard]] std::string clip_front(std::string_view text, std::size_t width, Marks marks);

/// Lines of at most `width` cells, broken at blanks; a longer word is broken anywhere. At least one
/// line.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);

enum class Align { left, right };
/// Filled with blanks to `width` cells; longer text stays as it is.
[[nodiscard]] std::string pad(std::string_view text, std::size_t width, Align align);

/// A bar of `share` (0..1) of `width` cells, in eighths of a cell; anything above zero shows. No
/// padding.
[[nodiscard]] std::string bar(double share, std::size_t width, Marks marks);

/// A curve of at most `width` cells, one a value (the largest of several when there are more);
/// missing values, given as NaN, are blanks. Scaled from 0, or the smallest value when below, to
/// the largest.
[[nodiscard]] std::string curve(std::span<const double> values, std::size_t width, Marks marks);

/// Typographic marks of our own sentences (· – … “ ” × ≥ ±) as ASCII when asked for.
[[nodiscard]] std::string in_marks(std::string_view text, Marks marks);

/// Wraps text in a colour code, or not.
enum class Ink { plain, bold, dim, red, green, yellow, cyan };
[[nodiscard]] std::string ink(std::string_view text, Ink color, bool enabled);

}  // namespace tiktok_kpi
