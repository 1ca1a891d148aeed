"""How long do pipelines run, how often do they fail or have to be repeated, and do they really use what is shared?

Reads: imported runs (`imported.RUNS`), the declared roads, teams. Returns: the `runs` result table.
Misleads: a slow pipeline may do more; pipelines that fail often may be those that test most; compare roads on the same kind of
repository only. Runs cover the window of the export. GitLab does not say which run was repeated.
Source: mean and 95th percentile of duration, failure and rerun rate as in the CI literature; medians here, because durations are skewed.
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.imported import of_fleet
from assessment.repositories.tools.reach import compiled, named_by

COLUMNS = [
    "repository", "team", "path", "road", "window_from", "window_to", "runs", "median_minutes", "p95_minutes", "queue_minutes",
    "failure_rate", "retry_rate", "shared",
]  # fmt: skip


def table(fleet: Fleet, runs: pd.DataFrame) -> pd.DataFrame:
    """One row per repository and pipeline file: COLUMNS.

    `road`: declared roads that its runs really used, ', '-separated; '' none. `failure_rate` = failures of runs that succeeded or failed;
    `retry_rate` = repeated of runs whose attempts are known; NaN where none is. `shared` = runs that used any reusable workflow.
    """
    found = of_fleet(runs, [str(name) for name in fleet.teams.index])
    if found.empty:
        return pd.DataFrame(columns=COLUMNS)
    used = found["shared"].fillna("").astype(str)
    decided = found["result"].astype(str).isin(["success", "failure"])
    found = found.astype({"repository": str, "path": str}).assign(
        road=used.map({text: _roads(fleet, text) for text in used.unique()}),
        shared=(used != "").astype(int),
        failed=(found["result"].astype(str) == "failure").where(decided).astype(float),
        repeated=(found["attempt"] > 1).where(found["attempt"].notna()).astype(float),
    )
    by = found.groupby(["repository", "path"], sort=True)
    made = by.agg(
        road=("road", lambda names: ", ".join(sorted({name for text in names for name in text.split("\n") if name}))),
        window_from=("started", "min"),
        window_to=("started", "max"),
        runs=("run", "size"),
        median_minutes=("minutes", "median"),
        p95_minutes=("minutes", lambda minutes: float(np.nanquantile(minutes, 0.95)) if minutes.notna().any() else np.nan),
        queue_minutes=("queued", "median"),
        failure_rate=("failed", "mean"),
        retry_rate=("repeated", "mean"),
        shared=("shared", "sum"),
    ).reset_index()
    return made.assign(team=made["repository"].map(fleet.teams).fillna(""))[COLUMNS]


def _roads(fleet: Fleet, used: str) -> str:
    """Names of the declared roads among reusable workflows, one a line."""
    blocks = [word.split("/", 2) for word in used.split()]
    cases = [("workflow", "/".join(parts[:2]), "".join(parts[2:])) for parts in blocks]
    roads = ((road.name, compiled(road.references)) for road in fleet.organisation.platform.roads)
    return "\n".join(name for name, pattern in roads if any(named_by(pattern, *case) for case in cases))
