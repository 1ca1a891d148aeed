from pathlib import Path

import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted, proposed
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, SAID, TEAM, as_csv, imported, said

# Headings as LimeSurvey's own writer makes them: code, text, or `code. text`; grids and ticks with the row in brackets; BOM before id.
CODES = ["id", "submitdate", "lastpage", "startlanguage", "seed", "token", "startdate", "datestamp", "ipaddr", "refurl"]
TEXTS = ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Access code", "Date started", "Date last action",
         "IP address", "Referrer URL"]  # fmt: skip
ASKED = [
    ("team", TEAM), ("role", "Your role?"), ("easy", "Starting a service is easy."), ("setup", "How long does a set-up take?"),
    ("tools[A1]", "Which of these do you use? [Make, ant]"), ("tools[A2]", "Which of these do you use? [Jenkins]"),
    ("tools[A3]", "Which of these do you use? [GitHub Actions]"), ("own", "Is it your own?"), ("comment", "What else?"),
    ("pain[painci]", "How painful was this? [Building, testing]"), ("pain[painkeys]", "How painful was this? [Keys]"),
    ("hours[hoursci]", "How many hours did it take? [Building, testing]"), ("hours[hourskeys]", "How many hours did it take? [Keys]"),
    ("interviewtime", "Total time"), ("groupTime12", "Group time: Plain"), ("easyTime", "Question time: easy"),
]  # fmt: skip
FIRST = ["Red", "Engineer", "Agree", "1 to 2 days", "Yes", "Yes", "No", "Yes", "fine, thanks", "Strongly agree", "Not applicable", "3.5",
         "0", "12.3", "4", "1"]  # fmt: skip
SECOND = ["Blue", "Manager", "Disagree", "", "", "", "Y", "", "", "I don't know", "", "1200", "", "9.9", "3", "1"]


def about(number: int, submitted: str = "1980-01-01 00:00:00", token: str = "") -> list[str]:
    return [str(number), submitted, "4", "en", "123456", token, "1980-01-01 00:00:00", "1980-01-01 00:00:00", "10.0.0.1", "http://x"]


HEADINGS = {
    "texts": [*TEXTS, *(text for _, text in ASKED)],
    "both": [f"{code}. {text}" for code, text in [*zip(CODES, TEXTS, strict=True), *ASKED]],
}


@pytest.mark.parametrize("heading", list(HEADINGS))
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_headings_of_texts_and_of_codes_and_texts(tmp_path: Path, heading: str, separator: str) -> None:
    rows = [HEADINGS[heading], [*about(1), *FIRST], [*about(2, ""), *FIRST], [*about(3), *SECOND]]
    found = imported(as_csv(tmp_path, rows, separator=separator, encoding="utf-8-sig"))
    assert found.engine == "limesurvey"
    assert said(found) == SAID
    assert [(row.row, row.why) for row in found.left_out] == [(3, "unfinished")]
    assert not any("complete" in note for note in found.notes)
    assert sum("ime" in title for title in found.dropped_columns) == 3  # times of interview, group and question
    assert not any("10.0.0.1" in str(cell) for cell in found.answers.to_numpy().flat)


def test_headings_of_codes_are_those_that_our_own_export_writes(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [[*CODES, *(code for code, _ in ASKED)], [*about(1), *FIRST], [*about(3), *SECOND]], encoding="utf-8-sig")
    assert said(imported(path)) == SAID
    other = [code.replace("tools[A", "tools[SQ00") for code, _ in ASKED]
    path = as_csv(tmp_path, [[*CODES, *other], [*about(1), *FIRST]])
    with pytest.raises(AnswersError, match=r"3 column\(s\) are not settled: 'tools\[SQ001\]'"):
        imported(path)


def test_codes_of_answers_are_never_taken_for_labels_by_their_place(tmp_path: Path) -> None:
    rows = [[*CODES, "team", "easy"], [*about(1), "Red", "A1"], [*about(2), "Blue", "A4"]]
    path = as_csv(tmp_path, rows)
    with pytest.raises(AnswersError, match=r"row 2: column 'easy': unknown answer 'A1' \(and 1 more"):
        imported(path)
    proposal = proposed(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)
    assert [(one.label, one.nearest) for one in proposal.open] == [("A1", "Strongly disagree"), ("A4", "Strongly agree")]
    told = proposal.mapping.model_copy(update={"labels": {"agree": {"A1": "Strongly agree", "A4": "Disagree"}}})
    assert said(imported(path, wanted=Wanted(mapping=told))) == [("Blue", "easy", "Disagree"), ("Red", "easy", "Strongly agree")]


def test_a_token_names_the_person_and_is_dropped(tmp_path: Path) -> None:
    rows = [[*CODES, "firstname", "email", "attribute_1", "team", "easy"],
            [*about(1, token="tok123"), "Jane", "jane@example.org", "", "Red", "Agree"]]  # fmt: skip
    found = imported(as_csv(tmp_path, rows))
    assert found.answers["respondent"].str.fullmatch("[0-9a-f]{16}").all()
    assert {"token", "firstname", "email", "ipaddr"} <= set(found.dropped_columns)
    assert "tok123" not in repr(found) + found.answers.to_csv()
