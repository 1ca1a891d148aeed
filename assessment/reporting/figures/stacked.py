"""Horizontal bars of repositories, stacked by kind: one look for what was read, for how it is done, and for who is on a road.

Takes a table of counts (rows down, kinds across); returns a plotly Figure. Judges nothing. Rows are placed by number, so that two names
that look alike once they are cut never fall into one bar.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

LONGEST = 28  # characters of a name beside a bar; the whole name is in the hover text


def chart(
    table: pd.DataFrame,
    names: Sequence[str],
    kinds: Sequence[tuple[str, str]],
    *,
    row: int,
    beyond: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> go.Figure:
    """`names` label the rows of `table`, the last above, each with its note; `kinds` are (column, colour), drawn where any row has one; a
    row takes `row` pixels; `beyond` says below the axis, in short lines, which rows were left out."""
    figure = go.Figure()
    for kind, colour in kinds:
        if not table[kind].any():
            continue
        figure.add_bar(
            orientation="h",
            y=list(range(len(names))),
            x=table[kind],
            name=kind,
            marker={"color": colour, "line": {"width": 0}},
            text=[words.number(n) if n else "" for n in table[kind]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            customdata=[words.label(name, 100) for name in names],
            hovertemplate=f"%{{customdata}}: %{{x:,}} {kind}<extra></extra>",
        )
    labels = [f"{words.label(name, LONGEST)}{note}" for name, note in zip(names, notes or [""] * len(names), strict=True)]
    largest = table[[kind for kind, _ in kinds]].sum(axis=1).max()
    figure.update_xaxes(title=theme.below("repositories", beyond), fixedrange=True, **theme.whole_numbers(largest))
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=labels, showgrid=False, fixedrange=True)
    figure.update_layout(barmode="stack", bargap=0.35, showlegend=True, legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=110 + theme.LINE * len(beyond) + row * len(table)).update_layout(margin={"t": 40})
