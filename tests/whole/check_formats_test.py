#!/usr/bin/env python3
"""What other programs' gates read of `check`: JUnit against a schema, SARIF against what the standard asks.

  check_formats_test.py PROGRAM

The SARIF rules here are the essential ones of SARIF 2.1.0 (required members, rules that exist, levels of failures only,
regions that begin at 1); Microsoft's validator was run over the same output by hand.
"""
import json
import pathlib
import shutil
import subprocess
import sys
import unittest

PROGRAM = ""
REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def check(form):
    return subprocess.run([PROGRAM, "check", "data/checks.json", "-f", form], cwd=REPOSITORY, capture_output=True,
                          check=False)


class Formats(unittest.TestCase):
    def test_every_kind_has_a_passing_and_a_failing_check(self):
        rows = json.loads(check("json").stdout)["checks"]
        items = {row["id"].split("@")[0] for row in rows if row["subject"]}
        self.assertEqual(items, {"contract.posts", "contract.on_time", "contract.hashtags", "contract.mentions",
                                 "contract.caption", "contract.length", "disclosure", "rights.content", "exclusivity",
                                 "rights", "rights.paid_ads"})
        for item in items:
            verdicts = {row["verdict"] for row in rows if row["id"].split("@")[0] == item}
            self.assertLessEqual({"met", "missed"}, verdicts, item)
        for kind in ("goals", "data"):
            verdicts = {row["verdict"] for row in rows if row["kind"] == kind}
            self.assertLessEqual({"met", "missed", "unknown"}, verdicts, kind)

    def test_junit(self):
        self.assertTrue(shutil.which("xmllint"), "scripts/setup test installs libxml2-utils")
        done = check("junit")
        self.assertEqual(done.returncode, 1, done.stderr)
        valid = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", REPOSITORY / "tests/whole/junit.xsd", "-"],
                               input=done.stdout, capture_output=True, check=False)
        self.assertEqual(valid.returncode, 0, valid.stderr.decode())

    def test_sarif(self):
        log = json.loads(check("sarif").stdout)
        self.assertEqual(log["version"], "2.1.0")
        (run,) = log["runs"]
        # What is not known breaks the run like what is missed.
        broken = [each for each in run["results"] if each["level"] in ("error", "warning")]
        rows = json.loads(check("json").stdout)["checks"]
        self.assertEqual(len(broken), sum(row["verdict"] != "met" and row["level"] in ("error", "warning") for row in rows))
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        self.assertEqual(len({r["partialFingerprints"]["check/v1"] for r in run["results"]}), len(run["results"]))
        for result in run["results"]:
            with self.subTest(result=result["message"]["text"]):
                self.assertIn(result["ruleId"], rules)
                self.assertIn(result["kind"], ("pass", "fail", "open"))
                levels = ("error", "warning", "note") if result["kind"] == "fail" else ("none",)
                self.assertIn(result["level"], levels)
                self.assertTrue(result["message"]["text"])
                for location in result["locations"] + result.get("relatedLocations", []):
                    place = location["physicalLocation"]
                    self.assertRegex(place["artifactLocation"]["uri"], r"^[A-Za-z0-9._~/%-]+$")
                    line = (REPOSITORY / place["artifactLocation"]["uri"]).read_text(encoding="utf-8").split("\n")
                    self.assertLessEqual(place["region"]["startLine"], len(line))
                    self.assertGreaterEqual(place["region"]["startColumn"], 1)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
