"""The command line: help, exit codes, --json, and errors a person can act on."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assessment.model import Organisation
from tests.fleets import repository

CI = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make test\n"
COMMANDS = ("demo", "init", "collect", "answers", "score", "show", "report", "export", "app", "teams", "explain", "import")


def assess(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assessment.cli", *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    for name in ("pay-api", "pay-web", "lend-api", "odd"):
        repository(tmp_path / "clones" / name, {"README.md": name}, {".github/workflows/ci.yml": CI})
    return tmp_path / "clones"


def test_help_names_every_command_and_the_exit_codes():
    run = assess("--help")
    assert run.returncode == 0
    for command in COMMANDS:
        assert command in run.stdout
    assert "Exit codes" in run.stdout


@pytest.mark.parametrize("command", [(c,) for c in COMMANDS] + [("answers", "import")])
def test_every_command_has_help(command):
    run = assess(*command, "--help")
    assert run.returncode == 0
    assert "Usage" in run.stdout


def test_init_suggests_teams_and_writes_a_file_that_loads(clones, tmp_path):
    run = assess("init", str(tmp_path / "acme"), "--repositories", str(clones), "--name", 'Acme "GmbH"')
    assert run.returncode == 0, run.stderr
    text = (tmp_path / "acme/organisation.yaml").read_text()
    made = Organisation.model_validate(yaml.safe_load(text))
    assert made.name == 'Acme "GmbH"'
    assert made.team_names == ("pay",)  # the only prefix that two repositories share
    assert made.repositories.folder == "../clones"
    assert "# ownership:" in text  # commented, to be found when needed


def test_init_never_overwrites(tmp_path):
    assert assess("init", str(tmp_path / "acme")).returncode == 0
    run = assess("init", str(tmp_path / "acme"))
    assert run.returncode == 1
    assert "is there already" in run.stderr


def test_from_clones_to_verdict(clones, tmp_path):
    acme = tmp_path / "acme"
    assess("init", str(acme), "--repositories", str(clones))
    collected = assess("collect", str(acme), "--json")
    assert collected.returncode == 0, collected.stderr
    assert {row["repository"]: row["state"] for row in json.loads(collected.stdout)} == dict.fromkeys(
        ("pay-api", "pay-web", "lend-api", "odd"), "collected"
    )
    scored = assess("score", str(acme), "--json", "--draws", "300")
    assert scored.returncode == 0, scored.stderr
    verdict = json.loads(scored.stdout)["verdict"]
    assert verdict["repositories"] == 4
    shown = assess("show", cwd=acme)
    assert shown.returncode == 0, shown.stderr
    assert verdict["headline"].split(".")[0] in " ".join(shown.stdout.split())
    written = assess("report", str(acme))
    assert written.returncode == 0, written.stderr
    assert (acme / "report.html").read_text().startswith("<!doctype html>")
    saved = assess("export", str(acme), "--out", str(tmp_path / "tables"), "--format", "xlsx", "--table", "indicators")
    assert saved.returncode == 0, saved.stderr
    assert [p.name for p in (tmp_path / "tables").iterdir()] == ["indicators.xlsx"]
    nowhere = assess("export", str(acme), "--out", str(acme / "organisation.yaml"))
    assert (nowhere.returncode, nowhere.stderr) == (1, f"error {acme / 'organisation.yaml'}: File exists\n")


HOSTILE = "[red]x\x1b[2J"  # markup of Rich, and the command that clears a screen
FORMULA = "=1+1[green]"


def test_hostile_names_pass_through_every_command(tmp_path):
    for name in (HOSTILE, FORMULA):
        repository(tmp_path / "clones" / name, {"README.md": name}, {".github/workflows/ci.yml": CI, f"{FORMULA}/Dockerfile": "FROM a\n"})
    for pack in (tmp_path / "clones" / HOSTILE / ".git/objects").glob("??/*"):
        pack.unlink()  # so that its name stands in the message of a failure
    acme = tmp_path / "acme"
    runs = [assess("init", str(acme), "--repositories", str(tmp_path / "clones"), "--name", HOSTILE)]
    organisation = {
        "name": HOSTILE.replace("\x1b", ""),
        "teams": [{"name": FORMULA, "headcount": 5, "repositories": ["*"]}],
        "repositories": {"folder": "../clones"},
    }
    (acme / "organisation.yaml").write_text(yaml.safe_dump(organisation))
    commands = (("collect",), ("score", "--draws", "300"), ("show",), ("report",), ("export", "--out", str(tmp_path / "tables")))
    runs += [assess(command, str(acme), *options) for command, *options in commands]
    assert [run.returncode for run in runs] == [0, 3, 0, 0, 0, 0], [run.stderr for run in runs]
    assert not any("\x1b[2J" in run.stdout + run.stderr for run in runs)
    assert r"[red]x\x1b[2J" in runs[1].stderr
    with (tmp_path / "tables/coverage.csv").open(newline="") as file:
        coverage = {row["repository"]: row["team"] for row in csv.DictReader(file)}
    assert coverage[f"'{FORMULA}"] == f"'{FORMULA}"


def test_a_failed_repository_gives_exit_code_3(clones, tmp_path):
    acme = tmp_path / "acme"
    assess("init", str(acme), "--repositories", str(clones))
    for pack in (clones / "odd/.git/objects").glob("??/*"):
        pack.unlink()
    run = assess("collect", str(acme))
    assert run.returncode == 3
    assert "odd" in run.stderr
    assert "3 collected" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("collect", "."), 1, "has no organisation.yaml"),
        (("show", "."), 1, "has no result yet"),
        (("score", "--draws", "3"), 2, "--draws"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_errors_say_what_to_do(tmp_path, arguments, code, message):
    run = assess(*arguments, cwd=tmp_path)
    assert run.returncode == code
    assert message in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr


def test_runs_of_pipelines_are_imported_and_stand_in_the_result(clones, tmp_path):
    acme = tmp_path / "acme"
    assess("init", str(acme), "--repositories", str(clones))
    run = {
        "id": 1,
        "path": ".github/workflows/ci.yml",
        "status": "completed",
        "conclusion": "success",
        "run_attempt": 1,
        "run_started_at": "2026-01-03T10:00:00Z",
        "updated_at": "2026-01-03T10:06:00Z",
        "repository": {"full_name": "acme/pay-api"},
    }
    (tmp_path / "runs.json").write_text(json.dumps({"total_count": 1, "workflow_runs": [run]}))
    imported = assess("import", "github-runs", str(tmp_path / "runs.json"), "--folder", str(acme), "--json")
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout) == {"brought": 1, "known": 0, "stored": 1, "repositories": ["acme/pay-api"]}
    wrong = assess("import", "github-runs", str(clones / "odd/README.md"), "--folder", str(acme))
    assert wrong.returncode == 1
    assert "is not JSON" in wrong.stderr
    assert "one of: scorecard" in assess("import", "jenkins", str(tmp_path / "runs.json"), "--folder", str(acme)).stderr
    assert assess("collect", str(acme)).returncode == 0
    assert assess("score", str(acme), "--draws", "200").returncode in (0, 3)
    assess("export", str(acme), "--out", str(tmp_path / "tables"), "--table", "runs")
    rows = list(csv.DictReader((tmp_path / "tables/runs.csv").open(encoding="utf-8-sig")))
    assert [(row["repository"], row["runs"], row["median_minutes"]) for row in rows] == [("pay-api", "1", "6.0")]


def test_an_interrupt_says_that_nothing_finished_is_lost(clones, tmp_path):
    acme = tmp_path / "acme"
    assess("init", str(acme), "--repositories", str(clones))
    stopping = (
        "import assessment.repositories.sources.collect as c; c.collect_fleet = lambda *a, **k: (_ for _ in ()).throw(KeyboardInterrupt)"
    )
    code = f"import sys; {stopping}; sys.argv = ['assess', 'collect', {str(acme)!r}]; from assessment.cli import main; main()"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode == 130
    assert "run the same command again" in " ".join(run.stderr.split())
