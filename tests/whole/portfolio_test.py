#!/usr/bin/env python3
"""A portfolio says what its campaign files add up to: worked out here again from the files alone.

  portfolio_test.py PROGRAM
"""
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None
NAMES = ("spring", "summer", "autumn")


def run(*arguments, cwd, code=0):
    done = subprocess.run([PROGRAM, *arguments], cwd=cwd, check=False, capture_output=True, text=True, timeout=60)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def interactions(post):
    return post["likes"] + post["comments"] + post["shares"]


class Expected:
    """Every figure of the partnerships, by other means."""

    def __init__(self, folder):
        self.orders = {}  # (month, code) -> (orders, revenue)
        for line in (folder / "orders.csv").read_text().splitlines()[1:]:
            _, day, total, _, code = line.split(",")
            count, revenue = self.orders.get((day[:7], code), (0, Fraction(0)))
            self.orders[day[:7], code] = count + 1, revenue + Fraction(total)
        self.parts = {}  # creator -> [(campaign, views, engaged, orders, revenue, cost)], the earliest first
        for name in NAMES:
            campaign = json.loads((folder / f"{name}.json").read_text())
            month = campaign["period"]["from"][:7]
            for creator in campaign["creators"]:
                posts = [post for post in campaign["posts"] if post["creator"] == creator["handle"]]
                count, revenue = self.orders.get((month, creator["codes"][0]), (0, Fraction(0)))
                self.parts.setdefault(creator["handle"], []).append(
                    (campaign["name"], sum(p["views"] for p in posts), sum(interactions(p) for p in posts),
                     count, revenue, Fraction(creator["fee"].split()[0])))

    def total(self, index):
        return sum(part[index] for parts in self.parts.values() for part in parts)


class PortfolioTest(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)
        for path in (REPOSITORY / "data/portfolio").iterdir():
            shutil.copy(path, self.folder)

    def tearDown(self):
        self.holder.cleanup()

    def report(self, *names, sections="headline,partnerships,findings"):
        return json.loads(run("report", *(f"{name}.json" for name in names), "--sections", sections, "-f", "json",
                              cwd=self.folder))

    def close(self, found, wanted, what):
        self.assertAlmostEqual(found, float(wanted), places=12, msg=what)

    def test_totals_and_creators_are_what_the_files_add_up_to(self):
        expected, document = Expected(self.folder), self.report(*NAMES)
        totals = document["totals"]
        self.assertEqual([totals[name] for name in ("campaigns", "creators", "video_count")], [3, 5, 31])
        self.assertEqual(totals["total_views"], expected.total(1))
        self.assertEqual(totals["conversions"], expected.total(3))
        self.close(totals["er_views"], Fraction(expected.total(2), expected.total(1)), "er_views")
        self.close(totals["roi"], expected.total(4) / expected.total(5) - 1, "roi")
        self.close(totals["repeat_rate"], Fraction(sum(len(parts) > 1 for parts in expected.parts.values()), 5), "repeat")
        rows = {row["creator"].removeprefix("@"): row for row in document["partnerships"]["creators"]}
        self.assertEqual(rows.keys(), expected.parts.keys())
        for creator, parts in expected.parts.items():
            row = rows[creator]
            self.assertEqual(row["campaigns"], len(parts), creator)
            self.assertEqual((row["first"], row["last"]), (parts[0][0], parts[-1][0]), creator)
            self.close(row["er_views"], Fraction(sum(p[2] for p in parts), sum(p[1] for p in parts)), creator)
            self.close(row["roi"], sum(p[4] for p in parts) / sum(p[5] for p in parts) - 1, creator)
            if len(parts) > 1:
                later = Fraction(sum(p[2] for p in parts[1:]), sum(p[1] for p in parts[1:]))
                self.close(row["lift_rel"], later / Fraction(parts[0][2], parts[0][1]) - 1, creator)
            else:
                self.assertIsNone(row["lift_rel"], creator)

    def test_places_are_those_of_the_reports(self):
        document = self.report(*NAMES, sections="headline,creators,partnerships")
        reports = {report["campaign"]["name"]: {row["creator"]: row for row in report["creators"]}
                   for report in document["campaigns"]}
        for row in document["partnerships"]["campaigns"]:
            own = reports[row["campaign"]][row["creator"]]
            for end in ("er_views_rank_best", "er_views_rank_worst"):
                self.assertEqual(row[end], own[end], row)

    def test_the_order_of_the_files_changes_only_the_order_of_the_reports(self):
        def summary(names):
            document = self.report(*names)
            document.pop("campaigns")
            return document

        wanted = summary(NAMES)
        for names in itertools.permutations(NAMES):
            self.assertEqual(summary(names), wanted, names)

    def test_every_report_is_that_of_its_campaign_alone(self):
        for name, report in zip(NAMES, self.report(*NAMES, sections="headline,creators")["campaigns"]):
            self.assertEqual(report, self.report(name, sections="headline,creators"), name)

    def test_check_fails_when_one_campaign_does(self):
        files = [f"{name}.json" for name in NAMES]
        run("check", *files, cwd=self.folder, code=1)
        shutil.copy(self.folder / "summer.json", self.folder / "again.json")
        run("check", "summer.json", "again.json", cwd=self.folder, code=0)

    def test_a_campaign_is_named_once(self):
        run("report", "summer.json", "./summer.json", cwd=self.folder, code=2)

    def test_what_several_campaigns_count_is_said(self):
        def warnings(document):
            return [each["message"] for each in document["diagnostics"] if each["code"] == "counted-twice"]

        self.assertEqual(warnings(self.report(*NAMES)), [])
        # The files have other names: ids tell. A third copy counts everything once more.
        for copy in ("again", "third"):
            shutil.copy(self.folder / "summer.json", self.folder / f"{copy}.json")
        posts = len(json.loads((self.folder / "summer.json").read_text())["posts"])
        orders = sum(",2024-06-" in line for line in (self.folder / "orders.csv").read_text().splitlines())
        words = "{} posts and {} orders stand in several campaigns: sums over the campaigns count {} posts and {} orders too many"
        once = words.format(posts, orders, posts, orders)
        self.assertEqual(warnings(self.report("summer", "again", "spring")), [once])
        self.assertIn(once + ".", " ".join(run("report", "summer.json", "again.json", "--width", "1000", cwd=self.folder).split()))
        self.assertEqual(warnings(self.report("summer", "again", "third")), [words.format(posts, orders, 2 * posts, 2 * orders)])

    def test_a_creator_of_some_campaigns(self):
        files = [f"{name}.json" for name in NAMES]
        rows = json.loads(run("creators", *files, "-f", "json", "--creator", "cy", cwd=self.folder))["rows"]
        self.assertEqual([row["campaign"] for row in rows], ["Glow Soap Spring"])
        run("creators", *files, "--creator", "nobody", cwd=self.folder, code=2)

    def test_creators_are_sorted_as_asked(self):
        def views(*flags):
            text = run("report", *(f"{name}.json" for name in NAMES), "-f", "json", "--sections", "partnerships", *flags,
                       cwd=self.folder)
            return [row["total_views"] for row in json.loads(text)["partnerships"]["creators"]]

        self.assertEqual(views("--sort", "total_views:asc"), sorted(views()))
        self.assertEqual(views("--sort", "total_views"), sorted(views(), reverse=True))

    def test_no_output_replaces_an_input_of_any_campaign(self):
        before = (self.folder / "orders.csv").read_bytes()
        run("report", "spring.json", "summer.json", "-o", "orders.csv", cwd=self.folder, code=5)
        self.assertEqual((self.folder / "orders.csv").read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
