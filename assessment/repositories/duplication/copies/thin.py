"""Is a file nothing but a call of something shared?

Reads the plumbing files and the references in them that lead to a provider; returns which files are thin callers. Such a file is use of a
shared solution, not a copy, however much it looks like the next one. In a YAML pipeline only what stands below keys such as `steps` or
`script` is the file's own doing; the step that holds the reference, with its inputs, is the call. Elsewhere all effective lines but the
call count.

Misleads: own lines are counted by indentation, without parsing; a script called in one line is one line.
"""

import re

import pandas as pd

from assessment.repositories.duplication.thresholds import Thin

YAML = re.compile(r"\.ya?ml$", re.IGNORECASE)
KEY = re.compile(r"(?:- +)*[\"']?([\w-]+)[\"']?[ \t]*:(?:\s|$)")
EMPTY = re.compile(r"^\s*(?:(?:#|//|/?\*).*)?$|^\W+$")


def thin_callers(contents: pd.DataFrame, uses: pd.DataFrame, rules: Thin) -> pd.Series:
    """True per row of `contents` (repository, path, text) for thin callers; `uses` as `providers.uses` returns them."""
    calls = uses[uses["kind"].isin(rules.kinds) | (uses["road"] != "")]
    lines: dict[tuple[str, str], set[int]] = {}
    for repository, path, line in calls[["repository", "path", "line"]].dropna().itertuples(index=False):
        lines.setdefault((repository, path), set()).add(int(line))
    places = zip(contents["repository"].astype(str), contents["path"].astype(str), contents["text"], strict=True)
    verdicts = [
        (repository, path) in lines and is_thin(str(text), path, lines[repository, path], rules) for repository, path, text in places
    ]
    return pd.Series(verdicts, index=contents.index, dtype=bool)


def is_thin(text: str, path: str, calls: set[int], rules: Thin) -> bool:
    """True where the file has few own lines beside its calls, which stand in the given lines (from 1)."""
    lines = text.split("\n")
    called = {line for call in calls for line in _block(lines, call - 1)}
    if not YAML.search(path):
        return sum(not EMPTY.match(line) for n, line in enumerate(lines) if n not in called) < rules.own_lines
    return sum(not EMPTY.match(lines[n]) for n in _doing(lines, rules.doing) - called) < rules.own_steps


def _block(lines: list[str], line: int) -> range:
    """Numbers of the lines of the list item or mapping that holds a line: its inputs go with it."""
    if not 0 <= line < len(lines):
        return range(0)
    start, depth = line, _depth(lines[line])
    if not lines[line].lstrip().startswith("- "):
        above = next((n for n in range(line - 1, -1, -1) if _filled(lines[n]) and (_depth(lines[n]) < depth)), None)
        item = above is not None and lines[above].lstrip().startswith("- ")
        start, depth = (above, _depth(lines[above])) if item and above is not None else (line, depth)
    end = next((n for n in range(start + 1, len(lines)) if _filled(lines[n]) and _depth(lines[n]) <= depth), len(lines))
    return range(start, end)


def _doing(lines: list[str], keys: tuple[str, ...]) -> set[int]:
    """Numbers of the lines below keys that say what to do, the value on the key's own line included."""
    found: set[int] = set()
    inside: int | None = None  # depth of the key whose block we are in
    for n, line in enumerate(lines):
        if not _filled(line):
            continue
        depth = _depth(line)
        if inside is not None and (depth > inside or (depth == inside and line.lstrip().startswith("- "))):
            found.add(n)
            continue
        inside = None
        key = KEY.match(line.lstrip())
        if key and key[1] in keys:
            inside = depth + len(line.lstrip()) - len(line.lstrip("- \t"))
            if line.split(":", 1)[1].strip() not in ("", "|", ">", "|-", ">-"):
                found.add(n)
    return found


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _filled(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
