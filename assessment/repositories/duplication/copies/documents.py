"""Which plumbing files are there, each content once?

Reads `facts.contents`; returns `Documents`: the files with their effective lines, and the distinct normalised contents behind them. Equal
blobs and equal normalised files collapse here, so that nothing later compares what is already known to be the same.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies.normalise import Lines, normalise
from assessment.repositories.duplication.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class Documents:
    """`files`: repository, path, kind, workflow, lines (effective), thin, document. `table`, one row per document: kind, lines, repository
    and path of its first file, files, repositories (counts). `lines`: the normalised lines, file i of it is document i.

    A file has no document (-1) where it is too short, only calls something shared, was written by a tool, or is of a kind that is left out.
    """

    files: pd.DataFrame
    table: pd.DataFrame
    lines: Lines

    def __len__(self) -> int:
        return len(self.table)


def documents(contents: pd.DataFrame, thin: pd.Series, rules: Thresholds) -> Documents:
    """Distinct contents of plumbing files, in the order of the first (repository, path) that has them.

    contents: columns repository, path, blob, kind, workflow, text; `thin`, on the same index, marks files that only call something shared.
    """
    files = _files(contents, thin)
    blobs = files.groupby(["kind", "blob"], sort=False).ngroup().to_numpy()
    first = np.unique(blobs, return_index=True)[1]
    names = files.groupby(blobs)["repository"].unique()  # an unchanged copy still names the repository it was copied from
    lines = normalise(list(files["path"].iloc[first]), list(files["text"].iloc[first]), list(names), rules=rules)
    files = files.assign(lines=np.diff(lines.starts)[blobs])
    base = files["path"].str.rsplit("/", n=1).str[-1]
    ours = ~files["thin"] & ~files["kind"].isin(rules.similar.left_out) & ~base.isin(rules.similar.boilerplate)
    compared = ours & (files["lines"] >= rules.similar.least_lines)
    content = np.array(_contents(lines, files["kind"].iloc[first]))[blobs] if len(files) else np.zeros(0, np.int64)
    codes, _ = pd.factorize(content[compared])
    files.loc[compared, "document"] = codes
    return Documents(files.drop(columns=["blob", "text"]), _table(files), _chosen(lines, blobs[compared], codes))


def _files(contents: pd.DataFrame, thin: pd.Series) -> pd.DataFrame:
    columns = ["repository", "path", "blob", "kind", "workflow", "text"]
    files = contents[columns].astype(str).assign(thin=thin.reindex(contents.index).fillna(False).astype(bool), document=-1)
    return files.sort_values(["repository", "path"], kind="stable", ignore_index=True)


def _contents(lines: Lines, kinds: pd.Series) -> list[int]:
    """A number for each blob that is equal for equal kinds and normalised lines."""
    known: dict[tuple[str, bytes], int] = {}
    keys = ((kind, lines.codes[lines.starts[i] : lines.starts[i + 1]].tobytes()) for i, kind in enumerate(kinds))
    return [known.setdefault(key, len(known)) for key in keys]


def _table(files: pd.DataFrame) -> pd.DataFrame:
    used = files[files["document"] >= 0].groupby("document")
    first = used[["kind", "lines", "repository", "path"]].first()
    return first.assign(files=used.size(), repositories=used["repository"].nunique())


def _chosen(lines: Lines, blobs: np.ndarray, codes: np.ndarray) -> Lines:
    """The lines of each document, in the order of document numbers."""
    blob = blobs[np.unique(codes, return_index=True)[1]] if len(codes) else blobs
    parts = [lines.codes[lines.starts[b] : lines.starts[b + 1]] for b in blob]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return Lines(np.concatenate(parts) if parts else np.zeros(0, np.int64), starts, lines.words)
