"""The lines of a file without what is not code: comments and multi-line strings are blanked, so that line numbers stay.

Works on text, not on parsed documents, because templates, anchors and broken YAML must be read too. A comment sign inside an
unbalanced quote is taken for text.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from assessment.repositories.facts import Text

REMEMBERED = 512  # texts, which several readings of a repository want without comments
LARGEST = 100_000  # letters of a text that is remembered
LONGEST = 2_000  # letters of a line that are looked at; minified files hold nothing to refer to
_SCALAR = re.compile(r"(?:^|[:\-]\s+|:)[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_KEY = re.compile(r"^(?:\s|- )*")
_SLASH = frozenset({"jenkinsfile", "jenkins-library"})
_BOTH = frozenset({"terraform"})
_YAML = (".yml", ".yaml")


def code_lines(text: Text) -> list[str]:
    """Lines with comments blanked; in YAML also the content of multi-line strings. One entry per line of the file."""
    lines = without_comments(text)
    return list(_without_scalars(lines)) if text.path.lower().endswith(_YAML) else lines


def without_comments(text: Text) -> list[str]:
    """Lines with comments blanked, multi-line strings (scripts of CI steps) kept; for reading only, as all who ask get the same list."""
    return _remembered(text) if len(text.text) <= LARGEST else _stripped(text)


@lru_cache(REMEMBERED)
def _remembered(text: Text) -> list[str]:
    return _stripped(text)


def _stripped(text: Text) -> list[str]:
    lines = [line[:LONGEST] for line in text.text.replace("\r\n", "\n").split("\n")]
    name = text.path.lower()
    if text.kind in _SLASH or name.endswith((".groovy", ".gradle", ".kts", ".js", ".ts", ".json", ".json5", ".jsonc", ".bicep")):
        return _without_blocks(lines, ("//",))
    if text.kind in _BOTH or name.endswith(".tf"):
        return _without_blocks(lines, ("#", "//"))
    if name.endswith(".xml"):
        return without_tags("\n".join(lines)).split("\n")
    if text.kind == "dockerfile":
        return ["" if line.lstrip().startswith("#") else line for line in lines]
    return [_without_tail(line, "#") if "#" in line else line for line in lines]


def without_tags(text: str) -> str:
    """Text of XML without <!-- comments -->, line numbers kept. One that is never closed is none: an expression would look for its end
    again and again."""
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join([*out, text[at:]])


def _without_blocks(lines: list[str], signs: tuple[str, ...]) -> list[str]:
    """Without line comments, and without /* … */ that begins a line (elsewhere it is a glob such as **/*.xml)."""
    out, inside = [], False
    for line in lines:
        inside = inside or line.lstrip().startswith("/*")
        if inside:
            inside = "*/" not in line
            out.append("")
            continue
        for sign in signs:
            line = _without_tail(line, sign) if sign in line else line  # noqa: PLW2901
        out.append(line)
    return out


def _without_tail(line: str, sign: str) -> str:
    """Cut at a comment sign that begins the line or follows a blank outside quotes."""
    at = line.find(sign)
    while at >= 0:
        before = line[:at]
        free = not before.strip() or before[-1] in " \t"
        if free and before.count('"') % 2 == 0 and before.count("'") % 2 == 0:
            return before
        at = line.find(sign, at + 1)
    return line


def _without_scalars(lines: list[str]) -> Iterator[str]:
    inside = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if inside >= 0 and (not line.strip() or indent > inside):
            yield ""
            continue
        inside = -1
        if _SCALAR.search(line):
            inside = len(_KEY.match(line).group())  # type: ignore[union-attr]  # the pattern matches the empty string
        yield line


def indent_of(line: str) -> int:
    """Blanks before the first letter."""
    return len(line) - len(line.lstrip())


def items(lines: list[str], section: re.Pattern[str]) -> Iterator[dict[str, tuple[int, str]]]:
    """Entries of the YAML lists that stand below a line matching `section`: key -> (line from 1, value without quotes).

    Reads `- key: value` blocks of any indentation, bare `- value` as key '', and one-line `{key: value, …}`. Of a list inside an entry
    the first value counts.
    """
    inside, dash, entry = -1, -1, dict[str, tuple[int, str]]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        indent, stripped = indent_of(line), line.strip()
        if inside >= 0 and (indent < inside or (indent == inside and not stripped.startswith("-"))):
            inside = -1
        begins, nested = stripped.startswith("-"), 0 <= dash < indent
        if entry and (inside < 0 or (begins and not nested)):
            yield entry
            entry = {}
        if inside < 0:
            inside, dash = (indent if section.match(line) else -1), -1
            stripped = stripped.partition(":")[2].strip() if inside >= 0 else ""
        elif begins and nested and entry:
            _fill(entry, stripped)
            continue
        elif begins:
            dash = indent
        for key, value in _pairs(stripped.removeprefix("-").strip()):
            entry.setdefault(key, (number, value))
    if entry:
        yield entry


def _fill(entry: dict[str, tuple[int, str]], item: str) -> None:
    """Give the newest key of an entry the first value of the list below it."""
    key, (number, value) = next(reversed(entry.items()))
    entry[key] = number, value or item.removeprefix("-").strip().strip("\"'")


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    if line.startswith(("{", "[")):
        for part in line.strip("{}[] ").split(","):
            yield from _pairs(part.strip())
        return
    key, colon, value = line.partition(":")
    if colon and (not value or value[0] in " \t") and re.fullmatch(r"[\"']?[\w.-]+[\"']?", key):
        yield key.strip("\"'"), value.strip().strip("\"'")
    elif line:
        yield "", line.strip("\"'")
