"""The audit by linear programming, by hand."""

import numpy as np

from assessment.privacy.bounds import Statement, known


def said(columns: list[int], low: float, high: float) -> Statement:
    return Statement(np.array(columns, int), np.ones(len(columns)), low, high)


RANGES = np.tile([1.0, 5.0], (3, 1))


def test_a_sum_at_the_end_of_the_range_gives_everybody_away() -> None:
    assert known([said([0, 1, 2], 15, 15)], RANGES, [said([0], 0, 0), said([0, 1], 0, 0)]) == [(5, 5), (10, 10)]


def test_two_sums_are_subtracted() -> None:
    got = known([said([0, 1, 2], 9.5, 10.4), said([0, 1], 6.6, 7.4)], RANGES, [said([2], 0, 0)])[0]
    assert (round(got.low, 6), round(got.high, 6)) == (2.1, 3.8)
    whole = known([said([0, 1, 2], 9.5, 10.4), said([0, 1], 6.6, 7.4)], RANGES, [said([2], 0, 0)], whole=True)[0]
    assert whole == (3, 3)


def test_nothing_known_and_contradictions() -> None:
    assert known([], RANGES, [said([0], 0, 0)]) == [(1, 5)]
    assert known([said([0], 2, 2), said([0], 3, 3)], RANGES, [said([1], 0, 0)])[0].width < 0
