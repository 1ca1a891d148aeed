"""What leaves the survey: the tables, and an attack on them that knows everything but the answers."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.outcome import Outcome
from assessment.survey import release
from assessment.survey.answers import COLUMNS as ANSWERS
from assessment.survey.answers import DTYPES, empty
from assessment.survey.rounds import current
from assessment.survey.scales import people, signals

K = 5


def test_the_tables_have_the_documented_columns(questionnaire: Any, organisation: Any) -> None:
    o = organisation(red=3)
    assert list(release.response(empty(), o).columns) == list(COLUMNS["response"])
    assert list(release.items(empty(), questionnaire, o).columns) == list(COLUMNS["items"])


def test_response_rates_hide_small_teams_and_the_one_that_would_give_them_away(organisation: Any, answers: Any) -> None:
    o = organisation(red=10, blue=6, green=12, grey=4)
    table = answers(o, {"red": {"a": "3 " * 6}, "blue": {"a": "3 " * 4}, "green": {"a": "3 " * 9}})
    got = release.response(table, o).set_index("team")
    assert got["headcount"].tolist() == [10, 6, 12, 4, 32]
    assert got["shown"].tolist() == [False, False, True, False, True]
    assert got["answers"].isna().tolist() == [True, True, False, False, False]
    assert got.loc["green", ["answers", "rate"]].tolist() == [9, 0.75]
    assert got.loc["grey", ["answers", "rate"]].tolist() == [0, 0]
    assert got.loc["", ["answers", "rate"]].tolist() == [19, 19 / 32]


def test_response_of_nobody_and_of_too_few(organisation: Any, answers: Any) -> None:
    o = organisation(red=10)
    nobody = release.response(empty(), o)
    assert nobody["answers"].tolist() == [0, 0]
    assert nobody["shown"].tolist() == [False, False]
    few = release.response(answers(o, {"red": {"a": "3 3"}}), o)
    assert few["answers"].isna().all()
    assert few["rate"].isna().all()


def test_item_means_are_reversed_rounded_and_weighted_by_headcount(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=30, blue=10)
    table = answers(o, {"red": {"c": "1 1 1 2 2 NA"}, "blue": {"c": "5 5 5 5 5 DK"}})
    got = release.items(table, questionnaire, o)
    c = got[got["item"] == "c"].set_index("team")
    assert c["mean"].isna().all()  # a and b have no answers, so nobody counts for the scale, and neither does any item of it

    rest = {"a": "3 " * 6, "b": "3 " * 6}
    table = answers(o, {"red": {**rest, "c": "1 1 1 2 2 NA"}, "blue": {**rest, "c": "5 5 5 5 5 DK"}})
    got = release.items(table, questionnaire, o)
    c = got[got["item"] == "c"].set_index("team")
    assert c["mean"].tolist() == [4.6, 1.0, 3.7]  # 6 - 1.4, 6 - 5, and (30 * 4.6 + 10 * 1) / 40
    assert c["n"].tolist() == [5, 5, 10]
    assert c["not_applicable"].isna().all()  # one in each team: a number about one
    assert c.loc["red", ["version", "scale", "text"]].tolist() == [1, "s", "Third?"]
    assert got[got["item"] == "pain-ci"]["text"].iloc[0] == "How much? [CI pain]"
    assert got[got["item"] == "pain-ci"]["mean"].isna().all()


def test_items_of_a_scale_are_hidden_together(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=6, blue=6, green=9)
    said = {"a": "3 " * 6, "b": "3 " * 6, "c": "3 " * 6}
    table = answers(o, {"red": {**said, "c": "3 3 3 3 - -"}, "blue": said, "green": {item: "3 " * 9 for item in "abc"}})
    got = release.items(table, questionnaire, o)
    hidden = got[got["item"].isin(["a", "b", "c"]) & got["mean"].isna()]
    assert set(hidden["team"]) == {"red", "blue"}
    assert len(hidden) == 6
    assert hidden[["n", "not_applicable"]].isna().all(axis=None)
    # the scale itself has six people in red: it may be shown
    assert release.shown_teams(release.patterns(table, questionnaire, o), o, ["perceived-s"]) == {"red", "blue", "green", ""}
    # nobody was asked for days
    assert release.shown_teams(release.patterns(table, questionnaire, o), o) == frozenset()


def test_signals_are_released_measure_by_measure(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9)
    table = answers(o, {team: {"a": "3 " * 6, "b": "4 " * 6, "d": days} for team, days in (("red", "Weeks " * 6), ("blue", "Weeks " * 4))})
    found = signals(table, questionnaire, o)
    got = {(s.measure, s.team): s for s in release.released(found, release.patterns(table, questionnaire, o))}
    assert [got["perceived-s", team].value for team in ("red", "blue", "")] == [3.5, 3.5, 3.5]
    assert [got["setup-days", team].value for team in ("red", "blue", "")] == [None, None, 16]
    hidden = got["setup-days", "blue"]
    assert (hidden.n, hidden.of, hidden.spread, hidden.note) == (0, 0, 0, release.HIDDEN)
    assert release.shown_teams(release.patterns(table, questionnaire, o), o) == {""}


def test_how_many_said_not_applicable_is_shown_from_k_on(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=30, blue=30, green=30)
    three, na = "3 " * 6, "NA " * 5
    table = answers(o, {team: dict.fromkeys("abc", text) for team, text in (("red", three + na), ("blue", three), ("green", three + na))})
    c = release.items(table, questionnaire, o).query("item == 'c'").set_index("team")
    assert c["not_applicable"].to_dict() == {"red": 5, "blue": 0, "green": 5, "": 10}
    few = answers(
        o, {"red": dict.fromkeys("abc", three + na), "blue": dict.fromkeys("abc", three + "NA"), "green": dict.fromkeys("abc", three)}
    )
    c = release.items(few, questionnaire, o).query("item == 'c'").set_index("team")
    assert c["not_applicable"].isna().to_dict() == {"red": True, "blue": True, "green": False, "": False}  # red hides blue: 6 - 5 = 1


def test_that_a_small_team_found_nothing_applicable_is_hidden(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9, green=9, grey=9)
    table = answers(
        o,
        {
            "red": {"a": "3 " * 6, "b": "3 " * 6},
            "blue": {"a": "NA NA", "b": "NA NA"},
            "green": {"a": "NA " * 5, "b": "NA " * 5},
        },
    )
    found = release.released(signals(table, questionnaire, o), release.patterns(table, questionnaire, o))
    got = {s.team: s for s in found if s.measure == "perceived-s"}
    assert (got["blue"].outcome, got["blue"].of, got["blue"].note) == (Outcome.UNAVAILABLE, 0, release.HIDDEN)
    assert got["green"].note == release.HIDDEN  # with it, blue could be had by subtraction
    assert got["grey"].note == "nobody answered"  # which the response rates say too
    assert got["red"].outcome is Outcome.MEASURED


def random_answers(rng: np.random.Generator, teams: list[str]) -> pd.DataFrame:
    rows = []
    for team in teams:
        for person in range(rng.integers(0, 9)):
            for item in "abc":
                state = rng.choice(["answered", "not applicable", ""], p=[0.85, 0.08, 0.07])
                if state:
                    value = float(rng.integers(1, 6)) if state == "answered" else np.nan
                    rows.append((f"{team}{person}", team, "", "1", "small", item, 1, state, value, ""))
    return pd.DataFrame(rows, columns=list(ANSWERS)).astype(DTYPES)


def known(table: pd.DataFrame, questionnaire: Any, o: Any) -> tuple[np.ndarray, pd.DataFrame]:
    """Everything shown, as sums over single answers (rows) that an attacker could form who knows who answered what, but not how."""
    cells = table[table["state"] == "answered"].reset_index(drop=True)
    shown = release.patterns(table, questionnaire, o)
    scale = questionnaire.scales[0]
    counted = set(people(scale, current(table, questionnaire, o).answers, questionnaire).values["respondent"])
    each = 1 / cells.groupby("respondent")["item"].transform("size")
    heads = {team.name: team.headcount for team in o.teams}

    def mean(rows: pd.Series, weights: pd.Series) -> np.ndarray:
        per_team = cells["respondent"].where(rows).groupby(cells["team"]).transform("nunique")
        return np.where(rows, weights * cells["team"].map(heads) / per_team.replace(0, 1), 0.0)

    sums = []
    ones = pd.Series(1.0, index=cells.index)
    for rows, weights, pattern in [
        *((cells["item"] == item, ones, shown.items[item]) for item in "abc"),
        (cells["respondent"].isin(counted), each, shown.measures["perceived-s"]),
    ]:
        sums += [mean(rows & (cells["team"] == team), weights) for team in o.team_names if pattern.shown[team]]
        sums += [mean(rows, weights)] if pattern.total_shown else []
    return np.array(sums).reshape(-1, len(cells)), cells


@pytest.mark.parametrize("seed", range(40))
def test_no_attack_by_linear_algebra_gets_at_a_small_group(seed: int, questionnaire: Any, organisation: Any) -> None:
    """From all item means and scale values together: no sum over the answers of under k people, to one item or to all."""
    rng = np.random.default_rng(seed)
    teams = ["red", "blue", "green", "grey", "pink"][: rng.integers(1, 6)]
    o = organisation(**{team: int(rng.integers(8, 14)) for team in teams})
    table = random_answers(rng, teams)
    matrix, cells = known(table, questionnaire, o)
    rank = np.linalg.matrix_rank(matrix) if len(matrix) else 0
    for size in (1, 2, 3):
        for group in combinations(teams, size):
            mine = cells["team"].isin(group)
            for rows in (*(mine & (cells["item"] == item) for item in "abc"), mine):
                if 0 < cells[rows]["respondent"].nunique() < K:
                    assert np.linalg.matrix_rank(np.vstack([matrix, rows.to_numpy(float)])) == rank + 1, (seed, group)


def test_the_attack_can_succeed(questionnaire: Any, organisation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With small teams hidden but nothing else, the same attack finds what they said."""
    o = organisation(red=9, blue=9)
    rows = [
        (f"{team}{person}", team, "", "1", "small", item, 1, "answered", 3.0, "")
        for team, n in (("red", 7), ("blue", 3))
        for person in range(n)
        for item in "abc"
    ]
    table = pd.DataFrame(rows, columns=list(ANSWERS)).astype(DTYPES)
    monkeypatch.setattr(release, "shown", lambda n, k: release.Release((pd.DataFrame(n) >= k).all(axis=1), True))
    matrix, cells = known(table, questionnaire, o)
    target = ((cells["team"] == "blue") & (cells["item"] == "a")).to_numpy(float)
    assert np.linalg.matrix_rank(np.vstack([matrix, target])) == np.linalg.matrix_rank(matrix)
