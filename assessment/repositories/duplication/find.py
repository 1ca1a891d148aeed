"""What in a fleet is copied, what is shared, what did each team solve alone?

Reads a Fleet; returns `Duplication`: clusters of near-identical files, their members, similar pairs, solutions by workflow, and all
plumbing files with what of them is copied. Pure: the same fleet and thresholds give the same tables, in whatever order the rows come.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import Documents, documents
from assessment.repositories.duplication.copies.similar import similar
from assessment.repositories.duplication.copies.tables import cluster_tables, files_with_clusters, first_seen
from assessment.repositories.duplication.copies.thin import thin_callers
from assessment.repositories.duplication.sharing.providers import uses
from assessment.repositories.duplication.sharing.solutions import solutions
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplication:
    """Lines are effective lines everywhere: neither blank nor comment nor brackets only.

    clusters, members, solutions: the columns of the result tables of these names. pairs: repository, path, other_repository, other_path,
    kind, lines, similarity (0..1); each distinct content stands for its identical files. files: repository, team, path, kind, workflow,
    lines, thin, cluster ('' = none), copied, similarity (to the medoid).
    """

    clusters: pd.DataFrame
    members: pd.DataFrame
    pairs: pd.DataFrame
    solutions: pd.DataFrame
    files: pd.DataFrame


def find(fleet: Fleet, thresholds: Thresholds) -> Duplication:
    """Clusters, members, pairs, solutions and files of a fleet."""
    facts = fleet.facts
    used = uses(fleet, thresholds)
    found = documents(facts.contents, thin_callers(facts.contents, used, thresholds.thin), thresholds)
    pairs = similar(found, thresholds.similar)
    grouped = clusters(found, pairs, thresholds.clusters)
    files = files_with_clusters(found, grouped, fleet.team_of)
    tables, members = cluster_tables(files, found, grouped, added=first_seen(facts.changes, facts.commits))
    return Duplication(
        clusters=tables,
        members=members,
        pairs=_named(pairs, found),
        solutions=solutions(files, used, thresholds),
        files=files.drop(columns="document"),
    )


def _named(pairs: pd.DataFrame, found: Documents) -> pd.DataFrame:
    """Pairs of documents as pairs of their first files."""
    left, right = (found.table.iloc[pairs[side]].reset_index(drop=True) for side in ("left", "right"))
    named = left[["repository", "path"]].assign(other_repository=right["repository"], other_path=right["path"], kind=left["kind"])
    return named.assign(lines=pairs["lines"].to_numpy(), similarity=pairs["similarity"].to_numpy())
