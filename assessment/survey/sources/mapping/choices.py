"""Several options in one cell, as tools join them: by ", ", ";", " / ", a bar or lines, with or without one at the end.

Takes the cell and the options that may stand in it, and finds the one way to take it apart; options may hold the separator themselves.
A cell that can be taken apart in two ways, or holds something else, is not read.
"""

import re
from collections.abc import Mapping

from assessment.survey.questionnaire.readings import fold

BETWEEN = re.compile(r" ?[,;/|] ?")
AFTER = re.compile(r"[ ,;/|]*")
LINES = re.compile(r"\s*[\r\n]+\s*")
TICKED = {"1", "true", "yes", "y", "x", "ja", "oui", "sí", "si", "sim", "checked", "selected", "ticked", "✓", "✔", "☑"}
UNTICKED = {"", "0", "false", "no", "n", "nein", "non", "não", "unchecked", "not selected", "not checked", "n/a"}


def taken_apart(cell: str, options: Mapping[str, str]) -> frozenset[str] | None:
    """What the options in a cell mean (`options`: folded option -> what it means); None where it is unclear."""
    text = fold(LINES.sub("; ", cell.strip()))
    found = _ways(text, 0, options, {})
    return frozenset(found.pop()) if len(found) == 1 else None


def _ways(text: str, at: int, options: Mapping[str, str], known: dict[int, set[tuple[str, ...]]]) -> set[tuple[str, ...]]:
    """All readings of the text from a place on, at most two: the second says that it is unclear."""
    if at in known:
        return known[at]
    ways: set[tuple[str, ...]] = set()
    for option, meant in options.items():
        if not option or not text.startswith(option, at):
            continue
        end = at + len(option)
        if AFTER.fullmatch(text, end):
            ways.add((meant,))
        if between := BETWEEN.match(text, end):
            ways |= {(meant, *rest) for rest in _ways(text, between.end(), options, known)}
        if len(ways) > 1:
            break
    known[at] = ways
    return ways


def parts(cell: str) -> list[str]:
    """A cell at every separator: what is asked about where it cannot be taken apart."""
    return [part.strip() for part in re.split(r"[,;|\r\n]| / ", cell) if part.strip()]


def ticked(cell: str, option: str, title: str = "") -> bool | None:
    """Whether a cell says that its option was chosen: a yes, a 1, or the option itself; None where it says something else."""
    folded = fold(cell)
    if folded in UNTICKED:
        return False
    return True if folded in TICKED or folded in {fold(option), fold(title)} else None
