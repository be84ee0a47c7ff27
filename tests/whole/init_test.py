#!/usr/bin/env python3
"""init drafts a campaign of every folder of samples, and report runs on it unedited."""
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""
# Formats that are recognised, and that no report is made of.
WITHOUT_REPORT = {"tiktok-shop-performance", "tiktok-studio-activity", "tiktok-studio-gender",
                  "tiktok-studio-territories", "tiktok-user-data", "tiktok-reporting-entities"}


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)


def without_expectations(_, names):
    return [name for name in names if name.endswith(".expected")]


class InitTest(unittest.TestCase):
    def setUp(self):
        self.holder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.holder.name)

    def tearDown(self):
        self.holder.cleanup()

    def drafted(self, samples):
        """Exit codes of init and of report on its draft, and what they said."""
        copy = self.folder / samples.name
        shutil.copytree(samples, copy, ignore=without_expectations)
        drafted = run("init", "--from", copy)
        if drafted.returncode != 0:
            return samples.name, drafted.returncode, None, drafted.stderr
        again = run("init", "--from", copy, "-o", "-")
        said = drafted.stderr
        if again.stdout != (copy / "campaign.json").read_text(encoding="utf-8"):
            said += "a second draft differs"
        report = run("report", copy / "campaign.json")
        return samples.name, drafted.returncode, report.returncode, said + report.stderr

    def test_report_runs_on_every_draft(self):
        folders = sorted(path for path in (REPOSITORY / "tests/formats").iterdir() if path.is_dir())
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for name, drafted, reported, said in pool.map(self.drafted, folders):
                with self.subTest(name):
                    self.assertNotIn("a second draft differs", said)
                    self.assertEqual((drafted, reported), (3, None) if name in WITHOUT_REPORT else (0, 0), said)

    def test_no_file_is_replaced_unasked(self):
        shutil.copytree(REPOSITORY / "tests/formats/canonical-csv", self.folder / "exports", ignore=without_expectations)
        mine = self.folder / "exports/campaign.json"
        mine.write_text("mine", encoding="utf-8")
        refused = run("init", "--from", self.folder / "exports")
        self.assertEqual(refused.returncode, 5)
        self.assertIn("is there already", refused.stderr)
        self.assertEqual(mine.read_text(encoding="utf-8"), "mine")
        self.assertEqual(run("init", "--from", self.folder / "exports", "--force", "-q").returncode, 0)
        self.assertEqual(run("report", mine).returncode, 0)

    def test_a_file_above_the_folder_names_it(self):
        shutil.copytree(REPOSITORY / "tests/formats/canonical-csv", self.folder / "a/exports", ignore=without_expectations)
        above = self.folder / "a/mine.json"
        self.assertEqual(run("init", "--from", self.folder / "a/exports", "-o", above).returncode, 0)
        self.assertIn('"exports/', above.read_text(encoding="utf-8"))
        self.assertEqual(run("report", above).returncode, 0)
        beside = self.folder / "b/mine.json"
        beside.parent.mkdir()
        self.assertEqual(run("init", "--from", self.folder / "a/exports", "-o", beside).returncode, 5)
        self.assertFalse(beside.exists())


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
