"""Do teams independently solve the same jobs, or maintain copies of one solution?

Why: three teams with three pipelines of their own have paid three times; three teams with copies of one pay again at every change. Both
differ from use of something shared, which is neither.
Reads: the fleet and its `Duplication`. Returns: independent-solutions between teams, own-solutions and copied-lines per team.
Misleads: what differs in files may be needed to differ; what is alike may come from one public template; a solution that leaves no file
here (a default setup, a job in another repository) is not seen.
Source: effective number of solutions, Laakso and Taagepera 1979 (inverse Simpson); outcomes as in `assessment.outcome`.
"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from assessment.numerals import percent
from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories.duplication.find import Duplication
from assessment.repositories.duplication.sharing.solutions import effective_number, independent_weight
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.shares import closed


def collect(fleet: Fleet, found: Duplication) -> list[Signal]:
    """Signals 'independent-solutions' (between teams, 0..1), 'own-solutions' and 'copied-lines' (per team, shares)."""
    return [independent(fleet, found), *own(fleet, found), *copied(fleet, found)]


def independent(fleet: Fleet, found: Duplication) -> Signal:
    """How independently teams solve the same workflows, 0..1.

    Per workflow with at least two eligible teams: (min(N, w) - 1) / (teams - 1), at least 0, with N the effective number of independent
    solutions and w the weight of teams on them (`solutions.effective_number`, `solutions.independent_weight`); the smaller of the two, so
    that teams which spread over several copies do not count as more teams. 0: all teams on shared solutions or copies of one; 1: every
    team on its own. The value is the mean over workflows, weighted by eligible teams. n and of count repositories that belong to a team.
    """
    mapped = tuple(str(name) for name in fleet.teams.index[fleet.teams != ""])
    blank = Signal(measure="independent-solutions", outcome=Outcome.UNAVAILABLE, unit="share", n=len(_read(fleet, mapped)), of=len(mapped))
    values, weights, notes = [], [], []
    for workflow in sorted(found.solutions["workflow"].unique()):
        effective, teams = effective_number(found.solutions, workflow)
        if teams > 1:
            weight = float(independent_weight(found.solutions, workflow).sum())
            values.append(min(max(min(effective, weight) - 1, 0.0) / (teams - 1), 1.0))
            weights.append(teams)
            notes.append((workflow, f"{workflow}: {effective:.1f} independent solutions in {teams} teams"))
    if not values:
        lost = blank.of - blank.n
        outcome = Outcome.UNAVAILABLE if lost or not mapped else Outcome.NOT_APPLICABLE
        return replace(
            blank, outcome=outcome, note="no workflow is seen in two teams" + (f"; {lost} repositories could not be read" if lost else "")
        )
    value = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
    seen = found.solutions[found.solutions["workflow"].isin([workflow for workflow, _ in notes])]
    return replace(
        blank, outcome=Outcome.MEASURED, value=value, evidence=_independent_files(seen, found), note="; ".join(note for _, note in notes)
    )


def own(fleet: Fleet, found: Duplication) -> list[Signal]:
    """Per team, the share of its workflows that it solves with an own, independent solution.

    Independent: of its own, or a copy that no other team has. A workflow that the team solves so in some of its repositories counts by
    their share. Each repository's part weighs 1 / (the team's repositories with that workflow), summed over its workflows.
    """
    teams_with = found.members[found.members["team"] != ""].groupby("cluster")["team"].nunique()
    cluster = found.solutions["solution"].str.removeprefix("copy:")
    alone = (found.solutions["kind"] == "own") | ((found.solutions["kind"] == "copy") & ~cluster.isin(teams_with.index[teams_with > 1]))
    rows = found.solutions.assign(weight=1 / found.solutions.groupby(["team", "workflow"])["repository"].transform("size"), seen=alone)
    rows = rows.assign(hit=alone * rows["weight"], what="the team's own solution of " + rows["workflow"])
    return _shares(fleet, "own-solutions", rows, _alone)


def copied(fleet: Fleet, found: Duplication) -> list[Signal]:
    """Per team, the share of its effective plumbing lines that stand near-identical in another repository, whoever owns that.

    Lines of files that only declare what every repository has to declare for itself are no lines that could be shared, and not counted.
    """
    files = found.files[~found.files["declared"]]
    rows = files.assign(weight=files["lines"], hit=files["copied"], seen=files["copied"] > 0)
    spread = rows["cluster"].map(found.clusters.set_index("cluster")["repositories"]).astype("Int64").astype(str)
    rows["what"] = rows["copied"].astype(str) + " of " + rows["lines"].astype(str) + " lines stand in " + spread + " repositories"
    return _shares(fleet, "copied-lines", rows, _repeated)


def _alone(rows: pd.DataFrame) -> str:
    shares = rows.groupby("workflow")["seen"].mean()
    which = ", ".join(f"{workflow} {percent(share)}" for workflow, share in shares[shares > 0].items())
    return f"{shares.sum():.1f} of {len(shares)} workflows are solved alone" + (f": {which}" if which else "")


def _repeated(rows: pd.DataFrame) -> str:
    return f"{rows['hit'].sum():,} of {rows['weight'].sum():,} plumbing lines stand near-identical in another repository"


def _shares(fleet: Fleet, measure: str, rows: pd.DataFrame, note: Callable[[pd.DataFrame], str]) -> list[Signal]:
    """A signal per team: sum(hit) / sum(weight) over its rows, with one part per repository and the rows `seen` as evidence.

    rows: team, repository, path, workflow, hit, weight, seen, what (the note of the evidence).
    """
    rows = rows[["team", "repository", "path", "workflow", "hit", "weight", "seen", "what"]]
    by_team = dict(iter(rows.groupby("team")))
    return [_share(fleet, team, measure, by_team.get(team, rows.iloc[:0]), note) for team in fleet.organisation.team_names]


def _share(fleet: Fleet, team: str, measure: str, rows: pd.DataFrame, note: Callable[[pd.DataFrame], str]) -> Signal:
    shut = closed(fleet, team, measure)
    if shut:
        return shut
    names = fleet.of(team)
    read = _read(fleet, names)
    lost = len(names) - len(read)
    blank = Signal(measure=measure, outcome=Outcome.UNAVAILABLE, team=team, unit="share", n=len(read), of=len(names))
    by = rows.groupby("repository")[["hit", "weight"]].sum()
    by = by[by["weight"] > 0]
    if by.empty:
        outcome = Outcome.UNAVAILABLE if lost else Outcome.NOT_APPLICABLE
        why = f"; {lost} of {len(names)} repositories could not be read" if lost else ""
        return replace(blank, outcome=outcome, note="no plumbing is seen" + why)
    parts = tuple(
        Part(repository=str(name), value=float(hit / weight), weight=float(weight)) for name, hit, weight in by.itertuples(name=None)
    )
    value = float(by["hit"].sum() / by["weight"].sum())
    evidence = _places(rows.loc[rows["seen"] & (rows["path"] != ""), ["repository", "path", "what"]])
    return replace(blank, outcome=Outcome.MEASURED, value=value, parts=parts, evidence=evidence, note=note(rows))


def _independent_files(table: pd.DataFrame, found: Duplication) -> tuple[Evidence, ...]:
    """The main file of each independent solution; of a cluster of copies, its most central member."""
    rows = table[(table["kind"] != "shared") & (table["team"] != "")]
    centre = found.clusters.set_index("copy:" + found.clusters["cluster"])[["medoid_repository", "medoid_path", "repositories"]]
    rows = rows.drop_duplicates(["workflow", "solution"]).join(centre, on="solution")
    copies = "copied in " + rows["repositories"].astype("Int64").astype(str) + " repositories"
    rows["what"] = rows["workflow"] + ": " + copies.where(rows["kind"] == "copy", "own solution")
    rows["repository"] = rows["medoid_repository"].where(rows["kind"] == "copy", rows["repository"])
    rows["path"] = rows["medoid_path"].where(rows["kind"] == "copy", rows["path"])
    return _places(rows[rows["path"] != ""])


def _places(rows: pd.DataFrame) -> tuple[Evidence, ...]:
    """Evidence for each row, in the order of rows: repository, path, its first line, what is to be seen there."""
    return tuple(
        Evidence(repository=str(repository), path=str(path), line=1, note=str(what))
        for repository, path, what in zip(rows["repository"], rows["path"], rows["what"], strict=True)
    )


def _read(fleet: Fleet, names: tuple[str, ...]) -> list[str]:
    """Of these repositories, those that were read; an empty one has been read, and holds nothing."""
    return [name for name in names if name not in fleet.failed]
