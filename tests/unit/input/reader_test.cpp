// The rules of reading that hold for every format, one small file each.
#include "input/reader.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "input/naive_reader.hpp"
#include "support/catch.hpp"
#include "support/describe_rows.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

/// A file that is gone after the test.
class TemporaryFile {
 public:
  TemporaryFile(const std::string& name, const std::string& text)
      : folder_(fs::temp_directory_path() / ("tiktok-kpi-reader-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    path_ = folder_ / name;
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { fs::remove_all(folder_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path folder_;
  fs::path path_;
};

struct Reading {
  InputLog log;
  std::vector<test::CollectedRow> rows;
  int discards = 0;
  [[nodiscard]] std::uint64_t count(std::string_view code) const { return log.faults.count(code); }
  [[nodiscard]] std::string message(std::string_view code) const {
    const auto found = log.faults.entries().find(code);
    return found == log.faults.entries().end() ? "" : found->second.first.at(0).message;
  }
};

Reading read_text(const std::string& name, const std::string& text,
                  const ReadOverrides& overrides = {}, const ReadOptions& options = {},
                  bool in_order = false) {
  const TemporaryFile file(name, text);
  const std::vector<InputSpec> inputs{{{file.path(), {}}, overrides, true}};
  test::CollectingSink sink(in_order);
  ReadLog log = read(inputs, test::every_field(), options, sink);
  test::CollectingSink plain_sink(in_order);
  const ReadLog plain = read_naive(inputs, test::every_field(), options, plain_sink);
  CHECK(test::describe(log, sink) == test::describe(plain, plain_sink));
  return {std::move(log.inputs[0]), sink.rows(), sink.discards};
}

AskedFields of_posts(const FieldSet& fields) {
  AskedFields asked;
  asked.of(RecordKind::post) = fields;
  return asked;
}

std::string repeated(std::size_t times, const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a totals row is left out only when it equals the sums") {
  const Reading sums = read_text(
      "p.csv",
      "creator,views,likes,followers\nana,100,10,5\nbo,50,5,7\nGrand total,150,15,12000\n");
  CHECK(sums.rows.size() == 2);
  CHECK(sums.message("totals-row") ==
        "the row equals the sums of the other 2 rows; it was left out");
  CHECK(sums.log.rows.read == 3);
  CHECK(sums.log.rows.left_out == 1);
  const Reading creator =
      read_text("p.csv", "creator,views,likes\nana,100,10\nTotal,50,5\nbo,1,1\n");
  CHECK(creator.rows.size() == 3);
  CHECK(creator.count("totals-row") == 0);
  CHECK(creator.rows[1].text(Field::creator) == "total");
  const Reading nameless =
      read_text("p.csv", "creator,views,likes\nana,100,10\nbo,50,5\n,150,15\n");
  CHECK(nameless.rows.size() == 2);
  CHECK(nameless.count("totals-row") == 1);
}

TEST_CASE("the header may stand below lines of prose") {
  const Reading reading =
      read_text("p.csv", "Soap Agency\n\"May, 2024\"\n\ncreator,views,likes\nana,100,10\n");
  REQUIRE(reading.rows.size() == 1);
  CHECK(reading.rows[0].number(Field::views) == 100);
  CHECK(reading.log.plan.guesses ==
        std::vector<std::string>{"the lines above the header (25 bytes) are no records"});
}

TEST_CASE("of two columns with one name the first is read, with a warning") {
  const Reading reading =
      read_text("p.csv", "creator,views,Views ,likes,comments,shares\nana,1,2,3,4,5\n");
  REQUIRE(reading.rows.size() == 1);
  CHECK(reading.rows[0].number(Field::views) == 1);
  CHECK(reading.message("duplicate-column") ==
        "\"views\" stands 2 times in the header; the first is read");
}

TEST_CASE("counts that a file does not carry are named") {
  CHECK(read_text("p.csv", "creator,views,likes\nana,1,2\n").message("missing-column") ==
        "the posts carry no comments, shares");
  CHECK(read_text("p.json", R"([{"post_id":"p1","views":3}])").message("missing-column") ==
        "the posts carry no likes, comments, shares");
}

TEST_CASE("negative counts are legal for days and invalid for posts") {
  const Reading days = read_text("d.csv", "date,account_views,comments\n2024-05-01,10,-7\n");
  REQUIRE(days.rows.size() == 1);
  CHECK(days.rows[0].cell(Field::comments) == test::CollectedCell{CellState::value, -7, {}, {}});
  const Reading posts = read_text("p.csv", "post_id,views,comments\np1,10,-7\n");
  CHECK(posts.rows.at(0).cell(Field::comments) ==
        test::CollectedCell{CellState::invalid, -7, {}, {}});
}

TEST_CASE("missing words are unknown, never zero") {
  const Reading reading =
      read_text("p.csv", "post_id,views,likes,comments,shares,saves\np1,NAN,undefined,--,-,\n");
  REQUIRE(reading.rows.size() == 1);
  for (const Field field :
       {Field::views, Field::likes, Field::comments, Field::shares, Field::saves})
    CHECK(reading.rows[0].number(field) == -999);
  CHECK(reading.log.faults.entries().empty());
}

TEST_CASE("bad bytes in text become U+FFFD and are counted, in tables and in JSON") {
  const Reading table = read_text("p.csv",
                                  "post_id,caption,views\np1,so\xFF"
                                  "ap,1\np2,se\xC3\xA4,2\n");
  CHECK(table.rows.at(0).text(Field::caption) ==
        "so\xEF\xBF\xBD"
        "ap");
  CHECK(table.count("bad-encoding") == 1);
  const Reading json = read_text("p.json",
                                 "[{\"post_id\":\"p1\",\"caption\":\"so\xFF"
                                 "ap\",\"views\":1,\"x\":\"sä\"}]");
  REQUIRE(json.rows.size() == 1);
  CHECK(json.rows[0].text(Field::caption) ==
        "so\xEF\xBF\xBD"
        "ap");
  CHECK(json.count("bad-encoding") == 1);
}

TEST_CASE("text that is no UTF-8 at all is read as windows-1252, with a warning") {
  const Reading reading = read_text("p.csv", "post_id,caption,views\np1,sch\xF6n,1\n");
  CHECK(reading.rows.at(0).text(Field::caption) == "sch\xC3\xB6n");
  CHECK(reading.message("bad-encoding") == "the text is no UTF-8; it is read as windows-1252");
}

TEST_CASE("a zero byte in JSON is an error of its record") {
  const Reading reading = read_text(
      "p.ndjson", "{\"post_id\":\"p1\",\"views\":1}\n{\"post_id\":\"p" + std::string(1, '\0') +
                      "\",\"views\":2}\n{\"post_id\":\"p3\",\"views\":3}\n");
  CHECK(reading.rows.size() == 2);
  CHECK(reading.message("bad-json") == "the record is not valid JSON: it holds a zero byte");
}

TEST_CASE("a damaged JSON record leaves nothing behind in the next one") {
  const Reading reading =
      read_text("p.ndjson", "{\"post_id\":\"p1\",\"views\":1,\"likes\":[}\n{\"post_id\":\"p2\"}\n");
  REQUIRE(reading.rows.size() == 1);
  CHECK(reading.rows[0].text(Field::post_id) == "p2");
  CHECK(reading.rows[0].number(Field::views) == -999);
  CHECK(reading.log.rows.left_out == 1);
}

TEST_CASE("ambiguous dates are settled by the ids of the posts") {
  // 2024-05-01 and 2024-03-04, 09:58 UTC.
  const std::string text =
      "post_id,views,posted_at\n7363968300000000000,1,01/05/2024\n7342445400000000000,2,04/03/2024\n";
  const Reading reading = read_text("p.csv", text);
  REQUIRE(reading.rows.size() == 2);
  CHECK(format_day(static_cast<std::int32_t>(reading.rows[1].number(Field::posted_at) / 86'400)) ==
        "2024-03-04");
  CHECK(reading.count("ambiguous-date") == 0);
  const Reading open = read_text("p.csv", "creator,views,likes,posted_at\nana,1,1,01/05/2024\n");
  CHECK(open.rows.at(0).number(Field::posted_at) == -999);
  CHECK(open.count("ambiguous-date") == 2);  // the column, and its one cell
}

TEST_CASE("a date order that only later rows show is used for all, by a second reading") {
  // More than the first MiB is ambiguous.
  const std::string ambiguous = "ana,1,1,1,1,03/04/2024\n";
  const std::string text = "creator,views,likes,comments,shares,posted_at\n" +
                           repeated(50'000, ambiguous) + "ana,1,1,1,1,31/12/2023\n";
  REQUIRE(text.size() > 1U << 20U);
  for (const bool in_order : {false, true}) {
    const TemporaryFile file("p.csv", text);
    const std::vector<InputSpec> inputs{{{file.path(), {}}, {}, true}};
    test::CollectingSink sink(in_order);
    const ReadLog log = read(inputs, of_posts({Field::posted_at, Field::views}), {}, sink);
    CHECK(sink.discards == (in_order ? 0 : 1));
    const auto rows = sink.rows();
    REQUIRE(rows.size() == 50'001);
    CHECK(format_day(static_cast<std::int32_t>(rows[0].number(Field::posted_at) / 86'400)) ==
          "2024-04-03");
    CHECK(log.inputs[0].faults.count("ambiguous-date") == 0);
    CHECK(log.inputs[0].rows.read == 50'001);
  }
}

TEST_CASE("a decimal comma that only later rows show is used for all") {
  const std::string text = "creator;views;likes;comments;shares;avg_watch_s\n" +
                           repeated(60'000, "ana;1;1;1;1;1,234\n") + "ana;1;1;1;1;0,5\n";
  REQUIRE(text.size() > 1U << 20U);
  const TemporaryFile file("p.csv", text);
  const std::vector<InputSpec> inputs{{{file.path(), {}}, {}, true}};
  test::CollectingSink sink;
  const ReadLog log = read(inputs, of_posts({Field::avg_watch_s}), {}, sink);
  CHECK(sink.discards == 1);
  CHECK(sink.rows().at(0).number(Field::avg_watch_s) == 1'234'000'000);
  CHECK(log.inputs[0].faults.count("ambiguous-number") == 0);
}

TEST_CASE("times of the scraping machine are shifted by the ids, in any month") {
  const Reading reading = read_text(
      "p.csv",
      ",id,caption,createTime,likeCount,shareCount,commentCount,viewCount\n"
      "0,7363968300000000000,a,2024-05-01 04:58:00,1,1,1,1\n1,7342445400000000000,b,2024-03-04 04:58:00,1,1,1,1\n");
  REQUIRE(reading.rows.size() == 2);
  CHECK(reading.count("shifted-times") == 1);
  CHECK(reading.rows[0].number(Field::posted_at) / 3600 == (7363968300000000000 >> 32) / 3600);
}

TEST_CASE("ids that carry no time are used as names only") {
  const Reading reading = read_text("p.csv", "post_id,views\n7017666017,1\n4014381136,2\n");
  CHECK(reading.message("not-a-post-id") ==
        "\"post_id\": 7017666017 and the like are no TikTok post ids; they are used as names only");
  CHECK(reading.rows.at(0).number(Field::posted_at) == -999);
}

TEST_CASE("answers without records are no errors, error answers are") {
  const Reading empty = read_text("a.json", R"({"code":0,"message":"OK","data":{"videos":[]}})");
  CHECK_FALSE(empty.log.failed);
  CHECK(empty.log.rows.read == 0);
  const Reading refused =
      read_text("a.json", R"({"code":40001,"message":"Access token is incorrect","data":{}})");
  CHECK(refused.log.failed);
  CHECK(
      refused.message("error-body")
          .ends_with(
              "a.json is an error answer of an API, it holds no data: 40001 Access token is incorrect"));
  CHECK(read_text("h.csv", "post_id,views,likes\n").log.rows.read == 0);
}

TEST_CASE("limits are refused with their place") {
  const auto refused = [](const std::string& name, const std::string& text,
                          const ReadOptions& options = {}) -> Diagnostic {
    const TemporaryFile file(name, text);
    const std::vector<InputSpec> inputs{{{file.path(), {}}, {}, true}};
    test::CollectingSink sink;
    try {
      static_cast<void>(read(inputs, test::every_field(), options, sink));
    } catch (const Error& error) {
      CHECK(error.exit_code() == ExitCode::refused);
      return error.diagnostic();
    }
    return {};
  };
  CHECK(refused("wide.csv", "post_id,views" + repeated(4095, ",x") + "\n")
            .message.ends_with("the header has 4097 columns, at most 4096 are read"));
  CHECK(refused("row.csv", "post_id,views\np1,1\np2" + repeated(5000, ",") + "x\n").place ==
        Place{0, 19});
  CHECK(refused("deep.json", "[{\"post_id\":\"p1\",\"views\":1,\"x\":" + repeated(9000, "[") +
                                 repeated(9000, "]") + "}]")
            .message == "the JSON is nested 9001 levels deep, at most 128 are read");
  ReadOptions small;
  small.blocks.max_field = 1000;
  CHECK(refused("cell.csv", "post_id,views,caption\np1,1," + repeated(2000, "x") + "\n", small)
            .place == Place{0, 27});
  small.blocks.max_record = 1000;
  small.blocks.size = 100;
  CHECK(refused("record.csv", "post_id,views,caption\np1,1,\"" + repeated(5000, "x\n"), small)
            .message.ends_with("a record is longer than 0 MiB"));
}

TEST_CASE("rows of commas are no records") {
  const Reading reading = read_text("p.csv", "post_id,views,likes\np1,1,2\n,,\n\n \np2,3,4\n");
  CHECK(reading.rows.size() == 2);
  CHECK(reading.log.rows.read == 2);
}

TEST_CASE("every cell that is read is shown to the observer with its place") {
  const TemporaryFile file("p.csv", "post_id,views\np1,\"1,234\"\n");
  const std::vector<InputSpec> inputs{{{file.path(), {}}, {}, true}};
  test::CollectingSink sink;
  std::vector<std::string> seen;
  static_cast<void>(read_naive(
      inputs, of_posts({Field::post_id, Field::views}), {}, sink, [&](const NaiveCell& cell) {
        seen.push_back(fmt::format("{}@{}:{}={}", name_of(cell.field), cell.record,
                                   cell.place.offset, cell.text));
      }));
  CHECK(seen == std::vector<std::string>{"post_id@14:14=p1", "views@14:18=1,234"});
}

}  // namespace tiktok_kpi
