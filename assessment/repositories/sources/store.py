"""Where the facts of each repository are kept: one folder a repository, one Parquet file a table, and `state.json`.

Reads and writes: `<facts>/<name>/`. Returns: `Facts` of a whole fleet.
How: a repository is written into a folder aside and moved into place whole, `state.json` last, so that a kill at any moment leaves
the old facts, the new ones, or none. Changes are kept with plumbing rows first, in a row group of their own: scoring reads only these.
Misleads: a damaged bit that still decodes is not noticed. Rows after `as_of` are dropped, yet files are those of HEAD.
Source: Parquet format; pyarrow.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assessment.errors import WorkspaceError
from assessment.repositories import facts
from assessment.repositories.facts import Facts
from assessment.repositories.sources import beginnings, repeated

STATE = "state.json"
ASIDE = ".partial"
STORED = tuple(name for name in facts.TABLES if name != "repositories")
LONGEST = 200  # letters in the name of a folder; 255 is the limit of most file systems
AGAIN = "run assess collect again"
ROWS = 1 << 20  # rows in a row group
Row = dict[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of a repository without opening a table. `row` is its row of REPOSITORIES.

    `basis` says with which rules, key and collector it was made; `head`, `shallow` and `mailmap` from what; `served` is a digest of
    which paths were plumbing, `tags` of its tags, `told` of the files at HEAD as the rules saw them. `missing` and `oversized` are
    the blobs of its history that were wanted and not read.
    """

    basis: str
    head: str | None
    row: Row
    shallow: tuple[str, ...] = ()
    mailmap: str = ""
    served: str = ""
    tags: str = ""
    told: str = ""
    missing: tuple[str, ...] = field(default=())
    oversized: tuple[str, ...] = field(default=())

    @staticmethod
    def of(text: bytes) -> "State":
        """The state that `state.json` holds; ValueError, KeyError or TypeError where it holds none."""
        said: dict[str, Any] = json.loads(text)
        return State(**{**said, **{key: tuple(said[key]) for key in ("shallow", "missing", "oversized")}})


def place(folder: Path, name: str) -> Path:
    """Folder of a repository's facts; characters that a file name cannot have are written %XX, and a long one is cut."""
    quoted = quote(name, safe=" +,@=~")
    if len(quoted) > LONGEST:  # no file may have such a name
        quoted = f"{quoted[: LONGEST - 33]}~{blake2b(name.encode(), digest_size=16).hexdigest()}"
    return folder / (quoted if not quoted.startswith(".") else "%2E" + quoted[1:])


def read_state(folder: Path, name: str) -> State | None:
    """State of a repository; None where it was never collected whole, or by a version that kept another one."""
    try:
        state = State.of((place(folder, name) / STATE).read_bytes())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if state.row.keys() == {column.name for column in facts.REPOSITORIES} else None


def aside(folder: Path) -> Path:
    """Folder for what is not finished; the next run removes what a killed one left in it."""
    path = folder / ASIDE
    path.mkdir(parents=True, exist_ok=True)
    return path


def write(folder: Path, name: str, state: State, tables: Mapping[str, pa.Table], kept: Collection[str] = ()) -> None:
    """Replace the facts of a repository, all but the tables `kept` as they are stored."""
    new, old, target = aside(folder) / f"{os.getpid()}", aside(folder) / f"{os.getpid()}.old", place(folder, name)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    for table, content in tables.items():
        _write(new / f"{table}.parquet", table, content)
    for table in kept:
        (new / f"{table}.parquet").hardlink_to(target / f"{table}.parquet")
    (new / STATE).write_text(json.dumps(asdict(state)), encoding="utf-8")
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def clear(folder: Path) -> None:
    """Remove what a killed run left behind. Only while no other run writes here."""
    shutil.rmtree(folder / ASIDE, ignore_errors=True)


def read_table(folder: Path, name: str, table: str) -> pa.Table:
    """One whole stored table; WorkspaceError where it is missing or damaged."""
    return _read(place(folder, name), facts.schema(table), table, served=False)


def frugal() -> None:
    """Let Arrow take its memory from jemalloc, where its build has that: what was read and is not needed any more goes back to the system.

    mimalloc, the default, keeps it: 60 MB after reading 100,000 files.
    """
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def read_fleet(folder: Path, names: Sequence[str] | None = None, as_of: date | None = None) -> Facts:
    """Facts of all collected repositories, or of the named ones; `changes` with plumbing rows only, `hunks` as REPEATED.

    `as_of`: the last day that counts; default: the newest commit. Commits after it, and their changes, are left out.
    WorkspaceError names a damaged table; collecting again mends it.
    """
    frugal()
    states = {name: state for name in (collected(folder) if names is None else names) if (state := read_state(folder, name))}
    found = {name: place(folder, name) for name, state in states.items() if state.row["state"] == "collected"}
    places = list(found.values())
    with ThreadPoolExecutor(os.cpu_count()) as pool:

        def each(table: str) -> list[pa.Table]:
            known = facts.schema(table)
            return list(pool.map(lambda one: _read(one, known, table, served=table == "changes"), places))

        commits = each("commits")
        now = _now(commits, as_of, folder)
        kept = [_until(table, now) for table in commits]
        frames = {"commits": _frame("commits", [known for known, _ in kept])}
        numbers = [late for _, late in kept]
        del commits, kept
        frames["changes"] = _frame("changes", [_of(table, which) for table, which in zip(each("changes"), numbers, strict=True)])
        frames["hunks"] = repeated.read(dict(zip(places, numbers, strict=True)), pool, _damaged)
        frames |= {table: _frame(table, each(table)) for table in STORED if table not in frames}
        frames |= beginnings.read(found, pool, _damaged)
    frames["tags"] = frames["tags"][~(frames["tags"]["committed_at"] > now)]
    return Facts(as_of=now, repositories=rows_table([state.row for state in states.values()]), **frames)


def read_hunks(folder: Path, name: str, paths: Collection[str], *, as_of: date | None = None) -> pd.DataFrame:
    """HUNKS of some files of a repository, ordered by number, path, old_start; no rows where it was not collected.

    `as_of` as in `read_fleet`. WorkspaceError names a damaged table.
    """
    state = read_state(folder, name)
    if state is None or state.row["state"] != "collected":
        return facts.empty("hunks")
    found = None
    if as_of is not None:
        _, found = _until(read_table(folder, name, "commits"), _now((), as_of, folder))
    return repeated.of(place(folder, name), paths, found, _damaged)


def collected(folder: Path) -> Iterator[str]:
    """Repositories of which facts are stored."""
    for state in sorted(folder.glob(f"*/{STATE}")):
        yield str(State.of(state.read_bytes()).row["repository"])


def _now(commits: Sequence[pa.Table], as_of: date | None, folder: Path) -> pd.Timestamp:
    if as_of is not None:
        return pd.Timestamp(as_of, tz="UTC") + pd.Timedelta(days=1) - pd.Timedelta(seconds=1)
    newest = [latest for table in commits if (latest := pc.max(table["committed_at"]).as_py()) is not None]
    empty = folder.stat().st_mtime if folder.exists() else 0
    return pd.Timestamp(max(newest)) if newest else pd.Timestamp(empty, unit="s", tz="UTC").floor("s")


def _until(commits: pa.Table, now: pd.Timestamp) -> tuple[pa.Table, pa.Array | None]:
    """Commits up to now, and their numbers; no numbers where all are. A commit without a date is not after anything."""
    at = commits["committed_at"]
    keep = pc.fill_null(pc.less_equal(at, pa.scalar(now.to_pydatetime(), at.type)), True)
    if pc.all(keep).as_py() in (True, None):
        return commits, None
    kept = commits.filter(keep)
    return kept, kept["number"].combine_chunks()


def _of(changes: pa.Table, numbers: pa.Array | None) -> pa.Table:
    return changes if numbers is None else changes.filter(pc.is_in(changes["number"], numbers))


def _frame(table: str, parts: list[pa.Table]) -> pd.DataFrame:
    if not parts:
        return facts.empty(table)
    whole = pa.concat_tables(parts).unify_dictionaries()
    parts.clear()
    made: pd.DataFrame = whole.to_pandas(self_destruct=True, split_blocks=True)
    return made


def rows_table(rows: Sequence[Row]) -> pd.DataFrame:
    """REPOSITORIES from rows."""
    names = [column.name for column in facts.REPOSITORIES]
    return facts.frame("repositories", {name: [row[name] for row in rows] for name in names}) if rows else facts.empty("repositories")


def _write(path: Path, table: str, content: pa.Table) -> None:
    columns = facts.TABLES[table]
    words = [column.name for column in columns if pa.types.is_dictionary(column.type)]
    # ids and contents are nearly all of the bytes; numbers and words packed as tightly would take half as long again to write
    packed = {column.name: "zstd" if column.type == pa.string() else "snappy" for column in columns}
    with pq.ParquetWriter(path, content.schema, compression=packed, use_dictionary=words, write_statistics=["workflow"]) as writer:
        if table == "changes":
            served = np.asarray(pc.not_equal(content["workflow"].combine_chunks().cast(pa.string()), ""))
            writer.write_table(content.take(pa.array(np.flatnonzero(served))), ROWS)
            content = content.take(pa.array(np.flatnonzero(~served)))
        writer.write_table(content, ROWS)


def _read(folder: Path, known: pa.Schema, table: str, *, served: bool) -> pa.Table:
    """A stored table; `served`: only the row groups with rows that serve a workflow."""
    path = folder / f"{table}.parquet"
    try:
        file = pq.ParquetFile(pa.BufferReader(path.read_bytes()))
        groups = [group for group in range(file.num_row_groups) if not served or _serves(file, group)]
        content = file.read_row_groups(groups, use_threads=False)
        if content.column_names == known.names:
            return content if content.schema.equals(known) else content.cast(known)  # Parquet knows no seconds
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, error) from error
    raise _damaged(path, "has other columns than this version knows")


def _damaged(path: Path, problem: object) -> WorkspaceError:
    """The error that names a damaged table. Its repository will be collected again: its state goes, else nothing would seem changed."""
    (path.parent / STATE).unlink(missing_ok=True)
    return WorkspaceError(f"cannot be read: {str(problem).splitlines()[0][:200]}", where=str(path), expected=AGAIN)


def _serves(file: pq.ParquetFile, group: int) -> bool:
    """Whether a row group may have rows with a workflow: rows without stand in groups of their own."""
    columns = file.metadata.row_group(group)
    workflow = columns.column(file.schema_arrow.get_field_index("workflow")).statistics
    return workflow is None or not workflow.has_min_max or workflow.max != ""
