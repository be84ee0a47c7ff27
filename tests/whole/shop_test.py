#!/usr/bin/env python3
"""The worked campaign of data/shop once more, from its exports: orders, visits, credits, cost and return.

  shop_test.py PROGRAM

Nothing of the program is used but its answers. Every rule is written down here from its definition, in fractions.
"""
import csv
import datetime as dt
import fractions
import itertools
import json
import math
import pathlib
import subprocess
import sys
import unittest
import zoneinfo

Fraction = fractions.Fraction
SHOP = pathlib.Path(__file__).resolve().parents[2] / "data/shop"
PROGRAM = ""
ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
DAY_S = 86_400
CONTENT = {"lena": "lena", "yuge": "湯気", "rex": "rex.pours"}
CREATORS = list(CONTENT.values())
# Owner, and the days on which the code is theirs.
CODES = {"lena10": ("lena", None), "yuge10": ("湯気", None),
         "rex15": ("rex.pours", (dt.date(2024, 6, 10), dt.date(2024, 6, 24)))}
PERIOD = (dt.date(2024, 6, 1), dt.date(2024, 6, 30))
POSITION = (Fraction(2, 5), Fraction(1, 5), Fraction(2, 5))


def net_of(row):
    """Subtotal is after the discount, both hold tax; a refund counts as far as it is goods."""
    subtotal, tax, total = (Fraction(row[name]) for name in ("Subtotal", "Taxes", "Total"))
    return subtotal - tax - Fraction(row["Refunded Amount"]) * (subtotal - tax) / total


def read_orders():
    with open(SHOP / "orders_export.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["Total"] or row["Cancelled at"] or row["Financial Status"] == "voided":
                continue
            at = dt.datetime.strptime(row["Created at"], "%Y-%m-%d %H:%M:%S %z")
            yield {"id": row["Name"].lstrip("#"), "at": at.timestamp(), "day": at.astimezone(ZONE).date(),
                   "net": net_of(row), "code": row["Discount Code"].strip().casefold()}


def channel_of(event):
    came = event["collected_traffic_source"] or {}
    if came.get("manual_source") == "tiktok" and came.get("manual_content") in CONTENT:
        return CONTENT[came["manual_content"]]
    if came.get("manual_source"):
        return f'{came["manual_source"]} / {came["manual_medium"]}'
    return "direct"


def read_visitors():
    visits, bought = {}, {}
    with open(SHOP / "events.ndjson", encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            at = int(event["event_timestamp"]) / 1_000_000
            if event["event_name"] == "session_start":
                visits.setdefault(event["user_pseudo_id"], []).append((at, channel_of(event)))
            elif event["event_name"] == "purchase":
                bought[event["ecommerce"]["transaction_id"]] = event["user_pseudo_id"]
    for journey in visits.values():
        journey.sort(key=lambda visit: visit[0])
    return visits, bought


def owner_of(order):
    owner, days = CODES.get(order["code"], (None, None))
    return owner if days is None or days[0] <= order["day"] <= days[1] else None


def weights(model, journey):
    """Weight of each visit of a journey of (age in seconds, channel)."""
    count = len(journey)
    if model == "last_touch":
        return [Fraction(i == count - 1) for i in range(count)]
    if model == "first_touch":
        return [Fraction(i == 0) for i in range(count)]
    if model == "last_non_direct":
        last = max((i for i, (_, channel) in enumerate(journey) if channel != "direct"), default=count - 1)
        return [Fraction(i == last) for i in range(count)]
    if model == "linear":
        return [Fraction(1, count)] * count
    if model == "time_decay":
        raw = [2.0 ** (-age / (7 * DAY_S)) for age, _ in journey]
        return [one / math.fsum(raw) for one in raw]
    if model == "position_based":
        first, middle, last = POSITION
        if count == 1:
            return [Fraction(1)]
        if count == 2:
            return [first + middle / 2, last + middle / 2]
        return [first] + [middle / (count - 2)] * (count - 2) + [last]
    distinct = {channel for _, channel in journey}  # shapley
    return [Fraction(1, len(distinct)) if channel not in {other for _, other in journey[:i]} else Fraction(0)
            for i, (_, channel) in enumerate(journey)]


def solve(matrix):
    """Gauss with fractions; the last column is the right side."""
    size = len(matrix)
    for k in range(size):
        pivot = next(row for row in range(k, size) if matrix[row][k] != 0)
        matrix[k], matrix[pivot] = matrix[pivot], matrix[k]
        matrix[k] = [value / matrix[k][k] for value in matrix[k]]
        for row in range(size):
            if row != k:
                matrix[row] = [a - matrix[row][k] * b for a, b in zip(matrix[row], matrix[k])]
    return [row[-1] for row in matrix]


def order_probability(journeys, removed=None):
    steps = {}
    for channels, ordered in journeys:
        way = ["(start)", *channels, "(order)" if ordered else "(end)"]
        for a, b in zip(way, way[1:]):
            steps.setdefault(a, {}).setdefault(b, 0)
            steps[a][b] += 1
    states = sorted(steps)
    matrix = []
    for state in states:
        leaving = sum(steps[state].values())
        row = [Fraction(state == other) - (0 if other == removed else Fraction(steps[state].get(other, 0), leaving))
               for other in states]
        matrix.append(row + [Fraction(steps[state].get("(order)", 0), leaving)])
    return solve(matrix)[states.index("(start)")]


def removal_effects(journeys, channels):
    base = order_probability(journeys)
    return {channel: 1 - order_probability(journeys, channel) / base for channel in channels}


def shapley_values(journeys, channels):
    def rate(inside):
        chosen = [ordered for visited, ordered in journeys if set(visited) <= inside]
        return Fraction(sum(chosen), len(chosen)) if chosen else Fraction(0)

    values = dict.fromkeys(channels, Fraction(0))
    for size in range(len(channels)):
        for some in itertools.combinations(channels, size):
            part = Fraction(1, len(channels) * math.comb(len(channels) - 1, size))
            for channel in set(channels) - set(some):
                values[channel] += part * (rate({*some, channel}) - rate(set(some)))
    return values


class Shop:
    def __init__(self):
        visits, bought = read_visitors()
        orders = list(read_orders())
        buyers = {bought[order["id"]] for order in orders if order["id"] in bought}
        self.orders = [order for order in orders if PERIOD[0] <= order["day"] <= PERIOD[1]]
        for order in self.orders:
            seen = visits.get(bought.get(order["id"]), [])
            order["journey"] = [(order["at"] - at, channel) for at, channel in seen if 0 <= order["at"] - at <= 30 * DAY_S]
        self.journeys = [([channel for _, channel in order["journey"]], True) for order in self.orders if order["journey"]]
        self.journeys += [([channel for _, channel in seen], False) for visitor, seen in visits.items()
                          if visitor not in buyers]
        self.channels = sorted({channel for visited, _ in self.journeys for channel in visited})

    def credits(self, model):
        """Orders and revenue by channel; "(unattributed)" is one of them."""
        orders, revenue = {}, {}

        def credit(channel, part, net):
            orders[channel] = orders.get(channel, 0) + part
            revenue[channel] = revenue.get(channel, 0) + part * net

        link_orders, link_revenue = Fraction(0), Fraction(0)
        for order in self.orders:
            owner = owner_of(order)
            if owner:
                credit(owner, Fraction(1), order["net"])
            elif not order["journey"]:
                credit("(unattributed)", Fraction(1), order["net"])
            elif model in ("shapley_rate", "markov"):
                link_orders, link_revenue = link_orders + 1, link_revenue + order["net"]
            else:
                for weight, (_, channel) in zip(weights(model, order["journey"]), order["journey"]):
                    credit(channel, weight, order["net"])
        if link_orders:
            compare = shapley_values if model == "shapley_rate" else removal_effects
            values = compare(self.journeys, self.channels)
            for channel, value in values.items():
                part = value / sum(values.values())
                orders[channel] = orders.get(channel, 0) + part * link_orders
                revenue[channel] = revenue.get(channel, 0) + part * link_revenue
        return orders, revenue


def answer(command):
    done = subprocess.run([PROGRAM, command, "campaign.json", "-f", "json"], cwd=SHOP, capture_output=True, text=True)
    return json.loads(done.stdout)


def by_name(rows):
    return {row["creator"].lstrip("@"): row for row in rows}


class ShopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = Shop()
        cls.attribution = answer("attribute")["attribution"]
        cls.money = answer("roi")

    def test_the_exports_are_as_they_are_made(self):
        made = subprocess.run([sys.executable, SHOP / "make_shop.py", "--check"], capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)

    def test_there_is_something_to_attribute(self):
        self.assertGreater(len(self.shop.orders), 20)
        self.assertGreater(sum(len(order["journey"]) > 1 for order in self.shop.orders), 10)
        self.assertIn("google / cpc", self.shop.channels)
        self.assertTrue(any(owner_of(order) for order in self.shop.orders))
        self.assertTrue(any(order["code"] and not owner_of(order) for order in self.shop.orders))

    def test_every_model(self):
        revenue, orders = (by_name(self.attribution[table]) for table in ("models", "model_orders"))
        models = [name for name in next(iter(revenue.values())) if name != "creator"]
        self.assertEqual(len(models), 9)
        for model in models:
            own_orders, own_revenue = self.shop.credits(model)
            for name in revenue:
                with self.subTest(model=model, channel=name):
                    self.assertAlmostEqual(orders[name][model], float(own_orders.get(name, 0)), places=6)
                    # Cents are rounded so that they add up.
                    self.assertLess(abs(revenue[name][model] - float(own_revenue.get(name, 0))), 0.01001)
            self.assertAlmostEqual(sum(float(value) for value in own_orders.values()), len(self.shop.orders))
            self.assertAlmostEqual(sum(row[model] for row in revenue.values()),
                                   float(sum(order["net"] for order in self.shop.orders)), places=2)

    def test_cost_and_return(self):
        _, revenue = self.shop.credits("position_based")
        cents = {name: round(float(revenue[name]), 2) for name in CREATORS}
        stated = {"lena": 400 + (2 * 9.5 + 4.9) + 0.10 * cents["lena"],
                  "湯気": 30000 * 0.0059,
                  "rex.pours": 120 * 0.92 + 0.05 * cents["rex.pours"] + 80}
        rows = by_name(self.money["money"]["creators"])
        for name, cost in stated.items():
            self.assertAlmostEqual(rows[name]["cost_total"], cost, places=2)
            self.assertAlmostEqual(rows[name]["net_revenue"], cents[name], delta=0.0101)
            self.assertAlmostEqual(rows[name]["roi"], (0.6 * cents[name] - cost) / cost, places=3)
        cost = sum(stated.values()) + 150
        earned = sum(cents.values())
        self.assertAlmostEqual(rows["total"]["cost_total"], cost, places=2)
        self.assertAlmostEqual(rows["total"]["roas"], earned / cost, places=3)
        self.assertAlmostEqual(rows["total"]["roi"], (0.6 * earned - cost) / cost, places=3)
        store = float(sum(order["net"] for order in self.shop.orders))
        self.assertAlmostEqual(self.money["totals"]["mer"], store / cost, places=3)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
