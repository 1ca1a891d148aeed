"""Which columns of a result table are shown to people, under which heading, and in which form?

Reads nothing: `SHOWN` is the list. The report writes them as text (`written.py`), the app keeps them sortable; both show the same.
Misleads: a shown table is narrower than the result; the saved tables have every column.
"""

from assessment.decisions.dictionary import COLUMNS
from assessment.reporting.columns import duplication, labour, platform, survey, tools, verdict
from assessment.reporting.columns.column import Column, Form

__all__ = ["SHOWN", "Column", "Form", "meaning"]

SHOWN: dict[str, tuple[Column, ...]] = verdict.SHOWN | duplication.SHOWN | labour.SHOWN | platform.SHOWN | survey.SHOWN | tools.SHOWN


def meaning(table: str, column: str) -> str:
    """What a column means, in the words of the data dictionary; '' for a column that only the app and the report have."""
    return COLUMNS.get(table, {}).get(column, "")
