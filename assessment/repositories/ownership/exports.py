"""Which team holds a repository on GitHub, as exports of its API say?

Reads JSON texts: teams, the repositories of each team, the teams of each repository, values of custom properties; as arrays, as pages
(`{total_count, repositories: [...]}`), as JSON lines, or as arrays of pages. Returns `Exports`: by
lower-case repository name, the names that the export gives.
A team answers for a repository where it is admin or maintainer of it, of few repositories, and the most specific one: the smallest, and a
child before its parent. A team that may administer more than a third of all repositories looks after the organisation, not after them.
Misleads: rights are given generously and seldom taken back.
Source: docs.github.com, REST API: teams (role_name, permissions, parent), custom properties (repository_name, property_name, value).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.errors import OrganisationError

STRONG = ("admin", "maintain")
FEW = 10  # repositories; a team of so few is no administrator of all, however small the export
MOST = 1 / 3
_WRAPPED = ("repositories", "repos", "teams", "items", "data")

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exports:
    """Lower-case repository name -> names of teams that hold it, and of what the custom property says."""

    teams: Mapping[str, Names] = field(default_factory=dict)
    properties: Mapping[str, Names] = field(default_factory=dict)


def properties(texts: Mapping[str, str], name: str) -> dict[str, Names]:
    """Repository -> values of one custom property. `texts`: file -> JSON; OrganisationError naming file and place."""
    found: dict[str, Names] = {}
    for where, text in texts.items():
        for record in _records(text, where):
            repository, values = _repository(record), record.get("properties")
            if not repository or not isinstance(values, list):
                raise _not(
                    "a value of custom properties",
                    where,
                    "records with repository_name and properties, of gh api orgs/ORG/properties/values",
                )
            for value in values:
                if isinstance(value, dict) and value.get("property_name") == name:
                    said = value.get("value")
                    some = [said] if isinstance(said, str) else said if isinstance(said, list) else []
                    found[repository.casefold()] = tuple(str(one) for one in some if one)
    return found


def teams(texts: Mapping[str, str]) -> dict[str, Names]:
    """Repository -> the team that holds it. `texts`: file -> JSON; OrganisationError naming file and place.

    A plain list of repositories belongs to the team that its file is named after: payments.json.
    """
    parents: dict[str, str] = {}
    grants: dict[str, dict[str, int]] = {}
    for where, text in texts.items():
        for team, repository, rank in _grants(text, where, parents):
            ranks = grants.setdefault(repository.casefold(), {})
            ranks[team] = min(rank, ranks.get(team, rank))
    sizes: dict[str, int] = {}
    for ranks in grants.values():
        for team, rank in ranks.items():
            sizes[team] = sizes.get(team, 0) + (rank < len(STRONG))
    broad = {team for team, size in sizes.items() if size > max(FEW, MOST * len(grants))}
    return {repository: found for repository, ranks in grants.items() if (found := _holder(ranks, broad, sizes, parents))}


def _holder(ranks: Mapping[str, int], broad: set[str], sizes: Mapping[str, int], parents: Mapping[str, str]) -> Names:
    strong = {team: rank for team, rank in ranks.items() if rank < len(STRONG) and team not in broad}
    if not strong:  # nobody in particular maintains it: the only team that may write does
        writers = [team for team, rank in ranks.items() if rank == len(STRONG) and team not in broad]
        return tuple(writers) if len(writers) == 1 else ()
    above = {up for team in strong for up in _above(team, parents)}
    specific = [team for team in strong if team not in above]
    return tuple(sorted(specific, key=lambda team: (strong[team], sizes[team], team)))


def _above(team: str, parents: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    while (team := parents.get(team, "")) and team not in found:
        found.append(team)
    return found


def _grants(text: str, where: str, parents: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """(team, repository, rank of its right) of an export; fills `parents` from lists of teams."""
    for record in _records(text, where):
        if isinstance(parent := record.get("parent"), dict) and record.get("slug"):
            parents[str(record["slug"])] = str(parent.get("slug") or "")
        if _repository(record):
            yield from _of_record(record, where)
        elif not record.get("slug"):
            named = [(key, value) for key, value in record.items() if isinstance(value, list)]
            if not named:
                raise _not("a team or a repository", where, "records with slug, or with full_name, of gh api orgs/ORG/teams/TEAM/repos")
            for key, value in named:
                yield from _of_key(key, value)
        else:
            inside: list[Any] = next((record[key] for key in _WRAPPED if isinstance(record.get(key), list)), [])
            yield from _of_key(str(record["slug"]), inside)


def _of_record(record: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, int]]:
    """A repository with its team or teams beside it, else in a file that is named after the team."""
    team = record.get("team") or record.get("team_slug")
    if isinstance(record.get("teams"), list):
        yield from _of_key(_repository(record), record["teams"])
        return
    slug = (
        str(team.get("slug") if isinstance(team, dict) else team)
        if team
        else where.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".json")
    )
    yield slug, _repository(record), _rank(record)


def _of_key(key: str, value: list[Any]) -> Iterator[tuple[str, str, int]]:
    """The repositories of the team `key`, or the teams of the repository `key`."""
    for one in value:
        if isinstance(one, dict) and _repository(one):
            yield key, _repository(one), _rank(one)
        elif isinstance(one, dict) and one.get("slug"):
            yield str(one["slug"]), key.rsplit("/", 1)[-1], _rank(one)
        elif isinstance(one, str):
            yield key, one.rsplit("/", 1)[-1], STRONG.index("maintain")


def _rank(record: Mapping[str, Any]) -> int:
    """0 admin, 1 maintain, 2 write, 3 less."""
    held = record.get("permissions")
    allowed = {right for right, given in held.items() if given} if isinstance(held, dict) else set()
    allowed |= {str(record.get("role_name") or record.get("permission") or record.get("role") or "")}
    if not allowed & {"admin", "maintain", "push", "write", "pull", "read", "triage"}:
        return len(STRONG) + 1
    order = (*STRONG, "push")
    allowed |= {"push"} & {"push" if "write" in allowed else ""}
    return next((number for number, right in enumerate(order) if right in allowed), len(order))


def _repository(record: Mapping[str, Any]) -> str:
    for key in ("repository_name", "full_name", "repository_full_name", "repository"):
        if isinstance(name := record.get(key), str) and name:
            return name.rsplit("/", 1)[-1]
    return ""


def _records(text: str, where: str) -> Iterator[dict[str, Any]]:
    """Every record of an export, whatever pages it came in."""
    for value in _values(text, where):
        yield from _flat(value, where)


def _values(text: str, where: str) -> Iterable[Any]:
    try:
        return [json.loads(text)]
    except RecursionError as error:
        raise OrganisationError("is nested too deeply", where=where, expected="the answer of GitHub's API") from error
    except ValueError:
        pass  # more than one value: JSON lines
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except ValueError as error:
                raise OrganisationError(
                    f"is not JSON ({error})", where=f"{where}: line {number}", expected="one JSON value, or one on each line"
                ) from error
    return found


def _flat(value: Any, where: str) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one, where)
    elif isinstance(value, dict):
        pages = [value[key] for key in _WRAPPED if isinstance(value.get(key), list)]
        if pages and "total_count" in value:
            yield from _flat(pages[0], where)
        else:
            yield value
    else:
        raise _not("a record", where, "JSON objects")


def _not(what: str, where: str, expected: str) -> OrganisationError:
    return OrganisationError(f"holds something that is not {what}", where=where, expected=expected)
