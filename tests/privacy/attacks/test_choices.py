"""Shares of options: from all that could stand behind a table, is it certain how many chose something, where these are fewer than k?

Every way in which n people can answer is tried (no sample), by an attacker who knows n exactly, which the table does not tell.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, product

import numpy as np
import pytest

from assessment.survey.release import choices
from assessment.survey.release.choices import GROUPS, shares

OPEN = {3: 2, 5: 3}  # by k: counts that a small group may have, at least


def single(n: int, options: int) -> Iterator[tuple[int, ...]]:
    """How many of n can choose each option where each chooses one."""
    yield from (counts for counts in product(range(n + 1), repeat=options) if sum(counts) == n)


def behind(n: int, k: int, worlds: Iterator[tuple[int, ...]]) -> dict[tuple[float, ...], list[tuple[int, ...]]]:
    """What is shown (-1: hidden) -> everything that may stand behind it."""
    found = defaultdict(list)
    for counts in worlds:
        share, _ = shares(np.array(counts), n, k)
        found[tuple(np.nan_to_num(share, nan=-1).round(6).tolist())].append(counts)
    return found


def told(n: int, k: int, worlds: Iterator[tuple[int, ...]], *, several: bool) -> list[tuple[tuple[float, ...], tuple[int, ...]]]:
    """Tables, and sets of options of which too much is certain: that all chose one, or closely how many of fewer than k chose some.

    That an option is hidden says that few chose it, as it does wherever small numbers are hidden, or none. How many must stay open.
    """
    found = []
    for shown, possible in behind(n, k, worlds).items():
        counts = np.array(possible)
        options = range(counts.shape[1])
        for size in (1,) if several else range(1, len(options)):
            for some in combinations(options, size):
                together = counts[:, some].sum(axis=1)
                everybody = size == 1 and (together == n).all()
                found += [(shown, some)] if everybody or closely(together, k) or closely(n - together, k) else []
    return found


def closely(people: np.ndarray, k: int) -> bool:
    """Whether a group of fewer than k people, which is there, is known to within less than OPEN counts."""
    return bool(0 < people.max() < k and len(set(people.tolist())) < OPEN[k])


@pytest.mark.parametrize(("n", "k"), [(n, k) for k in (3, 5) for n in range(GROUPS * k, 31)])
def test_one_choice_of_two_and_three(n: int, k: int) -> None:
    assert not told(n, k, single(n, 2), several=False)
    assert not told(n, k, single(n, 3), several=False)


@pytest.mark.parametrize(("n", "k"), [(6, 3), (9, 3), (10, 5), (11, 5), (13, 5), (16, 5), (20, 5)])
def test_one_choice_of_four(n: int, k: int) -> None:
    assert not told(n, k, single(n, 4), several=False)


@pytest.mark.parametrize(("n", "k"), [(6, 3), (9, 3), (10, 5), (12, 5), (15, 5), (19, 5)])
def test_several_choices_of_three(n: int, k: int) -> None:
    assert not told(n, k, product(range(n + 1), repeat=3), several=True)


def smallest(counts: np.ndarray, k: int) -> np.ndarray:
    """The usual way: what is hidden beside small numbers is the smallest of the others."""
    shown = counts >= k
    while shown.any() and 0 < counts[~shown].sum() < k:
        shown[np.flatnonzero(shown)[np.argmin(counts[shown])]] = False
    return shown


@pytest.mark.parametrize("rule", [lambda counts, k: counts >= k, smallest])
def test_it_would_be_certain_if_less_were_hidden(monkeypatch: pytest.MonkeyPatch, rule: Callable[..., np.ndarray]) -> None:
    monkeypatch.setattr(choices, "_shown", rule)
    assert told(24, 5, single(24, 3), several=False)
