"""Which team of the organisation does a name in a file mean?

Reads the organisation's teams, aliases and areas. A name is compared without organisation, kind, case and punctuation:
'@acme/Team-Payments' and 'group:default/team-payments' both mean 'Team Payments'. An area (a department, a parent team) that holds one
team means that team; one that holds several means none of them, and contradicts none of them.
Misleads: two organisations may have teams of one name.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.model import Organisation


@dataclass(frozen=True, slots=True)
class Spelling:
    """`names`: teams in file order; `known`: plain spelling -> team; `areas`: plain spelling -> the teams in the area."""

    names: tuple[str, ...]
    known: Mapping[str, str]
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @staticmethod
    def of(organisation: Organisation) -> "Spelling":
        """Teams by their names, then by their aliases, which come first where both are there."""
        known = {plain(team): team for team in organisation.team_names}
        known |= {plain(alias): team for alias, team in organisation.ownership.aliases.items()}
        areas = {plain(area): frozenset(teams) for area, teams in organisation.ownership.areas.items()}
        return Spelling(organisation.team_names, known, areas)

    def team(self, name: str) -> str:
        """The team that a name means; '' for none."""
        bare = plain(name)
        inside = self.areas.get(bare, frozenset())
        return self.known.get(bare, "") or (next(iter(inside)) if len(inside) == 1 else "")

    def area(self, name: str) -> frozenset[str]:
        """The teams in the area that a name means; empty for none."""
        return self.areas.get(plain(name), frozenset())


def plain(name: str) -> str:
    """A name without organisation, kind prefix, case and punctuation: '@acme/Team-Payments' -> 'teampayments'."""
    return re.sub(r"[\W_]", "", name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].casefold())
