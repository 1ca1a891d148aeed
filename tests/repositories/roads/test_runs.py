"""Runs of a fleet of two repositories; the rates are counted by hand."""

import pandas as pd
import pytest

from assessment.model import Organisation, PavedRoad, Platform, Team, Workflow
from assessment.repositories.facts import Facts
from assessment.repositories.fleet import Fleet
from assessment.repositories.imported import empty, schema
from assessment.repositories.roads import runs

ROAD = PavedRoad(name="Pipelines", workflow=Workflow.CI, references=("acme/pipelines",))


@pytest.fixture
def fleet() -> Fleet:
    organisation = Organisation(name="Acme", teams=(Team(name="Shop", headcount=5),), platform=Platform(roads=(ROAD,)))
    teams = pd.Series({"shop": "Shop", "till": ""})
    return Fleet(organisation=organisation, facts=Facts(as_of=pd.Timestamp("2026-04-01", tz="UTC")), teams=teams)


def _runs(*rows: tuple[str, float, str, float | None, str]) -> pd.DataFrame:
    names = ["repository", "minutes", "result", "attempt", "shared"]
    table = pd.DataFrame(rows, columns=names).assign(
        system="github",
        run=[str(n) for n in range(len(rows))],
        path=".github/workflows/ci.yml",
        event="push",
        started=pd.Timestamp("2026-03-01", tz="UTC"),
        queued=1.0,
    )
    return table[schema("runs").names]


def test_rates_are_of_runs_that_were_decided(fleet: Fleet) -> None:
    block = "acme/pipelines/.github/workflows/build.yml"
    table = runs.table(
        fleet,
        _runs(
            ("acme/shop", 10.0, "success", 1, block),
            ("acme/shop", 20.0, "failure", 2, block),
            ("acme/shop", 30.0, "other", None, ""),
            ("acme/gone", 5.0, "failure", 1, ""),
        ),
    )
    row = table.iloc[0]
    assert len(table) == 1
    assert (row["repository"], row["team"], row["road"], row["runs"], row["shared"]) == ("shop", "Shop", "Pipelines", 3, 2)
    assert (row["median_minutes"], row["failure_rate"], row["retry_rate"], row["queue_minutes"]) == (20.0, 0.5, 0.5, 1.0)
    assert row["p95_minutes"] == pytest.approx(29.0)  # 20 + 0.9 * 10, linear between the order statistics


def test_nothing_imported_is_an_empty_table_with_its_columns(fleet: Fleet) -> None:
    assert list(runs.table(fleet, empty("runs")).columns) == runs.COLUMNS
