from typing import Any

import numpy as np
import pytest

from assessment.survey.answers import empty
from assessment.survey.workload import workflows

FIVE_HOURS = "0 0 10 20 20"  # mean 10


def test_hours_are_means_with_those_who_spent_none_times_headcount_times_thirteen(
    questionnaire: Any, organisation: Any, answers: Any
) -> None:
    o = organisation(red=5, blue=5)
    table = answers(o, {team: {"pain-ci": "1 2 3 4 5", "hours-ci": FIVE_HOURS} for team in ("red", "blue")})
    load = workflows(table, questionnaire, o, 100, np.random.default_rng(0))
    row = load.table.iloc[0]
    assert row["workflow"] == "ci"
    assert (row["pain"], row["answers"]) == (3, 10)
    assert row["hours"] == pytest.approx(10 * 13 / 12)  # thirteen periods of four weeks in twelve months
    # everybody answered: 10 people x 10 hours x 13, without error
    assert load.hours["ci"].tolist() == [1300] * 100
    assert load.pain["ci"].tolist() == [3] * 100


def test_a_partial_response_spreads_the_draws_around_the_estimate(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=20)
    load = workflows(answers(o, {"red": {"hours-ci": FIVE_HOURS}}), questionnaire, o, 40_000, np.random.default_rng(1))
    draws = load.hours["ci"]
    assert np.median(draws) == pytest.approx(20 * 10 * 13, rel=0.01)
    # s2 = 100, SE of the mean = sqrt((1 - 5/20) * 100 / 5); quantile of t with 4 df at .9: 1.5332 (tables)
    assert np.quantile(draws, 0.9) == pytest.approx(20 * 13 * (10 + 1.5332 * np.sqrt(15)), rel=0.02)
    assert draws.min() == 0  # hours are cut off at none
    assert "ci" not in load.pain


def test_people_whom_a_workflow_does_not_concern_leave_the_total(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    table = answers(o, {"red": {"hours-ci": f"{FIVE_HOURS} NA NA NA NA NA"}})
    load = workflows(table, questionnaire, o, 5_000, np.random.default_rng(2))
    assert np.median(load.hours["ci"]) == pytest.approx(5 * 10 * 13, rel=0.03)


def test_fewer_answers_than_may_be_shown_give_neither_mean_nor_draws(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    load = workflows(answers(o, {"red": {"hours-ci": "0 0 10 20", "pain-ci": "1 2 3 4"}}), questionnaire, o, 10, np.random.default_rng(3))
    assert load.table["hours"].isna().all()
    assert load.table["pain"].isna().all()
    assert load.table["answers"].tolist() == [0]
    assert (load.hours, load.pain) == ({}, {})


def test_no_answers(questionnaire: Any, organisation: Any) -> None:
    load = workflows(empty(), questionnaire, organisation(red=3), 10, np.random.default_rng(4))
    assert load.table["workflow"].tolist() == ["ci"]
    assert load.hours == {}
