// Labels are a table; words are cut the same way in a lexicon and in a comment.
#include "model/sentiment.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "core/utf8.hpp"

namespace tiktok_kpi {
namespace {

using S = Sentiment;

// clang-format off
constexpr std::array<std::pair<std::string_view, Sentiment>, 32> labels{{
    {"positive", S::positive}, {"pos", S::positive},       {"positif", S::positive},
    {"positiv", S::positive},  {"positivo", S::positive},  {"positiva", S::positive},
    {"positief", S::positive}, {"tích cực", S::positive},  {"ポジティブ", S::positive},
    {"正面", S::positive},      {"긍정", S::positive},
    {"negative", S::negative}, {"neg", S::negative},       {"negatif", S::negative},
    {"négatif", S::negative},  {"negativ", S::negative},   {"negativo", S::negative},
    {"negativa", S::negative}, {"negatief", S::negative},  {"tiêu cực", S::negative},
    {"ネガティブ", S::negative}, {"负面", S::negative},      {"부정", S::negative},
    {"neutral", S::neutral},   {"neu", S::neutral},        {"netral", S::neutral},
    {"neutre", S::neutral},    {"neutro", S::neutral},     {"neutra", S::neutral},
    {"neutraal", S::neutral},  {"nötr", S::neutral},       {"中立", S::neutral},
}};
// clang-format on

/// What belongs to the sign before it: joiners, variation selectors, skin tones.
bool only_joins(char32_t c) {
  return c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

/// Arrows, hearts and faces; not punctuation.
bool is_sign(char32_t c) { return (c >= 0x2190 && c < 0x2E80) || c >= 0x1F000; }

/// Apostrophe between two letters, typed or typeset; its bytes, 0 when it is none.
std::size_t apostrophe_at(std::string_view text) {
  constexpr std::string_view typeset = "’";
  if (text.starts_with('\'')) return 1;
  return text.starts_with(typeset) ? typeset.size() : 0;
}

/// Calls `found(word)` for each word of the text, in normal form.
template <class Found>
void scan_words(std::string_view text, Found&& found) {
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = tag_length(text.substr(at));
    if (length == 0) {
      const DecodedCharacter sign = decode_character(text, at);
      if (is_sign(sign.code_point) && !only_joins(sign.code_point))
        found(text.substr(at, sign.length));
      at += sign.length;
      continue;
    }
    word = text.substr(at, length);
    at += length;
    for (std::size_t mark = 0; (mark = apostrophe_at(text.substr(at))) > 0;) {
      const std::size_t more = tag_length(text.substr(at + mark));
      if (more == 0) break;
      word.append("'").append(text.substr(at + mark, more));
      at += mark + more;
    }
    found(case_fold(word));
  }
}

}  // namespace

std::optional<Sentiment> parse_sentiment(std::string_view label) {
  const std::string word = normal_code(label);
  const auto* found = std::ranges::find(labels, word, &std::pair<std::string_view, S>::first);
  return found == labels.end() ? std::nullopt : std::optional(found->second);
}

Lexicon::Added Lexicon::add(std::string_view text, std::int64_t valence) {
  std::string word;
  std::size_t count = 0;
  scan_words(text, [&](std::string_view one) {
    word = one;
    ++count;
  });
  // "not good" is two words, ":-)" none: neither would ever be met as one.
  if (count != 1 || normal_code(text).size() > word.size() + 6) return Added::no_single_word;
  const auto number = static_cast<std::uint32_t>(words_.size());
  if (!numbers_.emplace(word, number).second) return Added::repeated;
  words_.push_back({std::move(word), valence});
  return Added::word;
}

void Lexicon::match(std::string_view text, std::vector<std::uint32_t>& found) const {
  scan_words(text, [&](std::string_view word) {
    if (const auto known = numbers_.find(word); known != numbers_.end())
      found.push_back(known->second);
  });
}

}  // namespace tiktok_kpi
