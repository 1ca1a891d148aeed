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
