"""The JSON of SurveyJS: what is where, conditions that mean what `asked` means, answers that come back.

Conditions are read by a small reader of the part of SurveyJS's language that is written here (its grammar: a text is between single
quotes, `\\'` and `\\"` are quotes in it, and no other backslash means anything). The survey of this test was also run in survey-core 3.1.1.
"""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from assessment.errors import QuestionnaireError
from assessment.reporting.exports.questionnaires import parts, surveyjs
from assessment.reporting.exports.questionnaires.parts import Form
from assessment.shipped import shipped
from assessment.survey.questionnaire import Questionnaire, parse
from assessment.survey.sources.questionnaires import load_folder
from tests.questionnaires import ALL, GERMAN, PEOPLE, ROLES, SAID, Person, answering, imported, same, scored

BOTH = parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})
SHIPPED = tuple(load_folder(shipped("questionnaires")).values())
SURVEY = surveyjs.survey(Form(BOTH, ("Red", "Blue"), ("four",)))
TOKEN = re.compile(
    r"""\s*(?:\{(?P<name>[^{}]+)\}|(?P<text>'(?:\\'|\\"|[^'"])*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[a-z]+|>=|[()\[\],]))"""
)


def elements(survey: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {element["name"]: element for page in survey["pages"] for element in page["elements"]}


def test_questions_are_called_by_their_items_and_answers_by_their_labels() -> None:
    found = elements(SURVEY)
    assert {name: element["type"] for name, element in found.items()} == {
        "team": "dropdown", "role": "dropdown", "a": "radiogroup", "why": "comment", "d": "radiogroup", "h-ci": "text", "h-secrets": "text",
        "builds": "radiogroup", "uses": "checkbox", "loud": "radiogroup", "grid-four-1": "matrix",
    }  # fmt: skip
    assert [choice["value"] for choice in found["uses"]["choices"]] == ["Vault", "Terraform, or its forks", "None", "Don't know"]
    assert [choice.get("isExclusive", False) for choice in found["uses"]["choices"]] == [False, False, False, True]
    assert [row["value"] for row in found["grid-four-1"]["rows"]] == ["r", "s"]
    assert (found["h-ci"]["min"], found["h-ci"]["max"], found["why"]["maxLength"]) == (0, 160, 200)
    assert found["team"]["choices"] == ["Red", "Blue"]


def test_every_text_stands_in_both_languages() -> None:
    found = elements(SURVEY)
    assert found["h-secrets"]["title"] == {
        "default": "How many hours? Secrets", "en": "How many hours? Secrets", "de": "Wie viele Stunden? Geheimnisse",
    }  # fmt: skip
    assert found["role"]["choices"][0] == {
        "value": "Engineer",
        "text": {"default": "Engineer", "en": "Engineer", "de": "Ingenieurin/Ingenieur"},
    }
    assert found["grid-four-1"]["columns"][2]["text"]["de"] == "Ja"
    assert SURVEY["title"]["de"] == "Alle Arten"
    texts = json.dumps(SURVEY)
    assert texts.count('"default": ') == texts.count('"de": ')


def test_licences_are_shown_at_the_end_whatever_was_hidden() -> None:
    assert "<p><small>DORA (https://dora.dev), CC BY 4.0. Changes: none. Items: a</small></p>" in SURVEY["completedHtml"]["de"]


# ---- conditions


class Reader:
    """A condition over data: names of one part or of a row of a grid, texts, numbers, lists, and, or, brackets."""

    def __init__(self, condition: str, data: dict[str, Any]) -> None:
        self.tokens = [(match.lastgroup, match[match.lastgroup or ""]) for match in re.finditer(TOKEN, condition)]
        self.data = data
        assert TOKEN.sub("", condition).strip() == "", condition

    def either(self) -> bool:
        found = self.both()
        while self.tokens and self.tokens[0] == ("word", "or"):
            self.tokens.pop(0)
            found = self.both() or found
        return found

    def both(self) -> bool:
        found = self.one()
        while self.tokens and self.tokens[0] == ("word", "and"):
            self.tokens.pop(0)
            found = self.one() and found
        return found

    def one(self) -> bool:
        kind, text = self.tokens.pop(0)
        if text == "(":
            found = self.either()
            assert self.tokens.pop(0)[1] == ")"
            return found
        assert kind == "name"
        said, (_, operator) = self.value(text), self.tokens.pop(0)
        if operator in {"empty", "notempty"}:
            return (said in (None, "", [])) == (operator == "empty")
        if operator == ">=":
            least = float(self.tokens.pop(0)[1])
            return said is not None and float(said) >= least
        assert (operator, self.tokens.pop(0)[1]) == ("anyof", "[")
        labels = self.labels()
        return any(label in labels for label in (said if isinstance(said, list) else [said]))

    def labels(self) -> list[str]:
        found = []
        while (token := self.tokens.pop(0)) != ("word", "]"):
            found += [re.sub(r"\\(['\"])", r"\1", token[1][1:-1])] if token[0] == "text" else []
        return found

    def value(self, name: str) -> Any:
        question, _, row = name.partition(".")
        return self.data.get(question, {}).get(row) if row else self.data.get(question)


def met(condition: str, data: dict[str, Any]) -> bool:
    """Whether a condition holds."""
    reader = Reader(condition, data)
    found = reader.either()
    assert not reader.tokens
    return found


def shown(survey: dict[str, Any], data: dict[str, Any]) -> set[str]:
    """Items that are visible; values of invisible ones are cleared, as `clearInvisibleValues: onHidden` says."""
    assert survey["clearInvisibleValues"] == "onHidden"
    live: dict[str, Any] = {}
    found: set[str] = set()
    for page in survey["pages"]:
        for element in page["elements"] if met(page.get("visibleIf", "{x} empty"), live) else []:
            if not met(element.get("visibleIf", "{x} empty"), live):
                continue
            found.add(element["name"])
            live |= {name: value for name, value in data.items() if name == element["name"]}
            found |= {row["value"] for row in element.get("rows", []) if met(row.get("visibleIf", "{x} empty"), live)}
    return found


def data_of(survey: dict[str, Any], q: Questionnaire, person: Person) -> dict[str, Any]:
    """What SurveyJS gives after these answers: {question: value | [values] | {row: value}}."""
    grid = {row["value"]: name for name, element in elements(survey).items() for row in element.get("rows", [])}
    data: dict[str, Any] = {"team": person.team} | ({"role": person.role} if person.role else {})
    for item, answer in person.given.items():
        form = q.format_of(item)
        if form.kind == "number":
            data |= {item: float(answer) if "." in answer else int(answer)} if answer[0].isdigit() else {}
        elif form.kind == "choice" and form.several:
            data[item] = answer.split("; ")
        elif item in grid:
            data.setdefault(grid[item], {})[item] = answer
        else:
            data[item] = answer
    return data


@given(role=ROLES, said=SAID)
def test_conditions_show_what_asked_shows(role: str, said: dict[str, str]) -> None:
    expected = {item.id for section in BOTH.asked(role, said, ("four",)) for item in section.items}
    assert shown(SURVEY, data_of(SURVEY, BOTH, Person("Red", role, said))) & set(BOTH.items) == expected


# ---- and back


@pytest.mark.parametrize("q", [BOTH, *SHIPPED], ids=lambda q: q.id)
def test_answers_come_back_as_they_were_given(tmp_path: Path, q: Questionnaire) -> None:
    people = PEOPLE if q is BOTH else answering(q, np.random.default_rng(3), 8)
    survey = surveyjs.survey(Form(q, ("Red", "Blue"), tuple(section.id for section in q.sections if section.optional)))
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([data_of(survey, q, person) for person in people]), encoding="utf-8")
    assert same(imported(path, q), scored(q, people))


# ---- texts that attack


def test_texts_are_texts(hostile: Form) -> None:
    survey = surveyjs.survey(hostile)
    end = survey["completedHtml"]["default"]
    assert "alert(1)" in end
    assert not re.search(r"<(?!p>|/p>|small>|/small>|h3>|/h3>)", end)
    words = [text for element in elements(survey).values() for text in element.get("title", {}).values()]
    assert any("TOKEN" in text for text in words)
    assert not any(re.search(r"\{\w", text) for text in words)  # nothing that SurveyJS would fill in
    conditions = [part["visibleIf"] for page in survey["pages"] for part in (page, *page["elements"]) if "visibleIf" in part]
    assert len(conditions) >= 3
    labels = hostile.questionnaire.items["why"].ask_if.among  # type: ignore[union-attr]
    assert shown(survey, {"a": labels[0]}) >= {"a", "why"}
    assert "why" not in shown(survey, {"a": "something else"})


def test_a_label_that_cannot_be_written_in_a_condition_is_refused() -> None:
    mapping = json.loads(json.dumps(ALL))
    mapping["formats"]["agree"]["labels"] = {"No": 1, "Perhaps": 2, "Yes\\": 3}
    mapping["sections"][0]["items"][1]["ask_if"]["is"] = ["Yes\\"]
    with pytest.raises(QuestionnaireError, match="ends in a backslash"):
        surveyjs.text(parts.form(parse(mapping, "q.yaml")))
