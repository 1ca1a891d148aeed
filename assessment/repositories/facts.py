"""The fixed tables that git becomes: one row shape each, documented column by column.

Facts carry no judgement. They are stored one Parquet file per table and repository (`sources/store.py`), and read
back for a whole fleet as `Facts`. People appear as pseudonyms only; commit messages are reduced to a class and a
hash, because they quote names.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

WORDS = pa.dictionary(pa.int32(), pa.string())
TIME = pa.timestamp("s", tz="UTC")


class Column(NamedTuple):
    """One column: its name, Arrow type, and what it means."""

    name: str
    type: pa.DataType
    means: str


COMMITS = (
    Column("repository", WORDS, "name of the repository"),
    Column("number", pa.int32(), "0 = oldest commit reachable from HEAD; joins to changes.number"),
    Column("commit", pa.string(), "object id, hexadecimal"),
    Column("parent", pa.string(), "first parent's object id; null for a root"),
    Column("parents", pa.int16(), "number of parents; 2 or more is a merge"),
    Column("mainline", pa.bool_(), "reached from HEAD by first parents only: what landed on the default branch"),
    Column("authored_at", TIME, "author time; null where the commit carries no usable date"),
    Column("committed_at", TIME, "committer time; null where the commit carries no usable date"),
    Column("author", WORDS, "pseudonym of the author's address, mailmap applied"),
    Column("author_name", WORDS, "pseudonym of the author's full name; '' for a single word, which identifies no one"),
    Column("automation", pa.bool_(), "the author is a bot, an AI agent or a shared automation account, by name or address"),
    Column("agent", pa.bool_(), "the author is an AI agent, by name or address: automation, of a class of its own"),
    Column("subject", WORDS, "class of the subject line: '', revert, trigger, renewal, bump, pipeline"),
    Column("subject_key", pa.uint64(), "hash of the normalised subject line; 0 for a generic or short one"),
    Column("changed_files", pa.int32(), "files changed; 0 for a merge: they stand in the commits that it brings"),
    Column("plumbing_files", pa.int32(), "of these, files that serve a workflow"),
)

CHANGES = (
    Column("repository", WORDS, "name of the repository"),
    Column("number", pa.int32(), "commit; joins to commits.number"),
    Column("path", WORDS, "path of the file; bytes that are not UTF-8 are written \\xNN"),
    Column("status", WORDS, "A added, M modified, D deleted, T type changed"),
    Column("old_blob", pa.string(), "object id before, hexadecimal; null for an added file"),
    Column("new_blob", pa.string(), "object id after, hexadecimal; null for a deleted file"),
    Column("workflow", WORDS, "workflow the file serves; '' for product"),
    Column("kind", WORDS, "kind of plumbing, such as github-workflow; '' for product"),
    Column("added", pa.int32(), "lines added; null for product, binary and unreadable files"),
    Column("deleted", pa.int32(), "lines deleted; null as above"),
)

HUNKS = (
    Column("repository", WORDS, "name of the repository"),
    Column("number", pa.int32(), "commit; joins to commits.number"),
    Column("path", WORDS, "plumbing file, as in changes"),
    Column("workflow", WORDS, "workflow the file serves"),
    Column("kind", WORDS, "kind of plumbing, such as github-workflow"),
    Column("old_start", pa.int32(), "first line removed, counted from 1; where none was, the line before the added ones (git diff -U0)"),
    Column("old_lines", pa.int32(), "lines removed"),
    Column("new_start", pa.int32(), "first line added, counted from 1; where none was, the line before the removed ones"),
    Column("new_lines", pa.int32(), "lines added"),
    Column("edit", pa.uint64(), "hash of the normalised lines removed and added, own repository name masked; 0 where trivial"),
    Column("swap", pa.uint64(), "hash of the words that were replaced alone (see swaps.py); 0 where there are none that tell"),
    Column("removed", pa.string(), "lines removed, secrets masked; '' for added and deleted files, for over 200 lines or 32 KiB a side"),
    Column("added", pa.string(), "lines added; as above"),
)

FILES = (
    Column("repository", WORDS, "name of the repository"),
    Column("path", WORDS, "path at HEAD"),
    Column("blob", pa.string(), "object id, hexadecimal"),
    Column("bytes", pa.int64(), "size; -1 where the blob is missing"),
    Column("role", WORDS, "product, plumbing, vendored, generated, example, secret, symlink, submodule"),
    Column("workflow", WORDS, "workflow a plumbing file serves; else ''"),
    Column("kind", WORDS, "kind of plumbing, such as dockerfile; else ''"),
    Column("read", WORDS, "'' = not wanted, read, missing, oversized, binary, withheld"),
)

CONTENTS = (
    Column("repository", WORDS, "name of the repository"),
    Column("path", WORDS, "path at HEAD"),
    Column("blob", pa.string(), "object id, hexadecimal"),
    Column("kind", WORDS, "kind of plumbing"),
    Column("workflow", WORDS, "workflow it serves"),
    Column("text", pa.string(), "content; bytes that are not UTF-8 are written \\xNN"),
)

REFERENCES = (
    Column("repository", WORDS, "name of the repository that refers"),
    Column("path", WORDS, "file that refers"),
    Column("line", pa.int32(), "line, counted from 1"),
    Column("kind", WORDS, "workflow, action, library, module, image, chart, include, orb, template, preset"),
    Column("workflow", WORDS, "workflow that the referring file serves"),
    Column("target", WORDS, "what is referred to: owner/repo, library, module source, image without tag"),
    Column("block", WORDS, "path of the building block inside the target; ''"),
    Column("version", WORDS, "version as written; ''"),
    Column("pin", WORDS, "digest, sha, tag, branch, variable, none, local"),
)

CONTROLS = (
    Column("repository", WORDS, "name of the repository"),
    Column("control", WORDS, "id of the control, such as dependency-updates"),
    Column("outcome", WORDS, "present, absent, not applicable, unavailable"),
    Column("setting", WORDS, "how it is set where teams choose differently; ''"),
    Column("path", WORDS, "file that shows it; ''"),
    Column("line", pa.int32(), "line, counted from 1; null"),
)

TAGS = (
    Column("repository", WORDS, "name of the repository"),
    Column("tag", pa.string(), "name of the tag; bytes that are not UTF-8, and control characters, are written \\xNN"),
    Column("commit", pa.string(), "object id of the commit it leads to, which need not be reachable from HEAD"),
    Column("committed_at", TIME, "committer time of that commit; null where it carries no usable date"),
)

STEPS = (
    Column("repository", WORDS, "name of the repository"),
    Column("path", WORDS, "pipeline file"),
    Column("line", pa.int32(), "line, counted from 1"),
    Column("system", WORDS, "github, gitlab, jenkins, circleci, azure, concourse, travis"),
    Column("job", WORDS, "job or stage it stands in; ''"),
    Column("capability", WORDS, "job to be done: id in data/rules/capabilities.yaml"),
    Column("how", WORDS, "what does it: workflow:owner/repo/path, action:, library:name/step, orb:, include:, shell:gradle test, …"),
    Column("environment", WORDS, "deployment target as written; ''"),
    Column("enabled", pa.bool_(), "false where it is switched off"),
)

REPOSITORIES = (
    Column("repository", WORDS, "name of the repository"),
    Column("state", WORDS, "collected, empty, failed"),
    Column("message", pa.string(), "why it is empty or failed; ''"),
    Column("head", pa.string(), "commit that was read; null"),
    Column("commits", pa.int32(), "commits read"),
    Column("files", pa.int32(), "files at HEAD"),
    Column("shallow", pa.bool_(), "history is cut; its boundary commits are left out"),
    Column("missing_blobs", pa.int32(), "blobs wanted and not there (partial clone): skipped"),
    Column("oversized", pa.int32(), "plumbing files over the size limit: not read"),
    Column("withheld", pa.int32(), "secret-bearing files: existence noted, content never read"),
    Column("vendored", pa.int32(), "vendored, generated and example files: left out"),
    Column("undated", pa.int32(), "commits without a usable date"),
    Column("huge_commits", pa.int32(), "commits of more than 1,000 files: kept, left out of effort counts"),
    Column("tags_skipped", pa.int32(), "tags beyond the limit, or that lead to no commit that is there: left out"),
)

TOOLS = (
    Column("repository", WORDS, "name of the repository"),
    Column("tool", WORDS, "id of the tool, such as vault"),
    Column("workflow", WORDS, "workflow it serves, or toolchain, documentation"),
    Column("state", WORDS, "used, provided (offered to others), disabled (switched off wherever it stands)"),
    Column("confidence", WORDS, "how likely it is really used: high, medium, low"),
    Column("path", WORDS, "file that shows it best"),
    Column("line", pa.int32(), "line, counted from 1; null: the file as a whole"),
    Column("by", WORDS, "sort of evidence: path, text, manifest, reference, image, resource, dependency, command, step"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "repositories": REPOSITORIES,
    "commits": COMMITS,
    "changes": CHANGES,
    "hunks": HUNKS,
    "files": FILES,
    "contents": CONTENTS,
    "references": REFERENCES,
    "controls": CONTROLS,
    "tags": TAGS,
    "tools": TOOLS,
    "steps": STEPS,
}

BEGINNINGS = (
    Column("repository", WORDS, "name of the repository"),
    Column("number", pa.int32(), "commit; one of the first three"),
    Column("blob", pa.string(), "object id of a file that it added or changed, hexadecimal; product files included"),
)

SEEN = (
    Column("repository", WORDS, "name of a repository whose history ever held the file"),
    Column("blob", pa.string(), "object id of a file that some repository began with"),
)

EVENT = ("repository", "number", "path", "workflow", "kind", "edit", "swap")
REPEATED = tuple(column for column in HUNKS if column.name in EVENT)  # those whose edit or swap stands in enough repositories
REPEATED_IN = 3

# not stored: drawn from the changes and hunks of all repositories together when they are read for scoring
DRAWN: dict[str, tuple[Column, ...]] = {"beginnings": BEGINNINGS, "seen": SEEN, "repeated": REPEATED}
HUGE_COMMIT = 1_000


class Text(NamedTuple):
    """A plumbing file at HEAD with its content, as the readers of `rules/` take it."""

    path: str
    blob: str
    kind: str
    workflow: str
    text: str


def schema(table: str) -> pa.Schema:
    """Arrow schema of a fact table, each field documented in its metadata; KeyError when unknown."""
    return arrow((TABLES | DRAWN)[table])


def arrow(columns: Sequence[Column]) -> pa.Schema:
    """Arrow schema of documented columns."""
    return pa.schema([pa.field(c.name, c.type, metadata={"means": c.means}) for c in columns])


def empty(table: str) -> pd.DataFrame:
    """A fact table without rows, with the columns and dtypes of the schema."""
    made: pd.DataFrame = schema(table).empty_table().to_pandas()
    return made


def frame(table: str, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """A fact table from columns; missing columns are null ('' for words). For facts that are made, not read."""
    return framed(schema(table), columns)


def framed(known: pa.Schema, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """The same for any schema of documented columns."""
    rows = len(next(iter(columns.values())))
    arrays = [_array(field, columns.get(field.name), rows) for field in known]
    made: pd.DataFrame = pa.Table.from_arrays(arrays, schema=known).to_pandas()
    return made


def _array(column: pa.Field, values: Sequence[object] | None, rows: int) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return pa.array(list(values) if values is not None else [""] * rows, pa.string()).dictionary_encode()
    return pa.array(list(values) if values is not None else [None] * rows).cast(column.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a fleet, as tables (columns: see the tuples above).

    `changes` holds plumbing rows only when read for scoring; `hunks` the columns REPEATED, of rows whose edit or swap stands in at
    least REPEATED_IN repositories. `as_of` is the instant that counts as now.
    """

    as_of: pd.Timestamp
    repositories: pd.DataFrame = field(default_factory=lambda: empty("repositories"))
    commits: pd.DataFrame = field(default_factory=lambda: empty("commits"))
    changes: pd.DataFrame = field(default_factory=lambda: empty("changes"))
    files: pd.DataFrame = field(default_factory=lambda: empty("files"))
    contents: pd.DataFrame = field(default_factory=lambda: empty("contents"))
    references: pd.DataFrame = field(default_factory=lambda: empty("references"))
    controls: pd.DataFrame = field(default_factory=lambda: empty("controls"))
    tags: pd.DataFrame = field(default_factory=lambda: empty("tags"))
    tools: pd.DataFrame = field(default_factory=lambda: empty("tools"))
    steps: pd.DataFrame = field(default_factory=lambda: empty("steps"))
    beginnings: pd.DataFrame = field(default_factory=lambda: empty("beginnings"))
    seen: pd.DataFrame = field(default_factory=lambda: empty("seen"))
    hunks: pd.DataFrame = field(default_factory=lambda: empty("repeated"))


# hunks of these paths of one repository: the columns HUNKS, ordered by number, path, old_start. What a fleet asks where texts are needed
HunksOf = Callable[[str, Collection[str]], pd.DataFrame]


def no_hunks(_repository: str, _paths: Collection[str]) -> pd.DataFrame:
    """A `HunksOf` of a fleet whose texts are nowhere."""
    return empty("hunks")
