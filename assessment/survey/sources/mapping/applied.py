"""A mapping applied to a form: answers as written to one questionnaire, or everything that is wrong with them.

Takes a form, the rows that count and a mapping that leaves nothing open. Each distinct answer to an item is looked at once; what is wrong
is collected by row and column, not at the first, so that a person can mend a file in one go. Formulas are refused wherever a cell counts.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import pandas as pd

from assessment.model import Organisation
from assessment.survey.answers import team_spellings
from assessment.survey.questionnaire import Questionnaire, nearest
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.mapping.choices import ticked
from assessment.survey.sources.mapping.meanings import Meaning, Meanings
from assessment.survey.sources.mapping.model import Mapping

FORMULA = Meaning("", "a formula, which is never computed", "the value itself: copy the column and paste its values")


class Fault(NamedTuple):
    """A cell that cannot be read: row and column of the file, what is wrong, what would be right."""

    row: int
    column: str
    what: str
    expected: str


class Applied:
    """The answers of the rows of a form. `faults` fills while they are read."""

    def __init__(self, form: Form, rows: Sequence[int], mapping: Mapping, questionnaire: Questionnaire, organisation: Organisation) -> None:
        self.form, self.rows, self.mapping, self.questionnaire = form, rows, mapping, questionnaire
        self.faults: list[Fault] = []
        self.blank = 0
        self._records = [form.table.records[at] for at in rows]
        self._titles = [column.title for column in form.columns]
        self._meanings = Meanings(questionnaire, mapping.labels, codes=form.engine.codes)
        self._teams = team_spellings(organisation)
        self._organisation = organisation

    def position(self, use: str) -> int | None:
        """The column that is used so; None where there is none."""
        title = next((column.column for column in self.mapping.columns if column.use == use), None)
        return None if title is None else self._titles.index(title)

    def answers(self) -> pd.DataFrame:
        """One row per given answer (columns: at (place among the rows), item, answer), in the order of the items."""
        frames = [self._frame(item, answers) for item, answers in self._items()]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"at": [], "item": [], "answer": []})

    def addresses(self) -> list[str]:
        """The folded address of each row; '' where there is none."""
        if (position := self.position("respondent")) is None:
            return [""] * len(self.rows)
        nobody = self.form.engine.nobody
        return self._read(position, lambda cell: Meaning("" if fold(cell) in nobody else fold(cell)))

    def teams(self) -> list[str]:
        """The team of each row."""
        if (position := self.position("team")) is None:
            return [self.mapping.team] * len(self.rows)
        told = {fold(said): meant for said, meant in self.mapping.teams.items()}
        names = self._organisation.team_names

        def meaning(cell: str) -> Meaning:
            meant = told.get(fold(cell), cell)
            if team := self._teams.get(fold(meant)):
                return Meaning(team)
            return Meaning("", f"unknown team '{cell:.60}'" if cell else "no team", f"nearest: '{nearest(cell, names)}'")

        return self._read(position, meaning)

    def roles(self) -> list[str]:
        """The role of each row; '' where none was named."""
        if (position := self.position("role")) is None:
            return [""] * len(self.rows)
        told, known = {fold(said): meant for said, meant in self.mapping.roles.items()}, {"": "", **self.questionnaire.roles}

        def meaning(cell: str) -> Meaning:
            role = known.get(fold(told.get(fold(cell), cell)))
            near = nearest(cell, self.questionnaire.roles.values())
            return Meaning(role) if role is not None else Meaning("", f"unknown role '{cell:.60}'", f"nearest: '{near}'")

        return self._read(position, meaning)

    def _items(self) -> Iterator[tuple[str, list[str]]]:
        """Item and the answer of each row ('' where there is none); ticks of one item put together."""
        columns = [column for column in self.mapping.columns if column.use == "item"]
        for item in dict.fromkeys(column.item for column in columns):
            own = [column for column in columns if column.item == item]
            if own[0].option:
                chosen = [(column.option, self._ticks(column.column, column.option)) for column in own]
                yield item, ["; ".join(option for option, ticks in chosen if ticks[at]) for at in range(len(self.rows))]
            else:
                yield item, self._read(self._titles.index(own[0].column), partial(self._meanings.of, item))

    def _ticks(self, title: str, option: str) -> list[str]:
        def meaning(cell: str) -> Meaning:
            said = ticked(cell, option, title)
            return Meaning("yes" if said else "") if said is not None else Meaning("", f"'{cell:.60}' is no tick", "yes, no, or the option")

        return self._read(self._titles.index(title), meaning)

    def _read(self, position: int, meaning: Callable[[str], Meaning]) -> list[str]:
        """What the cells of a column mean; what cannot be read becomes a fault."""
        cells = [record[position] for record in self._records]
        known = {cell: meaning(cell.strip()) for cell in dict.fromkeys(cells)}
        formulas = self.form.table.formulas
        if any(one.wrong for one in known.values()) or formulas:
            for at, cell in zip(self.rows, cells, strict=True):
                one = FORMULA if (at, position) in formulas else known[cell]
                if one.wrong:
                    self.faults.append(Fault(at + self.form.table.first, self._titles[position], one.wrong, one.expected))
        return [known[cell].answer for cell in cells]

    def _frame(self, item: str, answers: list[str]) -> pd.DataFrame:
        given = [at for at, answer in enumerate(answers) if answer]
        self.blank += len(answers) - len(given)
        return pd.DataFrame({"at": given, "item": item, "answer": pd.array([answers[at] for at in given], dtype="str")})
