"""A fleet: the facts of all repositories, and which team each belongs to. What every collector takes."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from assessment.model import Organisation
from assessment.repositories import imported
from assessment.repositories.facts import Facts, HunksOf, no_hunks
from assessment.repositories.tools.reach import Reach


@dataclass(frozen=True, kw_only=True)  # no slots: what is derived once is kept beside the fields
class Fleet:
    """`teams` maps repository name -> team name ('' where nobody claims it); its index holds every collected repository.

    `paths` holds the folders and files that belong to a team by themselves: repository, path, team; the longest path wins.
    `work` names the team of each commit in a repository with such paths: repository, number, team (see `working`).
    `runs` and `settings` are what other tools exported (`imported.TABLES`), without rows where nothing was imported.
    `hunks_of` fetches the hunks of files with their texts, which are too many to hold: no rows where there is no store behind the fleet.
    """

    organisation: Organisation
    facts: Facts
    teams: pd.Series
    paths: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["repository", "path", "team"], dtype=object))
    work: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["repository", "number", "team"], dtype=object))
    runs: pd.DataFrame = field(default_factory=lambda: imported.empty("runs"))
    settings: pd.DataFrame = field(default_factory=lambda: imported.empty("settings"))
    hunks_of: HunksOf = no_hunks

    def of(self, team: str) -> tuple[str, ...]:
        """Names of the repositories of a team."""
        return self._names.get(team, ())

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for name, team in self.teams.items():
            names.setdefault(str(team), []).append(str(name))
        return {team: tuple(some) for team, some in names.items()}

    @cached_property
    def failed(self) -> frozenset[str]:
        """Names of the repositories that could not be read."""
        states = self.facts.repositories
        return frozenset(states.loc[states["state"] == "failed", "repository"].astype(str))

    @cached_property
    def reach(self) -> Reach:
        """The references of the fleet as a graph, built when it is first asked for."""
        return Reach(self.facts, [str(name) for name in self.teams.index])

    def team_of(self, repository: pd.Series, path: pd.Series) -> pd.Series:
        """Team of each file ('' unmapped), indexed like `repository`: by the longest path that holds it, else the repository's."""
        teams: pd.Series = repository.astype(object).map(self.teams).fillna("").astype(object).rename("team")
        inside = repository.isin(self.paths["repository"]).to_numpy(bool)
        if not inside.any():
            return teams
        names, files = repository.to_numpy(object)[inside], path.to_numpy(object)[inside]
        rows = self.paths.assign(long=self.paths["path"].str.len()).sort_values("long", kind="stable")
        held, below = teams.to_numpy(object)[inside].copy(), (pd.Series(files, dtype=object).astype(str) + "/").to_numpy(object)
        places = pd.Series(names, dtype=object).groupby(names).indices
        for name, folder, team in rows[["repository", "path", "team"]].itertuples(index=False, name=None):
            mine = places.get(name, [])
            held[[place for place in mine if below[place].startswith(f"{folder}/")]] = team
        found = teams.to_numpy(object).copy()
        found[inside] = held
        return pd.Series(found, index=repository.index, name="team", dtype=object)

    def working(self, changes: pd.DataFrame) -> pd.DataFrame:
        """Team of each commit by the files it changes, most of them; equally many of two teams: that of the whole repository.

        changes: repository, number, path, of product files too. Returns repository, number, team.
        """
        rows = changes.assign(team=self.team_of(changes["repository"], changes["path"]))
        counts = rows.groupby(["repository", "number", "team"], observed=True).size().rename("n").reset_index()
        counts = counts.sort_values("n", ascending=False, kind="stable")
        tied = counts.duplicated(["repository", "number", "n"], keep=False)
        counts["team"] = counts["team"].where(~tied, counts["repository"].astype(object).map(self.teams))
        best: pd.DataFrame = counts.drop_duplicates(["repository", "number"])[["repository", "number", "team"]]
        return best.sort_values(["repository", "number"], ignore_index=True)
