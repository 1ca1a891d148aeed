"""Tiers of building blocks in small fleets made by hand: who uses what is written here, and the tiers follow from it."""

import pandas as pd
import pytest

from assessment.model import Organisation, PavedRoad, Platform, Team, Workflow
from assessment.repositories.duplication.sharing.tiers import COLUMNS, of_solutions, providers
from assessment.repositories.facts import Facts, frame
from assessment.repositories.fleet import Fleet
from assessment.workspace import Workspace

TEAMS = {"pay-flows": "Pay", "pay-a": "Pay", "pay-b": "Pay", "lend": "Lend", "kyc": "Risk", "pipelines": "Platform", "lost": ""}


def _fleet(uses: list[tuple[str, str, str]], *, road: bool = False) -> Fleet:
    """Each repository calls blocks (target/workflow file, version) from its own `ci.yml`."""
    roads = (PavedRoad(name="Pipelines", workflow=Workflow.CI, references=("acme/pipelines",)),) if road else ()
    organisation = Organisation(
        name="Acme",
        teams=tuple(Team(name=name, headcount=5) for name in ("Pay", "Lend", "Risk", "Platform")),
        platform=Platform(team="Platform", roads=roads),
    )
    path = ".github/workflows/ci.yml"
    rows = len(uses)
    references = frame(
        "references",
        {
            "repository": [repository for repository, _, _ in uses],
            "path": [path] * rows,
            "line": list(range(1, rows + 1)),
            "kind": ["workflow"] * rows,
            "workflow": ["ci"] * rows,
            "target": [f"acme/{target}" for _, target, _ in uses],
            "block": [path] * rows,
            "version": [version for _, _, version in uses],
            "pin": ["tag" if version.startswith("v") else "branch" for _, _, version in uses],
        },
    )
    files = frame(
        "files",
        {"repository": list(TEAMS), "path": [path] * len(TEAMS), "role": ["plumbing"] * len(TEAMS), "workflow": ["ci"] * len(TEAMS)},
    )
    facts = Facts(as_of=pd.Timestamp("2026-01-01", tz="UTC"), files=files, references=references)
    return Fleet(organisation=organisation, facts=facts, teams=pd.Series(TEAMS))


@pytest.fixture
def rules(tmp_path):
    return Workspace(tmp_path).thresholds()


def test_the_tier_comes_from_who_uses_it(rules) -> None:
    table = providers(_fleet([("pay-a", "pay-flows", "v1"), ("pay-b", "pay-flows", "main"), ("lost", "pay-flows", "main")]), rules)
    row = table.set_index("provider").loc["pay-flows"]
    assert (row["tier"], row["owner_team"], row["repositories"], row["teams"]) == ("one team", "Pay", 3, 1)
    assert row["pin_tag"] == pytest.approx(1 / 3)
    assert row["pin_branch"] == pytest.approx(2 / 3)
    assert row["newest"] == "v1"


def test_two_other_teams_make_it_several_teams(rules) -> None:
    table = providers(_fleet([("pay-a", "pay-flows", "v2"), ("lend", "pay-flows", "v10"), ("kyc", "pay-flows", "v9")]), rules)
    row = table.set_index("provider").loc["pay-flows"]
    assert (row["tier"], row["teams"], row["newest"]) == ("several teams", 3, "v10")


def test_what_the_platform_team_owns_is_the_platforms_whoever_uses_it(rules) -> None:
    table = providers(_fleet([("lend", "pipelines", "main")]), rules).set_index("provider")
    assert table.loc["pipelines", "tier"] == "platform"


def test_who_calls_a_wrapper_reaches_the_platform_through_it(rules) -> None:
    uses = [("pay-flows", "pipelines", "main"), ("pay-a", "pay-flows", "v1"), ("pay-b", "pay-flows", "v1"), ("lend", "pipelines", "main")]
    table = providers(_fleet(uses, road=True), rules).set_index("provider")
    row = table.loc["pipelines"]
    assert (row["tier"], row["road"], row["direct"], row["through"], row["repositories"], row["teams"]) == (
        "platform", "Pipelines", 2, 2, 4, 2,
    )  # fmt: skip
    assert table.loc["pay-flows", "tier"] == "one team"


def test_a_fleet_that_shares_nothing_has_no_provider(rules) -> None:
    assert list(providers(_fleet([]), rules).columns) == COLUMNS


def test_a_solution_has_the_tier_of_its_provider_in_that_workflow() -> None:
    offered = pd.DataFrame(
        [
            ("pipelines", "ci", "Pipelines", "platform"), ("pipelines", "security", "", "platform"),
            ("pay-flows", "ci", "", "several teams"), ("kyc", "ci", "", "one team"),
        ],
        columns=["provider", "workflow", "road", "tier"],
    )  # fmt: skip
    solutions = pd.DataFrame(
        [
            ("ci", "shared", "pipelines", ""),  # the provider itself, on the road that it is
            ("ci", "shared", "elsewhere", "Pipelines"),  # a road that is only reached through other blocks
            ("security", "shared", "pipelines", ""),
            ("ci", "shared", "pay-flows", ""),
            ("ci", "shared", "kyc", ""),
            ("ci", "shared", "", ""),  # a public template
            ("ci", "own", "kyc", ""),
            ("ci", "copy", "", ""),
        ],
        columns=["workflow", "kind", "key", "road"],
    ).set_axis(list("abcdefgh"))
    assert of_solutions(solutions, offered).to_dict() == {
        "a": "paved", "b": "paved", "c": "platform", "d": "several", "e": "one", "f": "several", "g": "", "h": "",
    }  # fmt: skip
