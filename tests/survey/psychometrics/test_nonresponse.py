"""Bounds of the silent, by hand."""

import numpy as np
import pytest

from assessment.survey.psychometrics.nonresponse import bounds, to_flip


def test_the_silent_at_either_end() -> None:
    # 6 of 8 said 4 on 1..5: (24 + 2) / 8 and (24 + 10) / 8
    got = bounds([4.0, 4.0], [6, 8], [8, 8], 1, 5)
    assert got.low.tolist() == [3.25, 4.0]
    assert got.high.tolist() == [4.25, 4.0]


def test_more_answers_than_members_count_as_everybody() -> None:
    assert bounds(4.0, 6, 5, 1, 5).low == 4


def test_the_worst_case_flips_where_the_bounds_say_so() -> None:
    # 6 of 8 at 4, cut 3.5: the two silent would have to be (4 - 3.5) * 8 / 2 = 2 lower, at 2: (24 + 4) / 8 = 3.5
    assert to_flip(4.0, 3.5, 6, 8) == pytest.approx(2.0)
    assert to_flip(3.0, 3.5, 6, 8) == pytest.approx(-2.0)
    assert np.isposinf(to_flip(4.0, 3.5, 8, 8))
    assert np.isneginf(to_flip(3.0, 3.5, 8, 8))
    assert to_flip(3.5, 3.5, 8, 8) == 0
