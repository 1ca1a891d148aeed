"""A heatmap of one hue, with words in its cells where there is room for them.

Takes a table of numbers with the words of each cell; returns a plotly Figure. Rows and columns are placed by number, so
that two names that look alike once they are cut never fall into one row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from assessment.reporting.figures import theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What is drawn: values (rows x columns, NaN = empty), names of rows and columns, words in and beside each cell."""

    values: np.ndarray
    rows: Sequence[str]
    columns: Sequence[str]
    texts: Sequence[Sequence[str]]
    hovers: Sequence[Sequence[str]]


def heatmap(cells: Cells, *, colour: str, title: str, form: str, most: float | None = None, spacious: bool = True) -> go.Figure:
    """`most` is the value of the full colour (default: the largest); without room (`spacious=False`) a colour bar stands for the words."""
    figure = go.Figure(
        go.Heatmap(
            z=cells.values,
            x=list(range(len(cells.columns))),
            y=list(range(len(cells.rows))),
            text=cells.texts,
            texttemplate="%{text}" if spacious else None,
            textfont={"size": 12},
            customdata=cells.hovers,
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=theme.scale(colour),
            zmin=0,
            zmax=_largest(cells.values) if most is None else most,
            xgap=2,
            ygap=2,
            showscale=not spacious,
            colorbar={"title": {"text": title, "side": "right"}, "thickness": 10, "outlinewidth": 0, "tickformat": form},
        )
    )
    figure.update_xaxes(tickvals=list(range(len(cells.columns))), ticktext=list(cells.columns), showgrid=False, fixedrange=True)
    figure.update_yaxes(
        tickvals=list(range(len(cells.rows))), ticktext=list(cells.rows), showgrid=False, fixedrange=True, autorange="reversed"
    )
    return figure


def _largest(values: np.ndarray) -> float:
    """The value of the full colour: plotly ignores the 0 of the faintest unless both ends are given."""
    return float(np.nanmax(values)) if np.isfinite(values).any() else 1.0
