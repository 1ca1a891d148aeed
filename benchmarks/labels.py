"""Which files do people call copies? All labelled pairs, and what the rule says of them.

    python benchmarks/labels.py WORKSPACE=tuning,held-out WORKSPACE=fresh ...

Pairs near the thresholds that three readers each labelled from reading both files alone (`pairs/`: copy, different, doubtful; doubtful ones
are not counted, nor are files that only declare something or are generated, which are never compared). Each file of pairs is of other
repositories, so it names the workspace that holds them. Precision and recall of similar pairs, and of being in one cluster, by file and
of all.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import search

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import Documents, documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.workspace import Workspace

PAIRS = Path(__file__).parent / "pairs"
SAID = {"pair": "similar pairs", "cluster": "in one cluster"}


def everything(contents: pd.DataFrame, rules: Thresholds) -> Documents:
    """All files as documents, whatever `find` would leave out; `files` say what only declares something (`declared`)."""
    thin = pd.Series(False, index=contents.index)
    whole = rules.similar.model_copy(update={"left_out": (), "boilerplate": (), "declared": (), "generated": ()})
    found = documents(contents, thin, rules.model_copy(update={"similar": whole}))
    return replace(found, files=found.files.assign(declared=documents(contents, thin, rules).files["declared"]))


def labelled(name: str, found: Documents) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Counted pairs with their documents: no doubtful ones, and none of files that only declare something, which are never compared."""
    table = pd.read_csv(PAIRS / f"{name}.csv")
    if "label" not in table:
        sys.exit(f"{name}: pairs/{name}.csv has no column label: it is drawn and not read; give one that readers have labelled")
    table = table[table["label"] != "doubtful"].reset_index(drop=True)
    place = found.files.set_index(["repository", "path"])
    both = [
        place.reindex(pd.MultiIndex.from_arrays([table[side].str.split("+").str[1], table[f"{side}_path"]])) for side in ("left", "right")
    ]
    left, right = (side["document"].fillna(-1).to_numpy(int) for side in both)
    declared = np.logical_or(*(side["declared"].eq(True).to_numpy() for side in both))
    there = (left >= 0) & (right >= 0)
    print(f"  {int((~there).sum())} pairs are not in this workspace, {int((there & declared).sum())} are of declarations")
    counted = there & ~declared
    if not counted.any():
        sys.exit(f"{name}: none of its pairs is in this workspace; columns left and right of pairs/{name}.csv say which clones to collect")
    return table[counted], left[counted], right[counted]


def say(name: str, said: np.ndarray, copy: np.ndarray) -> None:
    """Precision and recall of what is said to be a copy."""
    right = int((said & copy).sum())
    precision, recall = right / max(said.sum(), 1), right / copy.sum()
    print(f"  {name:40} precision {precision:.3f}  recall {recall:.3f}  ({int(said.sum())} found, {copy.sum()} there)")


def judged(workspace: Path, names: list[str], rules: Thresholds) -> pd.DataFrame:
    """One row a counted pair: file, copy, and what the rule says: pair, cluster (bool)."""
    found = everything(Workspace(workspace).facts().contents, rules)
    pairs = similar(found, rules.similar)
    known = set(pairs[["left", "right"]].itertuples(index=False, name=None))
    cluster = clusters(found, pairs, rules.clusters, rules.similar)["cluster"].to_numpy()
    parts = []
    for name in names:
        table, left, right = labelled(name, found)
        pair = [(min(both), max(both)) in known for both in zip(left, right, strict=True)]
        together = (cluster[left] == cluster[right]) & (cluster[left] >= 0)
        parts.append(pd.DataFrame({"file": name, "copy": (table["label"] == "copy").to_numpy(), "pair": pair, "cluster": together}))
    return pd.concat(parts)


def main() -> None:
    """Print each file of pairs, and all."""
    given = [part.rpartition("=") for part in sys.argv[1:]]
    if not given or not all(folder and names for folder, _, names in given):
        sys.exit("usage: python benchmarks/labels.py WORKSPACE=tuning,held-out WORKSPACE=fresh ...")
    rules = search.rules()
    every = pd.concat([judged(Path(folder), names.split(","), rules) for folder, _, names in given])
    for name, table in [*every.groupby("file", sort=False), ("all", every)]:
        print(f"{name}: {len(table):,} pairs, {table['copy'].sum():,} copies")
        for column, title in SAID.items():
            say(title, table[column].to_numpy(bool), table["copy"].to_numpy(bool))


if __name__ == "__main__":
    main()
