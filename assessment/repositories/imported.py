"""What other systems know of the repositories, which no clone shows: runs of pipelines, and how the forge is set.

Columns of the two imported tables; `sources/imports/` reads them from exports, `runs.py` and the controls use them.
No name of a person is in any of them.
Misleads: an export covers a window, and only what its reader was allowed to see.
"""

from collections.abc import Iterable, Sequence

import pandas as pd
import pyarrow as pa

from assessment.repositories.facts import TIME, WORDS, Column, arrow, framed

RUNS = (
    Column("repository", WORDS, "name as in the export, such as owner/repository"),
    Column("system", WORDS, "github, gitlab"),
    Column("run", pa.string(), "number of the run or pipeline in its system"),
    Column("path", WORDS, "file that defines the pipeline; '' unknown"),
    Column("event", WORDS, "what started it, such as push or pull_request"),
    Column("started", TIME, "when it began to run; null unknown"),
    Column("minutes", pa.float64(), "from beginning to end; null unknown"),
    Column("queued", pa.float64(), "minutes from its creation to its beginning; null unknown"),
    Column("result", WORDS, "success, failure, other"),
    Column("attempt", pa.int32(), "1 = not repeated; null where the export does not say"),
    Column("shared", pa.string(), "reusable workflows that it really used, as owner/repository/path, separated by spaces; ''"),
)

SETTINGS = (
    Column("repository", WORDS, "name as in the export"),
    Column("control", WORDS, "id of the control in data/rules/controls.yaml"),
    Column("outcome", WORDS, "present, absent"),
    Column("setting", WORDS, "how it is set; ''"),
    Column("source", WORDS, "scorecard, github settings"),
)

TABLES: dict[str, tuple[Column, ...]] = {"runs": RUNS, "settings": SETTINGS}
KEYS = {"runs": ("repository", "system", "run"), "settings": ("repository", "control", "source")}


def schema(table: str) -> pa.Schema:
    """Arrow schema of an imported table, each field documented in its metadata; KeyError when unknown."""
    return arrow(TABLES[table])


def empty(table: str) -> pd.DataFrame:
    """An imported table without rows."""
    return rows_of(table, [])


def rows_of(table: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """An imported table from rows in the order of its columns."""
    known = schema(table)
    return framed(known, {name: [row[at] for row in rows] for at, name in enumerate(known.names)})


def of_fleet(table: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Rows of the fleet's repositories, `repository` renamed to the name there.

    A name of the fleet fits the whole name in the export, else its last part, letter case ignored; a last part that two names of the
    fleet, or of the export, share fits none.
    """
    known, spelled = [str(name) for name in names], [str(name) for name in table["repository"].unique()]
    whole = {_plain(name): name for name in known}
    ours, theirs = _by_last_part(known), _by_last_part(spelled)
    fits = {name: whole.get(_plain(name)) or (ours.get(_last(name)) if _last(name) in theirs else None) for name in spelled}
    rows = table.assign(repository=table["repository"].astype(object).map(fits))
    return rows[rows["repository"].notna()].reset_index(drop=True)


def _by_last_part(names: Iterable[str]) -> dict[str, str]:
    """Last part -> name, where only one name has it."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_last(name), []).append(name)
    return {last: those[0] for last, those in found.items() if len(those) == 1}


def _last(name: str) -> str:
    return _plain(name).rpartition("/")[2]


def _plain(name: str) -> str:
    """A name as it is compared: clones are often called owner+repository."""
    return name.replace("+", "/").casefold().removesuffix(".git")
