"""How is a shown value of a result table written as text?

Takes values with their column (`columns.py`), or a whole table; returns text. What is missing is said in words.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from assessment.reporting import words
from assessment.reporting.columns import SHOWN, Column, Form

_WRITE: dict[Form, Callable[[Any], str]] = {
    Form.TEXT: str,
    Form.TEAM: words.team,
    Form.WORKFLOW: words.workflow,
    Form.CODE: str,
    Form.COMMIT: lambda value: str(value)[:10],
    Form.COUNT: words.number,
    Form.DECIMAL: lambda value: words.number(value, 0 if abs(float(value)) >= 100 else 1 if abs(float(value)) >= 10 else 2),
    Form.ESTIMATE: words.estimate,
    Form.SEVERITY: words.severity,
    Form.PERCENT: words.percent,
    Form.DAY: words.day,
    Form.FLAG: lambda value: "yes" if value else "",
}


def value(given: object, column: Column) -> str:
    """A value as text; what is missing as the column says."""
    if words.missing(given):
        return column.absent
    if given == "" and column.blank:
        return column.blank
    return _WRITE[column.form](given)


def rows(table: str, frame: pd.DataFrame, *, without: tuple[str, ...] = ()) -> list[list[str]]:
    """The rows of a table as text, in the shown columns and their order, less those named in `without`."""
    columns = [column for column in SHOWN[table] if column.name not in without]
    return [[value(given, column) for given, column in zip(row, columns, strict=True)] for row in _rows(frame, columns)]


def _rows(frame: pd.DataFrame, columns: list[Column]) -> list[tuple[Any, ...]]:
    return list(frame[[column.name for column in columns]].itertuples(index=False, name=None))
