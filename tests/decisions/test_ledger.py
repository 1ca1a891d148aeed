"""The result tables that a reader looks things up in."""

import pandas as pd

from assessment.decisions import ledger
from assessment.repositories.facts import Facts, frame
from assessment.repositories.labour.people import automated


def test_coverage_counts_every_commit_that_effort_leaves_out():
    rows = 30 + 3 + 2  # a machine by behaviour, two bots and an agent, two commits by a person
    commits = frame(
        "commits",
        {
            "repository": ["api"] * rows,
            "number": range(rows),
            "author": ["machine"] * 30 + ["bot"] * 3 + ["person"] * 2,
            "subject_key": [7] * 30 + list(range(10, 15)),  # thirty times the same subject: a machine by behaviour, see `people.automated`
            "automation": [False] * 30 + [True] * 3 + [False] * 2,
            "agent": [False] * 32 + [True] + [False] * 2,
            "parents": [1] * rows,
            "changed_files": [1] * rows,
        },
    )
    repositories = frame("repositories", {"repository": ["api"], "state": ["collected"]})
    owners = pd.DataFrame({"repository": ["api"], "path": [""], "team": ["pay"], "mapped_by": ["csv"], "claims": [""]})
    facts = Facts(as_of=pd.Timestamp("2026-06-30", tz="UTC"), repositories=repositories, commits=commits)
    table = ledger.coverage(facts, owners, automated=automated(facts.commits), unparsed=pd.Series(["api", "api"]))
    assert table[["repository", "team", "automation", "plumbing_files", "unparsed"]].to_numpy().tolist() == [["api", "pay", 33, 0, 2]]
    assert table[["scripted", "agents"]].to_numpy().tolist() == [[30, 1]]
    assert table["automation_share"].iloc[0] == 33 / 35


def test_without_commits_there_is_no_share_of_bots():
    repositories = frame("repositories", {"repository": ["api"], "state": ["empty"]})
    owners = pd.DataFrame({"repository": ["api"], "path": [""], "team": ["pay"], "mapped_by": ["csv"], "claims": [""]})
    facts = Facts(as_of=pd.Timestamp("2026-06-30", tz="UTC"), repositories=repositories)
    table = ledger.coverage(facts, owners, automated=automated(facts.commits), unparsed=pd.Series([], dtype=str))
    assert table[["automation", "scripted", "agents", "unparsed"]].to_numpy().tolist() == [[0, 0, 0, 0]]
    assert table["automation_share"].isna().all()
