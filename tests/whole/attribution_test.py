#!/usr/bin/env python3
"""Attribution against a second implementation: random ledgers, every policy and per-order model.

  attribution_test.py PROGRAM

The rules are written down here once more, with fractions, from their definition. Then come what must hold for every
ledger: credits add up, nothing depends on the order of rows, on files or threads, a currency scales money only.
"""
import csv
import datetime
import fractions
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

Fraction = fractions.Fraction
PROGRAM = ""
MODELS = ["last_touch", "last_non_direct", "first_touch", "linear", "time_decay", "position_based"]
POLICIES = ["code_first", "link_first", "code_if_involved", "code_if_winner", "split"]
CREATORS = ["ana", "bo", "chi"]
CODES = {"ana10": "ana", "anavip": "ana", "bo10": "bo"}
START = datetime.datetime(2024, 5, 1, tzinfo=datetime.timezone.utc)
LOOKBACK_S = 30 * 86400
HALF_LIFE_S = 7 * 86400


def when(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def link(channel):
    """UTM source, medium and content of a channel."""
    return {"direct": ("", "", ""), "google / cpc": ("google", "cpc", "")}.get(
        channel, ("tiktok", "influencer", channel.upper()))


def ledger(seed, orders=120):
    """Orders with codes, and visits of their customers, some of them too old, too late or of nobody's orders."""
    rng = random.Random(seed)
    channels = CREATORS + ["google / cpc", "direct"]
    made, visits = [], []
    for number in range(orders):
        at = rng.randrange(5 * 86400, 25 * 86400)
        customer = f"customer-{rng.randrange(orders)}" if rng.random() < 0.9 else ""
        codes = rng.sample(["ANA10", "AnaVIP", "bo10", "SALE"], rng.choice([0, 0, 1, 1, 2]))
        made.append({"id": 1000 + number, "at": at, "customer": customer, "codes": codes,
                     "subtotal": rng.randrange(0, 20000), "discounts": rng.randrange(0, 300),
                     "refunds": rng.choice([0, 0, 0, rng.randrange(0, 5000)]),
                     "own": rng.choice(channels) if rng.random() < 0.3 else None})
        if customer and rng.random() < 0.7:
            for _ in range(rng.randrange(1, 6)):
                visits.append({"at": at - rng.choice([0, rng.randrange(0, 86400), rng.randrange(-3600, LOOKBACK_S + 2),
                                                      LOOKBACK_S, LOOKBACK_S + 1]),
                               "customer": customer, "channel": rng.choice(channels)})
    for number in range(20):
        visits.append({"at": rng.randrange(0, 20 * 86400), "customer": f"stranger-{number}",
                       "channel": rng.choice(channels)})
    return made, visits


def shares(model, ages, channels):
    count = len(ages)
    if model == "last_touch":
        return [Fraction(i == count - 1) for i in range(count)]
    if model == "first_touch":
        return [Fraction(i == 0) for i in range(count)]
    if model == "last_non_direct":
        known = [i for i in range(count) if channels[i] != "direct"]
        return [Fraction(i == (known[-1] if known else count - 1)) for i in range(count)]
    if model == "linear":
        return [Fraction(1, count)] * count
    if model == "time_decay":
        weights = [Fraction(2.0 ** (-age / HALF_LIFE_S)) for age in ages]
        return [weight / sum(weights) for weight in weights]
    if count == 1:
        return [Fraction(1)]
    first, middle, last = Fraction(2, 5), Fraction(1, 5), Fraction(2, 5)
    if count == 2:
        return [first + middle / 2, last + middle / 2]
    return [first] + [middle / (count - 2)] * (count - 2) + [last]


def expected(orders, visits, policy, model):
    """Orders and value (in cents) by channel; None is nobody."""
    credit = {}
    visited = {visit["customer"] for visit in visits}
    for order in orders:
        if order["customer"] in visited and order["customer"]:
            journey = sorted((visit for visit in visits if visit["customer"] == order["customer"]),
                             key=lambda visit: visit["at"])
            journey = [(visit["channel"], order["at"] - visit["at"]) for visit in journey
                       if 0 <= order["at"] - visit["at"] <= LOOKBACK_S]
        else:
            journey = [(order["own"], 0)] if order["own"] else []
        owners = []
        for code in order["codes"]:
            owner = CODES.get(code.lower())
            if owner and owner not in owners:
                owners.append(owner)
        linked = [channel for channel, _ in journey if channel != "direct"]
        if policy == "code_if_involved":
            owners = [owner for owner in owners if owner in linked]
        if policy == "code_if_winner":
            owners = [owner for owner in owners if journey and journey[-1][0] == owner]
        if policy == "link_first":
            codes = Fraction(0 if linked else bool(owners))
        elif policy == "split":
            codes = Fraction(1, 2) if owners and linked else Fraction(bool(owners))
        else:
            codes = Fraction(bool(owners))
        links = 1 - codes if journey and (linked or not codes) else Fraction(0)
        value = order["subtotal"] - order["discounts"] - order["refunds"]
        given = Fraction(0)
        parts = [(owner, codes / len(owners)) for owner in owners] if codes else []
        if links:
            parts += list(zip([channel for channel, _ in journey],
                              [links * share for share in shares(model, [age for _, age in journey],
                                                                 [channel for channel, _ in journey])]))
        for channel, share in parts:
            orders_so_far, value_so_far = credit.get(channel, (Fraction(0), Fraction(0)))
            credit[channel] = (orders_so_far + share, value_so_far + share * value)
            given += share
        orders_so_far, value_so_far = credit.get(None, (Fraction(0), Fraction(0)))
        credit[None] = (orders_so_far + 1 - given, value_so_far + (1 - given) * value)
    return credit


def write_csv(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


class Attribution(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def attribute(self, orders, visits, policy="code_first", model="last_touch", files=1, currency="EUR", flags=()):
        for old in self.folder.iterdir():
            old.unlink()
        cents = "{}.{:02}".format
        rows = [[order["id"], when(order["at"]), order["customer"], currency,
                 *(cents(*divmod(order[part], 100)) for part in ("subtotal", "discounts", "refunds")),
                 ", ".join(order["codes"]), *(link(order["own"]) if order["own"] else ("", "", "")),
                 "/" if order["own"] == "direct" else ""] for order in orders]
        header = ["order_id", "ordered_at", "customer_key", "currency", "subtotal", "discounts", "refunds", "codes",
                  "utm_source", "utm_medium", "utm_content", "landing_url"]
        for part in range(files):
            write_csv(self.folder / f"orders{part}.csv", header, rows[part::files])
        write_csv(self.folder / "visits.csv", ["touched_at", "customer_key", "utm_source", "utm_medium", "utm_content"],
                  [[when(visit["at"]), visit["customer"], *link(visit["channel"])] for visit in visits])
        campaign = {"name": "ledger", "currency": currency, "sources": ["*.csv"],
                    "creators": [{"handle": name, "codes": [code for code, owner in CODES.items() if owner == name],
                                  "utm_content": [name]} for name in CREATORS],
                    "attribution": {"credit_policy": policy, "model": model}}
        path = self.folder / "campaign.json"
        path.write_text(json.dumps(campaign), encoding="utf-8")
        done = subprocess.run([PROGRAM, "attribute", path, "-f", "json", *flags], capture_output=True, text=True,
                              encoding="utf-8", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["attribution"]

    def test_every_policy_and_model(self):
        for seed, policy in enumerate(POLICIES):
            orders, visits = ledger(seed)
            found = self.attribute(orders, visits, policy)
            for model in MODELS:
                credit = expected(orders, visits, policy, model)
                names = {f"@{name}": name for name in CREATORS} | {"(unattributed)": None}
                for table, part, factor in (("model_orders", 0, 1), ("models", 1, 100)):
                    for row in found[table]:
                        name = names.get(row["creator"], row["creator"])
                        wanted = float(credit.get(name, (0, 0))[part]) / factor
                        # Money stands in whole cents that add up, so it may be a cent from the exact share.
                        self.assertAlmostEqual(row[model], wanted, delta=1e-9 if part == 0 else 0.0101,
                                               msg=f"{policy} {model} {row['creator']}")

    def test_credits_add_up_to_the_cent(self):
        for seed in range(10, 16):
            orders, visits = ledger(seed)
            cents = sum(order["subtotal"] - order["discounts"] - order["refunds"] for order in orders)
            found = self.attribute(orders, visits, random.Random(seed).choice(POLICIES))
            for model in found["models"][0].keys() - {"creator"}:
                self.assertEqual(sum(round(row[model] * 100) for row in found["models"]), cents, model)
                self.assertAlmostEqual(sum(row[model] for row in found["model_orders"]), len(orders), places=9)
            for policy in POLICIES:
                self.assertAlmostEqual(sum(row[policy] for row in found["policies"]), len(orders), places=9)

    def test_order_of_rows_files_and_threads_change_nothing(self):
        orders, visits = ledger(3)
        plain = self.attribute(orders, visits, "split", "time_decay")
        mixed_orders, mixed_visits = orders[:], visits[:]
        random.Random(1).shuffle(mixed_orders)
        self.assertEqual(self.attribute(mixed_orders, mixed_visits, "split", "time_decay"), plain)
        self.assertEqual(self.attribute(orders, visits, "split", "time_decay", files=3), plain)
        self.assertEqual(self.attribute(orders, visits, "split", "time_decay",
                                        flags=["-j", "4", "--block-size", "64", "--thread-threshold", "0"]), plain)

    def test_the_same_orders_twice_count_once(self):
        orders, visits = ledger(4)
        self.assertEqual(self.attribute(orders + orders[::-1], visits), self.attribute(orders, visits))

    def test_scaling_amounts_scales_money_only(self):
        orders, visits = ledger(5)
        plain = self.attribute(orders, visits)
        larger = self.attribute([{**order, **{part: order[part] * 7 for part in ("subtotal", "discounts", "refunds")}}
                                 for order in orders], visits)
        self.assertEqual(larger["model_orders"], plain["model_orders"])
        for before, after in zip(plain["credits"], larger["credits"]):
            # Seven times a rounded cent may be some cents from the cents of seven times.
            self.assertAlmostEqual(after["net_revenue"], 7 * before["net_revenue"], delta=0.08)
            self.assertAlmostEqual(after["share"] or 0, before["share"] or 0, places=4)

    def test_one_more_order_never_lowers_a_total(self):
        orders, visits = ledger(6)
        fewer = {row["creator"]: row for row in self.attribute(orders[:-1], visits)["credits"]}
        more = {row["creator"]: row for row in self.attribute(orders, visits)["credits"]}
        for name, row in fewer.items():
            self.assertGreaterEqual(more[name]["conversions"], row["conversions"])

    def test_an_unreadable_refund_is_not_no_refund(self):
        header = "order_id,ordered_at,currency,subtotal,discounts,refunds,codes\n"
        rows = ["1,2024-05-02T10:00:00Z,EUR,100,10,,ana10\n", "2,2024-05-03T10:00:00Z,EUR,50,0,five,ana10\n"]
        campaign = {"name": "refunds", "creators": [{"handle": "ana", "codes": ["ANA10"]}], "sources": ["orders.csv"]}
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "campaign.json").write_text(json.dumps(campaign), encoding="utf-8")
            pathlib.Path(folder, "orders.csv").write_text(header + "".join(rows), encoding="utf-8")
            run = lambda *flags: json.loads(subprocess.run(
                [PROGRAM, "report", pathlib.Path(folder, "campaign.json"), "-f", "json", "--sections", "headline", *flags],
                capture_output=True, text=True, encoding="utf-8", check=True).stdout)
            self.assertIsNone(run()["totals"]["net_revenue"])
            partial = run("--missing", "partial")
            self.assertEqual((partial["totals"]["net_revenue"], partial["totals"]["conversions"]), (90, 2))
            self.assertIn("/totals/net_revenue", partial["lower_bounds"])

    def test_amounts_of_both_signs_are_warned_of_once(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "orders.csv")
            rows = [f"{number},2024-05-02T10:00:00Z,EUR,100,0,{number % 2 * 20 - 10}\n" for number in range(1, 301)]
            path.write_text("order_id,ordered_at,currency,subtotal,discounts,refunds\n" + "".join(rows), encoding="utf-8")
            for flags in ((), ("--block-size", "64", "-j", "4")):
                done = subprocess.run([PROGRAM, "report", path, "-f", "json", "--sections", "attribution", *flags],
                                      capture_output=True, text=True, encoding="utf-8", check=True)
                report = json.loads(done.stdout)
                told = [row for row in report["diagnostics"] if row["code"] == "mixed-signs"]
                self.assertEqual([row["count"] for row in told], [1])
                self.assertEqual(report["totals"]["store_revenue"], 300 * 90)

    def test_the_showcase(self):
        """Shopify's orders and the visits of data/, read here in another way."""
        exports = pathlib.Path(__file__).resolve().parents[2] / "data" / "exports" / "shop"
        seconds = lambda text, form: (datetime.datetime.strptime(text, form) - START).total_seconds()
        cents = lambda text: round(float(text) * 100)
        contents = {"ana": "ana", "chiyo": "千代", "bo": "bo", "mara": "mara.k"}
        owners = {"ana10": "ana", "chiyo10": "千代", "bo10": "bo", "mara10": "mara.k"}
        lines = [json.loads(line) for line in (exports / "visits.ndjson").read_text(encoding="utf-8").splitlines()]
        client = {line["order_id"]: line["client_key"] for line in lines if "order_id" in line}
        visits = [{"at": seconds(line["touched_at"], "%Y-%m-%dT%H:%M:%S%z"), "customer": line["client_key"],
                   "channel": contents[line["utm_content"]] if "utm_content" in line
                   else "google / cpc" if "utm_source" in line else "direct"} for line in lines]
        orders = []
        with open(exports / "orders_export.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                goods, discount = cents(row["Subtotal"]) + cents(row["Discount Amount"]), cents(row["Discount Amount"])
                refund = goods - discount if cents(row["Refunded Amount"]) == cents(row["Total"]) else 0
                orders.append({"at": seconds(row["Created at"], "%Y-%m-%d %H:%M:%S %z"), "subtotal": goods,
                               "discounts": discount, "refunds": refund, "customer": client.get(row["Name"], ""),
                               "codes": [row["Discount Code"]] if row["Discount Code"] else [], "own": None})
        CODES.update(owners)
        done = subprocess.run([PROGRAM, "attribute", exports.parents[1] / "campaign.json", "-f", "json"],
                              capture_output=True, text=True, encoding="utf-8", check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(done.stdout)["attribution"]
        for model in MODELS:
            credit = expected(orders, visits, "code_first", model)
            for row in found["models"]:
                name = {"(unattributed)": None}.get(row["creator"], row["creator"].removeprefix("@"))
                wanted = float(credit.get(name, (0, 0))[1]) / 100
                self.assertAlmostEqual(row[model], wanted, delta=0.0101, msg=f"{model} {row['creator']}")

    def test_the_money_of_the_showcase(self):
        """Costs by hand from data/campaign.json: 150,000 JPY at 0.0059 are 885.00."""
        campaign = pathlib.Path(__file__).resolve().parents[2] / "data" / "campaign.json"
        done = subprocess.run([PROGRAM, "report", campaign, "-f", "json"], capture_output=True, text=True,
                              encoding="utf-8", check=True)
        found = json.loads(done.stdout)
        rows = {row["creator"].lstrip("@"): row for row in found["money"]["creators"]}
        deals = {"ana": (1200 + 2 * 18 + 7.90, 0.10), "千代": (885 + 18 + 24, 0), "bo": (300, 0.12), "mara.k": (2400 + 250, 0)}
        posts = {row["creator"].lstrip("@"): row for row in found["creators"]}
        tiers = {}
        for name, (agreed, commission) in deals.items():
            row = rows[name]
            cost = agreed + commission * row["net_revenue"]
            self.assertAlmostEqual(row["cost_total"], cost)
            self.assertAlmostEqual(row["roi"], (row["net_revenue"] - cost) / cost)
            self.assertAlmostEqual(row["cpm"], 1000 * cost / posts[name]["total_views"])
            self.assertAlmostEqual(row["cost_per_post"], cost / posts[name]["video_count"])
            for key in ("cost_total", "net_revenue", "roi", "conversions"):
                self.assertEqual(posts[name][key], row[key])
            of_tier = tiers.setdefault(posts[name]["tier"], [0, 0, 0])
            for at, value in enumerate((cost, row["net_revenue"], row["conversions"])):
                of_tier[at] += value
        for row in found["money"]["tiers"]:
            cost, revenue, orders = tiers.pop(row["tier"])
            self.assertAlmostEqual(row["cost_total"], cost)
            self.assertAlmostEqual(row["net_revenue"], revenue)
            self.assertAlmostEqual(row["conversions"], orders)
            self.assertAlmostEqual(row["roas"], revenue / cost)
        self.assertEqual(tiers, {})
        total = rows["total"]
        self.assertAlmostEqual(total["cost_total"], 400 + sum(rows[name]["cost_total"] for name in deals))
        # Every post's money, and its even split among its tags, come to the same sum.
        hashtags = found["money"]["hashtags"]
        listed = json.loads(subprocess.run([PROGRAM, "roi", campaign, "-f", "json"], capture_output=True, text=True,
                                           encoding="utf-8", check=True).stdout)["money"]["posts"]
        self.assertEqual(len(listed), 18)
        self.assertAlmostEqual(sum(row["hashtag_money"] for row in hashtags), sum(row["revenue"] for row in listed))


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
