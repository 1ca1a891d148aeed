"""The tables of a draft: what differs, who fits and what would change for whom, what looks forgotten."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from assessment.repositories.duplication.drafts.fitting import Attempt
from assessment.repositories.duplication.drafts.forgotten import forgotten as missing_parts
from assessment.repositories.duplication.drafts.form import Key, Member
from assessment.repositories.duplication.drafts.rules import DraftRules
from assessment.repositories.duplication.drafts.values import Missing

COLUMNS = {
    "parameters": ["parameter", "type", "role", "where", "values"],
    "fits": ["repository", "team", "path", "fits", "why", "changes"],
    "forgotten": ["repository", "path", "part", "where"],
}
SHOWN = 5  # values of a parameter that are listed


def parameters(attempt: Attempt) -> pd.DataFrame:
    """parameter, type, role, where, values (as written, with counts): all text."""
    roles = attempt.written.roles
    rows = [(one.name, one.type, roles.get(one.name, "input"), one.where, shown(one.values)) for one in attempt.parameters]
    return pd.DataFrame(rows, columns=COLUMNS["parameters"]).astype(object)


def shown(values: Sequence[object]) -> str:
    """Values as written, the commonest first, with the number of members."""
    counts = Counter(_text(value) for value in values if not isinstance(value, Missing))
    listed = ", ".join(f"{value} ({count})" for value, count in counts.most_common(SHOWN))
    return listed + (f" and {len(counts) - SHOWN} more" if len(counts) > SHOWN else "")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    line = " ".join(str(value).split())
    return "nothing" if not line else line if len(line) <= 60 else f"{line[:59]}…"


def changes(attempt: Attempt) -> dict[Key, str]:
    """What would change for each member, in words, each said once."""
    words = {key: [change.words for change in changes if change.words] for key, changes in attempt.written.changes.items()}
    return {key: " · ".join(dict.fromkeys(found)) for key, found in words.items()}


def fits(members: Sequence[Member], unfit: Mapping[Key, str], changes: Mapping[Key, str]) -> pd.DataFrame:
    """repository, team, path, fits (bool), why (where it does not), changes (where it does); in the order of the members."""
    rows = [
        (
            one.repository,
            one.team,
            one.path,
            one.key not in unfit,
            unfit.get(one.key, ""),
            changes.get(one.key, "") if one.key not in unfit else "",
        )
        for one in members
    ]
    return pd.DataFrame(rows, columns=COLUMNS["fits"]).astype({"fits": bool})


def forgotten(attempt: Attempt, rules: DraftRules) -> pd.DataFrame:
    """repository, path, part, where: what all members that fit have but this one."""
    parts = missing_parts(attempt.template, rules.forgotten)
    rows = [(attempt.members[part.member].repository, attempt.members[part.member].path, part.part, part.where) for part in parts]
    return pd.DataFrame(rows, columns=COLUMNS["forgotten"])
