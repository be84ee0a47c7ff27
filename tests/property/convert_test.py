#!/usr/bin/env python3
"""What convert writes it reads back as the same bytes; --raw carries every cell through JSON and back."""
import argparse
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ""
FORMATS = ("csv", "tsv", "json", "ndjson")
KINDS = ("post", "daily", "creator", "order", "line", "touch", "ad_day", "comment")


def convert(*arguments):
    return subprocess.run([PROGRAM, "convert", "-q", *map(str, arguments)], capture_output=True, check=False)


class WriteThenReadTest(unittest.TestCase):
    def samples(self):
        yield REPOSITORY / "data/campaign.json"
        for folder in ("data/exports", "tests/formats"):
            for path in sorted((REPOSITORY / folder).rglob("*")):
                # Days whose year nothing tells have no cell at all, and an empty line is no record.
                if path.is_file() and "tiktok-studio-followers" not in path.parts:
                    yield path

    def kinds_of(self, sample):
        """What a sample may hold, by its format: an instrumented program starts slowly, so nothing is asked in vain."""
        if sample.suffix == ".json" and sample.parent.name == "data":
            return KINDS
        main = self.kinds.get(sample.parent.name, "post")
        return (main,) + {"post": ("creator",), "order": ("line",)}.get(main, ())

    def formats_of(self, number, sample):
        """All of them for our own columns; the writers do not see what a record was read from."""
        own = any(part.startswith("canonical") for part in sample.parts) or "data" in sample.parts
        return FORMATS if own else FORMATS[number % 2::2]

    def compared(self, number, sample):
        """What conversions of one sample were compared: (kind, form, first bytes, second bytes)."""
        found = []
        with tempfile.TemporaryDirectory() as folder:
            for kind in self.kinds_of(sample):
                for form in self.formats_of(number, sample):
                    first = pathlib.Path(folder, f"{kind}.{form}")
                    # A sample that holds no such records in one format holds none in the others.
                    if convert(sample, "--kind", kind, "-o", first).returncode != 0 or not first.exists():
                        break
                    text = first.read_text(encoding="utf-8")
                    # An empty list does not say what it is a list of.
                    if kind != "post" and text.strip() in ("[]", ""):
                        continue
                    found.append((kind, form, text, convert(first, "--kind", kind, "-f", form).stdout.decode()))
        return found

    def test_second_conversion_is_the_first(self):
        formats = subprocess.run([PROGRAM, "schema", "formats", "-f", "json"], capture_output=True, check=True)
        self.kinds = {row["id"]: row["kind"] for row in json.loads(formats.stdout)["rows"]}
        samples = list(self.samples())
        with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            results = list(pool.map(self.compared, range(len(samples)), samples))
        for sample, found in zip(samples, results):
            for kind, form, first, second in found:
                with self.subTest(sample=sample.name, kind=kind, form=form):
                    self.assertEqual(second, first)
        self.assertGreater(sum(map(len, results)), 150)


class RawTest(unittest.TestCase):
    PIECES = ("", "a", " ", '"', '""', ",", ";", "\n", "\r", "\r\n", "\t", "=1+1", "'=x", "ü", "千", "\\", "null", "{}", "[1]", "007", "-0")

    def cells(self, text):
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))

    def test_csv_to_json_to_csv_keeps_every_cell(self):
        chance = random.Random(20240501)
        with tempfile.TemporaryDirectory() as folder:
            for case in range(60):
                width = chance.randint(1, 5)
                rows = []
                for _ in range(chance.randint(1, 12)):
                    cells = width if chance.random() < 0.8 else chance.randint(1, 7)
                    rows.append(["".join(chance.choices(self.PIECES, k=chance.randint(0, 3))) for _ in range(cells)])
                table, middle, back = (pathlib.Path(folder, name) for name in ("a.csv", "b.json", "c.csv"))
                with table.open("w", newline="", encoding="utf-8") as file:
                    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator=chance.choice(("\n", "\r\n"))).writerows(rows)
                options = ("--raw", "--cells", "raw", "--block-size", chance.choice((1, 64, 100_000)))
                header = ("--no-header",) if chance.random() < 0.3 else ()
                there = convert(table, *options, *header, "--delimiter", ",", "-o", middle)
                self.assertEqual(there.returncode, 0, there.stderr)
                returned = convert(middle, *options, "-o", back)
                self.assertEqual(returned.returncode, 0, returned.stderr)
                with self.subTest(case=case):
                    self.assertEqual(self.cells(back.read_bytes().decode()), rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    known, rest = parser.parse_known_args()
    PROGRAM = str(pathlib.Path(known.program).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
