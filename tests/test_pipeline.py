"""The flow: one crash of ours is an outcome, not the end; hidden answers stay hidden in every table."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assessment import pipeline
from assessment.decisions.dictionary import COLUMNS
from assessment.model import Organisation
from assessment.repositories.collectors import glue
from assessment.repositories.facts import Facts
from assessment.repositories.fleet import Fleet
from assessment.survey import answers as table
from assessment.workspace import Workspace

TEAMS = {"red": 9, "blue": 8, "green": 7, "small": 3}


@pytest.fixture
def inputs(tmp_path):
    organisation = Organisation.model_validate({"name": "Acme", "teams": [{"name": n, "headcount": h} for n, h in TEAMS.items()]})
    workspace = Workspace(tmp_path)
    fleet = Fleet(organisation=organisation, facts=Facts(as_of=pd.Timestamp("2026-06-30", tz="UTC")), teams=pd.Series(dtype=object))
    owners = pd.DataFrame(columns=["repository", "path", "team", "mapped_by", "claims"])
    questionnaire = workspace.questionnaire()
    rows = [
        {"respondent": f"{team}-{person}", "team": team, "role": "", "round": "1", "item": item, "answer": list(form.labels)[person % 3]}
        for team, people in TEAMS.items()
        for person in range(people)
        for item in questionnaire.items
        if hasattr(form := questionnaire.format_of(item), "labels")
    ]
    scored = table.score(pd.DataFrame(rows), questionnaire, organisation, "made here").answers
    return pipeline.Inputs(
        fleet=fleet,
        owners=owners,
        answers=scored,
        questionnaire=questionnaire,
        rubric=workspace.rubric(),
        thresholds=workspace.thresholds(),
    )


def run(inputs):
    return pipeline.assess(inputs, size=300, rng=np.random.default_rng(1))


def test_every_table_is_there_with_its_documented_columns(inputs):
    made = run(inputs)
    assert {name: list(frame.columns) for name, frame in made.tables.items()} == {name: list(columns) for name, columns in COLUMNS.items()}


def test_a_crash_in_a_collector_is_failed_and_the_run_goes_on(inputs, monkeypatch):
    def crash(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(glue, "collect", crash)
    made = run(inputs)
    failed = made.measures[made.measures["outcome"] == "failed"].set_index("measure")["note"]
    assert failed.to_dict() == dict.fromkeys(("outside-plumbing", "glue-concentration", "propagated-by-hand"), "RuntimeError: boom")
    assert (made.measures["outcome"] == "measured").any()


def test_a_team_under_k_and_the_one_that_would_give_it_away_are_hidden(inputs):
    made = run(inputs)
    said = made.measures[
        (made.measures["source"] == "perceived") & (made.measures["outcome"] == "measured") & (made.measures["team"] != "")
    ]
    assert set(said["team"]) == {"red", "blue"}  # small has 3 answers; green, the next smallest, would give it away by subtraction
    hidden = made.indicators[made.indicators["hidden"]]
    assert set(hidden["team"]) == {"small", "green"}
    assert (hidden["answers"] == 0).all()
    assert made.response.set_index("team")["shown"].to_dict() == {"red": True, "blue": True, "green": False, "small": False, "": True}


def test_too_few_answers_to_show_are_not_said_to_be_none(inputs):
    three = inputs.answers[inputs.answers["respondent"].isin(["red-0", "red-1", "blue-0"])]
    verdict = run(replace(inputs, answers=three)).verdict
    assert verdict.answers is None
    assert "Raise the response: too few people have answered to show what they say." in verdict.collect_next
    assert not any("nobody has answered" in line for line in verdict.collect_next)
    nobody = run(replace(inputs, answers=three.head(0))).verdict
    assert nobody.answers == 0
    assert any("nobody has answered" in line for line in nobody.collect_next)


def test_the_same_draws_give_the_same_assessment(inputs):
    one, other = run(inputs), run(inputs)
    assert one.verdict == other.verdict
    pd.testing.assert_frame_equal(one.indicators, other.indicators)


def test_each_step_is_told_once_in_order(inputs):
    told = []
    pipeline.assess(inputs, size=300, rng=np.random.default_rng(1), step=told.append)
    assert tuple(told) == pipeline.STEPS[1:]  # reading facts is told by the workspace, which reads them


def test_pain_and_hours_are_those_of_the_newest_round_that_asked_for_them(inputs, tmp_path):
    asked = Workspace(tmp_path).questionnaire("workflow-pain")
    rows = [
        {"respondent": f"{team}-{person}", "team": team, "role": "", "round": "2", "item": "pain-ci", "answer": "Extreme"}
        for team, people in TEAMS.items()
        for person in range(people)
    ]
    scored = table.score(pd.DataFrame(rows), asked, inputs.fleet.organisation, "made here").answers
    both = replace(inputs, answers=pd.concat([inputs.answers, scored]), questionnaires=(inputs.questionnaire, asked))
    before, after = (run(some).workflows.set_index("workflow")["pain"] for some in (inputs, both))
    assert before["ci"] < 4 < after["ci"]
    assert list(dict.fromkeys(run(both).response["questionnaire"])) == ["platform-need", "workflow-pain"]
    old = replace(both, answers=pd.concat([inputs.answers, scored.assign(round="0")]))
    assert run(old).workflows.set_index("workflow")["pain"]["ci"] == before["ci"]
