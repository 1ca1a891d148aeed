import numpy as np
import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.roads.adoption import adoption, came
from assessment.repositories.services import clock
from assessment.repositories.tools.reach import Reach

ROAD = {"name": "deploy", "workflow": "deployment", "references": ["acme/road/.github/workflows/deploy.yml"]}
FILE = ".github/workflows/deploy.yml"


def on(repository, path=FILE):
    return {
        "repository": repository,
        "path": path,
        "target": "acme/road",
        "block": ".github/workflows/deploy.yml",
        "kind": "workflow",
        "workflow": "deployment",
        "pin": "tag",
        "line": 1,
    }


def off(repository):
    return {
        "repository": repository,
        "path": FILE,
        "target": "acme/other",
        "block": "",
        "kind": "action",
        "workflow": "deployment",
        "pin": "tag",
        "line": 1,
    }


def history(repository, *touched, path=FILE):
    """Commits so many days ago, each touching the file: (days, status, added, deleted)."""
    commits = [{"repository": repository, "days": days} for days, *_ in touched]
    changes = [
        {"repository": repository, "number": n, "path": path, "workflow": "deployment", "kind": "helm-chart"}
        | {"status": s, "added": a, "deleted": d}
        for n, (_, s, a, d) in enumerate(touched)
    ]
    return commits, changes


def fleet_of(make_fleet, teams, histories=(), *, road=ROAD, **more):
    commits = [row for rows, _ in histories for row in rows]
    changes = [row for _, rows in histories for row in rows]
    return make_fleet(teams, roads=[road], commits=commits, changes=changes, **more)


def dates(fleet):
    return came(fleet, fleet.organisation.platform.roads[0], Reach(fleet.facts, fleet.teams.index))


def rows(fleet):
    return adoption(fleet, clock(fleet)).set_index("team")


def test_eligible_and_on_road_by_team_and_in_all(make_fleet):
    teams = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "x1": "", "road": "A"}
    files = [
        {"repository": "a3", "path": "chart/Chart.yaml", "workflow": "deployment"},
        {"repository": "b2", "path": "ci.yml", "workflow": "ci"},
        {"repository": "b2", "path": "examples/Chart.yaml", "workflow": "deployment", "role": "example"},
    ]
    got = rows(fleet_of(make_fleet, teams, references=[on("a1"), off("a2"), off("b1"), on("x1"), on("road")], files=files))
    # b2 has no deployment of its own, and 'road' is the road itself
    assert got[["eligible", "on_road"]].to_numpy().tolist() == [[5, 2], [3, 1], [1, 0]]
    assert got["share"].tolist() == pytest.approx([0.4, 1 / 3, 0])
    assert got.index.tolist() == ["", "A", "B"]
    assert set(got["tax"]) == {"cannot tell"}


def test_the_columns_are_the_documented_ones_and_no_road_is_no_row(make_fleet):
    fleet, bare = fleet_of(make_fleet, {"a1": "A"}, references=[off("a1")]), make_fleet({"a1": "A"})
    got = adoption(fleet, clock(fleet))
    assert got.columns.tolist() == list(COLUMNS["adoption"])
    assert adoption(bare, clock(bare)).columns.tolist() == list(COLUMNS["adoption"])
    assert adoption(bare, clock(bare)).empty
    nobody = rows(fleet_of(make_fleet, {"a1": "A", "b1": "B"}, references=[off("a1")]))
    assert np.isnan(nobody.loc["B", "share"])
    assert nobody.loc["B", "eligible"] == 0


def test_a_wrapper_of_the_team_counts_as_on_the_road(make_fleet):
    wrapped = {**off("a1"), "target": "acme/a-workflows", "block": "ship.yml", "kind": "workflow"}
    got = rows(fleet_of(make_fleet, {"a1": "A", "a-workflows": "A"}, references=[wrapped, on("a-workflows", "ship.yml")]))
    assert got.loc["A", "on_road"] == 2


def test_voluntary_came_before_the_mandate(make_fleet, as_of):
    day = (as_of - pd.Timedelta(days=100)).date()
    teams = {"early": "A", "day": "A", "late": "A", "undated": "A"}
    histories = [history("early", (101, "A", 9, 0)), history("day", (100, "A", 9, 0)), history("late", (50, "A", 9, 0))]
    refs = [on(name) for name in teams]
    forced = rows(fleet_of(make_fleet, teams, histories, road=ROAD | {"mandated_from": day}, references=refs)).loc["A"]
    assert (forced["on_road"], forced["voluntary"], forced["mandated"]) == (4, 1, 2)  # the day itself is mandated; one cannot be dated
    free = rows(fleet_of(make_fleet, teams, histories, references=refs)).loc["A"]
    assert (free["voluntary"], free["mandated"]) == (4, 0)


@pytest.mark.parametrize(
    ("touched", "days"),
    [
        ([(90, "A", 40, 0), (60, "M", 12, 38), (30, "M", 2, 2)], 60),  # rewritten 60 days ago: 38 of 40 lines gone
        ([(90, "A", 40, 0), (60, "M", 10, 20), (30, "M", 2, 2)], 90),  # exactly half is no rewrite
        ([(90, "A", 40, 0), (60, "D", 0, 40), (20, "A", 15, 0)], 20),  # removed, and made anew
        ([(90, "M", None, None), (60, "M", None, None)], 90),  # its making is not in the history
    ],
)
def test_a_repository_came_with_the_last_rewrite_of_the_referring_file(make_fleet, as_of, touched, days):
    fleet = fleet_of(make_fleet, {"a1": "A"}, [history("a1", *touched)], references=[on("a1")])
    assert dates(fleet).to_dict() == {"a1": as_of - pd.Timedelta(days=days)}


def test_nobody_came_before_the_road_was_offered(make_fleet, as_of):
    since = (as_of - pd.Timedelta(days=40)).date()
    fleet = fleet_of(
        make_fleet, {"a1": "A", "a2": "A"}, [history("a1", (90, "A", 9, 0))], road=ROAD | {"since": since}, references=[on("a1"), on("a2")]
    )
    got = dates(fleet)
    assert got["a1"] == pd.Timestamp(since, tz="UTC")
    assert pd.isna(got["a2"])


def services(prefix, takes, *, road, joined=None):
    """Services born 500 days ago that take so many days; on the road with the deployable, or joining it so many days ago."""
    found, refs = [], []
    for n, days in enumerate(takes):
        name = f"{prefix}{n}"
        touched = [(500 - days, "A", 9, 0)] + ([(joined, "M", 9, 9)] if joined else [])
        commits, changes = history(name, *touched)
        found.append(([{"repository": name, "days": 500}, *commits], [{**change, "number": change["number"] + 1} for change in changes]))
        refs.append(on(name) if road else off(name))
    return found, refs


def taxed(make_fleet, *groups):
    histories = [h for found, _ in groups for h in found]
    refs = [r for _, found in groups for r in found]
    teams = dict.fromkeys((h[0][0]["repository"] for h in histories), "A")
    return rows(fleet_of(make_fleet, teams, histories, references=refs)).loc["A"]


def test_days_on_and_off_and_the_tax(make_fleet):
    got = taxed(make_fleet, services("on", [1, 2, 3, 4], road=True), services("off", [20, 30, 40, 50], road=False))
    assert (got["days_on"], got["days_off"], got["tax"]) == (2.5, 35, "pays")
    back = taxed(make_fleet, services("on", [20, 30, 40, 50], road=True), services("off", [1, 2, 3, 4], road=False))
    assert back["tax"] == "tax"
    few = taxed(make_fleet, services("on", [1, 2, 3], road=True), services("off", [20, 30, 40, 50], road=False))
    assert (few["days_on"], few["days_off"], few["tax"]) == (2, 35, "cannot tell")


def test_services_that_joined_later_were_not_born_on_the_road(make_fleet):
    later = services("later", [20, 30, 40, 50], road=True, joined=100)
    got = taxed(make_fleet, services("on", [1, 2, 3, 4], road=True), later)
    assert (got["eligible"], got["on_road"]) == (8, 8)
    assert (got["days_on"], got["days_off"], got["tax"]) == (2.5, 35, "pays")
