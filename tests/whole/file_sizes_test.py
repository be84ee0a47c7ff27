#!/usr/bin/env python3
"""A file that grows past 450 lines holds a second noun, unless it is a table."""
import pathlib
import re
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
LIMIT = 450

# Tables may be long.
TABLES = {
    "src/core/diagnostic_codes.cpp",
    "src/metrics/registry.cpp",
    "src/model/fields.cpp",
}


def sources():
    for tree in ("include", "src", "tests", "bench", "scripts"):
        for path in sorted((REPOSITORY / tree).rglob("*")):
            if path.is_file() and (path.suffix in (".cpp", ".hpp", ".py") or tree == "scripts"):
                yield path.relative_to(REPOSITORY).as_posix(), path.read_text(encoding="utf-8").splitlines()


def tracked_files():
    for path in REPOSITORY.iterdir():
        if path.is_file():
            yield path
        elif not path.name.startswith((".git", "build")):
            yield from (below for below in path.rglob("*") if below.is_file() and "golden" not in below.parts)


class FileSizesTest(unittest.TestCase):
    def test_no_file_is_too_long(self):
        self.assertEqual([f"{name}: {len(lines)} lines" for name, lines in sources()
                          if len(lines) > LIMIT and name not in TABLES], [])

    def test_every_source_opens_with_what_it_is_for(self):
        def opens_with_words(lines):
            start = [line for line in lines[:3] if line and not line.startswith(("#!", "#pragma once"))]
            return bool(start) and start[0].startswith(("//", "#", '"""'))
        self.assertEqual([name for name, lines in sources() if not opens_with_words(lines)], [])

    def test_no_merge_is_left_half_done(self):
        marker = re.compile(r"^(<<<<<<<|>>>>>>>)( |$)", re.M)
        self.assertEqual([str(path) for path in tracked_files()
                          if marker.search(path.read_bytes().decode("utf-8", "replace"))], [])


if __name__ == "__main__":
    unittest.main()
