#!/usr/bin/env python3
"""Golden cases: what the program prints, byte for byte.

A case is a folder COMMAND/CASE with
  cmd             one shell line that begins with "tiktok-kpi" (lines that begin with # are comments)
  expected.code   the exit code
  expected.out    standard output; absent means empty
  expected.err    standard error; absent means empty
  expected.files/ files the command creates or changes; any other change is a failure
  uses            optional: paths of the repository, one a line, copied beside the inputs ("data")
and every other file an input. A case runs in a temporary copy, under a foreign locale and time zone.

  run.py --program build/dev/tiktok-kpi [--update] [COMMAND[/CASE]…]
"""
import argparse
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
TIME_LIMIT_S = 120
NOT_INPUTS = {"cmd", "uses", "expected.code", "expected.out", "expected.err", "expected.files"}


def find_cases(root, names):
    """Folders of cases in order, only those named (a command or COMMAND/CASE) when names are given."""
    cases = [case for command in sorted(root.iterdir()) if is_visible_folder(command)
             for case in sorted(command.iterdir()) if is_visible_folder(case)]
    if not names:
        return cases
    wanted = {name.strip("/") for name in names}
    chosen = [case for case in cases if wanted & {case.parent.name, name_of(case)}]
    found = {case.parent.name for case in chosen} | {name_of(case) for case in chosen}
    if wanted - found:
        sys.exit("no such golden case: " + ", ".join(sorted(wanted - found)))
    return chosen


def is_visible_folder(path):
    return path.is_dir() and not path.name.startswith((".", "__"))


def name_of(case):
    return f"{case.parent.name}/{case.name}"


def command_of(case):
    """The one command line of a case, or an error message."""
    if not (case / "cmd").is_file():
        return None, "no file cmd"
    lines = [line for line in (case / "cmd").read_text(encoding="utf-8").splitlines()
             if line.strip() and not line.startswith("#")]
    if len(lines) != 1:
        return None, f"cmd holds {len(lines)} command lines, not one"
    if lines[0].split()[0] != "tiktok-kpi":
        return None, 'cmd does not begin with "tiktok-kpi"'
    return lines[0], None


def files_of(folder):
    """Relative path -> bytes of every file below a folder."""
    if not folder.is_dir():
        return {}
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def environment(program_folder, home):
    """Nothing of the caller's but what sanitizers read."""
    kept = {name: value for name, value in os.environ.items()
            if name.endswith("SAN_OPTIONS") or name in ("LD_LIBRARY_PATH", "LLVM_PROFILE_FILE")}
    return {**kept, "PATH": f"{program_folder}:/usr/bin:/bin", "HOME": str(home),
            "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Chatham", "NO_COLOR": "1"}


def run_case(case, program):
    """Runs one case: (exit code, output, errors, {changed file: bytes})."""
    command, problem = command_of(case)
    if problem:
        raise ValueError(problem)
    with tempfile.TemporaryDirectory(prefix="golden-") as temporary:
        base = pathlib.Path(temporary)
        work, programs, home = base / "work", base / "bin", base / "home"
        for folder in (work, programs, home):
            folder.mkdir()
        (programs / "tiktok-kpi").symlink_to(program)
        for entry in case.iterdir():
            if entry.name not in NOT_INPUTS:
                copy(entry, work / entry.name)
        if (case / "uses").is_file():
            for line in (case / "uses").read_text(encoding="utf-8").split("\n"):
                if line.strip():
                    copy(REPOSITORY / line.strip(), work / pathlib.Path(line.strip()).name)
        before = files_of(work)
        done = subprocess.run(["/bin/sh", "-c", command], cwd=work, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=TIME_LIMIT_S,
                              env=environment(programs, home), check=False)
        after = files_of(work)
    changed = {name: data for name, data in after.items() if before.get(name) != data}
    gone = sorted(set(before) - set(after))
    if gone:
        raise ValueError("the command removed " + ", ".join(gone))
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    return code, done.stdout, done.stderr, changed


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def read_or_empty(path):
    return path.read_bytes() if path.is_file() else b""


def differences(what, expected, actual):
    """Lines that say how two byte strings differ; none when they are the same."""
    if expected == actual:
        return []
    old = expected.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    new = actual.decode("utf-8", "backslashreplace").splitlines(keepends=True)
    lines = [line if line.endswith("\n") else line + "<no line end>\n"
             for line in difflib.unified_diff(old, new, f"{what} expected", f"{what} printed")]
    return lines or [f"{what}: bytes differ\n  expected {expected!r}\n  printed  {actual!r}\n"]


def check(case, result):
    """Everything that is not as expected, as printable lines."""
    code, out, err, changed = result
    problems = []
    code_file = case / "expected.code"
    if not code_file.is_file():
        problems.append(f"no file expected.code (the command ended with {code})\n")
    elif code_file.read_text(encoding="ascii").strip() != str(code):
        problems.append(f"exit code: expected {code_file.read_text().strip()}, got {code}\n")
    problems += differences("expected.out", read_or_empty(case / "expected.out"), out)
    problems += differences("expected.err", read_or_empty(case / "expected.err"), err)
    wanted = files_of(case / "expected.files")
    for name in sorted(wanted.keys() | changed.keys()):
        if name not in changed:
            problems.append(f"expected.files/{name}: not written\n")
        elif name not in wanted:
            problems.append(f"{name}: written, but not in expected.files\n")
        else:
            problems += differences(f"expected.files/{name}", wanted[name], changed[name])
    return problems


def update(case, result):
    """Rewrites the expectations; the diff of the repository is the review."""
    code, out, err, changed = result
    (case / "expected.code").write_text(f"{code}\n", encoding="ascii")
    for name, data in (("expected.out", out), ("expected.err", err)):
        if data:
            (case / name).write_bytes(data)
        else:
            (case / name).unlink(missing_ok=True)
    shutil.rmtree(case / "expected.files", ignore_errors=True)
    for name, data in changed.items():
        path = case / "expected.files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Runs the golden cases.")
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, default=HERE, help="folder of the cases")
    parser.add_argument("--update", action="store_true", help="rewrite the expectations")
    parser.add_argument("cases", nargs="*", metavar="COMMAND[/CASE]")
    options = parser.parse_args(arguments)
    cases = find_cases(options.root, options.cases)
    failed = 0
    for case in cases:
        try:
            result = run_case(case, options.program.resolve())
            problems = update(case, result) or [] if options.update else check(case, result)
        except (OSError, ValueError, subprocess.TimeoutExpired) as error:
            problems = [f"{error}\n"]
        if problems:
            failed += 1
            print(f"FAILED {name_of(case)}")
            print("".join("  " + line for line in problems), end="")
    done = "rewritten" if options.update else "passed"
    print(f"golden: {len(cases) - failed} {done}, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
