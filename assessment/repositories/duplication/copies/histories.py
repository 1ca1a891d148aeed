"""What did each member of a cluster say over time, written so that versions can be compared?

Reads the members of all clusters, the facts, and the hunks of their files; returns the `History` of each, its versions as strings of one
character a line (`characters`).

Misleads: names that are masked are those of today, so a copy that still carried the name of its source differs there.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.characters import normal, plain, string
from assessment.repositories.duplication.copies.trails import trails
from assessment.repositories.duplication.copies.versions import Past, pasts
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet


@dataclass(frozen=True, slots=True)
class History:
    """One member. `days`: when each version began (UTC, days since 1970-01-01), the oldest first; `texts`: the versions, one character a
    normalised line. `born`: day of its addition, as far back as renames lead; -1 unknown. `past` and `signs`, a number for each of its
    words, give the versions as they were written.
    """

    days: np.ndarray
    texts: list[str]
    past: Past
    signs: np.ndarray
    born: int = -1

    @property
    def whole(self) -> bool:
        """Whether the first version is how the file was added; else older ones are not known."""
        return self.past.whole

    def written(self, version: int) -> str:
        """A version with one character a line as it was written; equal lines are equal characters anywhere in the cluster."""
        return string(self.signs[np.frombuffer(self.past.versions[version], np.int32)])


def with_texts(members: pd.DataFrame, contents: pd.DataFrame) -> pd.DataFrame:
    """cluster, repository, path, blob, text of each member, and `names`: the repositories that hold this very content; theirs are masked.

    members: columns cluster, repository, path; contents: `facts.contents`.
    """
    table = contents[["repository", "path", "kind", "blob", "text"]].astype(object)
    places = pd.MultiIndex.from_frame(table[["repository", "path"]])
    held = table.groupby(["kind", "blob"], sort=False).ngroup()
    inside = held.isin(held[places.isin(pd.MultiIndex.from_frame(members[["repository", "path"]].astype(object)))])
    names = {blob: tuple(sorted(set(some))) for blob, some in table["repository"][inside].groupby(held[inside])}
    table = table[inside].assign(names=held[inside].map(names)).drop(columns="kind")
    return members[["cluster", "repository", "path"]].astype(object).merge(table, on=["repository", "path"], how="left")


def histories(files: pd.DataFrame, fleet: Fleet, rules: Thresholds) -> list[History]:
    """The history of each member, in order; files as `with_texts` returns them, those of one cluster side by side."""
    walked = trails(files, fleet.facts.changes, fleet.facts.commits)
    known = pasts(list(files["text"]), list(files["repository"]), walked, fleet.hunks_of)
    clusters = files["cluster"].to_numpy()
    groups = np.split(np.arange(len(files)), np.flatnonzero(clusters[1:] != clusters[:-1]) + 1) if len(files) else []
    texts = normal(files, known, groups, rules)
    signs = [signs for rows in groups for signs in plain([known[row].words for row in rows])]
    return [
        History(np.array(past.days, np.int64), text, past, sign, trail.steps[-1].day if trail.whole else -1)
        for past, text, sign, trail in zip(known, texts, signs, walked, strict=True)
    ]
