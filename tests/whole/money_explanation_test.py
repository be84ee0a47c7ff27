#!/usr/bin/env python3
"""Every figure of the account that a report prints is explained as the same figure.

  money_explanation_test.py PROGRAM
"""
import json
import pathlib
import subprocess
import sys
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""
CAMPAIGN = "data/campaign.json"
# No metric: ends of intervals, names, and the words of the published range.
SKIPPED = ("_low", "_high", "creator", "tier", "rate_range")


def run(*arguments):
    done = subprocess.run([PROGRAM, *arguments, "-f", "json"], cwd=REPOSITORY, capture_output=True, text=True)
    return json.loads(done.stdout) if done.stdout else {"error": done.stderr}


class MoneyExplanation(unittest.TestCase):
    def compare(self, figure, row, printed):
        explained = run("report", CAMPAIGN, "--explain", f"{figure}@{row}")
        self.assertNotIn("error", explained)
        self.assertEqual(explained["totals"][figure], printed, f"{figure}@{row}")

    def test_creators_and_the_campaign(self):
        rows = {row["creator"]: row for row in run("roi", CAMPAIGN)["money"]["creators"]}
        checked = 0
        for figure, printed in rows["@ana"].items():
            if figure.endswith(SKIPPED):
                continue
            self.compare(figure, "ana", printed)
            checked += 1
        self.assertGreater(checked, 20)
        for figure in ("roi", "roas", "cost_total", "conversions", "cvr", "aov", "commission"):
            self.compare(figure, "total", rows["total"][figure])

    def test_size_classes(self):
        for row in run("roi", CAMPAIGN)["money"]["tiers"]:
            for figure in ("roi", "cpm"):
                self.compare(figure, row["tier"], row[figure])

    def test_the_shop(self):
        self.compare("mer", "total", run("roi", CAMPAIGN)["totals"]["mer"])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
