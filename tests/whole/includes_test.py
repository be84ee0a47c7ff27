#!/usr/bin/env python3
"""Every include runs toward core: reads the #include lines of src/ and include/ against one table."""
import pathlib
import re
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

# folder -> folders it may include, itself aside. "version" is the one generated header.
MAY_INCLUDE = {
    "core": set(),
    "model": {"core"},
    "document": {"core"},
    "input": {"model", "core"},
    "aggregate": {"model", "core"},
    "metrics": {"aggregate", "model", "core"},
    "analysis": {"metrics", "aggregate", "model", "core"},
    "report": {"analysis", "metrics", "aggregate", "model", "document", "core"},
    "render": {"document", "core"},
}
# The files beside the folders are the pipeline.
PIPELINE = {"pipeline", "compare", "compare_evidence", "compare_gates", "compare_parts", "saved_report", "campaign_draft", "draft_exports", "draft_finds", "data_notes", "dataset", "definition_differences", "portfolio", "positions", "reading_flags", "convert", "convert_append", "convert_raw", "cells_of_records"}
MAY_INCLUDE["pipeline"] = set(MAY_INCLUDE)
MAY_INCLUDE["cli"] = set(MAY_INCLUDE)

# Headers that fewer may include than their folder: rows in batches are for those who walk rows.
RESTRICTED = {"model/batch.hpp": {"model", "input", "aggregate", "metrics", "pipeline"}}

TREES = (("src", ""), ("include/tiktok_kpi", "tiktok_kpi/"))
GENERATED = {"version.hpp"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]')


def folder_of(path):
    """Folder of the flow a path below src/ or include/tiktok_kpi/ belongs to, or None."""
    first, _, rest = path.partition("/")
    if rest:
        return first if first in MAY_INCLUDE else None
    return "pipeline" if first.partition(".")[0] in PIPELINE else None


def sources(root):
    """(path, path below its tree, is public) of every source file."""
    for tree, public in (("src", False), ("include/tiktok_kpi", True)):
        for path in sorted((root / tree).rglob("*")):
            if path.suffix in (".cpp", ".hpp"):
                yield path, path.relative_to(root / tree).as_posix(), public


def faults_of_line(kind, target, path, folder, public):
    """What is wrong with one include, or None."""
    if kind == "<":
        standard = re.fullmatch(r"[a-z_]+", target)
        return None if standard or path.suffix == ".cpp" else "only .cpp files include third-party and system headers"
    if target in GENERATED:
        return "a public header includes a generated one" if public else None
    below = target.removeprefix("tiktok_kpi/")
    to = folder_of(below)
    if to is None:
        return "names no folder of the flow"
    if public and below == target:
        return "a public header includes a private one"
    if to != folder and to not in MAY_INCLUDE[folder]:
        return f"{folder} may not include {to}"
    if folder not in RESTRICTED.get(below, MAY_INCLUDE):
        return f"{folder} may not include {below}"
    return None


def own_header_faults(root, path, below, text):
    """A header proves that it compiles alone by standing first in the source of its name, and once."""
    if path.suffix == ".hpp":
        return [] if text.startswith("#pragma once\n") else ["does not begin with #pragma once"]
    header = below.removesuffix(".cpp") + ".hpp"
    own = [prefix + header for tree, prefix in TREES if (root / tree / header).is_file()]
    first = next((match.group(2) for match in map(INCLUDE.match, text.splitlines()) if match), None)
    return [] if not own or first in own else [f"does not include its own header first: {own[0]}"]


def violations(root):
    found = []
    graph = {}
    for path, below, public in sources(root):
        where = path.relative_to(root).as_posix()
        folder = folder_of(below)
        if folder is None:
            found.append(f"{where}: in no folder of the flow")
            continue
        graph[below] = set()
        text = path.read_text(encoding="utf-8")
        found += [f"{where}: {fault}" for fault in own_header_faults(root, path, below, text)]
        for number, line in enumerate(text.splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            kind, target = match.groups()
            fault = faults_of_line(kind, target, path, folder, public)
            if fault:
                found.append(f'{where}:{number}: {fault}: "{target}"')
            graph[below].add(target.removeprefix("tiktok_kpi/"))
    return found + [f"{' -> '.join(circle)}: a circle" for circle in circles(graph)]


def circles(graph):
    """Include circles, each once, as the path that closes it."""
    done, found = set(), []

    def walk(node, trail):
        if node in trail:
            found.append(trail[trail.index(node):] + [node])
        elif node in graph and node not in done:
            for target in sorted(graph[node]):
                walk(target, trail + [node])
            done.add(node)

    for node in sorted(graph):
        walk(node, [])
    return found


class IncludesTest(unittest.TestCase):
    def test_the_tree_keeps_the_rule(self):
        self.assertGreater(sum(1 for _ in sources(REPOSITORY)), 20)
        self.assertEqual(violations(REPOSITORY), [])


class PlantedTest(unittest.TestCase):
    """The rule above must see what it forbids."""

    def plant(self, path, text, **others):
        """Violations of a tree of one file, and of others beside it: name="text"."""
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder) / path
            target.parent.mkdir(parents=True)
            guard = "#pragma once\n" if target.suffix == ".hpp" else ""
            target.write_text(guard + text, encoding="utf-8")
            for name, beside in others.items():
                target.with_name(name.replace("_", ".")).write_text(beside, encoding="utf-8")
            return violations(pathlib.Path(folder))

    def test_a_source_begins_with_its_own_header(self):
        text = '#include <string>\n#include "core/a.hpp"\n'
        self.assertEqual(self.plant("src/core/a.cpp", text, a_hpp="#pragma once\n"),
                         ["src/core/a.cpp: does not include its own header first: core/a.hpp"])
        self.assertEqual(self.plant("src/core/a.cpp", '#include "core/a.hpp"\n', a_hpp="#pragma once\n"), [])
        self.assertEqual(self.plant("src/core/a.cpp", '#include "core/a.hpp"\n', a_hpp="// x\n"),
                         ["src/core/a.hpp: does not begin with #pragma once"])

    def test_an_arrow_away_from_core(self):
        self.assertEqual(self.plant("src/render/table.cpp", '// x\n#include "model/fields.hpp"\n'),
                         ['src/render/table.cpp:2: render may not include model: "model/fields.hpp"'])
        self.assertEqual(self.plant("src/core/money.cpp", '#  include "tiktok_kpi/model/settings.hpp"\n'),
                         ['src/core/money.cpp:1: core may not include model: "tiktok_kpi/model/settings.hpp"'])

    def test_input_and_aggregate_never_meet(self):
        self.assertEqual(len(self.plant("src/input/reader.cpp", '#include "aggregate/store.hpp"\n')), 1)
        self.assertEqual(len(self.plant("src/aggregate/store.cpp", '#include "input/reader.hpp"\n')), 1)

    def test_nobody_includes_cli_and_only_cli_the_pipeline(self):
        for header in ("cli/options.hpp", "tiktok_kpi/pipeline.hpp"):
            self.assertEqual(len(self.plant("src/report/build.cpp", f'#include "{header}"\n')), 1)
        self.assertEqual(len(self.plant("src/pipeline.cpp", '#include "cli/options.hpp"\n')), 1)
        self.assertEqual(self.plant("src/cli/main.cpp", '#include "tiktok_kpi/pipeline.hpp"\n'), [])

    def test_batches_are_for_those_who_walk_rows(self):
        self.assertEqual(len(self.plant("src/analysis/tiers.cpp", '#include "model/batch.hpp"\n')), 1)
        self.assertEqual(self.plant("src/metrics/row_formula.cpp", '#include "model/batch.hpp"\n'), [])

    def test_third_party_headers_stay_in_sources(self):
        for header in ("fmt/format.h", "unistd.h", "simdjson.h"):
            self.assertEqual(len(self.plant("src/input/json.hpp", f"#include <{header}>\n")), 1)
            self.assertEqual(self.plant("src/input/json.cpp", f"#include <{header}>\n"), [])
        self.assertEqual(self.plant("src/input/json.hpp", "#include <string_view>\n"), [])

    def test_relative_and_private_paths(self):
        self.assertEqual(len(self.plant("src/core/text.cpp", '#include "../model/fields.hpp"\n')), 1)
        self.assertEqual(len(self.plant("src/core/text.cpp", '#include "text.hpp"\n')), 1)
        self.assertEqual(len(self.plant("include/tiktok_kpi/model/x.hpp", '#include "core/text.hpp"\n')), 1)
        self.assertEqual(len(self.plant("src/helpers/x.cpp", "")), 1)

    def test_a_circle(self):
        self.assertEqual(circles({"core/a.hpp": {"core/b.hpp"}, "core/b.hpp": {"core/a.hpp"}}),
                         [["core/a.hpp", "core/b.hpp", "core/a.hpp"]])


if __name__ == "__main__":
    unittest.main()
