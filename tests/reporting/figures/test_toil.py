"""Nested areas of the work on plumbing."""

import pandas as pd
import pytest

from assessment.reporting.figures import toil

ROWS = [
    # workflow, team, repository, commits, lines, propagated, outside
    ("ci", "red", "r1", 5, 50, 2, 1),
    ("ci", "red", "r2", 3, 90, 0, 0),
    ("ci", "", "x1", 1, 10, 0, 0),
    ("secrets", "red", "r1", 4, 40, 0, 2),
    ("secrets", "blue", "b1", 0, 0, 0, 0),
]


@pytest.fixture
def table():
    return pd.DataFrame(ROWS, columns=["workflow", "team", "repository", "commits", "lines", "propagated", "outside"])


def test_each_area_is_the_sum_of_the_areas_within(table):
    areas = toil.nested(table).set_index("id")
    assert areas["value"].to_dict() == {
        "all": 13,
        "ci": 9,
        "secrets": 4,
        "ci/no team": 1,
        "ci/red": 8,
        "secrets/red": 4,
        "ci/no team/x1": 1,
        "ci/red/r1": 5,
        "ci/red/r2": 3,
        "secrets/red/r1": 4,
    }
    assert areas["parent"].to_dict()["ci/red/r1"] == "ci/red"
    assert areas.loc["ci/red", ["propagated", "outside"]].tolist() == [2, 1]


def test_any_order_and_value(table):
    areas = toil.nested(table, order=("team", "workflow", "repository"), value="lines").set_index("id")
    assert areas.loc["red", "value"] == 180
    assert areas.loc["red/ci", "value"] == 140
    assert areas.loc["red", "workflow"] == ""
    assert areas.loc["red/ci/r2", "workflow"] == "ci"


def test_small_areas_are_drawn_together_and_nothing_is_lost(table, monkeypatch):
    monkeypatch.setattr(toil, "LEAVES", 2)
    areas = toil.nested(table).set_index("id")
    assert areas.loc["all", "value"] == 13
    assert areas.loc["ci/red/smaller ones", "value"] == 3
    assert "ci/red/r1" in areas.index


def test_the_treemap_says_number_and_workflow(table):
    (areas,) = toil.treemap(table).data
    assert "CI · 9" in list(areas.labels)
    assert "All commits · 13" in list(areas.labels)


def test_names_are_shown_literally(table):
    (areas,) = toil.treemap(table.assign(repository="<script>")).data
    assert any(label.startswith("&lt;script&gt;") for label in areas.labels)


def test_a_long_name_stands_in_short_lines_in_its_area(table):
    (areas,) = toil.treemap(table.replace({"team": {"red": "risk and fraud operations"}})).data
    assert "risk and<br>fraud<br>operations" in areas.customdata[:, 3]
    assert "risk and fraud operations" in areas.customdata[:, 2]


def test_no_toil_is_said(empty):
    assert toil.treemap(empty.toil).layout.annotations[0].text == "No commits on plumbing were found in the chosen time"
