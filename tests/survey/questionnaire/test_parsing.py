import copy
from typing import Any

import pytest

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import examined, parse

SMALL: dict[str, Any] = {
    "id": "small",
    "title": "Small",
    "version": 1,
    "language": "en",
    "minutes": 2,
    "respondent": {"team": "Which team?"},
    "formats": {
        "agree": {"kind": "labels", "unit": "agreement 1-3", "labels": {"No": 1, "Maybe": 2, "Yes": 3}, "unknown": ["Don't know"]},
        "days": {"kind": "bands", "unit": "days", "labels": {"A day": 1, "A week": 5}},
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160},
    },
    "sections": [
        {"id": "one", "title": "One", "items": [
            {"id": "a", "version": 1, "text": "First?", "format": "agree"},
            {"id": "b", "version": 2, "text": "Second?", "format": "agree"},
            {"id": "d", "version": 1, "text": "How long?", "format": "days"},
        ]},
        {"id": "two", "title": "Two", "stem": "How many hours?", "items": [
            {"id": "h-ci", "version": 1, "text": "CI", "format": "hours", "workflow": "ci", "asks": "hours"},
        ]},
    ],
    "scales": [{"id": "s", "title": "S", "measure": "m", "items": ["a", "-b"], "minimum": 1, "higher": "worse"}],
}  # fmt: skip


def small() -> dict[str, Any]:
    return copy.deepcopy(SMALL)


def test_a_small_questionnaire() -> None:
    q = parse(small(), "small.yaml")
    assert list(q.items) == ["a", "b", "d", "h-ci"]
    assert q.scales[0].keys == {"a": 1, "b": -1}
    assert q.wordings["h-ci"] == "How many hours? [CI]"
    assert q.scale_of("b") == q.scales[0]
    assert q.scale_of("d") is None
    # 3 labels and the team question at 7.5 s, one number at 10 s
    assert q.estimated_minutes == pytest.approx(40 / 60)


def change(path: list[Any], value: Any) -> dict[str, Any]:
    mapping = small()
    place: Any = mapping
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return mapping


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (["title"], None, "q.yaml: title: Field required"),
        (["colour"], "red", "q.yaml: colour: Extra inputs are not permitted"),
        (["sections", 0, "items", 1, "id"], "a", "section 'one': item 'a': this id is there twice"),
        (["sections", 0, "items", 1, "text"], " first? ", "section 'one': item 'b': text: item 'a' has the same wording"),
        (
            ["sections", 0, "items", 0, "format"],
            "agre",
            "section 'one': item 'a': format: unknown format 'agre'; known formats: agree, days, hours",
        ),
        (["sections", 0, "items", 0, "source"], "dora", "item 'a': source: unknown source 'dora'; known sources: none"),
        (["sections", 1, "items", 0, "asks"], None, "item 'h-ci': asks: workflow and asks belong together"),
        (["sections", 1, "items", 0, "workflow"], "coffee", "sections 'two': items 'h-ci': workflow: Input should be"),
        (["sections", 0, "items", 0, "version"], 0, "sections 'one': items 'a': version: Input should be greater than or equal to 1"),
        (["formats", "agree", "labels", "No"], "one", "formats: agree: labels: No: Input should be a valid number (given: 'one')"),
        (["formats", "agree", "labels", True], 4, "valid string"),
        (["formats", "agree", "labels", "Perhaps"], 2, "two labels stand for the same number"),
        (["formats", "agree", "labels", " yes"], 4, "label ' yes' is there twice"),
        (["formats", "hours", "low"], 200, "low 200 is not below high 160"),
        (["formats", "agree", "kind"], "stars", "formats: agree"),
        (["formats", "days", "numbers"], True, "bands cannot take plain numbers"),
        (["scales", 0, "items"], ["a", "-c"], "scale 's': items: unknown item 'c'; nearest: "),
        (["scales", 0, "items"], ["a", "-a"], "scale 's': items: an item is there twice"),
        (["scales", 0, "items"], ["a", "d"], "scale 's': items: the items are answered in different ranges"),
        (["scales", 0, "items"], ["-d"], "scale 's': items: item 'd' is answered in bands and cannot be reversed"),
        (["scales", 0, "minimum"], 3, "scale 's': minimum: 3 of 2 items; at most 2"),
        (["scales", 0, "higher"], "better", "scales 's': higher: Input should be 'worse' or 'healthier'"),
        (["scales"], [SMALL["scales"][0], SMALL["scales"][0]], "scales: 's' is there twice"),
        (["scales"], [SMALL["scales"][0], {**SMALL["scales"][0], "id": "t", "measure": "n"}], "item 'a' belongs to another scale"),
        (["scales", 0], {**SMALL["scales"][0], "items": ["h-ci"], "spacing": "log"}, "spacing: a log scale needs answers above 0"),
        (["formats", "agree", "labels"], {"No": 1}, "formats: agree: labels: Dictionary should have at least 2 items"),
        (["id"], "Small One", "q.yaml: id: String should match pattern"),
        (["sections", 1, "id"], "one", "section 'one': id: this id is there twice"),
        (["sections", 0, "roles"], ["Engineer"], "section 'one': roles: unknown role 'Engineer'; a question about the role"),
        (["sections", 0, "items", 0, "ask_if"], {"item": "b", "is": ["Yes"]}, "item 'a': ask_if: item: 'b' is asked only afterwards"),
        (["sections", 0, "items", 1, "ask_if"], {"item": "c", "is": ["Yes"]}, "'c' is no item; an item asked before; nearest: 'a'"),
        (["sections", 1, "ask_if"], {"item": "a", "is": ["Yeah"]}, "section 'two': ask_if: is: 'Yeah' is no answer to 'a'; nearest: 'Yes'"),
        (["sections", 1, "ask_if"], {"item": "a", "at_least": 4}, "ask_if: at_least: 4 says nothing; a number above 1, up to 3"),
        (["sections", 1, "ask_if"], {"item": "a", "at_least": 1}, "ask_if: at_least: 1 says nothing"),
        (["sections", 1, "ask_if"], {"item": "a", "at_least": 2, "is": ["Yes"]}, "sections 'two': ask_if: name either the labels"),
        (["sections", 1, "ask_if"], {"item": "a"}, "sections 'two': ask_if: name either the labels"),
        (["formats", "hours"], {"kind": "choice", "options": ["A", "B"]}, "item 'h-ci': format: hours of a workflow is a number"),
        (["formats", "days"], {"kind": "choice", "options": ["A; B", "C"]}, "option 'A; B' holds a ';'"),
        (["formats", "days"], {"kind": "choice", "options": ["A", "a "]}, "label 'a ' is there twice"),
    ],
)
def test_every_contradiction_is_named_with_its_place(path: list[Any], value: Any, says: str) -> None:
    with pytest.raises(QuestionnaireError) as caught:
        parse(change(path, value), "q.yaml")
    assert str(caught.value).startswith("q.yaml")
    assert says in str(caught.value)


def test_a_promise_that_the_items_break() -> None:
    mapping = small()
    mapping["minutes"] = 1
    mapping["sections"][0]["items"] += [{"id": f"x{i}", "version": 1, "text": f"X {i}?", "format": "agree"} for i in range(3)]
    with pytest.raises(QuestionnaireError, match=r"minutes: 1 is promised, but the items take about 1\.0"):
        parse(mapping, "q.yaml")  # 62.5 s


def test_scales_hold_numbers_and_conditions_no_texts() -> None:
    mapping = small()
    mapping["formats"]["words"] = {"kind": "text"}
    mapping["sections"][0]["items"][0]["format"] = "words"
    mapping["sections"][1]["ask_if"] = {"item": "a", "is": ["Yes"]}
    found = [(problem.where, problem.what) for problem in examined(mapping, "q.yaml")[1]]
    assert ("q.yaml: scale 's': items", "item 'a' is answered by text and has no number") in found
    assert ("q.yaml: section 'two': ask_if", "'a' is answered by free text") in found


def test_all_problems_are_found_at_once() -> None:
    mapping = small()
    mapping["sections"][0]["items"][0]["format"] = "agre"
    mapping["sections"][0]["items"][1]["source"] = "dora"
    mapping["sections"][1]["items"][0]["text"] = ""
    _, malformed = examined(mapping, "q.yaml")
    assert [problem.where for problem in malformed] == ["q.yaml: sections 'two': items 'h-ci': text"]
    mapping["sections"][1]["items"][0]["text"] = "CI"
    _, wrong = examined(mapping, "q.yaml")
    assert [problem.where.partition("item ")[2] for problem in wrong] == ["'a': format", "'b': source"]
    with pytest.raises(QuestionnaireError, match=r"unknown format 'agre'; 1 more problem\(s\) after this one"):
        parse(mapping, "q.yaml")


def test_an_empty_list_is_named_and_one_with_a_bad_item_is_not_called_empty() -> None:
    mapping = small()
    mapping["sections"][1]["items"] = []
    assert "at least 1 item" in examined(mapping, "q.yaml")[1][0].what
    mapping["sections"][1]["items"] = [{"id": "x"}]
    assert {problem.where for problem in examined(mapping, "q.yaml")[1]} == {
        f"q.yaml: sections 'two': items 'x': {key}" for key in ("version", "text", "format")
    }
