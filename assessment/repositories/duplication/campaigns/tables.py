"""The campaigns as a table: one row each.

Reads: events in campaigns, and what the neighbours found of them. Returns: the result tables campaigns and campaign_edits, and the commits
flagged.
Misleads: as `find` says.
Source: the columns of the data dictionary.
"""

from typing import NamedTuple

import pandas as pd

from assessment.repositories.duplication.campaigns.hours import hours
from assessment.repositories.duplication.campaigns.rules import Minutes

COLUMNS = [
    "campaign",
    "what",
    "workflow",
    "kinds",
    "first",
    "last",
    "days",
    "repositories",
    "teams",
    "people",
    "commits",
    "hours",
    "hours_low",
    "hours_high",
    "left_behind",
    "chance",
    "example_repository",
    "example_path",
    "example_commit",
]
FLAGS = ["repository", "number", "campaign"]


class Told(NamedTuple):
    """What was found of each campaign, indexed by its id."""

    what: pd.Series
    chance: pd.Series
    left_behind: pd.Series


def campaigns(rows: pd.DataFrame, told: Told, minutes: Minutes, *, fewest: int) -> pd.DataFrame:
    """The campaigns table, most repositories first; the number of people only from `fewest`."""
    commits = rows.drop_duplicates(["campaign", "repository", "number"])
    by = commits.groupby("campaign")
    table = by.agg(
        first=("day", "min"),
        last=("day", "max"),
        repositories=("repository", "nunique"),
        people=("person", "nunique"),
        commits=("number", "size"),
    )
    table["days"] = (table["last"] - table["first"]).dt.days
    table["people"] = table["people"].astype("Int64").where(table["people"] >= fewest)
    table["teams"] = commits[commits["team"] != ""].groupby("campaign")["team"].nunique().reindex(table.index, fill_value=0)
    table[["hours", "hours_low", "hours_high"]] = hours(table["repositories"], table["commits"], minutes)
    table["workflow"] = _commonest(rows, "workflow").drop_duplicates("campaign").set_index("campaign")["workflow"]
    table["kinds"] = _commonest(rows, "kind").groupby("campaign")["kind"].agg(", ".join)
    table["what"], table["chance"] = told.what.reindex(table.index), told.chance.reindex(table.index)
    table["left_behind"] = told.left_behind.reindex(table.index, fill_value=0)
    oldest = rows.sort_values(["seconds", "repository", "number", "path"], kind="stable").drop_duplicates("campaign").set_index("campaign")
    table["example_repository"], table["example_path"], table["example_commit"] = oldest["repository"], oldest["path"], oldest["commit"]
    table = table.reset_index().sort_values(["repositories", "commits", "campaign"], ascending=[False, False, True], ignore_index=True)
    return table[COLUMNS]


def flags(rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """repository, number, campaign of each commit in one; of several, the one that stands first in the table."""
    rank = pd.Series(range(len(table)), index=table["campaign"])
    ordered = rows.assign(_rank=rows["campaign"].map(rank)).sort_values(["repository", "number", "_rank"])
    return ordered.drop_duplicates(["repository", "number"])[FLAGS].reset_index(drop=True)


def _commonest(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """campaign and the column's values, those of most hunks first."""
    hunks = rows.drop_duplicates(["campaign", "repository", "number", "path", "edit", "swap"])
    counted = hunks.groupby(["campaign", column]).size().rename("n").reset_index()
    return counted.sort_values(["campaign", "n", column], ascending=[True, False, True])
