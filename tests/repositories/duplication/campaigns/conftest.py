"""Histories written by hand: one row an edit, everything else unremarkable."""

from dataclasses import replace
from hashlib import blake2b

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.campaigns.find import find
from assessment.repositories.facts import HUNKS, frame

START = pd.Timestamp("2025-03-01 09:00", tz="UTC")
TEAMS = {"a": "Red", "b": "Red", "c": "Red", "d": "Red", "e": "Blue", "f": "Blue", "g": ""}
PIN = 4711  # hash of one edit
USUAL = {
    "author": "p1",
    "author_name": "",
    "path": "ci.yml",
    "workflow": "ci",
    "kind": "github-workflow",
    "status": "M",
    "swap": 0,
    "removed": "",
    "added": "",
    "parents": 1,
    "automation": False,
    "changed_files": 1,
    "number": None,
    "later": 0,
    "commit": None,
    "subject_key": 0,
}
OF_COMMIT = ["repository", "number", "commit", "parents", "author", "author_name", "automation", "changed_files", "subject_key"]


def event(repository, day, edit=PIN, **other):
    """An edit of a file on a day. Events with the same `number` in a repository are one commit; `later`: days until it was committed."""
    return {"repository": repository, "day": day, "edit": edit} | USUAL | other


def _id(row):
    return blake2b(f"{row['repository']} {row['number']}".encode(), digest_size=20).hexdigest()


def _whole(events):
    rows = pd.DataFrame(events)
    rows["number"] = [n if given is None or pd.isna(given) else int(given) for n, given in enumerate(rows["number"])]
    rows["commit"] = [_id(row) if pd.isna(row["commit"]) else row["commit"] for row in rows.to_dict("records")]
    rows["authored_at"] = START + pd.to_timedelta((rows["day"] * 86_400).astype(int), unit="s")
    rows["committed_at"] = rows["authored_at"] + pd.to_timedelta(rows["later"], unit="D")
    return rows


def _hunks_of(rows):
    made = rows.assign(old_start=1, new_start=1, old_lines=rows["removed"].str.count("\n") + 1, new_lines=rows["added"].str.count("\n") + 1)

    def of(repository, paths):
        some = made[(made["repository"] == repository) & made["path"].isin(paths)].sort_values(["number", "path"])
        return some[[column.name for column in HUNKS]].reset_index(drop=True)

    return of


@pytest.fixture
def history(make_fleet):
    """A fleet of events, and of files at HEAD."""

    def make(*events, files=None, teams=TEAMS):
        rows = _whole(events)
        one = rows.drop_duplicates(["repository", "number"])
        names = [*OF_COMMIT, "authored_at", "committed_at"]
        commits = frame("commits", {name: one[name].tolist() for name in names})
        names = ["repository", "number", "path", "status", "workflow", "kind"]
        changes = frame("changes", {name: rows[name].tolist() for name in names})
        names = ["repository", "number", "path", "workflow", "kind", "edit", "swap"]
        fleet = make_fleet(files or {}, teams, commits=commits, changes=changes)
        hunks = frame("repeated", {name: rows[name].tolist() for name in names})
        return replace(fleet, facts=replace(fleet.facts, hunks=hunks), hunks_of=_hunks_of(rows))

    return make


@pytest.fixture
def campaigns(history, rules):
    """Campaigns of events."""

    def make(*events, files=None, teams=TEAMS, seed=1):
        return find(history(*events, files=files, teams=teams), rules, np.random.default_rng(seed))

    return make
