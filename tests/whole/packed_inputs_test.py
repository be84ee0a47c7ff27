#!/usr/bin/env python3
"""Inputs that are packed, and inputs that are too large: what is read is the same, and limits are kept.

  packed_inputs_test.py PROGRAM
"""
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
STUDIO = ROOT / "data" / "exports" / "ana"
POSTS = ROOT / "data" / "exports" / "mara_posts.csv"
PROGRAM = ""


def run(*arguments, stdin=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, check=False)


def figures(*arguments, stdin=None):
    """Totals, posts and row counts of a report."""
    done = run("report", *arguments, "-f", "json", stdin=stdin)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    found = json.loads(done.stdout)
    rows = sorted([item["format"], item["rows_read"], item["rows_used"], item["rows_repaired"]]
                  for item in found["inputs"] if item["rows_read"])
    return found["totals"], found["posts"], rows


class PackedInputs(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def test_gzip(self):
        path = self.folder / "posts.csv.gz"
        path.write_bytes(gzip.compress(POSTS.read_bytes()))
        self.assertEqual(figures(path), figures(POSTS))

    def test_gzip_of_several_members(self):
        text = POSTS.read_bytes()
        path = self.folder / "posts.csv.gz"
        path.write_bytes(gzip.compress(text[:100]) + gzip.compress(text[100:101]) + gzip.compress(text[101:]))
        self.assertEqual(figures(path), figures(POSTS))

    def test_gzip_through_a_pipe(self):
        self.assertEqual(figures("-", stdin=gzip.compress(POSTS.read_bytes())), figures(POSTS))

    def test_gzip_of_utf16(self):
        path = self.folder / "posts.csv.gz"
        path.write_bytes(gzip.compress(POSTS.read_text(encoding="utf-8").encode("utf-16")))
        self.assertEqual(figures(path), figures(POSTS))

    def test_zstd(self):
        self.assertEqual(figures(ROOT / "tests" / "whole" / "posts.csv.zst"),
                         figures(ROOT / "tests" / "whole" / "posts.csv"))

    def test_zip_of_a_studio_folder(self):
        path = self.folder / "TikTok_Overview.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in sorted(STUDIO.iterdir()):
                archive.write(member, "ana/" + member.name)
        unpacked = figures(STUDIO, "--year", "2024")
        self.assertEqual(figures(path, "--year", "2024"), unpacked)
        self.assertGreater(len(unpacked[1]), 3)

    def test_zip_named_in_a_campaign(self):
        with zipfile.ZipFile(self.folder / "exports.zip", "w") as archive:  # stored, not deflated
            archive.write(POSTS, "mara_posts.csv")
        campaign = self.folder / "campaign.json"
        campaign.write_text(json.dumps({"name": "zipped", "sources": ["exports.zip"]}), encoding="utf-8")
        self.assertEqual(figures(campaign), figures(POSTS))

    def test_what_is_cut_off_is_an_error(self):
        path = self.folder / "posts.csv.gz"
        path.write_bytes(gzip.compress(POSTS.read_bytes())[:-20])
        done = run("report", path)
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"posts.csv.gz", done.stderr)

    def test_a_bomb_is_refused(self):
        path = self.folder / "posts.csv.gz"
        row = b'a,1,"' + b" " * (12 << 20) + b'"\n'
        path.write_bytes(gzip.compress(b"post_id,views,caption\n" + 2 * row))
        done = run("report", path)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"--max-input", done.stderr)
        self.assertEqual(run("report", path, "--max-input", "1G").returncode, 0)

    def test_a_huge_cell_is_refused(self):
        path = self.folder / "posts.csv"
        path.write_bytes(b'post_id,views,caption\na,1,"' + b"x" * (17 << 20) + b'"\nb,2,\n')
        done = run("report", path)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"--max-field", done.stderr)
        self.assertEqual(figures(path, "--max-field", "32M")[0]["total_views"], 3)

    def test_a_huge_text_in_json_is_refused(self):
        path = self.folder / "posts.ndjson"
        path.write_bytes(b'{"post_id":"a","views":1,"caption":"' + b"x" * (17 << 20) + b'"}\n{"post_id":"b","views":2}\n')
        done = run("report", path)
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"--max-field", done.stderr)
        self.assertEqual(figures(path, "--max-field", "32M")[0]["total_views"], 3)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
