"""Which items of several lists are the same item? Lists laid side by side, gaps where a list has none.

Reads lists of values; returns columns. Lists are added one after the other to the columns found so far (progressive alignment), the
commonest list first, each by the alignment with the highest sum of likenesses.

Source: Needleman and Wunsch (1970); progressive alignment as in sequence analysis (Feng and Doolittle 1987).
Misleads: items that changed places are taken for two optional items.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from assessment.repositories.duplication.drafts.values import Value, frozen, walk

Column: TypeAlias = tuple[int | None, ...]  # place of the item in each list, None where the list has none
Label: TypeAlias = Callable[[Value], str]

ALIKE = 0.5  # least likeness of two items without a common label
_SEEN = 4  # items of a column that a new one is compared with


class Likeness:
    """How alike the items of lists are, 0..1, and 1 more where they are called the same; each pair of different items measured once.

    rows: for each list, the numbers of its items; equal items have one number.
    """

    def __init__(self, lists: Sequence[list[Value]], label: Label) -> None:
        first: dict[object, Value] = {}
        keys = [[frozen(item) for item in items] for items in lists]
        for items, row in zip(lists, keys, strict=True):
            for item, key in zip(items, row, strict=True):
                first.setdefault(key, item)
        numbers = {key: number for number, key in enumerate(first)}
        self.rows = [[numbers[key] for key in row] for row in keys]
        self._distinct = [(label(item), features(item)) for item in first.values()]
        self._known = np.full((len(numbers), len(numbers)), np.nan)

    def between(self, ones: Sequence[int], others: Sequence[int]) -> np.ndarray:
        """Likeness of each of some items with each of others, 0 where they are not the same item."""
        found = self._known[np.ix_(ones, others)]
        for row, column in np.argwhere(np.isnan(found)):
            one, other = ones[row], others[column]
            if np.isnan(self._known[one, other]):
                self._known[one, other] = self._known[other, one] = self._measured(self._distinct[one], self._distinct[other])
        return self._known[np.ix_(ones, others)]

    @staticmethod
    def _measured(one: tuple[str, Counter[tuple[str, str]]], other: tuple[str, Counter[tuple[str, str]]]) -> float:
        alike = dice(one[1], other[1])
        if one[0] and one[0] == other[0]:
            return 1 + alike
        return alike if alike >= ALIKE else 0.0


def features(value: Value) -> Counter[tuple[str, str]]:
    """The words of a value, each with the key it stands under."""
    found: Counter[tuple[str, str]] = Counter()
    for path, item in walk(value):
        if not isinstance(item, dict | list):
            key = next((step for step in reversed(path) if isinstance(step, str)), "")
            found.update((key, word) for word in str(item).split())
    return found


def dice(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """Share of words in common, 0..1; 1 for two empty ones."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def columns(lists: Sequence[list[Value]], label: Label) -> list[Column]:
    """The columns of several lists: every item stands in exactly one, and each list's items in their order."""
    like = Likeness(lists, label)
    keys = [tuple(row) for row in like.rows]
    order = sorted(Counter(keys).items(), key=lambda pair: (-pair[1], -len(pair[0])))
    firsts = {key: keys.index(key) for key, _ in order}
    made: list[dict[int, int]] = []  # column -> {list: place}, of the distinct lists
    for key, _ in order:
        made = _added(made, firsts[key], like)
    return [tuple(column.get(firsts[key]) for key in keys) for column in made]


def _added(made: list[dict[int, int]], number: int, like: Likeness) -> list[dict[int, int]]:
    new = like.rows[number]
    seen = [[like.rows[row][place] for row, place in list(column.items())[:_SEEN]] for column in made]
    start, end = _ends(seen, new)
    inner, items = seen[start : len(seen) - end], new[start : len(new) - end]
    score = np.zeros((len(inner), len(items)))
    if inner and items:
        starts = np.cumsum([0, *map(len, inner[:-1])])
        score = np.maximum.reduceat(like.between([item for column in inner for item in column], items), starts, axis=0)
    middle = [(None if row is None else row + start, None if place is None else place + start) for row, place in _path(score)]
    last = [(len(made) - back, len(new) - back) for back in range(end, 0, -1)]
    found: list[dict[int, int]] = []
    for row, place in [*((both, both) for both in range(start)), *middle, *last]:
        column = dict(made[row]) if row is not None else {}
        found.append(column if place is None else {**column, number: place})
    return found


def _ends(seen: list[list[int]], new: list[int]) -> tuple[int, int]:
    """How many items at the beginning and at the end are known as they are: most of two copies, and nothing to align."""
    most = min(len(seen), len(new))
    start = next((place for place in range(most) if new[place] not in seen[place]), most)
    end = next((back for back in range(most - start) if new[-1 - back] not in seen[-1 - back]), most - start)
    return start, end


def _path(score: np.ndarray) -> list[tuple[int | None, int | None]]:
    """The best alignment as pairs of row and column, None beside a gap."""
    rows, places = score.shape
    scores = score.tolist()  # plain numbers: one by one, an array's are ten times slower
    best = [[0.0] * (places + 1) for _ in range(rows + 1)]
    for above, below, line in zip(best, best[1:], scores, strict=False):
        for j, match in enumerate(line):
            below[j + 1] = max(above[j + 1], below[j], above[j] + match if match else -1.0)
    path: list[tuple[int | None, int | None]] = []
    i, j = rows, places
    while i or j:
        if i and j and scores[i - 1][j - 1] and math.isclose(best[i][j], best[i - 1][j - 1] + scores[i - 1][j - 1], rel_tol=1e-5):
            path.append((i := i - 1, j := j - 1))
        elif j and (not i or best[i][j] == best[i][j - 1]):
            path.append((None, j := j - 1))
        else:
            path.append((i := i - 1, None))
    return path[::-1]
