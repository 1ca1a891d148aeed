"""Which team does a repository, or a folder of one, belong to? The mapping file decides; everything else only pre-fills it.

Order, first answer wins: CSV mapping, name patterns of the teams, catalog-info.yaml, GitHub teams, custom property, CODEOWNERS (default
rule; without one the owners of that file itself, or a team that stands alone on a line, where the star was forgotten), team label in
deployment manifests, prefix (longest). Reads names, the contents of those files, and exports; returns the ownership table.
Misleads where CODEOWNERS names reviewers rather than owners, and where a file came with a template: give a CSV then, it wins.
Source: the order is that of how directly each source is kept up by the team itself, read from 140 public repositories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import pandas as pd

from assessment.model import Organisation
from assessment.repositories.ownership import catalogue, codeowners, labels
from assessment.repositories.ownership.exports import Exports
from assessment.repositories.ownership.mapping import Mapping as Listed
from assessment.repositories.ownership.patterns import literal
from assessment.repositories.ownership.spelling import Spelling

UNMAPPED = ""
COLUMNS = ["repository", "path", "team", "mapped_by", "claims", "unknown"]
SOURCES = ("csv", "organisation file", "backstage", "github teams", "property", "codeowners", "label", "prefix")
GITLAB = "gitlab-ci"

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is known beside the files: the mapping that holds, and what exports say."""

    listed: Listed = field(default_factory=Listed)
    exports: Exports = field(default_factory=Exports)

    def notes(self, names: Iterable[str]) -> tuple[str, ...]:
        """What the reader should know of the mapping: days without a team, rows that fit none of the repositories."""
        idle = self.listed.idle(names)
        return (*self.listed.notes, *(["mapped, but not in the fleet: " + ", ".join(idle)] if idle else []))


def owners(organisation: Organisation, names: Iterable[str], said: Said, contents: pd.DataFrame) -> pd.DataFrame:
    """The ownership table: repository, path ('' = the whole repository, always there), team ('' unmapped), mapped_by, claims, unknown.

    `claims` holds every other team that a source names, with the source; `unknown` what files and exports name that is no team, alias or
    area of the organisation (never a person). Both '; '-separated. `contents`: the fact table.
    """
    spelling = Spelling.of(organisation)
    found = _from_files(organisation, contents)
    inside: dict[str, dict[str, dict[str, Names]]] = {}
    for (name, path), sources_of in found.items():
        inside.setdefault(name, {})[path] = sources_of
    rows = []
    for name in names:
        spoken = [*_said(organisation, name, said), *inside.get(name, {}).get("", {}).items(), *_prefix(organisation, name)]
        spoken.sort(key=lambda one: SOURCES.index(one[0]))
        rows.append({"repository": name, "path": ""} | _row(spoken, spelling))
        rows += [
            {"repository": name, "path": path} | row
            for path, row in _folders(said.listed.of(name), inside.get(name, {}), spelling, rows[-1]["team"])
        ]
    return pd.DataFrame(rows, columns=COLUMNS)


def whole(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of whole repositories."""
    rows: pd.DataFrame = table[table["path"] == ""].reset_index(drop=True)
    return rows


def folders(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of single paths: repository, path, team."""
    rows: pd.DataFrame = table.loc[table["path"] != "", ["repository", "path", "team"]].reset_index(drop=True)
    return rows


def _row(spoken: list[tuple[str, Names]], spelling: Spelling) -> dict[str, str]:
    named = [(source, name, spelling.team(name)) for source, names in spoken for name in names]
    teams = [(source, team) for source, _, team in named if team]
    source, team = teams[0] if teams else ("", UNMAPPED)
    others = dict.fromkeys(f"{other} ({by})" for by, other in teams if other != team)
    areas = [(by, name, inside) for by, name, found in named if not found and (inside := spelling.area(name))]
    others |= dict.fromkeys(f"{name} ({by})" for by, name, inside in areas if team not in inside)
    strangers = [(by, name) for by, name, found in named if not found and not spelling.area(name) and not _may_be_a_person(name)]
    unknown = dict.fromkeys(f"{name} ({by})" for by, name in strangers)
    return {"team": team, "mapped_by": source, "claims": "; ".join(sorted(others)), "unknown": "; ".join(sorted(unknown))}


def _may_be_a_person(name: str) -> bool:
    return name.startswith("@") and "/" not in name


def _said(organisation: Organisation, name: str, said: Said) -> Iterable[tuple[str, Names]]:
    listed = said.listed.of(name)
    if "" in listed:
        yield "csv", (listed[""],)
    for team in organisation.teams:
        if any(fnmatchcase(name, pattern) for pattern in team.repositories):
            yield "organisation file", (team.name,)
    for source, of in (("github teams", said.exports.teams), ("property", said.exports.properties)):
        if of.get(name.casefold()):
            yield source, of[name.casefold()]


def _prefix(organisation: Organisation, name: str) -> Iterable[tuple[str, Names]]:
    prefixes = [p for p in organisation.ownership.prefixes if name.startswith(p)]
    if prefixes:
        yield "prefix", (organisation.ownership.prefixes[max(prefixes, key=len)],)


def _folders(
    mapped: Mapping[str, str], inside: Mapping[str, dict[str, Names]], spelling: Spelling, team: str
) -> list[tuple[str, dict[str, str]]]:
    """Rows of the folders: all that the mapping lists, and of those that files name the ones that belong to another known team."""
    listed = {path: owner for path, owner in mapped.items() if path}
    named = {path: some for path, some in inside.items() if path}
    rows = []
    for path in sorted({*listed, *named}):
        spoken = [("csv", (listed[path],))] if path in listed else []
        row = _row([*spoken, *named.get(path, {}).items()], spelling)
        if path in listed or row["team"] not in ("", team):
            rows.append((path, row))
    return rows


def _from_files(organisation: Organisation, contents: pd.DataFrame) -> dict[tuple[str, str], dict[str, Names]]:
    """(repository, path) -> source -> names, from the files that the organisation wants to be read. Keeps the sources' order."""
    wanted = organisation.ownership
    found: dict[tuple[str, str], dict[str, Names]] = {}
    if wanted.backstage:
        for (repository, path), owner in _catalogues(contents, wanted.monorepos).items():
            found.setdefault((repository, path), {})["backstage"] = (owner,)
    if wanted.codeowners:
        for (repository, path), names in _codeowners(contents, wanted.monorepos).items():
            found.setdefault((repository, path), {})["codeowners"] = names
    if wanted.labels:
        for repository, names in labels.read(contents, wanted.labels).items():
            found.setdefault((repository, ""), {})["label"] = names
    return found


def _texts(contents: pd.DataFrame, kind: str) -> dict[str, dict[str, str]]:
    """Repository -> path -> text of the files of a kind, shallow paths first."""
    rows = contents.loc[contents["kind"] == kind, ["repository", "path", "text"]].astype(str)
    found: dict[str, dict[str, str]] = {}
    for repository, path, text in sorted(rows.itertuples(index=False, name=None), key=lambda row: (row[0], row[1].count("/"), row[1])):
        found.setdefault(repository, {})[path] = text
    return found


def _catalogues(contents: pd.DataFrame, monorepos: Names) -> dict[tuple[str, str], str]:
    """Owner by the shallowest catalogue file; in a monorepo also of each folder that has one."""
    found: dict[tuple[str, str], str] = {}
    for repository, texts in _texts(contents, "catalog-info").items():
        for path, text in texts.items():
            owner = catalogue.owner(text)
            if not owner:
                continue
            folder = path.rpartition("/")[0]
            if _any(repository, monorepos) and folder:
                found.setdefault((repository, folder), owner)
            else:
                found.setdefault((repository, ""), owner)
    return found


def _codeowners(contents: pd.DataFrame, monorepos: Names) -> dict[tuple[str, str], Names]:
    """Teams of the default rule; without one those of CODEOWNERS itself; in a monorepo also of each folder that has a rule."""
    found: dict[tuple[str, str], Names] = {}
    gitlab = set(contents.loc[contents["kind"] == GITLAB, "repository"].astype(str))
    for repository, texts in _texts(contents, "codeowners").items():
        read = codeowners.chosen(texts, gitlab=repository in gitlab)
        if read is None:
            continue
        path, rules = read
        of_file = (codeowners.owners(rules, [path]) or [()])[0]
        default = codeowners.default(rules) or (() if codeowners.has_default(rules) else (*of_file, *codeowners.lone(rules)))
        found[repository, ""] = codeowners.teams(default, rules.dialect)
        if _any(repository, monorepos):
            for rule in rules.rules:
                folder = literal(rule.pattern, rules.dialect)
                if folder and not rule.excludes:
                    found[repository, folder] = codeowners.teams(rule.owners, rules.dialect)
    return found


def _any(name: str, patterns: Names) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def sources(table: pd.DataFrame) -> dict[str, int]:
    """Number of whole repositories by the source that named their team, in the order of the sources; '' = unmapped, last."""
    counts = Counter(whole(table)["mapped_by"])
    return {source: counts[source] for source in (*SOURCES, "") if counts[source]}
