"""Documents that are related as setup files are, any number of them, made piece by piece: document 4,711 is the same in whatever piece.

Shapes follow 8,178 distinct plumbing files of 252 public repositories: median 32 lines; nearly half of the lines are common in their
kind (the most common one in every second file, popularity falling with rank), the others are nobody else's; families of copies with a
heavy tail (files in a family of k or more: about k^-0.7). A copy has up to 45 % of its lines changed, so most relatives overlap little.
"""

import numpy as np
from scipy.special import ndtri

from assessment.repositories.duplication.copies.bands.features import GOLDEN, HashedLines, mixed

FAMILIES = 0.5  # per document
TAIL = 2.5  # family = u^2.5 of all, for an even u
KINDS = np.cumsum([0.2, 0.15, 0.12, 0.1, 0.08, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02])  # shares, as of workflows, Terraform, charts, …
COMMON, POOL = 0.45, 20_000  # share of lines that are common in their kind, and how many such lines there are
CHANGED, AGAIN = 0.45, 0.3  # most lines changed in a copy; of the new lines, those that are common ones
HOLDING = 5  # documents in one repository


def lines(first: int, end: int, total: int) -> HashedLines:
    """The documents from `first` to before `end`, of `total`."""
    number = np.arange(first, end)
    own = family(number, total)
    size = np.clip(np.exp(np.log(32) + 0.9 * ndtri(np.clip(_even(own, 1), 1e-9, 1 - 1e-9))), 6, 800).astype(np.int64)
    kind = np.searchsorted(KINDS, _even(own, 2))
    starts = np.concatenate([[0], np.cumsum(size)])
    row = np.repeat(np.arange(len(number)), size)
    place = np.arange(starts[-1]) - starts[:-1][row]
    line = _line(own[row], kind[row], place, COMMON)
    changed = _even(number[row], place, 3) < CHANGED * _even(number, 4)[row]
    line[changed] = _line(number[row][changed] + total, kind[row][changed], place[changed], AGAIN)
    return HashedLines(line, starts, mixed((number // HOLDING + 1).astype(np.uint64)))


def family(number: np.ndarray, total: int) -> np.ndarray:
    """The family of each document: what it was copied from."""
    return np.asarray(max(int(total * FAMILIES), 1) * _even(number, 5) ** TAIL, np.int64)


def _line(of: np.ndarray, kind: np.ndarray, place: np.ndarray, common: float) -> np.ndarray:
    """A line: one that is common in its kind, or one of its own."""
    rank = (POOL ** _even(of, place, 6)).astype(np.int64)
    return np.where(_even(of, place, 7) < common, _hash(kind, rank, 8), _hash(of, place, 9))


def _even(*parts: np.ndarray | int) -> np.ndarray:
    """Numbers spread evenly over 0..1, the same for the same parts."""
    return (_hash(*parts) >> np.uint64(11)).astype(np.float64) / 2**53


def _hash(*parts: np.ndarray | int) -> np.ndarray:
    made = np.zeros(1, np.uint64)
    for part in parts:
        made = mixed(made * GOLDEN + np.asarray(part).astype(np.uint64))
    return made
