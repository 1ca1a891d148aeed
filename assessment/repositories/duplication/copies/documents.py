"""Which plumbing files are there, each content once?

Reads `facts.contents`; returns `Documents`: the files with their effective lines, and the distinct normalised contents behind them. Equal
blobs and equal normalised files collapse here, so that nothing later compares what is already known to be the same.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.dtypes import StringDType

from assessment.repositories.duplication.copies import declarations
from assessment.repositories.duplication.copies.encoding import Spelling, spelled
from assessment.repositories.duplication.copies.normalise import Lines, normalise
from assessment.repositories.duplication.thresholds import Thresholds


@dataclass(frozen=True)
class Documents:
    """`files`: repository, path, kind, workflow, lines (effective), thin, declared, document. `table`, one row per document: kind, lines,
    repository and path of its first file, files, repositories (counts). `lines`: the normalised lines, file i of it is document i.

    A file has no document (-1) where it is too short, only calls something shared, was written by a tool, or only declares what every
    repository has to declare for itself.
    """

    files: pd.DataFrame
    table: pd.DataFrame
    lines: Lines

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def sizes(self) -> np.ndarray:
        """Lines of each document."""
        return np.diff(self.lines.starts)

    @cached_property
    def kinds(self) -> list[np.ndarray]:
        """The documents of each kind, ascending; kinds by name."""
        kinds, names = pd.factorize(self.table["kind"], sort=True)
        return np.split(np.argsort(kinds, kind="stable"), np.cumsum(np.bincount(kinds))[:-1]) if len(names) else []

    @cached_property
    def spelling(self) -> Spelling:
        """The words of each distinct line."""
        return spelled(self.lines)


def documents(contents: pd.DataFrame, thin: pd.Series, rules: Thresholds) -> Documents:
    """Distinct contents of plumbing files, in the order of the first (repository, path) that has them.

    contents: columns repository, path, blob, kind, workflow, text; `thin`, on the same index, marks files that only call something shared.
    """
    files, rows = _files(contents, thin)
    blobs, _ = _numbered(files["kind"].cat.codes.to_numpy(), pd.factorize(contents["blob"])[0][rows])
    first = np.unique(blobs, return_index=True)[1]
    named = _names(blobs, files["repository"])  # an unchanged copy still names the repository it was copied from
    lines = normalise(files["path"].iloc[first].tolist(), contents["text"], named, rules=rules, at=rows[first])
    lines = replace(lines, words=lines.words.astype(StringDType()))  # a third of the memory of as many Python strings
    files = files.astype({"repository": str, "path": str, "kind": str, "workflow": str}).assign(lines=np.diff(lines.starts)[blobs])
    says = declarations.by_text(files["path"].iloc[first].tolist(), contents["text"], rows[first], rules.similar)
    files["declared"] = declarations.by_name(files, rules.similar) | says[blobs]
    compared = ~files["thin"] & ~files["declared"] & (files["lines"] >= rules.similar.least_lines)
    codes, _ = pd.factorize(_contents(lines, files["kind"].iloc[first])[blobs[compared]])
    files.loc[compared, "document"] = codes
    return Documents(files, _table(files), lines.chosen(blobs[compared][np.unique(codes, return_index=True)[1]]))


def _files(contents: pd.DataFrame, thin: pd.Series) -> tuple[pd.DataFrame, np.ndarray]:
    """repository, path, kind, workflow (categories), thin, document (-1), by repository and path; and their rows in `contents`.

    Texts stay where they are: a fleet holds them once.
    """
    words = ["repository", "path", "kind", "workflow"]
    files = contents[words].astype("category").reset_index(drop=True)
    files = files.assign(thin=thin.reindex(contents.index).fillna(False).to_numpy(bool), document=-1)
    rows = np.lexsort([_order(files[column]) for column in ("path", "repository")])
    return files.iloc[rows].reset_index(drop=True), rows


def _order(words: pd.Series) -> np.ndarray:
    """The place of each word in alphabetical order."""
    names = words.cat.categories.astype(str).to_numpy(object)
    place = np.empty(len(names), np.int64)
    place[np.argsort(names, kind="stable")] = np.arange(len(names))
    return place[words.cat.codes.to_numpy()]


def _numbered(kinds: np.ndarray, blobs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of pairs of kind and blob, in the order of their first file."""
    return pd.factorize(kinds.astype(np.int64) * (blobs.max(initial=0) + 1) + blobs)


def _names(blobs: np.ndarray, repositories: pd.Series) -> list[list[str]]:
    """For each blob the repositories that hold it, in the order of files."""
    held = (
        pd.DataFrame({"blob": blobs, "repository": repositories.cat.codes.to_numpy()}).drop_duplicates().sort_values("blob", kind="stable")
    )
    names = repositories.cat.categories.astype(str).to_numpy(object)[held["repository"]].tolist()
    ends = np.cumsum(np.bincount(held["blob"])).tolist()
    return [names[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _contents(lines: Lines, kinds: pd.Series) -> np.ndarray:
    """A number for each blob that is equal for equal kinds and normalised lines."""
    said = np.empty((len(lines), 3), np.uint64)
    said[:, 0] = pd.factorize(kinds)[0]
    for blob, (start, end) in enumerate(pairwise(lines.starts.tolist())):
        said[blob, 1:] = np.frombuffer(blake2b(lines.codes[start:end].tobytes(), digest_size=16).digest(), np.uint64)
    return np.unique(said, axis=0, return_inverse=True)[1]


def _table(files: pd.DataFrame) -> pd.DataFrame:
    used = files[files["document"] >= 0]
    first = used.drop_duplicates("document").set_index("document")[["kind", "lines", "repository", "path"]]
    places = used[["document", "repository"]].drop_duplicates()
    return first.assign(files=np.bincount(used["document"]), repositories=np.bincount(places["document"]))
