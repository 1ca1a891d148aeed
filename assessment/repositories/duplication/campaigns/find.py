"""Which edits were made by hand in many repositories?

Reads the edit hashes in `facts.changes` and the commits; returns the `campaigns` table and the commits that belong to one. The same edit by
people in enough repositories within a few weeks is a campaign; campaigns that share most of their commits are one. Left out: automation,
merges, huge commits, root commits, commits that only bring files in (a copy of a template is not a propagated change), and commits that
came along when one repository was begun from the history of another.

Misleads: some are chance (7 % of three repositories within 30 days, measured against shifted timelines) or version upgrades that a bot
could make; an edit made differently in each repository is not recognised.
Source: Ray and Kim, FSE 2012 (ported edits), with equality of edit hashes in place of clone detection.
"""

from hashlib import blake2b
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from assessment.repositories.duplication.thresholds import CampaignRules, Thresholds, Window
from assessment.repositories.facts import HUGE_COMMIT
from assessment.repositories.fleet import Fleet
from assessment.repositories.people import commit_key, persons

COLUMNS = [
    "campaign",
    "workflow",
    "first",
    "last",
    "repositories",
    "teams",
    "people",
    "commits",
    "example_repository",
    "example_path",
    "example_commit",
]
FLAGS = ["repository", "number", "campaign"]
REPLAYED = pd.Timedelta(days=1)  # the same author and second of work, committed again so much later: history that was replayed


def find(fleet: Fleet, thresholds: Thresholds, who: pd.DataFrame | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(campaigns, flags): the `campaigns` table, most repositories first, and one row [repository, number, campaign] per commit in one.

    A commit in several campaigns is flagged with the one over most repositories. `first` and `last` are days, UTC; `people` is <NA> where
    fewer than the organisation's k took part, because it would then point at them. `who`: the table of `people.persons`, where it is
    known already.
    """
    rules = thresholds.campaigns
    events = _events(fleet, rules, persons(fleet.facts.commits) if who is None else who)
    events = _merged(_grouped(events, rules), rules.overlap)
    if events.empty:
        return pd.DataFrame(columns=COLUMNS), pd.DataFrame(columns=FLAGS)
    events["campaign"] = events["group"].map({group: _identity(rows) for group, rows in events.groupby("group")})
    table = _table(events, fewest=fleet.organisation.survey.k)
    rank = pd.Series(range(len(table)), index=table["campaign"])
    flags = (
        events.assign(_rank=events["campaign"].map(rank))
        .sort_values(["repository", "number", "_rank"])
        .drop_duplicates(["repository", "number"])
    )
    return table, flags[FLAGS].reset_index(drop=True)


def _events(fleet: Fleet, rules: CampaignRules, who: pd.DataFrame) -> pd.DataFrame:
    """Edits by people that could be part of a campaign: repository, number, path, workflow, edit, commit, person, at, day, team."""
    commits = _by_people(fleet.facts.commits, who)
    changes = fleet.facts.changes
    names = fleet.teams.index
    place = pd.Index(commit_key(commits, names)).get_indexer(pd.Index(commit_key(changes, names)))
    added = (changes["status"] == "A").to_numpy() & (place >= 0)
    files, new = (np.bincount(place[which], minlength=len(commits)) for which in (place >= 0, added))
    imports = (files == new) & (files >= rules.import_files)
    taken = np.flatnonzero((place >= 0) & (changes["edit"] != 0).to_numpy())
    taken = taken[~imports[place[taken]]]
    events = changes.iloc[taken][["repository", "number", "path", "workflow", "edit"]].reset_index(drop=True)
    of_commit = ["commit", "person", "at", "committed_at"]
    events[of_commit] = commits.iloc[place[taken]].reset_index(drop=True)[of_commit]
    events = events[~_inherited(events)]
    spread = events[["edit", "repository"]].drop_duplicates()["edit"].value_counts()
    wide = spread.index[spread >= min(rules.few.repositories, rules.many.repositories)]
    events = events[events["edit"].isin(wide)].astype({"repository": str, "path": str, "workflow": str})
    team = events["repository"].map(fleet.teams).astype(object).fillna("").astype(str)
    found: pd.DataFrame = events.assign(team=team, day=events["at"].dt.floor("D"))
    return found


def _inherited(events: pd.DataFrame) -> pd.Series:
    """True for edits that a history brought along: the same commit in a further repository, or one that was written again later.

    A commit keeps its author time when a history is copied or rewritten, and nobody works in two places in the same second; the
    same second without a later commit may be a script that goes through many repositories, and stays.
    """
    same = events.groupby(["person", "at", "edit"])["committed_at"].transform("min")
    again = events["committed_at"] - same > REPLAYED
    first = events.groupby("commit")["repository"].transform("first")
    return again | (events["repository"].astype(object) != first.astype(object))


def _by_people(commits: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Ordinary commits by people, with `at` and `person`: no automation, merge, root, huge commit, or commit without a date."""
    at = commits["authored_at"].fillna(commits["committed_at"])
    one = (commits["parents"] == 1) & (commits["changed_files"] <= HUGE_COMMIT) & at.notna() & ~who["automated"]
    ordinary: pd.DataFrame = commits.assign(at=at, person=who["person"])[one]
    return ordinary


def _grouped(events: pd.DataFrame, rules: CampaignRules) -> pd.DataFrame:
    """Events that stand in a window with enough repositories, with a number for each run of overlapping windows of one edit: `group`."""
    events = events.sort_values(["edit", "at", "repository", "number", "path"], kind="stable", ignore_index=True)
    edit, repository = (pd.factorize(events[name])[0] for name in ("edit", "repository"))
    seconds = events["at"].dt.as_unit("s").astype("int64").to_numpy() if len(events) else np.zeros(0, np.int64)
    group, taken = np.full(len(events), -1), 0
    bounds = np.flatnonzero(np.diff(edit, prepend=-1, append=-1))
    for start, end in pairwise(bounds):
        runs = _runs(seconds[start:end], repository[start:end], (rules.few, rules.many))
        group[start:end] = np.where(runs >= 0, runs + taken, -1)
        taken += int(runs.max(initial=-1)) + 1
    return events.assign(group=group)[group >= 0]


def _runs(seconds: np.ndarray, repository: np.ndarray, windows: tuple[Window, ...]) -> np.ndarray:
    """For the events of one edit in time order: the number of the run of qualifying windows that each stands in, -1 for none."""
    run, covered, last = np.full(len(seconds), -1), 0, -1
    for start in range(len(seconds)):
        ends = [int(np.searchsorted(seconds, seconds[start] + window.days * 86_400, "right")) for window in windows]
        wide = [end for end, window in zip(ends, windows, strict=True) if len(set(repository[start:end])) >= window.repositories]
        if wide:
            last += start >= covered
            run[start : max(wide)] = last
            covered = max(covered, *wide)
    return run


def _merged(events: pd.DataFrame, overlap: float) -> pd.DataFrame:
    """The same events, groups that share most of their commits numbered as one."""
    if events.empty:
        return events
    group, _ = pd.factorize(events["group"])
    commit = events.groupby(["repository", "number"]).ngroup().to_numpy()
    member = sparse.csr_array((np.ones(len(events)), (group, commit)))
    member.sum_duplicates()
    member.data[:] = 1
    common = (member @ member.T).tocoo()
    left, right = common.coords
    size: np.ndarray = np.asarray(member.sum(axis=1)).ravel()
    near = common.data / (size[left] + size[right] - common.data) >= overlap
    _, label = sparse.csgraph.connected_components(
        sparse.coo_array((near[near], (left[near], right[near])), shape=common.shape), directed=False
    )
    return events.assign(group=label[group])


def _table(events: pd.DataFrame, *, fewest: int) -> pd.DataFrame:
    """One row per campaign; the number of people only from `fewest`."""
    commits = events.drop_duplicates(["campaign", "repository", "number"])
    by = commits.groupby("campaign")
    table = by.agg(
        first=("day", "min"),
        last=("day", "max"),
        repositories=("repository", "nunique"),
        people=("person", "nunique"),
        commits=("number", "size"),
    )
    table["people"] = table["people"].astype("Int64").where(table["people"] >= fewest)
    table["teams"] = commits[commits["team"] != ""].groupby("campaign")["team"].nunique().reindex(table.index, fill_value=0)
    workflows = (
        events.groupby(["campaign", "workflow"])
        .size()
        .rename("n")
        .reset_index()
        .sort_values(["campaign", "n", "workflow"], ascending=[True, False, True])
    )
    table["workflow"] = workflows.drop_duplicates("campaign").set_index("campaign")["workflow"]
    oldest = events.sort_values(["at", "repository", "number", "path"], kind="stable").drop_duplicates("campaign").set_index("campaign")
    table["example_repository"], table["example_path"], table["example_commit"] = oldest["repository"], oldest["path"], oldest["commit"]
    table = table.reset_index().sort_values(["repositories", "commits", "campaign"], ascending=[False, False, True], ignore_index=True)
    return table[COLUMNS]


def _identity(rows: pd.DataFrame) -> str:
    """Id of a campaign: its edits and the day it began, so that a further repository does not rename it."""
    text = f"{rows['day'].min():%Y-%m-%d} {' '.join(str(edit) for edit in sorted(rows['edit'].unique()))}"
    return blake2b(text.encode(), digest_size=5).hexdigest()
