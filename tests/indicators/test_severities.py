"""Indicators: weighted means of what was measured, with honest coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.indicators.severities import drawn, for_organisation, for_team
from assessment.outcome import Outcome, Signal, Source

HEADCOUNTS = {"pay": 6, "lend": 2}


def one(signals, rubric, size=2_000):
    return drawn(signals, rubric, size, np.random.default_rng(1))


def test_a_team_is_the_weighted_mean_of_its_own_measures(shipped_rubric, measured):
    # own-solutions weight 1 at severity 1, copied-lines weight 2 at severity 0: expected 1/3; the between-teams measure stays out
    evidence = one(
        [measured("own-solutions", 0.6, team="pay"), measured("copied-lines", 0.0, team="pay"), measured("independent-solutions", 1.0)],
        shipped_rubric,
    )
    result = for_team("reinvention", "pay", evidence)
    assert result.draws.mean() == pytest.approx(1 / 3, abs=0.02)
    assert result.coverage == pytest.approx(3 / 6)  # weights 1 + 2 seen of 1 + 2 + 3 (perceived is missing)
    assert result.repositories == 10


def test_the_organisation_weighs_teams_by_headcount(shipped_rubric, measured):
    signals = [
        measured("outside-plumbing", 0.4, team="pay"),
        measured("outside-plumbing", 0.05, team="lend"),
        measured("glue-concentration", 0.2),
    ]
    signals += [measured("propagated-by-hand", 0.0, team=t) for t in HEADCOUNTS]
    result = for_organisation("glue", HEADCOUNTS, one(signals, shipped_rubric))
    # outside: (6 * 1 + 2 * 0) / 8 = 0.75 at weight 2; concentration 0 at weight 1; propagated 0 at weight 2 -> 1.5 / 5
    assert result.draws.mean() == pytest.approx(0.3, abs=0.02)
    assert result.coverage == pytest.approx(5 / 8)  # perceived-glue, weight 3, is missing


def test_not_applicable_leaves_the_denominator_and_unavailable_does_not(shipped_rubric, measured):
    seen = measured("setup-share", 0.5, team="pay")
    absent = Signal(measure="days-to-first-deployable", outcome=Outcome.NOT_APPLICABLE, team="pay")
    blind = Signal(measure="days-to-first-deployable", outcome=Outcome.UNAVAILABLE, team="pay", of=4)
    without = for_team("onboarding", "pay", one([seen, absent], shipped_rubric)).coverage
    unseen = for_team("onboarding", "pay", one([seen, blind], shipped_rubric)).coverage
    assert without == pytest.approx(1 / 5)  # setup-share 1 of setup-share 1 + setup-days 2 + perceived 2
    assert unseen == pytest.approx(1 / 8)


def test_below_minimum_coverage_there_is_no_value(shipped_rubric, measured):
    result = for_team("glue", "pay", one([measured("outside-plumbing", 0.4, team="pay")], shipped_rubric))
    assert result.coverage == pytest.approx(2 / 7)  # under the shipped minimum of 0.3
    assert result.draws is None


def test_nothing_measured_is_no_value_not_zero(shipped_rubric):
    result = for_organisation("glue", HEADCOUNTS, one([], shipped_rubric))
    assert result.draws is None
    assert result.coverage == 0.0


def test_one_wing_alone_counts_coverage_within_that_wing(shipped_rubric, measured):
    evidence = one([measured("perceived-glue", 4.0, team="pay", source=Source.PERCEIVED, n=6, of=6)], shipped_rubric)
    said = for_team("glue", "pay", evidence.only(Source.PERCEIVED))
    assert said.coverage == 1.0
    assert said.draws == pytest.approx(np.ones(2_000))
    assert for_team("glue", "pay", evidence.only(Source.OBSERVED)).draws is None


@given(values=st.lists(st.floats(0, 1), min_size=2, max_size=2), drop=st.integers(0, 1))
def test_taking_evidence_away_never_raises_coverage(shipped_rubric, values, drop):
    names = ("own-solutions", "copied-lines")
    signals = [Signal(measure=n, outcome=Outcome.MEASURED, team="pay", value=v, n=3, of=3) for n, v in zip(names, values, strict=True)]
    full = for_team("reinvention", "pay", one(signals, shipped_rubric, 200))
    less = for_team("reinvention", "pay", one(signals[:drop] + signals[drop + 1 :], shipped_rubric, 200))
    assert less.coverage < full.coverage
    assert full.draws is not None
    assert full.draws.min() >= 0
    assert full.draws.max() <= 1
