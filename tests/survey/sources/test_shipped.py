"""Forms made of the shipped questionnaires, in every language: each file is known for the questionnaire that it asks."""

from pathlib import Path

import pytest

from assessment.shipped import shipped
from assessment.survey.sources.imports import read
from assessment.survey.sources.questionnaires import load_folder
from tests.survey.sources.forms import KEY, ORGANISATION, as_csv

SHIPPED = load_folder(shipped("questionnaires"))
SPOKEN = [(id, language) for id, questionnaire in SHIPPED.items() for language in questionnaire.languages]


@pytest.mark.parametrize(("id", "language"), SPOKEN)
def test_every_item_of_a_form_is_found_by_its_wording_and_every_label_by_its_words(tmp_path: Path, id: str, language: str) -> None:
    asked = SHIPPED[id].in_language(language)
    forms = [asked.formats[item.format] for item in asked.items.values()]
    said = ["3" if form.kind == "number" else "Words." if form.kind == "text" else form.choices[0] for form in forms]
    about = [asked.respondent.team, *([asked.respondent.role.text] if asked.respondent.role else [])]
    rows = [
        ["Timestamp", *about, *asked.wordings.values()],
        ["x", "Red", *([asked.respondent.role.options[0]] if asked.respondent.role else []), *said],
    ]
    found = read(as_csv(tmp_path, rows), SHIPPED, ORGANISATION, KEY, "1")
    assert found.questionnaires == (id,)
    assert {*found.answers["item"], *found.texts["item"]} == set(SHIPPED[id].items)
    labels = {form.source(form.choices[0]) for form in forms if form.choices and form.kind not in {"number", "text"}}
    assert set(found.answers["label"]) - {""} == labels
