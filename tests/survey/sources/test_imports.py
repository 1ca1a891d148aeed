import csv
import io
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.sources.imports import Import, read
from assessment.survey.sources.questionnaires import load_questionnaire

KEY = b"0123456789abcdef"
SHIPPED_FOLDER = Path(__file__).parents[3] / "data" / "questionnaires"
SHIPPED = load_questionnaire(SHIPPED_FOLDER / "platform-need.yaml")
TEAM = SHIPPED.respondent.team
STEM = "In the last four weeks, how painful was this for you?"
ORGANISATION = Organisation.model_validate({"name": "O", "teams": [{"name": "Red", "headcount": 2}, {"name": "Blue", "headcount": 2}]})


def write(folder: Path, rows: list[list[Any]], *, separator: str = ",", encoding: str = "utf-8", name: str = "form.csv") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def imported(path: Path, *, questionnaire: Questionnaire = SHIPPED, organisation: Organisation = ORGANISATION, key: bytes = KEY) -> Import:
    return read(path, {questionnaire.id: questionnaire}, organisation, key, "2026-1")


FORM = [
    ["Timestamp", "Email Address", TEAM, "On my team, new ideas are welcomed.", f"{STEM} [Secrets, keys and access]", "hours-ci"],
    ["2026/03/01 10:11:12 AM", "Jane@example.org", "Red", "Somewhat agree", "A lot", "3"],
    ["2026/03/01 10:12:12 AM", "joe@example.org", "Blue", "Prefer not to say", "", "0"],
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_google_form_in_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    path = write(tmp_path, FORM, separator=separator, encoding=encoding)
    got = imported(path)
    assert got.respondents == 2
    assert got.dropped_columns == ("Timestamp", "Email Address")
    table = got.answers.set_index(["team", "item"])
    assert len(table) == 5
    assert table.loc[("Red", "culture-ideas"), "value"] == 5
    assert table.loc[("Red", "pain-secrets"), "value"] == 4
    assert table.loc[("Blue", "hours-ci"), "value"] == 0
    assert table.loc[("Blue", "culture-ideas"), "state"] == "don't know"


def test_nothing_of_a_person_is_left(tmp_path: Path) -> None:
    got = imported(write(tmp_path, FORM))
    everything = got.answers.to_csv() + repr(got)
    assert "jane" not in everything.casefold()
    assert "10:11" not in everything
    assert got.answers["respondent"].str.fullmatch("[0-9a-f]{16}").all()


def test_the_same_person_has_one_pseudonym_in_both_formats_and_another_under_another_key(tmp_path: Path) -> None:
    form = imported(write(tmp_path, FORM)).answers
    tidy = write(tmp_path, [["respondent", "team", "item", "answer"], [" jane@EXAMPLE.org", "red", "hours-ci", "3"]], name="tidy.csv")
    jane = form.loc[form["team"] == "Red", "respondent"].iloc[0]
    assert imported(tidy).answers["respondent"].tolist() == [jane]
    assert imported(tidy, key=b"x" * 16).answers["respondent"].tolist() != [jane]


def test_an_anonymous_form_counts_every_row_as_a_person_and_stays_the_same_when_read_again(tmp_path: Path) -> None:
    path = write(tmp_path, [[TEAM, "hours-ci"], ["Red", "3"], ["Red", "3"]])
    first, again = imported(path), imported(path)
    assert first.respondents == 2
    assert first.answers.equals(again.answers)
    assert first.answers["respondent"].str.startswith("anonymous-").all()
    assert any("2 row(s) without an address" in note for note in first.notes)


def test_headers_with_line_breaks_other_case_and_punctuation_still_match(tmp_path: Path) -> None:
    path = write(tmp_path, [["Timestamp", "team", "ON MY TEAM, new ideas\nare welcomed"], ["x", "Red", "Agree"]])
    assert imported(path).answers["item"].tolist() == ["culture-ideas"]


def test_the_row_of_a_grid_alone_is_ambiguous_between_pain_and_hours(tmp_path: Path) -> None:
    path = write(tmp_path, [["Timestamp", "team", "Secrets, keys and access"], ["x", "Red", "A lot"]])
    with pytest.raises(AnswersError, match="1 column\\(s\\) are not settled: 'Secrets, keys and access' \\(nearest: pain-secrets"):
        imported(path)


def test_unmatched_columns_are_listed_with_the_nearest_item(tmp_path: Path) -> None:
    path = write(tmp_path, [["Timestamp", "team", "On our team new ideas are welcome", "Favourite colour"], ["x", "Red", "Agree", "blue"]])
    with pytest.raises(AnswersError) as caught:
        imported(path)
    assert (
        "2 column(s) are not settled: 'On our team new ideas are welcome' (nearest: culture-ideas); 'Favourite colour' (like no item"
        in str(caught.value)
    )


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["Timestamp", "hours-ci"], ["x", "3"]], "form.csv: no column asks for the team"),
        (
            [["Timestamp", "team", "hours-ci", "Hours CI"], ["x", "Red", "3", "4"]],
            "1 column(s) are not settled: 'Hours CI' ('hours-ci' is taken for 'hours-ci' already)",
        ),
        ([["Timestamp", "team", "hours-ci"], ["x", "Red", "3", "4"]], "row 2: 4 columns, but the header has 3"),
        ([["Timestamp", "team", "hours-ci"]], "form.csv: no answer in it"),
        ([["Timestamp", "team", "hours-ci"], ["x", "Red", "many"]], "form.csv: row 2: column 'hours-ci': unknown answer 'many'"),
        ([], "the file is empty"),
    ],
)
def test_bad_forms_are_named(tmp_path: Path, rows: list[list[Any]], says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        imported(write(tmp_path, rows))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"team,\xff\xfe\x00", "not UTF-8 text"), (b"PK\x03\x04\x00\x00", "cannot be read as XLSX"), (b"team,a\x00b", "not a text file")],
)
def test_files_that_are_no_text_are_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "answers.xlsx").write_bytes(content)
    with pytest.raises(AnswersError, match=says):
        imported(tmp_path / "answers.xlsx")


def test_a_missing_file_and_a_round_without_name_are_named(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="No such file"):
        imported(tmp_path / "gone.csv")
    with pytest.raises(AnswersError, match="the round has no name"):
        read(write(tmp_path, FORM), {SHIPPED.id: SHIPPED}, ORGANISATION, KEY, " ")


def test_an_organisation_of_one_team_need_not_ask_for_it(tmp_path: Path) -> None:
    one = Organisation.model_validate({"name": "O", "teams": [{"name": "Red", "headcount": 2}]})
    assert imported(write(tmp_path, [["Timestamp", "hours-ci"], ["x", "3"]]), organisation=one).answers["team"].tolist() == ["Red"]


def test_tidy_files_name_dropped_columns_rounds_and_too_many_people(tmp_path: Path) -> None:
    header = ["Respondent", "Team", "Item", "Answer", "Round", "Started at"]
    rows = [[f"p{i}", "Red", "hours-ci", "1", "2025-2" if i else "", "noon"] for i in range(4)]
    got = imported(write(tmp_path, [header, *rows]))
    assert got.dropped_columns == ("Started at",)
    assert sorted(got.answers["round"]) == ["2025-2", "2025-2", "2025-2", "2026-1"]
    assert "team 'Red': 3 people answered, but its headcount is 2; correct the organisation file" in got.notes


def test_contradicting_submissions_of_one_address_are_refused_by_row(tmp_path: Path) -> None:
    twice = [*FORM, ["later", "JANE@example.org", "Red", "Agree", "A lot", "3"]]
    with pytest.raises(AnswersError) as caught:
        imported(write(tmp_path, twice))
    assert "form.csv: row 4: this respondent answered differently in row 2; one response a person" in str(caught.value)
    assert "jane" not in str(caught.value).casefold()


def test_items_of_optional_sections_are_missed_only_where_some_were_answered(tmp_path: Path) -> None:
    load = load_questionnaire(SHIPPED_FOLDER / "cognitive-load.yaml")
    header = ["respondent", "team", "item", "answer"]
    asked = ["p1", "Red", "load-overall", "7"]
    notes = imported(write(tmp_path, [header, asked]), questionnaire=load).notes
    assert notes[0].startswith("21 of 22 items have no answer: load-tools, ")
    more = ["p1", "Red", "tlx-ci-mental", "50"]
    assert imported(write(tmp_path, [header, asked, more]), questionnaire=load).notes[0].startswith("25 of 27 items have no answer: ")
