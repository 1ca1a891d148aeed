"""Who had it first, and where did each copy come from?

Reads the histories of the members of each cluster; returns for each member the version it came from, and for each cluster who had it
first. A member's copy appeared with its first version that is near-identical to some version of another member: a file that was
rewritten into a copy is as old as that day, and what went apart later still came from where it came from. Its source is the most similar
version that stood elsewhere on that day: likeness (of the normalised lines, or of the lines as written where that is higher) and likeness
as written counted the same, because who copies takes layout, comments and versions along. Among equals it is the only one that the copy
still names. Near-identical here: they share enough lines in the same order (`similar.alike`, and `clusters.source` for a source); words,
which `similar` looks at too, say little of where a file came from.

Two candidates that are alike in all this, or a copy that appeared elsewhere on the same day and is more similar, leave the source unknown.
A template repository that was born with a copy counts like any other.

Misleads: what is not in the fleet cannot be named: a public sample, a colleague's laptop, a repository that was not collected, a branch
never merged; then the one that took it from there first seems to have had it first. Similar is not copied: two that followed the same
documentation look like copies of each other. Days are those of authors' clocks, so history that was rewritten or imported in one commit
is as old as that commit, and repositories that were made from one another with their history began on one day. A member whose past cannot
be rebuilt back to where it appeared has no known source, and may have had it first on any day since it was added. A source that has left
the cluster or was deleted since is not seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import process
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.histories import History
from assessment.repositories.duplication.copies.masks import own_name
from assessment.repositories.duplication.thresholds import Thresholds

MEMBERS = ["from_repository", "from_path", "copied_on", "likeness"]
CLUSTERS = ["first_repository", "first_seen"]


class _Copy(NamedTuple):
    """The version with which a member's copy appeared: its number and its day; `known`: it is not just the oldest that is known."""

    version: int
    day: int
    known: bool


def origins(members: pd.DataFrame, known: Sequence[History], rules: Thresholds) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(per member MEMBERS, indexed like `members`; per cluster CLUSTERS, indexed by cluster).

    members: columns cluster, repository, path, first_seen, rows as `known`. '' and NaT where there is no source or it cannot be told;
    likeness: 0..1 or NaN. first_repository is '' where several repositories may have been first; first_seen NaT where the day is not known.
    """
    table = members[["repository", "path"]].astype(object)
    added = members["first_seen"].to_numpy("datetime64[D]").astype(np.int64)
    added = np.where(members["first_seen"].isna(), -1, added)
    sources: list[tuple[str, str, int, float]] = [("", "", -1, np.nan)] * len(table)
    firsts = {}
    for cluster, rows in members.groupby("cluster", sort=False).indices.items():
        places = [tuple(place) for place in table.iloc[rows].to_numpy()]
        copies = _Copies([known[row] for row in rows], [place[0] for place in places], rules)
        firsts[cluster] = _first(copies.repositories, copies.appeared, added[rows])
        for member, row in enumerate(rows):
            source, day, likeness = copies.source(member)
            if source is not None:
                sources[row] = (*places[source], day, likeness)
    found = pd.DataFrame(sources, columns=MEMBERS, index=members.index)
    first = pd.DataFrame(list(firsts.values()), columns=CLUSTERS, index=pd.Index(list(firsts), dtype="str"))
    return found.assign(copied_on=_days(found["copied_on"])), first.assign(first_seen=_days(first["first_seen"]))


class _Copies:
    """The members of one cluster. `appeared`: for each the version with which its copy appeared."""

    def __init__(self, some: Sequence[History], repositories: Sequence[str], rules: Thresholds) -> None:
        self.some, self.repositories, self.least, self.names = some, repositories, rules.clusters.source, rules.names
        self.appeared = _appeared(some, rules.similar.alike)
        self._written: dict[tuple[int, int], str] = {}

    def source(self, member: int) -> tuple[int | None, int, float]:
        """The member that a copy came from (None: not known), the day, and how like they were."""
        copy = self.appeared[member]
        others = {other: one.day for other, one in enumerate(self.appeared) if one and other != member}
        if copy is None or not copy.known or not others:
            return None, -1, np.nan
        there = [(other, version) for other in others for version in _standing(self.some[other], copy.day)]
        written = _alike(self._as_written(member, copy.version), [self._as_written(*place) for place in there])
        normal = _alike(self.some[member].texts[copy.version], [self.some[other].texts[version] for other, version in there])
        alike, before = np.maximum(normal, written), np.array([others[other] < copy.day for other, _ in there], bool)
        near = np.flatnonzero(before & (alike >= self.least))
        if not len(near) or alike[~before].max(initial=0) > alike[near].max():
            return None, -1, np.nan
        score = (alike + written)[near]
        best = near[score == score.max()]
        sources = {there[n][0] for n in best}
        sources = sources if len(sources) == 1 else self._named(member, copy.version, sources)
        return (sources.pop(), copy.day, float(alike[best].max())) if len(sources) == 1 else (None, -1, np.nan)

    def _named(self, member: int, version: int, candidates: set[int]) -> set[int]:
        """Of the candidates those of whose repository a version still says the name."""
        own, text = own_name(self.repositories[member], self.names), "\n".join(self.some[member].past.lines(version))
        text = own.sub("", text) if own else text
        patterns = {other: own_name(self.repositories[other], self.names) for other in candidates}
        return {other for other, pattern in patterns.items() if pattern and pattern.search(text)}

    def _as_written(self, member: int, version: int) -> str:
        """A version with one character a line as it is written; made once."""
        if (member, version) not in self._written:
            self._written[member, version] = self.some[member].written(version)
        return self._written[member, version]


def _alike(text: str, others: Sequence[str]) -> np.ndarray:
    """2 * LCS / (n + m) of a text with each of the others."""
    found: np.ndarray = np.asarray(process.cdist([text], others, scorer=Indel.normalized_similarity, dtype=np.float64))[0]
    return found


def _days(numbers: pd.Series) -> pd.Series:
    """Days since 1970-01-01 as instants, NaT for -1."""
    return pd.to_datetime(numbers.where(numbers >= 0), unit="D", utc=True).dt.as_unit("s")


def _first(repositories: Sequence[str], copies: Sequence[_Copy | None], added: np.ndarray) -> tuple[str, int]:
    """Repository that had it first ('' where several may have), and the day (-1: not known). added: day of each member, -1 unknown."""
    spans = [
        (copy.day if copy.known else min(int(day), copy.day), copy.day, repository)
        for copy, repository, day in zip(copies, repositories, added, strict=True)
        if copy
    ]
    if not spans:
        return "", -1
    latest = min(day for _, day, _ in spans)
    days, names = zip(*{(since, repository) for since, _, repository in spans if since <= latest}, strict=True)
    return (names[0] if len(set(names)) == 1 else ""), (latest if set(days) == {latest} else -1)


def _appeared(some: Sequence[History], alike: float) -> list[_Copy | None]:
    """For each member the first of its versions that is similar to any version of another member; None where none is."""
    holders: dict[str, set[int]] = {}
    for member, history in enumerate(some):
        for text in history.texts:
            holders.setdefault(text, set()).add(member)
    ends = dict.fromkeys(text for history in some for text in (*history.texts[:1], *history.texts[-1:]))
    found: list[_Copy | None] = []
    for member, history in enumerate(some):
        version = _first_near(member, history.texts, (ends, holders), holders, alike)
        found.append(None if version is None else _Copy(version, int(history.days[version]), version > 0 or history.whole))
    return found


def _first_near(
    member: int, texts: Sequence[str], among: Sequence[Iterable[str]], holders: Mapping[str, set[int]], alike: float
) -> int | None:
    """The first version to which a text that another member has is similar; most find one among the first of the lists."""
    lists = [[text for text in some if holders[text] != {member}] for some in among]
    for text in dict.fromkeys(texts):
        if holders[text] != {member} or any(
            np.any(process.cdist([text], some, scorer=Indel.normalized_similarity, score_cutoff=alike)) for some in lists if some
        ):
            return texts.index(text)
    return None


def _standing(history: History, day: int) -> range:
    """Versions that stood on a day, the one replaced on that day included."""
    last = int(np.searchsorted(history.days, day, "right"))
    first = int(np.searchsorted(history.days, day, "left")) - 1
    return range(max(first, 0), last)
