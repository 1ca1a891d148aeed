"""A questionnaire with everything that one can hold, its translation, and people who answered it."""

import csv
import io
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from assessment.model import Organisation
from assessment.survey.answers import Scored, score
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice, Number, Text
from assessment.survey.sources.imports import Wanted, proposed, read

ALL: dict[str, Any] = {
    "id": "all", "title": "All <b>kinds</b>", "version": 3, "language": "en", "minutes": 5, "introduction": "Please.",
    "sources": {"dora": {"title": "DORA", "url": "https://dora.dev", "licence": "CC BY 4.0", "changes": "none"}},
    "respondent": {"team": "Which team?", "role": {"text": "Which role?", "options": ["Engineer", "Lead", "Other"]}},
    "formats": {
        "agree": {"kind": "labels", "unit": "1-3", "labels": {"No": 1, "Perhaps": 2, "Yes": 3}, "not_applicable": ["NA"],
                  "unknown": ["Don't know"]},
        "days": {"kind": "bands", "unit": "days", "labels": {"A day": 1, "A week": 5}},
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160, "unknown": ["Don't know"]},
        "build": {"kind": "choice", "options": ["GitHub Actions", "Jenkins", "Other"]},
        "tools": {"kind": "choice", "options": ["Vault", "Terraform, or its forks", "None"], "several": True, "unknown": ["Don't know"]},
        "words": {"kind": "text", "longest": 200},
    },
    "sections": [
        {"id": "one", "title": "One", "items": [
            {"id": "a", "version": 1, "text": "First?", "format": "agree", "source": "dora"},
            {"id": "why", "version": 1, "text": "Why?", "format": "words", "ask_if": {"item": "a", "is": ["Yes", "Perhaps"]},
             "help": "A sentence will do."},
            {"id": "d", "version": 1, "text": "How long?", "format": "days"},
        ]},
        {"id": "two", "title": "Two", "stem": "How many hours?", "roles": ["Engineer"], "items": [
            {"id": "h-ci", "version": 1, "text": "CI", "format": "hours", "workflow": "ci", "asks": "hours"},
            {"id": "h-secrets", "version": 1, "text": "Secrets", "format": "hours", "workflow": "secrets", "asks": "hours"},
        ]},
        {"id": "three", "title": "Three", "ask_if": {"item": "h-ci", "at_least": 3}, "items": [
            {"id": "builds", "version": 1, "text": "Which build?", "format": "build"},
            {"id": "uses", "version": 2, "text": "Which tools?", "format": "tools", "roles": ["Lead"]},
            {"id": "loud", "version": 1, "text": "Too loud?", "format": "agree", "ask_if": {"item": "builds", "is": ["Jenkins"]}},
        ]},
        {"id": "four", "title": "Four", "optional": True, "stem": "How true is this?", "items": [
            {"id": "r", "version": 1, "text": "Row one", "format": "agree"},
            {"id": "s", "version": 1, "text": "Row two", "format": "agree", "ask_if": {"item": "uses", "is": ["Vault"]}},
        ]},
    ],
    "scales": [{"id": "s", "title": "S", "measure": "m", "items": ["a", "-r"], "minimum": 1, "higher": "worse"}],
}  # fmt: skip
GERMAN: dict[str, Any] = {
    "language": "de", "title": "Alle Arten", "introduction": "Bitte.",
    "respondent": {
        "team": "Welches Team?",
        "role": {"text": "Welche Rolle?", "options": {"Engineer": "Ingenieurin/Ingenieur", "Lead": "Leitung", "Other": "Andere"}},
    },
    "formats": {
        "agree": {"No": "Nein", "Perhaps": "Vielleicht", "Yes": "Ja", "NA": "Trifft nicht zu", "Don't know": "Weiß nicht"},
        "days": {"A day": "Ein Tag", "A week": "Eine Woche"},
        "hours": {"Don't know": "Weiß nicht"},
        "build": {"GitHub Actions": "GitHub Actions", "Jenkins": "Jenkins", "Other": "Anderes"},
        "tools": {"Vault": "Vault", "Terraform, or its forks": "Terraform oder Ableger", "None": "Keins", "Don't know": "Weiß nicht"},
    },
    "units": {"hours": "Stunden"},
    "sections": {
        "one": {"title": "Eins"}, "two": {"title": "Zwei", "stem": "Wie viele Stunden?"}, "three": {"title": "Drei"},
        "four": {"title": "Vier", "stem": "Wie sehr stimmt das?"},
    },
    "items": {
        "a": {"version": 1, "text": "Erstens?"}, "why": {"version": 1, "text": "Warum?"}, "d": {"version": 1, "text": "Wie lange?"},
        "h-ci": {"version": 1, "text": "CI"}, "h-secrets": {"version": 1, "text": "Geheimnisse"},
        "builds": {"version": 1, "text": "Welcher Build?"}, "uses": {"version": 2, "text": "Welche Werkzeuge?"},
        "loud": {"version": 1, "text": "Zu laut?"},
        "r": {"version": 1, "text": "Zeile eins"}, "s": {"version": 1, "text": "Zeile zwei"},
    },
    "help": {"why": "Ein Satz genügt."},
    "scales": {"s": "S auf Deutsch"},
}  # fmt: skip

ORGANISATION = Organisation.model_validate({"name": "O", "teams": [{"name": "Red", "headcount": 9}, {"name": "Blue", "headcount": 9}]})
KEY = b"0123456789abcdef"

# what one person may say to it, for conditions that depend on answers
ROLES = st.sampled_from(["", "Engineer", "Lead", "Other"])
_SAID = {
    "a": ["No", "Perhaps", "Yes", "NA"], "h-ci": ["0", "2.5", "3", "160", "Don't know"], "builds": ["GitHub Actions", "Jenkins", "Other"],
    "uses": ["Vault", "None", "Vault; None"], "r": ["Yes"], "s": ["Yes"],
}  # fmt: skip
SAID = st.fixed_dictionaries({}, optional={item: st.sampled_from(answers) for item, answers in _SAID.items()})


class Person(NamedTuple):
    """Somebody who answers everything that is shown to them."""

    team: str
    role: str
    given: dict[str, str]


PEOPLE = (
    Person("Red", "Engineer", {"a": "Yes", "why": "Because, \"really\".\nSecond line", "d": "A week", "h-ci": "12.5", "h-secrets": "0",
                               "builds": "Jenkins", "loud": "No", "r": "Perhaps"}),
    Person("Blue", "Lead", {"a": "NA", "d": "A day", "r": "Don't know"}),
    Person("Blue", "", {"a": "Perhaps", "why": "=1+1", "h-ci": "3", "builds": "Other", "uses": "Vault; Terraform, or its forks", "r": "No",
                        "s": "Yes"}),
    Person("Red", "Other", {"a": "No"}),
)  # fmt: skip


def answering(questionnaire: Questionnaire, rng: np.random.Generator, people: int, *, numbers_only: bool = True) -> tuple[Person, ...]:
    """People who answer most of what they are shown, in the source language, with all optional sections; texts with commas and quotes.

    `numbers_only`: they do not answer "I don't know" where a number is asked for, which most tools have no field for.
    """
    extra = tuple(section.id for section in questionnaire.sections if section.optional)
    roles = ("", *questionnaire.respondent.role.options) if questionnaire.respondent.role else ("",)
    found = []
    for _ in range(people):
        team, role = str(rng.choice(["Red", "Blue"])), str(rng.choice(roles))
        given: dict[str, str] = {}
        for item in questionnaire.items:
            shown = {one.id for section in questionnaire.asked(role, given, extra) for one in section.items}
            if item in shown and rng.random() < 0.9:
                given[item] = _answer(questionnaire, item, rng, numbers_only=numbers_only)
        found.append(Person(team, role, given))
    return tuple(found)


def _answer(questionnaire: Questionnaire, item: str, rng: np.random.Generator, *, numbers_only: bool) -> str:
    form = questionnaire.format_of(item)
    if isinstance(form, Text):
        return str(rng.choice(["Fine, thanks", 'He said "no"', "zwei\nZeilen", "=1+1", "1", "a; b", "<b>not bold</b>"]))
    if isinstance(form, Number) and (numbers_only or rng.random() < 0.8):
        return f"{round(float(rng.uniform(form.low, form.high)), int(rng.integers(0, 2))):g}"
    if isinstance(form, Choice) and form.several and rng.random() < 0.9:
        chosen = rng.choice(len(form.options), size=int(rng.integers(1, len(form.options) + 1)), replace=False)
        return "; ".join(form.options[at] for at in sorted(chosen))
    return str(rng.choice(form.choices))


def scored(questionnaire: Questionnaire, people: tuple[Person, ...] = PEOPLE) -> Scored:
    """What these people's answers are, without any tool between."""
    rows = [
        {"respondent": str(at), "team": person.team, "role": person.role, "round": "2026-1", "item": item, "answer": answer}
        for at, person in enumerate(people)
        for item, answer in person.given.items()
    ]
    return score(pd.DataFrame(rows), questionnaire, ORGANISATION, "made here")


def imported(path: Path, questionnaire: Questionnaire, settled: dict[str, dict[str, str]] | None = None) -> Scored:
    """What the project's importers read from a file; `settled`: labels by format that a person has settled in the mapping."""
    known = {questionnaire.id: questionnaire}
    wanted = Wanted()
    if settled:
        mapping = proposed(path, known, ORGANISATION).mapping
        wanted = Wanted(mapping=mapping.model_copy(update={"labels": mapping.labels | settled}))
    found = read(path, known, ORGANISATION, KEY, "2026-1", wanted)
    return Scored(found.answers, found.texts)


def same(one: Scored, other: Scored) -> bool:
    """Whether two tables say the same of the same number of people, whatever the people are called."""
    return _said(one) == _said(other)


def _said(told: Scored) -> list[list[tuple[str, ...]]]:
    answers = told.answers.drop(columns="respondent").astype(str).apply(tuple, axis=1).groupby(told.answers["respondent"]).apply(sorted)
    texts = told.texts.drop(columns="respondent").astype(str).apply(tuple, axis=1).groupby(told.texts["respondent"]).apply(sorted)
    return sorted(answers.tolist()) + sorted(texts.tolist())


def table(rows: list[list[Any]]) -> str:
    """Rows as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
