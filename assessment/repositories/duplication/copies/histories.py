"""What did each member of a cluster say over time, written so that versions can be compared?

Reads the members of all clusters, the facts, and the hunks of their files; returns the `History` of each: its versions as strings with one
character a normalised line, equal characters being equal lines anywhere in the cluster.
How: each distinct line of a file is normalised once for all of its versions. Only where a comment may span lines is a version normalised
as a whole.

Misleads: names that are masked are those of today, so a copy that still carried the name of its source differs there.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.normalise import Lines, normalise
from assessment.repositories.duplication.copies.likeness import FIRST
from assessment.repositories.duplication.copies.trails import Trail, trails
from assessment.repositories.duplication.copies.versions import Past, pasts
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet

SPANS = re.compile(r"(?:^|\s)(?:/\*|<!--)", re.MULTILINE)  # opens a comment that may go on in the next line, in some style


class History(NamedTuple):
    """One member. `days`: when each version began (UTC, days since 1970-01-01), the oldest first; `texts`: the versions, one character a
    normalised line; `lines`: the same as written. `whole`: the first version is how the file was added. `born`: day of its addition, as
    far back as renames lead; -1 unknown."""

    days: np.ndarray
    texts: list[str]
    lines: list[list[str]]
    whole: bool
    born: int


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
    """The history of each file, in order; files as `with_texts` returns them, those of one cluster side by side."""
    walked = trails(files, fleet.facts.changes, fleet.facts.commits)
    known = pasts(list(files["text"]), list(files["repository"]), walked, fleet.hunks_of)
    texts = _texts(files, known, rules)
    return [_history(past, trail, some) for past, trail, some in zip(known, walked, texts, strict=True)]


def _history(past: Past, trail: Trail, texts: list[str]) -> History:
    days = np.array([version.day for version in past.versions], np.int64)
    return History(days, texts, [version.lines for version in past.versions], past.whole, trail.steps[-1].day if trail.whole else -1)


def _texts(files: pd.DataFrame, known: Sequence[Past], rules: Thresholds) -> list[list[str]]:
    """Versions of each file as strings, one character a line."""
    items = _Items()
    ids, counts = [], []
    for path, names, past in zip(files["path"], files["names"], known, strict=True):
        for version in past.versions:
            found = items.of(path, names, version.lines)
            ids += found
            counts.append(len(found))
    lines = normalise(items.paths, items.texts, items.names, rules=rules)
    codes, lengths = _gathered(lines, np.asarray(ids, np.int64), np.asarray(counts, np.int64))
    per_file = [len(past.versions) for past in known]
    strings = _encoded(codes, lengths, np.repeat(pd.factorize(files["cluster"])[0], per_file))
    ends = np.cumsum(per_file)
    return [strings[end - count : end] for end, count in zip(ends, per_file, strict=True)]


class _Items:
    """What is handed to `normalise`: distinct lines, or whole versions where a comment may span lines."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.texts: list[str] = []
        self.names: list[Iterable[str]] = []
        self._known: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}

    def of(self, path: str, names: tuple[str, ...], lines: list[str]) -> list[int]:
        """Numbers of the items that a version consists of."""
        known = self._known.setdefault((path.rpartition("/")[2], names), {})
        text = "\n".join(lines)
        parts = [text] if ("/*" in text or "<!--" in text) and SPANS.search(text) else lines
        return [known[part] if part in known else self._new(known, part, path, names) for part in parts]

    def _new(self, known: dict[str, int], part: str, path: str, names: tuple[str, ...]) -> int:
        known[part] = len(self.texts)
        self.paths.append(path)
        self.texts.append(part)
        self.names.append(names)
        return known[part]


def _gathered(lines: Lines, ids: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The codes of all versions one after the other, and how many each has; `ids`: items of all versions, `counts` of them a version."""
    sizes = np.diff(lines.starts)[ids]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    at = np.repeat(lines.starts[:-1][ids] - (ends - sizes), sizes) + np.arange(total)
    before = np.concatenate([[0], ends])
    bounds = before[np.concatenate([[0], np.cumsum(counts)])]
    return lines.codes[at], np.diff(bounds)


def _encoded(codes: np.ndarray, lengths: np.ndarray, cluster: np.ndarray) -> list[str]:
    """Strings of versions, given the cluster of each: the same line of one cluster is the same character."""
    ends = np.cumsum(lengths)
    found: list[str] = []
    for group in np.split(np.arange(len(lengths)), np.flatnonzero(np.diff(cluster)) + 1):
        if len(group):
            start = ends[group[0]] - lengths[group[0]]
            _, signs = np.unique(codes[start : ends[group[-1]]], return_inverse=True)
            text = (signs + FIRST).astype("<u4").tobytes().decode("utf-32-le")
            found += [text[end - length - start : end - start] for end, length in zip(ends[group], lengths[group], strict=True)]
    return found
