"""Which files take a paved road through building blocks of the organisation's own, without naming it?

Why: a repository that calls its team's deploy workflow, which in turn calls the road, is on the road; adoption counts it so, and the
solutions have to say the same.
Reads: references that name a road (rows of `providers.uses`), `facts.references`, the declared roads. Returns: one row per file and road.
Misleads: as `reach` does.
"""

from collections.abc import Iterable

import pandas as pd

from assessment.repositories.fleet import Fleet


def through(direct: pd.DataFrame, fleet: Fleet) -> pd.DataFrame:
    """Rows like `direct` (references that name a road: columns road, target, provider) for files that reach a road and do not name it:
    repository, path, road, workflow, and of target and provider the commonest among those that name it; kind '', line missing. Without
    the files of that provider.
    """
    if direct.empty:
        return direct
    named = direct.groupby(["road", "provider", "target"], as_index=False).size().sort_values("size", ascending=False, kind="stable")
    common = named.drop_duplicates("road").set_index("road")
    rows = []
    for road in fleet.organisation.platform.roads:
        if road.name not in common.index:
            continue
        target, provider = (str(common.at[road.name, column]) for column in ("target", "provider"))
        files = fleet.reach.users(road.references)
        files = files[~files["direct"] & files["repository"].isin(fleet.teams.index) & (files["repository"] != provider)]
        rows.append(files[["repository", "path"]].assign(road=road.name, workflow=str(road.workflow), target=target, provider=provider))
    return _like(direct, rows)


def _like(direct: pd.DataFrame, rows: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The rows with the columns of `direct`; texts that nothing says are ''."""
    table = pd.concat(rows, ignore_index=True).reindex(columns=direct.columns).astype({"line": "Int32"})
    texts = [name for name in direct.columns if name not in ("line", "roads")]
    return table.assign(**{name: table[name].astype(object).fillna("") for name in texts})
