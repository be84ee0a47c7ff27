// Posts to measure with: as many as asked for, the same bytes for the same seed on every machine.
//
//   bench_generate ROWS [csv|ndjson] [SEED] > posts.csv
//
// Shaped like large exports: 50,000 creators and 20,000 hashtags by Zipf's law, tags in mixed case,
// some Cyrillic or CJK, some glued to the next or to an emoji; captions with commas, doubled quotes
// and, in four of a hundred, line breaks; ids that carry the upload time. Only integers are drawn,
// so nothing depends on how a machine rounds, but for the two Zipf tables, which are rounded to
// 2^-32.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// SplitMix64: one multiplication chain per number, any seed is fine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// 0 … bound-1; bound below 2^32. The bias is below bound / 2^32.
  std::uint64_t below(std::uint64_t bound) { return ((next() >> 32) * bound) >> 32; }

 private:
  std::uint64_t state_;
};

/// Draws ranks 0 … n-1 with probability proportional to (rank+1)^-s in constant time (Vose's alias
/// method).
class Zipf {
 public:
  Zipf(std::size_t n, double s) : keep_(n), alias_(n) {
    std::vector<double> share(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += share[i] = std::pow(static_cast<double>(i + 1), -s);
    std::vector<std::size_t> small, large;
    for (std::size_t i = 0; i < n; ++i) {
      share[i] *= static_cast<double>(n) / sum;
      (share[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
      const std::size_t low = small.back();
      const std::size_t high = large.back();
      small.pop_back();
      set(low, share[low], high);
      share[high] -= 1 - share[low];
      if (share[high] < 1) {
        large.pop_back();
        small.push_back(high);
      }
    }
    for (const std::size_t i : small) set(i, 1, i);
    for (const std::size_t i : large) set(i, 1, i);
  }

  std::size_t draw(Random& random) const {
    const std::size_t i = random.below(keep_.size());
    return (random.next() >> 32) < keep_[i] ? i : alias_[i];
  }

 private:
  void set(std::size_t i, double keep, std::size_t alias) {
    keep_[i] = static_cast<std::uint64_t>(keep * 4294967296.0);
    alias_[i] = static_cast<std::uint32_t>(alias);
  }

  std::vector<std::uint64_t> keep_;
  std::vector<std::uint32_t> alias_;
};

/// A growing text that goes to standard output a few MiB at a time.
class Output {
 public:
  Output() { bytes_.reserve(limit + (1U << 16)); }
  ~Output() { flush(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  Output& operator<<(std::string_view text) {
    bytes_.append(text);
    return *this;
  }
  Output& operator<<(std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    bytes_.append(digits.data(), end);
    return *this;
  }
  void end_row() {
    if (bytes_.size() > limit) flush();
  }

 private:
  static constexpr std::size_t limit = 4U << 20;

  void flush() {
    if (std::fwrite(bytes_.data(), 1, bytes_.size(), stdout) != bytes_.size()) {
      std::fputs("bench_generate: cannot write\n", stderr);
      std::_Exit(4);
    }
    bytes_.clear();
  }

  std::string bytes_;
};

constexpr std::size_t creator_count = 50'000;
constexpr std::size_t tag_count = 20'000;
// From 2023-01-01, two years, one of them leap.
constexpr std::uint64_t first_second = 1'672'531'200;
constexpr std::uint64_t second_count = 731ULL * 86'400;

// clang-format off
constexpr std::array<std::string_view, 24> words{
    "morning", "routine", "soap", "glow", "honest",   "review", "with", "my",  "new", "favourite", "day",   "in",
    "the",     "life",    "of",   "a",    "creative", "studio", "try",  "this", "at", "home",      "today", "really"};
constexpr std::array<std::string_view, 8> emoji{"✨", "🔥", "😍", "❤️", "👩‍🔬", "🇩🇪", "🧼", "😂"};
/// Lower case, capitalised, upper case; scripts without case have one spelling.
using Spellings = std::array<std::string_view, 3>;
constexpr std::array<Spellings, 6> foreign{Spellings{"мыло", "Мыло", "МЫЛО"},
                                           Spellings{"красота", "Красота", "КРАСОТА"},
                                           Spellings{"schönheit", "Schönheit", "SCHÖNHEIT"},
                                           Spellings{"été", "Été", "ÉTÉ"},
                                           Spellings{"千代の石鹸", "千代の石鹸", "千代の石鹸"},
                                           Spellings{"비누", "비누", "비누"}};
// clang-format on

struct Post {
  std::uint64_t id, posted_at, creator, views, likes, comments, shares, saves, followers, reach;
  std::uint64_t impressions, clicks, duration_s, watch_tenths, completed_permille;
  bool sponsored;
  std::string caption;  ///< raw text, not yet quoted for any format
};

/// Names made once: a tag in the three spellings it is met in.
struct Names {
  std::vector<std::string> creators;
  std::vector<std::array<std::string, 3>> tags;
};

char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

Names make_names(Random& random) {
  Names names;
  for (std::size_t i = 0; i < creator_count; ++i)
    names.creators.push_back(std::string(words[random.below(words.size())]) + '_' +
                             std::to_string(i));
  for (std::size_t i = 0; i < tag_count; ++i) {
    const std::string number = std::to_string(i);
    std::array<std::string, 3> tag;
    if (random.below(100) < 8) {
      std::ranges::copy(foreign[random.below(foreign.size())], tag.begin());
    } else {
      tag.fill(std::string(words[random.below(words.size())]));
      tag[1].front() = to_upper(tag[1].front());
      std::ranges::transform(tag[2], tag[2].begin(), to_upper);
    }
    for (std::string& spelling : tag) spelling += number;
    names.tags.push_back(tag);
  }
  return names;
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed)
      : random_(seed),
        names_(make_names(random_)),
        creators_(creator_count, 1.02),
        tags_(tag_count, 1.1) {
    for (std::size_t i = 0; i < creator_count; ++i)
      followers_.push_back(1'000 + random_.below(1ULL << (8 + random_.below(14))));
  }

  [[nodiscard]] std::string_view creator_name(const Post& post) const {
    return names_.creators[post.creator];
  }

  void fill(Post& post, std::uint64_t row) {
    post.posted_at = first_second + random_.below(second_count);
    // Upload time above, a different number for every row below.
    post.id = (post.posted_at << 32) | ((row * 2'654'435'761U) & 0xFFFFFFFFU);
    post.creator = creators_.draw(random_);
    post.followers = followers_[post.creator] + random_.below(500);
    post.views = 100 + random_.below(1ULL << (8 + random_.below(13)));
    post.likes = post.views * random_.below(120) / 1'000;
    post.comments = post.likes * random_.below(60) / 1'000;
    post.shares = post.likes * random_.below(90) / 1'000;
    post.saves = post.likes * random_.below(150) / 1'000;
    post.reach = post.views * (700 + random_.below(280)) / 1'000;
    post.impressions = post.views + random_.below(post.views);
    post.clicks = post.views * random_.below(12) / 1'000;
    post.duration_s = 6 + random_.below(75);
    post.watch_tenths = 10 + random_.below(post.duration_s * 9);
    post.completed_permille = random_.below(701);
    post.sponsored = random_.below(10) < 3;
    fill_caption(post.caption);
  }

 private:
  void fill_caption(std::string& caption) {
    caption.clear();
    const std::uint64_t count = 6 + random_.below(10);
    for (std::uint64_t i = 0; i < count; ++i) {
      if (i > 0) caption += random_.below(9) == 0 ? ", " : " ";
      caption += words[random_.below(words.size())];
    }
    if (random_.below(20) == 0)
      caption.append(" \"").append(words[random_.below(words.size())]).append("\"");
    if (random_.below(25) == 0) caption += "\n";
    if (random_.below(4) == 0) caption.append(" ").append(emoji[random_.below(emoji.size())]);
    // 2.4 tags on average, none in one of six.
    static constexpr std::array<std::uint64_t, 6> tag_counts{0, 1, 2, 3, 4, 4};
    const std::uint64_t tags = tag_counts[random_.below(tag_counts.size())];
    for (std::uint64_t i = 0; i < tags; ++i) {
      // One of ten is glued to what stands before it.
      if (random_.below(10) != 0) caption += ' ';
      // Seven of ten in lower case, two capitalised, one in capitals.
      static constexpr std::array<std::size_t, 10> spellings{0, 0, 0, 0, 0, 0, 0, 1, 1, 2};
      const std::size_t spelling = spellings[random_.below(spellings.size())];
      caption.append("#").append(names_.tags[tags_.draw(random_)][spelling]);
      if (random_.below(20) == 0) caption += emoji[random_.below(emoji.size())];
    }
  }

  Random random_;
  Names names_;
  Zipf creators_;
  Zipf tags_;
  std::vector<std::uint64_t> followers_;
};

std::string two_digits(std::uint64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

/// The civil days of the two years, printed once.
std::vector<std::string> make_days() {
  std::vector<std::string> days;
  for (const int year : {2023, 2024}) {
    const std::array<std::uint64_t, 12> months{
        31, year == 2024 ? 29U : 28U, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (std::uint64_t month = 0; month < 12; ++month)
      for (std::uint64_t day = 1; day <= months[month]; ++day)
        days.push_back(std::to_string(year) + '-' + two_digits(month + 1) + '-' + two_digits(day));
  }
  return days;
}

/// "2023-01-01T09:58:12Z" into a reused buffer.
class Clock {
 public:
  std::string_view print(std::uint64_t second) {
    const std::uint64_t since = second - first_second;
    std::copy_n(days_[since / 86'400].data(), 10, text_.data());
    const std::uint64_t rest = since % 86'400;
    put(11, rest / 3'600);
    put(14, rest / 60 % 60);
    put(17, rest % 60);
    return text_;
  }

 private:
  void put(std::size_t at, std::uint64_t value) {
    text_[at] = static_cast<char>('0' + value / 10);
    text_[at + 1] = static_cast<char>('0' + value % 10);
  }

  std::vector<std::string> days_ = make_days();
  std::string text_ = "0000-00-00T00:00:00Z";
};

/// 437 of 1,000 -> "0.437".
std::string_view permille(std::uint64_t value, std::array<char, 5>& text) {
  text = {'0', '.', static_cast<char>('0' + value / 100), static_cast<char>('0' + value / 10 % 10),
          static_cast<char>('0' + value % 10)};
  return {text.data(), text.size()};
}

void escape(Output& out, std::string_view text, char special, std::string_view replacement) {
  for (;;) {
    const std::size_t at = text.find(special);
    out << text.substr(0, at);
    if (at == std::string_view::npos) return;
    out << replacement;
    text.remove_prefix(at + 1);
  }
}

constexpr std::string_view csv_header =
    "post_id,creator,posted_at,caption,views,likes,comments,shares,saves,followers,reach,impressions,clicks,"
    "duration_s,avg_watch_s,completion_rate,sponsored,platform\n";

void write_csv(Output& out, const Post& post, std::string_view creator,
               std::string_view posted_at) {
  std::array<char, 5> rate;
  out << post.id << "," << creator << "," << posted_at << ",\"";
  escape(out, post.caption, '"', "\"\"");
  out << "\"," << post.views << "," << post.likes << "," << post.comments << "," << post.shares
      << "," << post.saves << "," << post.followers << "," << post.reach << "," << post.impressions
      << "," << post.clicks << "," << post.duration_s << "," << post.watch_tenths / 10 << "."
      << post.watch_tenths % 10 << "," << permille(post.completed_permille, rate) << ","
      << (post.sponsored ? "true" : "false") << ",tiktok\n";
}

void write_ndjson(Output& out, const Post& post, std::string_view creator,
                  std::string_view posted_at) {
  std::array<char, 5> rate;
  // The id as text: JSON readers of other tools round numbers above 2^53.
  out << R"({"post_id":")" << post.id << R"(","creator":")" << creator << R"(","posted_at":")"
      << posted_at << R"(","caption":")";
  std::string_view rest = post.caption;
  for (;;) {
    const std::size_t at = rest.find_first_of("\"\n");
    out << rest.substr(0, at);
    if (at == std::string_view::npos) break;
    out << (rest[at] == '"' ? "\\\"" : "\\n");
    rest.remove_prefix(at + 1);
  }
  out << R"(","views":)" << post.views << R"(,"likes":)" << post.likes << R"(,"comments":)"
      << post.comments << R"(,"shares":)" << post.shares << R"(,"saves":)" << post.saves
      << R"(,"followers":)" << post.followers << R"(,"reach":)" << post.reach
      << R"(,"impressions":)" << post.impressions << R"(,"clicks":)" << post.clicks
      << R"(,"duration_s":)" << post.duration_s << R"(,"avg_watch_s":)" << post.watch_tenths / 10
      << "." << post.watch_tenths % 10 << R"(,"completion_rate":)"
      << permille(post.completed_permille, rate) << R"(,"sponsored":)"
      << (post.sponsored ? "true" : "false") << R"(,"platform":"tiktok"})"
      << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view format = argc > 2 ? argv[2] : "csv";
  if (argc < 2 || argc > 4 || (format != "csv" && format != "ndjson")) {
    std::fputs("usage: bench_generate ROWS [csv|ndjson] [SEED]\n", stderr);
    return 2;
  }
  const std::uint64_t rows = std::strtoull(argv[1], nullptr, 10);
  Generator generator(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  Clock clock;
  Output out;
  Post post{};
  if (format == "csv") out << csv_header;
  const auto write = format == "csv" ? write_csv : write_ndjson;
  for (std::uint64_t row = 0; row < rows; ++row) {
    generator.fill(post, row);
    write(out, post, generator.creator_name(post), clock.print(post.posted_at));
    out.end_row();
  }
}
