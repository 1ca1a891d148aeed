"""No regular expression of ours can be kept busy: those of the rule files, those in the code, and those that path patterns become."""

import importlib
import pkgutil
import re
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
import yaml

import assessment.privacy
import assessment.repositories
from assessment.repositories.rules.globs import compiled, globs
from assessment.repositories.rules.places import NAME, PATH
from assessment.repositories.sources.limit import TimeIsUp
from tests.repositories.sources.hostile import pumped

RULES = Path(__file__).parents[4] / "data" / "rules"
SECONDS = 1.5  # of the processor; harmless expressions need a tenth at most
SUSPECT = 0.005  # for an eighth of a file
WHOLE = 60_000  # letters of a text that stands for a file
LINE = 2_000  # letters of a line that any reader looks at
MULTILINE = {("controls.yaml", "text"), ("tools.yaml", "text"), ("references.yaml", "match"), ("files.yaml", "match")}
LONGEST = {"subjects.yaml": 300, "automation.yaml": 1_000, "capabilities.yaml": 600}  # letters of what their expressions meet
BOUNDED = {
    "assessment.repositories.rules.globs._ESCAPED": 300,  # sees the rules themselves only
    "assessment.repositories.rules.commands._EXPRESSION": 600,
    "assessment.repositories.ownership.patterns._TOKEN": 500,
}
WRITTEN = {
    "match", "name", "address", "text", "reference", "manifest", "image", "resource", "dependency", "command", "step", "beside",
    "root_images",
    "ordinary_user", "wrappers", "with",
}  # fmt: skip
PATHS = {"path", "not", "owns", "test_material", "projects"}


class Expression(NamedTuple):
    """`line` and `size`: letters of the longest line and text that it meets. `whole`: it must match all of it."""

    pattern: str
    line: int
    size: int
    whole: bool = False


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


def under(keys: set[str], document: object) -> Iterator[tuple[str, str]]:
    """(key, string) for strings that stand under one of the keys, anywhere."""
    if isinstance(document, list):
        for one in document:
            yield from under(keys, one)
    elif isinstance(document, dict):
        for key, value in document.items():
            yield from ((key, one) for one in strings(value)) if key in keys else under(keys, value)


def of_rules(file: str) -> dict[str, Expression]:
    document = yaml.safe_load((RULES / file).read_text())
    longest = LONGEST.get(file, LINE)
    found = {
        pattern: Expression("(?m)" + pattern, LINE, WHOLE) if (file, key) in MULTILINE else Expression(pattern, longest, longest)
        for key, pattern in under(WRITTEN, document)
    }
    for _, path in under(PATHS, document):
        for glob in globs(path):
            found |= {
                f"{path} ({part})": Expression(part, size, size, True) for part, size in ((glob.folder, PATH), (glob.base, NAME)) if part
            }
    return found


def patterns(value: object, depth: int = 3) -> Iterator[str]:
    if isinstance(value, re.Pattern):
        # as it stands, not as the rules' own (?m) is understood
        flags = "".join(letter for letter, flag in zip("smix", (re.S, re.M, re.I, re.X), strict=True) if value.flags & flag)
        text = value.pattern if isinstance(value.pattern, str) else value.pattern.decode("latin-1")
        text = re.sub(r"^\(\?[a-z]+\)", "", text)
        yield f"(?{flags}:{text})" if flags else text
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from patterns(one, depth - 1)
    elif depth and isinstance(value, tuple | list):
        for one in value:
            yield from patterns(one, depth - 1)


def _modules(package: ModuleType) -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.walk_packages(package.__path__, f"{package.__name__}.")


def of_code() -> dict[str, Expression]:
    found = {}
    for module in (one for package in (assessment.privacy, assessment.repositories) for one in _modules(package)):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in patterns(value):
                place = f"{module.name}.{name}"
                line = BOUNDED.get(place, LINE)
                many = place not in BOUNDED and re.match(r"\(\?[isx]*[ms]", pattern)
                found[pattern] = Expression(pattern, line, WHOLE if many else line)
    return found


def slow(found: dict[str, Expression]) -> dict[str, str]:
    """Expressions that are kept busy, and by what."""
    return {name: busy for name, expression in found.items() if (busy := _busy(expression))}


def _busy(expression: Expression) -> str | None:
    try:
        expected = compiled(expression.pattern)
    except re.error:
        return None  # a word that stands under the same key, no expression
    match = expected.fullmatch if expression.whole else lambda text: deque(expected.finditer(text), maxlen=0)
    for text in dict.fromkeys(pumped.texts(expression.pattern, expression.line, expression.size)):
        # an eighth of a file tells whether the whole is worth a try
        if (len(text) <= expression.line or _seconds(match, text[: expression.size // 8]) > SUSPECT) and _seconds(match, text) > SECONDS:
            return f"{text[:80]!r} … {text[-20:]!r}"
    return None


def _seconds(match: Callable[[str], object], text: str) -> float:
    """Of the processor, whatever else the machine does; ended soon after SECONDS."""
    before = signal.signal(signal.SIGVTALRM, _end)
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS * 1.2)
        match(text)
    except TimeIsUp:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def _end(*_: object) -> None:
    raise TimeIsUp


def in_a_file(pattern: str) -> Expression:
    return Expression("(?m)" + pattern, LINE, WHOLE)


def test_an_expression_that_can_be_kept_busy_is_found():
    bad = {"one": in_a_file(r"^(\s+)*x"), "two": in_a_file(r"^[\s\n]*-?[\s\n]*a"), "three": Expression(r"a.*b.*c.*d.*e", LINE, LINE)}
    good = {"four": in_a_file(r"^[ \t]*a[ \t]*:"), "five": Expression(r"a.*b.*", LINE, LINE)}
    assert set(slow(bad | good)) == set(bad)


@pytest.mark.parametrize("file", sorted(file.name for file in RULES.glob("*.yaml")))
def test_no_expression_of_the_rules_can_be_kept_busy(file):
    assert slow(of_rules(file)) == {}


def test_no_expression_in_the_code_can_be_kept_busy():
    found = of_code()
    assert len(found) > 30
    assert slow(found) == {}
