"""Path patterns as data writes them, turned into what is quick to test.

"name" = this base name in any folder, "/name" = at the top, "folder/name" = at any depth, "/folder/name" = from the top; `*` and
`?` stay inside one name, `**` crosses folders, {a,b} are alternatives, [ab] one letter. Letter case is ignored: both sides are
lower-cased. Unlike .gitignore, a trailing "/**" never matches the folder itself.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from assessment.errors import RulesError

_WILD = frozenset("*?[")
_ESCAPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.S)  # an escaped letter, or a class of letters
_SPACE = {r"\s": r"[^\S\n]"}
_PIECES = re.compile(r"[*?]|\[.[^]]*\]")  # what stands between the pieces that are spelt out


class Glob(NamedTuple):
    """One pattern without alternatives, split into its folder and its base name, as regular expressions."""

    folder: str | None  # tested against "a/b/"; "" = top of the repository; None = any folder
    base: str | None  # tested against the base name; None = any
    literal: str  # base name without wildcards, else ""
    part: str  # longest piece of the base name that is fixed
    segment: str  # a folder name that must occur in the path, else ""
    first: str  # first letter of the base name where it is fixed, else ""
    last: str  # last letter of the base name where it is fixed, else ""
    extension: str  # what follows the last dot where it is fixed, else ""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled expression; compiled once per process, so that rules travel between processes as plain text.

    In an expression for whole texts, which begins with (?m), `\\s` stays inside its line: `^\\s*` would else try every part of a run of
    blank lines, which takes hours for a file of nothing else. An expression that means a line break says `\\n`.
    """
    return re.compile(_inside_lines(pattern) if pattern.startswith("(?m)") else pattern)


def _inside_lines(pattern: str) -> str:
    """The expression with `\\s` for white space other than a line break."""
    return _ESCAPED.sub(lambda found: _SPACE.get(found[0]) or _of_class(found[0]), pattern)


def _of_class(part: str) -> str:
    """A class of letters that names white space names it without the line break; one that excludes it stays."""
    return part.replace("\\s", " \\t\\r\\f\\v") if part.startswith("[") and not part.startswith("[^") else part


def globs(pattern: str) -> list[Glob]:
    """All alternatives of one pattern. RulesError for unbalanced braces."""
    return [_split(one) for one in expand(pattern.casefold())]


def expand(pattern: str) -> Iterator[str]:
    """Alternatives in braces, written out: "a{b,c{d,}}" gives ab, acd, ac."""
    start = next((at for at, letter in enumerate(pattern) if letter == "{" and pattern[at - 1 : at] != "["), -1)
    if start < 0:
        yield pattern
        return
    depth, cuts = 0, [start]
    for at in range(start, len(pattern)):
        depth += {"{": 1, "}": -1}.get(pattern[at], 0)
        if depth == 1 and pattern[at] == ",":
            cuts.append(at)
        if depth == 0:
            cuts.append(at)
            break
    if depth:
        raise RulesError(f"'{pattern}': a brace is not closed", expected="{a,b}")
    for left, right in pairwise(cuts):
        yield from expand(pattern[:start] + pattern[left + 1 : right] + pattern[cuts[-1] + 1 :])


def _split(pattern: str) -> Glob:
    rooted = pattern.startswith("/")
    *folders, base = pattern.lstrip("/").split("/")
    while folders and folders[0] == "**" and not rooted:
        folders.pop(0)
    prefix = "" if rooted else "(?:.*/)?"
    folder = prefix + "".join("(?:[^/]+/)*" if name == "**" else _name(name) + "/" for name in folders)
    below = base == "**"
    if below:
        folder += "(?:[^/]+/)*"
    anywhere = not folders and not rooted
    plain = [name for name in folders if not _WILD & set(name)]
    return Glob(
        folder=None if anywhere else folder,
        base=None if below else _name(base),
        literal="" if _WILD & set(base) else base,
        part=max(_PIECES.split(base), key=len),
        segment=max(plain, key=len, default=""),
        first=base[0] if base[0] not in _WILD else "",
        last=base[-1] if base[-1] not in "*?]" else "",
        extension=_extension(base),
    )


def _extension(base: str) -> str:
    tail = base.rpartition(".")[2] if "." in base else ""
    return "" if _WILD & set(tail) or "]" in tail else tail


def _name(name: str) -> str:
    """One path segment as a regular expression."""
    out, at = "", 0
    while at < len(name):
        letter = name[at]
        close = name.find("]", at + 2) if letter == "[" else -1
        if close > 0:
            out += "[" + name[at + 1 : close].replace("\\", r"\\").replace("[", r"\[") + "]"
            at = close
        else:
            out += {"*": "[^/]*", "?": "[^/]"}.get(letter, re.escape(letter))
        at += 1
    return out
