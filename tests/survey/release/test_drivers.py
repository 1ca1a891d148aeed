"""What teams say on each scale, made of the published means."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from assessment.decisions.dictionary import COLUMNS
from assessment.survey.answers import empty
from assessment.survey.psychometrics import chance
from assessment.survey.release.drivers import DRIVERS, drivers
from assessment.survey.release.means import last, rounds


def made(table: Any, questionnaire: Any, organisation: Any) -> pd.DataFrame:
    return drivers(last(rounds(table, questionnaire, organisation)))


def test_the_table_has_the_documented_columns(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    assert list(COLUMNS["drivers"]) == DRIVERS
    for table in (empty(), answers(o, {"red": {item: "3 " * 6 for item in "abcd"} | {"d": "Weeks " * 6}})):
        assert list(made(table, questionnaire, o).columns) == DRIVERS


def test_a_team_that_all_answered_is_the_mean_of_its_items(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=6, blue=6)
    table = answers(o, {"red": {"a": "3 " * 6, "b": "4 " * 6, "c": "2 " * 6}, "blue": {item: "3 " * 6 for item in "abc"}})
    red = made(table, questionnaire, o).query("team == 'red'").iloc[0]
    assert red["value"] == pytest.approx((3 + 4 + (6 - 2)) / 3, abs=0.005)
    # nobody silent: no sampling error, but the rounding of three means to steps of .5: .5^2 / 12 / 3
    half = stats.t.ppf(0.975, 10) * math.sqrt(0.25 / 12 / 3)
    assert (red["low"], red["high"]) == (pytest.approx(red["value"] - half, abs=0.011), pytest.approx(red["value"] + half, abs=0.011))
    assert (red["worst_low"], red["worst_high"]) == (red["value"], red["value"])
    assert (red["n_band"], red["of"], red["higher"]) == ("5-7", 6, "worse")


def test_the_silent_widen_the_bounds(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=8, blue=8)
    said = {item: "3 " * 6 for item in "abc"}
    red = made(answers(o, {"red": said, "blue": said}), questionnaire, o).query("team == 'red'").iloc[0]
    assert (red["worst_low"], red["worst_high"]) == (2.5, 3.5)  # (6 * 3 + 2 * 1) / 8, (6 * 3 + 2 * 5) / 8
    assert red["high"] - red["low"] > 0.4


def test_agreement_is_capped_and_stands_beside_its_chance(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9)
    same = {item: "3 " * 6 for item in "abc"}
    split = {"a": "1 1 1 5 5 5", "b": "1 1 1 5 5 5", "c": "5 5 5 1 1 1"}
    got = made(answers(o, {"red": same, "blue": split}), questionnaire, o).set_index("team")
    assert got["rwg"].tolist()[:2] == [0.9, 0]  # 1 is shown as .9 or more
    assert got["ad"].tolist()[:2] == [0.4, 2]  # 0 is shown as a tenth of the range or less
    assert got.loc["red", "chance"] == pytest.approx(chance.rwg_correlated(6, 3, 5, 0.6))
    assert math.isnan(got.loc["", "rwg"])


def test_a_short_scale_shows_no_agreement(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    got = made(answers(o, {"red": {"d": "Weeks " * 6}}), questionnaire, o)
    assert got[["rwg", "ad", "chance"]].isna().all(axis=None)
    assert got["value"].tolist()[0] == round(16 ** (7 / 8), 2)
    assert got["low"].tolist()[0] < got["value"].tolist()[0] <= got["high"].tolist()[0] <= 16


def test_what_a_team_can_carry(questionnaire: Any, organisation: Any, answers: Any) -> None:
    teams = {f"t{i}": {"a": f"{1 + i // 2} " * 6, "b": f"{1 + i // 2} " * 6, "c": f"{5 - i // 2} " * 6} for i in range(8)}
    teams["t7"] = {"a": "1 1 1 5 5 5", "b": "1 1 1 5 5 5", "c": "5 5 5 1 1 1"}
    o = organisation(**dict.fromkeys(teams, 8), small=8)
    got = made(answers(o, {**teams, "small": {"a": "3 3"}}), questionnaire, o).set_index("team")["carries"]
    assert got["t2"] == "team mean"
    assert got["t7"] == "team mean, split"
    assert got["small"] == "hidden"
    assert got[""] == "organisation only"


def test_a_team_of_three_cannot_carry_a_claim_even_where_it_may_be_shown(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=3, blue=9).model_copy(update={"survey": organisation(red=1).survey.model_copy(update={"k": 3})})
    said = {item: "3 3 3" for item in "abc"}
    got = made(answers(o, {"red": said, "blue": {item: "4 " * 9 for item in "abc"}}), questionnaire, o).set_index("team")
    assert (got.loc["red", "carries"], got.loc["red", "n_band"]) == ("too few", "3-4")


def test_teams_that_do_not_differ_carry_the_organisation_only(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=8, blue=8)
    said = {"a": "1 2 3 4 5 3", "b": "1 2 3 4 5 3", "c": "5 4 3 2 1 3"}
    assert set(made(answers(o, {"red": said, "blue": said}), questionnaire, o)["carries"]) == {"organisation only"}


def test_intervals_cover_the_members(questionnaire: Any, organisation: Any, answers: Any) -> None:
    """Teams of 5 to 12, 80 % answered, people .7 around their team and items .6 around the person: with steps, and with bounds for
    hidden skips, at least 95 % of 95 % intervals of shown teams hold the mean of all members."""
    rng = np.random.default_rng(11)
    inside = []
    for _ in range(40):
        sizes = {f"t{i}": int(rng.integers(6, 13)) for i in range(10)}
        said, truth = {}, {}
        for team, size in sizes.items():
            person = rng.normal(3, 0.3) + rng.normal(0, 0.7, size)
            x = np.clip(np.round(person[:, None] + rng.normal(0, 0.6, (size, 3))), 1, 5).astype(int)
            truth[team] = x.mean()
            heard = x[rng.permutation(size)[: max(round(0.8 * size), 5)]]
            said[team] = {item: " ".join(map(str, 6 - heard[:, at] if item == "c" else heard[:, at])) for at, item in enumerate("abc")}
        o = organisation(**sizes)
        got = made(answers(o, said), questionnaire, o).set_index("team").dropna(subset="value").drop(index="")
        inside += [row.low - 0.005 <= truth[str(team)] <= row.high + 0.005 for team, row in got.iterrows()]
    assert len(inside) > 350
    assert 0.94 < np.mean(inside) <= 0.999
