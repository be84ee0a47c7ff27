#!/usr/bin/env python3
"""What the program prints keeps to the JSON Schemas it prints.

  report_schema_test.py PROGRAM
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
# Keywords that say nothing about validity.
WORDS = {"$schema", "title", "description", "definitions", "examples", "format"}


def has_type(value, name):
    if name in ("number", "integer"):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return number and (name == "number" or float(value).is_integer())
    return isinstance(value, TYPES[name])


def faults(value, schema, root, at=""):
    """What is wrong, a line each. A keyword it does not know is a fault: nothing goes unchecked."""
    found = []
    for word, rule in schema.items():
        if word in WORDS:
            continue
        if word == "$ref":
            found += faults(value, root["definitions"][rule.removeprefix("#/definitions/")], root, at)
        elif word == "type":
            names = rule if isinstance(rule, list) else [rule]
            if not any(has_type(value, name) for name in names):
                found.append(f"{at}: {value!r} is no {' or '.join(names)}")
        elif word in ("const", "enum"):
            if value not in (rule if word == "enum" else [rule]):
                found.append(f"{at}: {value!r} is not {rule!r}")
        elif word == "pattern":
            if isinstance(value, str) and not re.search(rule, value):
                found.append(f"{at}: {value!r} does not match {rule}")
        elif word == "minimum":
            if isinstance(value, (int, float)) and value < rule:
                found.append(f"{at}: {value!r} is below {rule}")
        elif word == "required":
            if isinstance(value, dict):
                found += [f"{at}: no {name}" for name in rule if name not in value]
        elif word == "properties":
            if isinstance(value, dict):
                for name in rule.keys() & value.keys():
                    found += faults(value[name], rule[name], root, f"{at}/{name}")
        elif word == "additionalProperties":
            if isinstance(value, dict) and rule is not True:
                for name in value.keys() - schema.get("properties", {}).keys():
                    found += faults(value[name], rule, root, f"{at}/{name}")
        elif word == "items":
            if isinstance(value, list):
                for index, item in enumerate(value):
                    found += faults(item, rule, root, f"{at}/{index}")
        elif word == "allOf":
            for part in rule:
                found += faults(value, part, root, at)
        elif word == "anyOf":
            if all(faults(value, part, root, at) for part in rule):
                found.append(f"{at}: fits none of {len(rule)} alternatives")
        else:
            found.append(f"{at}: the schema uses {word}, which is not checked here")
    return found


def run(*arguments, code=0):
    done = subprocess.run([PROGRAM, *arguments], cwd=REPOSITORY, check=False, capture_output=True, timeout=60)
    if done.returncode != code:
        raise AssertionError(f"{arguments}: exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout.decode("utf-8")


class ReportSchemaTest(unittest.TestCase):
    def setUp(self):
        self.schema = json.loads(run("schema", "report"))

    def faults(self, report):
        return faults(report, self.schema, self.schema)

    def test_reports_keep_to_the_schema(self):
        for arguments in (["data/campaign.json"], ["data/exports/mara_posts.csv"], ["data/exports"],
                          ["data/campaign.json", "--missing", "partial", "--sections", "headline,creators"]):
            self.assertEqual(self.faults(json.loads(run("report", *arguments, "-f", "json"))), [], arguments)

    def test_comparisons_keep_to_their_schema(self):
        schema = json.loads(run("schema", "compare"))
        document = json.loads(run("compare", "data/campaign.json", "--previous", "--fail-on", "total_views:-1%", "-q", "-f", "json", code=1))
        self.assertEqual(faults(document, schema, schema), [])

    def test_portfolios_keep_to_their_schema(self):
        schema = json.loads(run("schema", "portfolio"))
        campaigns = [f"data/portfolio/{name}.json" for name in ("spring", "summer", "autumn")]
        for arguments in ([], ["--sections", "creators"], ["--sections", "partnerships"], ["--creator", "ana"]):
            document = json.loads(run("report", *campaigns, *arguments, "-f", "json"))
            self.assertEqual(faults(document, schema, schema), [], arguments)
            self.assertEqual([faults(report, self.schema, self.schema) for report in document["campaigns"]], [[], [], []])

    def test_the_schema_names_every_total(self):
        totals = json.loads(run("report", "data/exports", "-f", "json"))["totals"]
        self.assertEqual(totals.keys() - self.schema["definitions"]["metrics"]["properties"].keys(), set())

    def test_wrong_reports_are_refused(self):
        report = json.loads(run("report", "data/campaign.json", "-f", "json"))

        def broken(change):
            copied = copy.deepcopy(report)
            change(copied)
            return self.faults(copied)

        self.assertEqual(broken(lambda r: r["totals"].update(total_views="many")),
                         ["/totals/total_views: 'many' is no number or null"])
        self.assertEqual(broken(lambda r: r["creators"][1].update(er_views=True)),
                         ["/creators/1/er_views: True is no number or null"])
        self.assertEqual(broken(lambda r: r.pop("inputs")), [": no inputs"])
        self.assertEqual(broken(lambda r: r.update(status="good")),
                         ["/status: 'good' is not ['pass', 'warn', 'fail']"])

    def test_canonical_posts_keep_to_the_schema_of_fields(self):
        schema = json.loads(run("schema", "fields"))
        post = {"post_id": "7364012345678901248", "creator": "ana", "views": 1000, "likes": None, "tags": ["glow"],
                "sponsored": True, "avg_watch_s": 7.25}
        self.assertEqual(faults(post, schema, schema), [])
        self.assertEqual(faults(post, schema["definitions"]["post"], schema), [])
        self.assertEqual(faults({**post, "views": -1}, schema["definitions"]["post"], schema), ["/views: -1 is below 0"])


if __name__ == "__main__":
    unittest.main()
