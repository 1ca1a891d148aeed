"""How much of the first work on a service is plumbing?

Reads: `people.human`. Returns: one row a repository (see `early`).
Misleads: setup needed for a first deployment is no waste in itself, only when every team repeats it. Squash merges make a
commit cover more work. What a service began with as a whole, from a template or elsewhere, is one commit.
Source: share of setup among the first fifty commits: median 24 to 36 % in 197 public repositories, there with documentation and
manifests counted as setup.
"""

import pandas as pd

FIRST = 50  # commits in which plumbing is counted
QUARTER = pd.Timedelta(days=90)


def early(human: pd.DataFrame, born: pd.Series) -> pd.DataFrame:
    """Index: repositories born inside the window of `human` (others: no row). Columns: plumbing_90d (commits by people that change
    plumbing only, in the first 90 days), plumbing_share_90d, plumbing_share_50 (of the first 50 commits by people; NaN without any).

    `born`: repository -> first commit.
    """
    rows = human[["repository", "number", "at", "setup_only"]].astype({"repository": object}).sort_values(["repository", "number"])
    first = rows[rows.groupby("repository").cumcount() < FIRST].groupby("repository")["setup_only"].mean()
    quarter = (
        rows[rows["at"].array <= born.reindex(rows["repository"]).array + QUARTER].groupby("repository")["setup_only"].agg(["sum", "mean"])
    )
    table = pd.DataFrame({"plumbing_share_50": first})
    table["plumbing_90d"], table["plumbing_share_90d"] = quarter["sum"].astype("Int64"), quarter["mean"]
    return table
