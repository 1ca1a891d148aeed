"""A parsed rule file as its model, or the mistake in it, named.

Reads nothing: the rim loader hands over what YAML gave, with the file's name. Every mistake becomes a RulesError that names the
file, the entry, the key and what is possible there.
"""

from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from assessment.errors import RulesError
from assessment.model import Strict


class RuleFile(NamedTuple):
    """A rule file as YAML gave it: its name, and the parsed document."""

    name: str
    document: object


File = TypeVar("File", bound=Strict)


def checked(model: type[File], file: RuleFile) -> File:
    """The file as its model. RulesError names file, entry and key, and what is possible there."""
    if not isinstance(file.document, dict):
        raise RulesError("is not a mapping", where=file.name, expected=f"top-level keys: {', '.join(sorted(_keys(model)))}")
    try:
        return model.model_validate(file.document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RulesError(_what(first), where=f"{file.name}, {_place(first['loc'])}", expected=_expected(first, model)) from None


def _keys(model: type[Strict]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _place(loc: tuple[int | str, ...]) -> str:
    parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in loc]
    return ", ".join(parts) if parts else "top level"


def _what(error: object) -> str:
    assert isinstance(error, dict)
    value = "" if isinstance(error["input"], dict | list) else f" (found '{error['input']}')"
    return str(error["msg"]).removeprefix("Value error, ") + value


def _expected(error: object, model: type[Strict]) -> str:
    assert isinstance(error, dict)
    if error["type"] in ("enum", "literal_error"):
        return f"possible: {error['ctx']['expected']}"
    if error["type"] == "extra_forbidden":
        return f"possible keys: {', '.join(_keys(_model_at(model, error['loc'][:-1])))}"
    return "the header of the file shows an entry"


def _model_at(model: type[Strict], loc: tuple[int | str, ...]) -> type[Strict]:
    """The record that the keys in `loc` lead to."""
    for part in loc:
        if isinstance(part, int):
            continue
        fields = (f for name, f in model.model_fields.items() if part in (name, f.alias))
        args = getattr(next(fields).annotation, "__args__", ())
        model = next((arg for arg in args if isinstance(arg, type) and issubclass(arg, Strict)), model)
    return model
