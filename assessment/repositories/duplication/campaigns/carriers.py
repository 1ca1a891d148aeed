"""Could an edit have been carried from one repository to the other?

Reads: the table of `events`, and commits by people. Returns: for each event a number of those among whom its edit could go round. Two
repositories that made the same edit belong together where one person ever worked by hand in both, where one team owns both, or where both
commits say the same in their subject line; and so on from one to the next. Strangers who make the same edit follow the same release notes,
not each other.
Misleads: an order that goes out to teams who share nobody looks like chance. Somebody who changed employers joins two companies.
Source: among 252 repositories of 60 owners, groups of equal edits that no owner could have propagated: this leaves a fifth of them, and 98
% of the groups inside one owner; see duplication.yaml.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.campaigns.windows import Whole
from assessment.repositories.labour.people import NOBODY


def workers(commits: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """repository, person: who worked where, of those who worked in several. History that came along from another repository is left out:
    a fork shares nobody by it."""
    own = commits[["repository", "person", "at", "committed_at", "commit"]].astype({"repository": str})
    own = own.sort_values(["committed_at", "repository"], kind="stable").drop_duplicates("commit").drop_duplicates(["person", "at"])
    pairs = pd.concat([own[["repository", "person"]], events[["repository", "person"]]]).drop_duplicates()
    pairs = pairs[pairs["person"] != NOBODY]
    return pairs[pairs.duplicated("person", keep=False)].reset_index(drop=True)


def carried(events: pd.DataFrame, sort: str, who: pd.DataFrame) -> Whole:
    """A number for each event, the same where the same edit (or swap: `sort`) could go from one to the other. `who`: table of `workers`."""
    rows = events.assign(place=events.groupby([sort, "repository"], sort=False).ngroup().to_numpy(np.int64))
    first = rows.drop_duplicates("place")
    hubs = [
        first[[sort, "place", "repository"]].merge(who, on="repository")[[sort, "place", "person"]],
        first.loc[first["team"] != "", [sort, "place", "team"]],
        rows.loc[rows["subject_key"] != 0, [sort, "place", "subject_key"]],
    ]
    edges, taken = [], len(first)
    for some in hubs:
        hub = some.groupby([sort, some.columns[-1]], sort=False).ngroup().to_numpy(np.int64)
        edges.append(np.stack([some["place"].to_numpy(np.int64), hub + taken]))
        taken += int(hub.max(initial=-1)) + 1
    left, right = np.concatenate(edges, axis=1)
    graph = sparse.coo_array((np.ones(len(left)), (left, right)), shape=(taken, taken))
    label: Whole = sparse.csgraph.connected_components(graph, directed=False)[1].astype(np.int64)[rows["place"]]
    return label


def ties(who: pd.DataFrame, teams: pd.Series) -> dict[str, frozenset[str]]:
    """repository -> the hubs that it shares with others: people, and its team (`teams`: repository -> team, '' none)."""
    found: dict[str, set[str]] = defaultdict(set)
    for repository, person in who[["repository", "person"]].itertuples(index=False, name=None):
        found[repository].add(f"person {person}")
    for name, team in teams.items():
        if team:
            found[str(name)].add(f"team {team}")
    return {name: frozenset(hubs) for name, hubs in found.items()}


def near(hubs: Mapping[str, frozenset[str]], some: Collection[str]) -> frozenset[str]:
    """Repositories to which something could be carried from one of `some` in one step, and these. `hubs`: what `ties` gives."""
    shared = frozenset[str]().union(*(hubs.get(name, frozenset()) for name in some))
    return frozenset(some).union(name for name, own in hubs.items() if not shared.isdisjoint(own))
