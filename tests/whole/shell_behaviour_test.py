#!/usr/bin/env python3
"""What a shell sees: closed pipes, full disks, colour, width, several outputs.

  shell_behaviour_test.py PROGRAM
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else None


def run(line, **variables):
    """(exit code, output, errors) of a bash line in which $T is the program."""
    environment = {name: value for name, value in os.environ.items()
                   if name.endswith("SAN_OPTIONS") or name in ("LD_LIBRARY_PATH", "PATH")}
    environment.update(variables, T=str(PROGRAM), LC_ALL="C.UTF-8")
    done = subprocess.run(["/bin/bash", "-c", line], cwd=REPOSITORY, env=environment, check=False, timeout=60,
                          stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")


ESCAPE = "\x1b["


class ShellBehaviourTest(unittest.TestCase):
    def test_a_closed_pipe_is_quiet_and_keeps_the_code(self):
        self.assertEqual(run("$T formulas list -f json | true; echo ${PIPESTATUS[0]}"), (0, "0\n", ""))
        self.assertEqual(run("$T formulas test tests/vectors/formulas.json --only er_views | true; echo ${PIPESTATUS[0]}"),
                         (0, "0\n", ""))
        self.assertEqual(run("$T --help | true; echo ${PIPESTATUS[0]}"), (0, "0\n", ""))

    def test_a_full_disk_is_said(self):
        for command in ("report data/campaign.json -f json", "help metrics", "--help", "schema report"):
            code, _, errors = run(f"$T {command} > /dev/full")
            self.assertEqual(code, 4, command)
            self.assertEqual(errors, "error[write-failed]: standard output: No space left on device\n", command)

    def test_colour(self):
        plain = "$T report data/campaign.json"
        self.assertNotIn(ESCAPE, run(plain)[1])
        self.assertIn(ESCAPE, run(plain, CLICOLOR_FORCE="1")[1])
        self.assertNotIn(ESCAPE, run(plain, CLICOLOR_FORCE="0")[1])
        self.assertNotIn(ESCAPE, run(plain, CLICOLOR_FORCE="1", NO_COLOR="1")[1])
        self.assertIn(ESCAPE, run(plain + " --color always", NO_COLOR="1")[1])
        self.assertNotIn(ESCAPE, run(plain + " --color never", CLICOLOR_FORCE="1")[1])
        self.assertNotIn(ESCAPE, run(plain + " -f csv --color always")[1])
        self.assertIn(ESCAPE, run("$T report nothing.csv", CLICOLOR_FORCE="1")[2])
        self.assertIn(ESCAPE, run("$T report nothing.csv --color always")[2])

    def test_width(self):
        for width in (40, 60, 120):
            lines = run(f"$T creators data/campaign.json --width {width} --ascii --fields video_count,total_views,er_views")[1].splitlines()
            self.assertTrue(lines)
            self.assertLessEqual(max(map(len, lines)), width)

    def test_several_outputs_in_the_formats_of_their_names(self):
        with tempfile.TemporaryDirectory() as folder:
            code, out, errors = run(f"$T creators data/campaign.json -o {folder}/a.csv -o {folder}/a.json -o {folder}/a.md")
            self.assertEqual((code, out, errors), (0, "", ""))
            starts = {path.suffix: path.read_text(encoding="utf-8")[:8] for path in pathlib.Path(folder).iterdir()}
            self.assertEqual(sorted(starts), [".csv", ".json", ".md"])
            self.assertEqual(starts[".csv"], "creator,")
            self.assertTrue(starts[".json"].startswith("{"))
            self.assertTrue(starts[".md"].startswith("# "))
            self.assertTrue(run(f"$T creators data/campaign.json -o {folder}/a.csv -o -")[1])

    def test_errors_as_json_lines(self):
        code, out, errors = run("$T report nothing.csv --diagnostics json")
        self.assertEqual((code, out), (3, ""))
        self.assertTrue(errors.startswith('{"code": "no-such-file", "severity": "error"'), errors)
        self.assertEqual(errors.count("\n"), 1)

    def test_completions_are_scripts(self):
        self.assertEqual(run("$T completions bash | bash -n"), (0, "", ""))
        complete = ("source <($T completions bash); COMP_WORDS=(tiktok-kpi {}); COMP_CWORD={}; _tiktok_kpi; echo ${{COMPREPLY[*]}}")
        self.assertEqual(run(complete.format("formulas ev", 2))[1], "eval\n")
        self.assertEqual(run(complete.format("rep", 1))[1], "report\n")
        self.assertEqual(run(complete.format("report --format nd", 3))[1], "ndjson\n")
        self.assertEqual(run(complete.format("help exit", 2))[1], "exit-codes\n")


if __name__ == "__main__":
    unittest.main()
