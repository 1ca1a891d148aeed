"""A questionnaire with every kind of answer, in two languages, and files in the layouts of other tools. Nothing is copied from anybody."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire, parse
from assessment.survey.sources.imports import Import, Wanted, read

KEY = b"0123456789abcdef"
AGREE = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
TOOLS = ("Make, ant", "Jenkins", "GitHub Actions", "Other / own")
EVERY: dict[str, Any] = {
    "id": "every", "title": "Every", "version": 1, "language": "en", "minutes": 9,
    "respondent": {"team": "Which team do you work in?", "role": {"text": "Your role?", "options": ["Engineer", "Manager"]}},
    "formats": {
        "agree": {
            "kind": "labels", "unit": "1-4", "labels": dict(zip(AGREE, (1, 2, 3, 4), strict=True)), "numbers": True,
            "not_applicable": ["Not applicable"], "unknown": ["I don't know"],
        },
        "band": {"kind": "bands", "unit": "days", "labels": {"< 1 day": 0.5, "1 to 2 days": 1.5, "> 2 days": 5}},
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 5000, "unknown": ["I don't know"]},
        "tools": {"kind": "choice", "options": list(TOOLS), "several": True, "not_applicable": ["None of these"]},
        "one": {"kind": "choice", "options": ["Yes", "No"]},
        "words": {"kind": "text", "longest": 200},
    },
    "sections": [
        {"id": "plain", "title": "Plain", "items": [
            {"id": "easy", "version": 1, "format": "agree", "text": "Starting a service is easy."},
            {"id": "setup", "version": 1, "format": "band", "text": "How long does a set-up take?"},
            {"id": "tools", "version": 1, "format": "tools", "text": "Which of these do you use?"},
            {"id": "own", "version": 1, "format": "one", "text": "Is it your own?"},
            {"id": "comment", "version": 1, "format": "words", "text": "What else?"},
        ]},
        {"id": "pain", "title": "Pain", "stem": "How painful was this?", "items": [
            {"id": "pain-ci", "version": 1, "format": "agree", "text": "Building, testing"},
            {"id": "pain-keys", "version": 1, "format": "agree", "text": "Keys"},
        ]},
        {"id": "hours", "title": "Hours", "stem": "How many hours did it take?", "items": [
            {"id": "hours-ci", "version": 1, "format": "hours", "text": "Building, testing"},
            {"id": "hours-keys", "version": 1, "format": "hours", "text": "Keys"},
        ]},
    ],
}  # fmt: skip
GERMAN: dict[str, Any] = {
    "language": "de", "title": "Alles",
    "respondent": {
        "team": "In welchem Team?",
        "role": {"text": "Deine Rolle?", "options": {"Engineer": "Entwicklung", "Manager": "Leitung"}},
    },
    "formats": {
        "agree": {
            **dict(zip(AGREE, ("Gar nicht", "Eher nicht", "Eher ja", "Völlig"), strict=True)),
            "Not applicable": "Trifft nicht zu", "I don't know": "Weiß nicht",
        },
        "band": {"< 1 day": "unter 1 Tag", "1 to 2 days": "1 bis 2 Tage", "> 2 days": "über 2 Tage"},
        "hours": {"I don't know": "Weiß nicht"},
        "tools": {**{tool: tool for tool in TOOLS[:3]}, "Other / own": "Anderes", "None of these": "Nichts davon"},
        "one": {"Yes": "Ja", "No": "Nein"},
    },
    "units": {"hours": "Stunden"},
    "sections": {"plain": {"title": "Einfach"}, "pain": {"title": "Mühe", "stem": "Wie mühsam war das?"},
                 "hours": {"title": "Stunden", "stem": "Wie viele Stunden?"}},
    "items": {
        id: {"version": 1, "text": text}
        for id, text in {
            "easy": "Ein Dienst ist leicht begonnen.", "setup": "Wie lange dauert das Einrichten?", "tools": "Welche davon nutzt du?",
            "own": "Ist es dein eigenes?", "comment": "Was noch?", "pain-ci": "Bauen", "pain-keys": "Schlüssel", "hours-ci": "Bauen",
            "hours-keys": "Schlüssel",
        }.items()
    },
}  # fmt: skip
QUESTIONNAIRE: Questionnaire = parse(EVERY, "every.yaml", {"every.de.yaml": GERMAN})
ORGANISATION = Organisation.model_validate({"name": "O", "teams": [{"name": "Red", "headcount": 9}, {"name": "Blue", "headcount": 9}]})
TEAM = QUESTIONNAIRE.respondent.team
Rows = Sequence[Sequence[Any]]


def as_csv(folder: Path, rows: Rows, *, name: str = "answers.csv", separator: str = ",", encoding: str = "utf-8") -> Path:
    """A delimited file with these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def as_xlsx(folder: Path, rows: Rows, *, name: str = "answers.xlsx", other: Rows = ()) -> Path:
    """An XLSX file with these rows, and others in a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if other:
        second = book.create_sheet("Other")
        for row in other:
            second.append(list(row))
    book.save(folder / name)
    return folder / name


def imported(path: Path, *, wanted: Wanted | None = None, organisation: Organisation = ORGANISATION) -> Import:
    """The file read as answers to the questionnaire above."""
    return read(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, organisation, KEY, "2026-1", wanted or Wanted())


def said(found: Import) -> list[tuple[str, str, str]]:
    """Team, item and answer (the label, else the number) of everything that was answered, texts without a team; sorted."""
    rows = [(a.team, a.item, a.label or f"{a.value:g}") for a in found.answers.itertuples()]
    return sorted(rows + [("", t.item, t.text) for t in found.texts.itertuples()])


# What two people said, in whatever layout: everything in the tests of the engines is compared with this.
SAID = sorted([
    ("Red", "easy", "Agree"), ("Red", "setup", "1 to 2 days"), ("Red", "tools", "Make, ant; Jenkins"), ("Red", "own", "Yes"),
    ("", "comment", "fine, thanks"), ("Red", "pain-ci", "Strongly agree"), ("Red", "pain-keys", "Not applicable"),
    ("Red", "hours-ci", "3.5"), ("Red", "hours-keys", "0"),
    ("Blue", "easy", "Disagree"), ("Blue", "tools", "GitHub Actions"), ("Blue", "pain-ci", "I don't know"), ("Blue", "hours-ci", "1200"),
])  # fmt: skip
