"""Which files are near-identical: against brute force, against hand labels, and beside jscpd.

    python benchmarks/similar.py WORKSPACE [--pairs tuning] [--jscpd BINARY]

On the plumbing files of a workspace, every one of them (calls of something shared and kinds that are left out too):

- **exact**: all pairs of one kind compared one by one, and the search. They must find the same pairs.
- **labels**: one file of labelled pairs, as in `labels.py`, which takes all of them.
- **jscpd**: on the same files and the same labels: a pair counts where it reports any clone between the two files, or, strictly, where
  such clones cover half of the lines of both. CPU is that of whole processes, Python's start and reading included.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import jscpd
import numpy as np
import pandas as pd
import search
import synthetic_files
from brute import brute_force
from labels import everything, labelled, say

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.workspace import Workspace

HALF = 0.5


def exact(found: Documents, pairs: pd.DataFrame, rules: Thresholds) -> None:
    """The search beside comparing all with all."""
    start = time.process_time()
    every = brute_force(found)
    print(f"exact: {len(found):,} documents; all {len(every):,} pairs of one kind compared in {time.process_time() - start:.1f} CPU s")
    likeness = (every["lines"] + rules.similar.weight * every["words"]) / (1 + rules.similar.weight)
    least = found.table["kind"].map(rules.similar.least).to_numpy()[every["left"]]
    alike = every[likeness >= least - 1e-9]
    wanted = set(alike.loc[alike["lines"] >= rules.similar.in_order - 1e-9, ["left", "right"]].itertuples(index=False, name=None))
    got = set(pairs[["left", "right"]].itertuples(index=False, name=None))
    print(f"  similar by brute force {len(wanted):,}, by the search {len(got):,}; missed {len(wanted - got)}, too many {len(got - wanted)}")
    lost = len(alike) - len(wanted)
    print(f"  alike, but with fewer lines in order than in_order: {lost:,} ({lost / len(alike):.1%} of all alike)")


def labels(name: str, found: Documents, pairs: pd.DataFrame, grouped: pd.DataFrame, report: jscpd.Report | None) -> None:
    """The rule, the clusters and jscpd against the labels."""
    table, left, right = labelled(name, found)
    copy = (table["label"] == "copy").to_numpy()
    print(f"labels: {name}, {len(table)} pairs, {copy.sum()} copies")
    known = set(pairs[["left", "right"]].itertuples(index=False, name=None))
    say("similar pairs", np.array([(min(p), max(p)) in known for p in zip(left, right, strict=True)]), copy)
    cluster = grouped["cluster"].to_numpy()
    say("in one cluster", (cluster[left] == cluster[right]) & (cluster[left] >= 0), copy)
    if report:
        sides = table[["left", "left_path", "right", "right_path"]].itertuples(index=False)
        shares = np.array([_share(report, found, *row) for row in sides])
        say("jscpd, any clone of the two", shares > 0, copy)
        say("jscpd, clones cover half of the lines", shares >= HALF, copy)


def _share(report: jscpd.Report, found: Documents, left: str, left_path: str, right: str, right_path: str) -> float:
    """Share of the lines of both files that stand in clones of the two."""
    names = sorted([f"{left.split('+')[1]}/{left_path}", f"{right.split('+')[1]}/{right_path}"])
    held = report.shared.get((names[0], names[1]))
    if held is None:
        return 0.0
    place = found.files.set_index(["repository", "path"])["lines"]
    written = sum(int(place[tuple(name.split("/", 1))]) for name in names)
    return (len(held[0]) + len(held[1])) / max(written, 1)


def beside(binary: Path, folder: Path) -> jscpd.Report:
    """jscpd and our search, each a process of its own, on the files of a folder."""
    ours = jscpd.measured([sys.executable, str(Path(search.__file__).resolve()), str(folder), "--json"], Path.cwd())
    theirs = jscpd.run(binary, folder)
    print(f"jscpd: {theirs.cpu:.1f} CPU s, {theirs.megabytes} MB; our search {ours.cpu:.1f} CPU s, {ours.megabytes} MB, all included")
    return theirs


def main() -> None:
    """Print all three."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--pairs", default="tuning")
    parser.add_argument("--jscpd", type=Path)
    given = parser.parse_args()
    rules, contents = search.rules(), Workspace(given.workspace).facts().contents
    found = everything(contents, rules)
    pairs = similar(found, rules.similar)
    grouped = clusters(found, pairs, rules.clusters, rules.similar)
    exact(found, pairs, rules)
    report = None
    if given.jscpd:
        with tempfile.TemporaryDirectory() as folder:
            synthetic_files.write(contents, Path(folder))
            report = beside(given.jscpd, Path(folder))
    labels(given.pairs, found, pairs, grouped, report)


if __name__ == "__main__":
    main()
