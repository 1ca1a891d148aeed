"""Blocks, conditions in words, licences, and the preview."""

import copy
from typing import Any

import pytest

from assessment.errors import QuestionnaireError
from assessment.reporting.exports.questionnaires import ENGINES, parts, preview
from assessment.reporting.exports.questionnaires.parts import Form
from assessment.reporting.exports.questionnaires.words import FORM, WORDS, words_of
from assessment.survey.questionnaire import Questionnaire, parse
from tests.questionnaires import ALL


def with_items(*items: dict[str, Any]) -> Questionnaire:
    mapping = copy.deepcopy(ALL)
    made = [{"version": 1, "text": f"Item {item['id']}", "format": "agree", **item} for item in items]
    mapping |= {"sections": [{"id": "one", "title": "One", "items": made}], "scales": []}
    return parse(mapping, "q.yaml")


def blocks(q: Questionnaire) -> list[tuple[list[str], int]]:
    return [([item.id for item in block.items], block.place) for block in parts.blocks(q, q.sections[0])]


def test_items_with_the_same_labels_beside_each_other_make_a_grid() -> None:
    q = with_items({"id": "a"}, {"id": "b"}, {"id": "c", "format": "days"}, {"id": "d", "format": "hours"}, {"id": "e", "format": "hours"})
    assert blocks(q) == [(["a", "b"], 0), (["c"], 1), (["d"], 1), (["e"], 1)]
    q = with_items({"id": "a"}, {"id": "b"}, {"id": "c", "format": "words"}, {"id": "d"}, {"id": "e"})
    assert blocks(q) == [(["a", "b"], 0), (["c"], 1), (["d", "e"], 1)]


def test_help_and_a_condition_on_a_row_above_break_a_grid() -> None:
    assert blocks(with_items({"id": "a"}, {"id": "b", "help": "So."}, {"id": "c"}, {"id": "d"})) == [
        (["a"], 0),
        (["b"], 0),
        (["c", "d"], 0),
    ]
    follows = {"id": "c", "ask_if": {"item": "a", "is": ["Yes"]}}
    assert blocks(with_items({"id": "a"}, {"id": "b"}, follows, {"id": "d"})) == [(["a", "b"], 0), (["c", "d"], 1)]


def test_options_and_numbers_are_no_rows_of_a_grid() -> None:
    assert len(blocks(with_items({"id": "a", "format": "build"}, {"id": "b", "format": "build"}))) == 2


def test_a_least_number_of_labels_is_the_labels_that_reach_it(questionnaire: Questionnaire) -> None:
    q = with_items({"id": "a"}, {"id": "b", "ask_if": {"item": "a", "at_least": 2}})
    condition = q.items["b"].ask_if
    assert condition
    assert parts.accepted(condition, q.format_of("a")) == ("Perhaps", "Yes")
    assert parts.condition(q, q.items["b"]) == "(if “Item a”: Perhaps / Yes)"
    assert parts.condition(questionnaire.in_language("de"), questionnaire.sections[2]) == "(wenn „CI“: ≥ 3)"
    assert parts.condition(questionnaire.in_language("de"), questionnaire.sections[1]) == "(nur: Ingenieurin/Ingenieur)"


def test_only_sources_that_are_used_are_named(questionnaire: Questionnaire) -> None:
    assert list(parts.licences(questionnaire)) == ["DORA (https://dora.dev), CC BY 4.0. Changes: none. Items: a"]
    assert list(parts.licences(with_items({"id": "a"}))) == []


def test_a_form_of_what_is_not_there_is_refused(questionnaire: Questionnaire) -> None:
    with pytest.raises(QuestionnaireError, match="'five' is no optional section; one of: four"):
        parts.form(questionnaire, extra=("five",))
    with pytest.raises(QuestionnaireError, match="is not translated to 'fr'"):
        parts.form(questionnaire, language="fr")
    with pytest.raises(QuestionnaireError, match="this questionnaire has none"):
        parts.form(with_items({"id": "a"}), extra=("four",))


def test_optional_sections_are_not_promised_away() -> None:
    mapping = copy.deepcopy(ALL)
    mapping["minutes"] = 2
    q = parse(mapping, "q.yaml")
    assert (parts.form(q).minutes, parts.form(q, extra=("four",)).minutes) == (2, 2)  # 95 s, 110 s
    mapping["sections"][3]["items"] += [{"id": f"x{at}", "version": 1, "text": f"X {at}", "format": "agree"} for at in range(2)]
    assert parts.form(parse(mapping, "q.yaml"), extra=("four",)).minutes == 3  # 125 s
    assert "3 minutes promised, about 2.1" in "\n".join(preview.lines(parts.form(parse(mapping, "q.yaml"), extra=("four",))))


def test_words_are_in_every_language_and_fall_back_to_english() -> None:
    for table in (WORDS, FORM):
        assert {language: set(words) for language, words in table.items()} == {language: set(table["en"]) for language in table}
    assert words_of("de-AT")["minutes"] == "Minuten"
    assert words_of("fr") == WORDS["en"]


def test_no_line_of_the_preview_is_wider_than_a_terminal(form: Form) -> None:
    found = list(preview.lines(form))
    assert max(map(len, found)) <= preview.WIDTH
    # team, role, a, d, builds, loud, r, s at 7.5 s; uses and two hours at 10 s; why at 20 s: 110 s
    assert "5 minutes promised, about 1.8 estimated: 10 items in 4 sections" in found


def test_every_tool_takes_every_shipped_questionnaire_whole() -> None:
    from assessment.shipped import shipped
    from assessment.survey.sources.questionnaires import load_folder

    for q in load_folder(shipped("questionnaires")).values():
        form = parts.form(q, ("Red", "Blue"), tuple(section.id for section in q.sections if section.optional))
        for name, engine in ENGINES.items():
            text = engine.text(form)
            asked = [item.id for item in q.items.values() if item.text.split("'")[0].split("(")[0] not in text.replace("\\", "")]
            assert asked == [], (q.id, name)
