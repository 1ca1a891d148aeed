import json
from typing import Any

import pytest

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import examined, parse


def test_a_questionnaire_in_another_language_asks_the_same(everything: Any, german: Any) -> None:
    q = parse(everything, "q.yaml", {"q.de.yaml": german})
    de = q.in_language("de")
    assert q.languages == ("en", "de")
    assert (de.id, de.language, de.title, de.introduction, de.scales[0].title) == ("all", "de", "Alle Arten", "Bitte.", "S auf Deutsch")
    assert list(de.items) == list(q.items)
    assert de.wordings["h-secrets"] == "Wie viele Stunden? [Geheimnisse]"
    assert de.items["why"].help == "Ein Satz genügt."
    assert de.format_of("h-ci").unit == "Stunden"
    assert de.format_of("uses").choices == ("Vault", "Terraform oder Ableger", "Keins", "Weiß nicht")
    assert de.respondent.role.options == ("Ingenieurin/Ingenieur", "Leitung", "Andere")
    assert [de.respondent.role.source(option) for option in de.respondent.role.options] == ["Engineer", "Lead", "Other"]
    assert q.in_language("en") is q
    with pytest.raises(QuestionnaireError, match="all: is not translated to 'fr'; one of: en, de"):
        q.in_language("fr")


def test_answers_of_every_language_are_recorded_in_the_source_s(everything: Any, german: Any) -> None:
    q = parse(everything, "q.yaml", {"q.de.yaml": german})
    for form in (q.format_of("uses"), q.in_language("de").format_of("uses")):
        assert form.read("keins; Terraform, or its forks").label == "Terraform, or its forks; None"
    for form in (q.format_of("a"), q.in_language("de").format_of("a")):
        assert form.read("vielleicht") == form.read("Perhaps") == ("answered", 2.0, "Perhaps")
    assert q.formats["agree"].read("Ja") is None  # only `format_of` knows the languages


def test_a_dump_makes_the_same_questionnaire_again(everything: Any, german: Any) -> None:
    q = parse(everything, "q.yaml", {"q.de.yaml": german})
    again = parse(json.loads(json.dumps(q.dump())), "copy")
    assert again == q
    assert again.in_language("de").wordings == q.in_language("de").wordings
    assert again.format_of("a").read("Ja") == ("answered", 3.0, "Yes")


def without(key: str, *path: str) -> Any:
    def change(words: Any) -> None:
        place = words
        for step in path:
            place = place[step]
        del place[key]

    return change


def setting(value: Any, *path: str) -> Any:
    def change(words: Any) -> None:
        place = words
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without("d", "items"), "q.de.yaml: items: 'd' is missing; its words in this language"),
        (without("four", "sections"), "q.de.yaml: sections: 'four' is missing"),
        (without("stem", "sections", "four"), "q.de.yaml: sections: four: stem: is missing"),
        (without("NA", "formats", "agree"), "q.de.yaml: formats: agree: 'NA' is missing"),
        (without("build", "formats"), "q.de.yaml: formats: 'build' is missing"),
        (without("hours", "units"), "q.de.yaml: units: 'hours' is missing"),
        (without("why", "help"), "q.de.yaml: help: 'why' is missing"),
        (without("s", "scales"), "q.de.yaml: scales: 's' is missing"),
        (without("introduction"), "q.de.yaml: introduction: is missing"),
        (without("role", "respondent"), "q.de.yaml: respondent: role: is missing"),
        (without("Lead", "respondent", "role", "options"), "respondent: role: options: 'Lead' is missing"),
        (setting({"version": 1, "text": "X"}, "items", "dd"), "q.de.yaml: items: 'dd' is not in the questionnaire; nearest: 'd'"),
        (setting(1, "items", "uses", "version"), "items: uses: version: version 1 was translated, but the item has version 2"),
        (setting("Nein", "formats", "agree", "Yes"), "formats: agree: 'No' and 'Yes' have the same word 'Nein'"),
        (setting("Jenkins", "formats", "build", "Other"), "formats: build: 'Jenkins' and 'Other' have the same word 'Jenkins'"),
        (setting("No", "formats", "agree", "NA"), "formats: agree: 'No' for 'NA' means 'No' in another language"),
        (setting("Lead", "respondent", "role", "options", "Other"), "'Lead' for 'Other' means 'Lead' in another language"),
        (setting("A; B", "formats", "tools", "None"), "option 'A; B' holds a ';'"),
        (setting("Erstens?", "items", "d", "text"), "items: d: text: item 'a' has the same wording"),
        (setting("en", "language"), "q.de.yaml: language: 'en' is the language of q.yaml already"),
        (setting("Deutsch", "language"), "q.de.yaml: language: String should match pattern"),
        (setting("x", "colour"), "q.de.yaml: colour: Extra inputs are not permitted (given: 'x'); remove it"),
    ],
)
def test_an_incomplete_or_stale_translation_is_named(everything: Any, german: Any, change: Any, says: str) -> None:
    change(german)
    _, problems = examined(everything, "q.yaml", {"q.de.yaml": german})
    assert any(says in f"{p.where}: {p.what}; {p.expected}" for p in problems), problems
    with pytest.raises(QuestionnaireError):
        parse(everything, "q.yaml", {"q.de.yaml": german})


def test_two_translations_may_not_mean_different_things_by_a_word(everything: Any, german: Any) -> None:
    third = {
        **german,
        "language": "xx",
        "formats": {**german["formats"], "agree": {**german["formats"]["agree"], "No": "Ja", "Yes": "Nein"}},
    }
    _, problems = examined(everything, "q.yaml", {"q.de.yaml": german, "q.xx.yaml": third})
    assert any("means" in problem.what and "in another language" in problem.what for problem in problems)


def test_two_files_of_one_language_are_refused(everything: Any, german: Any) -> None:
    _, problems = examined(everything, "q.yaml", {"q.de.yaml": german, "q.de-AT.yaml": german})
    assert problems[0].where == "q.de-AT.yaml: language"
