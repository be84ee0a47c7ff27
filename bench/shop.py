#!/usr/bin/env python3
"""Times attribution over generated orders and visits beside DuckDB's SQL for the same answer, and compares the answers.

  bench/shop.py [--orders 1000000] [--rounds 5] [--threads 2] [--program build/release/tiktok-kpi]

Two questions: orders by promo code, else by the UTM content of their landing page (one touch); and two visits to an order,
30 days, four models. Programs run in alternation; prints the median seconds, the peak memory and the ratio. DuckDB is run
through Node, whose start is in its time (about 0.15 s): `npm install --prefix build/bench-node @duckdb/node-api`.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
BUILD = REPOSITORY / "build" / "release"
MODULES = REPOSITORY / "build" / "bench-node"
MODELS = ("last_touch", "first_touch", "linear", "position_based")


def generated(orders, what):
    """A file of the shop, made once and kept beside the build."""
    folder = REPOSITORY / "build" / "bench-data"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"shop-{what}-{orders}.{'json' if what == 'campaign' else 'csv'}"
    if not path.exists():
        subprocess.run(["ninja", "-C", BUILD, "bench_generate_shop"], check=True, stdout=subprocess.DEVNULL)
        unfinished = path.with_suffix(".unfinished")
        with open(unfinished, "wb") as out:
            subprocess.run([BUILD / "bench" / "bench_generate_shop", str(orders), what], check=True, stdout=out)
        unfinished.rename(path)
    return path


def campaign(orders, name, sources, codes):
    """The campaign over these files; without codes only visits earn."""
    file = json.loads(generated(orders, "campaign").read_text(encoding="utf-8"))
    file["sources"] = [source.name for source in sources]
    for creator in file["creators"]:
        creator["codes"] = creator["codes"] if codes else []
    path = generated(orders, "campaign").with_name(f"shop-{name}-{orders}.json")
    path.write_text(json.dumps(file), encoding="utf-8")
    return path


def run_once(command):
    """(wall seconds, peak resident bytes, parsed output)"""
    started = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             env={**os.environ, "BENCH_NODE_MODULES": str(MODULES)})
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"exit code {child.returncode}: {' '.join(map(str, command))}")
    return wall, usage.ru_maxrss * 1024, json.loads(text)


def differences(report, rows, columns, table):
    """Creators whose figures differ by more than the cent that rounding may cost."""
    ours = {row["creator"].removeprefix("@"): row for row in report["attribution"][table]}
    found = []
    for row in rows:
        name = row["creator"]
        if name is None or not name.startswith("creator_"):
            continue
        for column, own in columns.items():
            if abs(float(row[column]) - float(ours[name][own])) > 0.011:
                found.append(f"{name} {own}: {ours[name][own]} here, {row[column]} there")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--program", type=pathlib.Path, default=BUILD / "tiktok-kpi")
    options = parser.parse_args()
    if not (BUILD / "build.ninja").exists():
        sys.exit("first: cmake --preset release")
    if not (MODULES / "node_modules" / "@duckdb").exists():
        sys.exit(f"first: npm install --prefix {MODULES.relative_to(REPOSITORY)} @duckdb/node-api")

    orders, touches = generated(options.orders, "orders"), generated(options.orders, "touches")
    questions = {
        "code-or-link": ([orders], {"orders": "conversions", "revenue": "net_revenue"}, "credits"),
        "journeys": ([orders, touches], {model: model for model in MODELS}, "models"),
    }
    wrong = []
    for question, (files, columns, table) in questions.items():
        of_ours = campaign(options.orders, question, files, question == "code-or-link")
        commands = {
            "tiktok-kpi": [options.program.resolve(), "attribute", of_ours, "-f", "json", "-j", str(options.threads)],
            "duckdb": ["node", REPOSITORY / "bench" / "shop_sql.mjs", question, str(options.threads), *files],
        }
        runs = {name: [] for name in commands}
        for _ in range(options.rounds):
            answers = {}
            for name, command in commands.items():
                wall, peak, answers[name] = run_once(command)
                runs[name].append((wall, peak))
            wrong += differences(answers["tiktok-kpi"], answers["duckdb"], columns, table)
        print(f"{question}: {options.orders:,} orders, {sum(file.stat().st_size for file in files) / 1e9:.2f} GB, "
              f"{options.threads} threads, median of {options.rounds} rounds")
        median = {name: statistics.median(wall for wall, _ in measured) for name, measured in runs.items()}
        for name, measured in runs.items():
            print(f"  {name:12}{median[name]:8.2f} s {max(peak for _, peak in measured) / 1e6:8.0f} MB"
                  f"{median[name] / median['duckdb']:8.2f} x")
    print("\n".join(wrong[:20]) or "the answers are the same")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
