from pathlib import Path

import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted, proposed
from assessment.survey.sources.mapping import text as mapping_text
from assessment.survey.sources.mapping.guesses import PERSONAL_CELLS
from assessment.survey.sources.mapping.model import OPEN, load
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, as_csv, imported, said

KNOWN = {QUESTIONNAIRE.id: QUESTIONNAIRE}
ROWS = [
    ["Which team do you work in?", "Starting services is easy", "Is it your own?", "Shoe size", "What else?", "tools"],
    ["Red", "Rather", "Yes", "43", "a: 'b' # c", "Jenkins, some script"],
    ["Reds", "Agree", "No", "44", "", "Jenkins"],
]
BASE = """\
engine: table
questionnaire: every
columns:
  - {column: team, as: team}
  - {column: easy, as: item, item: easy}
"""


def test_what_is_certain_is_settled_and_what_is_not_is_open_with_candidates(tmp_path: Path) -> None:
    proposal = proposed(as_csv(tmp_path, ROWS), KNOWN, ORGANISATION)
    assert [(column.use, column.item) for column in proposal.mapping.columns] == [
        ("team", ""), (OPEN, ""), ("item", "own"), (OPEN, ""), ("item", "comment"), ("item", "tools"),
    ]  # fmt: skip
    assert proposal.guesses[1].candidates[0].item == "easy"
    assert proposal.guesses[3].candidates == ()
    assert [one[:3] for one in proposal.open] == [("teams", "Reds", "Red"), ("tools", "some script", "")]
    assert len(proposal.mapping.unsettled) == 4


def test_the_written_file_reads_back_as_the_same_mapping(tmp_path: Path) -> None:
    rows = [[*ROWS[0], 'tab\tquote" \\ \u2028 \U0001f600 é: # {', "x" * 400], *([*row, "a\nb", "y" * 300] for row in ROWS[1:])]
    proposal = proposed(as_csv(tmp_path, rows), KNOWN, ORGANISATION, Wanted(encoding="utf-8"))
    (tmp_path / "m.yaml").write_text(mapping_text.text(proposal, "answers\n.csv"), encoding="utf-8")
    assert load(tmp_path / "m.yaml") == proposal.mapping


def test_settled_by_a_person_it_reads_the_file_and_any_later_one(tmp_path: Path) -> None:
    text = mapping_text.text(proposed(as_csv(tmp_path, ROWS), KNOWN, ORGANISATION), "answers.csv")
    text = text.replace('"Starting services is easy"\n    as: "?"', '"Starting services is easy"\n    as: item\n    item: easy')
    text = text.replace('"Shoe size"\n    as: "?"', '"Shoe size"\n    as: ignore').replace('"Reds": "?"', '"Reds": "Red"')
    text = text.replace('"some script": "?"', '"some script": "Other / own"')
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    wanted = Wanted(mapping=load(tmp_path / "m.yaml"))
    with pytest.raises(AnswersError, match="row 2: column 'Starting services is easy': unknown answer 'Rather'"):
        imported(as_csv(tmp_path, ROWS), wanted=wanted)
    (tmp_path / "m.yaml").write_text(text.replace("labels:", "labels:\n  easy:\n    Rather: Agree\n", 1), encoding="utf-8")
    wanted = Wanted(mapping=load(tmp_path / "m.yaml"))
    first = [("", "comment", "a: 'b' # c"), ("Red", "easy", "Agree"), ("Red", "easy", "Agree"), ("Red", "own", "No"), ("Red", "own", "Yes"),
             ("Red", "tools", "Jenkins"), ("Red", "tools", "Jenkins; Other / own")]  # fmt: skip
    found = imported(as_csv(tmp_path, ROWS), wanted=wanted)
    assert said(found) == first
    assert found.ignored_columns == ("Shoe size",)
    again = as_csv(tmp_path, [list(reversed(row)) for row in [*ROWS, ["Blue", "rather", "", "", "", ""]]], name="later.csv")
    assert said(imported(again, wanted=wanted)) == sorted([*first, ("Blue", "easy", "Agree")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BASE + "  - {column: other, as: '?'}\n", "mapping: 1 not settled: column 'other'"),
        (BASE + "  - {column: other, as: item, item: own}\n", "the file has no column 'other'; nearest: '"),
        (BASE.replace("item: easy", "item: esy"), "unknown item 'esy'; nearest: 'easy'"),
        (BASE.replace("every", "never"), "there is no questionnaire 'never'; one of: every"),
        (BASE + "labels: {agre: {A: Agree}}\n", "labels: 'agre' is no format and no item; nearest: 'agree'"),
        (BASE + "labels: {agree: {A: Maybe}}\n", "labels: agree: 'A' means 'Maybe', which is no answer; one of: Strongly disagree"),
        (BASE + "labels: {agree: {A: '?'}}\n", "1 not settled: agree: 'A'"),
        (BASE + "roles: {A: Baker}\n", "roles: 'A' means 'Baker', which is no role; nearest: 'Manager'"),
        (BASE + "teams: {A: Green}\n", "unknown team 'Green'; nearest: '"),
        (BASE.replace("as: item, item: easy", "as: ignore"), "no answer in it"),
        (BASE.replace("  - {column: team, as: team}\n", ""), "does not name the column 'team' of the file"),
        (BASE.replace("as: team", "as: ignore"), "no column asks for the team"),
        (BASE + "team: Red\n", "`team` is one for everybody, but a column says the team too"),
        (BASE + "  - {column: team, as: ignore}\n", "column 'team' is there twice"),
        (BASE + "  - {column: x, as: item, item: easy}\n", "two columns ask for 'easy'"),
        (BASE + "  - {column: x, as: role}\n  - {column: y, as: role}\n", "two columns are the role: 'x' and 'y'"),
        (BASE.replace("as: team", "as: item"), "columns: 1: name the item where `as` is item"),
        (BASE.replace("item: easy}", "item: easy, option: A}"), "'A' is no option of item 'easy'"),
        (BASE.replace("engine: table", "engine: qualtrics"), "has not the header of Qualtrics"),
        (BASE.replace("engine: table", "engine: paper"), "unknown engine 'paper'; one of: surveyjs"),
        (BASE + "colour: red\n", "m.yaml: colour: Extra inputs"),
        ("[1", "m.yaml: line 2: malformed YAML"),
    ],
)
def test_a_mapping_that_does_not_fit_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    path = as_csv(tmp_path, [["team", "easy"], ["Red", "Agree"]])
    with pytest.raises(AnswersError) as caught:
        imported(path, wanted=Wanted(mapping=load(tmp_path / "m.yaml")))
    assert says in str(caught.value)


def test_a_column_that_was_added_to_the_form_is_refused_not_lost(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(BASE, encoding="utf-8")
    path = as_csv(tmp_path, [["team", "easy", "own"], ["Red", "Agree", "Yes"]])
    with pytest.raises(AnswersError, match="mapping: does not name the column 'own' of the file"):
        imported(path, wanted=Wanted(mapping=load(tmp_path / "m.yaml")))


def test_an_answer_left_out_by_the_mapping_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(BASE + "labels: {agree: {Whatever: ''}}\n", encoding="utf-8")
    found = imported(
        as_csv(tmp_path, [["team", "easy"], ["Red", "whatever"], ["Blue", "Agree"]]), wanted=Wanted(mapping=load(tmp_path / "m.yaml"))
    )
    assert said(found) == [("Blue", "easy", "Agree")]
    assert [(row.row, row.why) for row in found.left_out] == [(2, "nothing answered")]


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Your name", ["Jane", "Joe"]), ("Telephone", ["1", "2"]), ("c", ["jane@example.org", "joe@example.org"]),
        ("d", ["10.0.0.1", "fe80::1"]), ("Personalnummer", ["12", "13"]), ("e", ["+49 170 1234567", "'+41 79 123 45 67"]),
        ("f", ["Mozilla/5.0 (X11; Linux)", "Mozilla/4.0"]), ("Age", ["40", "41"]),
    ],
)  # fmt: skip
def test_personal_columns_are_dropped_by_title_or_by_what_is_in_them(tmp_path: Path, title: str, cells: list[str]) -> None:
    rows = [["team", "easy", title], *(["Red", "Agree", cell] for cell in cells)]
    found = imported(as_csv(tmp_path, rows))
    assert found.dropped_columns == (title,)
    assert not any(cell in found.answers.to_csv() for cell in cells if len(cell) > 3)


@pytest.mark.parametrize("cell", ["Agree", "3.5", "1 to 2 days", "10:30", "2026-03-01", "https://x.org", "a: b: c: d"])
def test_plain_answers_do_not_look_like_people(cell: str) -> None:
    assert PERSONAL_CELLS.fullmatch(cell) is None


def test_a_questionnaire_is_chosen_by_what_is_asked_and_named_where_that_is_unclear(tmp_path: Path) -> None:
    twin = QUESTIONNAIRE.model_copy(update={"id": "twin"})
    path = as_csv(tmp_path, [["team", "easy"], ["Red", "Agree"]])
    both = {"every": QUESTIONNAIRE, "twin": twin}
    with pytest.raises(AnswersError, match=r"its columns ask for every, twin alike; name the questionnaire \(--questionnaire every\)"):
        proposed(path, both, ORGANISATION)
    assert proposed(path, both, ORGANISATION, Wanted(questionnaire="twin")).mapping.questionnaire == "twin"
    with pytest.raises(AnswersError, match="there is no questionnaire 'third'; one of: every, twin"):
        proposed(path, both, ORGANISATION, Wanted(questionnaire="third"))
    with pytest.raises(AnswersError, match="no column asks for an item of any questionnaire"):
        proposed(as_csv(tmp_path, [["team", "x"], ["Red", "1"]]), both, ORGANISATION)


def test_header_rows_that_somebody_counted_are_no_responses(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [["team", "easy"], ["Team of the person", "Question 3"], ["Red", "Agree"]])
    (tmp_path / "m.yaml").write_text("header_rows: 2\n" + BASE, encoding="utf-8")
    assert said(imported(path, wanted=Wanted(mapping=load(tmp_path / "m.yaml")))) == [("Red", "easy", "Agree")]
    (tmp_path / "m.yaml").write_text(BASE, encoding="utf-8")
    with pytest.raises(AnswersError, match="row 2: column 'easy': unknown answer 'Question 3'"):
        imported(path, wanted=Wanted(mapping=load(tmp_path / "m.yaml")))
