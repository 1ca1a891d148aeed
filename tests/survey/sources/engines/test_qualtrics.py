import json
from pathlib import Path

import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted, proposed
from assessment.survey.sources.mapping.model import OPEN
from tests.survey.sources.forms import ORGANISATION, QUESTIONNAIRE, SAID, TEAM, as_csv, imported, said

# Layout of the support pages and of files in public repositories: field, question, {"ImportId": …}; choices of several taken apart.
META = [
    ("StartDate", "Start Date"), ("EndDate", "End Date"), ("Status", "Response Type"), ("IPAddress", "IP Address"),
    ("Progress", "Progress"),
    ("Duration (in seconds)", "Duration (in seconds)"), ("Finished", "Finished"), ("RecordedDate", "Recorded Date"),
    ("ResponseId", "Response ID"), ("RecipientLastName", "Recipient Last Name"), ("RecipientFirstName", "Recipient First Name"),
    ("RecipientEmail", "Recipient Email"), ("ExternalReference", "External Data Reference"), ("LocationLatitude", "Location Latitude"),
    ("LocationLongitude", "Location Longitude"), ("DistributionChannel", "Distribution Channel"), ("UserLanguage", "User Language"),
]  # fmt: skip
ASKED = [
    ("Q1", TEAM), ("Q2", "Your role?"), ("Q3", "Starting a service\nis <b>easy</b>."), ("Q4", "How long does a set-up take?"),
    ("Q5_1", "Which of these do you use? - Selected Choice - Make, ant"),
    ("Q5_2", "Which of these do you use? - Selected Choice - Jenkins"),
    ("Q5_3", "Which of these do you use? - Selected Choice - GitHub Actions"), ("Q6", "Is it your own? - Selected Choice"),
    ("Q7", "What else?"), ("Q8_1", "How painful was this? - Building, testing"), ("Q8_2", "How painful was this? - Keys"),
    ("Q9_1", "How many hours did it take? - Building, testing"), ("Q9_2", "How many hours did it take? - Keys"),
    ("Q10_First Click", "Timing - First Click"), ("Q3_DO", "Starting a service is easy. - Display Order"),
]  # fmt: skip
COLUMNS = META + ASKED
IDS = [json.dumps({"ImportId": code, "timeZone": "UTC"} if "Date" in code else {"ImportId": code}) for code, _ in COLUMNS]
HEAD = [[code for code, _ in COLUMNS], [text for _, text in COLUMNS], IDS]
FIRST = [
    "Red", "Engineer", "Agree", "1 to 2 days", "Make, ant", "Jenkins", "", "Yes", "fine, thanks", "Strongly agree", "Not applicable",
    "3.5", "0", "1.2", "1|2",
]  # fmt: skip
SECOND = ["Blue", "Manager", "Disagree", "", "", "", "GitHub Actions", "", "", "I don't know", "", "1200", "", "", ""]


def row(
    number: int, answers: list[str], *, status: str = "IP Address", finished: str = "True", channel: str = "anonymous", mail: str = ""
) -> list[str]:
    """A response with these answers."""
    about = ["2026-03-01 10:00:00", f"2026-03-01 10:0{number}:00", status, "10.0.0.1", "100", "34", finished, "2026-03-01 10:09:00",
             f"R_{number}abc", "Doe", "Jane", mail, "", "41.8", "12.5", channel, "EN"]  # fmt: skip
    return [*about, *answers]


def test_three_header_rows_grids_ticks_timing_and_personal_columns(tmp_path: Path) -> None:
    found = imported(as_csv(tmp_path, [*HEAD, row(1, FIRST), row(2, SECOND)]))
    assert said(found) == SAID
    assert found.engine == "qualtrics"
    assert set(found.dropped_columns) == {
        "StartDate", "EndDate", "IPAddress", "Duration (in seconds)", "RecordedDate", "RecipientLastName", "RecipientFirstName",
        "RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude", "Q10_First Click",
    }  # fmt: skip
    assert "Q3_DO" in found.ignored_columns


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"status": "Survey Preview"}, "preview"), ({"status": "1"}, "preview"), ({"status": "2"}, "test"), ({"status": "8"}, "spam"),
        ({"finished": "False"}, "unfinished"), ({"finished": "0"}, "unfinished"), ({"channel": "preview"}, "preview"),
    ],
)  # fmt: skip
def test_previews_tests_spam_and_unfinished_responses_are_left_out_and_counted(tmp_path: Path, given: dict[str, str], why: str) -> None:
    found = imported(as_csv(tmp_path, [*HEAD, row(1, FIRST), row(3, FIRST, **given), row(2, SECOND)]))
    assert said(found) == SAID
    assert [(one.row, one.why) for one in found.left_out] == [(5, why)]
    assert f"1 row(s) do not count: {why}" in found.notes


def test_a_state_that_nobody_knows_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="row 4: column 'Status': unknown state 'Sold'"):
        imported(as_csv(tmp_path, [*HEAD, row(1, FIRST, status="Sold")]))


def test_a_number_may_be_a_code_and_is_asked_about_with_the_label_it_could_be(tmp_path: Path) -> None:
    path = as_csv(tmp_path, [*HEAD, row(1, ["Red", "", "1", *[""] * 12]), row(2, ["Blue", "", "Agree", *[""] * 12])])
    with pytest.raises(AnswersError, match="row 4: column 'Q3': the number '1' may be a code"):
        imported(path)
    proposal = proposed(path, {QUESTIONNAIRE.id: QUESTIONNAIRE}, ORGANISATION)
    assert proposal.mapping.labels == {"agree": {"1": OPEN}}
    assert [(one.label, one.nearest) for one in proposal.open] == [("1", "Strongly disagree")]
    told = proposal.mapping.model_copy(update={"labels": {"agree": {"1": "Strongly agree"}}})  # this form lists them the other way round
    assert said(imported(path, wanted=Wanted(mapping=told))) == [("Blue", "easy", "Agree"), ("Red", "easy", "Strongly agree")]


def test_the_older_layout_has_two_header_rows(tmp_path: Path) -> None:
    fields = ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "Q1", "Q3", "Q8_1"]
    texts = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status", "StartDate", "EndDate",
             "Finished", TEAM, "Starting a service is easy.", "How painful was this?-Building, testing"]  # fmt: skip
    good = ["R_1", "Default Response Set", "Doe, Jane", "", "jane@example.org", "10.0.0.1", "0", "x", "y", "1", "Red", "Agree", "Disagree"]
    unfinished = [*good[:9], "0", "Red", "Agree", ""]
    found = imported(as_csv(tmp_path, [fields, texts, good, unfinished]))
    assert said(found) == [("Red", "easy", "Agree"), ("Red", "pain-ci", "Disagree")]
    assert [(one.row, one.why) for one in found.left_out] == [(4, "unfinished")]
    assert "jane" not in repr(found).casefold()


def test_a_code_that_is_another_item_s_id_decides_nothing_against_the_words(tmp_path: Path) -> None:
    head = [["ResponseId", "Finished", "team", "easy"], ["Response ID", "Finished", "Team", "How long does a set-up take?"]]
    ids = [json.dumps({"ImportId": code}) for code in head[0]]
    with pytest.raises(AnswersError, match="not settled: 'easy'"):
        imported(as_csv(tmp_path, [*head, ids, ["R_1", "True", "Red", "Agree"]]))


def test_a_later_export_names_the_same_anonymous_people(tmp_path: Path) -> None:
    first = imported(as_csv(tmp_path, [*HEAD, row(1, FIRST)], name="a.csv"))
    later = imported(as_csv(tmp_path, [*HEAD, row(2, SECOND), row(1, FIRST)], name="b.csv"))
    assert first.answers["respondent"].iloc[0].startswith("anonymous-")
    assert set(first.answers["respondent"]) < set(later.answers["respondent"])
