"""Answers in the CSV of a Google Form: one row per person, one column per question, `Question [Row]` for grids.

Takes a table and returns the answers as written, with the respondent's address where the form collected it:
`imports.read` replaces it at once. A column is matched to an item by id or wording, whatever its case, spaces and
punctuation; one that matches nothing is refused, because a lost question would look like missing answers.
The layout was read from the documentation and public examples of such files; a form in another language than those
listed here keeps its `Timestamp` under another name and has to have that column deleted.
"""

import re
from typing import NamedTuple

import pandas as pd

from assessment.errors import AnswersError
from assessment.model import Organisation
from assessment.survey.questionnaire import Questionnaire, nearest
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.table import Table

ADDRESS = {"email address", "username", "email", "e-mail", "e-mail-adresse", "adresse e-mail", "respondent", "respondent id"}
PERSONAL = ADDRESS | {
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "tijdstempel",
    "name", "full name", "your name", "first name", "last name", "ip address", "score",
}  # fmt: skip
LISTED = 5  # unmatched columns that an error names


class Plan(NamedTuple):
    """What each column is: positions of the address, team and role, and the item of every other."""

    address: int | None
    team: int | None
    role: int | None
    items: dict[int, str]
    dropped: tuple[str, ...]


def plan(table: Table, questionnaire: Questionnaire, where: str) -> Plan:
    """What each column of the form is; AnswersError naming the columns that match nothing, or two that match one item."""
    role = questionnaire.respondent.role
    about = {_bare(questionnaire.respondent.team): "team", "team": "team"} | ({_bare(role.text): "role", "role": "role"} if role else {})
    names = _names(questionnaire)
    at: dict[str, int] = {}
    unmatched: list[str] = []
    dropped: list[str] = []
    for position, column in enumerate(table.header):
        known = about.get(_bare(column)) or names.get(_bare(column))
        if fold(column) in PERSONAL:
            dropped.append(column)
            if fold(column) in ADDRESS:
                at.setdefault("address", position)
        elif known is None:
            unmatched.append(column)
        elif known in at:
            raise AnswersError(f"two columns ask for '{known}'", where=f"{where}: column '{column:.60}'", expected="one column an item")
        else:
            at[known] = position
    if unmatched:
        raise _unmatched(unmatched, questionnaire, where)
    items = {position: name for name, position in at.items() if name in questionnaire.items}
    return Plan(at.get("address"), at.get("team"), at.get("role"), items, tuple(dropped))


def raw_answers(table: Table, questionnaire: Questionnaire, organisation: Organisation, where: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Answers as written (columns: respondent, team, role, item, answer, row), and the columns dropped as personal.

    `respondent` is '' where the form collected no address.
    """
    columns = plan(table, questionnaire, where)
    if columns.team is None and len(organisation.teams) > 1:
        raise AnswersError("no column asks for the team", where=where, expected=f"a column '{questionnaire.respondent.team}'")
    cells = pd.DataFrame([record for _, record in table.rows], columns=range(len(table.header)), dtype="str")
    about = pd.DataFrame({
        "row": [number for number, _ in table.rows],
        "respondent": cells[columns.address] if columns.address is not None else "",
        "team": cells[columns.team] if columns.team is not None else organisation.team_names[0],
        "role": cells[columns.role] if columns.role is not None else "",
    })  # fmt: skip
    answers = cells[list(columns.items)].rename(columns=columns.items)
    long = about.join(answers).melt(id_vars=list(about), var_name="item", value_name="answer")
    return long.sort_values("row", kind="stable").reset_index(drop=True), columns.dropped


def _bare(text: str) -> str:
    """A text without anything but its letters and digits."""
    return re.sub(r"[\W_]+", "", fold(text))


def _names(questionnaire: Questionnaire) -> dict[str, str]:
    """Bare text -> item: by id, by whole wording, and by the text alone where only one item has it."""
    texts = [_bare(item.text) for item in questionnaire.items.values()]
    alone = {_bare(item.text): item.id for item in questionnaire.items.values() if texts.count(_bare(item.text)) == 1}
    wordings = {_bare(text): item for item, text in questionnaire.wordings.items()}
    return alone | wordings | {_bare(item): item for item in questionnaire.items}


def _unmatched(columns: list[str], questionnaire: Questionnaire, where: str) -> AnswersError:
    wordings = {text: item for item, text in questionnaire.wordings.items()}
    listed = "; ".join(f"'{column:.80}' (nearest: {wordings[nearest(column, wordings)]})" for column in columns[:LISTED])
    more = f"; and {len(columns) - LISTED} more" if len(columns) > LISTED else ""
    what = f"{len(columns)} column(s) match no item: {listed}{more}"
    return AnswersError(what, where=where, expected="delete these columns, or give them the wording or the id of an item")
