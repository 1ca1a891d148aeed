"""What did a file say on each day of its life?

Reads the text of a file at HEAD, its trail of changes (`trails`), and their hunks; returns its versions, rebuilt backwards: what a hunk
added is taken out again, what it removed is put back. No content of an old blob is needed.

Misleads: an older version cannot be rebuilt across a hunk whose lines were not kept (huge ones) or a change without hunks (binary), and
the past then begins there. Values that looked like secrets stand masked in old versions. How the last line ends is not known.
Source: git-diff(1), what @@ says; with -U0 a side without lines names the line before.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import pandas as pd

from assessment.repositories.duplication.copies.trails import Trail
from assessment.repositories.facts import HunksOf

Numbers: TypeAlias = "array[int]"


class Hunk(NamedTuple):
    """A hunk as its `@@` line counts it, with the lines it removed and added."""

    old_start: int
    old_lines: int
    new_start: int
    new_lines: int
    removed: str
    added: str

    @property
    def gone(self) -> list[str] | None:
        """The lines removed; None where they were not kept."""
        if not self.old_lines:
            return []
        told = self.removed or self.added or self.old_lines + self.new_lines == 1  # nobody replaces blank lines by blank lines
        lines = self.removed.split("\n")
        return lines if told and len(lines) == self.old_lines else None


class Past(NamedTuple):
    """The versions of a file, the oldest first: the days from which they stood (UTC, days since 1970-01-01), and their lines as numbers
    in `words`, the distinct lines of all of them. `whole`: the first version is how the file was added; else older ones are not known.
    """

    words: list[str]
    days: list[int]
    versions: list[Numbers]
    whole: bool

    def lines(self, version: int) -> list[str]:
        """The lines of a version."""
        return [self.words[number] for number in self.versions[version]]


Changes = Mapping[tuple[int, str], Sequence[Hunk]]  # commit, path -> hunks in the order of lines


def past(text: str, trail: Trail, hunks: Changes) -> Past:
    """All versions of one file that can be rebuilt from its text at HEAD; none without a known day is kept."""
    words: dict[str, int] = {}
    days: list[int] = []
    versions: list[Numbers] = []
    lines: Numbers | None = _numbered(split(text), words)
    for step in trail.steps:
        if lines is None:
            break
        days.append(step.day)
        versions.append(lines)
        lines = undone(lines, hunks.get((step.number, step.path), ()), words)
    known = sum(day >= 0 for day in days)  # what has no day is older than what has one
    whole = trail.whole and known == len(trail.steps)
    return Past(list(words), days[:known][::-1], versions[:known][::-1], whole)


def pasts(texts: Sequence[str], repositories: Sequence[str], trails: Sequence[Trail], hunks_of: HunksOf) -> list[Past]:
    """The past of each file, given side by side; the hunks of a repository are asked for once."""
    rows: dict[str, list[int]] = {}
    for row, repository in enumerate(repositories):
        rows.setdefault(repository, []).append(row)
    found: dict[int, Past] = {}
    for repository, some in rows.items():
        changed = {step.path for row in some for step in trails[row].steps[: len(trails[row].steps) - trails[row].whole]}
        hunks = _hunks(hunks_of(repository, sorted(changed))) if changed else {}
        found |= {row: past(texts[row], trails[row], hunks) for row in some}
    return [found[row] for row in range(len(texts))]


def undone(lines: Numbers, hunks: Iterable[Hunk], words: dict[str, int]) -> "Numbers | None":
    """The lines before a change; None where its hunks are not all there or do not fit. `words`: numbers of lines; new ones are added."""
    before = array("i")
    at, any_hunk = 0, False
    for hunk in hunks:
        start = hunk.new_start - 1 if hunk.new_lines else hunk.new_start
        before += lines[at:start]
        gone, old_start = hunk.gone, hunk.old_start - 1 if hunk.old_lines else hunk.old_start
        if gone is None or not at <= start <= len(lines) - hunk.new_lines or len(before) != old_start:
            return None
        before += _numbered(gone, words)
        at, any_hunk = start + hunk.new_lines, True
    return before + lines[at:] if any_hunk else None


def _numbered(lines: Iterable[str], words: dict[str, int]) -> Numbers:
    return array("i", [words.setdefault(line, len(words)) for line in lines])


def split(text: str) -> list[str]:
    """Lines as git counts them."""
    return text.removesuffix("\n").split("\n") if text else []


def _hunks(table: pd.DataFrame) -> dict[tuple[int, str], list[Hunk]]:
    found: dict[tuple[int, str], list[Hunk]] = {}
    for number, path, *hunk in zip(*(table[name].to_list() for name in ("number", "path", *Hunk._fields)), strict=True):
        found.setdefault((number, path), []).append(Hunk(*hunk))
    return found
