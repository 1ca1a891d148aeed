"""Are the declared paved roads used, by choice, and do they save time?

Why: voluntary use is how a platform proves itself; a road slower than what a determined engineer would assemble alone is a tax.
Reads: `organisation.platform.roads`, facts (references, files, changes, commits), `services.clock`. Returns: the adoption table.
Misleads: use is a reference at HEAD, not a run. When a repository came is read from the referring file: its last rewrite (a
commit that removes more than half of its lines), else its first commit, and never before the road was offered; a reference
slipped in with a small edit is dated too early. Days on and off the road compare services as they are: newer ones use the
road, strong teams and simple services come first, a second service is quicker anyway.
Source: golden path tax as time on against off the path; classification by the state at the first deployable, so that
services do not count as on the road merely because they lived long enough to join it (immortal time).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from assessment.model import PavedRoad
from assessment.repositories import services
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import WINDOW, commit_key
from assessment.repositories.roads.tax import compare
from assessment.repositories.tools import reach

COLUMNS = ["road", "workflow", "team", "eligible", "on_road", "share", "voluntary", "mandated", "days_on", "days_off", "tax"]


@dataclass(frozen=True, slots=True)
class _Use:
    """One road: eligible repositories, when each of those on it came (NaT unknown), and the services born lately among them."""

    road: PavedRoad
    eligible: pd.Index
    came: pd.Series
    born: pd.DataFrame


def adoption(fleet: Fleet, clock: pd.DataFrame) -> pd.DataFrame:
    """Per road and team, and per road with team '' for all: the columns of the adoption table.

    Eligible: repositories with plumbing of the road's workflow, or on the road; not the one that offers it. Repositories whose
    coming cannot be dated are neither voluntary nor mandated where there is a mandate. Days: Kaplan-Meier medians of services
    born in the last three years; tax as in `tax.compare`, over those that reached a first deployable. `clock`: the table of
    `services.clock`.
    """
    born = services.born_within(clock[clock["days"].notna()], fleet.facts.as_of, WINDOW)
    rows: list[tuple[object, ...]] = []
    for road in fleet.organisation.platform.roads:
        rows += _rows(_use(fleet, road, fleet.reach, born), fleet.teams, ("", *fleet.organisation.team_names))
    return pd.DataFrame.from_records(rows, columns=COLUMNS)


def came(fleet: Fleet, road: PavedRoad, graph: reach.Reach) -> pd.Series:
    """Repository on the road -> when it came (see the header), NaT where no change of the referring file is known."""
    files = users(fleet, road, graph)
    began = files.merge(_began(fleet, files), on=["repository", "path"], how="left").groupby("repository")["began"].min()
    since = pd.Timestamp(road.since, tz="UTC") if road.since else None
    return began.mask(began < since, since) if since is not None else began


def users(fleet: Fleet, road: PavedRoad, graph: reach.Reach) -> pd.DataFrame:
    """Files of the fleet by which a repository uses the road (see `Reach.users`), without those of the one that offers it."""
    files = graph.users(road.references)
    return files[files["repository"].isin(fleet.teams.index) & ~files["repository"].map(lambda name: _offers(name, road)).astype(bool)]


def _use(fleet: Fleet, road: PavedRoad, graph: reach.Reach, born: pd.DataFrame) -> _Use:
    dates, facts = came(fleet, road, graph), fleet.facts
    files = facts.files[(facts.files["role"] == "plumbing") & (facts.files["workflow"] == road.workflow)]
    refers = facts.references[facts.references["workflow"] == road.workflow]
    has = {str(name) for table in (files, refers) for name in table["repository"].unique()}
    names = {name for name in has if not _offers(name, road)} | set(dates.index)
    eligible = pd.Index([name for name in fleet.teams.index if name in names], dtype=object)
    return _Use(road, eligible, dates, born[born["repository"].isin(eligible)])


def _rows(use: _Use, teams: pd.Series, names: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """A row for each of the teams of these names; '' for all repositories."""
    eligible, came, born = (teams.reindex(index).to_numpy(object) for index in (use.eligible, use.came.index, use.born["repository"]))
    mandate = pd.Timestamp(use.road.mandated_from, tz="UTC") if use.road.mandated_from else None
    pressed = (use.came >= mandate).to_numpy(bool) if mandate is not None else np.zeros(len(came), bool)
    freely = (use.came < mandate).to_numpy(bool) if mandate is not None else ~pressed
    joined = use.came.reindex(use.born["repository"]).set_axis(use.born.index)
    on = (joined <= use.born["first_deployable"]).to_numpy() | (use.born["censored"] & joined.notna()).to_numpy()
    days = use.born[["days", "censored"]]
    for team in names:
        groups = (eligible, came, came[freely], came[pressed])
        many, there, free, forced = (int((rows == team).sum()) if team else len(rows) for rows in groups)
        mine = born == team if team else np.ones(len(born), bool)
        share = there / many if many else np.nan
        yield use.road.name, str(use.road.workflow), team, many, there, share, free, forced, *_tax(days[mine & on], days[mine & ~on])


def _tax(on: pd.DataFrame, off: pd.DataFrame) -> tuple[float, float, str]:
    """Median days of the services on and off the road, NaN unknown, and the tax; rows: days, censored."""
    medians = [np.nan if (median := services.median(side)) is None else median for side in (on, off)]
    done = [side.loc[~side["censored"].to_numpy(bool), "days"].to_list() for side in (on, off)]
    return medians[0], medians[1], str(compare(*done).tax)


def _offers(repository: str, road: PavedRoad) -> bool:
    """The repository is the road, or the one that its pattern owner/repository/… lies in."""
    name = reach.last_part(repository)
    parts = [pattern.casefold().split("/") for pattern in road.references]
    return any(fnmatchcase(name, part) for pattern in parts for part in (pattern[1:2] or pattern) if part != "*")


def _began(fleet: Fleet, files: pd.DataFrame) -> pd.DataFrame:
    """repository, path, began: author time of the last rewrite of a file, or of its first commit."""
    commits, index = fleet.facts.commits, fleet.teams.index
    wanted = fleet.facts.changes[fleet.facts.changes["repository"].isin(files["repository"])]
    rows = wanted.astype({"repository": object, "path": object}).merge(files[["repository", "path"]], on=["repository", "path"])
    at = commits["authored_at"].fillna(commits["committed_at"])  # the same clock as the first deployable's
    dates = pd.DataFrame({"key": commit_key(commits, index), "at": at})
    rows = rows.assign(key=commit_key(rows, index)).merge(dates[dates["key"] >= 0], on="key").dropna(subset=["at"])
    rows = rows.sort_values(["repository", "path", "number"], kind="stable")
    files_of = rows.groupby(["repository", "path"])
    gone = rows["deleted"].fillna(0)
    before = (rows["added"].fillna(0) - gone).groupby([rows["repository"], rows["path"]]).cumsum() - rows["added"].fillna(0) + gone
    rewritten = (rows["status"] == "A") | ((gone > before / 2) & (before > 0)) | (files_of.cumcount() == 0)
    return rows[rewritten].groupby(["repository", "path"])["at"].last().rename("began").reset_index()
