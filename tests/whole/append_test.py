#!/usr/bin/env python3
"""convert --append collects rows: each once, whole or not at all, and a report of the collection says what the exports say."""
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
HEADER = "post_id,creator,posted_at,views,likes,caption\n"
FORMATS = ("csv", "tsv", "ndjson")
# What a cell can hold that a format has to escape.
CAPTIONS = ["plain", '"quoted, twice"', "two\nlines", "=SUM(A1)", "'=guarded", "tab\there", "石鹸 #石鹸", " blanks ", "a\\b", ""]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def export(views, captions=CAPTIONS):
    rows = [f"73648{at:014},ana,2024-05-01T08:00:00Z,{views + at},{at},{quoted(caption)}\n" for at, caption in enumerate(captions)]
    return HEADER + "".join(rows)


class Append(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        for day in range(2, 6):
            self.write(f"posts-2024-05-0{day}.csv", export(1000 * day))

    def write(self, name, text):
        (self.path / name).write_text(text, encoding="utf-8", newline="")

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.path, capture_output=True, text=True, encoding="utf-8", check=False)

    def append(self, target, *arguments, code=0):
        done = self.run_program("convert", "--append", target, *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def bytes_of(self, name):
        return (self.path / name).read_bytes()

    def test_appending_twice_changes_nothing(self):
        for ending in FORMATS:
            target = f"history.{ending}"
            with self.subTest(target):
                self.assertIn("10 rows added, 0 there already", self.append(target, "posts-2024-05-02.csv"))
                self.append(target, "posts-2024-05-03.csv")
                before = self.bytes_of(target)
                stamp = os.stat(self.path / target).st_mtime_ns
                for again in ("posts-2024-05-02.csv", "posts-2024-05-03.csv"):
                    self.assertIn("0 rows added, 10 there already", self.append(target, again))
                self.assertEqual(self.bytes_of(target), before)
                self.assertEqual(os.stat(self.path / target).st_mtime_ns, stamp, "nothing new leaves the file alone")

    def test_one_by_one_is_all_at_once(self):
        names = [f"posts-2024-05-0{day}.csv" for day in range(2, 6)]
        for ending in FORMATS:
            self.append(f"all.{ending}", *names)
            for name in names:
                self.append(f"each.{ending}", name)
            self.assertEqual(self.bytes_of(f"all.{ending}"), self.bytes_of(f"each.{ending}"))

    def test_the_order_of_exports_does_not_change_the_report(self):
        names = [f"posts-2024-05-0{day}.csv" for day in (2, 3, 4)]
        reports = set()
        for order in itertools.permutations(names):
            target = "order-" + "".join(name[13] for name in order) + ".ndjson"
            for name in order:
                self.append(target, name)
            done = self.run_program("posts", "-f", "csv", target)
            self.assertEqual(done.returncode, 0, done.stderr)
            reports.add("\n".join(sorted(done.stdout.splitlines())))
        self.assertEqual(len(reports), 1)

    def test_a_report_of_the_collection_is_that_of_the_exports(self):
        names = [f"posts-2024-05-0{day}.csv" for day in range(2, 6)]

        def fading(*inputs):
            done = self.run_program("report", "--sections", "posts", "-f", "json", *inputs)
            return json.loads(done.stdout)["fading"]

        of_exports = fading(*names)
        self.assertEqual([row["exports"] for row in of_exports], [4] * len(CAPTIONS))
        for ending in FORMATS:
            self.append(f"history.{ending}", *names)
            self.assertEqual(fading(f"history.{ending}"), of_exports, ending)

    def test_a_header_takes_no_other_columns(self):
        self.append("history.csv", "posts-2024-05-02.csv")
        before = self.bytes_of("history.csv")
        self.write("more-2024-05-06.csv", "post_id,creator,views,saves,shares\n7364800000000000001,ana,9,2,1\n")
        said = self.append("history.csv", "more-2024-05-06.csv", code=2)
        self.assertIn("error[bad-option]: --append history.csv: its header has no shares, saves\n", said)
        self.assertEqual(self.bytes_of("history.csv"), before)
        self.append("history.csv", "--fields", "post_id,creator,views,exported_at", "more-2024-05-06.csv")
        self.assertEqual(self.bytes_of("history.csv"), before + b"7364800000000000001,ana,,,9,,,2024-05-06\n")
        # Fewer columns leave cells empty; NDJSON takes any.
        self.write("less-2024-05-07.csv", "post_id,views\n7364800000000000001,10\n")
        self.append("history.csv", "less-2024-05-07.csv")
        self.append("history.ndjson", "posts-2024-05-02.csv")
        self.append("history.ndjson", "more-2024-05-06.csv")
        self.assertIn('"saves": 2', self.bytes_of("history.ndjson").decode().splitlines()[-1])

    def test_a_file_of_one_row_takes_more(self):
        for ending in FORMATS:
            for day in (2, 3, 3):
                self.write(f"one-2024-05-0{day}.csv", f"post_id,creator,views\n7364800000000000001,ana,{day}\n")
                self.append(f"one.{ending}", f"one-2024-05-0{day}.csv")
            self.assertEqual(len(self.bytes_of(f"one.{ending}").splitlines()), 2 + (ending != "ndjson"))

    def test_a_last_line_without_end_and_an_empty_file(self):
        self.append("history.ndjson", "posts-2024-05-02.csv")
        whole = self.bytes_of("history.ndjson")
        (self.path / "history.ndjson").write_bytes(whole.rstrip(b"\n"))
        self.append("history.ndjson", "posts-2024-05-03.csv")
        self.assertTrue(self.bytes_of("history.ndjson").startswith(whole))
        self.write("empty.csv", "")
        self.append("empty.csv", "posts-2024-05-02.csv")
        self.assertTrue(self.bytes_of("empty.csv").startswith(b"post_id,creator,caption,"))

    def test_no_other_target_is_touched(self):
        self.append("history.ndjson", "posts-2024-05-02.csv")
        os.symlink("history.ndjson", self.path / "link.ndjson")
        (self.path / "folder.ndjson").mkdir()
        self.write("damaged.ndjson", '{"post_id": "1", "views": 5}\n{"post_id": "2", "vi')
        self.write("array.ndjson", '[{"post_id": "1", "views": 5}]\n')
        self.write("wrapped.ndjson", '{"posts": [{"post_id": "1", "views": 5}]}\n')
        self.write("foreign.csv", "Video,Plays\na,1\n")
        self.write("semicolons.csv", "post_id;views\n1;5\n")
        self.write("own.csv", "post_id,views,remark\n1,5,good\n")
        self.write("orders.csv", "order_id,total,ordered_at\n1,5,2024-05-01\n")
        self.write("history.ndjson.gz", "")
        self.write("history.json", "[]\n")
        for target, code in (("link.ndjson", 5), ("folder.ndjson", 5), ("posts-2024-05-03.csv", 5), ("damaged.ndjson", 2), ("array.ndjson", 2), ("wrapped.ndjson", 2),
                             ("foreign.csv", 3), ("semicolons.csv", 2), ("own.csv", 2), ("orders.csv", 2), ("history.ndjson.gz", 2),
                             ("history.json", 2), ("missing/history.csv", 4)):
            with self.subTest(target):
                path = self.path / target
                before = path.read_bytes() if path.is_file() else None
                said = self.append(target, "posts-2024-05-03.csv", code=code)
                self.assertTrue(said.startswith("error["), said)
                self.assertEqual(path.read_bytes() if path.is_file() else None, before)
        self.assertEqual([name for name in os.listdir(self.path) if name.endswith(".tmp")], [])

    def test_an_export_without_a_time_is_told(self):
        self.write("posts.csv", export(10))
        said = self.append("history.ndjson", "posts.csv")
        self.assertIn("warning[no-export-time]: nothing says when posts.csv was exported\n", said)
        self.assertIn("--exported-at", said)
        self.append("strict.ndjson", "--strict", "posts.csv", code=3)
        said = self.append("dated.ndjson", "--exported-at", "2024-05-08T09:00:00+02:00", "posts.csv")
        self.assertNotIn("no-export-time", said)
        self.assertIn('"exported_at": "2024-05-08T07:00:00Z"', self.bytes_of("dated.ndjson").decode())


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
