"""Horizontal bars of repositories, stacked by kind: one look for what was read and for how it is done.

Takes a table of counts (rows down, kinds across); returns a plotly Figure. Judges nothing.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting.figures import theme


def chart(table: pd.DataFrame, names: Sequence[str], kinds: Sequence[tuple[str, str]], *, row: int) -> go.Figure:
    """`names` label the rows of `table`; `kinds` are (column, colour); a row takes `row` pixels."""
    figure = go.Figure()
    for kind, colour in kinds:
        figure.add_bar(
            orientation="h",
            y=list(names),
            x=table[kind],
            name=kind,
            marker={"color": colour, "line": {"width": 0}},
            text=[str(n) if n else "" for n in table[kind]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}: %{{x}} {kind}<extra></extra>",
        )
    figure.update_xaxes(title="repositories", fixedrange=True, **theme.whole_numbers(table.sum(axis=1).max()))
    figure.update_yaxes(showgrid=False, fixedrange=True, type="category")
    figure.update_layout(barmode="stack", bargap=0.35, showlegend=True, legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=110 + row * len(table)).update_layout(margin={"t": 40})
