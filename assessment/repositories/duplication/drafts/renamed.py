"""Which keys of several mappings mean the same entry, although some members call it differently?

Reads mappings, MISSING where a member has none; returns for each entry its key in every member. Only entries that hold mappings are taken
for renamed, where no member has both names and their contents are alike: a job that one repository calls `build` and another `test`.
"""

from collections.abc import Sequence
from itertools import combinations

from assessment.repositories.duplication.drafts.alignment import dice, features
from assessment.repositories.duplication.drafts.values import Maybe, Value

ALIKE = 0.6  # least share of words in common


def rows(values: Sequence[Maybe]) -> list[tuple[str | None, ...]]:
    """For each entry, its key in each member, None where it has none; in the order in which members write them."""
    maps = [value if isinstance(value, dict) else {} for value in values]
    found = [tuple(key if key in one else None for one in maps) for key in _order(maps)]
    while (pair := _pair(found, maps)) is not None:
        first, second = pair
        merged = tuple(a if a is not None else b for a, b in zip(found[first], found[second], strict=True))
        found = [merged if place == first else row for place, row in enumerate(found) if place != second]
    return found


def _order(maps: Sequence[dict[str, Value]]) -> list[str]:
    """All keys, each after those that stand before it where it is first seen."""
    order: list[str] = []
    for one in maps:
        at = 0
        for key in one:
            if key not in order:
                order.insert(at, key)
            at = order.index(key) + 1
    return order


def _pair(found: list[tuple[str | None, ...]], maps: Sequence[dict[str, Value]]) -> tuple[int, int] | None:
    """The most alike two rows that no member has both of."""
    partial = [place for place, row in enumerate(found) if None in row and any(key is not None for key in row)]
    best, chosen = ALIKE, None
    for first, second in combinations(partial, 2):
        if any(a is not None and b is not None for a, b in zip(found[first], found[second], strict=True)):
            continue
        one, other = _example(found[first], maps), _example(found[second], maps)
        if isinstance(one, dict) and isinstance(other, dict) and (alike := dice(features(one), features(other))) > best:
            best, chosen = alike, (first, second)
    return chosen


def _example(row: tuple[str | None, ...], maps: Sequence[dict[str, Value]]) -> Value:
    return next(one[key] for key, one in zip(row, maps, strict=True) if key is not None)
