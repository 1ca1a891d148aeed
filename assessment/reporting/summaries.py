"""What was not read or not answered, counted: the sums that the app's page *Coverage* and the report show.

Takes result tables; returns small tables. Nothing that was left out goes unsaid.
"""

import pandas as pd

from assessment.outcome import Outcome

# column of `coverage` -> what it is, and what it does to the result
LEFT_OUT = (
    ("shallow", "Repositories whose history is cut", "older work is not seen; effort and dates start later than they were"),
    ("missing_blobs", "Wanted files that are not in the clone", "their contents count as not looked at, which lowers coverage"),
    ("oversized", "Files over the size limit", "not read; duplication in them is not seen"),
    ("withheld", "Secret-bearing files", "that they exist is noted, their content never read"),
    ("vendored", "Vendored, generated and example files", "left out, so that other people's code does not count as yours"),
    ("automation", "Commits by bots", "left out of effort, kept apart from people's work"),
)


def left_out(coverage: pd.DataFrame) -> pd.DataFrame:
    """Columns what, count, repositories, means: one row a reason why something was left out, also where the count is 0."""
    collected = coverage[coverage["state"] == "collected"]
    rows: list[dict[str, object]] = [_unmapped(coverage)]
    for column, what, means in LEFT_OUT:
        counts = collected[column].fillna(0).astype(int)
        rows.append({"what": what, "count": int(counts.sum()), "repositories": int((counts > 0).sum()), "means": means})
    return pd.DataFrame(rows)


def _unmapped(coverage: pd.DataFrame) -> dict[str, object]:
    number = int((coverage["team"].fillna("") == "").sum())
    means = "they count for the organisation, but for no team"
    return {"what": "Repositories without a team", "count": number, "repositories": number, "means": means}


def states(coverage: pd.DataFrame) -> dict[str, int]:
    """Repositories by state: collected, empty, failed."""
    counts = coverage["state"].value_counts()
    return {state: int(counts.get(state, 0)) for state in ("collected", "empty", "failed")}


def outcomes(measures: pd.DataFrame) -> pd.DataFrame:
    """Columns indicator, title, source, weight and one column an outcome with the number of teams; one row a measure, in the table's order."""
    if measures.empty:
        return pd.DataFrame(columns=["indicator", "title", "source", "weight", *map(str, Outcome)])
    keys = ["indicator", "measure", "title", "source", "weight"]
    text = measures.astype({"outcome": str})
    table = text.pivot_table(
        index=keys, columns="outcome", values="team", aggfunc="count", fill_value=0, sort=False, observed=True, dropna=False
    )
    return table.reindex(columns=list(map(str, Outcome)), fill_value=0).reset_index().drop(columns="measure").rename_axis(columns=None)


def clusters_of(assessment_clusters: pd.DataFrame, members: pd.DataFrame, team: str) -> pd.DataFrame:
    """The clusters in which a team has a member."""
    return assessment_clusters[assessment_clusters["cluster"].isin(members.loc[members["team"] == team, "cluster"])]


def hotspots(toil: pd.DataFrame, *, value: str = "commits") -> pd.DataFrame:
    """Columns team, repository, workflow and sums of commits, lines, outside, propagated, retries; the largest `value` first."""
    sums = ["commits", "lines", "outside", "propagated", "retries"]
    table = toil.groupby(["team", "repository", "workflow"], as_index=False, observed=True)[sums].sum()
    return table.sort_values([value, "repository"], ascending=[False, True]).reset_index(drop=True)
