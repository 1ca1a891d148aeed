import copy
from typing import Any

import pytest

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import parse
from assessment.survey.questionnaire.formats import Labels, Number
from assessment.survey.questionnaire.readings import fold

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


def test_labels_score_by_the_label_and_keep_the_three_states_apart() -> None:
    # the order of DORA's deployment pain list, in which "don't know" stands second: position says nothing
    pain = Labels(
        kind="labels", unit="", labels={"Strongly agree": 5, "Mostly agree": 4, "No": 1}, unknown=("I don’t know",), not_applicable=("NA",)
    )
    assert pain.read("  strongly   AGREE ") == ("answered", 5.0, "Strongly agree")
    assert (pain.read("I don't know") or ("",))[0] == "don't know"
    assert (pain.read("na") or ("",))[0] == "not applicable"
    assert pain.read("4") is None
    assert pain.read("agree") is None
    assert Labels.model_validate({**pain.model_dump(), "numbers": True}).read("4") == ("answered", 4.0, "Mostly agree")


def test_numbers_must_lie_in_range() -> None:
    hours = Number(kind="number", unit="hours", low=0, high=160, unknown=("I don't know",))
    assert hours.read("2,5") == ("answered", 2.5, "")
    assert hours.read("0") == ("answered", 0.0, "")
    assert (hours.read("i don't know") or ("",))[0] == "don't know"
    assert [hours.read(t) for t in ("-1", "161", "nan", "inf", "two", "1.000,5", "")] == [None] * 7


def test_texts_are_compared_without_case_quotes_and_spacing() -> None:
    assert fold(" I don’t\n know ") == fold("I DON'T KNOW")
