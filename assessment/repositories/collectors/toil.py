"""Where does plumbing cost people time: which team, repository, workflow and month, and how much of that is plain repetition?

Why: the workflow to start with is the one whose plumbing people touch most, most repeatedly, and with least success.
Reads: `people.human`, `touches.changes`, `facts.commits`, the campaign flags [repository, number, campaign]. Returns: the toil table, and
the service-months that its commits stand beside.
Misleads: git shows traces only, not waiting, reruns or meetings; lines are unknown for binary and unread files, and count 0.
A build manifest that changes together with product files is
product work. A commit that touches several workflows, or folders of several teams, counts once in each, so commits do not add up
over them. Squash merges hide retries, and a deliberate series of small pipeline commits within two hours looks like one. In
repositories that publish building blocks the pipeline is the product. What a subject line says is taken at its word: a renewal
of credentials that is called "fix" is not seen.
Source: toil as in the SRE book, ch. 5; runs of pipeline commits as in our reading of 197 public repositories, where they
hold 14 to 41 % of all pipeline-only commits.
"""

import numpy as np
import pandas as pd

from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import touches
from assessment.repositories.labour.people import NOBODY, commit_key, homes, outside

CI = "ci"
PIPELINE = "github-workflow"  # a kind whose files define a pipeline, whichever workflow their names say they serve
RUN = 3  # consecutive pipeline-only commits that make a run
GAP = pd.Timedelta(hours=2)
KEY = ["team", "repository", "workflow", "month"]
COUNTS = ["commits", "lines", "outside", "propagated", "retries", "triggers", "bumps", "reverts", "expired"]
COLUMNS = [*KEY, *COUNTS]


def table(fleet: Fleet, human: pd.DataFrame, changed: pd.DataFrame, propagated: pd.DataFrame) -> pd.DataFrame:
    """Plumbing commits by people, per team, repository, workflow and month: the columns of the toil table. `changed`: `touches.changes`.

    An empty commit that triggers the pipeline counts as one of ci, with no lines. `outside` leaves out the platform team's
    people, as in the glue signals. `bumps` are those after a bot made its first bump in the repository. Rows are sorted; only
    combinations with commits are there.
    """
    rows = _touched(human, changed)
    rows["outside"] = outside(rows, homes(human), platform=fleet.organisation.platform.team) == "outside"
    rows["propagated"] = rows["key"].isin(commit_key(propagated, fleet.teams.index))
    rows["retries"] = rows["key"].isin(human.loc[retries(human, changed), "key"])
    since = _first_bump_by_a_bot(fleet).reindex(rows["repository"]).set_axis(rows.index)
    rows["bumps"] = (rows["subject"] == "bump") & (rows["at"] > since)
    rows["reverts"], rows["expired"] = rows["subject"] == "revert", rows["subject"] == "renewal"
    rows["month"] = _month(rows["at"])
    sums = rows.assign(commits=1).groupby(KEY, observed=True)[COUNTS].sum().astype(int)
    return sums.reset_index()[COLUMNS]


def service_months(fleet: Fleet, human: pd.DataFrame) -> pd.DataFrame:
    """A row for each month of a repository in service, silent ones too: team, repository, month, commits, plumbing (of them, on plumbing).

    In service: from the first to the last month in which a person committed anything to it, within the window of `people.human`.
    """
    rows = human.assign(month=_month(human["at"]), repository=human["repository"].astype(object))
    rows["plumbing"] |= _trigger(rows)
    counts = rows.groupby(["repository", "month"]).agg(commits=("key", "size"), plumbing=("plumbing", "sum"))
    by = rows.groupby("repository")["month"]
    first, last = (edge.to_numpy().astype("datetime64[M]").astype(np.int64) for edge in (by.min(), by.max()))
    long = last - first + 1
    month = np.repeat(first - np.cumsum(long) + long, long) + np.arange(long.sum())
    days = pd.DatetimeIndex(month.astype("datetime64[M]").astype(str(rows["month"].dtype)))
    every = pd.MultiIndex.from_arrays([by.min().index.repeat(long), days], names=["repository", "month"])
    table = counts.reindex(every, fill_value=0).astype(int).reset_index()
    return table.assign(team=table["repository"].map(fleet.teams).fillna("").astype(object))[MONTHS]


MONTHS = ["team", "repository", "month", "commits", "plumbing"]


def retries(human: pd.DataFrame, changed: pd.DataFrame) -> pd.Series:
    """True for commits in a run: at least three in a row by one person in one repository, each touching only the pipeline (or
    nothing), at most two hours apart; and for every empty commit that triggers the pipeline. Indexed like `human`."""
    order = human.sort_values(["person", "repository", "at", "number"], kind="stable")
    pipeline = (_only_pipeline(order, changed) | (order["changed_files"] == 0)) & (order["person"] != NOBODY)
    same = (order["person"] == order["person"].shift()) & (order["repository"].astype(object) == order["repository"].astype(object).shift())
    follows = same & pipeline & pipeline.shift(fill_value=False) & (order["at"] - order["at"].shift() <= GAP)
    run = (~follows).cumsum()
    long = pipeline & (run.map(run.value_counts()) >= RUN)
    return (long | _trigger(order)).reindex(human.index).rename("retry")


def _month(at: pd.Series) -> pd.Series:
    month: pd.Series = at.dt.tz_localize(None).dt.to_period("M").dt.start_time
    return month


def _trigger(rows: pd.DataFrame) -> pd.Series:
    return (rows["changed_files"] == 0) & (rows["subject"] == "trigger")


def _touched(human: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """The rows of `touches.by_workflow`, and one of ci for each empty trigger; triggers tells which."""
    plumbing = touches.by_workflow(touches.effort(changed, human), human).assign(triggers=False)
    empty = human[_trigger(human)].assign(workflow=CI, lines=0, triggers=True)
    both: pd.DataFrame = pd.concat([plumbing, empty[plumbing.columns]], ignore_index=True)
    return both.assign(repository=both["repository"].astype(object))


def _first_bump_by_a_bot(fleet: Fleet) -> pd.Series:
    """When automation first bumped a version, by repository: from then on a bot could."""
    commits = fleet.facts.commits
    bumps = commits[commits["automation"].astype(bool) & (commits["subject"] == "bump")]
    first: pd.Series = bumps.groupby(bumps["repository"].astype(object))["committed_at"].min()
    return first


def _only_pipeline(rows: pd.DataFrame, changed: pd.DataFrame) -> pd.Series:
    """True where every file of the commit serves the workflow ci or defines a pipeline."""
    pipeline = (changed["workflow"] == CI) | (changed["kind"] == PIPELINE)
    other = rows["key"].isin(changed.loc[~pipeline, "key"])
    return rows["setup_only"] & rows["key"].isin(changed.loc[pipeline, "key"]) & ~other
