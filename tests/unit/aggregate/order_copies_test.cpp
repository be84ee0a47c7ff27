// Copies of orders by hand: which row stays, and what is said of the others.
#include "aggregate/order_copies.hpp"

#include <array>
#include <optional>

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

KeptOrder order(std::int64_t id, std::int64_t net, std::uint32_t codes = no_entry) {
  KeptOrder made;
  made.id = id;
  made.net_micros = net;
  made.traits.valued = true;
  made.codes = codes;
  made.record = static_cast<std::uint32_t>(net);
  return made;
}

const std::vector<std::vector<std::uint32_t>> no_lists;
const std::vector<LinkFacts> no_links;

OrderChunk chunk_of(const Place& place, const std::vector<KeptOrder>& orders) {
  return {place, orders};
}

std::vector<std::int64_t> nets(const std::vector<OrderChunk>& chunks) {
  std::vector<std::int64_t> nets;
  for (const OrderChunk& chunk : chunks)
    for (std::size_t row = 0; row < chunk.size(); ++row) nets.push_back(chunk.at(row).net_micros);
  return nets;
}

}  // namespace

TEST_CASE("Ids that rise in one file and fall in the next are distinct") {
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {order(5, 1), order(9, 2)}),
                                 chunk_of({0, 100}, {order(4, 3), order(2, 4)})};
  const OrderCopies copies = drop_copies(chunks, {no_lists, no_links, {}});
  CHECK(copies.repeated == 0);
  CHECK(copies.conflicting.empty());
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2, 3, 4});
}

TEST_CASE("Of copies the first counts, and other figures are told by their places") {
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {order(7, 10), order(3, 20), order(7, 10)}),
                                 chunk_of({1, 500}, {order(3, 21), order(8, 40), order(7, 11)})};
  const OrderCopies copies = drop_copies(chunks, {no_lists, no_links, {}});
  CHECK(copies.repeated == 1);
  CHECK(copies.conflicting == std::vector<Place>{{1, 511}, {1, 521}});
  CHECK(nets(chunks) == std::vector<std::int64_t>{10, 20, 40});
}

TEST_CASE("The same id in two chunks is a copy even where each chunk rises") {
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {order(1, 1), order(5, 2)}),
                                 chunk_of({0, 9}, {order(5, 2), order(6, 3)})};
  CHECK(drop_copies(chunks, {no_lists, no_links, {}}).repeated == 1);
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2, 3});
}

TEST_CASE("A number and a word are never the same id") {
  std::vector<KeptOrder> orders{order(1, 1), order(1, 2)};
  orders.back().traits.text_id = true;
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, orders)};
  CHECK(drop_copies(chunks, {no_lists, no_links, {}}).repeated == 0);
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("The order of codes is no other figure, other codes are") {
  const std::vector<std::vector<std::uint32_t>> lists{{0, 1}, {1, 0}, {1}};
  std::vector<OrderChunk> chunks{
      chunk_of({0, 0}, {order(1, 5, 0), order(1, 5, 1), order(1, 5, 2), order(1, 5)})};
  const OrderCopies copies = drop_copies(chunks, {lists, no_links, {}});
  CHECK(copies.repeated == 1);
  CHECK(copies.conflicting.size() == 2);
}

TEST_CASE("A row without date and worth completes the order, wherever it stands") {
  const std::vector<std::vector<std::uint32_t>> lists{{0}, {1}};
  const std::vector<LinkFacts> links{{}, {"tiktok", "", "", "ana", "", ""}};
  KeptOrder code;
  code.id = 1;
  code.codes = 0;
  KeptOrder tag;
  tag.id = 1;
  tag.link = 1;
  KeptOrder sold = order(1, 90);
  sold.link = 0;  // a landing page that says nothing
  const std::vector<std::vector<KeptOrder>> files{{sold}, {code}, {tag}};
  for (const auto& turn :
       {std::array{0U, 1U, 2U}, std::array{1U, 2U, 0U}, std::array{2U, 0U, 1U}}) {
    std::vector<OrderChunk> chunks;
    for (const unsigned file : turn)
      chunks.push_back(chunk_of({static_cast<std::uint32_t>(chunks.size()), 0}, files[file]));
    const OrderCopies copies = drop_copies(chunks, {lists, links, {}});
    CHECK(copies.completed == 2);
    CHECK(copies.conflicting.empty());
    CHECK(nets(chunks) == std::vector<std::int64_t>{90});
    for (const OrderChunk& chunk : chunks)
      for (std::size_t row = 0; row < chunk.size(); ++row) {
        CHECK(chunk.at(row).codes == 0);
        CHECK(chunk.at(row).link == 1);
      }
  }
  KeptOrder coded = sold;
  coded.codes = 1;
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {coded}), chunk_of({1, 7}, {code})};
  CHECK(drop_copies(chunks, {lists, links, {}}).conflicting == std::vector<Place>{{1, 7}});
}

TEST_CASE(
    "Of figures that changed the newest export counts, where all say when they were exported") {
  const std::vector<std::optional<std::int64_t>> exported{200, 100, std::nullopt};
  const auto kept = [&](std::uint32_t first, std::uint32_t second, OrderCopies& copies) {
    std::vector<OrderChunk> chunks{chunk_of({first, 0}, {order(1, 10)}),
                                   chunk_of({second, 0}, {order(1, 7)})};
    copies = drop_copies(chunks, {no_lists, no_links, exported});
    return nets(chunks).front();
  };
  OrderCopies copies;
  CHECK(kept(0, 1, copies) == 10);
  CHECK(copies.revised == 1);
  CHECK(kept(1, 0, copies) == 7);
  CHECK(copies.revised == 1);
  CHECK(copies.conflicting.empty());
  CHECK(kept(1, 2, copies) == 10);  // not known of one
  CHECK(copies.conflicting.size() == 1);
  CHECK(kept(0, 0, copies) == 10);  // one export that disagrees with itself
  CHECK(copies.conflicting.size() == 1);
}

}  // namespace tiktok_kpi
