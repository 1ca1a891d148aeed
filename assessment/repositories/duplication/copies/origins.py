"""Who had it first, and where did each copy come from?

Reads the histories of the members of each cluster; returns for each member the version it came from, and for each cluster who had it
first. A member's copy appeared with its first version that is near-identical to some version of another member: a file that was
rewritten into a copy is as old as that day, and what went apart later still came from where it came from. Its source is the most similar
version that stood elsewhere on that day, compared as `similar` does and, between equals, as written (names, versions, comments).

Two candidates that are equally similar, or a copy that appeared elsewhere on the same day and is more similar, leave the source unknown.
A template repository that was born with a copy counts like any other.

Misleads: what is not in the fleet cannot be named: a public sample, a colleague's laptop, a repository that was not collected, a branch
never merged; then the one that took it from there first seems to have had it first. Similar is not copied: two that followed the same
documentation look like copies of each other. Days are those of authors' clocks, so history that was rewritten or imported in one commit is
as old as that commit. A member whose past cannot be rebuilt back to where it appeared is said to have no known source; who had it first is
told by what is known of all others. A source that has left the cluster or was deleted since is not seen.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.histories import History

MEMBERS = ["from_repository", "from_path", "copied_on", "likeness"]
CLUSTERS = ["first_repository", "first_seen"]
BLOCK = 256  # versions compared with all others at once


class _Copy(NamedTuple):
    """The version with which a member's copy appeared: its number and its day; `known`: it is not just the oldest that is known."""

    version: int
    day: int
    known: bool


def origins(members: pd.DataFrame, known: Sequence[History], alike: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(per member MEMBERS, indexed like `members`; per cluster CLUSTERS, indexed by cluster).

    members: columns cluster, repository, path, rows as `known`; alike: least line similarity of a copy with its source. '' and NaT where
    there is no source or it cannot be told; likeness: 0..1 or NaN. first_repository is '' where two repositories began on one day;
    first_seen NaT where no member's day is known.
    """
    table = members[["repository", "path"]].astype(object)
    sources: list[tuple[str, str, int, float]] = [("", "", -1, np.nan)] * len(table)
    firsts = {}
    for cluster, rows in members.groupby("cluster", sort=False).indices.items():
        some = [known[row] for row in rows]
        copies = _copies(some, alike)
        places = [tuple(place) for place in table.iloc[rows].to_numpy()]
        firsts[cluster] = _first([place[0] for place in places], copies)
        for number, row in enumerate(rows):
            sources[row] = _source(number, some, copies, places, alike)
    found = pd.DataFrame(sources, columns=MEMBERS, index=members.index)
    first = pd.DataFrame(list(firsts.values()), columns=CLUSTERS, index=pd.Index(list(firsts), dtype="str"))
    return found.assign(copied_on=_days(found["copied_on"])), first.assign(first_seen=_days(first["first_seen"]))


def _days(numbers: pd.Series) -> pd.Series:
    """Days since 1970-01-01 as instants, NaT for -1."""
    return pd.to_datetime(numbers.where(numbers >= 0), unit="D", utc=True).dt.as_unit("s")


def _first(repositories: Sequence[str], copies: Sequence[_Copy | None]) -> tuple[str, int]:
    """Repository that had it first ('' where several began on that day), and the day."""
    days = [(copy.day, repository) for copy, repository in zip(copies, repositories, strict=True) if copy]
    if not days:
        return "", -1
    day = min(days)[0]
    names = {repository for when, repository in days if when == day}
    return (names.pop() if len(names) == 1 else ""), day


def _copies(some: Sequence[History], alike: float) -> list[_Copy | None]:
    """For each member the first of its versions that is similar to any version of another member; None where none is."""
    texts = list({text: None for history in some for text in history.texts})
    number = {text: n for n, text in enumerate(texts)}
    held = np.zeros((len(texts), len(some)), bool)
    for member, history in enumerate(some):
        held[[number[text] for text in history.texts], member] = True
    holders = held.sum(axis=1)
    found: list[_Copy | None] = [None] * len(some)
    waiting = {member: 0 for member, history in enumerate(some) if history.texts}
    while waiting:
        asked = list(waiting.items())
        for start in range(0, len(asked), BLOCK):
            part = asked[start : start + BLOCK]
            near = process.cdist([some[m].texts[v] for m, v in part], texts, scorer=Indel.normalized_similarity, score_cutoff=alike) > 0
            for (member, version), row in zip(part, near, strict=True):
                if (holders[row] > held[row, member]).any():
                    found[member] = _Copy(version, int(some[member].days[version]), version > 0 or some[member].whole)
        waiting = {m: v + 1 for m, v in waiting.items() if found[m] is None and v + 1 < len(some[m].texts)}
    return found


def _source(
    member: int, some: Sequence[History], copies: Sequence[_Copy | None], places: Sequence[tuple[str, str]], alike: float
) -> tuple[str, str, int, float]:
    """Where a member's copy came from: repository, path, day, likeness."""
    copy = copies[member]
    chosen, likeness = _nearest(member, copy, some, copies, alike) if copy and copy.known else (set(), np.nan)
    if copy is None or len(chosen) != 1:
        return ("", "", -1, np.nan)
    repository, path = places[chosen.pop()]
    return repository, path, copy.day, likeness


def _nearest(member: int, copy: _Copy, some: Sequence[History], copies: Sequence[_Copy | None], alike: float) -> tuple[set[int], float]:
    """The members whose version of that day was most similar, and how similar; none where a copy of the same day is more so."""
    others = {other: one.day for other, one in enumerate(copies) if one and other != member}
    there = [(other, version) for other in others for version in _standing(some[other], copy.day)]
    texts = [some[other].texts[version] for other, version in there]
    scores = process.cdist([some[member].texts[copy.version]], texts, scorer=Indel.normalized_similarity, dtype=np.float64)[0]
    best = float(scores.max(initial=0))
    before = [place for place, score in zip(there, scores, strict=True) if score == best and others[place[0]] < copy.day]
    if best < alike or not before:
        return set(), best
    lines = some[member].lines[copy.version]
    written = [Indel.normalized_similarity(lines, some[other].lines[version]) for other, version in before]
    most = max(written)
    return {other for (other, _), score in zip(before, written, strict=True) if score == most}, best


def _standing(history: History, day: int) -> range:
    """Versions that stood on a day, the one replaced on that day included."""
    last = int(np.searchsorted(history.days, day, "right"))
    first = int(np.searchsorted(history.days, day, "left")) - 1
    return range(max(first, 0), last)
