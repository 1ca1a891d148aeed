"""The published means over several rounds."""

from typing import Any

import numpy as np
import pandas as pd

from assessment.survey.release.means import Published, rounds
from assessment.survey.release.patterns import EVERYBODY, TEAMS


def over(tables: list[pd.DataFrame], questionnaire: Any, organisation: Any) -> list[Published]:
    return list(
        rounds(pd.concat([t.assign(round=f"r{at}") for at, t in enumerate(tables)], ignore_index=True), questionnaire, organisation)
    )


def of(found: Published, item: str, team: str) -> float:
    row = len(found.heard.teams) if not team else found.heard.teams.index(team)
    return float(found.value[row, found.heard.items.index(item)])


def test_a_mean_is_held_where_one_leaver_could_explain_the_change(questionnaire: Any, organisation: Any, answers: Any) -> None:
    """3.5 of six, then five at 3.0: with everybody else as before the sixth said 4 or 5, so the second mean is not shown as 3."""
    o = organisation(red=8, blue=8)
    first = answers(o, {"red": {"a": "5 3 3 3 3 3"}, "blue": {"a": "3 " * 6}})
    second = first[first["respondent"] != "red0"]
    one, two = over([first, second], questionnaire, o)
    assert of(one, "a", "red") == 3.5
    assert of(two, "a", "red") == 3.5
    assert of(two, "a", "blue") == 3.0


def test_a_change_of_many_is_shown(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=8, blue=8)
    first = answers(o, {"red": {"a": "2 " * 6}, "blue": {"a": "3 " * 6}})
    second = answers(o, {"red": {"a": "4 " * 6}, "blue": {"a": "3 " * 6}})
    one, two = over([first, second], questionnaire, o)
    assert (of(one, "a", "red"), of(two, "a", "red")) == (2.0, 4.0)


def test_the_same_round_alone_is_not_held(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=8, blue=8)
    (only,) = over([answers(o, {"red": {"a": "3 3 3 3 3"}, "blue": {"a": "3 " * 6}})], questionnaire, o)
    assert of(only, "a", "red") == 3.0


def test_how_an_item_is_shown_stays_as_it_was(questionnaire: Any, organisation: Any, answers: Any) -> None:
    """Everybody in one round less the teams in the next would be those hidden there."""
    o = organisation(red=9, blue=9, grey=9)
    small = answers(o, {"red": {"a": "1 2 3"}, "blue": {"a": "4 4 2 3"}, "grey": {"a": "3 3 3 3"}})
    large = answers(o, {team: {"a": "1 2 3 3 4 5 3"} for team in ("red", "blue", "grey")})
    one, two = over([small, large], questionnaire, o)
    assert one.pattern.way["a"] == two.pattern.way["a"] == EVERYBODY
    assert np.isnan(two.value[:3]).all()
    assert of(two, "a", "") == 3.0
    first, then = over([large, small], questionnaire, o)
    assert first.pattern.way["a"] == then.pattern.way["a"] == TEAMS
    assert not np.isnan(of(first, "a", "red"))
    assert np.isnan(then.value).all()


def test_nobody_was_asked(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    (none,) = rounds(answers(o, {"red": {"a": "3 " * 6}}).head(0), questionnaire, o)
    assert np.isnan(none.value).all()
    assert none.heard.round == ""
