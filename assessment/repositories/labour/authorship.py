"""Who knows a plumbing file, and what happens to the files when those people leave?

Why: plumbing that only those understand who have left, or who are about to, is a risk that no head count shows.
Reads: `facts.changes`, `facts.commits`, `facts.files`, the persons of `people.persons`. Returns: pairs of file and main author, for use
inside collectors only, and counts of files.
Misleads: knowing is inferred from commits alone; reading, reviewing and pairing leave none. A renamed file starts anew. Someone who
committed nowhere in the fleet for a year counts as gone, though they may have changed to work that leaves no commits.
Source: degree of authorship: Fritz et al., ICSE 2010; thresholds and the greedy departure: Avelino et al., A novel approach for
estimating truck factors, ICPC 2016 (main author: more than 0.75 of the file's highest degree, and at least 3.293).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.repositories.facts import HUGE_COMMIT
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import BUILD_MANIFEST, NOBODY, commit_key

NORMALISED, LEAST = 0.75, 3.293
GONE = pd.Timedelta(days=365)  # without a commit anywhere in the fleet

Ints = NDArray[np.int64]


class Known(NamedTuple):
    """`files`: plumbing at HEAD with a known main author: repository, path, team, workflow; its index is `file` of `authors`.
    `authors`: file, person, here (committed in the last year)."""

    files: pd.DataFrame
    authors: pd.DataFrame


def degree(first: NDArray[np.bool_], deliveries: Ints, acceptances: Ints) -> NDArray[np.float64]:
    """Degree of authorship: `first` wrote the file, then made so many changes to it, while others made so many."""
    known: NDArray[np.float64] = 3.293 + 1.098 * first + 0.164 * deliveries - 0.321 * np.log1p(acceptances)
    return known


def known(fleet: Fleet, persons: pd.DataFrame) -> Known:
    """The main authors of each plumbing file at HEAD, over its whole history; build manifests, which product work changes, apart.

    Left out: changes by automation, merges, commits of over 1,000 files, and files that no person changed or mainly wrote.
    """
    facts = fleet.facts
    at_head = facts.files[(facts.files["role"] == "plumbing") & (facts.files["kind"] != BUILD_MANIFEST)]
    files = at_head[["repository", "path", "workflow"]].astype(object).reset_index(drop=True)
    rows = _changes(fleet, persons, files)
    pairs = rows.groupby(["file", "person"], as_index=False).agg(all=("first", "size"), first=("first", "any"))
    pairs["deliveries"] = pairs["all"] - pairs["first"]
    others = pairs.groupby("file")["deliveries"].transform("sum") - pairs["deliveries"]
    pairs["degree"] = degree(*(column.to_numpy() for column in (pairs["first"], pairs["deliveries"], others)))
    highest = pairs.groupby("file")["degree"].transform("max")
    main = pairs[(pairs["degree"] > NORMALISED * highest) & (pairs["degree"] >= LEAST)]
    files = files[files.index.isin(main["file"])]
    files = files.assign(team=fleet.team_of(files["repository"], files["path"]))
    return Known(files, main[["file", "person"]].assign(here=main["person"].isin(_here(fleet, persons))).reset_index(drop=True))


def leaving(file: Ints, person: Ints, *, least: int) -> list[int]:
    """Files without any main author after nobody left, one, two, …: each time whoever then is a main author of most files goes.

    `file`, `person`: the pairs. Ends when more than half of the files are orphaned and `least` people have left, or nobody is left.
    Ties go to the lowest number.
    """
    files, at = np.unique(file, return_inverse=True)
    people, who = np.unique(person, return_inverse=True)
    orphaned, left = [0], np.bincount(at, minlength=len(files))
    while len(orphaned) <= len(people) and (2 * orphaned[-1] <= len(files) or len(orphaned) <= least):
        goes = who == np.bincount(who).argmax()
        left -= np.bincount(at[goes], minlength=len(files))
        at, who = at[~goes], who[~goes]
        orphaned.append(int((left == 0).sum()))
    return orphaned


def _changes(fleet: Fleet, persons: pd.DataFrame, files: pd.DataFrame) -> pd.DataFrame:
    """Changes by people of the given files: file (row of `files`), person, first (it created the file)."""
    changes, commits, index = fleet.facts.changes, fleet.facts.commits, fleet.teams.index
    rows = pd.DataFrame(
        {"file": _files(changes, files), "key": commit_key(changes, index), "added": (changes["status"] == "A").to_numpy(bool)}
    )
    rows = rows[(rows["file"] >= 0) & (rows["key"] >= 0)].sort_values(["file", "key"], kind="stable")
    rows["first"] = rows["added"] & ~rows.duplicated("file")
    counted = (commits["parents"] < 2) & (commits["changed_files"] <= HUGE_COMMIT) & ~persons["automated"]
    who = persons["person"].where(counted, NOBODY).to_numpy(np.int64)
    rows["person"] = _of_commit(commit_key(commits, index), who, rows["key"].to_numpy(np.int64))
    found: pd.DataFrame = rows.loc[rows["person"] != NOBODY, ["file", "person", "first"]]
    return found


def _of_commit(keys: Ints, who: Ints, wanted: Ints) -> Ints:
    """Person of each wanted commit; NOBODY where it is unknown."""
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys, wanted, sorter=order).clip(max=max(0, len(keys) - 1))
    if not len(keys):
        return np.full(len(wanted), NOBODY, np.int64)
    return np.where(keys[order[place]] == wanted, who[order[place]], NOBODY)


def _files(changes: pd.DataFrame, files: pd.DataFrame) -> Ints:
    """Row of `files` for each change; -1 for files that are not there."""
    codes, places = [], []
    for name in ("repository", "path"):
        code, words = pd.factorize(changes[name])
        codes.append(code.astype(np.int64))
        places.append(pd.Index(words).astype(object).get_indexer(pd.Index(files[name])).astype(np.int64))
    there = (places[0] >= 0) & (places[1] >= 0)
    at_head = pd.Index((places[0] << 32 | places[1])[there])
    row = at_head.get_indexer(pd.Index(codes[0] << 32 | codes[1]))
    return np.where(row >= 0, np.append(np.flatnonzero(there), -1)[row], -1)


def _here(fleet: Fleet, persons: pd.DataFrame) -> pd.Series:
    """Persons with a commit of any kind in the year up to `as_of`."""
    at = fleet.facts.commits["authored_at"].fillna(fleet.facts.commits["committed_at"])
    recent = (at > fleet.facts.as_of - GONE) & ~persons["automated"]
    here: pd.Series = persons.loc[recent, "person"].drop_duplicates()
    return here
