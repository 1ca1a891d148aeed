"""Which items of several lists are the same item? Lists laid side by side, gaps where a list has none.

Reads lists of values; returns columns. Lists are added one after the other to the columns found so far (progressive alignment), the
commonest list first, each by the alignment with the highest sum of likenesses.

Source: Needleman and Wunsch (1970); progressive alignment as in sequence analysis (Feng and Doolittle 1987).
Misleads: items that changed places are taken for two optional items.
"""

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
    """How alike two values are, 0..1, and 1 more where they are called the same; remembers what it was asked."""

    def __init__(self, label: Label) -> None:
        self._label = label
        self._features: dict[object, tuple[str, Counter[tuple[str, str]]]] = {}
        self._known: dict[tuple[object, object], float] = {}

    def of(self, one: Value, other: Value) -> float:
        """0 where they are not the same item."""
        keys = frozen(one), frozen(other)
        if keys not in self._known:
            self._known[keys] = self._measured(self._of(keys[0], one), self._of(keys[1], other))
        return self._known[keys]

    def _of(self, key: object, value: Value) -> tuple[str, Counter[tuple[str, str]]]:
        if key not in self._features:
            self._features[key] = self._label(value), features(value)
        return self._features[key]

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
    like = Likeness(label)
    keys = [tuple(map(frozen, items)) for items in lists]
    order = sorted(Counter(keys).items(), key=lambda pair: (-pair[1], -len(pair[0])))
    firsts = {key: keys.index(key) for key, _ in order}
    made: list[dict[int, int]] = []  # column -> {list: place}, of the distinct lists
    for key, _ in order:
        made = _added(made, firsts[key], lists, like)
    return [tuple(column.get(firsts[key]) for key in keys) for column in made]


def _added(made: list[dict[int, int]], number: int, lists: Sequence[list[Value]], like: Likeness) -> list[dict[int, int]]:
    new = lists[number]
    seen = [[lists[row][place] for row, place in list(column.items())[:_SEEN]] for column in made]
    score = np.array([[max(like.of(item, other) for other in column) for item in new] for column in seen]).reshape(len(made), len(new))
    found: list[dict[int, int]] = []
    for row, place in _path(score):
        column = dict(made[row]) if row is not None else {}
        found.append(column if place is None else {**column, number: place})
    return found


def _path(score: np.ndarray) -> list[tuple[int | None, int | None]]:
    """The best alignment as pairs of row and column, None beside a gap."""
    rows, places = score.shape
    best = np.zeros((rows + 1, places + 1))
    for i in range(rows):
        for j in range(places):
            match = best[i, j] + score[i, j] if score[i, j] else -1.0
            best[i + 1, j + 1] = max(best[i, j + 1], best[i + 1, j], match)
    path: list[tuple[int | None, int | None]] = []
    i, j = rows, places
    while i or j:
        if i and j and score[i - 1, j - 1] and np.isclose(best[i, j], best[i - 1, j - 1] + score[i - 1, j - 1]):
            path.append((i := i - 1, j := j - 1))
        elif j and (not i or best[i, j] == best[i, j - 1]):
            path.append((None, j := j - 1))
        else:
            path.append((i := i - 1, None))
    return path[::-1]
