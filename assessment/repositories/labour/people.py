"""Who is a person, who behaves like a machine, and which team does a person belong to?

Why: toil and glue are what *people* do by hand, often in repositories of other teams. Bots, merges and mass commits
would drown that; two addresses of one person would hide it.
Reads: `facts.commits` and `fleet.teams`. Returns: one row per commit made by a person (see `human`), for use inside
collectors only: a person is a number without meaning outside one call and never leaves a collector.
Misleads: squash merges name one author for many; pairing names one of two; a script run under a person's name counts as
that person until it repeats itself; a forked repository brings its inherited commits along; someone who changed teams
inside the window has one home, where most of the product work was done.
Source: Bird et al., Mining email social networks, MSR 2006 (joining identities); the low-entropy author rule and
its two counter-examples were read from 197 public repositories.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from assessment.repositories.facts import HUGE_COMMIT
from assessment.repositories.fleet import Fleet

WINDOW = pd.DateOffset(years=3)
SHARED_ADDRESS = 5  # full names under one address from which it is an account of many, not one person's spellings
FEWEST_TO_JUDGE = 30  # commits below which repetition is no sign of a machine
VARIETY = 0.10  # distinct subjects per commit below which an author repeats like a machine
EVERYWHERE = 10  # repositories from which 'more than half of them' means something
RETURNS = 3.0  # commits per repository: a machine comes back, a change carried round by hand comes once
HOME_FROM = 5  # commits below which a person's home team is unknown
NOBODY = -1
BUILD_MANIFEST = "build-manifest"  # a kind that is product work when it changes with product files


def commit_key(table: pd.DataFrame, repositories: pd.Index) -> NDArray[np.int64]:
    """One integer per row of a table with `repository` and `number`; equal for the same commit; -1 for unknown repositories.

    `repositories` is the index of `fleet.teams`: keys of different tables join only under the same index.
    """
    codes, names = pd.factorize(table["repository"])
    position = repositories.get_indexer(pd.Index(names).astype(object))[codes] if len(names) else codes
    number = table["number"].to_numpy(np.int64)
    return np.where((position < 0) | (codes < 0), -1, (position.astype(np.int64) << 32) | number)


def identities(commits: pd.DataFrame) -> pd.Series:
    """A person number per commit: the same address, or the same full name, is the same person; -1 without either.

    An address that goes with five or more full names belongs to many people and joins nobody. Automation joins nobody
    either. Numbers are arbitrary and differ between calls.
    """
    address, addresses = _codes(commits["author"])
    name, names = _codes(commits["author_name"])
    both = (address >= 0) & (name >= 0) & ~commits["automation"].to_numpy(bool)
    pairs = np.unique(np.stack([address[both], name[both]]), axis=1)
    shared = np.bincount(pairs[0], minlength=addresses) >= SHARED_ADDRESS
    pairs = pairs[:, ~shared[pairs[0]]]
    size = addresses + names
    graph = coo_array((np.ones(pairs.shape[1], bool), (pairs[0], addresses + pairs[1])), shape=(size, size))
    person = connected_components(graph, directed=False)[1] if size else np.empty(0, np.int32)
    by_name = (name >= 0) & ((address < 0) | (shared[address] if addresses else False))
    node = np.where(by_name, addresses + name, address)
    return pd.Series(np.where(node >= 0, np.append(person, NOBODY)[node], NOBODY), index=commits.index, name="person")


def persons(commits: pd.DataFrame) -> pd.DataFrame:
    """Per commit: person (see `identities`) and automated: flagged in the facts, or by an author who behaves like a machine.

    Behaves like a machine (merges apart, at least 30 commits with a subject of their own, and these at least half):
    fewer than one distinct (repository, subject) in ten commits; or fewer than one distinct subject in ten, in more
    than half of at least ten repositories, returning three times to each on average, one file at a time.
    One change carried by hand into many repositories does neither, and stays a person's work.
    """
    declared = commits["automation"].to_numpy(bool)
    person = identities(commits)
    machine = _machines(commits.assign(person=person)[~declared & (commits["parents"].to_numpy() < 2) & (person.to_numpy() != NOBODY)])
    return pd.DataFrame({"person": person, "automated": declared | person.isin(machine).to_numpy()}, index=commits.index)


def automated(commits: pd.DataFrame) -> pd.Series:
    """The column `automated` of `persons`, for those who need nothing else."""
    return persons(commits)["automated"]


def human(fleet: Fleet, who: pd.DataFrame | None = None) -> pd.DataFrame:
    """Commits by people in the three years up to `as_of`: no automation, no merges, no commit of over 1,000 files, none undated.

    Columns: key (see `commit_key`), repository, team (in a monorepo that of its files; '' unmapped), number, commit, at (author
    time: the rhythm of work; committer time where that is missing), person, subject, changed_files, plumbing_files, plumbing (any
    of its files serves a workflow), setup_only (all of them do). A commit without files is neither. A build manifest changed together
    with product files is product work (a feature brings its library), so it does not make a commit plumbing. `who`: the table of
    `persons`, where it is known already.
    """
    commits = fleet.facts.commits
    who = persons(commits) if who is None else who
    at = commits["authored_at"].fillna(commits["committed_at"])
    key = commit_key(commits, fleet.teams.index)
    files, plumbing = commits["changed_files"].to_numpy(), commits["plumbing_files"].to_numpy()
    keep = (commits["parents"].to_numpy() < 2) & (files <= HUGE_COMMIT) & (key >= 0) & ~who["automated"].to_numpy(bool)
    keep &= ((at > fleet.facts.as_of - WINDOW) & (at <= fleet.facts.as_of)).to_numpy(bool)
    served = plumbing - np.where(plumbing < files, _manifests(fleet, key), 0)
    teams = fleet.teams.fillna("").to_numpy(object)[key >> 32] if len(fleet.teams) else np.empty(0, object)
    if len(fleet.work):
        held = pd.Series(fleet.work["team"].to_numpy(object), index=commit_key(fleet.work, fleet.teams.index)).reindex(key).to_numpy(object)
        teams = np.where(pd.isna(held), teams, held)
    table = commits[["repository", "number", "commit", "subject", "changed_files", "plumbing_files"]].assign(
        key=key, team=teams, at=at, person=who["person"], plumbing=served > 0, setup_only=(plumbing > 0) & (plumbing >= files)
    )
    kept: pd.DataFrame = table[keep].reset_index(drop=True)
    return kept


def _manifests(fleet: Fleet, key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of build manifests that each commit changed."""
    changes = fleet.facts.changes
    found = commit_key(changes, fleet.teams.index)[(changes["kind"] == BUILD_MANIFEST).to_numpy(bool)]
    keys, counts = np.unique(found, return_counts=True)
    if not len(keys):
        return np.zeros(len(key), np.int64)
    place = np.searchsorted(keys, key).clip(max=len(keys) - 1)
    return np.where(keys[place] == key, counts[place], 0).astype(np.int64)


def homes(commits: pd.DataFrame) -> pd.Series:
    """Home team by person, from the table of `human`: where most of the person's product commits are, over the whole window.

    Without product commits, or with equally many in two teams, where most commits are. '' = unknown: fewer than five
    commits, still equal, or most of the work in repositories that no team claims.
    """
    rows = commits[commits["person"] != NOBODY]
    product = (rows["changed_files"] > rows["plumbing_files"]).astype(int)
    counts = rows[["person", "team"]].assign(product=product, all=1).groupby(["person", "team"], as_index=False, observed=True).sum()
    counts["total"] = counts.groupby("person")["all"].transform("sum")
    counts = counts.sort_values(["person", "product", "all"], ascending=[True, False, False])
    tied = counts.duplicated(["person", "product", "all"], keep=False)
    best = counts.assign(tied=tied).drop_duplicates("person").set_index("person")
    return best["team"].astype(object).where((best["total"] >= HOME_FROM) & ~best["tied"], "").rename("home")


def outside(commits: pd.DataFrame, homes_of: pd.Series, *, platform: str | None = None) -> pd.Series:
    """Where each row of `human` stands: 'own', 'outside' (home is another team), 'platform' or 'unknown'.

    'platform': by the platform team's people outside their own repositories, which is their job and no glue.
    """
    home = commits["person"].map(homes_of).fillna("").to_numpy(object)
    team = commits["team"].to_numpy(object)
    stands = np.select([(home == "") | (team == ""), home == team, home == (platform or "")], ["unknown", "own", "platform"], "outside")
    return pd.Series(stands, index=commits.index, name="stands", dtype=object)


def _codes(values: pd.Series) -> tuple[NDArray[np.int64], int]:
    codes, words = pd.factorize(values)
    blank = np.append(np.asarray(pd.Index(words).astype(object) == "", dtype=bool), True)  # the last place answers for null
    return np.where(blank[codes], -1, codes).astype(np.int64), len(words)


def _machines(rows: pd.DataFrame) -> pd.Index:
    own = rows.assign(keyed=rows["subject_key"] != 0, single=rows["changed_files"] <= 1)
    by = own.groupby("person").agg(all=("keyed", "size"), keyed=("keyed", "sum"), single=("single", "mean"))
    by = by[(by["keyed"] >= FEWEST_TO_JUDGE) & (2 * by["keyed"] >= by["all"])]
    spoken = own[own["keyed"] & own["person"].isin(by.index)]
    pairs = spoken.drop_duplicates(["person", "repository", "subject_key"])["person"].value_counts().reindex(by.index)
    subjects = spoken.drop_duplicates(["person", "subject_key"])["person"].value_counts().reindex(by.index)
    places = own.drop_duplicates(["person", "repository"])["person"].value_counts().reindex(by.index)
    total = rows["repository"].nunique()
    everywhere = (subjects < VARIETY * by["keyed"]) & (2 * places > total) & (total >= EVERYWHERE)
    everywhere &= (by["all"] >= RETURNS * places) & (by["single"] >= 0.95)
    return by.index[(pairs < VARIETY * by["keyed"]) | everywhere]
