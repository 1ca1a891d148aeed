"""`assess duplication …` on a stored result: lists, filters, one cluster, one campaign, and errors that name what would be right."""

import json
import runpy
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assessment.cli import app
from assessment.errors import AssessmentError
from assessment.reporting.exports import results

EXAMPLE = runpy.run_path(str(Path(__file__).parents[1] / "reporting" / "conftest.py"))["example"]


@pytest.fixture(scope="module")
def assessment():
    return EXAMPLE()


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    home = tmp_path_factory.mktemp("acme")
    (home / "organisation.yaml").write_text("name: Example bank\n", encoding="utf-8")
    results.save(assessment, home / "results" / "2026-11-22")
    return home


def run(*arguments):
    return CliRunner().invoke(app, ["duplication", *map(str, arguments)], catch_exceptions=True)


def said(*arguments):
    made = run(*arguments)
    assert made.exit_code == 0, made.output
    return made.output


def test_clusters_are_listed_most_redundant_first(folder):
    lines = said("clusters", folder).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["c4", "c1", "c5", "c2", "c6", "c3"]


def test_filters_narrow_and_an_unknown_one_names_the_known(folder):
    rows = json.loads(said("clusters", folder, "--workflow", "ci", "--json"))
    assert [row["cluster"] for row in rows] == ["c1", "c2"]
    made = run("clusters", folder, "--workflow", "sea")
    assert isinstance(made.exception, AssessmentError)
    assert "one of: ci" in str(made.exception)


def test_a_team_sees_the_clusters_it_has_a_part_in(folder):
    rows = json.loads(said("clusters", folder, "--team", "cards", "--json"))
    assert {row["cluster"] for row in rows} == {"c1", "c2", "c3", "c5", "c6"}


def test_one_cluster_is_shown_with_members_values_and_drift(folder, assessment):
    text = said("show", "c4", folder)
    assert "v4 (3), v3 (2)" in text
    assert text.count("2026") >= 6
    tables = json.loads(said("show", "c4", folder, "--json"))
    assert len(tables["members"]) == (assessment.members["cluster"] == "c4").sum()


def test_an_id_that_is_not_there_or_not_unique_is_an_error(folder):
    assert "no cluster 'zz'" in str(run("show", "zz", folder).exception)
    assert "6 clusters begin with 'c'" in str(run("show", "c", folder).exception)


def test_campaigns_since_a_day(folder):
    rows = json.loads(said("campaigns", folder, "--since", "2026-05-01", "--json"))
    assert [row["campaign"] for row in rows] == ["k1", "k2"]
    assert "'May' is no day" in str(run("campaigns", folder, "--since", "May").exception)


def test_one_campaign_names_who_was_left_behind(folder):
    text = said("campaign", "k0", folder)
    assert "Left behind" in text
    assert "FROM old.example/java" in text
    assert json.loads(said("campaign", "k0", folder, "--json"))["left_behind"][0]["active"] is True


def test_blocks_and_reinvention(folder):
    assert "build" in said("blocks", folder)
    rows = json.loads(said("reinvention", folder, "--json"))
    assert rows[1]["by_capability"] is None  # unknown is null, never 0


def test_rows_beyond_the_most_are_counted(folder):
    assert "2 of 6 rows" in said("clusters", folder, "--most", "2")
