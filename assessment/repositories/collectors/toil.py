"""Where does plumbing cost people time: which team, repository, workflow, month and file?

Why: the workflow to start with is the one whose plumbing people touch most, most repeatedly, and with least success.
Reads: `people.human`, `facts.changes`, `facts.files`, the campaign flags [repository, number, campaign]. Returns: the toil
table and the hotspots.
Misleads: git shows traces only, not waiting, reruns or meetings; lines are unknown for binary and unread files, and count 0.
A build manifest that changes together with product files is
product work. A commit that touches several workflows, or folders of several teams, counts once in each, so commits do not add up
over them. Squash merges hide retries, and a deliberate series of small pipeline commits within two hours looks like one. In
repositories that publish building blocks the pipeline is the product.
Source: toil as in the SRE book, ch. 5; runs of pipeline commits as in our reading of 197 public repositories, where they
hold 14 to 41 % of all pipeline-only commits; hotspots: Tornhill, Your Code as a Crime Scene (change frequency x size).
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.people import BUILD_MANIFEST, NOBODY, commit_key, homes, outside

CI = "ci"
PIPELINE = "github-workflow"  # a kind whose files define a pipeline, whichever workflow their names say they serve
RUN = 3  # consecutive pipeline-only commits that make a run
GAP = pd.Timedelta(hours=2)
YEAR = pd.Timedelta(days=365)
COLUMNS = ["team", "repository", "workflow", "month", "commits", "lines", "outside", "propagated", "retries"]


def table(fleet: Fleet, human: pd.DataFrame, propagated: pd.DataFrame) -> pd.DataFrame:
    """Plumbing commits by people, per team, repository, workflow and month: the columns of the toil table.

    An empty commit that triggers the pipeline counts as one of ci, with no lines. `outside` leaves out the platform team's
    people, as in the glue signals. Rows are sorted; only combinations with commits are there.
    """
    rows = _touches(fleet, human, retries(fleet, human))
    rows["outside"] = (outside(rows, homes(human), platform=fleet.organisation.platform.team) == "outside").astype(int)
    rows["propagated"] = rows["key"].isin(commit_key(propagated, fleet.teams.index)).astype(int)
    rows["month"] = rows["at"].dt.tz_localize(None).dt.to_period("M").dt.start_time
    sums = rows.assign(commits=1, retries=rows["retry"].astype(int)).groupby(COLUMNS[:4], observed=True)[COLUMNS[4:]].sum()
    return sums.reset_index()[COLUMNS]


def retries(fleet: Fleet, human: pd.DataFrame) -> pd.Series:
    """True for commits in a run: at least three in a row by one person in one repository, each touching only the pipeline (or
    nothing), at most two hours apart; and for every empty commit that triggers the pipeline. Indexed like `human`."""
    order = human.sort_values(["person", "repository", "at", "number"], kind="stable")
    pipeline = (_only_pipeline(fleet, order) | (order["changed_files"] == 0)) & (order["person"] != NOBODY)
    same = (order["person"] == order["person"].shift()) & (order["repository"].astype(object) == order["repository"].astype(object).shift())
    follows = same & pipeline & pipeline.shift(fill_value=False) & (order["at"] - order["at"].shift() <= GAP)
    run = (~follows).cumsum()
    long = pipeline & (run.map(run.value_counts()) >= RUN)
    return (long | _trigger(order)).reindex(human.index).rename("retry")


def hotspots(fleet: Fleet, human: pd.DataFrame) -> pd.DataFrame:
    """Plumbing files at HEAD that people changed in the last 365 days, hottest first.

    Columns: repository, team ('' unmapped), path, workflow, commits, lines_changed, size (bytes at HEAD), share (commits x size, of the
    sum over the fleet). Files of unknown size are left out.
    """
    recent = human.loc[human["plumbing"] & (human["at"] > fleet.facts.as_of - YEAR), ["key", "team"]]
    changes = _effort(_plumbing_changes(fleet), human)
    touched = changes[changes["key"].isin(recent["key"])].astype({"repository": object, "path": object})
    churn = touched.groupby(["repository", "path"], as_index=False).agg(commits=("key", "nunique"), lines_changed=("lines", "sum"))
    files = fleet.facts.files[["repository", "path", "workflow", "bytes", "role"]].astype(
        {"repository": object, "path": object, "workflow": object}
    )
    files = files[(files["role"] == "plumbing") & (files["bytes"] >= 0)]
    hot = churn.merge(files, on=["repository", "path"]).rename(columns={"bytes": "size"})
    heat = (hot["commits"] * hot["size"]).astype(float)
    hot = hot.assign(team=fleet.team_of(hot["repository"], hot["path"]), share=heat / heat.sum() if heat.sum() else 0.0)
    columns = ["repository", "team", "path", "workflow", "commits", "lines_changed", "size", "share"]
    return hot.sort_values(["share", "repository", "path"], ascending=[False, True, True])[columns].reset_index(drop=True)


def _trigger(rows: pd.DataFrame) -> pd.Series:
    return (rows["changed_files"] == 0) & (rows["subject"] == "trigger")


def _plumbing_changes(fleet: Fleet) -> pd.DataFrame:
    """Changes of plumbing files: key, repository, path, team (of the path), workflow, kind, lines."""
    changes = fleet.facts.changes
    lines = changes["added"].fillna(0) + changes["deleted"].fillna(0)
    rows = changes[["repository", "path", "workflow", "kind"]].assign(
        key=commit_key(changes, fleet.teams.index), lines=lines.astype(np.int64)
    )
    found: pd.DataFrame = rows[rows["workflow"].fillna("") != ""]
    return found.assign(team=fleet.team_of(found["repository"], found["path"]))


def _effort(changes: pd.DataFrame, human: pd.DataFrame) -> pd.DataFrame:
    """The changes that are work on plumbing: a build manifest only where the commit changes nothing of the product."""
    apart = changes["key"].isin(human.loc[human["setup_only"], "key"])
    found: pd.DataFrame = changes[(changes["kind"] != BUILD_MANIFEST) | apart]
    return found


def _touches(fleet: Fleet, human: pd.DataFrame, retry: pd.Series) -> pd.DataFrame:
    """One row per commit, and workflow and team that it touches: key, team, repository, person, at, workflow, lines, retry."""
    rows = human.assign(retry=retry)[["key", "team", "repository", "person", "at", "retry"]]
    changes = _effort(_plumbing_changes(fleet), human).groupby(["key", "team", "workflow"], observed=True)["lines"].sum().reset_index()
    plumbing = rows[human["plumbing"]].drop(columns="team").merge(changes.astype({"workflow": object}), on="key")
    triggers = rows[_trigger(human)].assign(workflow=CI, lines=0)
    both: pd.DataFrame = pd.concat([plumbing, triggers], ignore_index=True)
    return both.assign(repository=both["repository"].astype(object))


def _only_pipeline(fleet: Fleet, rows: pd.DataFrame) -> pd.Series:
    """True where every file of the commit serves the workflow ci or defines a pipeline."""
    changes = _plumbing_changes(fleet)
    pipeline = (changes["workflow"] == CI) | (changes["kind"] == PIPELINE)
    other = rows["key"].isin(changes.loc[~pipeline, "key"])
    return rows["setup_only"] & rows["key"].isin(changes.loc[pipeline, "key"]) & ~other
