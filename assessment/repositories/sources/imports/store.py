"""Where imported tables are kept: `imports/runs.parquet` and `imports/settings.parquet` of a workspace.

How: an import replaces the rows that it speaks of (the same run; the same control of the same repository from the same source) and adds
the rest. A file is written aside and moved into place, so that a crash leaves the old one.
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from assessment.errors import WorkspaceError
from assessment.repositories import imported


class Counts(NamedTuple):
    """Rows that an import brought, how many of these were known, rows now stored, and repositories that it speaks of."""

    brought: int
    known: int
    stored: int
    repositories: tuple[str, ...]


def load(folder: Path, table: str) -> pd.DataFrame:
    """A stored table; without rows where nothing was imported. WorkspaceError where the file cannot be read."""
    path = folder / f"{table}.parquet"
    if not path.exists():
        return imported.empty(table)
    known = imported.schema(table)
    try:
        content = pq.read_table(path)
        if content.column_names == known.names:
            made: pd.DataFrame = content.cast(known).to_pandas()
            return made
    except (OSError, pa.ArrowException) as error:
        raise WorkspaceError(f"cannot be read: {str(error)[:200]}", where=str(path), expected="remove it, and import again") from error
    raise WorkspaceError("has other columns than this version knows", where=str(path), expected="remove it, and import again")


def add(folder: Path, table: str, rows: pd.DataFrame) -> Counts:
    """Put rows in place of those with the same key, and add the rest."""
    keys = list(imported.KEYS[table])
    new = rows.drop_duplicates(keys, keep="last")
    stored = load(folder, table)
    old, given = (pd.MultiIndex.from_frame(one[keys].astype(str)) for one in (stored, new))
    kept = pd.concat([stored[~old.isin(given)].astype(object), new.astype(object)], ignore_index=True).sort_values(keys)
    _write(folder / f"{table}.parquet", pa.Table.from_pandas(kept, schema=imported.schema(table), preserve_index=False))
    names = tuple(sorted(new["repository"].astype(str).unique()))
    return Counts(len(new), int(given.isin(old).sum()), len(kept), names)


def _write(path: Path, content: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    os.close(handle)
    try:
        pq.write_table(content, aside, compression="zstd")
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)
