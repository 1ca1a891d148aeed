"""Pain and hours of workflows, from published means alone."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.survey.answers import empty
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.release.means import Published, last, rounds
from assessment.survey.workload import workflows

FIVE_HOURS = "0 0 10 20 20"  # mean 10


def shown(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Published:
    return last(rounds(answers, questionnaire, organisation))


def test_hours_are_means_with_those_who_spent_none_times_headcount_times_thirteen(
    questionnaire: Any, organisation: Any, answers: Any
) -> None:
    o = organisation(red=5, blue=5)
    table = answers(o, {team: {"pain-ci": "1 2 3 4 5", "hours-ci": FIVE_HOURS} for team in ("red", "blue")})
    load = workflows(shown(table, questionnaire, o), 4_000, np.random.default_rng(0))
    row = load.table.iloc[0]
    assert row["workflow"] == "ci"
    assert (row["pain"], row["answers"]) == (3, 10)
    step = 160 / 20 / 10  # a sum of ten people's hours is told to a twentieth of the range of one
    assert row["hours"] == pytest.approx(10 * 13 / 12, abs=step / 2 * 13 / 12 + 1e-9)  # thirteen periods of four weeks in twelve months
    # everybody answered: 10 people x about 10 hours x 13, and no more error than the step hides
    assert np.median(load.hours["ci"]) == pytest.approx(1300, abs=step / 2 * 130)
    assert load.hours["ci"].std() < step * 130


def test_a_partial_response_spreads_the_draws_around_the_estimate(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=20)
    load = workflows(shown(answers(o, {"red": {"hours-ci": FIVE_HOURS}}), questionnaire, o), 40_000, np.random.default_rng(1))
    draws = load.hours["ci"]
    step = 160 / 20 / 5
    assert np.median(draws) == pytest.approx(20 * 10 * 13, abs=step / 2 * 260 + 40)
    # s = 10, SE of the mean = sqrt((1 - 5/20) * 100 / 5 + step^2 / 12); quantile of t with 4 df at .9: 1.5332 (tables)
    wide = 1.5332 * np.sqrt(15 + step**2 / 12)
    assert np.quantile(draws, 0.9) - np.median(draws) == pytest.approx(20 * 13 * wide, rel=0.03)
    assert draws.min() == 0  # hours are cut off at none
    assert "ci" not in load.pain


def test_people_whom_a_workflow_does_not_concern_leave_the_total(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    table = answers(o, {"red": {"hours-ci": f"{FIVE_HOURS} NA NA NA NA NA"}})
    load = workflows(shown(table, questionnaire, o), 5_000, np.random.default_rng(2))
    assert np.median(load.hours["ci"]) == pytest.approx(5 * 10 * 13, rel=0.1)
    few = answers(o, {"red": {"hours-ci": f"{FIVE_HOURS} 10 NA NA NA NA"}})  # four of them: a number about few is not told
    load = workflows(shown(few, questionnaire, o), 5_000, np.random.default_rng(2))
    assert np.median(load.hours["ci"]) == pytest.approx(10 * 10 * 13, rel=0.1)


def test_how_far_people_differ_is_told_to_one_digit(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=40)
    made = [
        workflows(shown(answers(o, {"red": {"hours-ci": hours}}), questionnaire, o), 1_000, np.random.default_rng(3)).hours["ci"]
        for hours in ("8 8 10 12 12 8 8 10 12 12", "7 9 10 11 13 7 9 10 11 13")
    ]
    assert made[0].tolist() == made[1].tolist()  # the same published mean, and both deviations are said to be 8


def test_fewer_answers_than_may_be_shown_give_neither_mean_nor_draws(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    few = answers(o, {"red": {"hours-ci": "0 0 10 20", "pain-ci": "1 2 3 4"}})
    load = workflows(shown(few, questionnaire, o), 10, np.random.default_rng(3))
    assert load.table["hours"].isna().all()
    assert load.table["pain"].isna().all()
    assert load.table["answers"].tolist() == [0]
    assert (load.hours, load.pain) == ({}, {})


def test_no_answers(questionnaire: Any, organisation: Any) -> None:
    load = workflows(shown(empty(), questionnaire, organisation(red=3)), 10, np.random.default_rng(4))
    assert load.table["workflow"].tolist() == ["ci"]
    assert load.hours == {}
