"""Which references lead to something that is shared inside the organisation?

Reads `facts.references`, the names and teams of the fleet's repositories, and the declared paved roads; returns the references that lead
to a provider, and which of those are shared. A provider is a repository of the fleet other than the referring one (last part of the
target), a further repository of an owner under whose name the fleet's repositories are referred to, a library of the organisation's own CI
controller, or whatever a paved road names, be it reached through a building block of one's own. It is shared when a declared road leads
there, or when enough repositories use it and at least one of them belongs to another team; where the provider's team is not known, when two
teams use it.

A chart or the base image of a Dockerfile counts too when it comes from a registry of the organisation's own; by its last name, because
registries move and charts and images move with them.

Misleads: repositories of nobody count as another team's; a provider outside the fleet that is named neither by a road nor by a known
owner or registry is not seen; a private mirror of a public registry looks like a registry of the organisation's own.
"""

import re
from dataclasses import dataclass

import pandas as pd

from assessment.model import PavedRoad, Workflow
from assessment.repositories.duplication.sharing.through import through
from assessment.repositories.duplication.thresholds import Providers, Thresholds
from assessment.repositories.fleet import Fleet
from assessment.repositories.tools.reach import compiled, named_by

COLUMNS = ["repository", "path", "line", "kind", "workflow", "target", "provider", "road", "team", "key", "shared"]


@dataclass(frozen=True, slots=True)
class _Road:
    name: str
    workflow: str
    pattern: re.Pattern[str]


def uses(fleet: Fleet, rules: Thresholds) -> pd.DataFrame:
    """References to providers: repository, path, line, kind, workflow, target, provider (repository or ''), road (name or ''), team (of the
    referring repository), key (what stands for the provider in a solution's id), shared.

    Where a road leads to the target, `workflow` is the road's; under the workflow of its file such a reference stands only if its
    provider is known and no road covers that workflow. A file that takes a road through building blocks of the fleet stands once more
    for the road, without line and kind.
    """
    columns = ["repository", "path", "line", "kind", "workflow", "target", "block", "pin"]
    found = fleet.facts.references[columns].astype({name: str for name in columns if name != "line"})
    found = found[(found["pin"] != "local") & ~found["target"].str.startswith(".")]
    if found.empty:
        return pd.DataFrame({name: pd.Series(dtype="bool" if name == "shared" else "str") for name in COLUMNS})
    found = _resolved(found, fleet, rules.providers)
    known = (found["provider"] != "") | found["kind"].isin(rules.providers.always) | _of_own_owner(found, rules.providers)
    registry = _of_own_registry(found, fleet.teams, rules.providers)
    known |= registry
    found["moved"] = (found["kind"] + ":" + found["target"].str.casefold().str.rpartition("/")[2]).where(registry, "")
    taken = _on_roads(found)
    rows = [table for table in (taken, through(taken, fleet), _undeclared(found[known])) if not table.empty]
    return _shared(pd.concat(rows or [taken], ignore_index=True), fleet, rules.providers)


def _resolved(found: pd.DataFrame, fleet: Fleet, rules: Providers) -> pd.DataFrame:
    """References with their provider ('' for none or the repository itself) and the roads they take; each target is looked at once."""
    roads = [_road(road) for road in fleet.organisation.platform.roads]
    names = {str(name).casefold(): str(name) for name in fleet.teams.index}
    targets = found[["target", "block", "kind"]].drop_duplicates()
    rows = [
        (provider(target, kind, names, rules), _roads(kind, target, block, roads))
        for target, block, kind in targets.itertuples(index=False)
    ]
    known = targets.assign(
        provider=[name for name, _ in rows],
        roads=pd.Series([taken for _, taken in rows], index=targets.index, dtype=object),
    )
    found = found.merge(known, on=["target", "block", "kind"])
    return found.assign(provider=found["provider"].where(found["provider"] != found["repository"], ""))


def provider(target: str, kind: str, names: dict[str, str], rules: Providers) -> str:
    """The fleet's repository that a target names by its last part, '' for none; `names`: case-folded name -> name."""
    if kind not in rules.kinds:
        return ""
    plain = re.sub(r"[?#].*$|\.git(?=$|[/?])", "", target).rstrip("/")
    plain = re.sub(r"(?<!:)//.*$", "", plain)  # a folder inside a module's repository
    parts = [part for part in re.split(r"[/:>]", plain.casefold()) if part]
    if not parts or (len(parts) > 1 and parts[-2] in rules.foreign):
        return ""
    return names.get(parts[-1], "")


def _of_own_owner(found: pd.DataFrame, rules: Providers) -> pd.Series:
    """True for targets owner/repo of an owner that is the organisation: enough repositories reach repositories of the fleet under its
    name."""
    plain = found["kind"].isin(rules.kinds) & (found["target"].str.count("/") == 1)
    owner = found["target"].str.casefold().str.partition("/")[0]
    reached = found[plain & (found["provider"] != "")].groupby(owner)["repository"].nunique()
    own = set(reached.index[reached >= rules.own_owner]) - set(rules.foreign)
    other = found["target"].str.casefold().str.partition("/")[2] != found["repository"].str.casefold()
    return plain & owner.isin(own) & other


def _of_own_registry(found: pd.DataFrame, teams: pd.Series, rules: Providers) -> pd.Series:
    """True for charts, and base images of Dockerfiles, from the organisation's own registry: no public host, and several teams use it."""
    host = found["target"].str.casefold().str.partition("/")[0]
    base = (found["kind"] == "chart") | ((found["kind"] == "image") & (found["workflow"] == Workflow.CONTAINERS))
    private = base & host.str.contains("[.:]") & ~host.isin(rules.public_hosts)
    rows = found[private].assign(host=host, team=found["repository"].map(teams))
    by = rows[rows["team"].fillna("") != ""].groupby("host").agg(repositories=("repository", "nunique"), teams=("team", "nunique"))
    own = set(by.index[(by["repositories"] >= rules.own_owner) & (by["teams"] > 1)])
    return private & host.isin(own)


def _road(road: PavedRoad) -> _Road:
    return _Road(road.name, str(road.workflow), compiled(road.references))


def _roads(kind: str, target: str, block: str, roads: list[_Road]) -> tuple[tuple[str, str], ...]:
    """Name and workflow of each road that leads to the target, or to the block in it."""
    return tuple((road.name, road.workflow) for road in roads if named_by(road.pattern, kind, target, block))


def _on_roads(found: pd.DataFrame) -> pd.DataFrame:
    """One row per reference and road that it takes, under the road's workflow."""
    taken = found[found["roads"].map(len) > 0].explode("roads")
    return taken.assign(road=[name for name, _ in taken["roads"]], workflow=[workflow for _, workflow in taken["roads"]])


def _undeclared(found: pd.DataFrame) -> pd.DataFrame:
    """References to known providers, less those that a road already covers for the same workflow."""
    covered = [any(workflow == own for _, workflow in roads) for roads, own in zip(found["roads"], found["workflow"], strict=True)]
    return found[~pd.Series(covered, index=found.index, dtype=bool)].assign(road="")


def _shared(found: pd.DataFrame, fleet: Fleet, rules: Providers) -> pd.DataFrame:
    found["team"] = fleet.team_of(found["repository"], found["path"]).astype(str)
    plain = found["target"].str.casefold().where(found["moved"].fillna("") == "", found["moved"])
    found["key"] = found["provider"].where(found["provider"] != "", plain)
    owner = found["provider"].map(fleet.teams).astype(object).fillna("").astype(str)
    outside = ((found["provider"] != "") & ((found["team"] != owner) | (found["team"] == ""))).groupby(found["key"]).transform("any")
    known = found["team"].where(found["team"] != "").groupby(found["key"]).transform("nunique") > 1
    many = found.groupby("key")["repository"].transform("nunique") >= rules.least_repositories
    found["shared"] = (found["road"] != "") | (many & (outside | ((found["provider"] == "") & known)))
    # one provider under several spellings: the name that most references have
    found["target"] = found.groupby("key")["target"].transform(lambda names: names.mode().min())
    return found[COLUMNS].sort_values(["repository", "path", "line", "road"], kind="stable", ignore_index=True)
