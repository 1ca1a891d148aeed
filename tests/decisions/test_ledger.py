"""The result tables that a reader looks things up in."""

import pandas as pd

from assessment.decisions import ledger
from assessment.repositories.facts import Facts, frame
from assessment.repositories.people import automated


def test_coverage_counts_every_commit_that_effort_leaves_out():
    rows = 30 + 3 + 2
    commits = frame(
        "commits",
        {
            "repository": ["api"] * rows,
            "number": range(rows),
            "author": ["machine"] * 30 + ["bot"] * 3 + ["person"] * 2,
            "subject_key": [7] * 30 + list(range(10, 15)),  # thirty times the same subject: a machine by behaviour, see `people.automated`
            "automation": [False] * 30 + [True] * 3 + [False] * 2,
            "parents": [1] * rows,
            "changed_files": [1] * rows,
        },
    )
    repositories = frame("repositories", {"repository": ["api"], "state": ["collected"]})
    owners = pd.DataFrame({"repository": ["api"], "path": [""], "team": ["pay"], "mapped_by": ["csv"], "claims": [""]})
    facts = Facts(as_of=pd.Timestamp("2026-06-30", tz="UTC"), repositories=repositories, commits=commits)
    table = ledger.coverage(facts, owners, automated=automated(facts.commits))
    assert table[["repository", "team", "automation", "plumbing_files"]].to_numpy().tolist() == [["api", "pay", 33, 0]]
