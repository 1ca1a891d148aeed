"""A result table in a terminal: the shown columns, their headings, one line a row.

Takes a result table; returns what Rich prints. Names come from strangers: they are printed as text only.
Misleads: the terminal shows fewer columns than the saved tables and `--json` have.
"""

from collections.abc import Sequence

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from assessment.console import literal
from assessment.reporting import written
from assessment.reporting.columns import SHOWN, Column, Form

RIGHT = frozenset((Form.COUNT, Form.DECIMAL, Form.ESTIMATE, Form.SEVERITY, Form.PERCENT))
PIPED = 240  # columns where nobody looks: a line is not broken
WIDEST = 60  # characters of a cell before it is folded
GAP = 2


def show(console: Console, name: str, frame: pd.DataFrame, *, most: int, without: tuple[str, ...] = ()) -> None:
    """Print the first `most` rows of a result table, and how many there are; where it is too narrow for a table, a paragraph a row."""
    columns = [column for column in SHOWN[name] if column.name not in without]
    rows = [[" ".join(cell.split()) for cell in row] for row in written.rows(name, frame.head(most), without=without)]
    wide = Console(width=PIPED, file=console.file) if not console.is_terminal else console
    wide.print(_table(columns, rows) if _width(columns, rows) <= wide.width else _paragraphs(columns, rows), highlight=False)
    if len(frame) > most:
        console.print(f"{most:,} of {len(frame):,} rows; --most shows more, --json all.", style="dim", highlight=False)


def _width(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """Characters that a table takes when no cell is folded below `WIDEST`."""
    cells = zip(*([column.label for column in columns], *rows), strict=True)
    return sum(min(max(map(len, column)), WIDEST) + GAP for column in cells)


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, padding=(0, GAP, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column.label, justify="right" if column.form in RIGHT else "left", overflow="fold", max_width=WIDEST)
    for row in rows:
        table.add_row(*map(literal, row))
    return table


def _paragraphs(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Group:
    """The first cell of each row, and below it the others that say something."""
    said: list[RenderableType] = []
    for first, *others in rows:
        pairs = zip(columns[1:], others, strict=True)
        words = " · ".join(f"{column.label.lower()} {cell}" for column, cell in pairs if cell and cell != column.absent)
        said += [literal(first, "bold"), Padding(literal(words), (0, 0, 0, 2))]
    return Group(*said)
