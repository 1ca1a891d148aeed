import math
from typing import Any

import pytest

from assessment.survey.questionnaire.formats import Choice, Labels, Number, Text
from assessment.survey.questionnaire.readings import fold


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
    assert [hours.read(t) for t in ("-1", "161", "nan", "inf", "two", "1.000,5", "", "1,200", "1_0", "1e2", "3 h", ".")] == [None] * 12
    assert hours.read("1.200") == ("answered", 1.2, "")  # 1200 is out of range
    wide = Number(kind="number", unit="hours", low=0, high=5000)
    assert [wide.read(t) for t in ("1.200", "1,200")] == [None] * 2
    assert [(wide.read(t) or ("", 0.0))[1] for t in ("0.125", "0,125", "1.25", "1200", "1.2000")] == [0.125, 0.125, 1.25, 1200, 1.2]


def test_texts_are_compared_without_case_quotes_and_spacing() -> None:
    assert fold(" I don’t\n know ") == fold("I DON'T KNOW")


CI: dict[str, Any] = {"kind": "choice", "options": ["GitHub Actions", "Jenkins", "Other"], "unknown": ["Don't know"]}


def test_one_option_is_a_label_without_a_number() -> None:
    one = Choice.model_validate(CI)
    state, value, label = one.read(" jenkins ") or ("", 0.0, "")
    assert (state, label) == ("answered", "Jenkins")
    assert math.isnan(value)
    assert one.read("Jenkins; Other") is None
    assert (one.read("Don’t know") or ("",))[0] == "don't know"


def test_several_options_stand_in_the_order_of_the_format() -> None:
    many = Choice.model_validate(CI | {"several": True})
    assert [(many.read(text) or ("", 0, "nothing"))[2] for text in ("other;JENKINS", "Jenkins", "Other; ;other;", "Don't know")] == [
        "Jenkins; Other", "Jenkins", "Other", "Don't know",
    ]  # fmt: skip
    assert [many.read(text) for text in ("", ";", "Jenkins; Bamboo", "Jenkins; Don't know", "Jenkins, Other")] == [None] * 5


def test_a_text_loses_control_characters_and_nothing_else() -> None:
    words = Text(kind="text", longest=12)
    assert (words.read("  a\r\nb\x00\x1b[1m\tc ") or ("", 0, ""))[2] == "a\nb[1m\tc"
    assert (words.read("e\u0301" * 12) or ("", 0, ""))[2] == "é" * 12  # one character each, as people count
    assert [words.read(text) for text in ("", " \n ", "x" * 13)] == [None] * 3


def test_words_of_another_language_are_read_as_the_label_of_the_source() -> None:
    agree = Labels(kind="labels", unit="", labels={"No": 1, "Yes": 2}, unknown=("Don't know",), numbers=True)
    words = {"No": "Nein", "Yes": "Ja", "Don't know": "Weiß nicht"}
    german = agree.translated(words)
    assert german.choices == ("Nein", "Ja", "Weiß nicht")
    assert list(german.labels.values()) == [1, 2]
    both = agree.spoken({word: label for label, word in words.items()})
    for form in (german, both):
        assert [form.read(text) for text in ("JA", "yes", "2")] == [("answered", 2.0, "Yes")] * 3
        assert (form.read("weiss nicht") or ("", 0, ""))[2] == "Don't know"  # casefolding makes ss of ß
        assert form.read("Oui") is None
    assert agree.read("Ja") is None
    assert german.source("Ja") == "Yes"


def test_several_options_of_two_languages() -> None:
    both = Choice.model_validate(CI | {"several": True}).spoken({"Anderes": "Other", "Weiß nicht": "Don't know"})
    assert (both.read("anderes; Jenkins") or ("", 0, ""))[2] == "Jenkins; Other"
    german = both.translated({"GitHub Actions": "GitHub Actions", "Jenkins": "Jenkins", "Other": "Anderes", "Don't know": "Weiß nicht"})
    assert (german.read("Anderes;jenkins") or ("", 0, ""))[2] == "Jenkins; Other"
    assert german.read("Anderes; Weiß nicht") is None


@pytest.mark.parametrize("longest", [0, 10_001])
def test_a_text_has_a_sensible_length(longest: int) -> None:
    with pytest.raises(ValueError, match="longest"):
        Text(kind="text", longest=longest)
