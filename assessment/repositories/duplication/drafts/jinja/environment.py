"""Which signs does a template use, and what does it come to with values?

Reads and writes text. The first line of a template says its signs and how line ends are treated, in the words of Ansible, which reads such
a line too. Rendering is sandboxed, and an unknown name is an error.

Source: Jinja 3.1 (whitespace control, sandbox); Ansible's `#jinja2:` line.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.values import Value

LARGEST = 2_000_000  # characters of a template; a file of a repository is a hundred times smaller
RESERVED = frozenset(
    {"and", "or", "not", "is", "in", "if", "else", "true", "false", "none", "True", "False", "None"}
    | {"loop", "self", "super", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "line"}
)


class Signs(NamedTuple):
    """How values, blocks and comments open and close."""

    value: tuple[str, str]
    block: tuple[str, str]
    comment: tuple[str, str]


USUAL = Signs(("{{", "}}"), ("{%", "%}"), ("{#", "#}"))
CHOICES = (
    USUAL,
    Signs(("<<", ">>"), ("<%", "%>"), ("<#", "#>")),
    Signs(("[[", "]]"), ("[%", "%]"), ("[#", "#]")),
    Signs(("@<", ">@"), ("@%", "%@"), ("@#", "#@")),
)


def signs_for(text: str) -> Signs:
    """Signs that do not stand in a text, the usual ones first; DraftError where all do."""
    for signs in CHOICES:
        if not any(sign in text for pair in signs for sign in pair):
            return signs
    raise DraftError("says everything by which a template could mark its own parts")


def head(signs: Signs) -> str:
    """The first line of a template."""
    names = ("variable", "block", "comment")
    pairs = [
        f"{name}_{end}_string:'{sign}'"
        for name, pair in zip(names, signs, strict=True)
        for end, sign in zip(("start", "end"), pair, strict=True)
    ]
    return f"#jinja2: {', '.join([*([] if signs == USUAL else pairs), 'trim_blocks: True'])}\n"


def _read(template: str) -> tuple[dict[str, str], str]:
    first, _, body = template.partition("\n")
    if not first.startswith("#jinja2:"):
        raise DraftError("does not say its signs in its first line", expected="a line such as #jinja2: trim_blocks: True")
    return dict(re.findall(r"(\w+_string):'([^']+)'", first)), body


def rendered(template: str, values: Mapping[str, Value]) -> str:
    """What a template comes to; DraftError where it is malformed or a name is not given."""
    try:
        return _compiled(template).render(dict(values))
    except (TemplateError, TypeError, ValueError) as error:
        raise DraftError(f"cannot be rendered ({error})") from error


@lru_cache(maxsize=4)
def _compiled(template: str) -> Template:
    """The template ready to be rendered, which all members of a draft have in common."""
    signs, body = _read(template)
    if len(body) > LARGEST:
        raise DraftError(f"is longer than {LARGEST:,} characters")
    environment = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True, autoescape=False, **signs)
    return environment.from_string(body)


def identifiers(names: list[str]) -> dict[str, str]:
    """Name -> how a template can call it; no two are called the same."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"\W", "_", name, flags=re.ASCII)
        plain = f"{plain}_" if plain in RESERVED or plain[:1].isdigit() else plain
        number, free = 2, plain
        while free in found.values():
            free, number = f"{plain}_{number}", number + 1
        found[name] = free
    return found
