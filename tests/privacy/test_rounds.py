"""What rounds tell together, against linear programming, and means that are held."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.privacy.bounds import Statement, known
from assessment.privacy.rounds import held, left_open

ONE, FIVE = np.array([1.0]), np.array([5.0])


def programme(sums: list[tuple[float, float]], people: dict[tuple[bool, ...], int]) -> float:
    """The same by a linear programme over single people."""
    who = [present for present, n in people.items() for _ in range(n)]
    statements = [
        Statement(np.array([at for at, present in enumerate(who) if present[r]], int), np.ones(sum(p[r] for p in who)), low, high)
        for r, (low, high) in enumerate(sums)
    ]
    ranges = np.tile([1.0, 5.0], (len(who), 1))
    wanted = [Statement(np.array([at]), np.ones(1), 0, 0) for at in range(len(who))]
    found = known(statements, ranges, wanted)
    return float("nan") if any(np.isinf(k.low) for k in found) else min(k.width for k in found) / 4


@given(st.data(), st.integers(2, 3))
@settings(max_examples=60, deadline=None)
def test_bounds_are_those_of_the_linear_programme(data: st.DataObject, rounds: int) -> None:
    patterns = [tuple(bool(i >> r & 1) for r in range(rounds)) for i in range(1, 2**rounds)]
    people = {p: data.draw(st.integers(0, 3)) for p in patterns}
    people[(True,) * rounds] += 1
    sums = []
    for r in range(rounds):
        n = sum(count for p, count in people.items() if p[r])
        low = data.draw(st.floats(n, 5 * n))
        sums.append((low, low + data.draw(st.floats(0.1, 4))))
    expected = programme(sums, people)
    got = left_open(
        [(np.array([low]), np.array([high])) for low, high in sums], {p: np.array([float(n)]) for p, n in people.items()}, ONE, FIVE
    )[0]
    if np.isnan(expected):
        assert np.isnan(got) or got < 1e-4  # at the edge of what is possible
    else:
        assert got == pytest.approx(expected, abs=1e-5)


def test_one_who_left() -> None:
    """Six people with a sum of 20 to 22, then five with 13 to 15: the sixth said 5 or more, less or as much as 5."""
    people = {(True, True): np.array([5.0]), (True, False): np.array([1.0]), (False, True): np.array([0.0])}
    sums = [(np.array([20.0]), np.array([22.0])), (np.array([13.0]), np.array([15.0]))]
    assert left_open(sums, people, ONE, FIVE)[0] == pytest.approx(0.0)
    wider = [(np.array([19.0]), np.array([23.0])), sums[1]]
    assert left_open(wider, people, ONE, FIVE)[0] == pytest.approx(0.25)  # 19 - 15 = 4 to 5
    apart = [(np.array([28.0]), np.array([30.0])), sums[1]]
    assert np.isnan(left_open(apart, people, ONE, FIVE)[0])  # nobody says 13: others have changed their minds


def test_a_mean_goes_to_the_nearest_step_that_does_not_tell() -> None:
    mean, width = np.array([3.1, 3.1, np.nan, 3.1]), np.full(4, 1 / 8)

    def tells(values: np.ndarray, at: np.ndarray, moved: bool) -> np.ndarray:
        never = np.array([set(), {3.0}, set(), {1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5}], dtype=object)
        return np.array([v in never[a] for v, a in zip(values, at, strict=True)], bool)

    got = held(mean, width, np.full(4, 1.0), np.full(4, 5.0), tells)
    assert got[:2].tolist() == [3.0, 3.5]  # 3.1 lies nearer to 3.5 than to 2.5
    assert np.isnan(got[2:]).all()
