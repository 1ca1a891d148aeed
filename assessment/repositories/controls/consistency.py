"""Per control: how many repositories have it, how alike teams are in having and setting it, and what the paved road changes.

Reads: outcomes of controls (`controls.outcomes`), the control rules, the declared roads. Returns: the tables `controls` and
`control_settings`.
Misleads: repositories on a road differ from the others in age and team; what a road brings without a trace in the files counts as
unavailable, neither for nor against it. See `dispersion` for the spreads, `controls` for what an outcome means.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from assessment.repositories.controls.dispersion import entropies, ranges, spreads
from assessment.repositories.fleet import Fleet
from assessment.repositories.roads import adoption as roads
from assessment.repositories.rules.schema_controls import ControlRule

OUTCOMES = ["present", "absent", "unavailable", "not applicable"]
SWITCHES = "road-stages"
KNOWN = ["present", "absent"]


def table(rows: pd.DataFrame, catalogue: Sequence[ControlRule], on_road: dict[str, set[str]]) -> pd.DataFrame:
    """A row per control of the catalogue, and of the rows: the columns of the result table.

    Counts are of repositories. teams: those in which it is present or absent; spread, setting_entropy and ordinal_spread (0..1, NaN
    where fewer than two teams can be compared) leave repositories without a team out. on_road and off_road: share of present among
    present and absent, of on_road_of and off_road_of repositories; NaN where there are none, or no road serves the workflow.
    """
    rules = {rule.id: rule for rule in catalogue}
    names = list(dict.fromkeys([*rules, *rows["control"].unique()]))
    counts = pd.crosstab(rows["control"], rows["outcome"]).reindex(index=names, columns=OUTCOMES, fill_value=0)
    mapped = rows[rows["team"] != ""]
    known = mapped[mapped["outcome"].isin(KNOWN)]
    chosen = mapped[(mapped["outcome"] == "present") & (mapped["setting"].fillna("") != "")]
    made = counts.set_axis([name.replace(" ", "_") for name in OUTCOMES], axis=1).assign(
        title=[rules[name].title if name in rules else name for name in names],
        requirements=[_requirements(rules.get(name)) for name in names],
        repositories=counts.sum(axis=1),
        teams=known.groupby("control")["team"].nunique().reindex(names, fill_value=0),
        spread=spreads(_shares(known)),
        setting_entropy=entropies(chosen),
        ordinal_spread=ranges(ranked(chosen, catalogue)),
        imported=(~rows["source"].isin(["files", "history"])).groupby(rows["control"]).sum().reindex(names, fill_value=0),
        disagreements=rows["disagrees"].astype(bool).groupby(rows["control"]).sum().reindex(names, fill_value=0),
    )
    sides = [_side(rows, {name: on_road.get(rules[name].workflow) for name in names if name in rules}, on=on) for on in (True, False)]
    made["on_road"], made["on_road_of"], made["off_road"], made["off_road_of"] = (
        column.reindex(names, fill_value=0) if column.name == "size" else column for side in sides for column in side
    )
    return made.rename_axis("control").reset_index()


def settings(rows: pd.DataFrame) -> pd.DataFrame:
    """How a control is set: control, outcome, setting, repositories, teams; the commonest first. Switches of a pipeline one by one."""
    chosen = rows[rows["outcome"].isin(KNOWN) & (rows["setting"].fillna("") != "")]
    switched = chosen["control"] == SWITCHES
    switches = chosen[switched].assign(outcome="present", setting=chosen.loc[switched, "setting"].str.split(" + ", regex=False))
    chosen = pd.concat([chosen[~switched], switches.explode("setting")])
    counts = chosen.groupby(["control", "outcome", "setting"]).agg(repositories=("repository", "nunique"), teams=("team", _teams))
    order = ["control", "outcome", "repositories", "setting"]
    return counts.reset_index().sort_values(order, ascending=[True, False, False, True], ignore_index=True)


def users(fleet: Fleet) -> dict[str, set[str]]:
    """Workflow of a declared road -> repositories on a road that serves it."""
    declared = fleet.organisation.platform.roads
    found: dict[str, set[str]] = {}
    for road in declared:
        found.setdefault(str(road.workflow), set()).update(map(str, roads.users(fleet, road, fleet.reach)["repository"]))
    return found


def ranked(chosen: pd.DataFrame, catalogue: Sequence[ControlRule]) -> pd.DataFrame:
    """Settings that name exactly one word of their control's order: control, team, rank (0 strict), ranks (number of words)."""
    found = []
    for rule in catalogue:
        if len(rule.ordinal) < 2:
            continue
        rows = chosen[chosen["control"] == rule.id]
        places = {setting: _rank(str(setting), rule.ordinal) for setting in rows["setting"].unique()}
        found.append(rows.assign(rank=rows["setting"].map(places), ranks=len(rule.ordinal))[["control", "team", "rank", "ranks"]].dropna())
    return pd.concat(found) if found else pd.DataFrame(columns=["control", "team", "rank", "ranks"])


def _rank(setting: str, words: Sequence[str]) -> float:
    there = [place for place, word in enumerate(words) if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", setting)]
    return float(there[0]) if len(there) == 1 else np.nan


def _requirements(rule: ControlRule | None) -> str:
    """Related requirements, as "OSPS VM-05, Scorecard SAST"."""
    names = {"scorecard": "Scorecard", "osps": "OSPS", "cis": "CIS", "slsa": "SLSA", "ssdf": "SSDF"}
    maps = rule.maps if rule else {}
    return "; ".join(f"{names[key]} {', '.join(ids)}" for key, ids in maps.items() if ids)


def _shares(known: pd.DataFrame) -> pd.DataFrame:
    present = (known["outcome"] == "present").groupby([known["control"], known["team"]])
    return present.agg(["mean", "size"]).set_axis(["share", "of"], axis=1).reset_index()


def _side(rows: pd.DataFrame, on_road: dict[str, set[str] | None], *, on: bool) -> tuple[pd.Series, pd.Series]:
    """Share of present and how many repositories, per control that a road serves, on or off it."""
    served = rows[rows["outcome"].isin(KNOWN) & rows["control"].isin([name for name, those in on_road.items() if those is not None])]
    there = [name in (on_road[control] or ()) for control, name in zip(served["control"], served["repository"], strict=True)]
    side = served[np.array(there, bool) == on]
    shares = (side["outcome"] == "present").groupby(side["control"]).agg(["mean", "size"])
    return shares["mean"], shares["size"]


def _teams(names: pd.Series) -> int:
    return int(names[names != ""].nunique())
