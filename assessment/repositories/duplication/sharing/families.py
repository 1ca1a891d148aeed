"""Which solutions do the same jobs by the same ways, whatever their files look like?

Why: two pipelines without a line in common can both lint, test and push an image with the same tools; two that look alike can differ in
the one step that matters. Content and capability answer different questions, so both are asked.
Reads: the `solutions` table, the plumbing files, and what the steps of each pipeline file do once called blocks are followed
(`called.Blocks.ways_by_file`). Returns: the family of each solution.
How: a solution is the set of (job, way) of its pipelines of that workflow; the jobs it is there for, or where it has none of these, the
preparing and passing on that it does. Sets are families by average linkage on Jaccard distance, cut at `solutions.family`.
Misleads: as `called` does; a solution whose only known step is one common action is the same as any other with that step; what no rule
knows is in no set.
Source: UPGMA (Sokal, Michener 1958) on Jaccard 1901.
"""

from collections.abc import Collection, Iterator
from hashlib import blake2b

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.tools.called import EMPTY

KEY = ["workflow", "repository", "team"]
PLACE = ["repository", "path"]
Does = frozenset[tuple[str, str]]  # (capability, way)
BLOCK = 2_048  # sets compared at once; bounds memory


def families(solutions: pd.DataFrame, files: pd.DataFrame, ways: pd.DataFrame, outward: Collection[str], rules: Thresholds) -> pd.Series:
    """Family of each row of `solutions`, '' where no step is known.

    files: repository, team, path, workflow; ways: repository, path, capability, way; outward: capabilities that a pipeline is there for.
    """
    known = ways[~ways["capability"].isin(EMPTY)].merge(files[[*PLACE, "workflow", "team"]].astype(object), on=PLACE)
    meant = known["capability"].isin(outward)
    known = known[meant | ~meant.groupby([known[name] for name in KEY]).transform("any")]
    pairs = pd.Series(list(zip(known["capability"], known["way"], strict=True)), index=known.index, dtype=object)
    done = pairs.groupby([known[name] for name in KEY]).agg(frozenset)
    named: dict[tuple[str, ...], str] = {}
    for workflow in sorted(done.index.unique("workflow")):
        some = done[done.index.get_level_values("workflow") == workflow]
        of = _named(some, rules)
        named |= {key: of[does] for key, does in zip(some.index, some, strict=True)}
    return pd.Series([named.get(key, "") for key in solutions[KEY].itertuples(index=False, name=None)], index=solutions.index, dtype="str")


def _named(some: pd.Series, rules: Thresholds) -> dict[Does, str]:
    """The family of each set of one workflow: a hash of its commonest member, the first in the alphabet among equally common ones."""
    counts = some.map(lambda does: "\n".join(sorted("\t".join(pair) for pair in does))).to_frame("text").assign(does=some)
    sets = counts.groupby("text")["does"].agg(["first", "size"]).reset_index()
    labels = _families(list(sets["first"]), rules)
    sets = sets.assign(label=labels).sort_values(["label", "size", "text"], ascending=[True, False, True])
    centre = sets.drop_duplicates("label").set_index("label")["text"]
    ids = {label: blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest() for label, text in centre.items()}
    return {does: ids[label] for does, label in zip(sets["first"], sets["label"], strict=True)}


def _families(sets: list[Does], rules: Thresholds) -> np.ndarray:
    """A number for each set, equal within a family: linkage inside what pairs within the cut connect, for parts are only joined where some
    pair between them is within it."""
    near = _near(sets, 1 - rules.solutions.family)
    _, component = sparse.csgraph.connected_components(near, directed=False)
    labels = np.arange(len(sets))
    for members in _members(component):
        if len(members) > rules.clusters.largest:
            labels[members] = members[0]  # more alike pipelines than can be compared at once are one way of working
        elif len(members) > 1:
            apart = 1 - _jaccard(sets, members)
            np.fill_diagonal(apart, 0)
            labels[members] = members[
                fcluster(linkage(squareform(apart, checks=False), "average"), rules.solutions.family + 1e-9, "distance") - 1
            ]
    return labels


def _members(component: np.ndarray) -> Iterator[np.ndarray]:
    order = np.argsort(component, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(component[order])) + 1) if len(order) else ()


def _features(sets: list[Does]) -> sparse.csr_array:
    """Sets x (capability, way): 1 where it is in the set."""
    numbers = {pair: n for n, pair in enumerate(sorted({pair for does in sets for pair in does}))}
    rows = np.repeat(np.arange(len(sets)), [len(does) for does in sets])
    columns = [numbers[pair] for does in sets for pair in does]
    return sparse.csr_array((np.ones(len(rows), np.int32), (rows, columns)), shape=(len(sets), len(numbers)))


def _near(sets: list[Does], at_least: float) -> sparse.coo_array:
    """Pairs of sets with a Jaccard similarity of at least `at_least`."""
    features = _features(sets)
    size, across = features.sum(axis=1), features.T.tocsr()
    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(sets), BLOCK):
        common = (features[start : start + BLOCK] @ across).tocoo()
        left, right = common.coords[0].astype(np.int64) + start, common.coords[1]
        near = common.data >= at_least * (size[left] + size[right] - common.data) - 1e-9
        rows.append(left[near])
        columns.append(right[near])
    left, right = np.concatenate(rows), np.concatenate(columns)
    return sparse.coo_array((np.ones(len(left), np.int8), (left, right)), shape=(len(sets), len(sets)))


def _jaccard(sets: list[Does], members: np.ndarray) -> np.ndarray:
    """Jaccard similarity of some of the sets with each other."""
    features = _features([sets[i] for i in members])
    common = (features @ features.T).toarray()
    size = common.diagonal()
    return np.asarray(common / (size[:, None] + size[None, :] - common))
