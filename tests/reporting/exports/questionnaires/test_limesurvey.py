"""The structure file of LimeSurvey: as its importer reads it, with conditions that mean what `asked` means."""

import csv
import html
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from assessment.reporting.exports.questionnaires import limesurvey
from assessment.reporting.exports.questionnaires.parts import Form
from assessment.shipped import shipped
from assessment.survey.questionnaire import Questionnaire, parse
from assessment.survey.questionnaire.codes import grid_codes, item_codes, label_codes
from assessment.survey.sources.questionnaires import load_folder
from tests.questionnaires import ALL, GERMAN, PEOPLE, ROLES, SAID, Person, answering, imported, same, scored, table

Row = dict[str, str]
BOTH = parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})
ITEM = item_codes(BOTH)
SHIPPED = tuple(load_folder(shipped("questionnaires")).values())


def rows_of(text: str) -> list[Row]:
    """As TSVImportSurvey reads: PHP's fgetcsv with tabs and double quotes."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t", quotechar='"'))


def test_settings_languages_and_the_same_rows_in_each(form: Form) -> None:
    rows = rows_of(limesurvey.text(form))
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (settings["language"], settings["additional_languages"]) == ("en", "de")
    assert {settings[name] for name in ("datestamp", "ipaddr", "refurl", "savetimings")} == {"N"}
    assert (settings["anonymized"], settings["allowsave"]) == ("Y", "N")  # saving asks for a name and an address
    assert re.fullmatch(r"[1-9]\d{5}", settings["sid"])
    titles = {row["language"]: row["text"] for row in rows if row["name"] == "surveyls_title"}
    assert titles == {"en": "All &#60;b&#62;kinds&#60;/b&#62;", "de": "Alle Arten"}
    named = {language: [structural(row) for row in structure(rows, language)] for language in ("en", "de")}
    assert named["en"] == named["de"]
    german = [row["text"] for row in structure(rows, "de") if row["class"] in {"Q", "SQ"}]
    assert "Wie viele Stunden?<br />Geheimnisse" in german
    assert "Zeile eins" in german


def structural(row: Row) -> tuple[str, ...]:
    return row["class"], row["type/scale"], row["name"] if row["class"] != "G" else "", row["relevance"]


def structure(rows: list[Row], language: str) -> list[Row]:
    return [row for row in rows if row["language"] == language and row["class"] in {"G", "Q", "SQ", "A"}]


def test_kinds_of_questions(form: Form) -> None:
    kinds = {row["name"]: row["type/scale"] for row in rows_of(limesurvey.text(form)) if row["class"] == "Q"}
    assert kinds == {
        "team": "L", "role": "L", "a": "L", "why": "T", "d": "L", "hci": "N", "hsecrets": "N", "builds": "L", "uses": "M", "loud": "L",
        "four": "F",
    }  # fmt: skip
    limits = {row["name"]: row for row in structure(rows_of(limesurvey.text(form)), "en") if row["class"] == "Q"}
    assert (limits["hci"]["min_num_value_n"], limits["hci"]["max_num_value_n"]) == ("0", "160")
    assert limits["why"]["maximum_chars"] == "200"
    assert limits["uses"]["exclude_all_others"] == "A4"
    assert [row["exclude_all_others"] for row in structure(rows_of(limesurvey.text(form)), "de") if row["name"] == "uses"] == [""]
    assert limits["team"]["mandatory"] == "Y"


def test_codes_are_short_and_unlike_each_other() -> None:
    mapping = {**ALL, "sections": [
        {"id": "onboarding-words-of-mouth", "title": "X", "items": [
            {"id": "onboarding-word-of-mouth", "version": 1, "text": "One?", "format": "agree"},
            {"id": "onboarding-word-of-mouth-again", "version": 1, "text": "Two?", "format": "agree"},
            {"id": "team", "version": 1, "text": "Three?", "format": "agree"},
            {"id": "a-b", "version": 1, "text": "Four?", "format": "agree"},
            {"id": "ab", "version": 1, "text": "Five?", "format": "agree"},
        ]},
        {"id": "ab", "title": "Y", "items": [{"id": "x", "version": 1, "text": "Six?", "format": "agree"}]},
    ], "scales": []}  # fmt: skip
    q = parse(mapping, "q.yaml")
    codes = [*item_codes(q).values(), *grid_codes(q).values()]
    assert len(set(codes)) == len(codes) == 6 + 6
    assert all(re.fullmatch(r"[a-z][a-z0-9]{0,19}", code) for code in codes)
    assert not {"team", "role"} & set(codes)
    assert item_codes(q)["a-b"] == "ab"
    assert max(map(len, label_codes(q.format_of("x")).values())) <= 5


def test_licences_are_shown(form: Form) -> None:
    ends = [row["text"] for row in rows_of(limesurvey.text(form)) if row["name"] == "surveyls_endtext"]
    assert len(ends) == 2
    assert all("DORA (https://dora.dev), CC BY 4.0. Changes: none. Items: a" in text for text in ends)


# ---- conditions: LimeSurvey's expressions, put into Python's


def shown(rows: list[Row], values: dict[str, str]) -> Iterator[str]:
    """Codes of the questions and rows that are shown, given what LimeSurvey's variables hold; hidden ones hold nothing."""
    group = question = ""
    live: dict[str, str] = {}

    def holds(row: Row) -> bool:
        expression = re.sub(r"(\w+)\.NAOK", r"live.get('\1', '')", row["relevance"])
        expression = re.sub(r"!is_empty", "not empty", expression).replace("is_empty", "empty")
        expression = re.sub(r"(live\.get\('\w+', ''\)) ge ([\d.]+)", r"float(\1) >= \2", expression)
        return bool(eval(expression, {"live": live, "empty": lambda value: value == ""}))

    open_group = open_question = True
    for row in structure(rows, "en"):
        if row["class"] == "G":
            group, open_group = row["name"], holds(row)
        elif row["class"] == "Q":
            question, open_question = row["name"], open_group and holds(row)
            if open_question:
                live |= {name: value for name, value in values.items() if name == question}
                yield question
        elif row["class"] == "SQ" and open_question and holds(row):
            live |= {name: value for name, value in values.items() if name == f"{question}_{row['name']}"}
            yield f"{question}_{row['name']}"
    assert group


def variables(q: Questionnaire, role: str, said: dict[str, str]) -> dict[str, str]:
    """What LimeSurvey's variables hold after these answers."""
    values = {"role": f"R{q.respondent.role.options.index(role) + 1}"} if role and q.respondent.role else {}
    for item, answer in said.items():
        form, code = q.format_of(item), ITEM[item]
        reading = form.read(answer)
        assert reading
        if form.kind in {"text", "number"}:
            values[code] = "" if form.kind == "number" and reading.state != "answered" else answer
        elif form.kind == "choice" and form.several:
            values |= {f"{code}_{label_codes(form)[label]}": "Y" for label in reading.label.split("; ")}
        else:
            values[f"four_{code}" if item in {"r", "s"} else code] = label_codes(form)[reading.label]
    return values


@given(role=ROLES, said=SAID)
def test_conditions_show_what_asked_shows(role: str, said: dict[str, str]) -> None:
    rows = rows_of(limesurvey.text(Form(BOTH, ("Red", "Blue"), ("four",))))
    expected = {item.id for section in BOTH.asked(role, said, ("four",)) for item in section.items}
    found = set(shown(rows, variables(BOTH, role, said)))
    names = {f"four_{ITEM[item]}" if item in {"r", "s"} else ITEM[item] for item in expected}
    assert {name for name in found if name in names | {*ITEM.values(), "four_r", "four_s"}} == names


# ---- and back: an export of responses, as LimeSurvey's writer of CSV lays it out


def columns(text: str, language: str) -> list[tuple[str, str]]:
    """Code and wording of every column of an export of answers, read off the structure file; wordings as LimeSurvey flattens them."""
    rows = structure(rows_of(text), language)
    found = []
    for at, row in enumerate(rows):
        inner = list(itertools.takewhile(lambda one: one["class"] in {"SQ", "A"}, rows[at + 1 :]))
        if row["class"] == "Q" and row["type/scale"] in {"F", "M"}:
            found += [
                (f"{row['name']}[{one['name']}]", f"{flat(row['text'])} [{flat(one['text'])}]") for one in inner if one["class"] == "SQ"
            ]
        elif row["class"] == "Q":
            found.append((row["name"], flat(row["text"])))
    return found


def flat(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def export(q: Questionnaire, text: str, people: tuple[Person, ...], heading: str, language: str) -> str:
    """Answers as LimeSurvey's writer of CSV lays them out, with full answers."""
    spoken, cells = q.in_language(language), [("team", ""), ("role", "")]
    for item in q.items:
        form = q.format_of(item)
        cells += [(item, label) for label in form.choices] if form.kind == "choice" and form.several else [(item, "")]  # type: ignore[union-attr]
    titles = columns(text, language)
    assert len(titles) == len(cells)
    fixed = [("id", "Response ID"), ("submitdate", "Date submitted"), ("lastpage", "Last page"), ("startlanguage", "Start language"),
             ("seed", "Seed")]  # fmt: skip
    written = {"code": lambda c: c[0], "full": lambda c: c[1], "codetext": lambda c: f"{c[0]}. {c[1]}"}[heading]
    rows = [
        [at, "1980-01-01 00:00:00", 6, language, 1234, *(cell(q, spoken, person, item, label) for item, label in cells)]
        for at, person in enumerate(people)
    ]
    return table([list(map(written, [*fixed, *titles])), *rows])


def cell(q: Questionnaire, spoken: Questionnaire, person: Person, item: str, label: str) -> str:
    if item == "team":
        return person.team
    if item == "role":
        return dict(zip(q.respondent.role.options, spoken.respondent.role.options, strict=True)).get(person.role, "")  # type: ignore[union-attr]
    said, form = person.given.get(item, ""), spoken.format_of(item)
    if label:
        return ("Yes" if label in said.split("; ") else "No") if said else ""
    return {form.source(word): word for word in form.choices}.get(said, said)


def exported(q: Questionnaire) -> str:
    return limesurvey.text(Form(q, ("Red", "Blue"), tuple(section.id for section in q.sections if section.optional)))


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("heading", ["code", "full", "codetext"])
@pytest.mark.parametrize("q", [BOTH, *SHIPPED], ids=lambda q: q.id)
def test_answers_come_back_as_they_were_given(tmp_path: Path, q: Questionnaire, heading: str, language: str) -> None:
    people = PEOPLE if q is BOTH else answering(q, np.random.default_rng(1), 8)
    path = tmp_path / "results-survey.csv"
    path.write_text(export(q, exported(q), people, heading, language), encoding="utf-8", newline="")
    numerals = {
        name: {label: label for label in form.choices} for name, form in q.formats.items() if any(label.isdigit() for label in form.choices)
    }  # which could be codes of answers as well: a person has to say that they are labels
    assert same(imported(path, q, numerals), scored(q, people))


# ---- texts that attack


def test_no_text_is_markup_an_expression_a_formula_or_another_cell(hostile: Form) -> None:
    text = limesurvey.text(hostile)
    rows = rows_of(text)
    width = len(limesurvey.COLUMNS)
    assert all(line.count("\t") == width - 1 for line in text.removesuffix("\r\n").split("\r\n"))
    assert '"' not in text.replace('"A', "").replace('" ', "").replace('")', "").replace('== "', "").replace('"Y"', "")
    for row in rows:
        for column in ("name", "text", "help") if row["class"] != "S" else ():
            assert not re.search(r"[{}]|<(?!br />|small>|/small>)", row[column]), row[column]
            assert not row[column].startswith(("=", "+", "-", "@"))
        assert re.fullmatch(r'|[\w\s().!="]*', row["relevance"]), row["relevance"]
    assert sum("alert(1)" in row["text"] for row in rows) > 20  # they are there, as text
