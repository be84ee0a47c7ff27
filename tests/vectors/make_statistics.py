#!/usr/bin/env python3
"""Writes statistics.json: 220 random cases of the statistics, worked out by SciPy and by definitions spelled out here.

  python3 -m pip install scipy && tests/vectors/make_statistics.py > tests/vectors/statistics.json

The stored file is what `formulas test` runs; the tests themselves need no SciPy.
"""
import itertools
import json
import random
import statistics

import scipy
from scipy import stats

chance = random.Random(20240501)
cases = []


def add(metric, inputs, expected, note=""):
    cases.append({"metric": metric, "inputs": inputs, "expected": expected, "tolerance": 1e-9,
                  "source": f"SciPy {scipy.__version__}", "note": note})


def sample(size, places):
    """Rates of posts; few places make ties."""
    return [round(chance.lognormvariate(-3, 0.6), places) for _ in range(size)]


def number(value):
    return None if value != value else float(value)


for case in range(25):
    a, b = sample(chance.randint(3, 10), 9), sample(chance.randint(3, 10), 9)
    exact = stats.mannwhitneyu(a, b, alternative="two-sided", method="exact")
    add("mann_whitney", {"a": a, "b": b}, {"u": float(exact.statistic), "p": float(exact.pvalue), "method": "exact"})
for case in range(25):
    a, b = sample(chance.randint(8, 60), 2), sample(chance.randint(8, 60), 2)
    normal = stats.mannwhitneyu(a, b, alternative="two-sided", method="asymptotic", use_continuity=True)
    add("mann_whitney", {"a": a, "b": b}, {"u": float(normal.statistic), "p": float(normal.pvalue), "method": "normal"})
for case in range(35):
    a, b = sample(chance.randint(2, 40), 6), sample(chance.randint(2, 40), 6)
    test = stats.ttest_ind(a, b, equal_var=False)
    add("welch_t", {"a": a, "b": b}, {"t": float(test.statistic), "df": float(test.df), "p": float(test.pvalue)})
for case in range(20):
    a, b = sample(chance.randint(1, 15), 4), sample(chance.randint(1, 15), 4)
    add("hodges_lehmann", {"a": a, "b": b}, statistics.median(x - y for x in a for y in b), "by definition")
    won = sum((x > y) + (x == y) / 2 for x in a for y in b)
    add("cliffs_delta", {"a": a, "b": b}, 2 * won / (len(a) * len(b)) - 1, "by definition")
for case in range(20):
    size = chance.randint(3, 30)
    x, y = [chance.randint(0, 12) for _ in range(size)], [chance.randint(0, 1000) for _ in range(size)]
    add("spearman", {"x": x, "y": y}, number(stats.spearmanr(x, y).statistic))
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in itertools.combinations(zip(x, y), 2) if x1 != x2]
    add("theil_sen", {"x": x, "y": y}, statistics.median(slopes) if slopes else None, "by definition")
for case in range(20):
    n = chance.randint(1, 5000)
    k = chance.randint(0, n)
    confidence = chance.choice([0.9, 0.95, 0.99])
    interval = stats.binomtest(k, n).proportion_ci(confidence, method="wilson")
    add("wilson_interval", {"k": k, "n": n, "confidence": confidence},
        {"low": float(interval.low) if k else 0, "high": float(interval.high) if k < n else 1})
for case in range(15):
    p = [round(chance.random() ** 3, 6) for _ in range(chance.randint(1, 30))]
    add("bh_adjust", {"p": p}, [float(value) for value in stats.false_discovery_control(p)])
for case in range(20):
    values = sample(chance.randint(3, 40), 5)
    add("mad", {"values": values}, float(stats.median_abs_deviation(values)))
print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
