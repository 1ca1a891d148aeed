"""The tables of people's work on plumbing: where it goes, what repeats in it, who carries it, and what teams are exposed to.

Reads: a fleet, the tables of `people`, campaign flags, solutions. Returns: result tables by name.
Misleads: as each collector's header says.
Source: one place, so that persons and changes are worked out once.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.repositories.collectors import exposure, hotspots, toil
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import authorship, departures, touches
from assessment.repositories.labour.people import homes, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Who did what: `persons` of `people.persons`, `human` of `people.human`. For use inside one call: people are numbers in it."""

    persons: pd.DataFrame
    human: pd.DataFrame


def tables(fleet: Fleet, hands: Hands, propagated: pd.DataFrame, solutions: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables toil, service_months, hotspots, hotspot_groups, glue and exposure.

    `propagated`: [repository, number, campaign] of commits that repeat an edit; `solutions`: the table of that name.
    """
    human, changed = hands.human, touches.changes(fleet)
    touched = touches.by_workflow(touches.effort(changed, human), human)
    touched["stands"] = outside(touched, homes(human), platform=fleet.organisation.platform.team)
    edited = hotspots.edits(fleet, human, changed)
    hot = hotspots.files(fleet, edited)
    return {
        "toil": toil.table(fleet, human, changed, propagated),
        "service_months": toil.service_months(fleet, human),
        "hotspots": hot,
        "hotspot_groups": hotspots.groups(edited, hot),
        "glue": departures.table(touched, authorship.known(fleet, hands.persons), k=fleet.organisation.survey.k),
        "exposure": exposure.table(fleet, human, solutions),
    }
