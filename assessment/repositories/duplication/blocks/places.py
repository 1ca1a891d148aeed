"""Which blocks are told: shared by repositories, not by whole files that are copies anyway, and not twice?

Reads places (a row for each block in each file) with their group; returns those that a reader wants to see. A group is left out where

- fewer than two repositories have it;
- all its places lie in files of one cluster of copies: the similarity of these files shows it already;
- it lies inside blocks of another group, and both stand in the same repositories.
"""

from collections import defaultdict
from collections.abc import Iterator

import pandas as pd


def told(places: pd.DataFrame) -> pd.DataFrame:
    """Some rows of `places`: columns group, repository, path, first, last (lines), home (what makes the file one of many copies; '')."""
    by = places.groupby("group")
    shared = by["repository"].nunique() > 1
    copied = (by["home"].nunique() == 1) & (by["home"].min() != "")
    places = places[places["group"].isin(shared.index[shared & ~copied])].reset_index(drop=True)
    same, within = _inside(places)
    places = places.drop(index=same)
    repositories = places.groupby("group")["repository"].agg(frozenset).to_dict()
    hidden = {group for (group, outer), held in within.items() if held == repositories[group] == repositories[outer]}
    return places[~places["group"].isin(hidden)].reset_index(drop=True)


def _inside(places: pd.DataFrame) -> tuple[list[int], dict[tuple[int, int], set[str]]]:
    """Rows inside a block of their own group; and by (group, group around it) the repositories where one lies inside the other."""
    groups, repositories = places["group"].to_numpy(), places["repository"].to_numpy(object)
    same: list[int] = []
    within: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row, outer in _pairs(places):
        if groups[row] == groups[outer]:
            same.append(row)
        else:
            within[groups[row], groups[outer]].add(repositories[row])
    return same, within


def _pairs(places: pd.DataFrame) -> Iterator[tuple[int, int]]:
    """Each row with every row whose block holds it."""
    order = places.sort_values(["repository", "path", "first", "last"], ascending=[True, True, True, False], kind="stable")
    around: list[tuple[tuple[str, str], int, int]] = []
    for row, repository, path, last in zip(order.index, order["repository"], order["path"], order["last"], strict=True):
        file = repository, path
        while around and (around[-1][0] != file or around[-1][1] < last):
            around.pop()
        yield from ((row, outer) for _, _, outer in around)
        around.append((file, last, row))
