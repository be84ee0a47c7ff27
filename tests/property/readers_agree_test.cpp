// The fast reader and the plain one read every sample alike, and every sample damaged in the ways
// that exports are: records, states, counts and diagnostics, whatever the size of the blocks and
// the number of threads.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

#include "input/formats/formats.hpp"
#include "input/naive_reader.hpp"
#include "support/catch.hpp"
#include "support/describe_rows.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> samples() {
  std::vector<fs::path> found;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(TIKTOK_KPI_SOURCE_DIR) / "tests/formats"))
    if (entry.is_regular_file() && entry.path().extension() != ".expected")
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// Blocks of 64 bytes shared by 4 threads, with the vector kernel; one thread and the portable one;
/// the oracle.
enum class Way { fast_blocks, fast, naive };

std::string read_as(const fs::path& path, Way way) {
  const std::vector<InputSpec> inputs{{{path.string(), {}}, {}, true}};
  ReadOptions options;
  options.threads = way == Way::fast_blocks ? 4 : 1;
  options.kernel = way == Way::fast_blocks ? CsvKernel::vector : CsvKernel::portable;
  if (way == Way::fast_blocks) {
    options.blocks.size = 64;
    options.thread_threshold = 0;
  }
  test::CollectingSink sink;
  const AskedFields asked = test::every_field();
  const ReadLog log = way == Way::naive ? read_naive(inputs, asked, options, sink)
                                        : read(inputs, asked, options, sink);
  return test::describe(log, sink);
}

/// The first line that is not the same, from both.
std::string first_difference(const std::string& one, const std::string& two) {
  std::istringstream ones(one);
  std::istringstream twos(two);
  for (std::string a, b;;) {
    const bool more_one = static_cast<bool>(std::getline(ones, a));
    const bool more_two = static_cast<bool>(std::getline(twos, b));
    if (!more_one && !more_two) return "";
    if (!more_one) a = "(nothing)";
    if (!more_two) b = "(nothing)";
    if (a != b) return a + " | " + b;
  }
}

class Damage {
 public:
  explicit Damage(std::uint32_t seed) : random_(seed) {}

  std::string of(std::string text, bool json) {
    const int times = 1 + static_cast<int>(below(3));
    for (int i = 0; i < times; ++i) once(text, json);
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  std::size_t some(const std::string& text, std::string_view marks) {
    const std::size_t from = text.find_first_of(marks, below(text.size()));
    return from == std::string::npos ? text.find_first_of(marks) : from;
  }

  /// A letter inside a JSON string.
  std::size_t in_string(const std::string& text) {
    std::vector<std::size_t> letters;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '\\')
        ++at;
      else if (text[at] == '"')
        inside = !inside;
      else if (inside && text[at] >= 'a' && text[at] <= 'z' && text[at - 1] != '\\')
        letters.push_back(at);
    }
    return letters.empty() ? text.size() : letters[below(letters.size())];
  }

  void once(std::string& text, bool json) {
    // JSON is damaged only in ways that any parser notices alike.
    switch (json ? 6 + below(4) : below(13)) {
      case 0: text.insert(below(text.size() + 1), 1, '"'); return;
      case 1:
        if (const std::size_t at = some(text, "\""); at != std::string::npos) text.erase(at, 1);
        return;
      case 2:
        if (const std::size_t at = some(text, "\""); at != std::string::npos)
          text.insert(at, 1, '"');
        return;
      case 3: text.insert(below(text.size() + 1), 1, ','); return;
      case 4:
        if (const std::size_t at = some(text, ",;"); at != std::string::npos) text.erase(at, 1);
        return;
      case 5:
        if (const std::size_t at = some(text, "\n"); at != std::string::npos) {
          const std::size_t next = std::min(text.find('\n', at + 1), text.size() - 1);
          text.insert(next + 1, text.substr(at + 1, next - at));
        }
        return;
      case 6: {
        std::string carriages;
        for (const char c : text) {
          if (c == '\n' && (carriages.empty() || carriages.back() != '\r')) carriages += '\r';
          carriages += c;
        }
        text = carriages;
        return;
      }
      case 7:
        if (const std::size_t at = some(text, "\n"); at != std::string::npos) text.insert(at, "\n");
        return;
      case 8: text.resize(below(text.size() + 1)); return;
      case 9:
        if (const std::size_t at = json ? in_string(text) : below(text.size()); at < text.size())
          text[at] = '\xFF';
        return;
      case 10:
        if (const std::size_t at = some(text, "0123456789"); at != std::string::npos)
          text.replace(at, 1, "1.2K");
        return;
      case 11: text += "\nTotal,1,2,3,4\n"; return;
      default:
        if (const std::size_t at = some(text, "0123456789"); at != std::string::npos)
          text.replace(at, 1, below(2) == 0 ? "-" : "");
    }
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("all readers read every sample alike") {
  for (const fs::path& sample : samples()) {
    INFO(sample.string());
    const std::string plain = read_as(sample, Way::naive);
    CHECK(read_as(sample, Way::fast) == plain);
    CHECK(read_as(sample, Way::fast_blocks) == plain);
  }
}

TEST_CASE("all readers read damaged samples alike") {
  const fs::path folder =
      fs::temp_directory_path() / ("tiktok-kpi-readers-agree-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::uint32_t seed = 1;
  int failures = 0;
  for (const fs::path& sample : samples()) {
    const std::string whole = contents(sample);
    if (const Format* format = find_format(sample.parent_path().filename().string());
        format->traits.unread || format->traits.aside)
      continue;
    for (int variant = 0; variant < 12 && failures < 5; ++variant, ++seed) {
      const std::string damaged = Damage(seed).of(whole, sample.extension() != ".csv");
      const fs::path path = folder / sample.filename();
      std::ofstream(path, std::ios::binary) << damaged;
      const std::string plain = read_as(path, Way::naive);
      const std::string fast = read_as(path, Way::fast);
      const std::string blocks = read_as(path, Way::fast_blocks);
      if (fast == plain && blocks == plain) continue;
      ++failures;
      INFO(sample.string() << ", seed " << seed << ":\n" << damaged);
      CHECK(first_difference(fast, plain) == "");
      CHECK(first_difference(blocks, plain) == "");
    }
  }
  fs::remove_all(folder);
}

}  // namespace tiktok_kpi
