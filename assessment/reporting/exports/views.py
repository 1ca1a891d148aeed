"""The parts that a report is made of: a table as text, a figure as JSON, and a section of both.

Takes result tables and plotly figures; returns records ready for the template.
"""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from assessment.reporting import columns, words, written

MOST = 60  # rows of a table in the report; the rest is in the saved tables
EMPTY = {
    "disagreements": "What people say and what repositories show agree, or only one of them is known.",
    "campaigns": "No edit was repeated by hand in three or more repositories.",
    "left_behind": "Nobody who was active afterwards, as far as files show.",
    "blocks": "No block was found in two repositories whose files differ as a whole.",
    "clusters": "No near-identical plumbing was found in two repositories.",
    "workflows": "No workflow has been ranked yet.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A table as text; `left` says what was left out, `empty` is said when there is nothing."""

    title: str
    columns: tuple[columns.Column, ...]
    meanings: tuple[str, ...]
    rows: list[list[str]]
    caption: str = ""
    left: str = ""
    empty: str = "Nothing was found."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A figure as JSON that cannot end its script element, with its title, which a screen reader says too."""

    spec: Markup
    title: str
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands below it."""

    id: str
    title: str
    intro: str = ""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    figures: tuple[Drawing, ...] = ()
    tables: tuple[View, ...] = ()
    folded: tuple[View, ...] = ()


def view(table: str, frame: pd.DataFrame, *, title: str = "", without: tuple[str, ...] = (), most: int = MOST) -> View:
    """The first `most` rows of a table as text."""
    over = len(frame) - most
    shown = tuple(column for column in columns.SHOWN[table] if column.name not in without)
    return View(
        title=title,
        columns=shown,
        meanings=tuple(columns.meaning(table, column.name) for column in shown),
        rows=written.rows(table, frame.head(most), without=without),
        left=f"{words.number(over)} further rows are in the saved tables (assess export)." if over > 0 else "",
        empty=EMPTY.get(table, "Nothing was found."),
    )


def draw(figure: go.Figure, title: str) -> Drawing:
    """A figure without its template, which the page chooses."""
    figure.update_layout(template=None)
    spec = Markup(figure.to_json().replace("<", "\\u003c"))  # noqa: S704 - with no < in it, nothing can end the script element
    return Drawing(spec=spec, title=title, height=int(figure.layout.height))
