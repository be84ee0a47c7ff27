#!/usr/bin/env python3
"""Two reports against each other, with figures worked out by hand.

  compare_test.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
SHOWCASE = REPOSITORY / "data" / "campaign.json"


def posts(likes, creator="ana", views=1000, month="05"):
    """A CSV of posts with so many likes of `views` views each."""
    rows = ["creator,posted_at,views,likes,comments,shares,caption"]
    rows += [f"{creator},2024-{month}-{day:02},{views},{count},0,0,#glow" for day, count in enumerate(likes, 1)]
    return "\n".join(rows) + "\n"


class CompareTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, text):
        (pathlib.Path(self.folder.name) / name).write_text(text, encoding="utf-8")
        return name

    def run_it(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder.name, capture_output=True, text=True, check=False)

    def compare(self, *arguments):
        done = self.run_it("compare", *arguments, "-f", "json")
        return done.returncode, json.loads(done.stdout), done.stderr

    def metric(self, document, name):
        return next(row for row in document["compare"]["metrics"] if row["metric"] == name)

    def test_a_campaign_against_itself_is_all_zero(self):
        code, document, errors = self.compare(SHOWCASE, SHOWCASE, "-q")
        self.assertEqual((code, errors), (0, ""))
        self.assertGreater(len(document["compare"]["metrics"]), 30)
        for row in document["compare"]["metrics"]:
            self.assertEqual((row["difference"], row["relative"], row["verdict"]), (0, 0, "same"), row["metric"])
            self.assertNotEqual(row["evidence"], "distinguishable")
        for row in document["compare"]["creators"] + document["compare"]["hashtags"]:
            self.assertEqual((row["in"], row["total_views_change"]), ("both", 0))
        self.assertNotIn("definitions", document["compare"])

    def test_a_saved_report_is_the_same_but_for_its_posts(self):
        self.assertEqual(self.run_it("report", SHOWCASE, "-q", "-o", "saved.json").returncode, 0)
        _, document, _ = self.compare(SHOWCASE, "saved.json", "-q")
        for row in document["compare"]["metrics"]:
            self.assertEqual(row["difference"], 0, row["metric"])
        self.assertEqual(self.metric(document, "er_views")["evidence"], "no posts at hand")
        self.assertEqual({row["in"] for row in document["compare"]["creators"]}, {"both"})

    def test_a_difference_of_click_rates_has_the_interval_of_newcombe(self):
        def campaign(name, clicks, views):
            post = {"post_id": "7365401813332312641", "creator": "ana", "views": views, "likes": 1, "comments": 0,
                    "shares": 0, "clicks": clicks}
            return self.file(name, json.dumps({"name": name, "currency": "EUR", "posts": [post],
                                               "creators": [{"handle": "ana", "fee": "10 EUR"}]}))

        # 56 of 70 and 48 of 80 are the first example of Newcombe 1998: method 10 gives 0.0524 to 0.3339.
        _, document, _ = self.compare(campaign("a.json", 48, 80), campaign("b.json", 56, 70), "-q")
        row = self.metric(document, "ctr")
        self.assertEqual((round(row["low"], 4), round(row["high"], 4)), (0.0524, 0.3339))
        self.assertEqual(row["evidence"], "distinguishable")
        _, document, _ = self.compare(campaign("a.json", 9, 10), campaign("b.json", 3, 10), "-q")
        row = self.metric(document, "ctr")
        # The third: 0.1705 to 0.8090 for 9 of 10 less 3 of 10.
        self.assertEqual((round(row["low"], 4), round(row["high"], 4)), (-0.8090, -0.1705))
        _, document, _ = self.compare(campaign("a.json", 5, 56), campaign("b.json", 0, 29), "-q")
        self.assertEqual(self.metric(document, "ctr")["evidence"], "not distinguishable")

    def test_gates(self):
        a = self.file("a.csv", posts([100]))  # 10 %
        at_the_border, beyond = self.file("b.csv", posts([95])), self.file("c.csv", posts([94]))
        more = self.file("d.csv", posts([110, 110]))
        nothing = self.file("e.csv", "creator,posted_at,views\nana,2024-05-01,1000\n")
        for b, gate, code in [
                (at_the_border, "er_views:-5%", 0), (beyond, "er_views:-5%", 1), (beyond, "er_views:5%", 1),
                (beyond, "er_views:-6%", 0), (beyond, "er_views:-0.006", 0), (beyond, "er_views:-0.0059", 1),
                (more, "er_views:-5%", 0), (more, "total_views:-0", 0), (beyond, "total_interactions:-6", 0),
                (beyond, "total_interactions:-5", 1), (beyond, "total_views:-1%,total_interactions:-1%", 1),
                # What is not known is no pass.
                (nothing, "er_views:-50%", 1), (a, "roi:-5%", 1)]:
            with self.subTest(b=b, gate=gate):
                self.assertEqual(self.run_it("compare", a, b, "--fail-on", gate).returncode, code)
        self.assertEqual(self.run_it("compare", a, beyond, "--fail-on", "total_views:-1%",
                                     "--fail-on", "er_views:-1%").returncode, 1)

    def test_mistakes_name_what_is_meant(self):
        a = self.file("a.csv", posts([100]))
        for arguments, message in [
                ((a, a, "--fail-on", "er_view:-5%"), 'error[unknown-metric]: there is no metric "er_view"\n  hint: did you mean er_views?\n'),
                ((a, a, "--fail-on", "er_views:+5%"), "error[bad-option]: --fail-on: a rise of er_views is no loss\n  hint: write er_views:-5%\n"),
                ((a, a, "--fail-on", "er_views"), 'error[bad-option]: "er_views" is no value of --fail-on\n  hint: write METRIC:-5% or METRIC:-0.1\n'),
                ((a,), "error[usage]: one report has nothing to be compared with\n  hint: name a second one, two periods (--period FROM..TO, twice) or --previous\n"),
                ((a, a, a), "error[usage]: compare takes two reports, not 3\n  hint: tiktok-kpi compare A B, or compare A --previous\n"),
                ((a, "--period", "2024-05-01..2024-05-31"), "error[usage]: --period is given once for each side\n  hint: compare a.json --period 2024-04-01..2024-04-30 --period 2024-05-01..2024-05-31\n"),
                ((a, a, "--period", "May", "--period", "June"), 'error[bad-option]: "May" is no value of --period\n  hint: write --period 2024-04-01..2024-04-30, both days inside\n')]:
            with self.subTest(arguments=arguments):
                done = self.run_it("compare", *arguments)
                self.assertEqual((done.returncode, done.stdout, done.stderr), (2, "", message))

    def test_broken_saved_reports(self):
        a = self.file("a.csv", posts([100]))
        whole = self.run_it("report", a, "-f", "json").stdout
        cut = self.file("cut.json", whole[:300])
        other = self.file("other.json", '{"schema": "tiktok-kpi/compare/1"}')
        text = self.file("text.json", "this is no JSON\n")
        self.assertEqual(self.run_it("compare", a, cut).stderr,
                         "error[bad-report]: cut.json is no whole JSON: reading stopped at byte 300 of 300\n"
                         "  hint: save it again: tiktok-kpi report … -o report.json\n")
        for broken in (cut, other, text, "missing.json"):
            with self.subTest(broken=broken):
                self.assertEqual(self.run_it("compare", a, broken).returncode, 3)
                self.assertEqual(self.run_it("compare", broken, a).returncode, 3)

    def test_definitions(self):
        a = self.file("a.csv", posts([100]))
        self.run_it("report", a, "-o", "lcs.json")
        self.run_it("report", a, "--set", "lcss", "--missing", "zero", "--tz", "Europe/Berlin", "-o", "lcss.json")
        _, document, errors = self.compare("lcs.json", "lcss.json")
        differing = {row["what"]: (row["a"], row["b"]) for row in document["compare"]["definitions"]}
        self.assertEqual(differing["er_views set"], ("lcs", "lcss"))
        self.assertEqual(differing["missing"], ("strict", "zero"))
        self.assertEqual(differing["timezone"], ("UTC", "Europe/Berlin"))
        self.assertIn("warning[definitions-differ]: er_views set: A has lcs, B has lcss\n", errors)
        self.assertEqual(document["status"], "warn")

    def test_periods(self):
        both = self.file("both.csv", posts([100, 100], month="04") + posts([80]).split("\n", 1)[1])
        _, document, _ = self.compare(both, "--period", "2024-04-01..2024-04-30", "--period", "2024-05-01..2024-05-31")
        self.assertEqual([self.metric(document, "video_count")[side] for side in "ab"], [2, 1])
        self.assertEqual(self.metric(document, "er_views")["difference"], -0.02)
        self.assertEqual(self.metric(document, "er_views")["relative"], -0.2)
        # 30 days before 1 May are April.
        _, before, _ = self.compare(both, "--previous", "--since", "2024-05-01", "--until", "2024-05-30")
        self.assertEqual([self.metric(before, "video_count")[side] for side in "ab"], [2, 1])

    def test_cost_is_of_the_days_of_the_campaign(self):
        campaign = self.file("c.json", json.dumps({
            "name": "c", "currency": "EUR", "period": {"from": "2024-05-01", "to": "2024-05-31"}, "sources": ["p.csv", "o.csv"],
            "creators": [{"handle": "ana", "fee": "100 EUR", "codes": ["A"]}]}))
        self.file("p.csv", posts([100, 100], month="04") + posts([80]).split("\n", 1)[1])
        self.file("o.csv", "order_id,ordered_at,currency,subtotal,codes\n1,2024-04-20,EUR,150,A\n2,2024-05-20,EUR,120,A\n")
        _, document, _ = self.compare(campaign, "--previous")
        self.assertEqual([self.metric(document, "roi")[side] for side in "ab"], [None, 0.2])
        self.assertEqual(self.metric(document, "roi")["verdict"], "unknown")
        self.assertEqual([self.metric(document, "net_revenue")[side] for side in "ab"], [150, 120])
        self.assertEqual([self.metric(document, "store_revenue")[side] for side in "ab"], [150, 120])
        self.assertIn("store_revenue", document["definitions"])
        self.assertIn("the days of A are not the campaign's own",
                      " ".join(self.run_it("compare", campaign, "--previous").stdout.split()))
        _, document, _ = self.compare(campaign, "--period", "2024-04-01..2024-04-30", "--period", "2024-05-01..2024-05-20")
        self.assertNotIn("roi", [row["metric"] for row in document["compare"]["metrics"]])
        self.assertEqual(self.run_it("compare", campaign, "--previous", "--fail-on", "store_revenue:-10%").returncode, 1)
        self.assertEqual(self.run_it("compare", campaign, "--previous", "--fail-on", "store_orders:-10%").returncode, 0)

    def test_two_currencies_are_both_named(self):
        for name in ("EUR", "USD"):
            self.file(f"{name}.json", json.dumps({"name": name, "currency": name, "posts": [
                {"post_id": "7365401813332312641", "creator": "ana", "views": 30000}], "creators": [{"handle": "ana", "fee": f"661.1 {name}"}]}))
        text = self.run_it("compare", "EUR.json", "USD.json", "-q").stdout
        self.assertRegex(text, r"cost_total +661.10 EUR +661.10 USD")
        # 661.10 / 30,000 is 0.02203666…
        self.assertRegex(text, r"cpv +0.0220 EUR +0.0220 USD")

    def test_what_only_one_side_has(self):
        a, b = self.file("a.csv", posts([100])), self.file("b.csv", posts([100], creator="bo"))
        _, document, _ = self.compare(a, b)
        self.assertEqual([(row["creator"], row["in"]) for row in document["compare"]["creators"]],
                         [("@ana", "only A"), ("@bo", "only B")])

    def test_evidence(self):
        # All of B's five rates are higher: 2 of 252 labellings are as extreme.
        a, b = self.file("a.csv", posts([10, 11, 12, 13, 14])), self.file("b.csv", posts([20, 21, 22, 23, 24]))
        _, document, _ = self.compare(a, b)
        row = self.metric(document, "er_views")
        self.assertEqual(row["evidence"], "distinguishable")
        self.assertAlmostEqual(row["p"], 2 / 252, places=12)
        self.assertTrue(0 < row["low"] <= 0.01 <= row["high"])
        mixed = self.file("c.csv", posts([9, 11, 13, 15, 12]))
        self.assertEqual(self.metric(self.compare(a, mixed)[1], "er_views")["evidence"], "not distinguishable")
        few = self.file("d.csv", posts([20, 21, 22, 23]))
        self.assertEqual(self.metric(self.compare(a, few)[1], "er_views")["evidence"], "too few posts")

    def test_the_same_bytes_on_any_number_of_threads(self):
        outputs = {self.run_it("compare", SHOWCASE, "--previous", "-f", "json", "-q", "-j", threads,
                               "--thread-threshold", 0, "--block-size", 4096).stdout for threads in (1, 2)}
        self.assertEqual(len(outputs), 1)


if __name__ == "__main__":
    unittest.main()
