"""The one door."""

from typing import Any

import numpy as np
import pandas as pd

from assessment.decisions.dictionary import COLUMNS
from assessment.survey import release
from assessment.survey.answers import empty, no_texts
from assessment.survey.questionnaire import parse
from tests.survey.conftest import SMALL


def test_every_table_is_documented_and_there_without_answers(questionnaire: Any, organisation: Any) -> None:
    made = release.tables(empty(), no_texts(), [questionnaire], organisation(red=3), np.random.default_rng(0))
    assert {name: list(table.columns) for name, table in made.items()} == {name: list(COLUMNS[name]) for name in made}
    assert list(made) == ["response", *release.COLUMNS]


def test_every_questionnaire_and_round_is_in_them(questionnaire: Any, organisation: Any, answers: Any) -> None:
    other = parse({**SMALL, "id": "other"}, "other.yaml")
    o = organisation(red=9, blue=9)
    table = answers(o, {team: {item: "3 " * 6 for item in "abc"} for team in ("red", "blue")})
    every = [table.assign(round="1"), table.assign(round="2"), table.assign(round="2", questionnaire="other")]
    made = release.tables(pd.concat(every, ignore_index=True), no_texts(), [questionnaire, other], o, np.random.default_rng(0))
    pairs = {("small", "1"), ("small", "2"), ("other", "2")}
    for name in ("response", "drivers", "items", "reliability"):
        assert set(zip(made[name]["questionnaire"], made[name]["round"], strict=True)) == pairs, name
    assert set(made["change"]["questionnaire"]) == {"small"}


def test_the_same_answers_give_the_same_tables(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9)
    table = answers(o, {team: {item: "3 1 4 1 5 2" for item in "abc"} for team in ("red", "blue")})
    one = release.tables(table, no_texts(), [questionnaire], o, np.random.default_rng(0))
    two = release.tables(table.sample(frac=1, random_state=1), no_texts(), [questionnaire], o, np.random.default_rng(9))
    for name, rows in one.items():
        pd.testing.assert_frame_equal(rows, two[name])
