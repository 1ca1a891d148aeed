"""Which permissions does a shared workflow ask for, and what has each caller to grant?

A job that is called may have less than its caller grants, never more, and one that asks for more stops the whole run. So what each job of
a member had, it has again: stated in the shared workflow where all members agree, else by the callers.

Source: GitHub's documentation, "Reusing workflow configurations", on permissions of called workflows.
"""

from collections.abc import Sequence
from typing import NamedTuple

from assessment.repositories.duplication.drafts.github.writing import Place, Values, Writing, keys
from assessment.repositories.duplication.drafts.values import MISSING, Maybe, Missing, Value, frozen

_LEVELS = {"read": 1, "write": 2}
_ALWAYS = {"contents": "read", "packages": "read", "metadata": "read"}  # what every token may do unless permissions are stated


class Permissions(NamedTuple):
    """`top`: of the shared workflow · `jobs`: job -> its own · `callers`: what each member's caller grants; MISSING: not stated."""

    top: Maybe
    jobs: dict[str, Value]
    callers: Values


def permissions(values: Values, place: Place, w: Writing) -> Permissions:
    """The permissions of members' jobs (mappings of jobs in normal form); differences that cannot be kept are noted."""
    wanted = [_of_jobs(value) for value in values]
    if all(len({frozen(level) for level in found.values()}) == 1 for found in wanted):
        callers = tuple(next(iter(found.values())) for found in wanted)
        return Permissions(callers[0] if len({frozen(level) for level in callers}) == 1 else MISSING, {}, callers)
    found: dict[str, Value] = {}
    for name in keys(values):
        there = [frozen(levels[name]) if name in levels else None for levels in wanted]
        if len({level for level in there if level is not None}) > 1:
            w.apart(there, place.down(name).down("permissions"))
        own = next(levels[name] for levels in wanted if name in levels)
        if not isinstance(own, Missing):
            found[name] = own
    if len(found) == len(keys(values)):
        return Permissions({}, found, (union(list(found.values())),) * len(values))
    return Permissions(MISSING, found, (MISSING,) * len(values))


def cannot_grant(jobs: Value) -> str:
    """Why a caller cannot grant what the jobs of one workflow have; ''."""
    levels = list(_of_jobs(jobs).values())
    stated = [level for level in levels if not isinstance(level, Missing)]
    if len({frozen(level) for level in levels}) == 1:
        return ""
    if len(stated) < len(levels) and not all(map(_always, stated)):
        return "has jobs with permissions of their own beside jobs with the default ones: a caller can grant one or the other"
    whole = any(not isinstance(level, dict) for level in stated)
    return "has jobs that may read or write everything beside jobs that may not" if whole else ""


def _of_jobs(value: Maybe) -> dict[str, Maybe]:
    jobs = value if isinstance(value, dict) else {}
    return {name: job.get("permissions", MISSING) for name, job in jobs.items() if isinstance(job, dict)}


def _always(level: Value) -> bool:
    return isinstance(level, dict) and all(_ALWAYS.get(scope) == granted for scope, granted in level.items())


def union(levels: Sequence[Value]) -> Value:
    """The least that grants all of these."""
    if len({frozen(level) for level in levels}) == 1:
        return levels[0]
    granted: dict[str, Value] = {}
    for level in levels:
        for scope, one in level.items() if isinstance(level, dict) else ():
            old = granted.get(scope)
            granted[scope] = one if _LEVELS.get(str(one), 0) > _LEVELS.get(str(old), 0) else old
    return dict(sorted(granted.items()))


def covers(granted: Maybe, asked: Value) -> bool:
    """Whether a caller that grants this may call a job that asks for that."""
    if isinstance(granted, Missing):
        return _always(asked)
    if frozen(granted) == frozen(asked) or granted == "write-all":
        return True
    if not isinstance(asked, dict):
        return False
    if granted == "read-all":
        return all(level == "read" for level in asked.values())
    have = granted if isinstance(granted, dict) else {}
    return all(_LEVELS.get(str(have.get(scope)), 0) >= _LEVELS.get(str(level), 0) for scope, level in asked.items())
