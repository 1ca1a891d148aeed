"""Counts and spreads of a small fleet, worked out by hand."""

import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.controls import consistency
from assessment.repositories.controls.states import outcomes
from assessment.repositories.rules.schema_controls import ControlRule

UPDATES = ControlRule(
    id="updates",
    title="Updates are proposed",
    why="",
    setting="",
    workflow="dependencies",
    ordinal=("daily", "weekly", "monthly"),
    maps={"scorecard": ("Dependency-Update-Tool",), "osps": ("VM-05", "QA-02")},
)
SCAN = ControlRule(id="scan", title="Scanned", why="", setting="", workflow="security")
TEAMS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "x": ""}


def control(repository, outcome, setting="", name="updates"):
    return {"repository": repository, "control": name, "outcome": outcome, "setting": setting}


@pytest.fixture
def rows(make_fleet):
    found = [
        control("a1", "present", "bot daily"),
        control("a2", "present", "bot daily"),
        control("b1", "present", "bot monthly"),
        control("b2", "absent"),
        control("x", "present", "bot weekly"),
        control("a1", "unavailable", name="scan"),
        control("b1", "not applicable", name="scan"),
    ]
    return outcomes(make_fleet(TEAMS, controls=found))


@pytest.fixture
def got(rows):
    return consistency.table(rows, [UPDATES, SCAN], {"dependencies": {"a1", "b2"}}).set_index("control")


def test_the_columns_are_the_documented_ones(rows):
    assert set(consistency.table(rows, [UPDATES], {}).columns) == set(COLUMNS["controls"])
    assert list(consistency.settings(rows).columns) == list(COLUMNS["control_settings"])


def test_repositories_by_outcome(got):
    counts = ["repositories", "present", "absent", "unavailable", "not_applicable", "teams"]
    assert got.loc["updates", counts].tolist() == [5, 4, 1, 0, 0, 2]
    assert got.loc["scan", counts].tolist() == [2, 0, 0, 1, 1, 0]
    assert got.loc["updates", "title"] == "Updates are proposed"
    assert got.loc["updates", "requirements"] == "Scorecard Dependency-Update-Tool; OSPS VM-05, QA-02"


def test_spreads_between_teams(got):
    # A 2 of 2, B 1 of 2: mean .75, second moment (2 + .5) / 4 = .625, variance .0625, twice the deviation .5
    assert got.loc["updates", "spread"] == pytest.approx(0.5)
    assert got.loc["updates", "setting_entropy"] == pytest.approx(1.0)  # one team daily, one monthly; x has no team
    assert got.loc["updates", "ordinal_spread"] == pytest.approx(1.0)  # daily to monthly is the whole scale
    assert got.loc["scan", ["spread", "setting_entropy", "ordinal_spread"]].isna().all()


def test_on_and_off_the_road(got):
    assert got.loc["updates", ["on_road", "on_road_of", "off_road", "off_road_of"]].tolist() == [0.5, 2, 1.0, 3]
    assert got.loc["scan", "on_road_of"] == 0
    assert got.loc["scan", ["on_road", "off_road"]].isna().all()  # no road serves security


def test_settings_the_commonest_first(rows):
    got = consistency.settings(rows).to_dict("records")
    assert got[0] == {"control": "updates", "outcome": "present", "setting": "bot daily", "repositories": 2, "teams": 1}
    assert {row["setting"]: row["teams"] for row in got} == {"bot daily": 1, "bot monthly": 1, "bot weekly": 0}


def test_switches_of_a_pipeline_are_counted_one_by_one(make_fleet):
    found = [
        control("a1", "absent", "disableTests + enableScan", name="road-stages"),
        control("b1", "present", "enableScan", name="road-stages"),
    ]
    got = consistency.settings(outcomes(make_fleet(TEAMS, controls=found)))
    assert got[["outcome", "setting", "repositories", "teams"]].values.tolist() == [
        ["present", "enableScan", 2, 2],
        ["present", "disableTests", 1, 1],
    ]


def test_nothing_is_known(make_fleet):
    nothing = outcomes(make_fleet(TEAMS))
    assert consistency.table(nothing, [UPDATES], {})["repositories"].tolist() == [0]
    assert consistency.settings(nothing).empty


def test_a_setting_with_two_words_of_the_order_has_no_rank():
    assert consistency._rank("bot mixed", UPDATES.ordinal) != consistency._rank("bot mixed", UPDATES.ordinal)  # NaN
    assert consistency._rank("bot daily + other weekly", UPDATES.ordinal) != 0
    assert consistency._rank("bot weekly", UPDATES.ordinal) == 1
