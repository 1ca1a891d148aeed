"""Events in order of time become commits: what each changes in the files as they are then, and how they hang together.

Pure: reads events, returns the commits and the files at the end of each repository.
"""

from collections import defaultdict
from dataclasses import dataclass

from assessment.demo.edits import Changed, Files
from assessment.demo.events import MERGE, PRODUCT, Event
from assessment.demo.people import WEB, Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit: number within its repository, its parents' numbers, and the files it changes against the first of them."""

    number: int
    parents: tuple[int, ...]
    at: int
    author: Identity
    committer: Identity
    message: str
    files: Changed
    kind: str
    person: str = ""
    home: str = ""
    workflow: str = ""
    campaign: str = ""


def replay(events: list[Event], merging: set[str]) -> tuple[dict[str, list[Commit]], dict[str, Files]]:
    """Events in order of time become commits; one that changes nothing does not happen, unless it is meant to be empty."""
    files: dict[str, Files] = defaultdict(dict)
    before: dict[str, Changed] = {}
    done: dict[str, list[tuple[Event, Changed]]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.at, event.repository)):
        here = files[event.repository]
        changed = dict(before.get(event.repository, {})) if event.undo else _changes(event, files)
        if not changed and not event.empty:
            continue
        before[event.repository] = {path: here.get(path) for path in changed}
        _put(here, changed)
        done[event.repository].append((event, changed))
    return {name: commits(steps, merges=name in merging) for name, steps in done.items()}, dict(files)


def _changes(event: Event, files: dict[str, Files]) -> Changed:
    """What an event changes; later edits of an event see what earlier ones did."""
    here, total = files[event.repository], Changed()
    view = dict(files) | {event.repository: dict(here)}
    for edit in event.edits:
        changed = edit.apply(event.repository, view)
        _put(view[event.repository], changed)
        total |= changed
    return {path: text for path, text in total.items() if here.get(path) != text}


def _put(files: Files, changed: Changed) -> None:
    for path, text in changed.items():
        if text is None:
            files.pop(path, None)
        else:
            files[path] = text


def commits(steps: list[tuple[Event, Changed]], *, merges: bool) -> list[Commit]:
    """Steps as a line of commits; with `merges`, up to three product commits in a row go through a branch and a merge commit."""
    found: list[Commit] = []
    tip: tuple[int, ...] = ()
    branch: list[Commit] = []
    for position, (event, changed) in enumerate(steps):
        parents = (branch[-1].number,) if branch else tip
        commit = _commit(event, changed, len(found), parents)
        found.append(commit)
        branches = merges and position > 0 and event.kind == PRODUCT
        if not branches:
            tip = (commit.number,)
            continue
        branch.append(commit)
        following = steps[position + 1][0] if position + 1 < len(steps) else None
        if following is None or following.kind != PRODUCT or len(branch) == 1 + tip[0] % 3:
            found.append(_merge(branch, len(found), tip[0]))
            tip, branch = (found[-1].number,), []
    return found


def _commit(event: Event, changed: Changed, number: int, parents: tuple[int, ...]) -> Commit:
    web = event.kind == PRODUCT and bool(event.person) and event.at % 10 < 3
    return Commit(
        number=number,
        parents=parents,
        at=event.at,
        author=event.author,
        committer=WEB if web else event.author,
        message=event.message,
        files=changed,
        kind=event.kind,
        person=event.person,
        home=event.home,
        workflow=event.workflow,
        campaign=event.campaign,
    )


def _merge(branch: list[Commit], number: int, tip: int) -> Commit:
    last = branch[-1]
    files: Changed = {}
    for commit in branch:
        files |= commit.files
    return Commit(
        number=number,
        parents=(tip, last.number),
        at=last.at + 60,
        author=last.author,
        committer=WEB,
        message=f"Merge pull request #{number} from {last.author.name.split()[0].lower()}/work",
        files=files,
        kind=MERGE,
        person=last.person,
        home=last.home,
    )
