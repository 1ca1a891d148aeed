"""What in a fleet is copied, what is shared, what did each team solve alone?

Reads a Fleet; returns `Duplication`: clusters of near-identical files with their members, parameters and drift, similar pairs, blocks that
files which differ as a whole have in common, solutions by workflow, and all plumbing files with what of them is copied. Pure: the same
fleet and thresholds give the same tables, in whatever order the rows come.

A file that follows a public template (`copies.vendor`) is no copy between teams and nobody's invention: none of its lines count as copied,
and as the main file of a workflow it is a shared solution, of a public provider.
"""

from dataclasses import dataclass

import pandas as pd

from assessment.repositories.duplication.blocks import find as blocks
from assessment.repositories.duplication.copies import find as copies
from assessment.repositories.duplication.copies.similar import Search
from assessment.repositories.duplication.copies.thin import thin_callers
from assessment.repositories.duplication.sharing.providers import uses
from assessment.repositories.duplication.sharing.solutions import solutions
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplication:
    """Lines are effective lines everywhere: neither blank nor comment nor brackets only.

    clusters, members, parameters, drift, pairs, files: as in `copies.Copies`; blocks, block_places: the result tables of these names;
    unread: repository, path of files whose blocks cannot be told apart; solutions: as `sharing.solutions` returns them, to which the
    pipeline adds tier and family.
    """

    clusters: pd.DataFrame
    members: pd.DataFrame
    parameters: pd.DataFrame
    drift: pd.DataFrame
    pairs: pd.DataFrame
    blocks: pd.DataFrame
    block_places: pd.DataFrame
    unread: pd.DataFrame
    solutions: pd.DataFrame
    files: pd.DataFrame


def find(fleet: Fleet, thresholds: Thresholds, search: Search | None = None) -> Duplication:
    """Everything that `Duplication` holds of a fleet. `search`: what finds the pairs to compare; without, the exact search."""
    used = uses(fleet, thresholds)
    found = copies.find(fleet, thin_callers(fleet.facts.contents, used, thresholds.thin), thresholds, search)
    shared = blocks.find(found.files, fleet.facts.contents, thresholds)
    return Duplication(
        clusters=found.clusters,
        members=found.members,
        parameters=found.parameters,
        drift=found.drift,
        pairs=found.pairs,
        blocks=shared.blocks,
        block_places=shared.places,
        unread=shared.unread,
        solutions=solutions(found.files, used, thresholds),
        files=found.files,
    )
