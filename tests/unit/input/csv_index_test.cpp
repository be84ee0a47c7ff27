// Both kernels and the careful index against each other, on texts that look for the edges of 64
// bytes.
#include "input/csv_index.hpp"

#include <random>
#include <string>

#include "support/catch.hpp"

using namespace tiktok_kpi;

namespace {

/// Records of cells with delimiters, line ends and doubled quotes inside quotes.
std::string random_table(std::mt19937& random, std::size_t records) {
  const auto below = [&random](unsigned most) { return static_cast<unsigned>(random() % most); };
  std::string text;
  for (std::size_t record = 0; record < records; ++record) {
    for (unsigned cell = 0; cell < 4; ++cell) {
      if (cell > 0) text += ',';
      const bool quoted = below(3) == 0;
      if (quoted) text += '"';
      for (unsigned length = below(40); length > 0; --length) {
        const unsigned kind = below(12);
        if (quoted && kind == 0)
          text += "\"\"";
        else if (quoted && kind == 1)
          text += below(2) == 0 ? '\n' : ',';
        else
          text += static_cast<char>('a' + below(26));
      }
      if (quoted) text += '"';
    }
    text += below(2) == 0 ? "\n" : "\r\n";
  }
  return text;
}

}  // namespace

TEST_CASE("kernels and careful index find the same separators") {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    // Some are longer than what a kernel looks at in one go.
    std::string text = random_table(random, random() % (round % 20 == 0 ? 600 : 12));
    if (round % 3 == 0 && !text.empty()) text.pop_back();  // no line end at the end
    CAPTURE(text);
    CsvIndex vector;
    CsvIndex portable;
    CsvIndex careful;
    CsvIndex narrow;
    index_csv(text, {}, vector);
    index_csv(text, {.kernel = CsvKernel::narrow}, narrow);
    index_csv(text, {.kernel = CsvKernel::portable}, portable);
    index_csv(text, {.careful = true}, careful);
    REQUIRE(vector.well_formed);
    CHECK(vector.has_quotes == (text.find('"') != std::string::npos));
    CHECK(vector.ends == portable.ends);
    CHECK(vector.rows == portable.rows);
    CHECK(vector.ends == narrow.ends);
    CHECK(vector.rows == narrow.rows);
    CHECK(vector.ends == careful.ends);
    CHECK(vector.rows == careful.rows);
    CHECK(whole_records(text, {}) == whole_records(text, {.careful = true}));
  }
}

TEST_CASE("kernels agree on what is not well formed") {
  std::mt19937 random(11);
  constexpr std::string_view letters = "a,\"\n\r";
  unsigned refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (std::size_t length = random() % 200; length > 0; --length)
      text += letters[random() % letters.size()];
    CAPTURE(text);
    CsvIndex vector;
    CsvIndex narrow;
    CsvIndex portable;
    index_csv(text, {}, vector);
    index_csv(text, {.kernel = CsvKernel::narrow}, narrow);
    index_csv(text, {.kernel = CsvKernel::portable}, portable);
    CHECK(vector.well_formed == narrow.well_formed);
    CHECK(vector.well_formed == portable.well_formed);
    CHECK(vector.ends == portable.ends);
    CHECK(vector.rows == portable.rows);
    refused += static_cast<unsigned>(!vector.well_formed);
  }
  CHECK(refused > 1000);
}

TEST_CASE("whole records end at the last line end outside quotes") {
  CHECK(whole_records("a,b\nc,\"d\ne", {}) == 4);
  CHECK(whole_records("a,b\nc,\"d\ne\"\nf", {}) == 12);
  CHECK(whole_records("\"a\nb", {}) == 0);
  CHECK(whole_records("", {}) == 0);
}
