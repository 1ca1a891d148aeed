import math
import re
from typing import Any

import pandas as pd
import pytest

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey import answers
from assessment.survey.answers import score
from assessment.survey.questionnaire import parse
from assessment.survey.rounds import current
from tests.questionnaires import ALL, GERMAN

QUESTIONNAIRE = parse(
    {
        "id": "small", "title": "Small", "version": 1, "language": "en", "minutes": 2,
        "respondent": {"team": "Which team?", "role": {"text": "Role?", "options": ["Engineer", "Lead"]}},
        "formats": {
            "agree": {"kind": "labels", "unit": "", "labels": {"Yes": 3, "No": 1}, "unknown": ["Don't know"], "not_applicable": ["NA"]},
            "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160},
        },
        "sections": [{"id": "one", "title": "One", "items": [
            {"id": "a", "version": 2, "text": "First?", "format": "agree"},
            {"id": "h", "version": 1, "text": "Hours?", "format": "hours"},
        ]}],
    },
    "small.yaml",
)  # fmt: skip
ORGANISATION = Organisation.model_validate({
    "name": "O", "teams": [{"name": "Red", "headcount": 3}, {"name": "Blue", "headcount": 2}], "ownership": {"aliases": {"rouge": "Red"}},
})  # fmt: skip


def raw(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["respondent", "team", "item", "answer"])


def scored(*rows: tuple[Any, ...]) -> pd.DataFrame:
    return score(raw(*rows), QUESTIONNAIRE, ORGANISATION, "a.csv").answers


def test_answers_are_scored_by_label_and_the_states_stay_apart() -> None:
    table = scored(
        ("p", " red ", "A", "YES"),
        ("q", "Rouge", "a", "NA"),
        ("r", "Blue", "a", "don’t know"),
        ("p", "Red", "h", "2,5"),
        ("r", "Blue", "h", ""),
    )
    assert list(table.columns) == list(answers.COLUMNS)
    assert table["team"].tolist() == ["Red", "Red", "Blue", "Red"]
    assert table["state"].tolist() == ["answered", "not applicable", "don't know", "answered"]
    assert table["label"].tolist() == ["Yes", "NA", "Don't know", ""]
    assert table["version"].tolist() == [2, 2, 2, 1]
    assert table["value"].tolist()[0] == 3.0
    assert table["value"].tolist()[3] == 2.5
    assert math.isnan(table["value"].tolist()[1])
    assert math.isnan(table["value"].tolist()[2])


def test_the_same_answer_twice_counts_once() -> None:
    assert len(scored(("p", "Red", "a", "Yes"), ("p", "red", "a", " yes"))) == 1


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "a.csv: no answer in it"),
        ([("p", "Red", "a", " "), ("p", "Red", "h", None)], "a.csv: no answer in it"),
        ([("p", "Red", "a", "Yes"), ("", "Red", "a", "Yes")], "a.csv: row 3: item 'a': no respondent"),
        ([("p", "Reed", "a", "Yes")], "a.csv: row 2: item 'a': unknown team 'Reed'; nearest: 'Red'"),
        ([("p", "", "a", "Yes")], "a.csv: row 2: item 'a': no team"),
        ([("p", "Red", "aa", "Yes")], "a.csv: row 2: item 'aa': unknown item 'aa'; nearest: 'a'"),
        (
            [("p", "Red", "a", "Yeah"), ("q", "Red", "a", "Yep")],
            "row 2: item 'a': unknown answer 'Yeah' (and 1 more like it); one of: Yes",
        ),
        ([("p", "Red", "h", "161")], "row 2: item 'h': unknown answer '161'; a number from 0 to 160 (hours)"),
        ([("p", "Red", "a", "Yes"), ("p", "Red", "a", "No")], "row 3: item 'a': this respondent answered the item differently in row 2"),
        ([("p", "Red", "a", "Yes"), ("p", "Blue", "h", "1")], "row 3: item 'h': this respondent stands with another team further up"),
    ],
)
def test_bad_answers_are_named_by_row_and_item(rows: list[tuple[Any, ...]], says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        scored(*rows)
    assert says in str(caught.value)


def test_errors_name_no_person() -> None:
    with pytest.raises(AnswersError) as caught:
        scored(("jane@example.org", "Red", "a", "Maybe"))
    assert "jane" not in str(caught.value)


def test_a_missing_column_and_a_free_text_role_are_named() -> None:
    with pytest.raises(AnswersError, match="column 'team' is missing"):
        score(raw(("p", "Red", "a", "Yes")).drop(columns="team"), QUESTIONNAIRE, ORGANISATION, "a.csv")
    with pytest.raises(AnswersError, match="unknown role 'Chief of staff'; nearest: "):
        score(raw(("p", "Red", "a", "Yes")).assign(role="Chief of staff"), QUESTIONNAIRE, ORGANISATION, "a.csv")


def test_one_person_may_answer_in_two_rounds_but_only_the_last_counts() -> None:
    both = raw(("p", "Red", "a", "Yes"), ("p", "Blue", "a", "No")).assign(round=["2026-1", "2026-2"])
    table = score(both, QUESTIONNAIRE, ORGANISATION, "a.csv").answers
    kept = current(table, QUESTIONNAIRE, ORGANISATION)
    assert kept.answers["team"].tolist() == ["Blue"]
    assert kept.left_out == {"an earlier round": 1}


def test_answers_to_another_wording_an_old_item_or_an_old_team_are_left_out_and_counted() -> None:
    table = scored(("p", "Red", "a", "Yes"), ("q", "Red", "a", "Yes"), ("r", "Red", "a", "Yes"), ("s", "Red", "a", "Yes"))
    table.loc[0, "version"] = 1
    table.loc[1, "item"] = "gone"
    table.loc[2, "team"] = "Green"
    kept = current(table, QUESTIONNAIRE, ORGANISATION)
    assert kept.answers["respondent"].tolist() == ["s"]
    assert kept.left_out == {
        "a team that the organisation does not name": 1, "an item that is not asked any more": 1, "an earlier wording of the item": 1,
    }  # fmt: skip


def test_a_wording_named_in_the_file_is_kept() -> None:
    table = score(
        raw(("p", "Red", "a", "Yes"), ("q", "Red", "a", "Yes")).assign(version=["1", ""]), QUESTIONNAIRE, ORGANISATION, "a.csv"
    ).answers
    assert table["version"].tolist() == [1, 2]


@pytest.mark.parametrize("version", ["two", "1.5", "-1", "0"])
def test_a_wording_that_cannot_be_is_named(version: str) -> None:
    with pytest.raises(AnswersError, match=rf"a.csv: row 3: item 'a': unknown version '{re.escape(version)}'"):
        score(raw(("p", "Red", "a", "Yes"), ("q", "Red", "a", "Yes")).assign(version=["", version]), QUESTIONNAIRE, ORGANISATION, "a.csv")


def test_no_answers_are_no_answers() -> None:
    assert current(answers.empty(), QUESTIONNAIRE, ORGANISATION).left_out == {}


WORDY = parse(
    {
        "id": "wordy", "title": "Wordy", "version": 1, "language": "en", "minutes": 2, "respondent": {"team": "Which team?"},
        "formats": {
            "tools": {"kind": "choice", "options": ["A", "B", "C"], "several": True},
            "words": {"kind": "text", "longest": 20},
        },
        "sections": [{"id": "one", "title": "One", "items": [
            {"id": "t", "version": 1, "text": "Tools?", "format": "tools"}, {"id": "w", "version": 3, "text": "Words?", "format": "words"},
        ]}],
    },
    "wordy.yaml",
)  # fmt: skip


def test_texts_are_kept_apart_from_teams_and_choices_have_no_number() -> None:
    said = raw(("p", "Red", "t", "c; A"), ("p", "Red", "w", " =cmd()\r\nbye "), ("q", "Blue", "w", "x")).assign(round="2026-1")
    found, texts = score(said, WORDY, ORGANISATION, "a.csv")
    assert found[["questionnaire", "item", "state", "label"]].to_numpy().tolist() == [["wordy", "t", "answered", "A; C"]]
    assert math.isnan(found["value"][0])
    assert list(texts.columns) == list(answers.TEXTS)
    assert texts.to_numpy().tolist() == [["2026-1", "wordy", "p", "w", "=cmd()\nbye"], ["2026-1", "wordy", "q", "w", "x"]]
    assert score(said.head(1), WORDY, ORGANISATION, "a.csv").texts.equals(answers.no_texts())


def test_a_text_that_is_too_long_or_contradicts_itself_is_named() -> None:
    with pytest.raises(AnswersError, match=r"row 2: item 'w': unknown answer 'x+'; a text of at most 20 characters"):
        score(raw(("p", "Red", "w", "x" * 21)), WORDY, ORGANISATION, "a.csv")
    with pytest.raises(AnswersError, match="answered the item differently"):
        score(raw(("p", "Red", "w", "one"), ("p", "Red", "w", "two")), WORDY, ORGANISATION, "a.csv")


def test_answers_to_another_questionnaire_do_not_count_for_this_one() -> None:
    table = pd.concat([scored(("p", "Red", "a", "Yes")).assign(round="2026-1"), scored(("p", "Red", "a", "No")).assign(round="2026-2")])
    table.loc[table["round"] == "2026-2", "questionnaire"] = "other"
    assert current(table, QUESTIONNAIRE, ORGANISATION).answers["label"].tolist() == ["Yes"]


def test_answers_and_roles_of_every_language_are_recorded_alike() -> None:
    q = parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})
    german = raw(("p", "Red", "a", "vielleicht"), ("p", "Red", "uses", "Keins; Vault"), ("p", "Red", "why", "Darum")).assign(role="leitung")
    english = raw(("p", "Red", "a", "Perhaps"), ("p", "Red", "uses", "Vault; None"), ("p", "Red", "why", "Darum")).assign(role="Lead")
    one, other = score(german, q, ORGANISATION, "a.csv"), score(english, q, ORGANISATION, "a.csv")
    assert one.answers.equals(other.answers)
    assert one.texts.equals(other.texts)
    assert one.answers["label"].tolist() == ["Perhaps", "Vault; None"]
    assert set(one.answers["role"]) == {"Lead"}
