import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.privacy.suppression import differ_by_few, leaks, shown


def teams(**n: int) -> pd.Series:
    return pd.Series(n)


def names(n: pd.Series, k: int = 5) -> tuple[set[str], bool]:
    release = shown(n, k)
    return set(release.shown[release.shown].index), release.total_shown


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        # Culture Amp, "protection from indirect identification": Sales 4 is hidden, so Technology 9 is; with a remainder of 6 it is not
        (teams(sales=4, technology=9), (set(), True)),
        (teams(sales=4, support=2, technology=9), ({"technology"}, True)),
        # WorkTango: Executive and Support under 5, so Finance (5) is hidden too
        (teams(executive=2, support=1, finance=5, marketing=12), ({"marketing"}, True)),
        # Dialog: X = 9 (A 3, B 6): only X. X = 13 (A 3, B 6, direct 4): B is shown, 7 remain
        (teams(a=3, b=6), (set(), True)),
        (teams(a=3, b=6, direct=4), ({"b"}, True)),
        # own cases
        (teams(a=5, b=7), ({"a", "b"}, True)),
        (teams(a=0, b=7), ({"b"}, True)),
        (teams(a=4), (set(), False)),
        (teams(a=1, b=2), (set(), False)),
        (teams(a=5), ({"a"}, True)),
        (teams(a=0, b=0), (set(), False)),
    ],
)
def test_published_cases(n: pd.Series, expected: tuple[set[str], bool]) -> None:
    assert names(n) == expected


def test_numbers_made_of_each_other_share_one_pattern() -> None:
    # team c has 4 answers to one item of the scale: it is hidden for all, and one more team with it
    n = pd.DataFrame({"item": [9, 8, 4], "other": [9, 8, 8], "scale": [9, 8, 8]}, index=["a", "b", "c"])
    assert names(n) == ({"a"}, True)
    # nobody of c answered the item: there is nothing to hide there, and its 8 elsewhere are no small group
    n.loc["c", "item"] = 0
    assert names(n) == ({"a", "b", "c"}, True)


def test_the_audit_finds_the_published_leaks() -> None:
    total, technology = [1, 1], [1, 0]
    assert leaks(np.array([total, technology]), [9, 4], 5) == [(1,)]
    assert leaks(np.array([total]), [9, 4], 5) == []
    assert leaks(np.array([[1, 1, 1], [0, 1, 0]]), [3, 6, 4], 5) == []


def test_the_audit_sees_through_two_margins() -> None:
    # two teams by two levels, cells (2, 6 / 7, 3), all margins shown: nothing follows; one inner cell shown, and the 2 and the 3 follow
    n = [2, 6, 7, 3]
    margins = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1]]
    assert leaks(np.array(margins), n, 5) == []
    assert leaks(np.array([*margins, [0, 1, 0, 0]]), n, 5) == [(0,), (3,)]


def test_the_audit_sees_a_leaver_between_two_rounds() -> None:
    # a team of six loses one person; both rounds shown: cells are the five who stayed and the one who left
    assert leaks(np.array([[1, 1], [1, 0]]), [5, 1], 5) == [(1,)]


def test_the_audit_finds_a_group_made_of_several_cells() -> None:
    # total of 12 less a team of 8 is 4 people in two teams
    assert leaks(np.array([[1, 1, 1], [1, 0, 0]]), [8, 2, 2], 5) == [(1, 2)]


@given(st.lists(st.integers(0, 12), min_size=1, max_size=12), st.integers(3, 7))
def test_nothing_can_be_worked_out_of_any_organisation(n: list[int], k: int) -> None:
    release = shown(pd.Series(n), k)
    assert (pd.Series(n)[release.shown] >= k).all()
    assert not (release.total_shown and 0 < sum(n) < k)
    rows = [np.eye(len(n))[at] for at in np.flatnonzero(release.shown)] + [np.ones(len(n))] * release.total_shown
    assert leaks(np.array(rows), n, k) == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8), st.integers(3, 6))
def test_nothing_can_be_worked_out_of_any_scale(n: list[tuple[int, int, int]], k: int) -> None:
    counts = pd.DataFrame(n)
    release = shown(counts, k)
    rows = [np.eye(len(n))[at] for at in np.flatnonzero(release.shown)] + [np.ones(len(n))] * release.total_shown
    for column in counts:
        assert leaks(np.array(rows), counts[column].tolist(), k) == []


@given(st.lists(st.integers(1, 12), min_size=2, max_size=8))
def test_the_audit_can_fail(n: list[int]) -> None:
    """Hiding small teams alone is not enough: with one hidden team under a shown total, the audit must say so."""
    small = [at for at, people in enumerate(n) if people < 5]
    rows = [np.eye(len(n))[at] for at in range(len(n)) if at not in small] + [np.ones(len(n))]
    if 0 < sum(n[at] for at in small) < 5:
        assert tuple(small) in leaks(np.array(rows), n, 5)


def test_groups_that_differ_by_few() -> None:
    # nobody moved; one left; two left and two joined; three left and two joined: five
    both, before, after = np.array([6, 5, 4, 3]), np.array([6, 6, 6, 6]), np.array([6, 5, 6, 5])
    assert differ_by_few(both, before, after, 5).tolist() == [False, True, True, False]
