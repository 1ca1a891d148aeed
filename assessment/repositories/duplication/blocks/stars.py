"""Which contents are nearly those of a commoner one?

Reads contents as documents; returns for each the content that it goes with. The commonest content takes all that are alike enough and
still free, then the next; so every member of a group is near its centre, and no chain of small steps joins what is not alike.

Misleads: what lies between two common contents goes with the commoner, even where it is nearer to the other.
Source: line similarity 2 * LCS / (n + m), as for files (NiCad); greedy star clustering.
"""

from collections import defaultdict

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.candidates import candidates
from assessment.repositories.duplication.copies.documents import Documents


def centres(found: Documents, at_least: float) -> np.ndarray:
    """Number of the document at the centre of each document's group: its own where it is the centre, or alone.

    found: `table` with columns kind, lines, repository, files, repositories; documents of different kinds are never alike.
    """
    near = candidates(found, overlap=at_least / (2 - at_least))
    left, right = near["left"].to_numpy(np.int64), near["right"].to_numpy(np.int64)
    alike = _ratios(found, left, right) >= at_least - 1e-9
    neighbours: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(left[alike].tolist(), right[alike].tolist(), strict=True):
        neighbours[one].append(other)
        neighbours[other].append(one)
    centre = np.arange(len(found))
    free = np.ones(len(found), bool)
    common = found.table[["repositories", "files"]].to_numpy()
    for hub in sorted(neighbours, key=lambda document: (*(-common[document]).tolist(), document)):
        if free[hub]:
            members = [document for document in neighbours[hub] if free[document]]
            centre[members] = hub
            free[[hub, *members]] = False
    return centre


def _ratios(found: Documents, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Line similarity of pairs, 0..1."""
    if not len(left):
        return np.zeros(0)
    codes, starts = found.lines.codes, found.lines.starts
    texts = {i: tuple(codes[starts[i] : starts[i + 1]].tolist()) for i in np.unique([left, right]).tolist()}
    one, other = ([texts[i] for i in side.tolist()] for side in (left, right))
    return np.asarray(process.cpdist(one, other, scorer=Indel.normalized_similarity, dtype=np.float64))
