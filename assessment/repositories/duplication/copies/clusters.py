"""Which files are copies of one solution?

Reads documents and their similar pairs; returns, for every document, the cluster it belongs to, the most central document of that
cluster, and how much of it is found there. Inside each connected component of similar pairs: average linkage, cut where members are
on average `clusters.slack` less alike than a pair of their kind must be, so that a chain of small steps does not join what is not alike.
Components beyond `clusters.largest` are grouped around hubs.

Misleads: identical files count once in the linkage, so a family of a hundred identical files weighs no more than one.
Source: UPGMA (Sokal, Michener 1958); measured against labelled pairs beside single and complete linkage: benchmarks/README.md.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from assessment.repositories.duplication.copies.components import Neighbours, components, slices
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.likeness import Likeness
from assessment.repositories.duplication.thresholds import Grouping, Similar

COLUMNS = ("cluster", "medoid", "similarity", "copied")
Group = tuple[np.ndarray, int]  # its documents, and the most central of them
Linked = Callable[[np.ndarray, np.ndarray], Iterator[Group]]


def clusters(found: Documents, pairs: pd.DataFrame, rules: Grouping, alike: Similar) -> pd.DataFrame:
    """One row per document, in order: cluster (-1 = none), medoid (document), similarity to the medoid (share of lines in common), copied
    (lines found in another repository).

    A cluster has at least two repositories. pairs: columns left, right, lines, as `similar.similar` returns them; alike: the
    rules by which they were found.
    """
    repository, several = pd.factorize(found.table["repository"])[0], (found.table["repositories"] > 1).to_numpy()
    cluster, centre, similarity, taken = np.full(len(found), -1), np.full(len(found), -1), np.full(len(found), np.nan), 0
    of_kind = _by_kind(found, components(len(found), pairs))
    for kind in pd.unique(found.table["kind"].sort_values()):
        parts = of_kind[kind]
        compared = np.sort(np.concatenate([np.zeros(0, np.int64), *(part for part in parts if len(part) > 1)]))
        measure = Likeness.of(found, compared, alike.weight)
        linked = partial(_linked, measure, compared, 1 - alike.least(kind) + rules.slack)
        for group, medoid in _groups(parts, found.table["files"].to_numpy(), pairs, rules.largest, linked):
            if several[group].any() or len(set(repository[group])) > 1:
                cluster[group], centre[group], similarity[group] = taken, medoid, 1.0
                taken += 1
        used = compared[cluster[compared] >= 0]
        used = used[np.argsort(centre[used], kind="stable")]
        similarity[used] = measure.lines(*(np.searchsorted(compared, side) for side in (centre[used], used)))
    table = pd.DataFrame({"cluster": cluster, "medoid": centre, "similarity": similarity})
    return table.assign(copied=_copied(found, pairs, table))


def _by_kind(found: Documents, together: list[np.ndarray]) -> dict[str, list[np.ndarray]]:
    """The components among the documents of each kind: no pair leads from kind to kind."""
    parts: dict[str, list[np.ndarray]] = {}
    for part, kind in zip(together, found.table["kind"].iloc[[part[0] for part in together]], strict=True):
        parts.setdefault(kind, []).append(part)
    return parts


def _groups(parts: list[np.ndarray], weight: np.ndarray, pairs: pd.DataFrame, largest: int, linked: Linked) -> Iterator[Group]:
    """Groups of documents with their medoid. parts: components; weight: files of each document; linked: what groups a component that has
    at most `largest` members."""
    for part in parts:
        if len(part) < 3:
            yield part, part[np.argmax(weight[part])]
        elif len(part) <= largest:
            yield from linked(part, weight[part])
        else:
            yield from _stars(Neighbours.within(part, pairs), part, weight[part])


def _linked(measure: Likeness, compared: np.ndarray, cut: float, members: np.ndarray, weight: np.ndarray) -> Iterator[Group]:
    """Average linkage of one component, cut; the medoid is the member with the highest mean likeness to all files of its group.

    compared: the documents of which the measure is.
    """
    alike = measure.matrix(np.searchsorted(compared, members))
    apart = squareform(alike, checks=False)
    labels = fcluster(linkage(np.subtract(1, apart, out=apart), "average"), cut, "distance")
    del apart
    for label in pd.unique(labels):
        group = np.flatnonzero(labels == label)
        centrality = alike[np.ix_(group, group)] @ weight[group]
        yield members[group], int(members[group[np.argmax(np.round(centrality, 9))]])


def _stars(near: Neighbours, members: np.ndarray, weight: np.ndarray) -> Iterator[Group]:
    """Groups around hubs: the document similar to most files first, with all its neighbours that are still free."""
    free = np.ones(len(members), bool)
    for hub in np.argsort(-near.degree(weight), kind="stable"):
        if free[hub]:
            around = near.of(hub)
            group = np.sort(np.append(around[free[around]], hub))
            free[group] = False
            yield members[group], int(members[hub])


def _copied(found: Documents, pairs: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Lines of each document that stand in the same order in the closest member of its cluster in another repository."""
    lines, cluster = found.table["lines"].to_numpy(), table["cluster"].to_numpy()
    most = np.where((cluster >= 0) & (found.table["repositories"] > 1), lines, 0).astype(float)
    for part in slices(len(pairs)):
        left, right, common = (pairs[name].to_numpy()[part] for name in ("left", "right", "lines"))
        inside = (cluster[left] == cluster[right]) & (cluster[left] >= 0)
        left, right = left[inside], right[inside]
        for side in (left, right):
            np.maximum.at(most, side, common[inside])
    medoid = np.where(cluster >= 0, table["medoid"], 0)
    repository = found.table["repository"].to_numpy()
    apart = (cluster >= 0) & (repository != repository[medoid]) if len(cluster) else cluster >= 0
    through = np.where(apart, np.nan_to_num(table["similarity"]) * (lines + lines[medoid]) / 2, 0) if len(cluster) else most
    return np.asarray(np.rint(np.maximum(most, through)), np.int64)
