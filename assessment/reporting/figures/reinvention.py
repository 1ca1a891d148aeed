"""Per workflow: how much of the teams is on something shared, on copies, on inventions of their own?

Takes the table `reinvention`; returns one stacked bar a workflow, most inventions above.
Misleads: a shared solution may be a bad one, and two inventions may be needed; the bar counts, it does not judge.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

PARTS = (
    ("paved", "paved road", theme.GREEN),
    ("several", "shared by several teams", theme.SKY),
    ("one", "from one team", theme.BLUE),
    ("copies", "copies", theme.ORANGE),
    ("inventions", "own inventions", theme.VERMILION),
)


def chart(table: pd.DataFrame) -> go.Figure:
    """Shares of the eligible teams' weight, and beside the name how many independent solutions there are in how many teams."""
    rows = table[table["eligible"] > 0].sort_values(["inventions", "workflow"])
    if rows.empty:
        return theme.say("No workflow is seen in two teams")
    labels = [
        f"{words.workflow(str(row.workflow))} · {words.number(row.by_content, 1)} in {words.count(row.eligible, 'team')}"
        for row in rows.itertuples()
    ]
    figure = go.Figure()
    for column, name, colour in PARTS:
        figure.add_bar(
            orientation="h",
            y=labels,
            x=rows[column],
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            text=[words.percent(share) if share >= 0.06 else "" for share in rows[column]],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"%{{y}}: %{{x:.0%}} {name}<extra></extra>",
        )
    figure.update_xaxes(title="share of teams", tickformat=".0%", range=[0, 1], fixedrange=True)
    figure.update_yaxes(showgrid=False, fixedrange=True)
    figure.update_layout(barmode="stack", bargap=0.35, legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=120 + 32 * len(rows)).update_layout(margin={"t": 44})
