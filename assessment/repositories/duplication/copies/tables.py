"""What does a reader need to know of each cluster and each member?

Reads documents with their clusters, and the history of the paths; returns the `clusters` and `members` tables. Lines are effective lines
(neither blank nor comment). A cluster's id is a hash of its members' repositories and paths: the same members, the same id.

Misleads: `redundant_lines` is what one shared version would save if every difference were dropped; `first_seen` is the day the path was
added, so a renamed file is as old as its last name.
"""

from collections.abc import Callable
from hashlib import blake2b

import pandas as pd

from assessment.repositories.duplication.copies.documents import Documents

CLUSTERS = [
    "cluster",
    "workflow",
    "kind",
    "files",
    "repositories",
    "teams",
    "lines",
    "redundant_lines",
    "drift",
    "identical",
    "medoid_repository",
    "medoid_path",
]
TeamOf = Callable[[pd.Series, pd.Series], pd.Series]  # repositories and paths -> teams, as `Fleet.team_of`
MEMBERS = ["cluster", "repository", "team", "path", "lines", "similarity", "first_seen"]


def files_with_clusters(found: Documents, grouped: pd.DataFrame, team_of: TeamOf) -> pd.DataFrame:
    """Every plumbing file: repository, team, path, kind, workflow, lines, thin, document, cluster (id or ''), copied, similarity.

    `team_of`: team of each repository and path. `copied`: of its lines, those that stand near-identical in another repository.
    """
    files = found.files.join(grouped[["cluster", "copied", "similarity"]], on="document")
    files["cluster"] = files["cluster"].fillna(-1).astype(int)
    files["copied"] = files["copied"].fillna(0).astype(int)
    ids = _identities(files[files["cluster"] >= 0])
    files["cluster"] = pd.Series([ids.get(number, "") for number in files["cluster"]], index=files.index, dtype="str")
    return files.assign(team=team_of(files["repository"], files["path"]).astype(str))


def cluster_tables(files: pd.DataFrame, found: Documents, grouped: pd.DataFrame, *, added: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `clusters` and `members`, most redundant lines first; `added`: day of the first version by (repository, path)."""
    inside = files[files["cluster"] != ""]
    tables = _clusters(inside, found, grouped)
    order = {cluster: n for n, cluster in enumerate(tables["cluster"])}
    members = inside.join(added.rename("first_seen"), on=["repository", "path"])
    members = members.assign(_order=members["cluster"].map(order)).sort_values(["_order", "repository", "path"], kind="stable")
    return tables, members[MEMBERS].reset_index(drop=True)


def first_seen(changes: pd.DataFrame, commits: pd.DataFrame) -> pd.Series:
    """Day on which each (repository, path) was first added, by author date; UTC."""
    born = changes.loc[changes["status"] == "A", ["repository", "number", "path"]].astype({"repository": str, "path": str})
    dated = born.merge(commits[["repository", "number", "authored_at"]].astype({"repository": str}), on=["repository", "number"])
    days: pd.Series = dated.groupby(["repository", "path"])["authored_at"].min().dt.floor("D")
    return days


def _identities(inside: pd.DataFrame) -> dict[int, str]:
    """Id of each cluster number: a hash of where its members stand."""
    places = (inside["repository"] + "\0" + inside["path"]).sort_values()
    texts = {int(number): "\n".join(of) for number, of in places.groupby(inside["cluster"])}
    return {number: blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest() for number, text in texts.items()}


def _clusters(inside: pd.DataFrame, found: Documents, grouped: pd.DataFrame) -> pd.DataFrame:
    by = inside.groupby("cluster")
    table = by.agg(
        files=("path", "size"),
        repositories=("repository", "nunique"),
        total=("lines", "sum"),
        longest=("lines", "max"),
        document=("document", "first"),
    )
    table["workflow"] = _most(inside, "workflow")
    table["kind"] = by["kind"].first()
    table["teams"] = inside[inside["team"] != ""].groupby("cluster")["team"].nunique().reindex(table.index, fill_value=0)
    medoid = found.table.iloc[grouped["medoid"].to_numpy()[table["document"]]]
    table["lines"], table["medoid_repository"], table["medoid_path"] = (medoid[c].to_numpy() for c in ("lines", "repository", "path"))
    table["redundant_lines"] = table["total"] - table["longest"]
    table["drift"] = ((table["files"] - by["similarity"].sum()) / (table["files"] - 1)).clip(0, 1)  # the medoid itself differs by nothing
    twins = inside.groupby(["cluster", "document"]).size()
    table["identical"] = twins[twins > 1].groupby("cluster").sum().reindex(table.index, fill_value=0)
    table = table.reset_index().sort_values(["redundant_lines", "cluster"], ascending=[False, True], ignore_index=True)
    return table[CLUSTERS]


def _most(inside: pd.DataFrame, column: str) -> pd.Series:
    """The commonest value per cluster, the first in the alphabet on a tie."""
    counts = inside.groupby(["cluster", column]).size().rename("n").reset_index()
    first = counts.sort_values(["cluster", "n", column], ascending=[True, False, True]).drop_duplicates("cluster")
    return first.set_index("cluster")[column].astype(str)
