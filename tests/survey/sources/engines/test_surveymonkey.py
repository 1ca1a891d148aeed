from pathlib import Path

from assessment.survey.sources.imports import Wanted, proposed
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, SAID, TEAM, as_csv, as_xlsx, imported, said

# Layout of files in public repositories: a question stands over the first of its columns, the second row says what each column is.
META = [
    "Respondent ID",
    "Collector ID",
    "Start Date",
    "End Date",
    "IP Address",
    "Email Address",
    "First Name",
    "Last Name",
    "Custom Data 1",
]
ASKED = [
    (TEAM, "Response"), ("Your role?", "Response"), ("Starting a service is easy.", "Response"),
    ("How long does a set-up take?", "Response"), ("Which of these do you use?", "Make, ant"), ("", "Jenkins"), ("", "GitHub Actions"),
    ("", "Other (please specify)"), ("Is it your own?", "Response"), ("What else?", "Open-Ended Response"),
    ("How painful was this?", "Building, testing"), ("", "Keys"), ("How many hours did it take?", "Building, testing"), ("", "Keys"),
]  # fmt: skip
FIRST = ["Red", "Engineer", "Agree", "1 to 2 days", "Make, ant", "Jenkins", "", "", "Yes", "fine, thanks", "Strongly agree",
         "Not applicable", "3.5", "0"]  # fmt: skip
SECOND = ["Blue", "Manager", "Disagree", "", "", "", "GitHub Actions", "", "", "", "I don't know", "", "1200", ""]


def about(number: int) -> list[str]:
    return [f"1184200{number}", "407", "11/22/2026 10:15:32 AM", "11/22/2026 10:19:02 AM", "10.0.0.1", "", "", "", ""]


ROWS = [[*META, *(q for q, _ in ASKED)], [*[""] * 9, *(o for _, o in ASKED)], [*about(1), *FIRST], [*about(2), *SECOND]]


def test_two_header_rows_filled_forward(tmp_path: Path) -> None:
    for found in (imported(as_csv(tmp_path, ROWS)), imported(as_xlsx(tmp_path, ROWS))):
        assert found.engine == "surveymonkey"
        assert said(found) == SAID
        assert "IP Address" in found.dropped_columns
        assert "Which of these do you use? | Other (please specify)" in found.ignored_columns  # nothing in it


def test_text_beside_other_is_never_dropped_without_a_word(tmp_path: Path) -> None:
    rows = [*ROWS[:3], [*about(2), *SECOND[:7], "Bazel", *SECOND[8:]]]
    proposal = proposed(as_csv(tmp_path, rows), {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)
    assert proposal.mapping.unsettled == ("column 'Which of these do you use? | Other (please specify)'",)


def test_the_condensed_layout_with_a_blank_second_row_and_the_team_from_the_collector(tmp_path: Path) -> None:
    rows = [
        ["Respondent ID", "Collector ID", "Start Date", "End Date", "Which of these do you use?", "easy", "Response Status"],
        [""] * 7,
        ["1", "407", "", "", "Make, ant,Jenkins", "Agree", "completed"],
        ["2", "408", "", "", "GitHub Actions", "Disagree", "Partial"],
        ["3", "408", "", "", "", "Disagree", "Disqualified"],
        ["4", "408", "", "", "GitHub Actions", "Strongly agree", "Completed"],
    ]
    path = as_csv(tmp_path, rows)
    proposal = proposed(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)
    assert proposal.mapping.unsettled == ("team",)
    columns = tuple(
        column.model_copy(update={"use": "team"}) if column.column == "Collector ID" else column for column in proposal.mapping.columns
    )
    told = proposal.mapping.model_copy(update={"columns": columns, "team": "", "teams": {"407": "Red", "408": "Blue"}})
    found = imported(path, wanted=Wanted(mapping=told))
    assert said(found) == [
        ("Blue", "easy", "Strongly agree"), ("Blue", "tools", "GitHub Actions"), ("Red", "easy", "Agree"),
        ("Red", "tools", "Make, ant; Jenkins"),
    ]  # fmt: skip
    assert [(row.row, row.why) for row in found.left_out] == [(4, "unfinished"), (5, "disqualified")]


def test_one_team_for_the_whole_file(tmp_path: Path) -> None:
    rows = [["Respondent ID", "Collector ID", "easy"], ["", "", "Response"], ["1", "407", "Agree"]]
    found = imported(as_csv(tmp_path, rows), wanted=Wanted(team="blue"))
    assert said(found) == [("Blue", "easy", "Agree")]
    assert "the file does not say which responses are complete: all of them count" in found.notes
