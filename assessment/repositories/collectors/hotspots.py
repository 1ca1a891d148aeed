"""Which plumbing is large and changes often, and does it get better or worse: by file, folder, workflow and team?

Why: one file that everybody keeps mending, or one folder, is where a shared version takes most work away.
Reads: `people.human`, `touches.changes`, `facts.files`. Returns: hotspots (files) and the same summed by folder, workflow and team.
Misleads: size stands for complexity, and says little of generated or data-like files. A renamed file is new. The trend of a repository
that was born within two years compares a whole year with part of one. A commit in several folders counts once in each.
Source: Tornhill, Your Code as a Crime Scene (change frequency x size).
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import touches

YEAR = pd.Timedelta(days=365)
FILE = ["repository", "path"]
MEASURES = ["commits", "before", "trend", "lines_changed", "size", "share"]
FILES = ["repository", "team", "path", "folder", "workflow", *MEASURES]
GROUPS = ["level", "name", "repository", *MEASURES]


def edits(fleet: Fleet, human: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """People's changes of plumbing in the last 730 days: repository, path, folder ('' top), team, workflow, key, lines, recent (365 days).

    `changed`: `touches.changes`.
    """
    rows = touches.effort(changed, human).merge(human[["key", "at"]], on="key")
    rows = rows[rows["at"] > fleet.facts.as_of - 2 * YEAR].astype({"repository": object, "path": object, "workflow": object})
    folder = rows["path"].str.rpartition("/")[0] if len(rows) else rows["path"]
    return rows.assign(folder=folder, recent=rows["at"] > fleet.facts.as_of - YEAR)


def files(fleet: Fleet, edited: pd.DataFrame) -> pd.DataFrame:
    """Plumbing files at HEAD that people changed in the last 365 days, hottest first: the columns FILES. `edited`: the table of `edits`.

    size: bytes at HEAD; share: commits x size, of the sum over the fleet; before: commits in the 365 days before; trend: commits /
    before - 1, NaN where there were none before. Files of unknown size are left out.
    """
    facts = fleet.facts.files
    known = facts[(facts["role"] == "plumbing") & (facts["bytes"] >= 0)].rename(columns={"bytes": "size"})
    known = known[[*FILE, "workflow", "size"]].astype({"repository": object, "path": object, "workflow": object})
    hot = _counted(edited, FILE).merge(known, on=FILE)
    hot = hot[hot["commits"] > 0].merge(edited[[*FILE, "folder", "team"]].drop_duplicates(FILE), on=FILE)
    heat = (hot["commits"] * hot["size"]).astype(float)
    hot = hot.assign(share=heat / heat.sum() if heat.sum() else 0.0)
    return hot.sort_values(["share", *FILE], ascending=[False, True, True])[FILES].reset_index(drop=True)


def groups(edited: pd.DataFrame, hot: pd.DataFrame) -> pd.DataFrame:
    """The same by folder (with its repository), workflow and team, hottest first within a level: the columns GROUPS.

    commits and lines_changed count files that are gone since, too; size and share are the sums of the hotspots `hot`.
    """
    levels = {"folder": ["repository", "folder"], "workflow": ["workflow"], "team": ["team"]}
    rows = [_group(level, keys, edited, hot) for level, keys in levels.items()]
    made = pd.concat(rows, ignore_index=True)
    made["order"] = made["level"].map({level: at for at, level in enumerate(levels)})
    by = ["order", "share", "commits", "repository", "name"]
    return made.sort_values(by, ascending=[True, False, False, True, True])[GROUPS].reset_index(drop=True)


def _group(level: str, keys: list[str], edited: pd.DataFrame, hot: pd.DataFrame) -> pd.DataFrame:
    counted = _counted(edited, keys)
    sums = hot.groupby(keys, as_index=False)[["size", "share"]].sum()
    found = counted[counted["commits"] > 0].merge(sums, on=keys, how="left").fillna({"size": 0, "share": 0.0}).astype({"size": np.int64})
    return found.assign(level=level, name=found[level], repository=found["repository"] if "repository" in keys else "")


def _counted(edited: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """commits, before, trend and lines_changed by the given keys."""
    once = edited.groupby([*keys, "key"], as_index=False).agg(recent=("recent", "first"), lines=("lines", "sum"))
    once = once.assign(before=~once["recent"], lines=once["lines"].where(once["recent"], 0))
    sums = once.groupby(keys, as_index=False)[["recent", "before", "lines"]].sum()
    sums = sums.rename(columns={"recent": "commits", "lines": "lines_changed"}).astype({"commits": int, "before": int})
    return sums.assign(trend=sums["commits"] / sums["before"].where(sums["before"] > 0) - 1)
