"""The perceived signals as everyone may see them."""

from typing import Any

import numpy as np
import pytest

from assessment.outcome import Outcome
from assessment.survey import release
from assessment.survey.scales import signals


def test_signals_are_released_measure_by_measure(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9, green=9)
    said = {"a": "3 " * 6, "b": "4 " * 6, "d": "Weeks " * 6}
    table = answers(o, {"red": said, "blue": {**said, "d": "Weeks " * 4}, "green": said})
    got = {(s.measure, s.team): s for s in release.released(signals(table, questionnaire, o), release.patterns(table, questionnaire, o))}
    assert [got["perceived-s", team].value for team in ("red", "blue", "green", "")] == [3.5] * 4
    # everybody said 16, and the last of eight steps stands for all above
    days = round(16 ** (7 / 8), 2)
    assert [got["setup-days", team].value for team in ("red", "blue", "green", "")] == [days, None, days, days]
    hidden = got["setup-days", "blue"]
    assert (hidden.n, hidden.of, hidden.spread, hidden.note) == (0, 0, 0, release.HIDDEN)
    assert release.shown_teams(release.patterns(table, questionnaire, o), o) == {"red", "green", ""}
    assert release.shown_teams(release.patterns(table, questionnaire, o), o, ["perceived-s"]) == {"red", "blue", "green", ""}


def test_a_released_signal_does_not_say_how_many_skipped(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9)
    table = answers(o, {"red": {"a": "3 3 3 3 3 3 3", "b": "4 4 4 4 4 - -", "d": "Weeks " * 7}})
    found = release.released(signals(table, questionnaire, o), release.patterns(table, questionnaire, o))
    got = next(s for s in found if (s.measure, s.team) == ("perceived-s", "red"))
    assert (got.n, got.of) == (7, 9)  # five of the seven answered enough of the scale


def test_that_a_small_team_found_nothing_applicable_is_hidden(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=9, blue=9, green=9, grey=9)
    table = answers(o, {
        "red": {"a": "3 " * 6, "b": "3 " * 6},
        "blue": {"a": "NA NA", "b": "NA NA"},
        "green": {"a": "NA " * 5, "b": "NA " * 5},
    })  # fmt: skip
    found = release.released(signals(table, questionnaire, o), release.patterns(table, questionnaire, o))
    got = {s.team: s for s in found if s.measure == "perceived-s"}
    assert (got["blue"].outcome, got["blue"].of, got["blue"].note) == (Outcome.UNAVAILABLE, 0, release.HIDDEN)
    assert got["green"].note == release.HIDDEN  # with it, blue could be had by subtraction
    assert got["grey"].note == "nobody answered"  # which the response rates say too
    assert got["red"].outcome is Outcome.MEASURED


def test_where_only_everybody_may_be_shown_the_teams_stand_in_with_that(questionnaire: Any, organisation: Any, answers: Any) -> None:
    o = organisation(red=3, blue=6)
    table = answers(o, {"red": {"a": "2 2 2", "b": "2 2 2"}, "blue": {"a": "4 4 4", "b": "4 4 4"}})
    patterns = release.patterns(table, questionnaire, o)
    visible = release.released(signals(table, questionnaire, o), patterns)
    assert [s.value for s in visible if s.measure == "perceived-s"] == [None, None, 3]
    got = {s.team: s for s in release.standing_for_all(visible, patterns, o) if s.measure == "perceived-s"}
    assert [got[team].value for team in ("red", "blue", "")] == [3, 3, 3]
    assert (got["red"].n, got["blue"].n, got["blue"].of) == (2, 4, 6)
    # weighted by headcount the errors of both make that of the whole
    weights = np.array([1 / 3, 2 / 3])
    together = np.sqrt((weights**2 * np.array([got["red"].spread, got["blue"].spread]) ** 2).sum())
    assert together == pytest.approx(got[""].spread)
