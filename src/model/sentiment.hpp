#pragma once
// What a comment thinks of its post: the label that comes with the data, or the sum of the words of
// a lexicon that the user names.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tiktok_kpi {

enum class Sentiment : std::uint8_t { positive, neutral, negative };

/// Sentiment of a label such as "Positif", "neg" or "neutral", whatever its case; nothing when the
/// word is none of those known. Numbers are never guessed: 1 is positive in one data set and
/// negative in the next.
[[nodiscard]] std::optional<Sentiment> parse_sentiment(std::string_view label);

/// Words with their valence. A word is compared whole and without case: a run of letters, digits
/// and inner apostrophes, or one sign such as an emoji.
class Lexicon {
 public:
  struct Word {
    std::string text;          ///< in normal form
    std::int64_t valence = 0;  ///< in 10^-9; above zero positive
  };

  enum class Added : std::uint8_t { word, repeated, no_single_word };
  /// The first of several valences of a word counts.
  Added add(std::string_view text, std::int64_t valence);

  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] const std::vector<Word>& words() const { return words_; }
  /// Appends the number of each known word of the text, once per occurrence. The text is valid
  /// UTF-8.
  void match(std::string_view text, std::vector<std::uint32_t>& found) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::vector<Word> words_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

}  // namespace tiktok_kpi
