"""Which hunks stand in enough repositories to be the same change, and what do the hunks of some files say?

Reads: the stored hunks of every repository. Returns: the table REPEATED of a fleet; HUNKS of some files of one repository.
How: twice over the repositories, each alone: first the keys of all, of which the few are kept that stand in REPEATED_IN repositories, then
the rows with one of these. The texts, nine tenths of the bytes, are not touched.
Misleads: a key says nothing of when; the same change years apart counts here too.
"""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from assessment.repositories import facts

KEYS = ("edit", "swap")
Damaged = Callable[[Path, object], Exception]


def read(places: Mapping[Path, pa.Array | None], pool: ThreadPoolExecutor, damaged: Damaged) -> pd.DataFrame:
    """REPEATED of repositories: folder of the facts -> numbers of the commits that count, None for all of them.

    Raises what `damaged` makes of a table's damage.
    """
    folders, numbers = list(places), list(places.values())

    def keys(folder: Path, some: pa.Array | None) -> list[NDArray[np.uint64]]:
        table = _until(_columns(folder, (*KEYS, *(("number",) if some is not None else ())), damaged), some)
        return [np.unique(table[key].to_numpy()) for key in KEYS]

    def rows(folder: Path, some: pa.Array | None) -> pa.Table:
        table = _columns(folder, facts.EVENT, damaged)
        held = np.isin(table["edit"].to_numpy(), wide[0]) | np.isin(table["swap"].to_numpy(), wide[1])
        return _until(table.filter(pa.array(held)), some)

    wide = [_wide(list(of_key)) for of_key in zip(*pool.map(keys, folders, numbers), strict=True)] or [np.zeros(0, np.uint64)] * 2
    parts = list(pool.map(rows, folders, numbers))
    if not parts:
        return facts.empty("repeated")
    made: pd.DataFrame = pa.concat_tables(parts).unify_dictionaries().to_pandas(self_destruct=True, split_blocks=True)
    return made


def of(folder: Path, paths: Collection[str], numbers: pa.Array | None, damaged: Damaged) -> pd.DataFrame:
    """HUNKS of these paths, ordered by number, path, old_start; `numbers` of the commits that count, None for all."""
    table = _columns(folder, facts.schema("hunks").names, damaged)
    names = table["path"].cast(pa.string())
    table, names = (some.filter(pc.is_in(names, pa.array(list(paths), pa.string()))) for some in (table, names))
    order = pc.sort_indices(table.append_column("name", names), [(key, "ascending") for key in ("number", "name", "old_start")])
    made: pd.DataFrame = _until(table.take(order), numbers).to_pandas()
    return made


def _wide(found: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Keys that stand in enough of the given sets; 0 is none."""
    keys, repositories = np.unique(np.concatenate(found), return_counts=True)
    wide: NDArray[np.uint64] = keys[(repositories >= facts.REPEATED_IN) & (keys != 0)]
    return wide


def _columns(folder: Path, wanted: Collection[str], damaged: Damaged) -> pa.Table:
    path = folder / "hunks.parquet"
    try:
        file = pq.ParquetFile(path)
        if file.schema_arrow.names == facts.schema("hunks").names:
            return file.read(list(wanted), use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise damaged(path, error) from error
    raise damaged(path, "has other columns than this version knows")


def _until(table: pa.Table, numbers: pa.Array | None) -> pa.Table:
    return table if numbers is None else table.filter(pc.is_in(table["number"], numbers))
