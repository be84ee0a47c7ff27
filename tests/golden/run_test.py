#!/usr/bin/env python3
"""The runner must see what it is there to see: each case here is wrong in one way."""
import contextlib
import io
import pathlib
import tempfile
import unittest

import run

PROGRAM = """#!/bin/sh
case $1 in
  hello) echo hello; echo "warning" >&2 ;;
  env) echo "$LC_ALL $TZ $NO_COLOR $HOSTILE" ;;
  write) echo made > made.txt ;;
  fail) exit 3 ;;
  cat) cat ;;
  eat) rm input.csv ;;
esac
"""


class RunnerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.program = self.root / "program"
        self.program.write_text(PROGRAM)
        self.program.chmod(0o755)
        self.cases = self.root / "cases"
        (self.cases / "report").mkdir(parents=True)

    def case(self, **files):
        """A case folder; `cmd`, `code`, `out`, `err` and inputs by name ("input_csv")."""
        names = {"cmd": "cmd", "code": "expected.code", "out": "expected.out", "err": "expected.err"}
        folder = self.cases / "report" / "case"
        folder.mkdir()
        for key, text in files.items():
            (folder / names.get(key, key.replace("_", "."))).write_text(text)
        return folder

    def run_all(self, *arguments):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            code = run.main(["--program", str(self.program), "--root", str(self.cases), *arguments])
        return code, printed.getvalue()

    def test_a_right_case_passes(self):
        self.case(cmd="tiktok-kpi hello\n", code="0\n", out="hello\n", err="warning\n")
        self.assertEqual(self.run_all(), (0, "golden: 1 passed, 0 failed\n"))

    def test_a_missing_exit_code_fails(self):
        self.case(cmd="tiktok-kpi hello\n", out="hello\n", err="warning\n")
        code, printed = self.run_all()
        self.assertEqual(code, 1)
        self.assertIn("no file expected.code (the command ended with 0)", printed)

    def test_a_different_exit_code_fails(self):
        self.case(cmd="tiktok-kpi fail\n", code="0\n")
        self.assertIn("exit code: expected 0, got 3", self.run_all()[1])

    def test_one_missing_line_end_fails(self):
        self.case(cmd="tiktok-kpi hello\n", code="0\n", out="hello", err="warning\n")
        code, printed = self.run_all()
        self.assertEqual(code, 1)
        self.assertIn("-hello<no line end>", printed)

    def test_unexpected_errors_fail(self):
        self.case(cmd="tiktok-kpi hello\n", code="0\n", out="hello\n")
        self.assertIn("+warning", self.run_all()[1])

    def test_a_file_nobody_expects_fails(self):
        self.case(cmd="tiktok-kpi write\n", code="0\n")
        self.assertIn("made.txt: written, but not in expected.files", self.run_all()[1])

    def test_a_removed_input_fails(self):
        self.case(cmd="tiktok-kpi eat\n", code="0\n", input_csv="a\n")
        self.assertIn("the command removed input.csv", self.run_all()[1])

    def test_a_foreign_command_fails(self):
        self.case(cmd="echo hello\n", code="0\n", out="hello\n")
        self.assertIn('cmd does not begin with "tiktok-kpi"', self.run_all()[1])

    def test_no_case_at_all_fails(self):
        self.assertEqual(self.run_all(), (1, "golden: 0 passed, 0 failed\n"))

    def test_the_environment_is_foreign_and_the_shell_works(self):
        self.case(cmd="# why\ntiktok-kpi env | tiktok-kpi cat\n", code="0\n",
                  out="tr_TR.UTF-8 Pacific/Chatham 1 \n")
        self.assertEqual(self.run_all()[0], 0)

    def test_update_makes_the_case_pass(self):
        folder = self.case(cmd="tiktok-kpi write\n", out="stale\n")
        self.assertEqual(self.run_all("--update")[0], 0)
        self.assertFalse((folder / "expected.out").exists())
        self.assertEqual((folder / "expected.files" / "made.txt").read_text(), "made\n")
        self.assertEqual(self.run_all()[0], 0)


if __name__ == "__main__":
    unittest.main()
