// Copies of orders by hand: which row stays, and what is said of the others.
#include "aggregate/order_copies.hpp"

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
  const OrderCopies copies = drop_copies(chunks, {});
  CHECK(copies.repeated == 0);
  CHECK(copies.conflicting.empty());
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2, 3, 4});
}

TEST_CASE("Of copies the first counts, and other figures are told by their places") {
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {order(7, 10), order(3, 20), order(7, 10)}),
                                 chunk_of({1, 500}, {order(3, 21), order(8, 40), order(7, 11)})};
  const OrderCopies copies = drop_copies(chunks, {});
  CHECK(copies.repeated == 1);
  CHECK(copies.conflicting == std::vector<Place>{{1, 511}, {1, 521}});
  CHECK(nets(chunks) == std::vector<std::int64_t>{10, 20, 40});
}

TEST_CASE("The same id in two chunks is a copy even where each chunk rises") {
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, {order(1, 1), order(5, 2)}),
                                 chunk_of({0, 9}, {order(5, 2), order(6, 3)})};
  CHECK(drop_copies(chunks, {}).repeated == 1);
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2, 3});
}

TEST_CASE("A number and a word are never the same id") {
  std::vector<KeptOrder> orders{order(1, 1), order(1, 2)};
  orders.back().traits.text_id = true;
  std::vector<OrderChunk> chunks{chunk_of({0, 0}, orders)};
  CHECK(drop_copies(chunks, {}).repeated == 0);
  CHECK(nets(chunks) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("The order of codes is no other figure, other codes are") {
  const std::vector<std::vector<std::uint32_t>> lists{{0, 1}, {1, 0}, {1}};
  std::vector<OrderChunk> chunks{
      chunk_of({0, 0}, {order(1, 5, 0), order(1, 5, 1), order(1, 5, 2), order(1, 5)})};
  const OrderCopies copies = drop_copies(chunks, lists);
  CHECK(copies.repeated == 1);
  CHECK(copies.conflicting.size() == 2);
}

}  // namespace tiktok_kpi
