"""Draws carry the uncertainty that a measurement has, and no more."""

import numpy as np
import pytest

from assessment.indicators.draws import draw
from assessment.outcome import Outcome, Part, Signal, Source


def measure(rubric, name):
    return next(m for i in rubric.all.values() for m in i.measures if m.id == name)


def test_a_complete_scan_has_no_sampling_error(shipped_rubric, measured):
    signal = measured("copied-lines", 0.35, team="pay")
    drawn = draw(signal, measure(shipped_rubric, "copied-lines"), 100, np.random.default_rng(1))
    assert drawn == pytest.approx(np.full(100, 0.5))  # half way between anchors 0.1 and 0.6


def test_a_partial_scan_is_bootstrapped_with_the_finite_population_correction(shipped_rubric):
    parts = tuple(Part(repository=str(i), value=v) for i, v in enumerate([0.2, 0.3, 0.4, 0.5]))
    common = {"measure": "copied-lines", "outcome": Outcome.MEASURED, "value": 0.35, "parts": parts, "n": 4}
    half, tenth = Signal(**common, of=8), Signal(**common, of=40)
    m = measure(shipped_rubric, "copied-lines")
    spread = [draw(s, m, 40_000, np.random.default_rng(1)).std() for s in (half, tenth)]
    # sd of the bootstrap mean = sqrt(mean squared deviation / n) = sqrt(0.0125 / 4) = 0.0559 in shares, times
    # sqrt(1 - 4/8) and sqrt(1 - 4/40), over the anchor distance 0.5
    assert spread == pytest.approx([0.0559 * 0.5**0.5 / 0.5, 0.0559 * 0.9**0.5 / 0.5], rel=0.02)


def test_perceived_estimates_spread_by_their_standard_error(shipped_rubric, measured):
    signal = measured("perceived-glue", 3.0, team="pay", source=Source.PERCEIVED, spread=0.2)
    drawn = draw(signal, measure(shipped_rubric, "perceived-glue"), 40_000, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)  # anchors 2 and 4
    assert drawn.std() == pytest.approx(0.1, rel=0.03)  # 0.2 / (4 - 2)


def test_log_measures_spread_by_a_factor(shipped_rubric, measured):
    signal = measured("setup-days", 20**0.5, team="pay", source=Source.PERCEIVED, spread=0.3)
    drawn = draw(signal, measure(shipped_rubric, "setup-days"), 40_000, np.random.default_rng(1))
    assert np.median(drawn) == pytest.approx(0.5, abs=0.01)  # sqrt(1 * 20) is half way between 1 and 20 days
    assert drawn.std() == pytest.approx(0.3 / np.log(20), rel=0.03)


def test_absence_cannot_be_drawn(shipped_rubric):
    missing = Signal(measure="copied-lines", outcome=Outcome.UNAVAILABLE)
    with pytest.raises(ValueError, match="copied-lines: unavailable"):
        draw(missing, measure(shipped_rubric, "copied-lines"), 10, np.random.default_rng(1))


def test_a_signal_has_a_value_if_and_only_if_measured():
    with pytest.raises(ValueError, match="if and only if measured"):
        Signal(measure="x", outcome=Outcome.UNAVAILABLE, value=0.0)
    with pytest.raises(ValueError, match="if and only if measured"):
        Signal(measure="x", outcome=Outcome.MEASURED)
