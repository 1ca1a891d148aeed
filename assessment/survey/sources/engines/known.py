"""Which survey tool wrote this file? The list of those that are known, and how a file is recognised.

Takes a table and returns its engine and the number of its header rows. A file that no tool owns up to is a plain table: one row a person,
one column a question, under one header row. The order matters: the more a tool's header says, the earlier it is asked.
"""

from dataclasses import dataclass
from functools import cached_property

from assessment.errors import AnswersError
from assessment.survey.sources.engines import google_forms, limesurvey, microsoft_forms, qualtrics, surveyjs, surveymonkey, tidy, typeform
from assessment.survey.sources.engines.layouts import Column, Engine, Table, questions

TABLE = Engine(
    id="table",
    title="a table, one row a person",
    header_rows=lambda table: 1,
    columns=lambda table, _: questions(table.header(), google_forms.KNOWN | {"id": "ignore"}),
)
ENGINES = {
    module.ENGINE.id: module.ENGINE
    for module in (surveyjs, tidy, qualtrics, surveymonkey, limesurvey, typeform, microsoft_forms, google_forms)
} | {TABLE.id: TABLE}


@dataclass(frozen=True)
class Form:
    """A table with the name of its file, the tool that wrote it, the number of its header rows, and its columns."""

    where: str
    table: Table
    engine: Engine
    header_rows: int
    columns: list[Column]

    @cached_property
    def distinct(self) -> list[list[str]]:
        """The distinct texts of each column below the header, without blank ones."""
        cells = zip(*(record for _, record in self.table.answered(self.header_rows)), strict=True)
        found = [list(dict.fromkeys(map(str.strip, dict.fromkeys(column)))) for column in cells] or [[] for _ in self.columns]
        return [[text for text in texts if text] for texts in found]


def recognised(table: Table, where: str, engine: str = "", header_rows: int = 0) -> Form:
    """The table as a form, of the engine named or else of the first that knows it; AnswersError where that one does not know it.

    `header_rows`: where somebody counted them (0: nobody did).
    """
    if engine and engine not in ENGINES:
        raise AnswersError(f"unknown engine '{engine:.40}'", where=where, expected=f"one of: {', '.join(ENGINES)}")
    asked = [ENGINES[engine]] if engine else ENGINES.values()
    for one in asked:
        if rows := one.header_rows(table):
            return Form(where, table, one, header_rows or rows, one.columns(table, header_rows or rows))
    raise AnswersError(f"has not the header of {ENGINES[engine].title}", where=where, expected="the file as the tool wrote it")
