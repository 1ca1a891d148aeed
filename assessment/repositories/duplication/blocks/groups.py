"""Which blocks say the same?

Reads the blocks of a fleet; returns them with the number of their group. Blocks of one sort are in one group where their normalised lines
are equal or nearly those of a commoner block; windows over instructions where they are equal, because such windows overlap.

Misleads: of a short block one line is more than `blocks.alike` allows, so those are compared for equality.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.blocks.pieces import Pieces
from assessment.repositories.duplication.blocks.stars import centres
from assessment.repositories.duplication.blocks.windows import runs
from assessment.repositories.duplication.copies.documents import Documents
from assessment.repositories.duplication.copies.normalise import Lines
from assessment.repositories.duplication.thresholds import Thresholds

WINDOWS = "instructions"


@dataclass(frozen=True, slots=True)
class Groups:
    """`table`: rows as in `Pieces.table`, with their group, those of a group in one repository only left out. `centres`: by group, start
    and stop (in `Pieces.codes`) and lines of its commonest content."""

    table: pd.DataFrame
    centres: pd.DataFrame


def groups(cut: Pieces, holders: pd.DataFrame, rules: Thresholds) -> Groups:
    """Groups of the blocks that are long enough; holders: columns file, repository, path, a row for each file with that content."""
    windows = cut.table[cut.table["sort"] == WINDOWS]
    content = _numbered(cut, windows)
    content = content[content.isin(_shared(windows.assign(content=content), holders))]
    rows = pd.concat([cut.table[cut.table["sort"] != WINDOWS], runs(cut, content)], ignore_index=True)
    rows = rows[(rows["lines"] >= rules.blocks.lines) | (rows["characters"] >= rules.blocks.characters)].reset_index(drop=True)
    rows["content"] = _numbered(cut, rows)
    found = _documents(cut, rows, holders)
    centre = np.where(found.table["kind"] == WINDOWS, np.arange(len(found)), centres(found, rules.blocks.alike))
    rows["group"] = centre[rows["content"]]
    rows = rows[rows["group"].isin(_shared(rows.assign(content=rows["group"]), holders))]
    first = rows.drop_duplicates("content").set_index("content")[["start", "stop", "lines"]]
    return Groups(rows.drop(columns="content").reset_index(drop=True), first.loc[sorted(rows["group"].unique())].rename_axis("group"))


def _numbered(cut: Pieces, rows: pd.DataFrame) -> pd.Series:
    """A number for each row, equal for equal sorts and lines."""
    known: dict[tuple[str, bytes], int] = {}
    keys = ((sort, cut.codes[start:stop].tobytes()) for sort, start, stop in zip(rows["sort"], rows["start"], rows["stop"], strict=True))
    return pd.Series([known.setdefault(key, len(known)) for key in keys], index=rows.index, dtype=np.int64)


def _shared(rows: pd.DataFrame, holders: pd.DataFrame) -> pd.Index:
    """The contents that at least two repositories have."""
    both = rows[["content", "file"]].drop_duplicates().merge(holders[["file", "repository"]], on="file")
    counts = both.groupby("content")["repository"].nunique()
    return counts.index[counts > 1]


def _documents(cut: Pieces, rows: pd.DataFrame, holders: pd.DataFrame) -> Documents:
    """Each content as a document, of its sort as kind; row i of the table is content i."""
    first = rows.drop_duplicates("content")
    places = rows[["content", "file"]].merge(holders[["file", "repository", "path"]], on="file").sort_values(["repository", "path"])
    by = places.groupby("content")
    table = by[["repository", "path"]].first().assign(files=by.size(), repositories=by["repository"].nunique())
    table = table.assign(kind=first["sort"].to_numpy(), lines=first["lines"].to_numpy())
    parts = [cut.codes[start:stop] for start, stop in zip(first["start"], first["stop"], strict=True)]
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return Documents(rows, table, Lines(np.concatenate([np.zeros(0, np.int64), *parts]), starts, cut.words))
