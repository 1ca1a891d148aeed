"""Differences between rounds, by hand and by simulation of a finite population."""

import numpy as np
import pytest
from scipy import stats

from assessment.survey.psychometrics.change import difference, shared


def test_two_independent_means() -> None:
    # standard errors .3 and .4: .5 together; equal df 20 each by Satterthwaite: .25^2 / (.09^2/20 + .16^2/20) = 37.09
    got = difference((3.0, 0.3, 20), (3.6, 0.4, 20))
    half = stats.t.ppf(0.975, 0.25**2 * 20 / (0.09**2 + 0.16**2)) * 0.5
    assert got.change == pytest.approx(0.6)
    assert (got.low, got.high, got.detectable) == (pytest.approx(0.6 - half), pytest.approx(0.6 + half), pytest.approx(half))


def test_everybody_twice_has_no_error() -> None:
    got = difference((3.0, 0.0, 20), (3.5, 0.0, 20))
    assert (got.change, got.low, got.detectable) == (0.5, 0.5, 0)


def test_the_same_people_twice_have_the_error_of_their_differences() -> None:
    # m = 6 of N = 10, sigma 1, r = .5: difference of each person has variance 1, so the mean's is (1 - .6) * 1 / 6
    own = 0.4 / 6  # (1 - f) sigma^2 / m
    covariance = shared(6, 6, 6, 10, 1.0, 0.5)
    got = difference((3.0, np.sqrt(own), 1e9), (3.0, np.sqrt(own), 1e9), covariance)
    assert got.detectable == pytest.approx(stats.norm.ppf(0.975) * np.sqrt(0.4 / 6))


def test_nobody_in_both_shares_nothing() -> None:
    assert shared(6, 6, 0, 10, 1.0, 0.5) == 0
    assert shared(0, 6, 0, 10, 1.0, 0.5) == 0


def test_intervals_of_repeated_samples_cover() -> None:
    """60 members, 30 asked twice, answers correlated .6: the interval covers the members' true change in 95 % of 2,000 samples."""
    rng = np.random.default_rng(5)
    people = rng.multivariate_normal([3, 3.3], [[1, 0.6], [0.6, 1]], 60)
    truth = people[:, 1].mean() - people[:, 0].mean()
    s1, s2 = people.var(axis=0, ddof=1)
    inside = 0
    for _ in range(2_000):
        mean = people[rng.permutation(60)[:30]].mean(axis=0)
        errors = np.sqrt(0.5 * s1 / 30), np.sqrt(0.5 * s2 / 30)
        covariance = shared(30, 30, 30, 60, np.sqrt(s1 * s2), np.corrcoef(people.T)[0, 1])
        got = difference((mean[0], errors[0], 1e9), (mean[1], errors[1], 1e9), covariance)
        inside += bool(got.low <= truth <= got.high)
    assert 0.935 < inside / 2_000 < 0.965
