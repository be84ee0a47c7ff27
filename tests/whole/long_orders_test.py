#!/usr/bin/env python3
"""A long file of orders: customers are told apart when, and only when, some input has visits to match them with.

  long_orders_test.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
ORDERS = 12_000  # more than the first MiB, from which an input is planned


class LongOrdersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.holder.name)
        # Every third order names no customer; of the others every second one came by ana's link.
        orders = ["order_id,ordered_at,customer_key,currency,subtotal,landing_url"]
        visits = ["touched_at,customer_key,utm_source,utm_content"]
        cls.named = cls.matched = 0
        for i in range(ORDERS):
            customer = f"customer-{i}@example.com" if i % 3 else ""
            orders.append(f"{i},2024-05-02T10:00:00Z,{customer},EUR,10,https://shop.example/p/{'x' * 60}")
            cls.named += bool(customer)
            if customer and i % 2:
                cls.matched += 1
                visits.append(f"2024-05-01T10:00:00Z,{customer.upper()},tiktok,ana")
        cls.write("orders.csv", "\n".join(orders) + "\n")
        cls.write("visits.csv", "\n".join(visits) + "\n")
        cls.write("posts.csv", "post_id,creator,views,likes\n7363968355252793980,ana,100,1\n")
        assert (cls.folder / "orders.csv").stat().st_size > 1 << 20

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def write(cls, name, text):
        (cls.folder / name).write_text(text, encoding="utf-8")

    def attribute(self, *inputs, **options):
        done = subprocess.run([PROGRAM, "attribute", *inputs, "-f", "json"], cwd=self.folder, capture_output=True,
                              timeout=120, check=False, **options)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)["attribution"]
        keys = {row["key"]: row["orders"] for row in found["keys"]}
        matches = {row["match"]: row["orders"] for row in found["matches"]}
        credited = {row["creator"]: row["conversions"] for row in found["credits"]}
        return keys["customer key"], matches["customer key"], credited.get("@ana", 0)

    def test_without_visits_customers_are_counted(self):
        self.assertEqual(self.attribute("orders.csv"), (self.named, 0, 0))
        self.assertEqual(self.attribute("posts.csv", "orders.csv"), (self.named, 0, 0))
        self.assertEqual(self.attribute("orders.csv", "posts.csv"), (self.named, 0, 0))

    def test_visits_find_their_orders_wherever_they_stand(self):
        wanted = (self.named, self.matched, self.matched)
        for inputs in (("posts.csv", "orders.csv", "visits.csv"), ("visits.csv", "orders.csv", "posts.csv")):
            self.assertEqual(self.attribute(*inputs), wanted, inputs)

    def test_visits_that_come_through_a_pipe(self):
        visits = (self.folder / "visits.csv").read_bytes()
        self.assertEqual(self.attribute("posts.csv", "orders.csv", "-", input=visits),
                         (self.named, self.matched, self.matched))


if __name__ == "__main__":
    unittest.main()
