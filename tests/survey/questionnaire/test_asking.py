from typing import Any

import pytest

from assessment.survey.questionnaire import parse

ALWAYS = ["a", "d"]


@pytest.mark.parametrize(
    ("role", "given", "extra", "expected"),
    [
        ("", {}, (), ["a", "d", "h-ci", "h-secrets"]),  # people who name no role are asked
        ("Lead", {}, (), ALWAYS),
        ("Engineer", {}, (), [*ALWAYS, "h-ci", "h-secrets"]),
        ("Juggler", {}, (), [*ALWAYS, "h-ci", "h-secrets"]),  # a role that nobody knows is none
        (" LEITUNG ", {}, (), ALWAYS),
        ("Lead", {"a": "yes"}, (), ["a", "why", "d"]),
        ("Lead", {"a": "Vielleicht"}, (), ["a", "why", "d"]),
        ("Lead", {"a": "No"}, (), ALWAYS),
        ("Lead", {"a": "NA"}, (), ALWAYS),
        ("Lead", {"a": "what?"}, (), ALWAYS),
        ("", {"h-ci": "3"}, (), [*ALWAYS, "h-ci", "h-secrets", "builds", "uses"]),
        ("", {"h-ci": "2,9"}, (), [*ALWAYS, "h-ci", "h-secrets"]),
        ("", {"h-ci": "Don't know"}, (), [*ALWAYS, "h-ci", "h-secrets"]),
        ("Engineer", {"h-ci": "160", "builds": "Jenkins"}, (), [*ALWAYS, "h-ci", "h-secrets", "builds", "loud"]),
        # a lead is not asked for hours, so an answer of before that says 160 counts for nothing
        ("Lead", {"h-ci": "160", "builds": "Jenkins"}, (), ALWAYS),
        ("Lead", {}, ("four",), [*ALWAYS, "r"]),
        ("", {"h-ci": "9", "uses": "Keins; vault"}, ("four",), [*ALWAYS, "h-ci", "h-secrets", "builds", "uses", "r", "s"]),
        ("", {"h-ci": "9", "uses": "None"}, ("four",), [*ALWAYS, "h-ci", "h-secrets", "builds", "uses", "r"]),
    ],
)
def test_who_is_shown_what(everything: Any, german: Any, shown: Any, role: str, given: Any, extra: Any, expected: Any) -> None:  # noqa: PLR0917 - columns of the table
    q = parse(everything, "q.yaml", {"q.de.yaml": german})
    assert shown(q.asked(role, given, extra)) == expected
    assert shown(q.in_language("de").asked(role, given, extra)) == expected


def test_sections_without_items_are_not_shown_and_keep_their_words(everything: Any) -> None:
    q = parse(everything, "q.yaml")
    assert [section.id for section in q.asked("Lead", {}, ())] == ["one"]
    everything["sections"][1]["roles"] = []
    everything["sections"][1]["items"] = [item | {"roles": ["Engineer"]} for item in everything["sections"][1]["items"]]
    q = parse(everything, "q.yaml")
    assert [section.id for section in q.asked("Lead", {}, ())] == ["one"]
    assert q.asked("Engineer", {}, ())[1].stem == "How many hours?"


def test_a_form_offers_no_optional_section_and_nothing_that_only_its_answers_show(everything: Any, german: Any) -> None:
    everything["sections"] += [
        {"id": "five", "title": "Five", "ask_if": {"item": "r", "is": ["Yes"]}, "items": [
            {"id": "t", "version": 1, "text": "Only after row one?", "format": "agree"},
        ]},
        {"id": "six", "title": "Six", "items": [
            {"id": "u", "version": 1, "text": "Only after t?", "format": "agree", "ask_if": {"item": "t", "is": ["Yes"]}},
            {"id": "v", "version": 1, "text": "Always?", "format": "agree"},
        ]},
    ]  # fmt: skip
    q = parse(everything, "q.yaml")
    assert [section.id for section in q.offered().sections] == ["one", "two", "three", "six"]
    assert list(q.offered().items)[-1] == "v"
    assert "u" not in q.offered().items
    assert q.offered(["four"]) == q
    del everything["sections"][4:]
    de = parse(everything, "q.yaml", {"q.de.yaml": german}).in_language("de").offered()
    assert de.format_of("a").read("Ja").label == "Yes"  # words of all languages are known on
    assert "r" not in de.items


def test_answers_tell_which_optional_sections_were_asked(everything: Any) -> None:
    q = parse(everything, "q.yaml")
    assert q.switched_on(["a", "h-ci"]) == ()
    assert q.switched_on(["a", "s"]) == ("four",)
