"""The schemas that editors read: as the records are, true of every shipped file, and able to refuse."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessment.survey.questionnaire.schema import FILES, schema

FOLDER = Path(__file__).parents[3] / "data" / "questionnaires"
SHIPPED = sorted(FOLDER.glob("*.yaml"))


def schema_of(path: Path) -> str:
    return "translation.schema.json" if "." in path.stem else "schema.json"


def wrong(document: Any, name: str = "schema.json") -> list[str]:
    return sorted("/".join(map(str, error.absolute_path)) for error in Draft202012Validator(schema(name)).iter_errors(document))


@pytest.mark.parametrize("name", FILES)
def test_the_file_in_the_repository_is_the_schema_of_the_records(name: str) -> None:
    """If this fails: assess questionnaire schema [--translation] > data/questionnaires/…"""
    assert json.loads((FOLDER / name).read_text(encoding="utf-8")) == schema(name)
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_shipped_file_names_its_schema_and_follows_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == f"# yaml-language-server: $schema={schema_of(path)}"
    assert wrong(yaml.safe_load(text), schema_of(path)) == []


def test_questionnaires_and_translations_are_among_the_shipped_files() -> None:
    assert {schema_of(path) for path in SHIPPED} == set(FILES)


def test_the_whole_model_can_be_written(everything: Any, german: Any) -> None:
    assert wrong(everything) == []
    assert wrong(german, "translation.schema.json") == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("colour",), "red"),
        (("sections", 0, "items", 0, "version"), 0),
        (("sections", 0, "items", 0, "hint"), "x"),
        (("sections", 0, "items", 1, "ask_if", "at_most"), 3),
        (("sections", 3, "optional"), "perhaps"),
        (("formats", "build", "options"), ["one"]),
        (("formats", "Build"), {"kind": "text"}),
        (("formats", "build", "kind"), "stars"),
        (("language",), "English"),
    ],
)
def test_it_refuses_what_reading_refuses(everything: Any, path: tuple[Any, ...], value: Any) -> None:
    place = everything
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert wrong(everything) != []
