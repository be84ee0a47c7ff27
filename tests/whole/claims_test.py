#!/usr/bin/env python3
"""Reports claim only what the data say: leaks only where visits are known, rights only within the contract, and no
revenue of orders whose amount is not known.

  claims_test.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""


def report(campaign, files, *flags):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            pathlib.Path(folder, name).write_text(text, encoding="utf-8")
        path = pathlib.Path(folder, "campaign.json")
        path.write_text(json.dumps({"name": "claims", "sources": list(files), **campaign}), encoding="utf-8")
        done = subprocess.run([PROGRAM, "report", path, "-f", "json", *flags], capture_output=True, text=True,
                              encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


ANA = {"currency": "EUR", "creators": [{"handle": "ana", "fee": "100 EUR", "codes": ["ANA10"], "utm_content": ["ana"]},
                                       {"handle": "bo", "codes": ["BO5"]}]}
COLUMNS = "order_id,ordered_at,currency,subtotal,codes,landing_url\n"
WITH_CODE = "".join(f"{i},2024-05-03T10:00:00Z,EUR,10.00,ANA10,{{}}\n" for i in range(12))
HER_LINK = "/p?utm_source=tiktok&utm_content=ana"


def leak(files):
    found = report(ANA, files)
    (rate,) = [row["code_leak_rate"] for row in found["attribution"]["credits"] if row["creator"] == "@ana"]
    return rate, "code_leak" in [row["rule"] for row in found["findings"]]


class Leaks(unittest.TestCase):
    def test_without_visits_nothing_leaks(self):
        self.assertEqual(leak({"orders.csv": COLUMNS + WITH_CODE.format(*[""] * 12)}), (None, False))

    def test_orders_that_state_where_they_came_from_tell(self):
        self.assertEqual(leak({"orders.csv": COLUMNS + WITH_CODE.format(*[HER_LINK] * 3, *[""] * 9)}), (0.75, True))

    def test_visits_that_orders_find_tell(self):
        orders = COLUMNS.replace("codes", "customer_key,codes") + WITH_CODE.replace("ANA10", "c,ANA10").format(*[""] * 12)
        visits = "touched_at,customer_key,utm_source,utm_content\n2024-05-02T10:00:00Z,{},tiktok,ana\n"
        self.assertEqual(leak({"orders.csv": orders, "visits.csv": visits.format("c")}), (0, False))
        # Visits of which none is of a customer: no order is known to have come without one.
        self.assertEqual(leak({"orders.csv": orders, "visits.csv": visits.format("other")}), (None, False))


class Rights(unittest.TestCase):
    def test_what_the_contract_excludes_no_export_allows(self):
        posts = "post_id,creator,posted_at,views,likes,comments,shares,music_cleared,ugc_cleared\n" \
                "7365401813332312641,ana,2024-05-03,1000,90,5,5,true,{}\n"
        for granted, cleared, reuse in (({"months": 6}, "true", "yes"), ({"months": 6}, "", "yes"),
                                        ({"months": 6, "paid_ads": False}, "true", "no"),
                                        ({"months": 6, "paid_ads": False}, "", "no"), ({"months": 1}, "true", "no")):
            contract = {"usage_rights": {"granted": "2024-04-01", **granted}}
            found = report({"creators": [{"handle": "ana", "contract": contract}]}, {"posts.csv": posts.format(cleared)},
                           "--now", "2024-05-20T00:00:00Z")
            with self.subTest(granted=granted, cleared=cleared):
                self.assertEqual([row["reuse"] for row in found["reuse"]], [reuse])


class Money(unittest.TestCase):
    """Two orders, 10 EUR by ana and 20 USD by bo, without a rate for dollars."""
    FILES = {"orders.csv": COLUMNS + "1,2024-05-03T10:00:00Z,EUR,10.00,ANA10,\n2,2024-05-03T10:00:00Z,USD,20.00,BO5,\n"}
    DOLLARS = {"orders.csv": COLUMNS + "2,2024-05-03T10:00:00Z,USD,20.00,BO5,\n"}

    def figures(self, files, *flags):
        found = report(ANA, files, *flags)
        credits = {row["creator"]: row["net_revenue"] for row in found["attribution"]["credits"]}
        linear = {row["creator"]: row["linear"] for row in found["attribution"]["models"]}
        return [found["totals"]["store_revenue"], found["totals"]["mer"], credits["@ana"], credits["@bo"], linear["@ana"],
                linear["@bo"]]

    def test_what_is_not_known_is_not_zero(self):
        self.assertEqual(self.figures(self.FILES), [None, None, 10, None, 10, None])
        self.assertEqual(self.figures(self.DOLLARS), [None, None, 0, None, 0, None])
        self.assertEqual(self.figures({"orders.csv": self.FILES["orders.csv"].replace("USD,20.00", "EUR,")}),
                         [None, None, 10, None, 10, None])

    def test_parts_and_zeros_when_asked_for(self):
        self.assertEqual(self.figures(self.FILES, "--missing", "partial")[:4], [10, 0.1, 10, None])
        self.assertEqual(self.figures(self.DOLLARS, "--missing", "partial")[:4], [None, None, 0, None])
        self.assertEqual(self.figures(self.FILES, "--missing", "zero")[:4], [10, 0.1, 10, 0])

    def test_a_rate_tells(self):
        found = report({**ANA, "fx": {"USD": "0.5"}}, self.FILES)
        self.assertEqual(found["totals"]["store_revenue"], 20)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
