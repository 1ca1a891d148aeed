"""`assess questionnaire …`: what it prints, writes and refuses."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assessment.survey.questionnaire.schema import schema
from tests.questionnaires import ALL, GERMAN

SHIPPED = Path(__file__).parents[2] / "data" / "questionnaires"


def assess(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assessment.cli", "questionnaire", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(SHIPPED.parents[1]), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a questionnaire of its own, in two languages, and one in the place of a shipped one."""
    (tmp_path / "organisation.yaml").write_text("name: Acme\nteams: [{name: Red, headcount: 5}, {name: Blue, headcount: 5}]\n")
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    (folder / "all.yaml").write_text(yaml.safe_dump(ALL, sort_keys=False))
    (folder / "all.de.yaml").write_text(yaml.safe_dump(GERMAN, sort_keys=False, allow_unicode=True))
    (tmp_path / "questionnaire.yaml").write_text(yaml.safe_dump({**ALL, "id": "platform-need", "title": "Ours"}, sort_keys=False))
    return tmp_path


def test_list_names_own_questionnaires_before_the_shipped_ones(workspace: Path) -> None:
    found = {row["id"]: row for row in json.loads(assess("list", "--json", cwd=workspace).stdout)}
    assert list(found)[:2] == ["platform-need", "all"]
    assert {"cognitive-load", "workflow-pain", "platform-product", "maturity"} <= set(found)
    assert found["platform-need"]["title"] == "Ours"
    assert found["all"] == {
        "id": "all", "title": "All <b>kinds</b>", "version": 3, "languages": ["en", "de"], "items": 8, "optional": ["four"], "minutes": 5,
        "measures": ["m"],
    }  # fmt: skip
    said = assess("list", cwd=workspace).stdout
    assert "All <b>kinds</b> (8 items, 5 minutes, en, de, optional: four)" in said


def test_check_is_content_with_every_shipped_file(tmp_path: Path) -> None:
    run = assess("check", *map(str, sorted(SHIPPED.glob("*.yaml"))), cwd=tmp_path)
    assert run.returncode == 0, run.stdout
    lines = run.stdout.splitlines()
    assert len(lines) == len([path for path in SHIPPED.glob("*.yaml") if "." not in path.stem])  # a translation is part of its source
    assert all("nothing wrong" in line for line in lines)


def test_check_names_everything_that_is_wrong(workspace: Path) -> None:
    path = workspace / "questionnaires" / "all.yaml"
    broken = json.loads(json.dumps(ALL))
    broken["id"] = "other"
    broken["sections"][0]["items"][0]["format"] = "agre"
    broken["sections"][1]["items"][0]["source"] = "dora-2"
    path.write_text(yaml.safe_dump(broken, sort_keys=False))
    german = {**GERMAN, "colour": "rot", "language": "de"}
    (workspace / "questionnaires" / "all.de.yaml").write_text(yaml.safe_dump(german, sort_keys=False))
    run = assess("check", "questionnaires/all.de.yaml", "questionnaires/all.yaml", cwd=workspace)
    assert run.returncode == 1
    known = "agree, days, hours, build, tools, words"
    assert run.stdout.splitlines() == [
        f"questionnaires/all.yaml: section 'one': item 'a': format: unknown format 'agre'; known formats: {known}",
        "questionnaires/all.yaml: section 'two': item 'h-ci': source: unknown source 'dora-2'; known sources: dora",
        "questionnaires/all.de.yaml: colour: Extra inputs are not permitted (given: 'rot'); remove it, or mend its spelling",
        "questionnaires/all.yaml: id: 'other' is not how the file is called; id: all, or the file other.yaml",
    ]
    said = json.loads(assess("check", "questionnaires/all.yaml", "--json", cwd=workspace).stdout)
    assert [file["file"] for file in said] == ["questionnaires/all.yaml"]
    assert said[0]["problems"][0] == {
        "where": "questionnaires/all.yaml: section 'one': item 'a': format",
        "what": "unknown format 'agre'",
        "expected": "known formats: agree, days, hours, build, tools, words",
    }


def test_check_names_the_line_of_malformed_yaml_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("id: x\ntitle: [\n")
    run = assess("check", "bad.yaml", "gone.yaml", cwd=tmp_path)
    assert run.returncode == 1
    assert "bad.yaml: line 3: malformed YAML" in run.stdout
    assert "gone.yaml: cannot be read" in run.stdout


def test_preview_shows_what_respondents_see(workspace: Path) -> None:
    run = assess("preview", "all", "--language", "de", "--section", "four", cwd=workspace)
    assert run.returncode == 0, run.stderr
    for words in (
        "Alle Arten (all, version 3, in de; speaks en, de)", "5 minutes promised", "* Welches Team?", "    Red / Blue",
        "* Warum?  (if a: Yes or Perhaps)", "Ein Satz genügt.", "2  Zwei  (only Engineer)", "( ) Anderes", "[ ] Terraform oder Ableger",
        "____ Stunden (0 to 160)", "[ Nein | Vielleicht | Ja | Trifft nicht zu | Weiß nicht ]", "* Zeile eins",
        "s: S auf Deutsch. 2 items, r reversed; 1 have to be answered; higher is worse", "Licences", "DORA (https://dora.dev), CC BY 4.0.",
    ):  # fmt: skip
        assert words in run.stdout, words
    plain = assess("preview", str(workspace / "questionnaires" / "all.yaml"), cwd=workspace).stdout
    assert "optional, not shown here: four" in plain
    assert "Row one" not in plain


@pytest.mark.parametrize(
    ("tool", "name", "begins"),
    [
        ("limesurvey", "all.txt", "\ufeffclass\ttype/scale\tname"), ("surveyjs", "all.json", "{"), ("html", "all.html", "<!doctype html>"),
        ("google", "all.js", "// Makes the form"), ("markdown", "all.md", "# All"),
    ],
)  # fmt: skip
def test_export_writes_a_file_for_each_tool(workspace: Path, tool: str, name: str, begins: str) -> None:
    run = assess("export", "all", "--to", tool, cwd=workspace)
    assert run.returncode == 0, run.stderr
    text = (workspace / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert "Blue" in text  # teams of the organisation
    assert "CC BY 4.0" in text
    assert ("Wie lange?" in text) == (tool in {"limesurvey", "surveyjs", "html"})


def test_export_in_one_language_and_to_a_place(workspace: Path) -> None:
    assert assess("export", "all", "--to", "markdown", "--language", "de", cwd=workspace).returncode == 0
    assert "Wie lange?" in (workspace / "all.de.md").read_text(encoding="utf-8")
    run = assess("export", "all", "--to", "surveyjs", "-o", "here.json", "--section", "four", cwd=workspace)
    assert "Wrote here.json" in run.stdout
    assert "grid-four-1" in (workspace / "here.json").read_text(encoding="utf-8")


def test_a_file_alone_is_exported_with_a_free_text_for_the_team(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "maturity.yaml", tmp_path / "maturity.yaml")
    run = assess("export", "maturity.yaml", "--to", "google", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert "free text" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("export", "all", "--to", "word"), "unknown tool 'word'; one of: limesurvey, surveyjs, html, google, markdown"),
        (("export", "nothing", "--to", "html"), "there is no questionnaire 'nothing'; one of: platform-need, all"),
        (("preview", "all", "--language", "fr"), "all: is not translated to 'fr'; one of: en, de"),
        (("export", "all", "--to", "html", "--section", "one"), "all: 'one' is no optional section; one of: four"),
        (("preview", "gone.yaml"), "gone.yaml: cannot be read"),
        (("export", "all", "--to", "html", "-o", "no/where.html"), "No such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said(workspace: Path, arguments: tuple[str, ...], says: str) -> None:
    run = assess(*arguments, cwd=workspace)
    assert run.returncode == 1
    assert says in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr


def test_schema_is_printed_for_editors(tmp_path: Path) -> None:
    assert json.loads(assess("schema", cwd=tmp_path).stdout) == schema("schema.json")
    assert json.loads(assess("schema", "--translation", cwd=tmp_path).stdout) == schema("translation.schema.json")
