"""Which plumbing did each commit of a person touch: whose files, and for which workflow?

Reads: `facts.changes`, the table of `people.human`. Returns: tables inside the collectors' reach only, because rows carry a person.
Misleads: lines are unknown for binary and unread files, and count 0. A build manifest that changes together with product files is
product work: a feature brings its library.
Source: kinds and workflows as `data/rules/files.yaml` gives them.
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import BUILD_MANIFEST, commit_key


def changes(fleet: Fleet) -> pd.DataFrame:
    """Changes of plumbing files, by whomever: key (`people.commit_key`), repository, path, team (of the path; '' unmapped), workflow,
    kind, lines (added and deleted)."""
    facts = fleet.facts.changes
    lines = facts["added"].fillna(0) + facts["deleted"].fillna(0)
    rows = facts[["repository", "path", "workflow", "kind"]].assign(key=commit_key(facts, fleet.teams.index), lines=lines.astype(np.int64))
    found: pd.DataFrame = rows[rows["workflow"].fillna("") != ""]
    return found.assign(team=fleet.team_of(found["repository"], found["path"]))


def effort(changed: pd.DataFrame, human: pd.DataFrame) -> pd.DataFrame:
    """Of `changes`, those that are people's work on plumbing: a build manifest only where the commit changes nothing of the product."""
    by_people = changed["key"].isin(human.loc[human["plumbing"], "key"])
    apart = (changed["kind"] != BUILD_MANIFEST) | changed["key"].isin(human.loc[human["setup_only"], "key"])
    found: pd.DataFrame = changed[by_people & apart]
    return found


def by_workflow(work: pd.DataFrame, human: pd.DataFrame) -> pd.DataFrame:
    """One row per commit, team and workflow that it touches: key, team, workflow, lines, repository, person, at, subject.

    `work`: the table of `effort`.
    """
    touched = work.groupby(["key", "team", "workflow"], observed=True)["lines"].sum().reset_index().astype({"workflow": object})
    return touched.merge(human[["key", "repository", "person", "at", "subject"]], on="key")
