"""What did each repository begin with, file by file, and who else ever held any of it?

Reads: two columns of the stored changes of every repository, product files included. Returns: the tables BEGINNINGS and SEEN.
How: twice over the columns, a few repositories at a time, so that memory stays flat: 330,000 changes take a quarter of a second.
Misleads: what a merge alone brought is not there; `seen` knows no time, so a file may have come to its holder later.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assessment.repositories import facts

FIRST = 3  # commits that are looked at: an empty 'initial commit' often comes before what a repository begins with
TOGETHER = 64  # repositories asked about at a time
Damaged = Callable[[Path, Exception], Exception]


def read(places: Mapping[str, Path], pool: ThreadPoolExecutor, damaged: Damaged) -> dict[str, pd.DataFrame]:
    """`beginnings` and `seen` of repositories (name -> folder of its facts). Raises what `damaged` makes of a table's damage."""
    names, folders = list(places), list(places.values())

    def columns(folder: Path, *wanted: str) -> pa.Table:
        path = folder / "changes.parquet"
        try:
            return pq.ParquetFile(path).read(columns=list(wanted), use_threads=False)
        except (OSError, pa.ArrowException) as error:
            raise damaged(path, error) from error

    def begun(folder: Path) -> pa.Table:
        changes = columns(folder, "number", "new_blob")
        return changes.filter(pc.and_(pc.less(changes["number"], FIRST), pc.is_valid(changes["new_blob"])))

    beginnings = _named(names, list(pool.map(begun, folders)), "beginnings")
    known = pa.array(beginnings["blob"].unique(), pa.string())
    seen = []
    for at in range(0, len(folders) if len(known) else 0, TOGETHER):
        parts = list(pool.map(lambda folder: columns(folder, "new_blob"), folders[at : at + TOGETHER]))
        found = _named(names[at : at + TOGETHER], parts, "seen", known)
        seen.append(found.astype({"repository": object}).drop_duplicates())
    return {"beginnings": beginnings, "seen": pd.concat(seen, ignore_index=True) if seen else facts.empty("seen")}


def _named(names: Sequence[str], parts: Sequence[pa.Table], table: str, known: pa.Array | None = None) -> pd.DataFrame:
    """The parts, one a repository, below each other with its name; `known`: only rows with one of these blobs."""
    if not parts:
        return facts.empty(table)
    codes = np.repeat(np.arange(len(parts)), [part.num_rows for part in parts])
    whole = pa.concat_tables(parts)
    if known is not None:
        held = np.asarray(pc.is_in(whole["new_blob"], known))
        whole, codes = whole.filter(pa.array(held)), codes[held]
    made: pd.DataFrame = whole.rename_columns(["blob" if name == "new_blob" else name for name in whole.column_names]).to_pandas()
    made.insert(0, "repository", np.array(names, object)[codes])
    return made
