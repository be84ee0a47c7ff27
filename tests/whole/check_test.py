#!/usr/bin/env python3
"""When is a goal met? A table of goals over three posts, with the verdict and the exit code of `check`.

  check_test.py PROGRAM

The posts add up by hand: 1,000 + 2,000 + 5,000 views, 51.25 per mille of them interactions: 410 of 8,000.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
POSTS = [
    {"post_id": "7365401813332312641", "creator": "ana", "views": 1000, "likes": 40, "comments": 5, "shares": 5},
    {"post_id": "7365401813332312642", "creator": "ana", "views": 2000, "likes": 70, "comments": 20, "shares": 10},
    {"post_id": "7365401813332312643", "creator": "bo", "views": 5000, "likes": 200, "comments": 40, "shares": 20, "followers": 4000},
]
FEE = {"creators": [{"handle": "ana", "fee": "300 EUR"}, {"handle": "bo", "fee": "100.05 EUR"}]}
TALK = {"metrics": {"talk": {"formula": "comments / views", "unit": "ratio"}}}
EURO = {"currency": "EUR", **FEE}
MET, MISSED, UNKNOWN = "met", "missed", "unknown"

# metric, condition, verdict; then what else the campaign file says, and flags.
TABLE = [
    ("total_views", ">= 8000", MET), ("total_views", "> 8000", MISSED), ("total_views", ">= 8001", MISSED),
    ("total_views", "> 7999", MET), ("total_views", "<= 8000", MET), ("total_views", "< 8000", MISSED),
    ("total_views", "= 8000", MET), ("total_views", "== 8000", MET), ("total_views", "!= 8000", MISSED),
    ("total_views", ">= 7999.999999999", MET), ("total_views", ">= 8000.000000001", MISSED),
    ("video_count", ">= 3", MET), ("video_count", ">= 4", MISSED), ("video_count", "<= 2", MISSED),
    # 5.125 % is shown as 5.13 %: compared as it is.
    ("er_views", ">= 5.125%", MET), ("er_views", ">= 5.13%", MISSED), ("er_views", ">= 5.12%", MET),
    ("er_views", "> 5.125%", MISSED), ("er_views", ">= 0.05125", MET), ("er_views", ">= 5.125", MISSED),
    ("er_views", "<= 5.125%", MET), ("er_views", "< 5.125 %", MISSED), ("er_views", ">= 5%", MET),
    # The mean of 5 %, 5 % and 5.2 % is 5.0666… %.
    ("er_views_mean", "> 5.066666%", MET), ("er_views_mean", "> 5.066667%", MISSED), ("er_views_median", "= 5%", MET),
    ("total_interactions", ">= 410", MET), ("total_interactions", ">= 411", MISSED),
    # Nobody states saves, and followers of one post only.
    ("save_rate", ">= 0", UNKNOWN), ("save_rate", "< 1", UNKNOWN), ("er_reach", ">= 0%", UNKNOWN),
    ("er_followers", ">= 6%", MET), ("er_followers", "> 6%", MISSED),
    # Money: 400.05 EUR for 8,000 views are a CPM of 50.00625.
    ("cost_total", "<= 400.05", MET, FEE), ("cost_total", "< 400.05", MISSED, FEE), ("cpm", "<= 50.00625", MET, FEE),
    ("cpm", "<= 50.00", MISSED, FEE), ("roi", ">= 0%", UNKNOWN, FEE), ("net_revenue", ">= 0", UNKNOWN, FEE),
    ("cost_total", ">= 0", UNKNOWN),
    # With the figure's own unit.
    ("cost_total", "<= 400.05 EUR", MET, EURO), ("cost_total", "< 400.05EUR", MISSED, EURO), ("cpm", "<= 50.01 eur", MET, EURO),
    ("video_count", ">= 3 posts", MET), ("video_count", ">= 4 posts", MISSED), ("total_views", ">= 8000 views", MET),
    ("view_follower_ratio", ">= 1.25x", MET), ("view_follower_ratio", ">= 1.3 x", MISSED), ("approval_hours", "<= 12 h", UNKNOWN),
    ("roi", ">= 2.5", UNKNOWN, FEE), ("completion_rate", ">= 1", UNKNOWN), ("completion_rate", ">= 100%", UNKNOWN),
    # 65 comments of 8,000 views are 0.8125 %.
    ("talk", ">= 0.8125%", MET, TALK), ("talk", "> 0.8125%", MISSED, TALK),
]


def check(campaign, *flags, command="check", files=None):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (files or {}).items():
            pathlib.Path(folder, name).write_text(text, encoding="utf-8")
        path = pathlib.Path(folder, "campaign.json")
        path.write_text(json.dumps({"name": "goals", "posts": POSTS, **campaign}), encoding="utf-8")
        return subprocess.run([PROGRAM, command, path, "-f", "json", *flags], capture_output=True, text=True,
                              encoding="utf-8", check=False)


class Goals(unittest.TestCase):
    def test_every_row_of_the_table(self):
        self.assertGreaterEqual(len(TABLE), 40)
        for metric, condition, verdict, *more in TABLE:
            for level, wanted in (("error", verdict != MET), ("warning", False), ("note", False)):
                goals = {metric: [{"pass": condition, "level": level}]}
                done = check({**(more[0] if more else {}), "goals": goals})
                with self.subTest(metric=metric, condition=condition, level=level):
                    self.assertEqual(done.returncode, int(wanted), done.stderr)
                    (row,) = json.loads(done.stdout)["checks"]
                    self.assertEqual((row["verdict"], row["rule"]), (verdict, condition))

    def test_warnings_fail_when_strict(self):
        goals = {"total_views": [{"pass": "> 8000", "level": "warning"}]}
        self.assertEqual(check({"goals": goals}, "--strict").returncode, 1)
        goals = {"total_views": [{"pass": "> 8000", "level": "note"}]}
        self.assertEqual(check({"goals": goals}, "--strict").returncode, 0)

    def test_a_lower_bound_meets_a_floor_and_no_limit(self):
        posts = [{**POSTS[0]}, {"post_id": "7365401813332312649", "creator": "ana", "likes": 1}]
        for condition, verdict in ((">= 1000", MET), (">= 1001", UNKNOWN), ("<= 1000", UNKNOWN), ("<= 999", UNKNOWN)):
            done = check({"posts": posts, "goals": {"total_views": condition}}, "--missing", "partial")
            with self.subTest(condition=condition):
                self.assertEqual(json.loads(done.stdout)["checks"][0]["verdict"], verdict)

    def test_pace(self):
        posts = [{**post, "posted_at": "2024-05-03T12:00:00Z"} for post in POSTS]
        done = check({"posts": posts, "period": {"from": "2024-05-01", "to": "2024-05-30"},
                      "goals": {"total_views": ">= 20000"}}, "--now", "2024-05-12T00:00:00Z")
        (row,) = json.loads(done.stdout)["checks"]
        self.assertEqual((row["goal_attainment"], row["pacing"], row["projected_total"]), (0.4, 1, 20000))

    def test_mistakes(self):
        for campaign, words in (({"goals": {"er_vews": ">= 4%"}}, ("er_views", "1:")), ({}, ("nothing-to-check",)),
                                ({"goals": {"er_views": ">= ab"}}, ("bad-formula",))):
            done = check(campaign)
            with self.subTest(campaign=campaign):
                self.assertEqual(done.returncode, 2, done.stderr)
                for word in words:
                    self.assertIn(word, done.stderr)

    def test_units_that_do_not_fit(self):
        goals, rules = ((lambda metric, condition: {"goals": {metric: condition}}),
                        (lambda metric, condition: {"data": {metric: condition}}))
        for made, metric, condition, words in (
                (rules, "unattributed_share", "<= 20", 'asks for 2000%, and a share is never above 100%\n'),
                (rules, "unattributed_share", "<= 20", 'write "<= 20%"'), (rules, "export_age_days", "<= 20%", "days, as 7"),
                (goals, "completion_rate", "< 1.5", 'write "< 1.5%"'), (goals, "total_views", ">= 8000%", "a number alone"),
                (goals, "cost_total", "<= 20%", "1500 EUR"), (goals, "cost_total", "<= 20 USD", "1500 EUR"),
                (goals, "total_views", ">= 8000 EUR", "a number alone"), (goals, "er_views", ">= 4 x", "a percentage, as 4%"),
                (goals, "total_views", ">= 3 posts", "a number alone"), (goals, "approval_hours", "<= 2 days", "12 h")):
            done = check({**EURO, **made(metric, condition)})
            with self.subTest(metric=metric, condition=condition):
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn("error[bad-unit]", done.stderr)
                self.assertIn(words, done.stderr)

    def test_a_report_tells_and_lets_pass(self):
        done = check({"goals": {"total_views": "> 8000"}}, command="report")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["status"], "fail")


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
