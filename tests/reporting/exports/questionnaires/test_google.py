"""The Apps Script: run by node against a stand-in of FormApp, which tells what form it would have made."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assessment.reporting.exports.questionnaires import google, parts
from assessment.reporting.exports.questionnaires.parts import Form
from assessment.shipped import shipped
from assessment.survey.questionnaire import Questionnaire, parse
from assessment.survey.sources.questionnaires import load_folder
from tests.questionnaires import ALL, GERMAN, PEOPLE, answering, imported, same, scored, table

BOTH = parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})
SHIPPED = tuple(load_folder(shipped("questionnaires")).values())
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
STAND_IN = """
const made = { settings: [], items: [] };
function recorder(kind, target) {
  return new Proxy(target, { get: (_, name) => (...given) => {
    if (String(name).startsWith("set") || String(name).startsWith("require")) { target[name] = given; return recorder(kind, target); }
    if (name === "build") return target;
    throw new Error("FormApp has no " + String(name));
  } });
}
const item = (kind) => () => { const one = { kind }; made.items.push(one); return recorder(kind, one); };
const FormApp = {
  create: (title) => { made.title = title; return new Proxy({
    addPageBreakItem: item("page"), addGridItem: item("grid"), addMultipleChoiceItem: item("one"), addListItem: item("list"),
    addCheckboxItem: item("several"), addTextItem: item("line"), addParagraphTextItem: item("text"),
    getEditUrl: () => "edit", getPublishedUrl: () => "send",
  }, { get: (known, name, self) => known[name] || ((value) => { made.settings.push([name, value]); return self; }) }); },
  createTextValidation: () => recorder("rule", {}), createParagraphTextValidation: () => recorder("rule", {}),
};
const Logger = { log: () => {} };
function alert() { throw new Error("a text ran"); }
"""


def run(script: str, folder: Path) -> dict[str, Any]:
    """What the script makes."""
    path = folder / "form.js"
    path.write_text(f"{STAND_IN}\n{script}\nmakeForm();\nconsole.log(JSON.stringify(made));\n", encoding="utf-8")
    done = subprocess.run([str(NODE), str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_node
@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_valid_javascript(form: Form, language: str, tmp_path: Path) -> None:
    path = tmp_path / "form.js"
    path.write_text(google.text(form._replace(language=language)), encoding="utf-8")
    subprocess.run([str(NODE), "--check", str(path)], check=True, timeout=60)


@needs_node
def test_the_form_that_it_makes(form: Form, tmp_path: Path) -> None:
    made = run(google.text(form), tmp_path)
    assert made["title"] == "All <b>kinds</b>"
    assert ["setCollectEmail", False] in made["settings"]
    assert "CC BY 4.0" in dict(map(tuple, made["settings"]))["setDescription"]
    by_title = {item["setTitle"][0]: item for item in made["items"]}
    assert by_title["Which team?"] | {"setHelpText": None} == {
        "kind": "list", "setChoiceValues": [["Red", "Blue"]], "setTitle": ["Which team?"], "setHelpText": None, "setRequired": [True],
    }  # fmt: skip
    assert by_title["How true is this?"]["setRows"] == [["Row one", "Row two"]]
    assert by_title["How true is this?"]["setColumns"] == [["No", "Perhaps", "Yes", "NA", "Don't know"]]
    assert by_title["How many hours? [CI]"]["setValidation"] == [{"requireNumberBetween": [0, 160]}]
    assert by_title["Why?"]["setValidation"] == [{"requireTextLengthLessThanOrEqualTo": [200]}]
    assert by_title["Why?"]["setHelpText"] == ["A sentence will do. (if “First?”: Perhaps / Yes)"]
    assert by_title["Two"]["setHelpText"] == ["How many hours? (only: Engineer)"]
    assert by_title["Which tools?"]["kind"] == "several"


def columns(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Titles of the columns of answers, as Google Forms writes them: `title [row]` for grids; and the kind of each."""
    found = []
    for item in made["items"]:
        rows = item["setRows"][0] if item["kind"] == "grid" else [None]
        if item["kind"] != "page":
            found += [(item["setTitle"][0] + (f" [{row}]" if row else ""), item["kind"]) for row in rows]
    return found


@needs_node
@pytest.mark.parametrize("separator", [";", ", "])  # of several options: in the form's own CSV, and in its spreadsheet
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("q", [BOTH, *SHIPPED], ids=lambda q: q.id)
def test_answers_come_back_as_they_were_given(tmp_path: Path, q: Questionnaire, language: str, separator: str) -> None:
    people = PEOPLE if q is BOTH else answering(q, np.random.default_rng(2), 8)
    form = Form(q, ("Red", "Blue"), tuple(section.id for section in q.sections if section.optional), language)
    titles = columns(run(google.text(form), tmp_path))
    order = ["team", "role", *q.items]
    assert len(titles) == len(order)
    rows = [["2026/03/01 10:11:12 AM GMT+1", *(cell(q, form.spoken(), person, one, separator) for one in order)] for person in people]
    path = tmp_path / "answers.csv"
    path.write_text(table([["Timestamp", *(title for title, _ in titles)], *rows]), encoding="utf-8", newline="")
    assert same(imported(path, q), scored(q, people))


def cell(q: Questionnaire, spoken: Questionnaire, person: Any, column: str, separator: str) -> str:
    if column == "team":
        return str(person.team)
    if column == "role":
        words = dict(zip(q.respondent.role.options, spoken.respondent.role.options, strict=True))  # type: ignore[union-attr]
        return words.get(person.role, "")
    form = spoken.format_of(column)
    words = {form.source(label): label for label in form.choices}
    said = person.given.get(column, "")
    if form.kind == "choice" and form.several:
        return separator.join(words[label] for label in said.split("; ") if label)
    return words.get(said, said)


@needs_node
def test_no_text_becomes_code(hostile: Form, tmp_path: Path) -> None:
    script = google.text(hostile)
    assert script.isascii()
    made = run(script, tmp_path)  # `alert` ends it
    titles = [item["setTitle"][0] for item in made["items"]]
    assert sum("alert(1)" in title for title in titles) > 5
    assert "\u2028" in "".join(titles)


def test_the_program_is_the_same_whatever_is_asked(form: Form, hostile: Form) -> None:
    def program(script: str) -> str:
        return re.sub(r"const FORM = .*?;\n\nfunction", "function", script, count=1, flags=re.DOTALL)

    one, other = google.text(form), google.text(hostile)
    assert program(one) == program(other)
    assert json.loads(one[one.index("const FORM = ") + 13 : one.index(";\n\nfunction makeForm")])["title"] == "All <b>kinds</b>"


def test_teams_are_typed_where_nobody_said_which_there_are(questionnaire: Questionnaire) -> None:
    assert google.form_of(parts.form(questionnaire))["items"][0] == {"kind": "line", "title": "Which team?", "help": "", "required": True}
