"""Which files are copies of one solution?

Reads documents and their similar pairs; returns, for every document, the cluster it belongs to, the most central document of that
cluster, and how much of it is found there. Inside each connected component of similar pairs: average linkage, cut at `clusters.cut`, so
that a chain of small steps does not join what is not alike. Components beyond `clusters.largest` are grouped around hubs.

Misleads: identical files count once in the linkage, so a family of a hundred identical files weighs no more than one.
Source: UPGMA (Sokal, Michener 1958); measured against labelled pairs beside single and complete linkage: benchmarks/README.md.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from assessment.repositories.duplication.copies.components import Neighbours, components, slices
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.likeness import Likeness
from assessment.repositories.duplication.thresholds import Grouping

COLUMNS = ("cluster", "medoid", "similarity", "copied")


def clusters(found: Documents, pairs: pd.DataFrame, rules: Grouping, weight: float = 0.0) -> pd.DataFrame:
    """One row per document, in order: cluster (-1 = none), medoid (document), similarity to the medoid (share of lines in common), copied
    (lines found in another repository).

    A cluster has at least two repositories. pairs: columns left, right, lines, as `similar.similar` returns them; weight: of
    words beside lines in the likeness that they were found by.
    """
    repository, several = pd.factorize(found.table["repository"])[0], (found.table["repositories"] > 1).to_numpy()
    cluster, centre, similarity, taken = np.full(len(found), -1), np.full(len(found), -1), np.full(len(found), np.nan), 0
    of_kind = _by_kind(found, components(len(found), pairs))
    for kind in pd.unique(found.table["kind"].sort_values()):
        parts = of_kind[kind]
        compared = np.sort(np.concatenate([np.zeros(0, np.int64), *(part for part in parts if len(part) > 1)]))
        measure = Likeness.of(found, compared, weight)
        for group, medoid in _groups(found, measure, compared, parts, pairs, rules):
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


def _groups(
    found: Documents, measure: Likeness, members: np.ndarray, parts: list[np.ndarray], pairs: pd.DataFrame, rules: Grouping
) -> Iterator[tuple[np.ndarray, int]]:
    """Groups of documents with their medoid. parts: components; members: those that are compared, of which the measure is."""
    weight = found.table["files"].to_numpy()
    for part in parts:
        if len(part) < 3:
            yield part, part[np.argmax(weight[part])]
        elif len(part) <= rules.largest:
            yield from _linked(measure.matrix(np.searchsorted(members, part)), part, weight[part], rules.cut)
        else:
            yield from _stars(Neighbours.within(part, pairs), part, weight[part])


def _linked(alike: np.ndarray, members: np.ndarray, weight: np.ndarray, cut: float) -> Iterator[tuple[np.ndarray, int]]:
    """Average linkage of one component, cut; the medoid is the member with the highest mean likeness to all files of its group."""
    apart = squareform(alike, checks=False)
    labels = fcluster(linkage(np.subtract(1, apart, out=apart), "average"), cut, "distance")
    del apart
    for label in pd.unique(labels):
        group = np.flatnonzero(labels == label)
        centrality = alike[np.ix_(group, group)] @ weight[group]
        yield members[group], int(members[group[np.argmax(np.round(centrality, 9))]])


def _stars(near: Neighbours, members: np.ndarray, weight: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
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
