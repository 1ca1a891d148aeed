"""Does what people say go with what their repositories show?

Takes what `summaries.said_and_seen` joins, a row a team; returns a point a team with the interval of what was said. Misleads: a handful of
teams that fall into a line by chance is common, and neither side causes the other by standing beside it.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

SEEN = {
    "technologies": "Tools in use",
    "repositories": "Repositories",
    "workflows_alone": "Workflows solved alone",
    "mechanisms": "Workflows with several tools",
    "switches_per_day": "Switches a day",
}
NAMED = 20  # more teams than this are points without names


def chart(table: pd.DataFrame, *, seen: str) -> go.Figure:
    """Said (up) over seen (across): teams that are hidden on one side are left out."""
    rows = table.dropna(subset=["value", seen])
    if rows.empty:
        return theme.say("No team can be shown on both sides")
    value = rows["value"].astype(float)
    figure = go.Figure(
        go.Scatter(
            x=rows[seen].astype(float),
            y=value,
            mode="markers+text" if len(rows) <= NAMED else "markers",
            text=[words.label(team, 24) for team in rows["team"]],
            textposition="top center",
            marker={"size": 11, "color": theme.BLUE},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": rows["high"].astype(float) - value,
                "arrayminus": value - rows["low"].astype(float),
                "thickness": 1.2,
                "width": 0,
                "color": theme.GREY,
            },
            customdata=[f"<b>{words.label(row.team)}</b>: {row.value:.1f} ({row.low:.1f}–{row.high:.1f})" for row in rows.itertuples()],
            hovertemplate=f"%{{customdata}}<br>{SEEN[seen]}: %{{x}}<extra></extra>",
        )
    )
    figure.update_xaxes(title=SEEN[seen], rangemode="tozero", fixedrange=True)
    figure.update_yaxes(title=words.label(rows["title"].iloc[0], 60), fixedrange=True)
    return theme.dress(figure, height=420)
