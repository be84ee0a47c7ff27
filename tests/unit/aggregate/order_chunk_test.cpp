// Orders come out of a chunk as they went in, whatever their members are.
#include "aggregate/order_chunk.hpp"

#include <random>
#include <tuple>

#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

auto members(const KeptOrder& order) {
  return std::tuple(order.id, order.ordered_at, order.net_micros, order.customer, order.link,
                    order.codes, order.record, order.currency, bool{order.traits.text_id},
                    bool{order.traits.dated}, bool{order.traits.valued},
                    bool{order.traits.day_only}, bool{order.traits.new_known},
                    bool{order.traits.is_new}, bool{order.traits.click_id});
}

}  // namespace

TEST_CASE("Any orders come out of a chunk as they went in") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    // Numbers of so many bits, around a base.
    const auto draw = [&, bits = random() % 65, base = random()] {
      return bits == 0 ? base : base + (random() >> (64 - bits));
    };
    const auto ids = draw, times = draw, nets = draw;
    const bool keyed = random() % 2 == 0;
    std::vector<KeptOrder> orders(1 + random() % 200);
    for (KeptOrder& order : orders) {
      order.id = static_cast<std::int64_t>(ids());
      order.ordered_at = static_cast<std::int64_t>(times());
      order.net_micros = static_cast<std::int64_t>(nets());
      order.customer = keyed ? random() : 0;
      if (random() % 3 > 0)
        order.link = static_cast<std::uint32_t>(random() % (static_cast<std::uint64_t>(round) + 1));
      if (random() % 3 > 0) order.codes = static_cast<std::uint32_t>(draw());
      order.record = static_cast<std::uint32_t>(random() % 200'000);
      if (random() % 2 > 0) order.currency = static_cast<std::uint16_t>(random() % 4);
      const std::uint64_t traits = random();
      order.traits.text_id = (traits & 1U) != 0;
      order.traits.dated = (traits & 2U) != 0;
      order.traits.valued = (traits & 4U) != 0;
      order.traits.day_only = (traits & 8U) != 0;
      order.traits.new_known = (traits & 16U) != 0;
      order.traits.is_new = (traits & 32U) != 0;
      order.traits.click_id = (traits & 64U) != 0;
    }
    const OrderChunk chunk({2, 700}, orders);
    std::vector<KeptOrder> unpacked(7);
    chunk.unpack(unpacked);
    REQUIRE(unpacked.size() == orders.size());
    bool has_text_ids = false;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      REQUIRE(members(unpacked[i]) == members(orders[i]));
      REQUIRE(members(chunk.at(i)) == members(orders[i]));
      REQUIRE(chunk.number_at(i) == orders[i].id);
      has_text_ids = has_text_ids || orders[i].traits.text_id;
    }
    REQUIRE(chunk.has_text_ids() == has_text_ids);
    REQUIRE(chunk.place_of(orders.back()) == Place{2, 700 + orders.back().record});
  }
}

TEST_CASE("A chunk of usual orders takes less than half of what they take") {
  std::mt19937_64 random(4);
  std::vector<KeptOrder> orders(1024);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    orders[i].id = static_cast<std::int64_t>(1'000'000 + i);
    orders[i].ordered_at = static_cast<std::int64_t>(1'700'000'000 + random() % (730 * 86'400));
    orders[i].net_micros = static_cast<std::int64_t>(random() % 20'000 * 10'000);
    orders[i].customer = random();
    orders[i].link = static_cast<std::uint32_t>(random() % 1000);
    orders[i].codes = random() % 2 == 0 ? no_entry : static_cast<std::uint32_t>(random() % 1000);
    orders[i].record = static_cast<std::uint32_t>(165 * i);
    orders[i].currency = 0;
    orders[i].traits.dated = orders[i].traits.valued = true;
  }
  // Bits: 10 of the id, 26 of the time, 28 of the net revenue, 64 of the customer, 10 of the link,
  // 10 of the code, 18 of the record.
  CHECK(OrderChunk({}, orders).bytes() == 1024 * (10 + 26 + 28 + 64 + 10 + 10 + 18) / 8 + 8);
}

TEST_CASE("Entries of a worker come out as those of the run") {
  KeptOrder order;
  order.id = 1;
  order.traits.text_id = true;
  order.link = 0;
  order.codes = 2;
  order.currency = 0;
  KeptOrder bare;
  bare.id = 1;
  OrderChunk chunk({}, std::vector{order, bare});
  const OrderEntries entries{{10, 11}, {20}, {30, 31, 32}, {40}};
  chunk.translate(entries);
  CHECK(chunk.at(0).id == 11);
  CHECK(chunk.at(0).link == 20);
  CHECK(chunk.at(0).codes == 32);
  CHECK(chunk.at(0).currency == 40);
  CHECK(members(chunk.at(1)) == members(bare));
  const OrderChunk same = chunk.with(std::vector{chunk.at(0)});
  CHECK(members(same.at(0)) == members(chunk.at(0)));
}

}  // namespace tiktok_kpi
