"""What could those who kept silent change?

Takes the `drivers` table's rows of the organisation; returns for each scale the estimate with its interval, and how far it could lie had
everyone silent given the lowest or the highest answer. These bounds assume nothing, which is why they are wide.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import drivers, theme


def chart(table: pd.DataFrame) -> go.Figure:
    """One row a scale, from the good (0) to the bad (1) end of its answers: thin = the bounds, thick = the 95 % interval."""
    rows = table[(table["team"] == "") & table["value"].notna()].iloc[::-1]
    if rows.empty:
        return theme.say("Nothing of what people said may be shown yet")
    figure = go.Figure()
    for low, high, width, name in (
        ("worst_low", "worst_high", 3, "whatever the silent think"),
        ("low", "high", 9, "95 % interval, if the silent are like the others"),
    ):
        ends = [drivers.badness(rows.assign(value=rows[column])) for column in (low, high)]
        figure.add_scatter(
            x=[at for one, other in zip(*ends, strict=True) for at in (one, other, None)],
            y=[at for row in range(len(rows)) for at in (row, row, None)],
            mode="lines",
            line={"width": width, "color": theme.SKY},
            name=name,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=drivers.badness(rows),
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 11, "color": theme.BLUE},
        name="estimate",
        customdata=[_said(row) for _, row in rows.iterrows()],
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.update_xaxes(range=[-0.02, 1.02], tickvals=[0, 0.5, 1], ticktext=["good end", "middle", "bad end"], fixedrange=True)
    for at, title in enumerate(rows["title"]):  # above its line: beside it, a long name leaves a narrow page no room for the line
        name = words.label(title, 60)
        figure.add_annotation(x=0, xref="paper", y=at + 0.16, xanchor="left", yanchor="bottom", text=name, showarrow=False)
    figure.update_yaxes(visible=False, fixedrange=True, range=[-0.5, len(rows) - 0.2])
    figure.update_layout(legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=90 + 44 * len(rows)).update_layout(margin={"t": 40, "l": 28, "r": 28})


def _said(row: pd.Series) -> str:
    return (
        f"<b>{words.label(row['title'], 60)}</b>: {row['value']:.1f} ({row['low']:.1f}–{row['high']:.1f})"
        f"<br>{row['worst_low']:.1f} to {row['worst_high']:.1f} whatever the silent think"
        f"<br>{row['n_band']} of {words.number(row['of'])} people"
    )
