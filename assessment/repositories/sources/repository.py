"""The facts of one repository: what is new since last time, or everything.

Reads: one repository through `git.py`, and its stored facts. Writes: its folder in the store. Returns: its row of REPOSITORIES.
How: one raw log of all commits; line counts for plumbing only; files and contents at HEAD; then references and controls by the rules.
Where the last head is an ancestor of the new one, only the commits between are read and their rows added to the stored ones.
Misleads: a blob that was missing and came later is read only when HEAD moves, or when everything is collected anew.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from assessment.errors import AssessmentError, RepositoryError, WorkspaceError
from assessment.privacy.pseudonyms import pseudonym
from assessment.repositories.facts import HUGE_COMMIT, REPOSITORIES, Text
from assessment.repositories.history import edits, tables
from assessment.repositories.history.authors import authors
from assessment.repositories.history.raw import History
from assessment.repositories.rules import Place, Rules
from assessment.repositories.sources import layout, store, tags
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.git import REPOSITORY_SECONDS, Git, opened
from assessment.repositories.sources.lines import Lines, lines
from assessment.repositories.sources.log import log
from assessment.repositories.sources.snapshot import Entry, Snapshot, entries, snapshot
from assessment.repositories.sources.sniffing import look
from assessment.repositories.sources.store import Row, State

COLLECTOR = "6"  # raise whenever the collector gives other facts for the same repository: everything is then collected again
SAID = ("contents", "references", "controls", "steps", "tools")  # tables of what the rules say of HEAD


@dataclass(frozen=True, slots=True)
class Job:
    """What every repository of a run is collected with."""

    folder: Path
    rules: Rules
    key: bytes
    seconds: float = REPOSITORY_SECONDS  # longest one repository may take

    @property
    def basis(self) -> str:
        """Equal for two runs that give the same facts for the same repository."""
        return pseudonym(self.key, f"collector {COLLECTOR}, rules {self.rules.version}")


class _Anew(Exception):  # noqa: N818 - no error: a reason to start anew
    """A path of an older commit is something else than it was, because of the paths that came since; or a stored table is damaged."""


class _Old(NamedTuple):
    """Stored facts that new commits are added to. Hunks are read only where there are new ones."""

    state: State
    commits: pa.Table
    changes: pa.Table


def unchanged(located: Located, job: Job) -> Row | None:
    """Its stored row, where nothing changed since it was collected; starts no process. None: collect it."""
    state = store.read_state(job.folder, located.name)
    place = layout.layout(located.path)
    if state is None or place is None or state.basis != job.basis or state.row["state"] == "failed":
        return None
    try:
        same = layout.head(place) == state.head and layout.shallow(place) == state.shallow and tags.refs(place).digest == state.tags
    except (AssessmentError, OSError):
        return None
    return state.row if same and not (place.common / "reftable").is_dir() else None


def collect(located: Located, job: Job) -> Row:
    """Collect one repository and store its facts. Whatever breaks is stored as its state `failed`, with the reason."""
    try:
        return _collect(located, job)
    except AssessmentError as error:
        return failed(located, job, str(error))
    except Exception as error:  # noqa: BLE001 - one repository never stops the rest
        return failed(located, job, f"{type(error).__name__}: {str(error)[:200]}")


def failed(located: Located, job: Job, reason: str) -> Row:
    """Store that a repository could not be collected, in place of what was known of it."""
    return _store(located, job, State(basis=job.basis, head=None, row=_row(located.name, "failed", reason)), {})


def _collect(located: Located, job: Job) -> Row:
    place = layout.layout(located.path)
    if place is None:
        raise RepositoryError("is not a git repository", where=str(located.path), expected="a clone, with a work tree or bare")
    refs = tags.refs(place)
    with opened(place, scratch=store.aside(job.folder), seconds=job.seconds) as git:
        if git is None:
            row = _row(located.name, "empty", "it has no commit")
            return _store(located, job, State(basis=job.basis, head=None, row=row, tags=refs.digest), {})
        found = entries(git)
        old = _old(located, job, git, found)
        try:
            return _read(located, job, git, found=found, refs=refs, old=old)
        except _Anew:
            return _read(located, job, git, found=found, refs=refs, old=None)


def _old(located: Located, job: Job, git: Git, found: Sequence[Entry]) -> _Old | None:
    """Stored facts that stay true: made alike, with the same identities, of a commit that the new head descends from."""
    state = store.read_state(job.folder, located.name)
    if state is None or state.head is None or state.row["state"] != "collected":
        return None
    same = state.basis == job.basis and state.shallow == git.cut and state.mailmap == _mailmap(found)
    if not same or not git.succeeds("merge-base", "--is-ancestor", state.head, git.head):
        return None
    try:
        commits, changes = (store.read_table(job.folder, located.name, table) for table in ("commits", "changes"))
    except WorkspaceError:
        return None
    return _Old(state, commits, changes)


def _read(located: Located, job: Job, git: Git, *, found: Sequence[Entry], refs: tags.Refs, old: _Old | None) -> Row:
    new = log(git, old.state.head if old else None)
    looked = look(git, job.rules, found)
    places = _places(job.rules, new, found, old, looked.places)
    made, counted = _past(located, job, git, new=new, known=places)
    if old:
        made = _added(located, job, old, made)
        counted = counted._replace(missing=counted.missing.union(old.state.missing), oversized=counted.oversized.union(old.state.oversized))
    made["commits"] = tables.with_mainline(made["commits"], git.head)
    at_head = snapshot(git, located.name, found, places)
    made["files"] = at_head.table
    told = _told(_spelt(located), at_head, looked.texts)
    kept = SAID if old and old.state.told == told else ()
    if not kept:
        made |= _at_head(located, job.rules, at_head, looked.texts)
    kept = kept if "hunks" in made else (*kept, "hunks")
    made["tags"], skipped = tags.tags_table(git, located.name, refs, made["commits"])
    known = {**_counts(made, counted, at_head), "tags_skipped": skipped}
    row = _row(located.name, "collected", "", head=git.head, shallow=bool(git.cut), **known)
    state = State(
        basis=job.basis,
        head=git.head,
        row=row,
        shallow=git.cut,
        mailmap=_mailmap(found),
        served=_served(tables.vocabulary(made["changes"], "path"), places),
        tags=refs.digest,
        told=told,
        missing=tuple(sorted(counted.missing)),
        oversized=tuple(sorted(counted.oversized)),
    )
    return _store(located, job, state, made, kept)


def _past(located: Located, job: Job, git: Git, *, new: History, known: Mapping[str, Place]) -> tuple[dict[str, pa.Table], Lines]:
    """The tables PAST of new commits, and what was not read of them."""
    served = tables.plumbing(new, known)
    pairs = tables.pairs(new.changes, served.counted)
    places = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
    counted = lines(git, list(places), edits.own_name(located.name))
    people = authors(new.commits, key=job.key, rules=job.rules)
    return {
        "commits": tables.commits_table(located.name, new, served, authors=people, rules=job.rules),
        "changes": tables.changes_table(located.name, new, served, [counted.counts.get(pair) for pair in pairs]),
        "hunks": tables.hunks_table(located.name, new, served, [places[pair] for pair in pairs], counted.hunks),
    }, counted


def _added(located: Located, job: Job, old: _Old, made: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The stored tables of the history with the new rows; without hunks where there are no new ones."""
    first, added = old.commits.num_rows, {"commits": old.commits, "changes": old.changes}
    if made["hunks"].num_rows:
        try:
            added["hunks"] = store.read_table(job.folder, located.name, "hunks")
        except WorkspaceError as error:
            raise _Anew from error
    return {table: tables.joined(rows, tables.numbered(made[table], first)) for table, rows in added.items()}


def _places(rules: Rules, new: History, found: Sequence[Entry], old: _Old | None, told: Mapping[str, Place]) -> dict[str, Place]:
    """What each path is, by its name or by what the file said (`told`). A path of today can change what a path of last year was, so all
    are asked about at once."""
    stored = tables.vocabulary(old.changes, "path") if old else set()
    paths = sorted(stored | tables.vocabulary(new.changes, "path") | {entry.path for entry in found})
    places = dict(zip(paths, rules.places(paths), strict=True)) | dict(told)
    if old and _served(stored, places) != old.state.served:
        raise _Anew
    return places


def _served(paths: Iterable[str], places: Mapping[str, Place]) -> str:
    """Digest of which of the paths are plumbing, and of what kind."""
    named = sorted((path, *places[path]) for path in paths if places[path].role == tables.PLUMBING)
    return blake2b(json.dumps(named).encode(), digest_size=8).hexdigest()


def _told(name: str, at_head: Snapshot, looked: Sequence[Text]) -> str:
    """Digest of all that the rules are asked about at HEAD: where it is the same, so are their answers."""
    texts = [(text.path, text.blob) for text in (*at_head.texts, *looked)]
    return blake2b(json.dumps([name, at_head.files, texts]).encode(), digest_size=16).hexdigest()


def _at_head(located: Located, rules: Rules, at_head: Snapshot, looked: Sequence[Text]) -> dict[str, pa.Table]:
    """What the rules say of HEAD: the tables SAID. `looked`: texts of product files, in which tools may show."""
    references = rules.references(at_head.texts)
    found = {
        "contents": at_head.texts,
        "references": references,
        "controls": rules.controls(at_head.files, at_head.texts, references, _spelt(located)),
        "steps": rules.steps(at_head.texts),
        "tools": rules.tools(at_head.files, [*at_head.texts, *looked], references),
    }
    return {table: tables.from_rows(table, located.name, rows) for table, rows in found.items()}


def _spelt(located: Located) -> str:
    """The repository's name with its owner, where the clone's folder tells it: owner+name."""
    return next((part for part in reversed(located.path.parts) if part.partition("+")[2] == located.name), located.name)


def _mailmap(found: Sequence[Entry]) -> str:
    return next((entry.blob for entry in found if entry.path == ".mailmap"), "")


def _counts(made: Mapping[str, pa.Table], counted: Lines, at_head: Snapshot) -> dict[str, int]:
    """What was read and what was skipped; a blob that is wanted twice is skipped once."""
    commits = made["commits"]
    return {
        "commits": commits.num_rows,
        "files": len(at_head.files),
        "missing_blobs": len(at_head.missing | counted.missing),
        "oversized": len(at_head.oversized | counted.oversized),
        "withheld": at_head.withheld,
        "vendored": at_head.left_out,
        "undated": commits["committed_at"].null_count,
        "huge_commits": int((commits["changed_files"].to_numpy() > HUGE_COMMIT).sum()),
    }


def _row(name: str, state: str, message: str, **known: str | int | bool | None) -> Row:
    nothing = {column.name: False if column.name == "shallow" else None if column.name == "head" else 0 for column in REPOSITORIES}
    return {**nothing, "repository": name, "state": state, "message": message, **known}


def _store(located: Located, job: Job, state: State, made: Mapping[str, pa.Table], kept: Sequence[str] = ()) -> Row:
    store.write(job.folder, located.name, state, made, kept)
    return state.row
