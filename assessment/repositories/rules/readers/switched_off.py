"""Which lines of a configuration are switched off?

A job or step with `if: false` in a GitHub workflow, a hidden or never-run job of GitLab, everything where only comments are left, a
Renovate configuration with `enabled: false`. Returns ranges of lines. Misleads: a condition that is never true in practice counts as on.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from assessment.repositories.facts import Text

Lines = tuple[int, int]  # first and last line, counted from 1
_NEVER = re.compile(
    r"^\s*(?:-\s+)?[\"']?if[\"']?:\s*[\"']?(?:false|\$\{\{\s*(?:false|'false'\s*==\s*'true'|github\.event_name\s*==\s*'never')\s*\}\}|0)[\"']?\s*$",
    re.I,
)
_RENOVATE_OFF = re.compile(r"^\s{0,4}[\"']?enabled[\"']?\s*:\s*false", re.M)
_SUFFIX = re.compile(r"[._-](?:disabled?|bak|off|old|unused|deactivated)$|^_?disabled[._-]|~$", re.I)
_OFF = ("disable", "disabled", "bak", "off", "old", "unused", "deactivated", "~")  # the ends that _SUFFIX knows
_FOLDER = re.compile(
    r"(?:^|/)(?P<kept>\.github/workflows|\.github|\.circleci)[/._-](?:_?disabled|disabled-workflows|archived?|_archive)(?:-workflows)?/",
    re.I,
)


def off(text: Text, lines: Sequence[str]) -> tuple[Lines, ...]:
    """Ranges of lines that nothing runs. `lines`: without comments."""
    whole = ((1, max(1, len(lines))),)
    if text.text.strip() and not any(line.strip() for line in lines):
        return whole
    if text.kind == "renovate" and _RENOVATE_OFF.search("\n".join(lines)):
        return whole
    if text.kind != "github-workflow" or "false" not in text.text.casefold():
        return ()
    never = [number for number, line in enumerate(lines, 1) if _NEVER.match(line)]
    ranges = tuple(_around(lines, number) for number in never)
    return whole if ranges and _all_jobs(lines, ranges) else ranges


def original(path: str) -> str | None:
    """The path under which a file that was renamed to be off would count; None where its name says no such thing."""
    folder, slash, base = path.rpartition("/")
    if counted := _counted(folder + slash):
        return counted + base
    said = base.casefold()
    if not (said.endswith(_OFF) or said.startswith(("disabled", "_disabled"))):
        return None
    stripped = _SUFFIX.sub("", base)
    return folder + slash + stripped if stripped and stripped != base else None


@lru_cache(10_000)
def _counted(folder: str) -> str | None:
    """The folder under which what lies in a folder of switched off files would count."""
    found = _FOLDER.search(folder)
    return f"{folder[: found.start('kept')]}{found['kept']}/{'workflows/' if found['kept'] == '.github' else ''}" if found else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _around(lines: Sequence[str], number: int) -> Lines:
    """The job or step that the line `number` belongs to: from the line above that is less indented to the next one."""
    line = lines[number - 1]
    item = line.lstrip().startswith("- ")
    inner = _indent(line) + (2 if item else 0)
    first = number
    while not item and first > 1:
        first -= 1
        above = lines[first - 1]
        if above.strip() and (_indent(above) < inner):
            break
    outer = _indent(lines[first - 1])
    last = number
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > outer):
        last += 1
    return first, last


def _all_jobs(lines: Sequence[str], ranges: Sequence[Lines]) -> bool:
    """Whether every job of a workflow lies in a range that is off."""
    start = next((number for number, line in enumerate(lines, 1) if line.startswith("jobs:")), 0)
    if not start:
        return False
    below = [(number, line) for number, line in enumerate(lines[start:], start + 1) if line.strip()]
    end = next((number for number, line in below if _indent(line) == 0), len(lines) + 1)
    indent = next((_indent(line) for number, line in below if number < end), 0)
    jobs = [number for number, line in below if number < end and _indent(line) == indent]
    return bool(jobs) and all(any(first == job for first, _ in ranges) for job in jobs)
