"""Straightlining. Long strings as R careless counts them: the longest run of one answer; the cases are by hand."""

import numpy as np
import pandas as pd

from assessment.survey.psychometrics.careless import flagged, flat

NAN = np.nan


def test_one_answer_to_a_scale_that_asks_both_ways() -> None:
    answers = pd.DataFrame([[5, 5, 5, 5], [3, 3, 3, 3], [5, 5, 5, 1], [5, 5, NAN, 5], [1, 1, 1, 1]])
    assert flat(answers, middle=3).tolist() == [True, False, False, False, True]


def test_half_of_the_mixed_scales_or_half_left_out() -> None:
    mixed = [np.array([True, True, False, False]), np.array([True, False, False, False]), np.array([False, False, False, False])]
    applicable = [np.array([True] * 4)] * 3
    missing = pd.Series([0.0, 0.0, 0.6, 0.5])
    assert flagged(mixed, applicable, missing).tolist() == [True, False, True, False]
    assert flagged([], [], missing).tolist() == [False, False, True, False]
