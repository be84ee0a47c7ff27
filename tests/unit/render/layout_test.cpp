// Text in cells of a terminal.
#include "render/layout.hpp"

#include <cmath>

#include "support/catch.hpp"

using namespace tiktok_kpi;

TEST_CASE("clipping counts cells, not bytes, and says that it cut") {
  CHECK(clip("soap", 4, {}) == "soap");
  CHECK(clip("soap box", 6, {}) == "soap…");
  CHECK(clip("千代千代", 6, {}) == "千代…");
  CHECK(clip("soap box", 6, {.ascii = true}) == "soa...");
  CHECK(clip_front("a long line", 6, {}) == "… line");
}

TEST_CASE("wrapping breaks at blanks, and inside a word only when it never fits") {
  CHECK(wrap("two short words", 9) == std::vector<std::string>{"two short", "words"});
  CHECK(wrap("unbreakable", 4) == std::vector<std::string>{"unbr", "eaka", "ble"});
  CHECK(wrap("千代千代", 5) == std::vector<std::string>{"千代", "千代"});
  CHECK(wrap("千", 1) == std::vector<std::string>{"千"});
  CHECK(wrap("", 9) == std::vector<std::string>{""});
}

TEST_CASE("bars are drawn in eighths and show anything above zero") {
  CHECK(bar(1.0, 4, {}) == "████");
  CHECK(bar(0.5, 4, {}) == "██");
  CHECK(bar(0.53125, 4, {}) == "██▏");
  CHECK(bar(0.0001, 4, {}) == "▏");
  CHECK(bar(0.0, 4, {}).empty());
  CHECK(bar(-0.5, 4, {}).empty());
  CHECK(bar(std::nan(""), 4, {}).empty());
  CHECK(bar(0.5, 4, {.ascii = true}) == "##");
}

TEST_CASE("a curve leaves gaps where values are missing and keeps the largest of a bucket") {
  const double values[] = {0, 7, std::nan(""), 3.5};
  CHECK(curve(values, 10, {}) == "▁█ ▅");
  CHECK(curve(values, 2, {}) == "█▅");
  CHECK(curve(values, 10, {.ascii = true}) == "_# =");
}
