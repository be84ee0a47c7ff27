// Orders and visits made by hand, through the same Commerce that reads exports.
#include "analysis/order_attribution.hpp"

#include <deque>
#include <random>

#include "analysis/campaign_money.hpp"
#include "analysis/journeys.hpp"
#include "metrics/benchmarks.hpp"
#include "support/batches.hpp"
#include "support/catch.hpp"

namespace tiktok_kpi {
namespace {

struct MadeOrder {
  std::int64_t id, at, net;  ///< net in whole units
  std::string customer, code;
};
struct MadeTouch {
  std::int64_t at;
  std::string customer, content;
};

class Shop {
 public:
  std::vector<MadeOrder> orders;
  std::vector<MadeTouch> touches;

  /// In batches of `rows`, taken by the workers in turn.
  [[nodiscard]] Commerce commerce(unsigned workers, std::size_t rows = 1000) const {
    std::vector<Dictionaries> names(workers);
    Commerce commerce;
    commerce.begin(workers);
    std::uint32_t block = 0;
    for (std::size_t first = 0; first < orders.size(); first += rows, ++block) {
      Dictionaries& own = names[block % workers];
      Batch batch = posts_of({Field::order_id, Field::ordered_at, Field::customer_key,
                              Field::currency, Field::subtotal, Field::codes},
                             std::min(rows, orders.size() - first), {0, block});
      batch.kind = RecordKind::order;
      for (std::size_t i = 0; i < batch.size; ++i) {
        const MadeOrder& order = orders[first + i];
        set(batch, Field::order_id, i, order.id);
        set(batch, Field::ordered_at, i, order.at);
        set(batch, Field::currency, i, own.texts.intern("EUR", batch.origin));
        set(batch, Field::subtotal, i, order.net * Money::micros_per_unit);
        set_text(batch, Field::customer_key, i, order.customer);
        BatchColumn& codes = *batch.column(Field::codes);
        if (!order.code.empty()) {
          codes.list.push_back(own.texts.intern(order.code, batch.origin));
          codes.states[i] = CellState::value;
        }
        codes.list_ends[i] = static_cast<std::uint32_t>(codes.list.size());
      }
      commerce.accept(block % workers, batch, own);
    }
    for (std::size_t first = 0; first < touches.size(); first += rows, ++block) {
      Dictionaries& own = names[block % workers];
      Batch batch = posts_of({Field::touched_at, Field::customer_key, Field::utm_content},
                             std::min(rows, touches.size() - first), {1, block});
      batch.kind = RecordKind::touch;
      for (std::size_t i = 0; i < batch.size; ++i) {
        const MadeTouch& touch = touches[first + i];
        set(batch, Field::touched_at, i, touch.at);
        set_text(batch, Field::customer_key, i, touch.customer);
        set(batch, Field::utm_content, i, own.texts.intern(touch.content, batch.origin));
      }
      commerce.accept(block % workers, batch, own);
    }
    commerce.finish(workers);
    return commerce;
  }

 private:
  static void set_text(Batch& batch, Field field, std::size_t row, const std::string& text) {
    batch.column(field)->texts[row] = text;
    batch.column(field)->states[row] = CellState::value;
  }
};

Campaign campaign_of(std::initializer_list<std::pair<const char*, const char*>> creators) {
  Campaign campaign;
  campaign.settings.currency = *Currency::parse("EUR");
  for (const auto& [handle, code] : creators) {
    CampaignCreator& creator = campaign.creators.emplace_back();
    creator.handle = handle;
    if (code[0] != '\0') creator.codes.push_back({code, {}});
  }
  return campaign;
}

constexpr std::int64_t day = 86'400;

/// Many more orders than one thread takes, visits of which many fall on one second.
Shop random_shop() {
  std::mt19937 random(7);
  const auto below = [&](std::uint32_t end) { return static_cast<std::int64_t>(random() % end); };
  const std::array<std::string, 4> contents{"ana", "bo", "elsewhere", "chi"};
  const std::array<std::string, 4> codes{"", "", "ana10", "other"};
  Shop shop;
  for (std::int64_t i = 0; i < 20'000; ++i)
    shop.orders.push_back({i + 1, 100 * day + below(60) * day, below(200) + 1,
                           "customer" + std::to_string(below(5'000)),
                           codes[static_cast<std::size_t>(below(4))]});
  for (int i = 0; i < 30'000; ++i)
    shop.touches.push_back({80 * day + below(80) * day, "customer" + std::to_string(below(6'000)),
                            contents[static_cast<std::size_t>(below(4))]});
  return shop;
}

void check_same(const ModelCredits& a, const ModelCredits& b) {
  REQUIRE(a.channels.size() == b.channels.size());
  for (std::size_t i = 0; i < a.channels.size(); ++i) {
    CHECK(a.channels[i].orders == b.channels[i].orders);
    CHECK(a.channels[i].value == b.channels[i].value);
  }
  CHECK(a.unattributed.orders == b.unattributed.orders);
}

}  // namespace

TEST_CASE("threads and workers change no credit") {
  const Shop shop = random_shop();
  const Campaign campaign = campaign_of({{"ana", "ana10"}, {"bo", ""}, {"chi", ""}});
  const Commerce once = shop.commerce(1, 20'000);
  const OrderAttribution alone = attribute_orders(once, campaign, {}, 1);
  CHECK(alone.orders == 20'000);
  const Commerce shared = shop.commerce(4, 777);
  const OrderAttribution together = attribute_orders(shared, campaign, {}, 4);
  CHECK(together.orders == alone.orders);
  CHECK(together.store_revenue == alone.store_revenue);
  CHECK(together.matches == alone.matches);
  CHECK(together.with_code == alone.with_code);
  CHECK(together.codes[0].orders == alone.codes[0].orders);
  CHECK(together.codes[0].clicked == alone.codes[0].clicked);
  REQUIRE(together.foreign.size() == 1);
  CHECK(together.foreign[0].orders == alone.foreign[0].orders);
  for (std::size_t i = 0; i < alone.models.size(); ++i)
    check_same(together.models[i], alone.models[i]);
  for (std::size_t i = 0; i < alone.policies.size(); ++i)
    check_same(together.policies[i], alone.policies[i]);
}

TEST_CASE("visits of one visitor stand in the order of time, those of one second as they came") {
  Shop shop;
  // More visits than are sorted in place, and a visitor with few.
  for (int i = 0; i < 100; ++i)
    shop.touches.push_back({(100 - i / 2) * day, "many", "v" + std::to_string(i)});
  shop.touches.push_back({5 * day, "few", "b"});
  shop.touches.push_back({4 * day, "few", "a"});
  shop.touches.push_back({5 * day, "few", "c"});
  shop.orders = {{1, 200 * day, 1, "many", ""}, {2, 200 * day, 1, "few", ""}};
  const Commerce commerce = shop.commerce(1);
  Journeys journeys(commerce, 1);
  const auto contents = [&](std::size_t order) {
    OrderMatch match = OrderMatch::none;
    std::vector<std::string> names;
    for (const Visit& visit : journeys.find(commerce.orders().front().at(order), match))
      names.push_back(commerce.links()[visit.link].content);
    CHECK(match == OrderMatch::customer);
    return names;
  };
  CHECK(contents(1) == std::vector<std::string>{"a", "b", "c"});
  const std::vector<std::string> many = contents(0);
  REQUIRE(many.size() == 100);
  CHECK(many.front() == "v98");
  CHECK(many[1] == "v99");
  CHECK(many.back() == "v1");
}

TEST_CASE("numbers of prints are those of their first look-up") {
  PrintNumbers numbers;
  CHECK(numbers.find(17) == PrintNumbers::none);
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> prints;
  for (int i = 0; i < 5'000; ++i)
    prints.push_back(i % 3 == 0 ? static_cast<std::uint64_t>(i) : random());
  for (std::uint32_t i = 0; i < prints.size(); ++i) CHECK(numbers.number(prints[i]) == i);
  for (std::uint32_t i = 0; i < prints.size(); ++i) CHECK(numbers.find(prints[i]) == i);
  CHECK(numbers.size() == prints.size());
  CHECK(numbers.find(1) == PrintNumbers::none);
}

TEST_CASE("an account adds up, and what is unknown stays unknown") {
  Campaign campaign = campaign_of({{"ana", "ana10"}, {"bo", ""}});
  campaign.creators[0].fee = Money::parse("100 EUR");
  campaign.creators[0].commission = Rational::parse("0.1");
  campaign.creators[1].fee_unknown = true;
  Shop shop;
  shop.orders = {{1, day, 50, "x", "ana10"}, {2, day, 30, "y", ""}};
  const Commerce commerce = shop.commerce(1);
  const OrderAttribution attribution = attribute_orders(commerce, campaign, {}, 1);
  const CampaignMoney money = campaign_money(campaign, &attribution);
  const MoneyRow* ana = money.of("ana");
  REQUIRE(ana != nullptr);
  CHECK(*ana->net_revenue.exact_value() == Rational(50));
  CHECK(*ana->cost.exact_value() == Rational(105));
  CHECK_FALSE(money.of("bo")->cost.known());
  CHECK_FALSE(money.total.cost.known());
  CHECK(*money.total.net_revenue.exact_value() == Rational(50));
  CHECK(money.of("nobody") == nullptr);
}

TEST_CASE("published fees go by followers") {
  CHECK(fee_benchmark(999) == nullptr);
  CHECK(fee_benchmark(1'000)->id == "fee-sponsorrate-nano");
  CHECK(fee_benchmark(49'999)->id == "fee-sponsorrate-micro");
  CHECK(fee_benchmark(50'000)->id == "fee-sponsorrate-mid");
  CHECK(fee_benchmark(5'000'000)->id == "fee-shopify-mega");
  CHECK(fee_benchmark(5'000'000)->high.empty());
}

}  // namespace tiktok_kpi
