"""`assess answers map` and `import`: from a file of another tool to stored answers, with what is open asked about or refused."""

import csv
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assessment.workspace import Workspace
from tests.survey.sources.forms import EVERY, GERMAN, as_csv

ROWS = [
    ["Timestamp", "Email Address", "Which team do you work in?", "Starting services is easy", "Is it your own?", "Shoe size", "What else?"],
    ["2026/03/01 10:11:12 AM", "jane@example.org", "Red", "Rather", "Yes", "43", "=1+1"],
    ["2026/03/01 10:12:12 AM", "joe@example.org", "Rouge", "Agree", "No", "44", ""],
]


def assess(*arguments: str, cwd: Path, terminal: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command; `terminal`: what a person types at one."""
    command = [sys.executable, "-m", "assessment.cli", *arguments]
    if terminal is None:
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL)
    ours, theirs = pty.openpty()
    os.write(ours, terminal.encode())
    try:
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=60, stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "acme"
    (folder / "questionnaires").mkdir(parents=True)
    organisation = {"name": "O", "teams": [{"name": "Red", "headcount": 9}, {"name": "Blue", "headcount": 9}]}
    (folder / "organisation.yaml").write_text(yaml.safe_dump(organisation))
    for name, content in (("every", EVERY), ("every.de", GERMAN)):
        (folder / "questionnaires" / f"{name}.yaml").write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
    as_csv(folder, ROWS)
    return folder


def test_map_asks_in_a_terminal_and_the_import_needs_no_more_questions(workspace: Path) -> None:
    typed = "1\nnonsense\nignore\n1\n3\n"  # the column is `easy`; no such thing, then not read; "Rouge" is Red, "Rather" is Agree
    run = assess("answers", "map", "answers.csv", "-o", "m.yaml", cwd=workspace, terminal=typed)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("'nonsense' is none of these") == 1
    assert "To settle" not in run.stdout
    mapping = yaml.safe_load((workspace / "m.yaml").read_text())
    assert (mapping["teams"], mapping["labels"]) == ({"Rouge": "Red"}, {"agree": {"Rather": "Agree"}})
    run = assess("answers", "import", "answers.csv", "--mapping", "m.yaml", "--round", "2026-1", cwd=workspace)
    assert run.returncode == 0, run.stderr
    stored = Workspace(workspace).answers()
    assert sorted(zip(stored["team"], stored["item"], stored["label"], strict=True)) == [
        ("Red", "easy", "Agree"), ("Red", "easy", "Agree"), ("Red", "own", "No"), ("Red", "own", "Yes"),
    ]  # fmt: skip
    assert "Dropped, never stored: Timestamp, Email Address." in run.stdout
    assert "Not read: Shoe size." in run.stdout


@pytest.mark.parametrize("how", ["--yes", "--json"])
def test_map_asks_nothing_where_nobody_is_to_be_asked(workspace: Path, how: str) -> None:
    run = assess("answers", "map", "answers.csv", how, cwd=workspace, terminal="")
    assert run.returncode == 0, run.stderr
    assert yaml.safe_load((workspace / "mapping.yaml").read_text())["columns"][3] == {"column": "Starting services is easy", "as": "?"}
    if how == "--json":
        said = json.loads(run.stdout)
        assert said["unsettled"] == ["column 'Starting services is easy'", "column 'Shoe size'", "teams: 'Rouge'"]
        assert said["columns"]["What else?"] == "comment"
    run = assess("answers", "import", "answers.csv", "--mapping", "mapping.yaml", cwd=workspace)
    assert run.returncode == 1
    assert "3 not settled" in run.stderr


def test_a_dry_run_reports_and_stores_nothing_and_rejected_rows_are_written(workspace: Path) -> None:
    rows = [
        ["ResponseId", "Finished", "team", "easy"],
        ["Response ID", "Finished", "", ""],
        ["R_1", "True", "Red", "Agree"],
        ["R_2", "False", "Red", "Agree"],
    ]
    as_csv(workspace, rows, name="q.csv")
    run = assess("answers", "import", "q.csv", "--questionnaire", "every", "--dry-run", "--json", "--rejected", "r.csv", cwd=workspace)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert (said["engine"], said["questionnaires"], said["respondents"], said["answers"], said["stored"]) == (
        "qualtrics",
        ["every"],
        1,
        1,
        False,
    )
    assert said["rejected"] == [{"row": 4, "why": "unfinished"}]
    assert list(csv.reader((workspace / "r.csv").open(newline=""))) == [["row", "column", "why", "expected"], ["4", "", "unfinished", ""]]
    assert Workspace(workspace).answers().empty


def test_cells_that_cannot_be_read_are_all_written_and_no_formula_gets_out(workspace: Path) -> None:
    as_csv(workspace, [["team", "easy"], ["Red", "=1+1"], ["Blue", "Agree"], ["=Red", "Agree"]], name="bad.csv")
    run = assess("answers", "import", "bad.csv", "--questionnaire", "every", "--rejected", "r.csv", cwd=workspace)
    assert run.returncode == 1
    assert "(and 1 more that cannot be read)" in run.stderr.replace("\n", " ")
    rows = list(csv.reader((workspace / "r.csv").open(newline="")))
    assert [row[:3] for row in rows[1:]] == [["2", "easy", "unknown answer '=1+1'"], ["4", "team", "unknown team '=Red'"]]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert Workspace(workspace).answers().empty


def test_options_that_contradict_the_file_or_the_mapping_are_named(workspace: Path) -> None:
    (workspace / "m.yaml").write_text("engine: table\nquestionnaire: every\ncolumns: [{column: a, as: ignore}]\n")
    cases = [
        (
            ["answers.csv", "--mapping", "m.yaml", "--questionnaire", "maturity"],
            "is for questionnaire 'every'; no --questionnaire maturity",
        ),
        (["answers.csv", "--mapping", "nowhere.yaml"], "nowhere.yaml: cannot be read"),
        (["answers.csv", "--questionnaire", "nothing"], "there is no questionnaire 'nothing'"),
        (["nowhere.csv"], "nowhere.csv: No such file"),
    ]
    for arguments, says in cases:
        run = assess("answers", "import", *arguments, cwd=workspace)
        assert run.returncode == 1
        assert says in run.stderr.replace("\n", ""), run.stderr
