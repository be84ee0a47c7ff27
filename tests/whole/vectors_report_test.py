#!/usr/bin/env python3
"""Worked examples as exports: what `formulas test` finds from arguments, a report must find from posts.

Every example of tests/vectors/formulas.json whose arguments are posts, or fields of one post, is written as canonical
NDJSON, goes through `report -f json`, and must give the expected value: by --explain for metrics over posts, from the
section that shows it for the others. Examples that no export can state are counted, never passed over in silence.
"""
import argparse
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "formulas.json"
POST_FIELDS = {"likes", "comments", "shares", "saves", "views", "followers", "reach", "impressions", "clicks",
               "sessions", "conversions", "cost", "views_2s", "views_6s", "completed_views", "completion_rate", "avg_watch_s",
               "duration_s", "new_followers", "revenue", "tags", "creator", "caption", "posted_at", "sponsored",
               "disclosed", "branded_content"}
OPTIONS = {"set": "--set", "missing": "--missing", "denominator": "--ctr-denominator"}
# No metric over posts: found in the arguments of other figures, or of a whole period.
UNSTATED = {
    "power_influencer": "its arguments are figures, no posts",
    "benchmark_index": "its arguments are figures, no posts",
    "posting_rate_band": "its argument is a rate",
    "ugc_multiplier": "its arguments are counts of posts",
    "cost_per_follower": "its arguments are figures, no posts",
    "follower_growth_abs": "its arguments are followers of two days",
    "follower_growth_daily": "its arguments are followers of two days",
    "follower_growth_excess": "its arguments are followers of two days",
    "follower_growth_rate": "its arguments are followers of two days",
    "format_percent": "a rule of display",
    "percentile": "a statistic of any values",
    "shrunk_mean": "a statistic of any values",
    "wilson_interval": "a statistic of any values",
    "fx_convert": "an amount of any kind",
    "sum_money": "amounts of any kind",
    "top_share": "a statistic of any values",
    "match_key_coverage": "its arguments are events",
    "order_credit": "its arguments are one order",
    "code_leak_rate": "its arguments are orders",
    "net_revenue": "its arguments are orders",
    **dict.fromkeys(("lift_abs", "lift_rel", "mann_whitney", "cliffs_delta", "hodges_lehmann", "welch_t", "bootstrap_mean_diff",
                     "newcombe_diff", "mad", "modified_z", "outlier_indices", "theil_sen", "spearman", "bh_adjust"),
                    "a statistic of any values"),
    **dict.fromkeys(("velocity", "time_to_fraction", "fade_day", "share_after_days", "engagement_retention"),
                    "its arguments are figures of several days, no posts"),
    **dict.fromkeys(("deliverable_completion", "on_time_rate", "has_disclosure", "disclosure_rate", "rights_cleared_rate",
                     "exclusivity_violations", "usage_rights_days_left", "goal_attainment", "pacing", "projected_total",
                     "repeat_rate", "net_sentiment", "positive_share", "audience_match", "fit_score"),
                    "no section of the report shows it"),
    **dict.fromkeys(("aov", "breakeven_roas", "commission", "cost_per_post", "cost_total", "cpe", "emv_cpm",
                     "emv_weighted", "gifted_cost", "mer", "ncac", "rate_position", "roi_emv"),
                    "its arguments are sums of a campaign, no posts"),
}


def read_report(program, path, text, *flags):
    run = subprocess.run([program, "report", path, "-f", "json", *flags], input=text, capture_output=True, text=True,
                         encoding="utf-8", check=False)
    if run.returncode != 0:
        raise RuntimeError(run.stderr.strip() or f"exit code {run.returncode}")
    return json.loads(run.stdout)


def report(program, posts, *flags):
    """The report of posts as canonical NDJSON; no posts at all are an empty JSON list, an empty file is a mistake."""
    lines = [json.dumps({"post_id": f"post-{number}", **post}) + "\n" for number, post in enumerate(posts, 1)]
    return read_report(program, "-", "".join(lines) or "[]", *flags)


def flags_of(inputs):
    return [part for name, flag in OPTIONS.items() if name in inputs for part in (flag, inputs[name])]


def explained(program, metric, inputs):
    posts = inputs.get("posts")
    if posts is None:
        posts = [{key: value for key, value in inputs.items() if key in POST_FIELDS}]
    known = [{key: value for key, value in post.items() if value is not None} for post in posts]
    return report(program, known, "--explain", metric, *flags_of(inputs))["totals"][metric.split("@")[0]]


def of_tag(metric):
    def value(program, _, inputs):
        rows = report(program, without_money(inputs["posts"]), "--sections", "hashtags", "--set", "lcs")["hashtags"]
        found = [row[metric] for row in rows if row["hashtag"].lstrip("#") == inputs["tag"]]
        return found[0] if found else None
    return value


def money_of_tag(split, full):
    def value(program, _, inputs):
        rows = report(program, inputs["posts"], "--sections", "money")["money"]["hashtags"]
        column = full if inputs.get("mode") == "full" else split
        return [row[column] for row in rows if row["hashtag"].lstrip("#") == inputs["tag"]][0]
    return value


def without_money(posts):
    return [{key: value for key, value in post.items() if key not in ("revenue", "cost")} for post in posts]


def first_row(section, column):
    def value(program, _, inputs):
        post = {"post_id": "post-1", "creator": "ana", **{key: value for key, value in inputs.items()
                                                          if key in POST_FIELDS and value is not None}}
        if "preset" not in inputs:
            return report(program, [post], "--sections", section)[section][0][column]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "campaign.json"
            path.write_text(json.dumps({"name": "presets", "tiers": {"preset": inputs["preset"]}, "posts": [post]}))
            return read_report(program, str(path), "", "--sections", section)[section][0][column]
    return value


def breakout(program, _, inputs):
    days = range(1, len(inputs["baseline_views"]) + 2)
    posts = [{"creator": "ana", "views": views, "posted_at": f"2024-05-{day:02}T12:00:00Z"}
             for day, views in zip(days, [*inputs["baseline_views"], inputs["views"]])]
    rows = report(program, posts, "--sections", "posts", "--sort", "day:desc")["posts"]
    return rows[0]["breakout_ratio"]


def rhythm(column):
    def value(program, _, inputs):
        posts = [{"creator": "ana", "views": 1, "posted_at": date + "T12:00:00Z"} for date in inputs["dates"]]
        flags = [part for flag, key in (("--since", "window_start"), ("--until", "window_end")) if key in inputs
                 for part in (flag, inputs[key])]
        return report(program, posts, "--sections", "posting", *flags)["posting"][0][column]
    return value


def reach(program, _, inputs):
    if inputs.get("mode") == "per_post":  # the followers of every post: a metric of the campaign file
        metrics = {"all_followers": {"formula": "followers", "unit": "count"}}
        posts = [{"post_id": f"post-{number}", **post} for number, post in enumerate(inputs["posts"])]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "campaign.json"
            path.write_text(json.dumps({"name": "reach", "metrics": metrics, "posts": posts}))
            return read_report(program, str(path), "", "--sections", "headline")["totals"]["all_followers"]
    return report(program, inputs["posts"], "--sections", "tiers")["totals"]["potential_reach"]


def roi(program, metric, inputs):
    if "gross_margin" not in inputs:
        return explained(program, metric, inputs)
    post = {"post_id": "post-1", "revenue": inputs["revenue"], "cost": inputs["cost"]}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "campaign.json"
        path.write_text(json.dumps({"name": "margin", "settings": {"margin": inputs["gross_margin"]}, "posts": [post]}))
        return read_report(program, str(path), "", "--explain", metric)["totals"][metric]


def slot(program, _, inputs):
    zone = inputs.get("utc_offset_minutes", 0)
    posts = []
    for post in inputs["posts"]:
        at = datetime.datetime.fromisoformat(post["posted_at"].replace("Z", "+00:00"))
        shifted = at + datetime.timedelta(minutes=zone)
        posts.append({"creator": "ana", "posted_at": shifted.isoformat(), "views": 1000,
                      "likes": round(post["er"] * 1000), "comments": 0, "shares": 0})
    return report(program, posts, "--sections", "posting")["figures"]["posting"]["best_slot"]


OTHERWISE = {
    "hashtag_er": of_tag("er_views"),
    "hashtag_lift": of_tag("hashtag_lift"),
    "hashtag_money": money_of_tag("hashtag_money", "revenue"),
    "hashtag_roi": money_of_tag("hashtag_roi", "roi"),
    "tier": first_row("creators", "tier"),
    "frequency": first_row("posts", "frequency"),
    "quality_flags": first_row("posts", "quality_flags"),
    "hashtags": first_row("posts", "tags"),
    "breakout_ratio": breakout,
    "posting_rate": rhythm("posting_rate"),
    "longest_gap_days": rhythm("longest_gap_days"),
    "gap_cv": rhythm("gap_cv"),
    "best_slot": slot,
    "potential_reach": reach,
    "roi": roi,
}


def agrees(got, expected, tolerance):
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(got, (int, float)) and abs(got - expected) <= max(tolerance, 1e-12) * max(1, abs(expected))
    return got == expected


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    program = parser.parse_args().program
    passed, unstated, failed = 0, 0, []
    for vector in json.loads(VECTORS.read_text(encoding="utf-8")):
        metric, inputs = vector["metric"], vector["inputs"]
        no_row = metric == "posting_rate" and not inputs["dates"]
        if metric in UNSTATED or no_row:
            unstated += 1
            continue
        way = OTHERWISE.get(metric, explained)
        try:
            got = way(program, metric, inputs)
        except (RuntimeError, KeyError, IndexError) as error:
            failed.append(f"{metric} {json.dumps(inputs)}: {error!r}")
            continue
        if agrees(got, vector["expected"], vector["tolerance"]):
            passed += 1
        else:
            failed.append(f"{metric} {json.dumps(inputs)}: {got!r} instead of {vector['expected']!r}")
    print("\n".join(failed))
    print(f"{passed} passed, {len(failed)} failed, {unstated} state no posts")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
