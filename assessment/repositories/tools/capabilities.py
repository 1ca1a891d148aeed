"""The same job, done differently: by how many ways do the teams get each job of their pipelines done?

Reads `facts.steps` with blocks followed (`blocks.ways`), teams and declared roads. Returns one row per job, and one per job and way.
The effective number of ways is what equally common ways would look the same; each team has one vote, split over its repositories that do
the job, and in a repository over its ways. A repository of nobody votes for itself.
Misleads: a way is a program and its target, so two teams that run different scripts named alike go one way, and one tool under two
names goes two; jobs that a controller or a forge does without a file are not seen.
Source: Hill number of order 1, the exponential of Shannon's entropy (Jost 2006, Oikos 113: Entropy and diversity).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.rules.schema_steps import Capability
from assessment.repositories.tools.called import CALLS, SHARED, Blocks
from assessment.repositories.tools.reach import compiled, named_by

CAPABILITIES = (
    "capability", "phase", "undifferentiated", "repositories", "teams", "ways", "effective", "top", "top_share", "shared_share",
    "platform_share", "n",
)  # fmt: skip
WAYS = ("capability", "way", "repositories", "teams", "tier")
PLATFORM, SEVERAL = "platform", "several teams"
INWARD = frozenset(("source", "setup", "plumbing", "unknown"))  # phases that an action goes through to get its own job done


def followed(fleet: Fleet, catalogue: Sequence[Capability], providers: pd.DataFrame) -> Blocks:
    """The pipelines of a fleet with the building blocks that they call; `providers`: the result table of that name."""
    return Blocks(
        fleet.facts.steps,
        fleet.teams.index.astype(str),
        roads=fleet.organisation.platform.roads,
        offered=providers.loc[providers["kind"].isin(CALLS), "provider"],
        outward=outward(catalogue),
    )


def outward(catalogue: Sequence[Capability]) -> list[str]:
    """The capabilities that a pipeline is there for; what it does to prepare itself is left out."""
    return [one.id for one in catalogue if one.phase not in INWARD]


def tables(
    fleet: Fleet, catalogue: Sequence[Capability], providers: pd.DataFrame, blocks: Blocks | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Columns CAPABILITIES, in the order of the catalogue, and WAYS, the most repositories first.

    `providers`: the result table of that name; its columns provider, kind and tier are read. `blocks`: as `followed` gives them, where
    they are known already.
    """
    offered = providers[providers["kind"].isin(CALLS)]
    blocks = blocks or followed(fleet, catalogue, providers)
    found = blocks.ways()
    found["team"] = found["repository"].map(fleet.teams).astype(object).fillna("").astype(str)
    found["tier"] = found["way"].map(_tiers(fleet, found, blocks, offered)).astype(object)
    found = _weighted(found)
    return _capabilities(found, catalogue), _ways(found)


def _tiers(fleet: Fleet, found: pd.DataFrame, blocks: Blocks, offered: pd.DataFrame) -> dict[str, str]:
    """Way -> platform, several teams, one team, unknown (only repositories of nobody); '' for what is not shared."""
    platform, known = (
        fleet.organisation.platform,
        {str(name).casefold(): str(tier) for name, tier in offered[["provider", "tier"]].to_numpy()},
    )
    roads = [compiled(road.references) for road in platform.roads]
    teams = found[found["team"] != ""].groupby("way")["team"].agg(set).to_dict()
    tiers = dict.fromkeys(found["way"].unique(), "")
    for way in tiers:
        if not way.startswith(SHARED):
            continue
        target = way.removeprefix(SHARED)
        names, owner = {target, *blocks.called_as.get(target, ())}, str(fleet.teams.get(target, ""))
        said = {known.get(name.casefold(), "") for name in names}
        declared = any(named_by(road, "workflow", name, "") for road in roads for name in names)
        if declared or PLATFORM in said or (owner and owner == platform.team):
            tiers[way] = PLATFORM
        else:
            counted = {0: "unknown", 1: "one team"}.get(len(teams.get(way, set()) - {owner}), SEVERAL)
            tiers[way] = SEVERAL if SEVERAL in said else "one team" if counted == "unknown" and way in teams else counted
    return tiers


def _weighted(found: pd.DataFrame) -> pd.DataFrame:
    """With `unit` (team, or the repository of nobody) and `weight`: its share in the one vote of the unit."""
    found["unit"] = found["team"].where(found["team"] != "", "\0" + found["repository"])
    in_repository = found.groupby(["capability", "repository"])["way"].transform("size")
    in_unit = found.groupby(["capability", "unit"])["repository"].transform("nunique")
    return found.assign(weight=1 / (in_repository * in_unit))


def _capabilities(found: pd.DataFrame, catalogue: Sequence[Capability]) -> pd.DataFrame:
    by_way = found.groupby(["capability", "way"], observed=True)["weight"].sum()
    share = by_way / by_way.groupby("capability").transform("sum")
    named = found[found["team"] != ""].groupby("capability")["team"].nunique()
    by = found.groupby("capability")
    total = by["weight"].sum()
    rows = pd.DataFrame(
        {
            "repositories": by["repository"].nunique(),
            "teams": named.reindex(total.index, fill_value=0),
            "ways": by["way"].nunique(),
            "effective": np.exp((-share * np.log(share)).groupby("capability").sum()),
            "top": [way for _, way in share.groupby("capability").idxmax()],
            "top_share": share.groupby("capability").max(),
            "shared_share": found[found["way"].str.startswith(SHARED)].groupby("capability")["weight"].sum() / total,
            "platform_share": found[found["tier"] == PLATFORM].groupby("capability")["weight"].sum() / total,
            "n": by["unit"].nunique(),
        },
        index=total.index,
    )
    rows = rows.fillna({"shared_share": 0.0, "platform_share": 0.0})
    about = pd.DataFrame([(c.id, c.phase, c.undifferentiated) for c in catalogue], columns=["capability", "phase", "undifferentiated"])
    return about.merge(rows.reset_index(), on="capability")[list(CAPABILITIES)]


def _ways(found: pd.DataFrame) -> pd.DataFrame:
    rows = found.groupby(["capability", "way", "tier"])["repository"].nunique().rename("repositories").reset_index()
    named = found[found["team"] != ""].groupby(["capability", "way"])["team"].nunique().rename("teams").reset_index()
    rows = rows.merge(named, on=["capability", "way"], how="left").fillna({"teams": 0}).astype({"teams": "int64"})
    return rows.sort_values(["capability", "repositories", "way"], ascending=[True, False, True], ignore_index=True)[list(WAYS)]
