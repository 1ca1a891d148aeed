"""`assess survey …` from the first link to the last deletion, and what its errors name."""

import csv
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assessment.cli import app
from assessment.errors import AssessmentError
from assessment.survey.store.form import Form
from assessment.workspace import Workspace

ORGANISATION = """
name: Acme
teams:
  - {name: red, headcount: 6, repositories: ["red-*"]}
  - {name: "=blue", headcount: 7, repositories: ["blue-*"]}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("ASSESS_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "acme"
    home.mkdir()
    (home / "organisation.yaml").write_text(ORGANISATION)
    return home


def run(*arguments):
    done = CliRunner().invoke(app, ["survey", *map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def told(*arguments):
    return json.loads(run(*arguments, "--json"))


def links(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answer(folder, token, given):
    form = Form(folder / "survey.db")
    form.save(token, given)
    form.submit(token)
    form.close()


def test_a_whole_round(folder, tmp_path):
    assert told("create", "2026-1", folder, "--access", "person", "--closes", "2999-12-31")["state"] == "draft"
    (tmp_path / "people.csv").write_text("team,address\n" + "".join(f"RED,r{n}@example.com\n" for n in range(6)) + "=blue,b0@example.com\n")
    said = told(
        "invite", "2026-1", folder, "--people", tmp_path / "people.csv", "--url", "https://survey.example.com/", "--out", tmp_path / "l.csv"
    )
    assert (said["links"], said["teams"]) == (7, ["=blue", "red"])
    rows = links(tmp_path / "l.csv")
    assert (tmp_path / "l.csv").stat().st_mode & 0o077 == 0
    assert [row["address"] for row in rows] == [f"r{n}@example.com" for n in range(6)] + ["b0@example.com"]
    assert {row["team"] for row in rows} == {"red", "'=blue"}  # a spreadsheet would run it
    assert all(row["link"].startswith("https://survey.example.com/?t=") for row in rows)
    tokens = [row["link"].split("t=")[1] for row in rows]
    assert told("open", "2026-1", folder)["state"] == "open"

    for token in tokens[:4]:
        answer(folder, token, {"reinvention-own": "Agree"})
    hidden = {row["team"]: row["answers"] for row in told("status", "2026-1", folder)["response"]}
    assert hidden == {"red": None, "=blue": 0, "": None}  # four people are too few to be told
    assert told("remind", "2026-1", folder)["teams"] == ["red", "=blue"]
    assert told("stored", folder)["rounds"][0]["people"] == "under 5"
    answer(folder, tokens[4], {"reinvention-own": "Agree"})
    shown = told("status", "2026-1", folder)
    assert {row["team"]: row["answers"] for row in shown["response"]} == {"red": 5, "=blue": 0, "": 5}
    assert (shown["links"], shown["state"], shown["closes"]) == (7, "open", "2999-12-31")
    assert told("remind", "2026-1", folder)["teams"] == ["=blue"]
    assert told("remind", "2026-1", folder, "--below", "0.9")["teams"] == ["red", "=blue"]
    assert told("stored", folder)["rounds"][0]["people"] == 5

    assert told("close", "2026-1", folder)["state"] == "closed"
    assert len(Workspace(folder).answers()) == 5
    assert told("forget", folder, "--link", rows[0]["link"])["responses"] == 1
    assert told("forget", folder, "--address", "R1@example.com")["responses"] == 1
    run("backup", tmp_path / "copy.db", folder)
    assert (tmp_path / "copy.db").stat().st_size > 10_000
    assert told("rounds", folder)["rounds"][0]["state"] == "closed"
    told("create", "2026-2", folder)
    assert told("retain", "1", folder)["deleted"] == ["2026-1"]
    assert told("forget", folder, "--round", "2026-2")["responses"] == 0
    assert Workspace(folder).answers().empty


def test_without_people_every_team_has_a_link_or_everybody_has(folder, tmp_path):
    run("create", "1", folder)
    assert told("invite", "1", folder)["links"] == 2
    assert (tmp_path / "links-1.csv").is_file()
    run("create", "2", folder, "--access", "person")
    assert told("invite", "2", folder)["links"] == 13
    assert len({row["link"] for row in links(tmp_path / "links-2.csv")}) == 13


def test_more_answers_than_people_are_noted_not_refused(folder, tmp_path):
    run("create", "1", folder)
    run("invite", "1", folder)
    run("open", "1", folder)
    token = links(tmp_path / "links-1.csv")[0]["link"].split("t=")[1]
    form = Form(folder / "survey.db")
    for _ in range(7):  # red has six people
        own = form.begin(token)
        form.save(own, {"reinvention-own": "Agree"})
        form.submit(own)
    form.close()
    said = told("status", "1", folder)
    assert said["response"][0]["answers"] == 7
    assert (
        said["notes"] == [note for note in said["notes"] if note.startswith("team 'red': 7 people answered, but its headcount is 6")] != []
    )
    assert "headcount is 6" in run("status", "1", folder)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("team,address\nreed,a@example.com\n", r"people.csv: row 2: unknown team 'reed'; nearest: 'red'"),
        ("team,address\nred,a@example.com\nred,\n", r"people.csv: row 3: no address"),
        ("squad,mail\nred,a@example.com\n", r"people.csv: column 'team' is missing"),
        ("", r"people.csv: column 'team' is missing, or there is no row"),
        ("team,address\nred,a@x.com\nred,A@x.com\n", r"round '1': 'a@x.com' is there twice"),
        (b"team,address\nred,\xff\n", r"people.csv: cannot be read"),
    ],
)
def test_a_file_of_people_that_cannot_be_used_invites_nobody_and_leaves_no_file(folder, tmp_path, people, said):
    run("create", "1", folder, "--access", "person")
    path = tmp_path / "people.csv"
    path.write_bytes(people if isinstance(people, bytes) else people.encode())
    with pytest.raises(AssessmentError, match=said):
        run("invite", "1", folder, "--people", path)
    assert told("rounds", folder)["rounds"][0]["links"] == 0
    assert not (tmp_path / "links-1.csv").exists()


def test_links_are_never_written_over(folder, tmp_path):
    run("create", "1", folder)
    run("invite", "1", folder)
    before = (tmp_path / "links-1.csv").read_text()
    with pytest.raises(AssessmentError, match=r"links-1\.csv: is there already"):
        run("invite", "1", folder)
    assert (tmp_path / "links-1.csv").read_text() == before
    with pytest.raises(AssessmentError, match="no address of the form"):
        run("invite", "1", folder, "--url", "survey.example.com", "--out", tmp_path / "other.csv")
    assert not (tmp_path / "other.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "1", "--questionnaire", "x"), "there is no questionnaire 'x'"),
        (("create", "1", "--with", "x"), "'x' is no optional section"),
        (("open", "1"), "there is no round '1'"),
        (("status", "1"), "there is no round '1'; run: assess survey create"),
        (("forget",), "0 of --link, --address, --round are given; exactly one"),
        (("forget", "--link", "x", "--round", "1"), "2 of --link"),
        (("forget", "--link", "nobody"), "nobody is stored under it"),
    ],
)
def test_errors_name_what_is_wrong(folder, arguments, said):
    with pytest.raises(AssessmentError, match=said):
        run(*arguments, folder) if "--" not in " ".join(arguments) else run(arguments[0], *arguments[1:], folder)


def test_an_error_is_one_line_and_code_1_and_no_store_is_made_in_a_wrong_folder(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "assessment.cli", "survey", "rounds", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "has no organisation.yaml" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_form_runs_in_a_process_that_is_told_nothing_but_its_own_store(folder):
    run("create", "1", folder)
    run("invite", "1", folder)
    run("open", "1", folder)
    command = [sys.executable, "-m", "assessment.cli", "survey", "form", str(folder), "--port", "8793"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen("http://127.0.0.1:8793/_stcore/health", timeout=2) as answered:
                    assert answered.status == 200
                    break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail(process.stdout.read().decode())
        [child] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        environment = dict(pair.split("=", 1) for pair in Path(f"/proc/{child}/environ").read_text().split("\0") if "=" in pair)
        assert environment["ASSESS_FORM_STORE"].endswith("survey.db")
        assert environment["ASSESS_FORM_K"] == "5"
        assert not {"ASSESS_STORE", "ASSESS_WORKSPACE"} & set(environment)
    finally:
        os.killpg(process.pid, 15)
        process.wait(timeout=20)
