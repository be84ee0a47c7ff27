// Orders and visits of a shop to measure with, and the campaign they belong to: the same bytes for
// the same seed on every machine.
//
//   bench_generate_shop ORDERS orders|touches|campaign [SEED] > orders.csv
//
// A thousand creators by Zipf's law. 35 of 100 orders carry a creator's code and 5 the store's own;
// 60 land on a link of a creator, 20 on an advertisement. There are twice as many visits as orders,
// each up to 40 days before an order of the same customer: 75 of 100 by a creator's link, 15 by an
// advertisement, 10 direct. Two years, half as many customers as orders.
#include "drawing.hpp"

namespace {

constexpr std::size_t creator_count = 1'000;

struct Order {
  std::uint64_t at, customer, cents;
};

class Shop {
 public:
  Shop(std::uint64_t seed, std::uint64_t orders)
      : seed_(seed), orders_(orders), creators_(creator_count, 1.02) {}

  /// Order `number`, whoever asks first; `random` is left to draw the rest of it.
  Order order(std::uint64_t number, Random& random) const {
    random = Random(seed_ ^ (number * 0xD1B54A32D192ED03));
    return {first_second + (random.next() >> 16) % second_count, random.below(orders_ / 2 + 1),
            500 + random.below(20'000)};
  }
  std::size_t creator(Random& random) const { return creators_.draw(random); }

 private:
  std::uint64_t seed_, orders_;
  Zipf creators_;
};

void write_orders(Output& out, const Shop& shop, std::uint64_t count) {
  out << "order_id,ordered_at,customer_key,currency,subtotal,discounts,codes,landing_url\n";
  Clock clock;
  Random random(0);
  for (std::uint64_t i = 0; i < count; ++i) {
    const Order order = shop.order(i, random);
    out << "#" << 1'000 + i << "," << clock.print(order.at) << ",customer-" << order.customer
        << ",EUR," << order.cents / 100 << "." << two_digits(order.cents % 100) << ",";
    const std::uint64_t code = random.below(100);
    const std::uint64_t discount = code < 40 ? order.cents / 10 : 0;
    out << discount / 100 << "." << two_digits(discount % 100) << ",";
    if (code < 35)
      out << "CODE" << shop.creator(random);
    else if (code < 40)
      out << "WELCOME";
    out << ",https://shop.example/products/soap";
    const std::uint64_t link = random.below(100);
    if (link < 60)
      out << "?utm_source=tiktok&utm_medium=influencer&utm_campaign=spring&utm_content=creator_"
          << shop.creator(random);
    else if (link < 80)
      out << "?utm_source=google&utm_medium=cpc&utm_campaign=always_on&gclid=" << random.next();
    out << "\n";
    out.end_row();
  }
}

void write_touches(Output& out, const Shop& shop, std::uint64_t orders) {
  out << "touched_at,customer_key,utm_source,utm_medium,utm_campaign,utm_content\n";
  Clock clock;
  Random random(0);
  for (std::uint64_t i = 0; i < 2 * orders; ++i) {
    Random own(i + 1);
    const Order order = shop.order(own.below(orders), random);
    const std::uint64_t before = own.below(40 * 86'400);
    out << clock.print(std::max(first_second, order.at - before)) << ",customer-" << order.customer;
    const std::uint64_t source = own.below(100);
    if (source < 75)
      out << ",tiktok,influencer,spring,creator_" << shop.creator(own);
    else
      out << (source < 90 ? ",google,cpc,always_on," : ",,,,");
    out << "\n";
    out.end_row();
  }
}

void write_campaign(Output& out) {
  out << "{\"name\": \"shop\", \"currency\": \"EUR\", \"creators\": [";
  for (std::uint64_t i = 0; i < creator_count; ++i)
    out << (i == 0 ? "" : ",") << "\n  {\"handle\": \"creator_" << i << "\", \"codes\": [\"CODE"
        << i << "\"], \"utm_content\": [\"creator_" << i << "\"]}";
  out << "\n]}\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[2] : "";
  if (argc < 3 || argc > 4 || (what != "orders" && what != "touches" && what != "campaign")) {
    std::fputs("usage: bench_generate_shop ORDERS orders|touches|campaign [SEED]\n", stderr);
    return 2;
  }
  const std::uint64_t orders = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  const Shop shop(seed, orders);
  Output out;
  if (what == "orders")
    write_orders(out, shop, orders);
  else if (what == "touches")
    write_touches(out, shop, orders);
  else
    write_campaign(out);
}
