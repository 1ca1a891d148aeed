"""`assess teams` on real repositories: what it says, the mapping file it writes, and that this file then decides."""

import csv
import json
from pathlib import Path

import pytest

from assessment.errors import OrganisationError
from assessment.repositories.sources import owners
from assessment.workspace import Workspace
from tests.cli.test_cli import assess
from tests.fleets import repository

CI = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make test\n" + "      - run: echo done\n" * 6
ORGANISATION = """
name: Acme
as_of: 2026-06-30
teams:
  - {name: pay, headcount: 6, repositories: [api]}
  - {name: lend, headcount: 6}
repositories: {folder: clones}
ownership: {codeowners: true, github_teams: ["exports/*.json"], monorepos: [mono]}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    mono = {
        "CODEOWNERS": "* @acme/pay\n/apps/lend/ @acme/lend\n",
        "apps/lend/Dockerfile": "FROM python:3.11\nRUN make\n",
        "apps/lend/main.py": "1",
    }
    repository(tmp_path / "clones/mono", {"README.md": "x"}, mono, {"apps/lend/main.py": "2"}, {".github/workflows/ci.yml": CI})
    repository(tmp_path / "clones/api", {"CODEOWNERS": "*.md @acme/strangers\n* @acme/lend\n"}, {".github/workflows/ci.yml": CI})
    repository(tmp_path / "clones/web", {"CODEOWNERS": "* @acme/strangers\n"})
    repository(tmp_path / "clones/odd", {"README.md": "x", "CODEOWNERS": "*.md @alice\n*.py nobody\n"})
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/lend.json").write_text('[{"full_name": "acme/web", "permissions": {"admin": true}}]')
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    made = Workspace(tmp_path)
    made.collect(workers=1)
    return made


def test_teams_says_who_has_what_and_what_is_open(workspace):
    run = assess("teams", str(workspace.folder))
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert lines[:5] == [
        "odd             no team; 50 % of files have a code owner; 1 lines of CODEOWNERS are invalid",
        "api             pay (organisation file); also claimed: lend (codeowners)",
        "mono:apps/lend  lend (codeowners)",
        "web             lend (github teams); named, but no team: @acme/strangers (codeowners)",
        "mono            pay (codeowners)",
    ]
    assert "4 repositories by source: organisation file 1 (25 %), github teams 1 (25 %), codeowners 1 (25 %), no team 1 (25 %)" in lines
    assert "@acme/strangers (1)" in lines[-1]
    assert "alice" not in run.stdout


def test_teams_as_json(workspace):
    said = json.loads(assess("teams", str(workspace.folder), "--json").stdout)
    assert [(row["repository"], row["path"], row["team"]) for row in said["repositories"]][:3] == [
        ("odd", "", ""),
        ("api", "", "pay"),
        ("mono", "apps/lend", "lend"),
    ]
    assert said["repositories"][0]["owned"] == 0.5
    assert said["repositories"][2]["owned"] is None
    assert said["sources"] == {"organisation file": 1, "github teams": 1, "codeowners": 1, "": 1}


def test_the_written_mapping_decides_once_it_is_corrected(workspace):
    file = workspace.folder / "teams.csv"
    assert assess("teams", str(workspace.folder), "--csv", str(file)).returncode == 0
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["repository"] for row in rows] == ["odd", "api", "mono", "mono", "web"]  # unmapped first
    assert [(row["team"], row["path"]) for row in rows if row["repository"] == "mono"] == [("pay", ""), ("lend", "apps/lend")]
    again = assess("teams", str(workspace.folder), "--csv", str(file))
    assert again.returncode == 1
    assert "is there already" in again.stderr
    text = (
        file.read_text()
        .replace("api,pay,,,", "api,pay,,,2026-05-31\napi,lend,,2026-06-01,")
        .replace("mono,lend,apps/lend", "mono,lend,apps")
    )
    file.write_text(text + "gone,lend,,,\n")
    path = workspace.folder / "organisation.yaml"
    path.write_text(path.read_text().replace("ownership: {", "ownership: {csv: teams.csv, "))
    table, notes = workspace.ownership()
    by = table.set_index(["repository", "path"])
    assert by.loc[("api", ""), ["team", "mapped_by", "claims"]].tolist() == ["lend", "csv", "pay (organisation file)"]
    assert by.loc[("mono", "apps"), "team"] == "lend"
    assert by.loc[("odd", ""), "team"] == ""
    assert notes == (f"{file}: 1 rows name no team", "mapped, but not in the fleet: gone")


def test_folders_of_a_monorepo_belong_to_their_teams_in_every_table(workspace):
    fleet, _ = workspace.fleet()
    assert fleet.work.to_numpy().tolist() == [["mono", 0, "pay"], ["mono", 1, "lend"], ["mono", 2, "lend"], ["mono", 3, "pay"]]
    made = workspace.score(draws=300)
    mono = made.toil[made.toil["repository"] == "mono"]
    assert set(zip(mono["workflow"], mono["team"], strict=True)) == {("ci", "pay"), ("containers", "lend"), ("ownership", "pay")}
    hot = made.hotspots[made.hotspots["repository"] == "mono"].set_index("path")["team"]
    assert hot[["apps/lend/Dockerfile", ".github/workflows/ci.yml"]].tolist() == ["lend", "pay"]
    assert set(made.members["team"]) == {"pay"}
    assert made.coverage.set_index("repository")["folders"].to_dict() == {"mono": 1, "api": 0, "web": 0, "odd": 0}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("github_teams: [none.json]", r"ownership\.github_teams: none\.json: fits no file"),
        ("github_properties: [bad.json]", r"bad\.json: line 1: is not JSON"),
        ("areas: {finance: [nobody]}", "unknown team 'nobody'"),
        ("csv: bad.json", r"bad\.json: has the columns: \{"),
    ],
)
def test_bad_files_are_named(workspace, given, message):
    (workspace.folder / "bad.json").write_text("{\n")
    (workspace.folder / "organisation.yaml").write_text(ORGANISATION.split("ownership:", maxsplit=1)[0] + f"ownership: {{{given}}}\n")
    with pytest.raises(OrganisationError, match=message):
        workspace.ownership()


def test_names_that_a_spreadsheet_would_run_are_written_harmless(workspace, tmp_path):
    table, _ = workspace.ownership()
    owners.write(table.assign(repository="=cmd|x"), tmp_path / "harmless.csv")
    assert "\n'=cmd|x," in (tmp_path / "harmless.csv").read_text()
