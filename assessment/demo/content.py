"""What stands in the files: templates with simple places to fill, and the texts of commit messages.

`<<name>>` is replaced by a value; a line that begins with `<<?flag>>` stays only where the flag is set. Pure: `build.py`
reads the templates from data/demo/templates.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, ValidationError

from assessment.demo.edits import DemoError
from assessment.model import Strict

_PLACE = re.compile(r"<<([a-z_]+)>>")
_OPTION = re.compile(r"^<<\?([a-z-]+)>>(.*\n)", re.MULTILINE)


class Language(Strict):
    """How a service in one language looks: its first files, and the pieces by which its code grows."""

    variables: dict[str, str]
    files: dict[str, str] = Field(min_length=1)
    source: str
    frame: str
    test: str
    snippets: tuple[str, ...] = Field(min_length=1)


class Drift(Strict):
    """An edit that a team makes to its copy of a file; `lines` differ afterwards."""

    lines: int = Field(ge=1)
    message: str
    old: str
    new: str


class Messages(Strict):
    """What people write into commit messages."""

    verbs: tuple[str, ...]
    product: tuple[str, ...]
    plumbing: tuple[str, ...]
    setup: tuple[str, ...]
    setup_fix: tuple[str, ...]
    thrash: tuple[str, ...]
    retry: tuple[str, ...]
    settings_nouns: tuple[str, ...]
    settings_properties: tuple[str, ...]


class Templates(Strict):
    """All templates: path below the templates' folder -> text; and the parsed ones."""

    texts: dict[str, str]
    languages: dict[str, Language]
    drift: tuple[Drift, ...]
    messages: Messages

    def text(self, name: str) -> str:
        """A template by name. Raises DemoError naming the templates of that folder."""
        if name in self.texts:
            return self.texts[name]
        near = sorted(other for other in self.texts if other.split("/")[0] == name.split("/", maxsplit=1)[0])
        raise DemoError(f"no template '{name}'", where="data/demo/templates", expected=f"one of {', '.join(near or sorted(self.texts))}")


def templates(texts: Mapping[str, str], parsed: Mapping[str, Any]) -> Templates:
    """Templates from their texts and the parsed YAML among them (`code/*.yaml`, `ci/drift.yaml`, `messages.yaml`)."""
    languages = {name.split("/")[1].removesuffix(".yaml"): value for name, value in parsed.items() if name.startswith("code/")}
    try:
        return Templates.model_validate(
            {
                "texts": dict(texts),
                "languages": languages,
                "drift": parsed.get("ci/drift.yaml", []),
                "messages": parsed.get("messages.yaml"),
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise DemoError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", where="data/demo/templates") from error


def fill(text: str, values: Mapping[str, str], flags: Iterable[str] = ()) -> str:
    """A template with its places filled and its optional lines kept or dropped. Raises DemoError on an unknown place."""
    chosen = set(flags)
    text = _OPTION.sub(lambda m: m[2] if m[1] in chosen else "", text)

    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise DemoError(
                f"nothing is known as <<{match[1]}>>", where="data/demo/templates", expected=f"one of {', '.join(sorted(values))}"
            )
        return values[match[1]]

    return _PLACE.sub(value, text)
