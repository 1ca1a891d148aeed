"""What does a reader need to know of each cluster and each member?

Reads documents with their clusters, and the history of the paths; returns the `clusters` and `members` tables. Lines are effective lines
(neither blank nor comment). A cluster's id is a hash of the place of its oldest file: a member that joins or leaves does not change it.

Misleads: `redundant_lines` is what one shared version would save if every difference were dropped. A cluster gets another id when its
oldest file leaves it or is renamed, or when an older one joins. `first_seen` follows renames as far as `trails` does.
"""

from collections.abc import Callable
from hashlib import blake2b

import pandas as pd

from assessment.repositories.duplication.copies import origins
from assessment.repositories.duplication.copies.documents import Documents

BARE = [
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
CLUSTERS = [*BARE, "boilerplate", *origins.CLUSTERS, "parameters"]
TeamOf = Callable[[pd.Series, pd.Series], pd.Series]  # repositories and paths -> teams, as `Fleet.team_of`
BARE_MEMBERS = ["cluster", "repository", "team", "path", "lines", "similarity", "first_seen"]
MEMBERS = [*BARE_MEMBERS, *origins.MEMBERS]


def files_with_clusters(found: Documents, grouped: pd.DataFrame, team_of: TeamOf, added: pd.Series) -> pd.DataFrame:
    """Every plumbing file: repository, team, path, kind, workflow, lines, thin, declared, document, cluster (id or ''), copied, similarity.

    `team_of`: team of each repository and path. `added`: day of the first version by (repository, path). `copied`: of its lines, those
    that stand near-identical in another repository.
    """
    files = found.files.join(grouped[["cluster", "copied", "similarity"]], on="document")
    files["cluster"] = files["cluster"].fillna(-1).astype(int)
    files["copied"] = files["copied"].fillna(0).astype(int)
    ids = _identities(files[files["cluster"] >= 0], added)
    files["cluster"] = pd.Series([ids.get(number, "") for number in files["cluster"]], index=files.index, dtype="str")
    return files.assign(team=team_of(files["repository"], files["path"]).astype(str))


def cluster_tables(files: pd.DataFrame, found: Documents, grouped: pd.DataFrame, *, added: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The columns BARE of `clusters` and BARE_MEMBERS of `members`, most redundant lines first; `added` as above."""
    inside = files[files["cluster"] != ""]
    tables = _clusters(inside, found, grouped)
    order = {cluster: n for n, cluster in enumerate(tables["cluster"])}
    members = inside.join(added.rename("first_seen"), on=["repository", "path"])
    members = members.assign(_order=members["cluster"].map(order)).sort_values(["_order", "repository", "path"], kind="stable")
    return tables, members[BARE_MEMBERS].reset_index(drop=True)


def first_seen(changes: pd.DataFrame, commits: pd.DataFrame) -> pd.Series:
    """Day on which each (repository, path) was first added, by author date; UTC."""
    born = changes.loc[changes["status"] == "A", ["repository", "number", "path"]].astype({"repository": str, "path": str})
    dated = born.merge(commits[["repository", "number", "authored_at"]].astype({"repository": str}), on=["repository", "number"])
    days: pd.Series = dated.groupby(["repository", "path"])["authored_at"].min().dt.floor("D")
    return days


def _identities(inside: pd.DataFrame, added: pd.Series) -> dict[int, str]:
    """Id of each cluster number: a hash of where its oldest file stands, the first in the alphabet among equally old ones."""
    dated = inside[["cluster", "repository", "path"]].join(added.rename("added"), on=["repository", "path"])
    oldest = dated.sort_values(["cluster", "added", "repository", "path"], na_position="last").drop_duplicates("cluster")
    texts = dict(zip(oldest["cluster"], oldest["repository"] + "\0" + oldest["path"], strict=True))
    return {int(number): blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest() for number, text in texts.items()}


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
    return table[BARE]


def _most(inside: pd.DataFrame, column: str) -> pd.Series:
    """The commonest value per cluster, the first in the alphabet on a tie."""
    counts = inside.groupby(["cluster", column]).size().rename("n").reset_index()
    first = counts.sort_values(["cluster", "n", column], ascending=[True, False, True]).drop_duplicates("cluster")
    return first.set_index("cluster")[column].astype(str)
