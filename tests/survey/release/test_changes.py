"""Change between rounds."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.release.changes import CHANGE, change
from assessment.survey.release.means import rounds

THREE = {item: "3 " * 12 for item in "abc"}
FIVE = {"a": "5 " * 12, "b": "5 " * 12, "c": "1 " * 12}


def made(tables: list[pd.DataFrame], questionnaire: Any, organisation: Any) -> pd.DataFrame:
    named = [table.assign(round=f"2026-{at}") for at, table in enumerate(tables, start=1)]
    before, after = list(rounds(pd.concat(named, ignore_index=True), questionnaire, organisation))[-2:]
    return change(before, after).set_index(["scale", "team"])


def test_the_table_has_the_documented_columns() -> None:
    assert list(COLUMNS["change"]) == CHANGE


def test_more_of_it(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15)
    got = made([answers(o, {"red": THREE, "blue": THREE}), answers(o, {"red": FIVE, "blue": THREE})], questionnaire, o)
    red, blue = got.loc[("s", "red")], got.loc[("s", "blue")]
    assert red[["from_round", "to_round", "verdict", "why"]].tolist() == ["2026-1", "2026-2", "more", ""]
    assert red["change"] == pytest.approx(red["after"] - red["before"], abs=0.011)
    assert red["low"] > 0
    assert red["detectable"] == pytest.approx(red["change"] - red["low"], abs=0.011)
    assert (blue["verdict"], blue["change"]) == ("too close to tell", pytest.approx(0, abs=0.3))


def test_a_team_that_differs_by_few_is_hidden(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15)
    first = answers(o, {"red": THREE, "blue": THREE})
    second = answers(o, {"red": FIVE, "blue": FIVE})
    got = made([first, second[~second["respondent"].isin(["red0", "red1"])]], questionnaire, o)
    red = got.loc[("s", "red")]
    assert (red["verdict"], red["why"]) == ("hidden", "the people who answered differ by so few that the change could be theirs")
    assert red[["before", "after", "change", "low", "high", "detectable"]].isna().all()
    assert got.loc[("s", "blue"), "verdict"] == "more"


def test_with_links_for_teams_small_teams_are_hidden(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15)
    few = {item: "3 " * 6 for item in "abc"}
    tables = [answers(o, {"red": THREE, "blue": few}), answers(o, {"red": FIVE, "blue": few})]
    unknown = [table.assign(respondent=f"anonymous-{at}-" + table["respondent"]) for at, table in enumerate(tables)]
    got = made(unknown, questionnaire, o)
    assert got.loc[("s", "blue"), "verdict"] == "hidden"
    assert got.loc[("s", "blue"), "why"].startswith("who answered both rounds is not known")
    assert got.loc[("s", "red"), "verdict"] == "more"


def test_a_scale_with_an_item_worded_anew_is_not_compared(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15)
    first = answers(o, {"red": THREE, "blue": THREE})
    first.loc[first["item"] == "b", "version"] = 2
    got = made([first, answers(o, {"red": FIVE, "blue": THREE})], questionnaire, o)
    assert set(got["verdict"]) == {"worded differently"}
    assert got[["before", "after", "change"]].isna().all(axis=None)


def test_too_few_in_one_round(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15, green=15)
    few = {item: "3 3" for item in "abc"}
    got = made(
        [answers(o, {"red": few, "blue": THREE, "green": THREE}), answers(o, {"red": FIVE, "blue": THREE, "green": THREE})],
        questionnaire,
        o,
    )
    assert got.loc[("s", "red"), ["verdict", "why"]].tolist() == ["hidden", "answers are shown for too few people in one of the rounds"]


def test_days_change_by_a_factor(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=15, blue=15)
    tables = [answers(o, {team: {"d": f"{days} " * 12} for team in ("red", "blue")}) for days in ("Some_days", "Weeks")]
    red = made(tables, questionnaire, o).loc[("d", "red")]
    assert bool(red["ratio"])
    assert red["change"] == pytest.approx(red["after"] / red["before"], abs=0.05)
    assert red["verdict"] == "more"
    assert red["low"] > 1


def test_random_rounds_seldom_look_like_change(questionnaire: Any, organisation: Any, answers: Any) -> None:
    """Two samples of the same unchanging members, 12 of 20 each: at most 5 % and a little are told as change."""
    rng = np.random.default_rng(8)
    teams = list("defghijklmno")
    o = organisation(**dict.fromkeys(teams, 20))
    told = []
    for _ in range(12):
        members = {team: np.clip(np.rint(rng.normal(3, 0.9, (20, 1)) + rng.normal(0, 0.6, (20, 3))), 1, 5).astype(int) for team in teams}
        tables = []
        for _ in range(2):
            said = {}
            for team, x in members.items():
                some = x[rng.permutation(20)[:12]]
                said[team] = {item: " ".join(map(str, 6 - some[:, at] if item == "c" else some[:, at])) for at, item in enumerate("abc")}
            table = answers(o, said)
            tables.append(table.assign(respondent="anonymous-" + str(len(tables)) + table["respondent"]))
        got = made(tables, questionnaire, o).drop(index="", level="team")
        told += got.query("verdict != 'hidden'")["verdict"].isin(["more", "less"]).tolist()
    assert len(told) > 100
    assert np.mean(told) < 0.07
