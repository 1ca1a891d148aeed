"""JSON Schemas of questionnaire and translation files, for editors: names of keys while one types, and what each of them means.

Made from the records that read the files, so they cannot say something else. They are weaker than reading: that names lead somewhere,
that scales fit and translations are complete is for `assess questionnaire check`.
"""

from typing import Any

from pydantic import BaseModel

from assessment.survey.questionnaire.model import Questionnaire
from assessment.survey.questionnaire.translations import Translation

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "schema.json": (Questionnaire, "A questionnaire of platform-assessment"),
    "translation.schema.json": (Translation, "The words of a questionnaire in another language"),
}


def schema(name: str) -> dict[str, Any]:
    """The schema of one of FILES."""
    record, title = FILES[name]
    return {"$schema": DRAFT, "title": title, **_plain(record.model_json_schema(by_alias=True))}


def _plain(part: Any) -> Any:
    """Without the titles that repeat the names of keys; where keys have a pattern, no others."""
    if isinstance(part, list):
        return [_plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _plain(value) for key, value in part.items() if key != "title" or not isinstance(value, str)}
    return kept | ({"additionalProperties": False} if "patternProperties" in kept else {})
