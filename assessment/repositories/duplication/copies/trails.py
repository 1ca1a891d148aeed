"""Which changes made a file what it is, back to the day it was added?

Reads files at HEAD, `facts.changes`, `facts.commits`; returns for each file its trail: the changes that lead from its blob back to its
addition, each found as the last earlier change that made the blob. So a change that was undone by a merge is no part of it. A file that
was added in a commit that deleted an equal one elsewhere was renamed: its trail goes on there.

Misleads: a merge that joins two edits of one file makes a blob that no change made, and the trail ends there; a file renamed and edited
in one commit, or out of a place that is no plumbing, begins with its new name. Days are those of authors' clocks.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.labour.people import commit_key

NEVER = -1  # a day that is not known; days count from 1970-01-01


class Step(NamedTuple):
    """A change that made a version: its day (UTC), its commit, and what the file was called then."""

    day: int
    number: int
    path: str


class Trail(NamedTuple):
    """Steps, the newest first. `whole`: the last of them added the file."""

    steps: tuple[Step, ...]
    whole: bool


class _Change(NamedTuple):
    number: int
    old: str  # '' for an added file
    new: str  # '' for a deleted one
    day: int


Place = tuple[str, str]  # repository, path
Moved = Mapping[tuple[str, int, str], str]  # repository, commit, new path -> old path


def trails(files: pd.DataFrame, changes: pd.DataFrame, commits: pd.DataFrame) -> list[Trail]:
    """The trail of each file (columns repository, path, blob), in order; without steps where no change made its blob.

    Days never run backwards along a trail: a version counts from the day on which it and all before it were there.
    """
    rows, moved = _relevant(files, changes)
    rows = rows.assign(day=_days(rows, commits))
    made: dict[Place, list[_Change]] = {}
    for repository, path, *change in rows[["repository", "path", "number", "old_blob", "new_blob", "day"]].itertuples(index=False):
        made.setdefault((repository, path), []).append(_Change(*change))
    for known in made.values():
        known.sort(reverse=True)
    places = files[["repository", "path", "blob"]].astype(str).itertuples(index=False, name=None)
    return [_trail(repository, path, blob, made, moved) for repository, path, blob in places]


def _trail(repository: str, path: str, blob: str, made: Mapping[Place, list[_Change]], moved: Moved) -> Trail:
    walked = list(_walk(repository, path, blob, made, moved))
    days = list(accumulate((step.day for step, _ in reversed(walked)), max))
    steps = tuple(step._replace(day=day) for (step, _), day in zip(walked, reversed(days), strict=True))
    return Trail(steps, bool(walked) and walked[-1][1])


def _walk(repository: str, path: str, blob: str, made: Mapping[Place, list[_Change]], moved: Moved) -> Iterator[tuple[Step, bool]]:
    """Steps from the newest to the oldest, with whether the step added the file."""
    changes = iter(made.get((repository, path), ()))
    renamed: Step | None = None
    below: float = np.inf
    while True:
        change = next((one for one in changes if one.new == blob and one.number < below), None)
        if change is None:
            if renamed:
                yield renamed, False
            return
        step, below = Step(change.day, change.number, path), change.number
        before = moved.get((repository, change.number, path)) if not change.old else None
        if before is not None:
            path, renamed, changes = before, step, iter(made.get((repository, before), ()))
        elif change.old != change.new:  # else only the file's mode changed
            yield step, not change.old
            if not change.old:
                return
            blob, renamed = change.old, None


def _relevant(files: pd.DataFrame, changes: pd.DataFrame) -> tuple[pd.DataFrame, Moved]:
    """Changes of the files under all their names: repository, number, path, old_blob, new_blob ('' = none); and their renames."""
    names = pd.Index(files["repository"].astype(str).unique())
    commit, path, paths = _keys(changes, names)
    place = np.where(commit < 0, -1, (commit >> 32) * len(paths) + path)
    wanted = _places(files, "path", names, paths)
    status = changes["status"].astype(object).to_numpy()
    added, deleted = status == "A", status == "D"
    moved: dict[tuple[str, int, str], str] = {}
    chosen = np.zeros(len(changes), bool)
    while True:
        new = np.isin(place, wanted) & ~chosen
        chosen |= new
        births = np.flatnonzero(new & added)
        if not len(births):
            return _plain(changes[chosen]), moved
        graves = np.flatnonzero(deleted & np.isin(commit, commit[births]))
        found = _renames(_plain(changes.iloc[births]), _plain(changes.iloc[graves]))
        moved |= {(r, n, new): old for r, n, new, old in found.itertuples(index=False, name=None)}
        wanted = _places(found, "old", names, paths)


def _places(table: pd.DataFrame, path: str, names: pd.Index, paths: pd.Index) -> np.ndarray:
    """A number for each place (repository and path), equal for equal ones."""
    repository, file = pd.Index(table["repository"].astype(str)), pd.Index(table[path].astype(str))
    return np.asarray(names.get_indexer(repository) * len(paths) + paths.get_indexer(file))


def _keys(changes: pd.DataFrame, names: pd.Index) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """Key of the commit (-1 in other repositories) and code of the path of each change, and the paths."""
    codes, paths = pd.factorize(changes["path"])
    return commit_key(changes, names), codes, pd.Index(paths).astype(str)


def _plain(changes: pd.DataFrame) -> pd.DataFrame:
    table = changes[["repository", "number", "path", "old_blob", "new_blob"]].astype(object)
    return table.fillna({"old_blob": "", "new_blob": ""}).reset_index(drop=True)


def _renames(births: pd.DataFrame, graves: pd.DataFrame) -> pd.DataFrame:
    """repository, number, path, old: for each added file the equal one that its commit deleted, rather of the same base name."""
    graves = graves[["repository", "number", "old_blob", "path"]].rename(columns={"old_blob": "new_blob", "path": "old"})
    both = births.drop(columns="old_blob").merge(graves, on=["repository", "number", "new_blob"])
    base, old = (both[side].str.rpartition("/")[2] if len(both) else both[side] for side in ("path", "old"))
    both = both.assign(other=(base != old).to_numpy()).sort_values(["repository", "number", "path", "other", "old"])
    return both.drop_duplicates(["repository", "number", "path"])[["repository", "number", "path", "old"]]


def _days(rows: pd.DataFrame, commits: pd.DataFrame) -> np.ndarray:
    """Author's day of each change's commit, NEVER where it has none."""
    names = pd.Index(rows["repository"].unique())
    keys = commit_key(commits, names)
    own = np.flatnonzero(keys >= 0)
    at = pd.Index(keys[own]).get_indexer(pd.Index(commit_key(rows, names)))
    when = pd.to_datetime(commits["authored_at"].iloc[own], utc=True).dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    days = np.append(np.where(np.isnat(when), NEVER, when.astype(np.int64)), NEVER)
    return np.asarray(days[at])
