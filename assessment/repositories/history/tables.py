"""The fact tables of one repository's history, from its parsed log.

Reads: `History`, what the rules say of paths and subjects, authors, edits. Returns: Arrow tables as `facts.py` defines them.
Misleads: `number` follows commit dates among commits of which neither is an ancestor of the other, so a wrong clock misorders those.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assessment.repositories import facts
from assessment.repositories.history.authors import Authors, taken
from assessment.repositories.history.edits import Count
from assessment.repositories.history.raw import History
from assessment.repositories.rules import Place, Rules

PLUMBING = "plumbing"


class Plumbing(NamedTuple):
    """Per row of `History.changes`: the workflow it serves and its kind ('' for product, links and submodules)."""

    workflow: pa.Array
    kind: pa.Array
    rows: NDArray[np.int64]  # rows that serve a workflow
    counted: NDArray[np.int64]  # the same, file by file: next to each other, versions are read fast


def plumbing(history: History, places: Mapping[str, Place]) -> Plumbing:
    """Which changes are plumbing. `places` answers for every path."""
    changes = history.changes
    path = _whole(changes["path"])
    found = [places[name] for name in path.dictionary.to_pylist()]
    served = pa.array([place.workflow if place.role == PLUMBING else "" for place in found], pa.string())
    kind = pa.array([place.kind if place.role == PLUMBING else "" for place in found], pa.string())
    blank = pa.scalar("", pa.string())
    file = _whole(changes["file"])
    workflow = pc.if_else(file, served.take(path.indices), blank)
    kinds = pc.if_else(file, kind.take(path.indices), blank)
    rows = np.flatnonzero(pc.not_equal(workflow, "").to_numpy(zero_copy_only=False))
    counted = rows[np.argsort(path.indices.to_numpy()[rows], kind="stable")]
    return Plumbing(workflow.dictionary_encode(), kinds.dictionary_encode(), rows, counted)


def pairs(changes: pa.Table, rows: NDArray[np.int64]) -> list[tuple[str, str]]:
    """Old and new blob of each given row; '' for the absent side."""
    some = changes.select(["old_blob", "new_blob"]).take(pa.array(rows))
    return list(zip(*(pc.fill_null(some[name], "").to_pylist() for name in ("old_blob", "new_blob")), strict=True))


def _parents(commits: pa.Table) -> NDArray[np.int64]:
    """Number of parents, from their ids with a space between."""
    width = len(commits["commit"][0].as_py()) if commits.num_rows else 40
    lengths: NDArray[np.int64] = pc.binary_length(commits["parents"]).to_numpy().astype(np.int64)
    return (lengths + 1) // (width + 1)


def commits_table(repository: str, history: History, served: Plumbing, *, authors: Authors, rules: Rules) -> pa.Table:
    """Rows of COMMITS, oldest first; `mainline` is null until `with_mainline`."""
    commits = history.commits
    rows = commits.num_rows
    position = history.changes["position"].to_numpy()
    subject = _whole(commits["subject"])
    said = rules.subjects(subject.dictionary)
    ids = commits["parents"]
    width = len(commits["commit"][0].as_py()) if rows else 40
    columns = {
        "repository": constant(repository, rows),
        "number": pa.array(np.arange(rows)),
        "commit": commits["commit"],
        "parent": pc.if_else(pc.equal(ids, ""), pa.scalar(None, pa.string()), pc.utf8_slice_codeunits(ids, 0, width)),
        "parents": pa.array(_parents(commits)),
        "mainline": pa.nulls(rows, pa.bool_()),
        "authored_at": commits["authored"],
        "committed_at": commits["committed"],
        "author": authors.author,
        "author_name": authors.author_name,
        "automation": authors.automation,
        "agent": authors.agent,
        "subject": taken(said.kinds, subject.indices),
        "subject_key": pa.array(said.keys).take(subject.indices),
        "changed_files": pa.array(np.bincount(position, minlength=rows)),
        "plumbing_files": pa.array(np.bincount(position[served.rows], minlength=rows)),
    }
    return build("commits", columns)


def changes_table(repository: str, history: History, served: Plumbing, counts: Sequence[Count | None]) -> pa.Table:
    """Rows of CHANGES, as the history has them. `counts` go with `served.counted`; None where lines were not counted."""
    changes = history.changes
    rows = changes.num_rows
    counted = served.counted[np.array([count is not None for count in counts], bool)]
    values = np.array([count for count in counts if count is not None], np.int64).reshape(-1, 2)
    added, deleted = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    added[counted], deleted[counted] = values.T
    unknown = np.ones(rows, bool)
    unknown[counted] = False
    return build(
        "changes",
        {
            "repository": constant(repository, rows),
            "number": changes["position"],
            "path": changes["path"],
            "status": changes["status"],
            "old_blob": changes["old_blob"],
            "new_blob": changes["new_blob"],
            "workflow": served.workflow,
            "kind": served.kind,
            "added": pa.array(added, mask=unknown),
            "deleted": pa.array(deleted, mask=unknown),
        },
    )


def hunks_table(repository: str, history: History, served: Plumbing, asked: Sequence[int], found: pa.Table) -> pa.Table:
    """Rows of HUNKS, in the order of the changes. `asked` goes with `served.counted`: the place of its pair among those asked about;
    `found`: the hunks of all pairs, as `lines` gives them."""
    order = np.argsort(served.counted)
    changed, pair = served.counted[order], np.array(asked, np.int64)[order]
    found = found.combine_chunks()
    of_pair = found["pair"].to_numpy()
    first = np.searchsorted(of_pair, pair)
    many = np.searchsorted(of_pair, pair, "right") - first
    change = pa.array(np.repeat(changed, many))
    ahead = np.arange(len(change)) - np.repeat(np.cumsum(many) - many, many)
    hunks = found.take(pa.array(np.repeat(first, many) + ahead))
    changes = history.changes.select(["position", "path"]).take(change)
    columns = {name: hunks[name] for name in hunks.column_names if name != "pair"}
    return build(
        "hunks",
        {
            **columns,
            "repository": constant(repository, len(change)),
            "number": changes["position"],
            "path": _needed(_whole(changes["path"])),
            "workflow": served.workflow.take(change),
            "kind": served.kind.take(change),
        },
    )


def with_mainline(commits: pa.Table, head: str) -> pa.Table:
    """The commits table with `mainline` filled: what is reached from `head` by first parents only."""
    ids, parents = commits["commit"].to_pylist(), commits["parent"].to_pylist()
    parent_of = dict(zip(ids, zip(range(len(ids)), parents, strict=True), strict=True))
    mainline = np.zeros(len(ids), bool)
    at: str | None = head
    while at in parent_of:
        row, at = parent_of[at]
        mainline[row] = True
    place = commits.schema.get_field_index("mainline")
    return commits.set_column(place, commits.schema.field(place), pa.array(mainline))


def build(table: str, columns: Mapping[str, pa.Array | pa.ChunkedArray]) -> pa.Table:
    """A fact table from its columns, each brought to the type of the schema."""
    fields = facts.schema(table)
    return pa.table([_typed(_whole(columns[field.name]), field.type) for field in fields], schema=fields)


def constant(value: str, rows: int) -> pa.Array:
    """The same word in every row."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([value], pa.string()))


def joined(*parts: pa.Table) -> pa.Table:
    """Tables of the same kind, one below the other, with one dictionary per column."""
    return pa.concat_tables(parts).unify_dictionaries().combine_chunks()


def numbered(table: pa.Table, first: int) -> pa.Table:
    """The table with `number` counted from `first`."""
    at = table.schema.get_field_index("number")
    return table.set_column(at, table.schema.field(at), pc.add(table["number"], pa.scalar(first, pa.int32())))


def from_rows(table: str, repository: str, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """A fact table from rows in the order of its columns, which do not name the repository."""
    own = [field for field in facts.schema(table) if field.name != "repository"]
    values = zip(*rows, strict=True) if rows else ([] for _ in own)
    columns = {
        field.name: pa.array(column, pa.string() if pa.types.is_dictionary(field.type) else field.type)
        for field, column in zip(own, values, strict=True)
    }
    return build(table, {**columns, "repository": constant(repository, len(rows))})


def vocabulary(table: pa.Table, name: str) -> set[str]:
    """The words that occur in a dictionary-encoded column."""
    return {word for chunk in table[name].chunks for word in chunk.dictionary.to_pylist()}


def _typed(column: pa.Array, wanted: pa.DataType) -> pa.Array:
    if column.type == wanted:
        return column
    if pa.types.is_dictionary(wanted) and not pa.types.is_dictionary(column.type):
        return column.cast(pa.string()).dictionary_encode()
    return column.cast(pa.timestamp("s")).cast(wanted) if pa.types.is_timestamp(wanted) else column.cast(wanted)


def _needed(words: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same words, with none in the dictionary that does not occur."""
    used, indices = np.unique(words.indices.to_numpy(), return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), words.dictionary.take(pa.array(used)))


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column
