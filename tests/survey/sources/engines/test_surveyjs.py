import json
from pathlib import Path
from typing import Any

import pytest

from assessment.errors import AnswersError
from tests.survey.sources.forms import SAID, imported, said

FIRST: dict[str, Any] = {
    "team": "Red", "role": "Engineer", "easy": "Agree", "setup": "1 to 2 days", "tools": ["Make, ant", "Jenkins"], "own": "Yes",
    "comment": "fine, thanks", "grid-pain-1": {"pain-ci": "Strongly agree", "pain-keys": "Not applicable"},
    "hours-ci": 3.5, "hours-keys": 0,
}  # fmt: skip
SECOND: dict[str, Any] = {
    "hours-ci": 1200.0, "team": "Blue", "role": "Manager", "easy": "Disagree", "tools": ["GitHub Actions"], "comment": None,
    "grid-pain-1": {"pain-ci": "I don't know"},
}  # fmt: skip


def write(folder: Path, text: str, name: str = "answers.json") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    "text", [json.dumps([FIRST, SECOND]), json.dumps(FIRST) + "\n" + json.dumps(SECOND) + "\n", json.dumps([FIRST, SECOND], indent=3)]
)
def test_a_list_of_answers_or_one_a_line(tmp_path: Path, text: str) -> None:
    found = imported(write(tmp_path, text))
    assert found.engine == "surveyjs"
    assert said(found) == SAID


def test_one_response_and_a_comment_beside_a_question(tmp_path: Path) -> None:
    assert len(said(imported(write(tmp_path, json.dumps(FIRST))))) == 9
    with pytest.raises(AnswersError, match="not settled: 'easy-Comment' \\(text beside"):
        imported(write(tmp_path, json.dumps(FIRST | {"easy-Comment": "well"})))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[{]", "line 1: malformed JSON"),
        ('[{"team": "Red", "team": "Blue"}]', "'team' is there twice in one answer"),
        ('[{"hours-ci": NaN, "team": "Red"}]', "NaN is no answer"),
        ("[" * 100_000, "JSON nested too deeply"),
        ('["Red"]', "response 1: is no answer of SurveyJS"),
        ('[{"team": "Red", "easy": [{"a": 1}]}]', "'easy': holds answers inside an answer"),
        ('[{"team": "Red", "tools": ["Make; ant"]}]', "'tools': holds answers inside an answer"),
        ('[{"a": {"b": "x"}, "a[b]": "y"}]', "two answers to 'a[b]'"),
        ("[]", "the file is empty"),
        ('[{"team": "Red", "easy": "Maybe"}]', "row 1: column 'easy': unknown answer 'Maybe'"),
    ],
)
def test_malformed_answers_are_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(AnswersError) as caught:
        imported(write(tmp_path, text))
    assert says in str(caught.value)
