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
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "drawing.hpp"

namespace {

constexpr std::size_t creator_count = 50'000;
constexpr std::size_t tag_count = 20'000;

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
