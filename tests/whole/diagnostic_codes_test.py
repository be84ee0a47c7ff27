#!/usr/bin/env python3
"""Diagnostic codes: each one used in the sources is a row of the table, and each row is used."""
import pathlib
import re
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
TABLE = REPOSITORY / "src/core/diagnostic_codes.cpp"

# Rows no source names, each with the reason.
EXPLAINED = {}

# The table was written ahead of the readers; from the pipeline on, which joins them, every row is used.
COMPLETE = (REPOSITORY / "src/pipeline.cpp").is_file()

# A call that takes a code first. `Error error(…)` and `throw Error{…}` are the same thing.
CALL = re.compile(r"\b(?:Diagnostic::make|Error(?:\s+\w+)?|(?:find_)?diagnostic_code)\s*[({]")
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def rows(text):
    return re.findall(r'DiagnosticCode\{\s*"([^"]+)"', text)


def without_comments(text):
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*', lambda match: match.group(1) or "", text)


def first_argument(text, start):
    """Text from `start` to the comma or bracket that ends the first argument, without what it calls:
    Error(make_diagnostic("…")) names no code itself."""
    depth = 0
    kept = []
    at = start
    while at < len(text):
        literal = LITERAL.match(text, at)
        piece = literal.group(0) if literal else text[at]
        if depth == 0 and piece in (",", ";", ")", "]", "}"):
            break
        if depth == 0:
            kept.append(piece)
        depth += (piece in "([{") - (piece in ")]}")
        at += len(piece)
    return "".join(kept)


def codes_in_calls(text):
    """Codes given as literals; both of `cond ? "a" : "b"`."""
    return [code for call in CALL.finditer(text)
            for code in LITERAL.findall(first_argument(text, call.end()))]


class DiagnosticCodesTest(unittest.TestCase):
    def setUp(self):
        self.rows = rows(TABLE.read_text(encoding="utf-8"))
        self.assertGreater(len(self.rows), 20)
        self.sources = {
            path: without_comments(path.read_text(encoding="utf-8"))
            for tree in ("src", "include") for path in sorted((REPOSITORY / tree).rglob("*.[ch]pp"))
            if path != TABLE
        }

    def test_every_code_in_the_sources_is_a_row(self):
        unknown = [f"{path.relative_to(REPOSITORY)}: {code}" for path, text in self.sources.items()
                   for code in codes_in_calls(text) if code not in self.rows]
        self.assertEqual(unknown, [])

    def test_every_row_is_used_or_explained(self):
        literals = {text for source in self.sources.values() for text in LITERAL.findall(source)}
        unused = [row for row in self.rows if row not in literals and row not in EXPLAINED]
        if COMPLETE:
            self.assertEqual(unused, [])
        self.assertEqual([row for row in EXPLAINED if row not in self.rows or row in literals], [])

    def test_planted_calls_are_seen(self):
        text = ('throw Error(found ? "bad-id" : pick("x", 1), "message"); Error(at("y"), "z"); Error error{"usage", "m"};'
                'auto d = Diagnostic::make(\n    "bad-date", "m"); diagnostic_code("internal").exit;')
        self.assertEqual(codes_in_calls(text), ["bad-id", "usage", "bad-date", "internal"])
        self.assertEqual(codes_in_calls(without_comments('// Error("gone", "m")\nf("//", "a");')), [])


if __name__ == "__main__":
    unittest.main()
