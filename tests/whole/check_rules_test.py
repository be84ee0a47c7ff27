#!/usr/bin/env python3
"""Where do promises of contracts and rules on the data begin to be broken? A table of borders, with the
verdict and the exit code of `check`.

  check_rules_test.py PROGRAM

Days are those of Berlin, two hours ahead of UTC in summer and one in winter.
"""
import json
import pathlib
import sys
import unittest

import check_test

MET, MISSED, UNKNOWN = "met", "missed", "unknown"


def post(number, at=None, caption="a soap", **more):
    """A post of @ana with all counts; what is None is not known. The id of one without a day tells no day."""
    known = {"post_id": str(7365401813332312640 + number) if at else f"post-{number}", "creator": "ana", "posted_at": at, "caption": caption,
             "views": 1000, "likes": 40, "comments": 5, "shares": 5, **more}
    return {key: value for key, value in known.items() if value is not None}


def captioned(caption, at="2024-06-10T10:00:00Z", **more):
    return [post(1, at, caption, **more)]


def lasting(seconds):
    return [post(1, "2024-06-10T10:00:00Z", duration_s=seconds)]


TWO = {"posts": 2, "due": "2024-06-20"}
EARLY = post(1, "2024-06-03T10:00:00Z")
LAST_MINUTE = [EARLY, post(2, "2024-06-20T21:59:00Z")]  # 23:59 in Berlin
TOO_LATE = [EARLY, post(2, "2024-06-20T22:00:00Z")]     # midnight
UNDATED = [EARLY, post(2)]
AFTER, ON_DAY, BEFORE = "2024-07-01T00:00:00Z", "2024-06-20T00:00:00Z", "2024-06-19T00:00:00Z"
RIVAL = {"exclusivity": {"from": "2024-06-01", "to": "2024-06-30", "competitors": ["Rival"]}}
RIVAL_EVER = {"exclusivity": {"from": "2024-06-01", "competitors": ["Rival"]}}
LABEL, GERMAN = {"disclosure": True}, {"disclosure": True, "disclosure_country": "de"}
LENGTH = {"min_duration_s": 15, "max_duration_s": 60}
CLEARED = {"rights_cleared": True}


def granted(day, months=None):
    return {"usage_rights": {"granted": day} if months is None else {"granted": day, "months": months}}


# promise, contract, posts, now, verdict, level
PROMISES = [
    # Posts and their day: the due day still counts, from its beginning on what is missing is missed.
    ("contract.posts", TWO, LAST_MINUTE, AFTER, MET, "error"), ("contract.on_time", TWO, LAST_MINUTE, AFTER, MET, "error"),
    ("contract.posts", TWO, TOO_LATE, AFTER, MET, "error"), ("contract.on_time", TWO, TOO_LATE, AFTER, MISSED, "error"),
    ("contract.posts", TWO, [EARLY], BEFORE, UNKNOWN, "note"), ("contract.posts", TWO, [EARLY], ON_DAY, MISSED, "error"),
    ("contract.on_time", TWO, [EARLY], BEFORE, UNKNOWN, "note"), ("contract.on_time", TWO, [EARLY], ON_DAY, MISSED, "error"),
    ("contract.posts", {"posts": 2}, [EARLY], BEFORE, MISSED, "error"),
    ("contract.posts", {"posts": 1}, LAST_MINUTE, AFTER, MET, "error"),
    ("contract.posts", {"posts": 1}, [], AFTER, MISSED, "error"),
    ("contract.on_time", TWO, UNDATED, AFTER, UNKNOWN, "error"),
    # Length: both ends inside; a photo post has none.
    ("contract.length", LENGTH, lasting(15), AFTER, MET, "error"), ("contract.length", LENGTH, lasting(14.999), AFTER, MISSED, "error"),
    ("contract.length", LENGTH, lasting(60), AFTER, MET, "error"), ("contract.length", LENGTH, lasting(60.001), AFTER, MISSED, "error"),
    ("contract.length", LENGTH, lasting(None), AFTER, UNKNOWN, "error"), ("contract.length", LENGTH, lasting(0), AFTER, UNKNOWN, "error"),
    # Usage rights: in force while days are left; the end of a month is that of a shorter one.
    ("rights", granted("2024-01-31", 1), [EARLY], "2024-02-28T00:00:00Z", MET, "error"),
    ("rights", granted("2024-01-31", 1), [EARLY], "2024-02-29T00:00:00Z", MISSED, "error"),
    ("rights", granted("2023-01-31", 1), [EARLY], "2023-02-27T00:00:00Z", MET, "error"),
    ("rights", granted("2023-01-31", 1), [EARLY], "2023-02-28T00:00:00Z", MISSED, "error"),
    ("rights", granted("2024-03-31", 6), [EARLY], "2024-09-29T00:00:00Z", MET, "error"),
    ("rights", granted("2024-03-31", 6), [EARLY], "2024-09-30T00:00:00Z", MISSED, "error"),
    ("rights", granted("2020-01-31"), [EARLY], "2099-01-01T00:00:00Z", MET, "error"),
    ("rights", granted("2024-07-01", 1), [EARLY], ON_DAY, UNKNOWN, "note"),
    ("rights", {"usage_rights": {"months": 1}}, [EARLY], ON_DAY, UNKNOWN, "error"),
    # Exclusivity: both end days inside, names as words of their own and without regard to case.
    ("exclusivity", RIVAL, captioned("#rival", "2024-05-31T22:00:00Z"), AFTER, MISSED, "error"),
    ("exclusivity", RIVAL, captioned("#rival", "2024-05-31T21:59:59Z"), AFTER, MET, "error"),
    ("exclusivity", RIVAL, captioned("#rival", "2024-06-30T21:59:59Z"), AFTER, MISSED, "error"),
    ("exclusivity", RIVAL, captioned("#rival", "2024-06-30T22:00:00Z"), AFTER, MET, "error"),
    ("exclusivity", RIVAL_EVER, captioned("thanks @RIVAL", "2031-01-01T10:00:00Z"), AFTER, MISSED, "error"),
    ("exclusivity", RIVAL, captioned("a rivalry of soaps"), AFTER, MET, "error"),
    ("exclusivity", RIVAL, captioned("Rival, I love you"), AFTER, MISSED, "error"),
    ("exclusivity", RIVAL, captioned("a soap", brands="Glow, rival"), AFTER, MISSED, "error"),
    ("exclusivity", RIVAL, captioned(None), AFTER, UNKNOWN, "error"),
    ("exclusivity", RIVAL, captioned("#rival", None), AFTER, UNKNOWN, "error"),
    # Disclosure: hashtags that are the word, or the platform's label.
    ("disclosure", LABEL, captioned("soap #ad"), AFTER, MET, "error"), ("disclosure", LABEL, captioned("soap #AD!"), AFTER, MET, "error"),
    ("disclosure", LABEL, captioned("an #adventure"), AFTER, MISSED, "error"), ("disclosure", LABEL, captioned("ad"), AFTER, MISSED, "error"),
    ("disclosure", LABEL, captioned("soap", branded_content=True), AFTER, MET, "error"),
    ("disclosure", LABEL, captioned("soap #ad", branded_content=False), AFTER, MET, "error"),
    ("disclosure", LABEL, captioned(None), AFTER, UNKNOWN, "error"),
    ("disclosure", LABEL, captioned(None, branded_content=False), AFTER, MISSED, "error"),
    ("disclosure", GERMAN, captioned("soap #ad"), AFTER, MISSED, "error"), ("disclosure", GERMAN, captioned("soap #Werbung"), AFTER, MET, "error"),
    ("disclosure", GERMAN, captioned("Anzeige: soap"), AFTER, MET, "error"), ("disclosure", GERMAN, captioned("soap, Anzeige"), AFTER, MISSED, "error"),
    # Music and content: both, and stated.
    ("rights.content", CLEARED, captioned("x", music_cleared=True, ugc_cleared=True), AFTER, MET, "error"),
    ("rights.content", CLEARED, captioned("x", music_cleared=True, ugc_cleared=False), AFTER, MISSED, "error"),
    ("rights.content", CLEARED, captioned("x", music_cleared=True), AFTER, UNKNOWN, "error"),
]

FIVE = [post(number) for number in range(1, 6)]  # 20 counts
ONE_LESS = [post(0, shares=None), *FIVE[1:]]     # 1 of 20 is not known
THREE = [post(0, shares=None), *FIVE[1:3]]       # 1 of 12
AGED = [post(1, exported_at="2024-06-10")]
HALF_AGED = [*AGED, post(2)]
ORDERS = {"orders.csv": "order_id,ordered_at,currency,subtotal,codes\n" + "".join(
    f"{number},2024-06-0{number}T10:00:00Z,EUR,10.00,{code}\n" for number, code in enumerate(("ANA10", "ana10", "ANA10 ", ""), 1))}

# rule, condition, posts, now, verdict, further files
RULES = [
    ("missing_share", "<= 5%", ONE_LESS, None, MET), ("missing_share", "< 5%", ONE_LESS, None, MISSED),
    ("missing_share", "<= 0.05", ONE_LESS, None, MET), ("missing_share", "= 0%", FIVE, None, MET),
    # A twelfth is shown as 8.33 %: compared as it is.
    ("missing_share", "<= 8.33%", THREE, None, MISSED), ("missing_share", "<= 8.34%", THREE, None, MET),
    ("missing_share", "> 8.33333333%", THREE, None, MET),
    ("export_age_days", "<= 7", AGED, "2024-06-17T00:00:00Z", MET), ("export_age_days", "<= 7", AGED, "2024-06-18T00:00:00Z", MISSED),
    ("export_age_days", "<= 7", FIVE, "2024-06-17T00:00:00Z", UNKNOWN),
    ("export_age_days", "<= 7", HALF_AGED, "2024-06-17T00:00:00Z", UNKNOWN),
    ("unattributed_share", "<= 25%", FIVE, None, MET, ORDERS), ("unattributed_share", "< 25%", FIVE, None, MISSED, ORDERS),
    ("unattributed_share", "<= 24.99%", FIVE, None, MISSED, ORDERS), ("unattributed_share", "<= 100%", FIVE, None, UNKNOWN),
    ("left_out_share", "= 0%", FIVE, None, MET, ORDERS),
]


def row_of(done, name):
    return next(row for row in json.loads(done.stdout)["checks"] if row["metric"] == name or row.get("id") == name)


def of_contract(contract, posts, now, *flags, **campaign):
    return check_test.check({"timezone": "Europe/Berlin", "posts": posts, "creators": [{"handle": "ana", "contract": contract}],
                             **campaign}, "--now", now, *flags)


class Promises(unittest.TestCase):
    def test_every_row_of_the_table(self):
        for item, contract, posts, now, verdict, level in PROMISES:
            done = of_contract(contract, posts, now)
            with self.subTest(item=item, contract=contract, posts=posts, now=now):
                row = row_of(done, item + "@ana")
                self.assertEqual((row["verdict"], row["level"]), (verdict, level))
                others = [other for other in json.loads(done.stdout)["checks"] if other is not row]
                broken = any(one["verdict"] != MET and one["level"] == "error" for one in [row, *others])
                self.assertEqual(done.returncode, int(broken), done.stderr)
                if not others:
                    self.assertEqual(done.returncode, int(verdict != MET and level == "error"))

    def test_levels(self):
        broken = captioned("an #adventure")
        for level, code, strict in (("error", 1, 1), ("warning", 0, 1), ("note", 0, 0)):
            with self.subTest(level=level):
                done = of_contract(LABEL, broken, AFTER, checks={"disclosure": level})
                self.assertEqual((done.returncode, row_of(done, "disclosure@ana")["level"]), (code, level))
                self.assertEqual(of_contract(LABEL, broken, AFTER, "--strict", checks={"disclosure": level}).returncode, strict)
        # Of another kind.
        self.assertEqual(of_contract(LABEL, broken, AFTER, checks={"contract": "note"}).returncode, 1)

    def test_what_is_not_due_does_not_fail_when_strict(self):
        self.assertEqual(of_contract(TWO, [EARLY], BEFORE, "--strict").returncode, 0)

    def test_posts_outside_the_campaign_can_break_exclusivity_only(self):
        usual = captioned("#rival and #adventure")
        contract = {**RIVAL, **LABEL, "posts": 1}
        done = of_contract(contract, [*usual, post(2, "2024-06-11T10:00:00Z", "#glow #ad")], AFTER, track={"hashtags": ["glow"]})
        verdicts = {row["id"]: row["verdict"] for row in json.loads(done.stdout)["checks"]}
        self.assertEqual(verdicts, {"contract.posts@ana": MET, "disclosure@ana": MET, "exclusivity@ana": MISSED})


class Data(unittest.TestCase):
    def test_every_row_of_the_table(self):
        for rule, condition, posts, now, verdict, *more in RULES:
            with self.subTest(rule=rule, condition=condition):
                done, (row,) = self.of_data({rule: condition}, posts, now, *more)
                self.assertEqual(done.returncode, int(verdict != MET), done.stderr)
                self.assertEqual((row["id"], row["verdict"], row["rule"], row["level"]), ("data." + rule, verdict, condition, "error"))

    def test_levels(self):
        goals = [{"pass": "< 5%", "level": level} for level in ("warning", "note")]
        done, rows = self.of_data({"missing_share": goals}, ONE_LESS, None)
        self.assertEqual((done.returncode, [row["verdict"] for row in rows]), (0, [MISSED, MISSED]), done.stderr)
        goals.append({"pass": "< 5%", "level": "error"})
        self.assertEqual(self.of_data({"missing_share": goals}, ONE_LESS, None)[0].returncode, 1)

    def of_data(self, rules, posts, now, files=None):
        files = files or {}
        done = check_test.check({"posts": posts, "sources": list(files), "data": rules, "creators": [{"handle": "ana", "codes": ["ANA10"]}]},
                                *(("--now", now) if now else ()), files=files)
        return done, json.loads(done.stdout)["checks"]

    def test_mistakes(self):
        for data, word in (({"mising_share": "<= 5%"}, "missing_share"), ({"missing_share": "<= five"}, "bad-formula")):
            done = check_test.check({"data": data})
            with self.subTest(data=data):
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(word, done.stderr)


if __name__ == "__main__":
    check_test.PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
