"""Which files are copies of one another, who had them first, how far did they drift, and what differs between them?

Reads a Fleet and which of its files only call something shared; returns `Copies`, all tables of copies at once. Files that follow a public
template (`vendor`) keep their clusters; none of their lines count as copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.repositories.duplication.copies import tables, vendor
from assessment.repositories.duplication.copies.clusters import clusters
from assessment.repositories.duplication.copies.documents import Documents, documents
from assessment.repositories.duplication.copies.drift import cluster_drift
from assessment.repositories.duplication.copies.histories import History, histories, with_texts
from assessment.repositories.duplication.copies.origins import origins
from assessment.repositories.duplication.copies.parameters import cluster_parameters
from assessment.repositories.duplication.copies.similar import Search, shares, similar
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet

PLACE = ["repository", "path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """clusters, members, parameters, drift: the result tables clusters, members, cluster_parameters, cluster_drift.

    pairs: repository, path, other_repository, other_path, kind, lines, similarity (0..1); each distinct content stands for its identical
    files. files: repository, team, path, kind, workflow, lines, thin, declared, cluster ('' = none), copied (lines), similarity (to the
    medoid), boilerplate (public template it follows, '' = none).
    """

    clusters: pd.DataFrame
    members: pd.DataFrame
    parameters: pd.DataFrame
    drift: pd.DataFrame
    pairs: pd.DataFrame
    files: pd.DataFrame


def find(fleet: Fleet, thin: pd.Series, rules: Thresholds, search: Search | None = None) -> Copies:
    """All copies of a fleet; `thin`: True for files that only call something shared, on the index of `facts.contents`; `search`: what finds
    the pairs to compare, the exact one if nothing is said."""
    facts = fleet.facts
    found = documents(facts.contents, thin, rules)
    pairs = similar(found, rules.similar, search)
    grouped = clusters(found, pairs, rules.clusters, rules.similar)
    texts = with_texts(_inside(found, grouped), facts.contents)
    known = histories(texts, fleet, rules)
    seen = _seen(texts, known, tables.first_seen(facts.changes[facts.changes["path"].isin(texts["path"])], facts.commits))
    files = tables.files_with_clusters(found, grouped, fleet.team_of, seen)
    followed = vendor.followed(found, rules).reindex(files["document"]).fillna("").to_numpy()
    files = files.assign(boilerplate=followed, copied=files["copied"].where(followed == "", 0))
    table, members = tables.cluster_tables(files, found, grouped, added=seen)
    place = pd.MultiIndex.from_frame(texts[PLACE]).get_indexer(pd.MultiIndex.from_frame(members[PLACE].astype(object)))
    texts, known = texts.iloc[place].assign(cluster=members["cluster"].to_numpy()), [known[n] for n in place]
    sources, first = origins(members, known, rules)
    values = cluster_parameters(texts, rules)
    ids = table["cluster"]
    first = first.reindex(ids)
    return Copies(
        clusters=table.assign(
            boilerplate=vendor.labels(files).reindex(ids).fillna("").to_numpy(),
            first_repository=first["first_repository"].to_numpy(),
            first_seen=first["first_seen"].array,
            parameters=values["cluster"].value_counts().reindex(ids).fillna(0).astype(int).to_numpy(),
        )[tables.CLUSTERS],
        members=members.join(sources)[tables.MEMBERS],
        parameters=values,
        drift=cluster_drift(members, known, _medoids(table, members), facts.as_of),
        pairs=_named(pairs, found, rules.similar.weight),
        files=files.drop(columns="document"),
    )


def _inside(found: Documents, grouped: pd.DataFrame) -> pd.DataFrame:
    """cluster (number), repository, path of each member, those of one cluster side by side."""
    files = found.files[["document", *PLACE]].join(grouped["cluster"], on="document")
    return files[files["cluster"] >= 0].astype({"cluster": int}).sort_values(["cluster", *PLACE], ignore_index=True)


def _seen(texts: pd.DataFrame, known: Sequence[History], added: pd.Series) -> pd.Series:
    """Day on which each member was added, by (repository, path): under the oldest of its names, where renames can be followed."""
    days = np.array([history.born for history in known], np.int64)
    places = pd.MultiIndex.from_frame(texts[PLACE])
    born = pd.Series(
        pd.DatetimeIndex(np.where(days < 0, np.datetime64("NaT"), days.astype("datetime64[D]").astype("datetime64[s]")), tz="UTC")
    )
    path = pd.Series(pd.DatetimeIndex(added.reindex(places)).as_unit("s"))
    return path.where(~(born < path) & path.notna(), born).set_axis(places)


def _medoids(table: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    """Row of each cluster's medoid in `members`, by cluster."""
    medoids = table[["cluster", "medoid_repository", "medoid_path"]].set_axis(["cluster", *PLACE], axis=1)
    rows: pd.Series = members[["cluster", *PLACE]].reset_index().merge(medoids, on=["cluster", *PLACE]).set_index("cluster")["index"]
    return rows


def _named(pairs: pd.DataFrame, found: Documents, weight: float) -> pd.DataFrame:
    """Pairs of documents as pairs of their first files."""
    left, right = (found.table.iloc[pairs[side]].reset_index(drop=True) for side in ("left", "right"))
    named = left[PLACE].assign(other_repository=right["repository"], other_path=right["path"], kind=left["kind"])
    return named.join(shares(found, pairs, weight))
