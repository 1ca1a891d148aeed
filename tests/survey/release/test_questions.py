"""What was answered to every item, in steps."""

import math
from typing import Any

import numpy as np
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.answers import empty
from assessment.survey.release.means import last, rounds
from assessment.survey.release.questions import ITEMS, items


def made(table: Any, questionnaire: Any, organisation: Any) -> Any:
    return items(last(rounds(table, questionnaire, organisation)))


REST = {"a": "3 " * 6, "b": "3 " * 6}


def test_the_table_has_the_documented_columns(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    assert list(COLUMNS["items"]) == ITEMS
    for table in (empty(), answers(o, {"red": REST})):
        assert list(made(table, questionnaire, o).columns) == ITEMS


def test_means_are_reversed_in_steps_and_weighted_by_headcount(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=30, blue=10)
    table = answers(o, {"red": {**REST, "c": "1 1 1 2 3 NA"}, "blue": {**REST, "c": "3 3 3 3 4 DK"}})
    c = made(table, questionnaire, o).query("item == 'c'").set_index("team")
    # red: 6 - 1.6 = 4.4, in steps of .5 for five to seven people: 4.5, the last step, for all that is higher; blue: 6 - 3.2 = 2.8: 3
    assert c["mean"].tolist() == [4.5, 3.0, round((30 * 4.5 + 10 * 3) / 40, 2)]
    assert c["step"].tolist()[:2] == [0.5, 0.5]
    assert c["n"].tolist() == [5, 5, 12]  # at least
    assert c["not_applicable"].isna().all()  # one in each team: a number about one
    assert c.loc["red", ["version", "scale", "text"]].tolist() == [1, "s", "Third?"]


def test_alike_answers_do_not_look_alike(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=8, blue=8)
    same = answers(o, {"red": {"a": "5 " * 6, "b": "3 " * 6}, "blue": {"a": "5 5 5 5 5 2", "b": "3 3 3 3 1 5"}})
    a = made(same, questionnaire, o)
    red, blue = (a[a["team"] == team].drop(columns="team").reset_index(drop=True) for team in ("red", "blue"))
    assert red.equals(blue)


def test_days_are_geometric_with_a_factor_for_a_step(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    d = made(answers(o, {"red": {"d": "A_day A_day Weeks Weeks Weeks Weeks"}}), questionnaire, o).query("item == 'd'").iloc[0]
    # mean of ln: (2 * 0 + 4 * ln 16) / 6 = 2/3 of the range of ln 16; eight steps: 5/8
    assert d["mean"] == pytest.approx(16 ** (5 / 8), abs=0.005)
    assert (d["step"], bool(d["ratio"])) == (round(16 ** (1 / 8), 2), True)


def test_hours_are_shown_over_everybody_only(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9)
    table = answers(o, {"red": {"hours-ci": "0 0 10 20 20 4"}, "blue": {"hours-ci": "0 0 10 20 20 4"}})
    got = made(table, questionnaire, o).set_index("team")
    assert got["mean"].isna().tolist() == [True, True, False]
    # mean 9; twelve people: steps of 160 / (20 * 12) = 2/3 hours
    assert got.loc["", "mean"] == pytest.approx(round(9 * 1.5) / 1.5, abs=0.005)


def test_an_item_with_too_few_answers_is_hidden_alone(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=6, blue=6, green=9)
    said = {item: "3 " * 6 for item in "abc"}
    table = answers(o, {"red": {**said, "c": "3 3 3 3 - -"}, "blue": said, "green": {item: "3 " * 9 for item in "abc"}})
    got = made(table, questionnaire, o)
    hidden = got[got["mean"].isna()]
    assert list(zip(hidden["item"], hidden["team"], strict=True)) == [("c", "red")]
    assert hidden[["n", "not_applicable", "step"]].isna().all(axis=None)
    # the number over all is that of the teams shown, so that there is nothing to subtract
    assert got.query("item == 'c' and team == ''")["mean"].tolist() == [3]


def test_where_most_are_in_small_teams_only_everybody_is_shown(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(**{f"t{i}": 4 for i in range(8)}, large=9)
    table = answers(o, {**{f"t{i}": {"a": "1 2 4"} for i in range(8)}, "large": {"a": "3 " * 6}})
    a = made(table, questionnaire, o).set_index("team")
    assert a["mean"].notna().sum() == 1
    # 24 people at 7/3 and 6 at 3: 74 / 30 = 2.467, in steps of .1
    assert a.loc["", "mean"] == 2.5


def test_how_many_said_not_applicable_is_shown_from_k_on(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=30, blue=30, green=30)
    three, na = "3 " * 6, "NA " * 5
    table = answers(o, {team: dict.fromkeys("abc", text) for team, text in (("red", three + na), ("blue", three), ("green", three + na))})
    c = made(table, questionnaire, o).query("item == 'c'").set_index("team")
    # that nobody in blue said so is not shown either, and the total less red and green would show it
    assert c["not_applicable"].fillna(-1).to_dict() == {"red": 5, "blue": -1, "green": 5, "": -1}
    table = answers(o, {team: dict.fromkeys("abc", three + na) for team in ("red", "blue", "green")})
    assert made(table, questionnaire, o).query("item == 'c'")["not_applicable"].tolist() == [5, 5, 5, 15]


def test_an_item_that_nobody_was_asked_has_no_rows(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    assert set(made(answers(o, {"red": {"a": "3 " * 6}}), questionnaire, o)["item"]) == {"a"}
    assert made(empty(), questionnaire, o).empty


def test_numbers_are_rounded_to_what_is_shown(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    mean = made(answers(o, {"red": {"d": "A_day Weeks Weeks Weeks Weeks Weeks"}}), questionnaire, o)["mean"]
    assert all(math.isclose(m, round(m, 2)) for m in mean.dropna())
    assert np.isfinite(mean).all()
