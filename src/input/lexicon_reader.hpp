#pragma once
// A lexicon file: words with their valence, for comments that carry no label.
#include <cstdint>
#include <string>
#include <vector>

#include "model/sentiment.hpp"
#include "tiktok_kpi/core/diagnostic.hpp"

namespace tiktok_kpi {

struct LexiconFile {
  Lexicon lexicon;
  std::string path;
  std::uint64_t bytes = 0;
  std::uint64_t rows_read = 0;
  std::uint64_t rows_left_out = 0;  ///< several words, no word, or no valence
  std::vector<Diagnostic> warnings;
};

/// Reads a table of two columns, word and valence; further ones are ignored. Delimited by tab,
/// semicolon or comma; a header is allowed and finds the columns by name. A valence is a number, or
/// a label such as "positive". Throws Error: the file cannot be opened, is larger than 64 MiB, or
/// holds no word.
[[nodiscard]] LexiconFile read_lexicon(const std::string& path);

}  // namespace tiktok_kpi
