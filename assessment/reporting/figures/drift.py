"""How far did the members of one cluster go apart, month by month?

Takes the rows of `cluster_drift` of one cluster; returns a line for the mean and one for the widest, with the number of members.
Misleads: a member that joins as a faithful copy lowers the mean, though nothing was brought together.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

LINES = (("drift", "mean of members", theme.BLUE, "solid"), ("widest", "widest", theme.VERMILION, "dot"))


def chart(series: pd.DataFrame) -> go.Figure:
    """Mean and widest share of lines that differ from the most central member's version of the month."""
    rows = series.dropna(subset=["drift"]).sort_values("month")
    if rows.empty:
        return theme.say("The histories do not tell how these files went apart")
    figure = go.Figure()
    for column, name, colour, dash in LINES:
        figure.add_scatter(
            x=pd.to_datetime(rows["month"]),
            y=rows[column],
            name=name,
            mode="lines",
            line={"color": colour, "width": 2.5, "shape": "hv", "dash": dash},
            customdata=[words.count(members, "member") for members in rows["members"]],
            hovertemplate=f"{name}: %{{y:.0%}} (%{{customdata}})<extra></extra>",
        )
    figure.update_xaxes(showgrid=False, fixedrange=True, hoverformat="%b %Y")
    figure.update_yaxes(title="lines that differ", tickformat=".0%", fixedrange=True, rangemode="tozero")
    figure.update_layout(hovermode="x unified", legend=theme.LEGEND_ABOVE)
    return theme.dress(figure, height=280).update_layout(margin={"t": 36})
