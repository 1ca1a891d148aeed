"""Hand-made fact tables: only what a test is about is written down, the rest is unremarkable."""

import pandas as pd
import pytest

from assessment.model import Organisation, Team
from assessment.repositories.facts import Facts, frame
from assessment.repositories.fleet import Fleet

AS_OF = pd.Timestamp("2025-06-30", tz="UTC")
COMMIT = {
    "repository": "r",
    "parents": 1,
    "mainline": True,
    "authored_at": AS_OF - pd.Timedelta(days=30),
    "author": "a",
    "author_name": "",
    "automation": False,
    "subject": "",
    "subject_key": 0,
    "changed_files": 1,
    "plumbing_files": 0,
}
REPOSITORY = {"state": "collected", "message": "", "shallow": False}
DEFAULTS = {
    "changes": {"repository": "r", "number": 0, "path": "ci.yml", "status": "M", "workflow": "ci", "added": 1, "deleted": 0},
    "files": {"role": "plumbing", "read": "read", "bytes": 100},
    "references": {"workflow": "ci", "kind": "workflow"},
    "controls": {},
    "contents": {},
    "steps": {},
    "tags": {},
    "tools": {"state": "used", "confidence": "high", "by": "path"},
    "beginnings": {"number": 0},
    "seen": {},
}


def table(name, rows, default):
    full = [default | row for row in rows]
    names = dict.fromkeys(key for row in full for key in row)
    return frame(name, {key: [row.get(key) for row in full] for key in names}) if full else frame(name, {"repository": []})


@pytest.fixture
def as_of():
    return AS_OF


@pytest.fixture
def commit_table():
    """Commits from dicts; `days` is their age at `as_of`; numbers count up per repository, ids are unique."""

    def make(rows):
        counts, full = {}, []
        for n, given in enumerate(rows):
            row = COMMIT | given
            if "days" in row:
                row["authored_at"] = AS_OF - pd.Timedelta(days=row.pop("days"))
            row.setdefault("number", counts.get(row["repository"], 0))
            full.append({"commit": f"{n:040x}", "committed_at": row["authored_at"]} | row)
            counts[row["repository"]] = row["number"] + 1
        return table("commits", full, {})

    return make


@pytest.fixture
def make_fleet(commit_table):
    """A fleet from `teams` (repository -> team) and lists of dicts, one list per fact table."""

    def make(teams, *, platform=None, roads=(), templates=(), repositories=None, **facts):
        names = sorted({t for t in teams.values() if t} | ({platform} if platform else set()))
        members = tuple(Team(name=t, headcount=5) for t in names)
        organisation = Organisation(name="o", teams=members, platform={"team": platform, "roads": roads, "templates": templates})
        states = [{"repository": r} | (repositories or {}).get(r, {}) for r in teams]
        tables = {"repositories": table("repositories", states, REPOSITORY), "commits": commit_table(facts.pop("commits", []))}
        tables |= {name: table(name, rows, DEFAULTS[name]) for name, rows in facts.items()}
        return Fleet(organisation=organisation, facts=Facts(as_of=AS_OF, **tables), teams=pd.Series(teams, dtype=object))

    return make
