// Labels and words: what counts as the same, and what is not guessed.
#include "model/sentiment.hpp"

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

std::vector<std::string> matched(const Lexicon& lexicon, std::string_view text) {
  std::vector<std::uint32_t> numbers;
  lexicon.match(text, numbers);
  std::vector<std::string> words;
  for (const std::uint32_t number : numbers) words.push_back(lexicon.words()[number].text);
  return words;
}

}  // namespace

TEST_CASE("labels are read in several languages and any case") {
  CHECK(parse_sentiment("positive") == Sentiment::positive);
  CHECK(parse_sentiment(" Positif ") == Sentiment::positive);
  CHECK(parse_sentiment("NEGATIF") == Sentiment::negative);
  CHECK(parse_sentiment("Négatif") == Sentiment::negative);
  CHECK(parse_sentiment("netral") == Sentiment::neutral);
  CHECK(parse_sentiment("ネガティブ") == Sentiment::negative);
}

TEST_CASE("labels that are none of the three are not guessed") {
  for (const std::string_view label : {"", "1", "-1", "mixed", "not positive", "posi"})
    CHECK_FALSE(parse_sentiment(label).has_value());
}

TEST_CASE("words are met whole, without case, as often as they occur") {
  Lexicon lexicon;
  CHECK(lexicon.add("Love", 3) == Lexicon::Added::word);
  CHECK(lexicon.add("don't", -1) == Lexicon::Added::word);
  CHECK(lexicon.add("\U0001F44D", 2) == Lexicon::Added::word);
  CHECK(lexicon.add("schön", 1) == Lexicon::Added::word);
  CHECK(matched(lexicon, "LOVE it, love! lovely") == std::vector<std::string>{"love", "love"});
  CHECK(matched(lexicon, "I don’t") == std::vector<std::string>{"don't"});
  CHECK(matched(lexicon, "\U0001F44D\U0001F3FDok\U0001F44D") ==
        std::vector<std::string>{"\U0001F44D", "\U0001F44D"});
  CHECK(matched(lexicon, "SCHÖN") == std::vector<std::string>{"schön"});
  CHECK(matched(lexicon, "").empty());
}

TEST_CASE("entries that no single word can be are told apart") {
  Lexicon lexicon;
  CHECK(lexicon.add("not good", -2) == Lexicon::Added::no_single_word);
  CHECK(lexicon.add(":-)", 2) == Lexicon::Added::no_single_word);
  CHECK(lexicon.add("", 2) == Lexicon::Added::no_single_word);
  CHECK(lexicon.add("(love)", 2) == Lexicon::Added::word);
  CHECK(lexicon.add("LOVE", 1) == Lexicon::Added::repeated);
  CHECK(lexicon.words().size() == 1);
}

}  // namespace tiktok_kpi
