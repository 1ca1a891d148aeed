from datetime import datetime
from pathlib import Path

import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted, proposed
from assessment.survey.sources.mapping import text as mapping_text
from assessment.survey.sources.mapping.model import load
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, SAID, TEAM, as_csv, as_xlsx, imported, said

# Layout of files in public repositories: statements of a Likert question alone, a number at a title that is there twice, ";" at the end.
START, END = datetime(2026, 3, 1, 9, 0, 5), datetime(2026, 3, 1, 9, 7, 0)
HEADER = [
    "ID", "Start time", "Completion time", "Email", "Name", "Last modified time", TEAM, "Your role?", "Starting a service is easy.",
    "How long does a set-up take?", "Which of these do you use?", "Is it your own?", "What else?", "Building, testing", "Keys",
    "Building, testing2", "Keys2",
]  # fmt: skip
FIRST = [
    1, START, END, "anonymous", "", None, "Red", "Engineer", "Agree", "1 to 2 days", "Make, ant;Jenkins;", "Yes", "fine, thanks",
    "Strongly agree", "Not applicable", 3.5, 0,
]  # fmt: skip
SECOND = [
    2, START, END, "anonymous", None, None, "Blue", "Manager", "Disagree", None, "GitHub Actions;", None, None, "I don't know", None, 1200,
    None,
]  # fmt: skip
KNOWN = {QUESTIONNAIRE.id: QUESTIONNAIRE}


def settled(path: Path, **columns: str) -> Wanted:
    """The mapping of a file with its open columns settled."""
    target = path.parent / "mapping.yaml"
    text = mapping_text.text(proposed(path, KNOWN, ORGANISATION), path.name)
    for title, item in columns.items():
        lines = text.splitlines()
        at = next(number for number, line in enumerate(lines) if line == f'  - column: "{title.replace("_", " ")}"')
        lines[at + 1] = f"    as: item\n    item: {item}"
        text = "\n".join(lines) + "\n"
    target.write_text(text, encoding="utf-8")
    return Wanted(mapping=load(target))


def test_two_grids_over_the_same_rows_are_told_apart_by_a_person(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [HEADER, FIRST, SECOND])
    with pytest.raises(AnswersError, match=r"4 column\(s\) are not settled: 'Building, testing' \(nearest: pain-ci\); 'Keys'"):
        imported(path)
    first = settled(path, **{"Building, testing": "pain-ci", "Keys": "pain-keys"})
    with pytest.raises(AnswersError, match="mapping: 2 not settled: column 'Building, testing2'; column 'Keys2'"):
        imported(path, wanted=first)
    wanted = settled(path, **{"Building, testing": "pain-ci", "Keys": "pain-keys", "Building, testing2": "hours-ci", "Keys2": "hours-keys"})
    found = imported(path, wanted=wanted)
    assert said(found) == SAID
    assert found.engine == "microsoft-forms"
    assert found.dropped_columns == ("Start time", "Completion time", "Email", "Name", "Last modified time")
    assert "2 row(s) without an address: each counts as one person" in found.notes


def test_a_second_export_of_the_same_form_needs_no_questions(tmp_path: Path) -> None:
    short = [*range(7), 8]
    rows = [[row[at] for at in short] for row in (HEADER, FIRST, SECOND)]
    wanted = settled(as_xlsx(tmp_path, rows))
    more = as_xlsx(tmp_path, [*rows, [3, START, END, "anonymous", "", None, "Blue", "Strongly agree"]], name="later.xlsx")
    assert said(imported(more, wanted=wanted)) == [
        ("Blue", "easy", "Disagree"),
        ("Blue", "easy", "Strongly agree"),
        ("Red", "easy", "Agree"),
    ]


def test_quiz_columns_and_named_people_in_a_german_file(tmp_path: Path) -> None:
    header = ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name", "Gesamtpunktzahl", "In welchem Team?",
              "Ein Dienst ist leicht begonnen.",
              "Points - Ein Dienst ist leicht begonnen."]  # fmt: skip
    rows = [header, [1, START, END, "jane@example.org", "Jane", None, "Red", "Eher ja", 1]]
    found = imported(as_xlsx(tmp_path, rows))
    assert said(found) == [("Red", "easy", "Agree")]
    assert found.dropped_columns == ("Startzeit", "Fertigstellungszeit", "E-Mail", "Name")
    assert "jane" not in (found.answers.to_csv() + repr(found)).casefold()
    assert not found.answers["respondent"].str.startswith("anonymous-").any()


@pytest.mark.parametrize("rule", ["last", "refuse"])
def test_the_last_response_of_a_person_is_the_one_sent_last_not_the_lowest(tmp_path: Path, rule: str) -> None:
    header = ["ID", "Start time", "Completion time", "Email", "Name", TEAM, "easy"]
    rows = [header, [2, "3/27/2026 18:00", "3/27/2026 18:35", "JANE@example.org", "J", "Red", "Agree"],
            [1, "3/4/2026 08:00", "3/4/2026 08:10", "jane@example.org", "J", "Red", "Disagree"]]  # fmt: skip
    path = as_csv(tmp_path, rows)
    if rule == "refuse":
        with pytest.raises(AnswersError, match="row 3: this respondent answered differently in row 2"):
            imported(path)
        return
    found = imported(path, wanted=Wanted(twice="last"))
    assert said(found) == [("Red", "easy", "Agree")]
    assert [(row.row, row.why) for row in found.left_out] == [(3, "an earlier response of the same person")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("3/4/2026 08:00", "4/3/2026 08:00"), ("2026-03-04 08:00:00", "2026-03-04 08:00:00"), ("yesterday", "today"), ("", "2026-03-04")],
)
def test_where_nobody_can_tell_which_is_the_last_nothing_is_chosen(tmp_path: Path, first: str, second: str) -> None:
    header = ["ID", "Start time", "Completion time", "Email", TEAM, "easy"]
    path = as_csv(tmp_path, [header, [1, "", first, "j@x.org", "Red", "Agree"], [2, "", second, "j@x.org", "Red", "Disagree"]])
    with pytest.raises(AnswersError, match="rows 2, 3: one respondent, and no time that says which response is the last"):
        imported(path, wanted=Wanted(twice="last"))
