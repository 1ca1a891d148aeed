"""What would the shared version of this cluster look like, who could call it, and what would it save?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.repositories.duplication.drafts.form import Key

COLUMNS = {
    "parameters": ["parameter", "type", "role", "where", "values"],
    "fits": ["repository", "team", "path", "fits", "why", "changes"],
    "forgotten": ["repository", "path", "part", "where"],
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A shared version for a cluster, whether it is worth having, and for whom.

    files: path -> text of the shared version · callers: (repository, path) -> text that replaces the member's file.
    parameters: parameter, type, role, where, values (as written, with counts) · fits: repository, team, path, fits (bool), why (where it
    does not), changes (what would change for it, separated by ·) · forgotten: repository, path, part, where: what all but this one have.
    lines: of the members that fit before, and of shared version and callers after · saved: their share, NaN where nothing fits ·
    constants: share of an average member that is the same in all.
    """

    kind: str
    form: str
    accepted: bool
    why: str
    files: Mapping[str, str]
    callers: Mapping[Key, str]
    parameters: pd.DataFrame
    fits: pd.DataFrame
    forgotten: pd.DataFrame
    lines_before: int
    lines_after: int
    saved: float
    constants: float
