"""Which groups of equal edits are one campaign, and what is it called?

Reads: the table of `events` and their `lines`. Returns: the events that stand in a campaign. Groups that share most of their commits are
one campaign; a group of a swap takes in the groups of edits that it holds for the most part.
Misleads: edits that were made in the same commits by habit are one campaign, even where they have nothing else in common.
Source: the overlap is Jaccard's; measured on 98 public repositories.
"""

from hashlib import blake2b

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.campaigns import windows
from assessment.repositories.duplication.campaigns.lines import Line
from assessment.repositories.duplication.campaigns.rules import CampaignRules
from assessment.repositories.duplication.campaigns.windows import Whole


def campaigns(events: pd.DataFrame, found: tuple[Line, ...], rules: CampaignRules) -> pd.DataFrame:
    """Events in a campaign, in order: the columns of `events`, campaign (id), sort (edit or swap: what it has in common with others), key
    (its hash), few and many (repositories with that within the days of these windows, from this event on). An event stands once in each
    group that it belongs to."""
    parts, taken = [], 0
    for one in found:
        runs = one.groups(rules.few, rules.many)
        inside, number = windows.inside(runs)
        rows = events.iloc[one.rows[inside]]
        wide = {name: one.reach(window.days).repositories[inside] for name, window in (("few", rules.few), ("many", rules.many))}
        parts.append(rows.assign(sort=one.sort, key=rows[one.sort], group=number + taken, **wide))
        taken += len(runs.first)
    grouped = pd.concat(parts, ignore_index=True).sort_values(["seconds", "repository", "number", "path", "sort", "key"], kind="stable")
    return _identified(grouped.assign(campaign=_merged(grouped, rules.overlap)).drop(columns="group"))


def _merged(grouped: pd.DataFrame, overlap: float) -> Whole:
    """One number for groups that share most of their commits, or of which a swap's holds most of an edit's."""
    group, commit = grouped["group"].to_numpy(np.int64), grouped.groupby(["repository", "number"]).ngroup().to_numpy()
    if not len(group):
        return group
    member = sparse.csr_array((np.ones(len(group)), (group, commit)))
    member.sum_duplicates()
    member.data[:] = 1
    common = (member @ member.T).tocoo()
    left, right = common.coords
    size = np.diff(member.indptr)
    swap = np.zeros(len(size), bool)
    swap[group] = grouped["sort"].to_numpy() == "swap"
    near = common.data >= overlap * (size[left] + size[right] - common.data)
    near |= swap[left] & ~swap[right] & (common.data >= overlap * size[right])
    graph = sparse.coo_array((np.ones(near.sum()), (left[near], right[near])), shape=common.shape)
    label: Whole = sparse.csgraph.connected_components(graph, directed=False)[1].astype(np.int64)[group]
    return label


def _identified(rows: pd.DataFrame) -> pd.DataFrame:
    """With an id for a campaign's number: the commit it began with and what that did, so that a further repository does not rename it."""
    first = rows.drop_duplicates("campaign")
    names = {row.campaign: _name(f"{row.commit} {row.path} {row.sort} {row.key}") for row in first.itertuples()}
    return rows.assign(campaign=rows["campaign"].map(names).astype(object))


def _name(text: str) -> str:
    return blake2b(text.encode(), digest_size=5).hexdigest()
