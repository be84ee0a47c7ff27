#!/usr/bin/env python3
"""Times the report over generated posts: one and two threads in alternation, medians, same bytes.

  bench/run.py [--rows 1000000] [--format csv|ndjson] [--rounds 5] [--program build/release/tiktok-kpi]

Prints wall seconds, rows and bytes a second, peak memory, and the ratio to `wc -l` over the same file in
the same rounds: that ratio drifts less than seconds do. Fails when a run fails or prints other bytes.
"""
import argparse
import hashlib
import os
import pathlib
import statistics
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
BUILD = REPOSITORY / "build" / "release"
REPORT = ["report", "--sections", "headline,creators,hashtags,timeline", "-f", "json", "--limit", "50"]


def generated(rows, form, seed):
    """The file of posts, made once and kept beside the build."""
    folder = REPOSITORY / "build" / "bench-data"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"posts-{rows}-{seed}.{form}"
    if not path.exists():
        if not (BUILD / "build.ninja").exists():
            sys.exit("first: cmake --preset release")
        subprocess.run(["ninja", "-C", BUILD, "bench_generate"], check=True, stdout=subprocess.DEVNULL)
        unfinished = path.with_suffix(".unfinished")
        with open(unfinished, "wb") as out:
            subprocess.run([BUILD / "bench" / "bench_generate", str(rows), form, str(seed)], check=True, stdout=out)
        unfinished.rename(path)
    return path


def run_once(command):
    """(wall seconds, peak resident bytes, hash of the output); exits when the command fails."""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    digest = hashlib.sha256()
    while chunk := child.stdout.read(1 << 20):
        digest.update(chunk)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"exit code {child.returncode}: {' '.join(map(str, command))}")
    # Linux counts kilobytes, and never less than this interpreter had when it started the child.
    return wall, usage.ru_maxrss * 1024, digest.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--format", choices=["csv", "ndjson"], default="csv")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", type=pathlib.Path, default=BUILD / "tiktok-kpi")
    options = parser.parse_args()

    data = generated(options.rows, options.format, options.seed)
    size = data.stat().st_size
    program = options.program.resolve()
    commands = {"wc -l": ["wc", "-l", data]}
    for threads in (1, 2):
        commands[f"-j {threads}"] = [program, *REPORT, "-j", str(threads), data]

    for command in commands.values():  # once, to warm the page cache
        run_once(command)
    runs = {name: [] for name in commands}
    for _ in range(options.rounds):
        for name, command in commands.items():
            runs[name].append(run_once(command))

    print(f"{data.name}: {options.rows:,} rows, {size / 1e9:.3f} GB, median of {options.rounds} rounds")
    print(f"{'':8}{'wall s':>9}{'rows/s':>14}{'GB/s':>8}{'peak MB':>9}{'x wc -l':>9}")
    for name, measured in runs.items():
        wall = statistics.median(run[0] for run in measured)
        peak = max(run[1] for run in measured)
        ratio = statistics.median(run[0] / base[0] for run, base in zip(measured, runs["wc -l"]))
        print(f"{name:8}{wall:9.3f}{options.rows / wall:14,.0f}{size / wall / 1e9:8.2f}{peak / 1e6:9.0f}{ratio:9.1f}")
    speedup = statistics.median(one[0] / two[0] for one, two in zip(runs["-j 1"], runs["-j 2"]))
    print(f"1 to 2 threads: {speedup:.2f} times as fast")

    outputs = {run[2] for name in ("-j 1", "-j 2") for run in runs[name]}
    print("same bytes in every run" if len(outputs) == 1 else "THE OUTPUT DIFFERS BETWEEN RUNS")
    return 0 if len(outputs) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
