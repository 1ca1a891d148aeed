"""Means in steps: what each tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.privacy import steps


def test_fewer_people_get_wider_steps() -> None:
    # on 1..5: .5 for five to seven, .4 to eleven, .2 to nineteen, .1 from twenty on
    assert (steps.fraction([3, 5, 7, 8, 11, 12, 19, 20, 500]) * 4).tolist() == [1, 0.5, 0.5, 0.4, 0.4, 0.2, 0.2, 0.1, 0.1]


def test_the_ends_stand_for_all_beyond() -> None:
    got = steps.coarse([1, 1.2, 1.74, 1.76, 3.1, 4.3, 5], steps.fraction([5] * 7), 1, 5)
    assert got.tolist() == [1.5, 1.5, 1.5, 2, 3, 4.5, 4.5]


@given(st.lists(st.sampled_from([1.0, 2, 3, 4, 5]), min_size=5, max_size=60))
def test_the_true_mean_lies_in_the_window_and_one_answer_stays_open(answers: list[float]) -> None:
    n, mean = len(answers), np.mean(answers)
    width = steps.fraction(n)
    low, high = steps.window(steps.coarse(mean, width, 1, 5), width, 1, 5)
    assert low - 1e-9 <= mean <= high + 1e-9
    # whoever knows nothing but this: x >= n low - (n - 1) 5 and x <= n high - (n - 1) 1
    least, most = max(1, n * low - (n - 1) * 5), min(5, n * high - (n - 1))
    assert most - least >= steps.LEAST * 4 - 1e-9


@given(st.integers(3, 10), st.integers(0, 80), st.integers(0, 80))
def test_what_is_told_of_counts_never_says_that_few_left_a_question_out(k: int, people: int, skipped: int) -> None:
    answered = people - min(skipped, people)
    told = int(steps.told(answered, people, k))
    assert told in {answered, people}
    assert not 0 < people - told < k


def test_bands_and_lower_ends() -> None:
    assert [steps.band(n) for n in (3, 5, 8, 11, 12, 400)] == ["3-4", "5-7", "8-11", "8-11", "12+", "12+"]
    assert steps.at_least([2, 3, 7, 8, 19, 20, 49, 50, 4321]).tolist() == [0, 3, 5, 8, 12, 20, 20, 50, 2000]


def test_a_number_over_everybody_is_rounded_by_how_many_there_are() -> None:
    # hours, 0..160, 20 people: steps of 160 / 400 = .4, so that the sum is known to 8 hours
    assert steps.number_fraction(20) * 160 == pytest.approx(0.4)
    assert steps.coarse(0.0, steps.number_fraction(20), 0, 160) == pytest.approx(0.4)  # nobody spent any: "0.4 or less"
