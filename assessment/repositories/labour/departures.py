"""Per team and workflow: who carries the plumbing, how much of that comes from outside, and what leaves with whom?

Why: where few people carry everybody's plumbing, or files are known only to people who left, the organisation runs on memory.
Reads: the tables of `touches.by_workflow` and `authorship.known`. Returns: the glue table; no person appears in it, and what would
describe fewer people than the organisation's k is withheld.
Misleads: commits are the technical half of glue. A commit that touches several workflows or teams counts once in each, so rows do not add
up. Three people are a large share of a small crowd: `people` stands beside.
Source: ownership share: Bird et al., Don't touch my code!, ESEC/FSE 2011; departures: Avelino et al., ICPC 2016.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from assessment.repositories.labour.authorship import Known, leaving

COLUMNS = [
    "team",
    "workflow",
    "commits",
    "outside",
    "outside_share",
    "top_share",
    "people",
    "files",
    "orphaned_share",
    "departure_share",
    "truck_factor",
]
BUSIEST = 3
KEY = ["team", "workflow"]


def table(touched: pd.DataFrame, known: Known, *, k: int) -> pd.DataFrame:
    """The glue table, columns COLUMNS: a row per team and workflow, per team, per workflow, and for all; '' stands for all.

    `touched`: `touches.by_workflow` with `stands` (see `people.outside`). `k`: the smallest group that may be described. Repositories
    without a team count for workflows and for all.
    """
    hands = pd.concat([_hands(rows, k) for rows in _groupings(touched)]) if len(touched) else _hands(touched, k)
    lost = pd.DataFrame([row for rows in _groupings(known.files) for row in _losses(rows, known.authors, k)], columns=_LOST)
    made = hands.merge(lost, on=KEY, how="outer").sort_values(KEY)
    made = made.astype({"people": "Int64", "truck_factor": "Int64"}).fillna({"commits": 0, "outside": 0, "files": 0})
    return made.astype({"commits": int, "outside": int, "files": int})[COLUMNS].reset_index(drop=True)


_LOST = [*KEY, "files", "orphaned_share", "departure_share", "truck_factor"]


def _groupings(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows by team and workflow, by team, by workflow, and all together; rows of no team only where teams are not told apart."""
    mapped = rows[rows["team"] != ""]
    yield mapped
    yield mapped.assign(workflow="")
    yield rows.assign(team="")
    yield rows.assign(team="", workflow="")


def _hands(rows: pd.DataFrame, k: int) -> pd.DataFrame:
    """Commits, those from outside, people and the share of the busiest, per team and workflow of the rows."""
    commit = rows.assign(crossed=rows["stands"] == "outside", known=rows["stands"].isin(["own", "outside"]))
    commit = commit.groupby([*KEY, "key"], as_index=False).agg(
        person=("person", "first"), crossed=("crossed", "any"), known=("known", "any")
    )
    sums = commit.groupby(KEY).agg(commits=("key", "size"), outside=("crossed", "sum"), known=("known", "sum"))
    each = commit[commit["person"] >= 0].groupby([*KEY, "person"]).size().rename("commits").reset_index()
    each = each.sort_values("commits", ascending=False)
    busiest = each.groupby(KEY).head(BUSIEST).groupby(KEY)["commits"].sum()
    people = each.groupby(KEY).size()
    sums["people"] = people.where(people >= k).astype("Int64")
    sums["top_share"] = (busiest / each.groupby(KEY)["commits"].sum()).where(people >= k)
    sums["outside_share"] = (sums["outside"] / sums["known"]).where(sums["known"] > 0)
    return sums.drop(columns="known").reset_index()


def _losses(files: pd.DataFrame, authors: pd.DataFrame, k: int) -> Iterator[tuple[object, ...]]:
    """Rows of _LOST, one per team and workflow of the files."""
    counts = files.groupby(KEY).size().to_dict()
    for (team, workflow), mine in authors.join(files[KEY], on="file", how="inner").groupby(KEY):
        count = counts[team, workflow]
        if mine["person"].nunique() < k:
            yield team, workflow, count, np.nan, np.nan, pd.NA
            continue
        here = mine[mine["here"]]
        today = here["file"].nunique()
        lost = leaving(here["file"].to_numpy(), here["person"].to_numpy(), least=k)
        factor = next((left for left, gone in enumerate(lost) if 2 * gone > today), 0)
        orphaned = count - today
        share = (orphaned + lost[min(k, len(lost) - 1)]) / count
        yield team, workflow, count, orphaned / count, share, factor if factor >= k else pd.NA
