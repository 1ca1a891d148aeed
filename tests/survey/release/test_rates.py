"""Who answered."""

from typing import Any

import pandas as pd

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.answers import empty
from assessment.survey.release.rates import response


def test_the_table_has_the_documented_columns(organisation: Any) -> None:
    assert list(response(empty(), organisation(red=3)).columns) == list(COLUMNS["response"])


def test_rates_hide_small_teams_and_the_one_that_would_give_them_away(organisation: Any, answers: Any) -> None:
    o = organisation(red=10, blue=6, green=12, grey=4)
    table = answers(o, {"red": {"a": "3 " * 6}, "blue": {"a": "3 " * 4}, "green": {"a": "3 " * 9}})
    got = response(table, o).set_index("team")
    assert got["headcount"].tolist() == [10, 6, 12, 4, 32]
    assert got["shown"].tolist() == [False, False, True, False, True]
    assert got["answers"].isna().tolist() == [True, True, False, False, False]
    assert got.loc["green", ["answers", "rate"]].tolist() == [9, 0.75]
    assert got.loc["grey", ["answers", "rate"]].tolist() == [0, 0]
    assert got.loc["", ["answers", "rate"]].tolist() == [19, 19 / 32]
    assert (set(got["questionnaire"]), set(got["round"])) == ({"small"}, {""})


def test_nobody_and_too_few(organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    nobody = response(empty(), o)
    assert nobody["answers"].tolist() == [0, 0]
    assert nobody["shown"].tolist() == [False, False]
    few = response(answers(o, {"red": {"a": "3 3"}}), o)
    assert few["answers"].isna().all()
    assert few["rate"].isna().all()


def test_every_round_and_questionnaire_has_its_rows(organisation: Any, answers: Any) -> None:
    o = organisation(red=10, blue=10)
    table = answers(o, {"red": {"a": "3 " * 6}, "blue": {"a": "3 " * 7}})
    both = [table.assign(round="1"), table[table["team"] == "blue"].assign(round="2"), table.assign(round="1", questionnaire="other")]
    got = response(pd.concat(both, ignore_index=True), o)
    assert got.groupby(["questionnaire", "round"]).size().to_dict() == {("other", "1"): 3, ("small", "1"): 3, ("small", "2"): 3}
    assert got.query("round == '2' and team == ''")["answers"].tolist() == [7]


def test_a_team_that_the_organisation_does_not_name_is_not_counted(organisation: Any, answers: Any) -> None:
    o = organisation(red=10, blue=10)
    table = answers(o, {"red": {"a": "3 " * 6}, "blue": {"a": "3 " * 7}})
    got = response(table, organisation(red=10)).set_index("team")
    assert got.loc["", "answers"] == 6
