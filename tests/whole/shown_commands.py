#!/usr/bin/env python3
"""Runs every command that README.md and docs/ show, and compares what it prints.

A shown command stands in a block marked "console": a line "$ tiktok-kpi …" or "$ scripts/run …", then its
output, errors included, up to the next "$". A line "…" stands for any lines. Blocks marked "sh" are not run.

  shown_commands.py --program build/dev/tiktok-kpi [--update]
"""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
ELLIPSIS = "…\n"


def pages():
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]


def split(block):
    """[(command, expected output)] of one block."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.M)
    if parts[0].strip():
        raise ValueError(f"text before the first command: {parts[0]!r}")
    return list(zip(parts[1::2], parts[2::2]))


def run(command, program):
    """What the command prints when typed at the top of the repository."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "tiktok-kpi").symlink_to(program)
        line = re.sub(r"(^|\| *)scripts/run\b", r"\1tiktok-kpi", command)
        environment = {**os.environ, "PATH": f"{folder}:/usr/bin:/bin", "NO_COLOR": "1", "COLUMNS": "100",
                       "LC_ALL": "C.UTF-8", "TZ": "Pacific/Chatham"}
        done = subprocess.run(["/bin/sh", "-c", line], cwd=REPOSITORY, env=environment, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=60)
        return done.stdout.decode("utf-8", "backslashreplace")


def matches(expected, printed):
    """Equal line by line; "…" stands for any lines."""
    pattern = "".join("(?:.*\n)*?" if line == ELLIPSIS else re.escape(line)
                      for line in expected.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


def check_page(path, program, update):
    """(commands shown, problems) of one page; with update the page is rewritten instead."""
    text = path.read_text(encoding="utf-8")
    count, problems = 0, []

    def block(match):
        nonlocal count
        lines = []
        for command, expected in split(match.group(1)):
            count += 1
            printed = run(command, program)
            good = matches(expected, printed)
            if not good:
                problems.append(f"{path.relative_to(REPOSITORY)}: $ {command}\n" + "".join(
                    difflib.unified_diff(expected.splitlines(True), printed.splitlines(True), "shown", "printed")))
            lines.append(f"$ {command}\n{expected if good else printed}")
        return "```console\n" + "".join(lines) + "```"

    renewed = BLOCK.sub(block, text)
    if update and renewed != text:
        path.write_text(renewed, encoding="utf-8")
        problems = []
    return count, problems


def main():
    parser = argparse.ArgumentParser(description="Runs the commands that the documentation shows.")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--update", action="store_true", help="put what is printed into the pages")
    options = parser.parse_args()
    count, problems = 0, []
    for page in pages():
        shown, found = check_page(page, options.program.resolve(), options.update)
        count += shown
        problems += found
    print("\n".join(problems + [f"{count} shown commands, {len(problems)} differ"]))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
