"""Which documents hang together through pairs that are alike, and which of them are few enough to be searched whole?

Reads checked edges; returns a label for every document: the smallest document of its component. What hangs together in more than
`bands.whole` documents is taken apart at higher and higher overlaps (`bands.steps`): the parts are searched, between them only edges are
known.

Misleads: a component may be a chain; being in one says nothing of two documents before their own pair was looked at.
Source: edges are checked first because unchecked ones join everything: of 8,178 real documents they put 681 into one component, checked
ones 111; of 1,000,000 made ones 122,805 and 4,530.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from scipy import sparse

from assessment.repositories.duplication.copies.bands.buckets import Edges
from assessment.repositories.duplication.copies.bands.overlaps import enough
from assessment.repositories.duplication.thresholds import Bands

TOGETHER = 1 << 21  # pairs compared in one search of components: bounds its memory; small components cost more one by one
DOCUMENT = 1 << 8  # pairs that take the room of one document with its lines


class Checked(NamedTuple):
    """Edges that are alike, with their Jaccard (float32)."""

    pairs: Edges
    shared: np.ndarray


def labels(size: int, parts: Iterable[Checked]) -> np.ndarray:
    """Label of each of `size` documents (int32). `parts` gives all edges, a few at a time."""
    label = np.arange(size, dtype=np.int32)
    for part in parts:
        label = united(label, part.pairs)
    return label


def parted(label: np.ndarray, parts: Callable[[], Iterable[Checked]], rules: Bands) -> np.ndarray:
    """Labels after what is too large to be searched whole was taken apart. `parts` is called once for each step that it takes."""
    own = np.arange(len(label), dtype=np.int32)
    for step in rules.steps:
        large = sizes(label) > rules.whole
        if not large.any():
            break
        label = np.where(large, own, label)
        for part in parts():
            kept = large[part.pairs.left] & enough(part.shared, step)
            label = united(label, Edges(part.pairs.left[kept], part.pairs.right[kept]))
    return label


def united(label: np.ndarray, pairs: Edges) -> np.ndarray:
    """The labels after more edges: what they join has the smallest label of both."""
    ends = np.concatenate([label[pairs.left], label[pairs.right]])
    nodes, place = np.unique(ends, return_inverse=True)
    left, right = np.split(place, 2)
    graph = sparse.coo_array((np.ones(len(left), bool), (left, right)), shape=(len(nodes), len(nodes)))
    _, component = sparse.csgraph.connected_components(graph, directed=False)
    smallest = nodes[np.unique(component, return_index=True)[1]]
    root = np.arange(len(label), dtype=label.dtype)
    root[nodes] = smallest[component]
    return np.asarray(root[label])


def sizes(label: np.ndarray) -> np.ndarray:
    """Number of documents in the component of each document."""
    return np.asarray(np.bincount(label, minlength=len(label))[label])


def searched(label: np.ndarray, rules: Bands) -> np.ndarray:
    """True for documents whose component is searched whole: of three (two are the pair that made it) up to `bands.whole`."""
    size = sizes(label)
    return np.asarray((size > 2) & (size <= rules.whole))


def gathered(label: np.ndarray, rules: Bands) -> list[np.ndarray]:
    """The documents to be searched whole, components never parted, about TOGETHER pairs or a component more in each list."""
    inside = np.flatnonzero(searched(label, rules))
    inside = inside[np.argsort(label[inside], kind="stable")].astype(np.int32)
    room = np.cumsum(DOCUMENT + sizes(label)[inside] // 2)
    last = np.append(label[inside][1:] != label[inside][:-1], True)[: len(inside)]
    cuts = np.flatnonzero(last)[np.diff(room[last] // TOGETHER, prepend=0) > 0] + 1
    return [part for part in np.split(inside, cuts) if len(part)]


def outside(label: np.ndarray, pairs: Edges, rules: Bands) -> np.ndarray:
    """True for edges that no whole search brings again."""
    return np.asarray((label[pairs.left] != label[pairs.right]) | ~searched(label, rules)[pairs.left])
