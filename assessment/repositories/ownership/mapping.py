"""Which team does the organisation's own mapping file name on a given day?

Reads the rows of a CSV with the columns repository, team and, where they are wanted, path, from, to. Returns a `Mapping`: the rows that
hold on that day, and what the reader should know (days without a team, rows without one). Days are included on both ends; an empty
`from` or `to` is open; an empty path is the whole repository; a repository may be a glob, and a plain name comes before it.
Misleads: one day is read for the whole history, so what a team did before a handover counts for the team that has it on that day.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Row
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from assessment.errors import OrganisationError
from assessment.model import Organisation
from assessment.repositories.ownership.spelling import Spelling

COLUMNS = ("repository", "team", "path", "from", "to")
FORMULA = re.compile(r"\s*[=+\-@|]")  # what a spreadsheet would run; written with an apostrophe before it, and read without
_DAY = timedelta(days=1)


class Held(NamedTuple):
    """A row: `team` holds `path` ('' = all) of the repositories that the name or glob fits, from the first day to the last."""

    row: int
    repository: str
    path: str
    team: str
    first: date
    last: date


@dataclass(frozen=True)
class Mapping:
    """What holds on the day that was asked for, and `notes` on what is not mapped by it."""

    held: tuple[Held, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, repository: str) -> dict[str, str]:
        """Path -> team of a repository; the row that names it plainly, else the longest glob, decides for each path."""
        fits = [row for glob, rows in self._globs.items() if fnmatchcase(repository, glob) for row in rows]
        return {row.path: row.team for row in (*fits, *self._plain.get(repository, ()))}

    def idle(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names and globs in the mapping that fit no repository."""
        known = set(names)
        globs = (glob for glob in self._globs if not any(fnmatchcase(name, glob) for name in known))
        return (*(name for name in self._plain if name not in known), *globs)

    @cached_property
    def _plain(self) -> dict[str, list[Held]]:
        return _grouped(row for row in self.held if not _is_glob(row.repository))

    @cached_property
    def _globs(self) -> dict[str, list[Held]]:
        """The shortest first, so that the longest has the last word; of equally long ones the first."""
        rows = sorted((row for row in self.held if _is_glob(row.repository)), key=lambda row: (len(row.repository), -row.row))
        return _grouped(rows)


def _grouped(rows: Iterable[Held]) -> dict[str, list[Held]]:
    found: dict[str, list[Held]] = {}
    for row in rows:
        found.setdefault(row.repository, []).append(row)
    return found


def read(rows: Iterable[Row[str, str | None]], organisation: Organisation, where: str, as_of: date) -> Mapping:
    """The mapping on a day, from the rows of a CSV.

    OrganisationError naming the row: an unknown team, a malformed day or path, a repository and path that two teams hold on one day.
    """
    spelling = Spelling.of(organisation)
    rows = list(rows)
    held = [found for number, row in enumerate(rows, start=2) if (found := _row(number, row, spelling, f"{where}: row {number}"))]
    blank = len(rows) - len(held)
    notes = [f"{where}: {blank} rows name no team"] if blank else []
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in held:
        groups.setdefault((one.repository, one.path), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one.first, one.row))
        notes += _between(group, where, as_of)
    return Mapping(tuple(one for one in held if one.first <= as_of <= one.last), tuple(notes))


def _row(number: int, row: Row[str, str | None], spelling: Spelling, at: str) -> Held | None:
    if None in row or any(row.get(column) is None for column in COLUMNS[:2]):
        raise OrganisationError("has other cells than the columns say", where=at, expected="columns repository,team[,path][,from][,to]")
    cells = {column: _cell(row.get(column)) for column in COLUMNS}
    repository, team = cells["repository"], spelling.team(cells["team"])
    if repository and not cells["team"]:
        return None
    if not repository or not team:
        known = f"columns repository,team with a team of: {', '.join(spelling.names)}"
        raise OrganisationError(f"repository '{repository}', team '{cells['team']}'", where=at, expected=known)
    path = cells["path"].replace("\\", "/").strip("/").removesuffix("/**")
    if ".." in path.split("/") or _is_glob(path):
        raise OrganisationError(
            f"path '{cells['path']}'", where=at, expected="a folder or file from the top of the repository, without wildcards"
        )
    first, last = _day(cells["from"], date.min, at), _day(cells["to"], date.max, at)
    if last < first:
        raise OrganisationError(f"ends on {last}, before it begins on {first}", where=at, expected="from on or before to")
    return Held(number, repository, path, team, first, last)


def _cell(text: str | None) -> str:
    bare = (text or "").strip()
    return bare[1:] if bare.startswith("'") and FORMULA.match(bare[1:]) else bare


def _day(text: str, missing: date, at: str) -> date:
    if not text:
        return missing
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise OrganisationError(f"'{text}' is no day", where=at, expected="YYYY-MM-DD") from error


def _between(group: list[Held], where: str, as_of: date) -> list[str]:
    """Notes on days without a team; OrganisationError where two teams hold the same on one day. `group`: in order of first day."""
    notes = []
    name = f"'{group[0].repository}'" + (f" {group[0].path}" if group[0].path else "")
    reach = group[0]
    for before, after in pairwise(group):
        reach = max(reach, before, key=lambda one: one.last)
        if after.first <= reach.last:
            if after.team != reach.team:
                raise OrganisationError(
                    _twice(name, reach, after), where=f"{where}: row {after.row}", expected="one team for it on each day"
                )
        elif after.first - reach.last > _DAY:
            notes.append(f"{where}: {name} has no team from {reach.last + _DAY} to {after.first - _DAY}")
    last = max(one.last for one in group)
    if last < as_of:
        notes.append(f"{where}: {name} has no team after {last}")
    elif group[0].first > as_of:
        notes.append(f"{where}: {name} has no team before {group[0].first}")
    return notes


def _twice(name: str, earlier: Held, later: Held) -> str:
    until = min(earlier.last, later.last)
    days = f" from {later.first} to {until}" if later.first > date.min and until < date.max else ""
    return f"{name} stands with team '{earlier.team}' above (row {earlier.row}){days}"


def _is_glob(text: str) -> bool:
    return bool(re.search(r"[*?\[]", text))
