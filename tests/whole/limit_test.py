#!/usr/bin/env python3
"""What people see with --limit: 0 is all rows, never fewer than without the flag, in every table of every command.

  limit_test.py PROGRAM
"""
import pathlib
import subprocess
import sys
import unittest

PROGRAM = ""
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"
CAMPAIGN, CHECKS = DATA / "campaign.json", DATA / "checks.json"
PORTFOLIO = [DATA / "portfolio" / f"{season}.json" for season in ("spring", "summer", "autumn")]
COMMANDS = [["report", CAMPAIGN], ["report", CHECKS], ["report", *PORTFOLIO], ["report", DATA / "snapshots"],
            ["report", CAMPAIGN, "--as", "hypeauditor"], ["compare", *PORTFOLIO[:2]],
            *([command, CAMPAIGN] for command in ("creators", "posts", "hashtags", "timeline", "attribute", "roi", "check")),
            ["check", CHECKS]]


def tables(command, *flags):
    """Rows that people see, by the titles above a table and its place among those of the same titles."""
    done = subprocess.run([PROGRAM, *map(str, command), "-f", "md", *flags], capture_output=True, text=True,
                          encoding="utf-8", check=False)
    assert done.returncode in (0, 1), done.stderr
    rows, section, title, inside = {}, "", "", False
    for line in done.stdout.splitlines():
        if line.startswith("## "):
            section, title = line, ""
        elif line.startswith("### "):
            title = line
        starts = line.startswith("|") and not inside
        inside = line.startswith("|")
        if starts:
            nth = sum(key[:2] == (section, title) for key in rows)
            rows[section, title, nth] = -2  # its header
        if inside:
            rows[section, title, nth] += 1
    return rows


class Limit(unittest.TestCase):
    def test_zero_is_all_rows(self):
        for command in COMMANDS:
            usual, every, one = tables(command), tables(command, "--limit", "0"), tables(command, "--limit", "1")
            self.assertTrue(usual)
            for table, count in usual.items():
                with self.subTest(command=command[0], table=table):
                    self.assertGreaterEqual(every.get(table, 0), count)
                    self.assertGreaterEqual(every[table], one.get(table, 0))


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
