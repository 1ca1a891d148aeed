"""From a yes or no per commit to a share per team, with its parts and examples.

Why: several collectors ask 'which share of a team's plumbing commits is …'; what counts as measured, not applicable or
unavailable must be the same in all of them.
Reads: rows cut from the table of `people.human`, with a column `hit`. Returns: one signal per team of the organisation file.
Misleads: a share says nothing of the amount; read it beside the toil table. The window is that of `people.human`.
Source: outcomes as in `assessment.outcome`; a part per repository is what a bootstrap over a partial scan draws from.
"""

from dataclasses import dataclass, replace

import pandas as pd

from assessment.outcome import Evidence, Outcome, Part, Signal
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour.people import commit_key

FEWEST = 10  # commits below which a share is an anecdote
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A measure that is a share of commits: its id, what a hit shows, and what the rows are."""

    measure: str
    hit: str
    rows: str = "plumbing commits by people in three years"


def by_team(fleet: Fleet, rows: pd.DataFrame, question: Question) -> list[Signal]:
    """A signal per team: hits / rows. `rows`: repository, team, key, commit, at, hit. n and of count repositories.

    Not applicable: the platform team, whose product is plumbing; a team without such commits. Unavailable: no repository read,
    or fewer than ten commits. Repositories that failed, and cut ones without such a commit, stay in `of`.
    """
    counts = rows.groupby(["team", "repository"], observed=True)["hit"].agg(["sum", "size"]).reset_index().astype({"repository": object})
    counts = counts.sort_values("repository")
    examples = sample(fleet, rows[rows["hit"]], question.hit)
    dim = unread(fleet)
    return [
        _signal(fleet, team, counts[counts["team"] == team], dim, question, examples.get(team, ()))
        for team in fleet.organisation.team_names
    ]


def closed(fleet: Fleet, team: str, measure: str) -> Signal | None:
    """The signal of a team that can have no value, whatever was asked: the platform team, or one of which nothing was read."""
    blank = Signal(measure=measure, outcome=Outcome.UNAVAILABLE, team=team)
    mine = set(fleet.of(team))
    if team == fleet.organisation.platform.team:
        return replace(blank, outcome=Outcome.NOT_APPLICABLE, note="the platform team: plumbing is its product")
    if not mine:
        return replace(blank, note="no repository of this team was collected")
    if mine <= fleet.failed:
        return replace(blank, of=len(mine), note="none of this team's repositories could be read")
    return None


def unread(fleet: Fleet) -> frozenset[str]:
    """Repositories of which history is missing: failed, or cut."""
    states = fleet.facts.repositories
    lost = (states["state"] == "failed") | states["shallow"].astype("boolean").fillna(False).astype(bool)
    return frozenset(str(name) for name in states.loc[lost, "repository"])


def sample(fleet: Fleet, rows: pd.DataFrame, note: str) -> dict[str, tuple[Evidence, ...]]:
    """Up to five commits per team, the newest of different repositories first, each with one of its plumbing files."""
    newest = rows.sort_values(["at", "key"], ascending=False)
    turn = newest.groupby(["team", "repository"], observed=True).cumcount()
    chosen = (
        newest.assign(turn=turn)
        .sort_values(["team", "turn", "at"], ascending=[True, True, False], kind="stable")
        .groupby("team")
        .head(EXAMPLES)
    )
    path = touched(fleet, chosen["key"])
    found: dict[str, list[Evidence]] = {}
    for team, repository, commit, file in zip(chosen["team"], chosen["repository"], chosen["commit"], path, strict=True):
        found.setdefault(team, []).append(Evidence(repository=str(repository), path=str(file), commit=str(commit), note=note))
    return {team: tuple(places) for team, places in found.items()}


def touched(fleet: Fleet, keys: pd.Series) -> pd.Series:
    """One plumbing file per commit key, in the order of `keys`; '' where none is known."""
    changes = fleet.facts.changes
    key = commit_key(changes, fleet.teams.index)
    wanted = pd.Index(key).isin(keys) & (changes["workflow"] != "").to_numpy()
    path = pd.Series(changes["path"].to_numpy(object)[wanted], index=key[wanted], dtype=object)
    return path[~path.index.duplicated()].reindex(keys.to_numpy()).fillna("")


def _signal(
    fleet: Fleet, team: str, counts: pd.DataFrame, dim: frozenset[str], question: Question, examples: tuple[Evidence, ...]
) -> Signal:
    shut = closed(fleet, team, question.measure)
    if shut:
        return shut
    hits, total = int(counts["sum"].sum()), int(counts["size"].sum())
    seen = set(counts["repository"])
    blank = Signal(measure=question.measure, outcome=Outcome.UNAVAILABLE, team=team, of=len(seen | (dim & set(fleet.of(team)))))
    if not total:
        missing = bool(dim & set(fleet.of(team)))
        why = f"no {question.rows}" + ("; some histories are cut or could not be read" if missing else "")
        return replace(blank, outcome=Outcome.UNAVAILABLE if missing else Outcome.NOT_APPLICABLE, note=why)
    note = f"{hits} of {total} {question.rows}"
    if total < FEWEST:
        return replace(blank, note=f"only {total} {question.rows}; {FEWEST} are needed")
    parts = tuple(
        Part(repository=str(r), value=h / n, weight=float(n))
        for r, h, n in counts[["repository", "sum", "size"]].itertuples(index=False, name=None)
    )
    return replace(
        blank, outcome=Outcome.MEASURED, value=hits / total, unit="share", n=len(seen), parts=parts, evidence=examples, note=note
    )
