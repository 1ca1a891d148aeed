"""Which paths does a pattern of CODEOWNERS match?

Reads a pattern as it is written and the grammar it is written in (github, gitlab); returns a compiled expression over paths from the
top of the repository, without a leading slash. Patterns come from strangers: every star takes the shortest text that fits and never
gives it back, so that matching stays about linear however many stars there are.
Misleads: GitHub's rules for characters that its documentation does not name are those of gitignore.
Source: docs.github.com, About code owners (CODEOWNERS syntax); docs.gitlab.com, Code Owners syntax; gitignore(5); fnmatch(3).
"""

import re
from functools import lru_cache

LONGEST = 500  # characters; a longer pattern is no path of a file
_TOKEN = re.compile(r"\\.|\*+|\?|\[[^\]/]+\]|.", re.DOTALL)


@lru_cache(maxsize=4096)
def compiled(pattern: str, dialect: str) -> re.Pattern[str] | None:
    """The pattern as an expression for `match`; None where the grammar has no such pattern (its line is then skipped).

    github: no negation, no ranges; `name` and `a/b` take what lies below them, `a/*` does not. gitlab: without a leading slash a
    pattern stands at any depth, and only a trailing slash takes what lies below.
    """
    if (
        len(pattern) > LONGEST
        or not pattern.strip("/")
        or (dialect == "github" and (pattern[0] in "!#" or re.search(r"(?<!\\)\[", pattern)))
    ):
        return None
    if pattern.startswith("\\#"):
        if dialect == "github":
            return None
        pattern = pattern[1:]
    parts = [part for part in pattern.strip("/").split("/") if part]
    anchored = pattern.startswith("/") or (dialect == "github" and len(parts) > 1)
    below = pattern.endswith("/")
    if not anchored:
        parts.insert(0, "**")
    if below:
        parts.append("**")
    try:
        return re.compile(_expression(parts, whole=dialect == "gitlab" or (parts[-1] == "*" and anchored), ranges=dialect == "gitlab"))
    except re.error:  # a range that is none, such as [z-a]
        return None


def literal(pattern: str, dialect: str) -> str | None:
    """The folder or file that an anchored pattern without wildcards names, and only that with all below it; else None."""
    bare = pattern.strip("/")
    folder = pattern.endswith("/") or dialect == "github"
    anchored = pattern.startswith("/") or (dialect == "github" and "/" in bare)
    return bare if anchored and folder and bare and not re.search(r"[*?\[\\!#]", bare) and "//" not in pattern else None


def _expression(parts: list[str], *, whole: bool, ranges: bool) -> str:
    """Segments between double stars are groups: each stands as early as it can, only the last may have to reach the end."""
    groups: list[list[str]] = [[]]
    for part in parts:
        if part == "**":
            groups.append([])
        else:
            groups[-1].append(_segment(part, ranges))
    open_end = not groups[-1] and len(groups) > 1  # a trailing ** takes everything below, and at least one name
    if open_end:
        groups.pop()
    text = ""
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        inner = "/".join(group) + ("/" if group and (not last or open_end) else "")
        if number == 0:
            text += inner
        elif group:
            text += rf"(?:[^/]+/)*?{inner}" if last and not open_end else rf"(?>(?:[^/]+/)*?{inner})"
    return text + ("" if open_end else r"\Z" if whole else r"(?:/|\Z)")


def _segment(part: str, ranges: bool) -> str:
    chunks = [""]
    for sign in _TOKEN.findall(part):
        if sign[0] == "*":
            chunks.append("")
        elif sign == "?":
            chunks[-1] += "[^/]"
        elif sign[0] == "[" and len(sign) > 2 and ranges:
            negated = sign[1] in "!^" and len(sign) > 3
            inside = sign[2:-1] if negated else sign[1:-1]
            chunks[-1] += f"[{'^/' if negated else ''}{re.escape(inside).replace(chr(92) + '-', '-')}]"
        else:
            chunks[-1] += re.escape(sign[1:] if len(sign) == 2 and sign[0] == "\\" else sign)
    if len(chunks) == 1:
        return chunks[0]
    middle = "".join(rf"(?>[^/]*?{chunk})" for chunk in chunks[1:-1] if chunk)
    return chunks[0] + middle + (rf"[^/]*{chunks[-1]}(?=/|\Z)" if chunks[-1] else "[^/]*" if chunks[0] or middle else "[^/]+")
