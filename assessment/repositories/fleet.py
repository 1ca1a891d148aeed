"""A fleet: the facts of all repositories, and which team each belongs to. What every collector takes."""

from dataclasses import dataclass

import pandas as pd

from assessment.model import Organisation
from assessment.repositories.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """`teams` maps repository name -> team name ('' where nobody claims it); its index holds every collected repository."""

    organisation: Organisation
    facts: Facts
    teams: pd.Series

    def of(self, team: str) -> tuple[str, ...]:
        """Names of the repositories of a team."""
        return tuple(str(name) for name in self.teams.index[self.teams == team])
