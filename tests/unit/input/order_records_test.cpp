// What orders are worth, by hand; and what is said of orders and visits that cannot be right.
#include "input/order_records.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/catch.hpp"
#include "support/describe_rows.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::int64_t unit = 1'000'000;
std::int64_t cents(std::int64_t value) { return value * unit / 100; }

struct Read {
  InputLog log;
  std::vector<test::CollectedRow> rows;
};

Read read_text(const std::string& name, const std::string& text, const ReadOptions& options = {}) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("tiktok-kpi-orders-" + std::to_string(::getpid()) + "-" + name);
  std::ofstream(path, std::ios::binary) << text;
  std::vector<InputSpec> inputs{{{path.string(), {}}, {}, true}};
  inputs[0].overrides.encoding = "utf-8";
  test::CollectingSink sink;
  ReadLog log = read(inputs, test::every_field(), options, sink);
  std::filesystem::remove(path);
  return {std::move(log.inputs[0]), sink.rows()};
}

/// The only message of a code, with its place.
std::string said(const InputLog& log, std::string_view code) {
  const auto found = log.faults.entries().find(code);
  if (found == log.faults.entries().end()) return "nothing";
  REQUIRE(found->second.count == 1);
  const Diagnostic& told = found->second.first.at(0);
  return fmt::format("@{} {}; {}", told.place.offset, told.message, told.hint);
}

}  // namespace

TEST_CASE("goods after discounts with tax: the order of the definition") {
  // Subtotal 107.10 after an 11.90 code, 17.10 of it VAT, shipping 4.90, total 112.00, refunded
  // 56.00: 100 - 10 - 45 = 45.
  const OrderAmounts amounts{cents(10710), cents(1190), cents(1710), cents(490),
                             cents(11200), cents(5600), std::nullopt};
  const OrderWorth worth = worth_of(amounts, OrderBasis::after_discounts);
  CHECK(worth.subtotal == cents(10000));
  CHECK(worth.discounts == cents(1000));
  CHECK(worth.refunds == cents(4500));
  CHECK(worth.basis == "goods");
}

TEST_CASE("prices without tax: the total holds it on top") {
  // 50.00 goods, 4.00 tax, 5.00 shipping, 59.00 in all; 29.50 back is half of the goods.
  const OrderAmounts amounts{cents(5000), std::nullopt, cents(400),  cents(500),
                             cents(5900), cents(-2950), std::nullopt};
  const OrderWorth worth = worth_of(amounts, OrderBasis::after_discounts);
  CHECK(worth.subtotal == cents(5000));
  CHECK_FALSE(worth.discounts);
  CHECK(worth.refunds == cents(2500));
}

TEST_CASE("what the file says of its tax beats the sums") {
  OrderAmounts amounts{cents(11900), std::nullopt, cents(1900), std::nullopt,
                       cents(13800), std::nullopt, true};
  CHECK(worth_of(amounts, OrderBasis::after_discounts).subtotal == cents(10000));
  amounts.taxes_included = false;
  CHECK(worth_of(amounts, OrderBasis::after_discounts).subtotal == cents(11900));
}

TEST_CASE("a fully refunded order is worth nothing, whatever the shares round to") {
  const OrderAmounts amounts{cents(1000), cents(333),  cents(77), cents(111),
                             cents(1111), cents(1111), true};
  const OrderWorth worth = worth_of(amounts, OrderBasis::after_discounts);
  CHECK(*worth.subtotal - *worth.discounts - *worth.refunds == 0);
}

TEST_CASE("an order that costs nothing") {
  const OrderAmounts amounts{0, cents(500), 0, 0, 0, 0, std::nullopt};
  const OrderWorth worth = worth_of(amounts, OrderBasis::after_discounts);
  CHECK(worth.subtotal == cents(500));
  CHECK(worth.discounts == cents(500));
  CHECK(worth.refunds == 0);
}

TEST_CASE("without a subtotal the total is the revenue, and that is said") {
  const OrderAmounts amounts{std::nullopt, cents(200), std::nullopt, std::nullopt,
                             cents(1200),  cents(100), std::nullopt};
  for (const OrderBasis basis : {OrderBasis::after_discounts, OrderBasis::before_tax,
                                 OrderBasis::net, OrderBasis::total, OrderBasis::stated}) {
    const OrderWorth worth = worth_of(amounts, basis);
    CHECK(*worth.subtotal - *worth.discounts - *worth.refunds == cents(1100));
    CHECK(worth.basis == "total");
  }
  CHECK_FALSE(worth_of({}, OrderBasis::total).subtotal);
  CHECK(worth_of({}, OrderBasis::total).basis.empty());
}

TEST_CASE("goods before discounts without tax: refunds count by the share of the goods") {
  // 28.00 less 5.00 is 23.00 of a total of 34.27; half of it came back.
  const OrderAmounts amounts{cents(2800), cents(500),   cents(627),  cents(1000),
                             cents(3427), cents(-1000), std::nullopt};
  const OrderWorth worth = worth_of(amounts, OrderBasis::before_tax);
  CHECK(worth.subtotal == cents(2800));
  CHECK(worth.refunds == 6'711'409);  // 10 x 23 / 34.27 = 6.7114093…
}

TEST_CASE("orders that cannot be right are told with their place") {
  const std::string header = "order_id,ordered_at,currency,total,refunds\n";
  const auto rest = [&](const std::string& row) { return read_text("bad.csv", header + row); };
  const Read without_id = rest(",2024-05-01,EUR,10,\n");
  CHECK(said(without_id.log, "order-without-id") ==
        "@43 the order has no id; without one it cannot be told from a copy of another order");
  CHECK(without_id.rows.empty());
  CHECK(without_id.log.rows.left_out == 1);
  const Read negative = rest("7,2024-05-01,EUR,-10,\n");
  CHECK(said(negative.log, "negative-total") ==
        "@43 the total of the order is negative; a refund belongs into the refunds of its order");
  CHECK(negative.rows.empty());
  const Read above = rest("7,2024-05-01,EUR,10,12\n");
  CHECK(
      said(above.log, "refund-above-total") ==
      "@43 more was refunded than the order's total; it is kept as exported; net revenue of the order is negative");
  CHECK(above.rows.at(0).number(Field::refunds) == 12 * unit);
  const Read currency = rest("7,2024-05-01,Euros,10,\n");
  CHECK(said(currency.log, "unknown-currency") ==
        "@43 \"Euros\" is no currency; write its ISO 4217 code, such as EUR");
  CHECK(currency.rows.at(0).cell(Field::currency).state ==
        CellState::value);  // worth nobody knows what
  CHECK(currency.rows.at(0).number(Field::total) == 10 * unit);
}

TEST_CASE("a visit after the as-of time is left out") {
  ReadOptions options;
  options.as_of = 1714521600;  // 2024-05-01T00:00:00Z
  const std::string text =
      "touched_at,utm_source\n2024-04-30T23:59:59Z,tiktok\n2024-05-01T00:00:01Z,tiktok\n";
  const Read read = read_text("touches.csv", text, options);
  CHECK(read.rows.size() == 1);
  CHECK(
      said(read.log, "future-touch") ==
      "@50 the visit is dated 2024-05-01T00:00:01Z, after 2024-05-01T00:00:00Z; state the right --now, or the zone of the source");
  CHECK(read_text("touches.csv", text).rows.size() == 2);
}

TEST_CASE("a part of a sum that cannot be read makes the sum unknown") {
  const Read read = read_text(
      "woo.json",
      R"([{"id": 1, "number": "1", "order_key": "k", "currency": "EUR", "date_created_gmt": "2024-05-01T10:00:00", "date_created": "2024-05-01T10:00:00", "total": "20.00", "coupon_lines": [], "line_items": [{"subtotal": "12.00"}, {"subtotal": "eight"}]}])");
  CHECK(read.log.faults.count("bad-number") == 1);
  CHECK(read.rows.at(0).number(Field::subtotal) == 20 * unit);
  CHECK(read.rows.at(0).text(Field::revenue_basis) == "total");
}

TEST_CASE("what names a customer never stands in a message") {
  const Read read =
      read_text("bytes.csv", "order_id,total,customer_key\n1,10,anna\xFF@example.com\n");
  CHECK(read.log.faults.entries().empty());
  CHECK(read.rows.at(0).text(Field::customer_key).size() == sizeof(std::uint64_t));
}

TEST_CASE("a row that slipped shows no name and no address") {
  const Read read =
      read_text("slipped.csv",
                "order_id,ordered_at,currency,total\n1,ann@example.com,Ann Example,Main Street\n");
  CHECK(said(read.log, "bad-date") ==
        "@37 \"(not shown)\" is not a date; write 2024-05-01 or 2024-05-01T09:58:12Z");
  CHECK(said(read.log, "unknown-currency") ==
        "@35 \"(not shown)\" is no currency; write its ISO 4217 code, such as EUR");
  CHECK(
      said(read.log, "bad-number") ==
      "@65 \"(not shown)\" is not a number; leave the cell empty when it is unknown; --decimal states the decimal mark");
}

TEST_CASE("guests have no key, and spelling does not matter") {
  const Read read = read_text(
      "keys.csv", "order_id,total,email\n1,10,0\n2,10, Ana@Example.com \n3,10,ana@example.com\n");
  CHECK(read.rows.at(0).text(Field::customer_key).empty());
  CHECK(read.rows.at(1).text(Field::customer_key) == read.rows.at(2).text(Field::customer_key));
}

TEST_CASE("amounts of articles are added, whatever the blocks") {
  std::string text =
      "Order ID,SKU ID,SKU Subtotal Before Discount,SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,Order Amount,Created Time\n";
  for (int order = 1; order <= 300; ++order)
    for (int article = 0; article < 1 + order % 3; ++article)
      text += fmt::format("{}\t,{},10,1,2,7,{},2024-05-13 07:00:00\t\n", order, article,
                          7 * (1 + order % 3));
  for (const std::size_t block : {std::size_t{64}, std::size_t{100'000}}) {
    ReadOptions options;
    options.blocks.size = block;
    options.thread_threshold = 0;
    options.threads = 4;
    const Read read = read_text("shop.csv", text, options);
    std::size_t orders = 0;
    for (const test::CollectedRow& row : read.rows) {
      if (row.kind != RecordKind::order) continue;
      ++orders;
      const std::int64_t articles = 1 + row.number(Field::order_id) % 3;
      CHECK(row.number(Field::subtotal) == articles * 10 * unit);
      CHECK(row.number(Field::discounts) == articles * 3 * unit);
      CHECK(row.number(Field::total) == articles * 7 * unit);
    }
    CHECK(orders == 300);
    CHECK(read.log.rows.used == read.log.rows.read);
  }
}

}  // namespace tiktok_kpi
