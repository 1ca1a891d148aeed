"""Which changes by people could be part of a campaign?

Reads: `facts.hunks`, commits and changes. Returns: events, one row a hunk whose edit, or whose swapped words, people made in enough
repositories. Left out: automation, merges, huge commits, root commits, commits that only bring files in (a copy of a template is
not a propagated change), and commits that came along when one repository was begun from the history of another.
Misleads: a person who is not known as a bot counts as a person; of a squashed merge, the one who merged.
Source: the shapes of copied and replayed histories were read from 98 public repositories.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.repositories.duplication.campaigns.rules import CampaignRules
from assessment.repositories.duplication.campaigns.windows import DAY
from assessment.repositories.facts import HUGE_COMMIT
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import commit_key

SORTS = ("edit", "swap")  # what is the same in two hunks: the lines, or the words that were replaced
OF_HUNK = ["repository", "number", "path", "workflow", "kind", *SORTS]
OF_COMMIT = ["commit", "person", "at", "committed_at", "subject_key"]
REPLAYED = pd.Timedelta(days=1)  # the same author and second of work, committed again so much later: history that was replayed


def events(fleet: Fleet, commits: pd.DataFrame, rules: CampaignRules) -> pd.DataFrame:
    """Hunks by people: repository, number, path, workflow, kind, edit, swap, commit, person, at, committed_at, subject_key, seconds (of
    `at`), day, team.
    Order: time, repository, number, path. `commits`: those `by_people`."""
    hunks, names = fleet.facts.hunks, fleet.teams.index
    place = pd.Index(commit_key(commits, names)).get_indexer(pd.Index(commit_key(hunks, names)))
    taken = np.flatnonzero(place >= 0)
    taken = taken[~_imports(fleet, commits, rules)[place[taken]]]
    found = hunks.iloc[taken][OF_HUNK].reset_index(drop=True)
    found[OF_COMMIT] = commits.iloc[place[taken]].reset_index(drop=True)[OF_COMMIT]
    found = _shared(found[~_inherited(found)], min(rules.few.repositories, rules.many.repositories))
    found = found.astype({"repository": str, "path": str, "workflow": str, "kind": str})
    seconds = found["at"].dt.as_unit("s").astype("int64") if len(found) else np.zeros(0, np.int64)
    team = found["repository"].map(fleet.teams).astype(object).fillna("").astype(str)
    found = found.assign(seconds=seconds, day=found["at"].dt.floor("D"), team=team)
    return found.sort_values(["seconds", "repository", "number", "path", *SORTS], kind="stable", ignore_index=True)


def span(events: pd.DataFrame, rules: CampaignRules) -> float:
    """Days over which events are spread: nine tenths of them, and at least the stated years."""
    early, late = np.quantile(events["seconds"], [0.05, 0.95]) if len(events) else (0.0, 0.0)
    return float(max((late - early) / DAY, rules.years * 365.25))


def by_people(commits: pd.DataFrame, who: pd.DataFrame) -> pd.DataFrame:
    """Ordinary commits by people, with `at` and `person` (`who`: the table of `people.persons`): no automation, merge, root, huge commit,
    or commit without a date."""
    at = commits["authored_at"].fillna(commits["committed_at"])
    one = (commits["parents"] == 1) & (commits["changed_files"] <= HUGE_COMMIT) & at.notna() & ~who["automated"]
    ordinary: pd.DataFrame = commits.assign(at=at, person=who["person"])[one]
    return ordinary


def _imports(fleet: Fleet, commits: pd.DataFrame, rules: CampaignRules) -> NDArray[np.bool_]:
    """True for commits that do nothing but add so many plumbing files."""
    changes, names = fleet.facts.changes, fleet.teams.index
    place = pd.Index(commit_key(commits, names)).get_indexer(pd.Index(commit_key(changes, names)))
    added = (changes["status"] == "A").to_numpy() & (place >= 0)
    files, new = (np.bincount(place[which], minlength=len(commits)) for which in (place >= 0, added))
    brought: NDArray[np.bool_] = (files == new) & (files >= rules.import_files)
    return brought


def _inherited(hunks: pd.DataFrame) -> pd.Series:
    """True for edits that a history brought along: the same commit in a further repository, or one that was written again later.

    A commit keeps its author time when a history is copied or rewritten, and nobody works in two places in the same second; the
    same second without a later commit may be a script that goes through many repositories, and stays.
    """
    same = hunks.groupby(["person", "at"])["committed_at"].transform("min")
    name = hunks["repository"].astype(str)
    return (hunks["committed_at"] - same > REPLAYED) | (name != name.groupby(hunks["commit"]).transform("min"))


def _shared(hunks: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """Hunks whose edit or swap stands in so many repositories."""
    repository, names = pd.factorize(hunks["repository"])
    wide = np.zeros(len(hunks), bool)
    for sort in SORTS:
        value, values = pd.factorize(hunks[sort])
        pairs = np.unique(value.astype(np.int64) * max(len(names), 1) + repository)
        spread = np.bincount(pairs // max(len(names), 1), minlength=len(values))
        wide |= (hunks[sort] != 0).to_numpy() & (spread[value] >= fewest)
    return hunks[wide]
