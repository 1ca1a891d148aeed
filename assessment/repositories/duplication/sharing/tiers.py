"""Whose is each shared building block, who stands on it, and is it one team's, several teams' or the platform's?

Why: shared is not paved. In one public organisation twelve of sixteen providers of shared workflows served one team alone, four served
two, none three; telling them apart needs who uses them, never their names.
Reads: what `providers.uses` reads, followed through the fleet by `reach`. Returns: the `providers` result table.
Misleads: as `providers` and `reach` do; a provider that one team made yesterday and all will use tomorrow is one team's today.
Source: the tiers of 16 providers in one organisation; pins: SHA, tag or branch as in OpenSSF Scorecard's Pinned-Dependencies.
"""

import pandas as pd

from assessment.repositories.duplication.sharing.providers import uses
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet

COLUMNS = [
    "provider", "kind", "workflow", "road", "owner_team", "tier", "repositories", "teams", "direct", "through",
    "pin_sha", "pin_tag", "pin_branch", "unpinned", "newest",
]  # fmt: skip
ONE, SEVERAL, PLATFORM = "one team", "several teams", "platform"
SHORT = {ONE: "one", SEVERAL: "several", PLATFORM: "platform"}
PINS = {"pin_sha": ("sha", "digest"), "pin_tag": ("tag",), "pin_branch": ("branch",), "unpinned": ("none", "variable")}
INGREDIENTS = ("action",)  # no solutions by themselves, yet building blocks that somebody offers


def providers(fleet: Fleet, rules: Thresholds) -> pd.DataFrame:
    """One row per provider and workflow, most used first: COLUMNS.

    `kind`: the commonest kind of reference. `tier`: platform where the declared platform team owns it or a declared road leads there; else
    several teams where two or more teams use it, the owner's own use not counted; else one team. `direct` repositories name it, `through`
    ones reach it only through other building blocks; `repositories` is both. Pins are shares of the references that name it; `newest`:
    the version that sorts last among tags, '' where there is none. Repositories of no team count in `repositories`, not in `teams`.
    """
    kinds = rules.providers.model_copy(update={"kinds": (*rules.providers.kinds, *INGREDIENTS)})
    found = uses(fleet, rules.model_copy(update={"providers": kinds}))
    found = found[(found["key"] != "") & (found["kind"] != "")]
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    pinned = fleet.facts.references[["repository", "path", "line", "target", "pin", "version"]].astype(object)
    found = found.astype({"line": object}).merge(pinned.drop_duplicates(), on=["repository", "path", "line", "target"], how="left")
    followed = _followed(fleet, found)
    rows = [_row(fleet, str(key), str(workflow), some, followed) for (key, workflow), some in found.groupby(["key", "workflow"])]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["repositories", "provider", "workflow"], ascending=[False, True, True], ignore_index=True)


def of_solutions(solutions: pd.DataFrame, offered: pd.DataFrame) -> pd.Series:
    """Tier of each row of `solutions.solutions`: paved (a declared road), platform, several (teams, or the publisher of a public template),
    one (team); '' for copies and own. offered: the table `providers`."""
    known = offered[["workflow", "provider", "road", "tier"]].set_axis(["workflow", "key", "declared", "tier"], axis=1)
    found = solutions[["workflow", "key", "road", "kind"]].merge(known, on=["workflow", "key"], how="left")
    tier = found["tier"].map(SHORT).fillna(found["key"].eq("").map({True: "several", False: "one"}))
    tier = tier.where((found["road"] == "") & found["declared"].fillna("").eq(""), "paved").where(found["kind"] == "shared", "")
    return tier.astype(str).set_axis(solutions.index)


def _row(fleet: Fleet, key: str, workflow: str, some: pd.DataFrame, followed: dict[str, set[str]]) -> tuple[object, ...]:
    direct = set(some["repository"])
    through = followed.get(key, set()) - direct - {key}
    teams = {str(team) for team in fleet.teams.reindex(sorted(direct | through)).fillna("")} - {""}
    owner, roads = str(fleet.teams.get(key, "")), sorted({str(road) for road in some["road"]} - {""})
    platform = fleet.organisation.platform.team
    tier = PLATFORM if roads or (platform and owner == platform) else SEVERAL if len(teams - {owner}) > 1 else ONE
    pins = some["pin"].value_counts(normalize=True)
    shares = [float(pins.reindex(names).sum()) if len(pins) else float("nan") for names in PINS.values()]
    tags = some.loc[some["pin"] == "tag", "version"].dropna()
    newest = max(tags, key=_version, default="")
    counts = (len(direct | through), len(teams), len(direct), len(through))
    return (key, some["kind"].mode().min(), workflow, ", ".join(roads), owner, tier, *counts, *shares, newest)


def _followed(fleet: Fleet, found: pd.DataFrame) -> dict[str, set[str]]:
    """Provider -> repositories that reach it, for those that another provider uses; who names it directly needs no following."""
    behind = found[found["repository"].isin(found["key"])]["key"].unique()
    if not len(behind):
        return {}
    targets = found.groupby("key")["target"].unique()
    patterns = {str(key): [str(target) for target in targets[key]] for key in behind}
    reached = {key: fleet.reach.users([*names, *(f"{name}/*" for name in names)]) for key, names in patterns.items()}
    return {key: {str(name) for name in files["repository"]} & set(fleet.teams.index) for key, files in reached.items()}


def _version(text: str) -> tuple[tuple[int, str], ...]:
    """Sorts v2 before v10."""
    parts = "".join(letter if letter.isalnum() else " " for letter in text.removeprefix("v")).split()
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
