"""Which team does a repository belong to? The organisation file decides; files only pre-fill it.

Order, first answer wins: name patterns of the teams, the CSV mapping, prefixes (longest wins), CODEOWNERS default rule,
`spec.owner` in catalog-info.yaml. Reads names and the contents of those two files; returns one row per repository.
Misleads where CODEOWNERS names reviewers rather than owners: give a CSV then, it wins.
"""

import re
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import pandas as pd
import yaml

from assessment import documents
from assessment.errors import OrganisationError
from assessment.model import Organisation

UNMAPPED = ""


def teams(organisation: Organisation, names: Iterable[str], listed: Mapping[str, str], contents: pd.DataFrame) -> pd.DataFrame:
    """Team of each repository: columns repository, team ('' unmapped), mapped_by ('' unmapped), claims.

    `listed`: repository -> team from the CSV. `contents`: the fact table. `claims` holds every other team that another
    source names, '; '-separated, so that disagreements can be seen.
    """
    owners = _from_files(organisation, contents)
    rows = []
    for name in names:
        found = list(_claims(organisation, name, listed, owners.get(name, {})))
        team, source = (found[0][1], found[0][0]) if found else (UNMAPPED, "")
        others = sorted({f"{t} ({s})" for s, t in found[1:] if t != team})
        rows.append({"repository": name, "team": team, "mapped_by": source, "claims": "; ".join(others)})
    return pd.DataFrame(rows, columns=["repository", "team", "mapped_by", "claims"])


def from_csv(rows: Iterable[Mapping[str, str | None]], organisation: Organisation, where: str) -> dict[str, str]:
    """Repository -> team from the rows of a CSV with the columns repository, team.

    OrganisationError naming the row whose team is unknown, or whose repository stands with another team above.
    """
    owners: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        at = f"{where}: row {number}"
        repository, team = (row.get("repository") or "").strip(), (row.get("team") or "").strip()
        if not repository or team not in organisation.team_names:
            known = f"columns repository,team with a team of: {', '.join(organisation.team_names)}"
            raise OrganisationError(f"repository '{repository}', team '{team}'", where=at, expected=known)
        if owners.setdefault(repository, team) != team:
            raise OrganisationError(f"'{repository}' stands with team '{owners[repository]}' above", where=at, expected="one team for it")
    return owners


def _claims(organisation: Organisation, name: str, listed: Mapping[str, str], owned: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for team in organisation.teams:
        if any(fnmatchcase(name, pattern) for pattern in team.repositories):
            yield "organisation file", team.name
    if name in listed:
        yield "csv", listed[name]
    prefixes = [p for p in organisation.ownership.prefixes if name.startswith(p)]
    if prefixes:
        yield "prefix", organisation.ownership.prefixes[max(prefixes, key=len)]
    yield from owned.items()


def _from_files(organisation: Organisation, contents: pd.DataFrame) -> dict[str, dict[str, str]]:
    spellings = {_plain(t): t for t in organisation.team_names} | {_plain(a): t for a, t in organisation.ownership.aliases.items()}
    readers = []
    if organisation.ownership.codeowners:
        readers.append(("codeowners", "codeowners", default_owner))
    if organisation.ownership.backstage:
        readers.append(("backstage", "catalog-info", catalogue_owner))
    owners: dict[str, dict[str, str]] = {}
    for source, kind, read in readers:
        for repository, text in contents.loc[contents["kind"] == kind, ["repository", "text"]].itertuples(index=False):
            team = spellings.get(_plain(read(str(text))))
            if team:
                owners.setdefault(str(repository), {}).setdefault(source, team)
    return owners


def _plain(owner: str) -> str:
    """A team's name without organisation, kind prefix, case and punctuation: '@acme/Team-Payments' -> 'teampayments'."""
    return re.sub(r"[^a-z0-9]", "", owner.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold())


def default_owner(text: str) -> str:
    """First team owner (`@org/team`) of the last `*` rule in a CODEOWNERS file; '' when there is none.

    Source: GitHub's documentation: the last matching pattern takes precedence.
    """
    found = ""
    for line in text.splitlines():
        words = line.split("#", 1)[0].split()
        if words and words[0] in {"*", "**", "/**"}:
            found = next((word for word in words[1:] if word.startswith("@") and "/" in word), "")
    return found


def catalogue_owner(text: str) -> str:
    """`spec.owner` of the first document that has one in a catalog-info.yaml; '' when there is none or it is malformed."""
    try:
        specs = [document.get("spec") for document in documents.parse(text) if isinstance(document, dict)]
    except yaml.YAMLError:
        return ""
    return next((owner for spec in specs if isinstance(spec, dict) and isinstance(owner := spec.get("owner"), str) and owner), "")
