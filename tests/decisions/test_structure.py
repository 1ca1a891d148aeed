"""P(at least two of four): against the Poisson-binomial values of a public derivation, and with open indicators."""

import numpy as np
import pytest

from assessment.decisions.structure import structure
from assessment.indicators.severities import Severity


def severity(name, draws):
    return Severity(indicator=name, team="", draws=draws, coverage=1.0, answers=0, repositories=1)


def independent(probabilities, size=200_000):
    rng = np.random.default_rng(1)
    return [severity(str(i), (rng.random(size) < p).astype(float)) for i, p in enumerate(probabilities)]


@pytest.mark.parametrize(
    ("probabilities", "expected"),
    # convolution of independent Bernoulli trials, worked out by hand: e.g. (.2)x4: 1 - .8^4 - 4*.2*.8^3 = .1808
    [((0.5, 0.5, 0.5, 0.5), 0.6875), ((0.8, 0.6, 0.3, 0.4), 0.7448), ((0.2, 0.2, 0.2, 0.2), 0.1808), ((0.9, 0.7, 0.5, 0.1), 0.8185)],
)
def test_independent_indicators_give_the_poisson_binomial(probabilities, expected):
    assert structure(independent(probabilities), 0.5).probability == pytest.approx(expected, abs=0.004)


def test_dependence_is_kept():
    same = np.random.default_rng(1).random(100_000)
    found = structure([severity(str(i), same) for i in range(4)], 0.5)
    assert found.probability == pytest.approx(0.5, abs=0.01)  # all four move together; independence would say .69


def test_open_indicators_leave_an_interval():
    ones, zeros = np.ones(10), np.zeros(10)
    found = structure([severity("a", ones), severity("b", zeros), severity("c", None), severity("d", zeros)], 0.5)
    assert (found.low, found.high) == (0.0, 1.0)
    assert found.probability is None
    assert found.resonates == {"a": 1.0, "b": 0.0, "c": None, "d": 0.0}
    assert found.says(0.8) is None


def test_two_certain_ones_decide_whatever_is_open():
    found = structure([severity("a", np.ones(10)), severity("b", np.ones(10)), severity("c", None), severity("d", None)], 0.5)
    assert found.says(0.8) is True
