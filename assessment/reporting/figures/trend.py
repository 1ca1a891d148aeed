"""Does the work on plumbing grow? Months across, stacked by workflow, with the three-month mean.

`monthly` sums the `toil` table by month and workflow; `chart` draws it.
Misleads: the last month is usually not over, and one campaign across many repositories makes a month look busy.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

NAMED = 7  # workflows drawn by name; the rest together
OTHER = "other"


def monthly(toil: pd.DataFrame, *, value: str = "commits") -> pd.DataFrame:
    """Months down (none left out), the largest workflows across, the rest as 'other'; a month without commits is 0."""
    if toil.empty:
        return pd.DataFrame()
    largest = toil.groupby("workflow")[value].sum().sort_values(ascending=False)
    named = list(largest.index if len(largest) <= NAMED + 1 else largest.index[:NAMED])
    rows = toil.assign(workflow=toil["workflow"].where(toil["workflow"].isin(named), OTHER), month=pd.to_datetime(toil["month"]))
    table = rows.pivot_table(index="month", columns="workflow", values=value, aggfunc="sum", fill_value=0)
    months = pd.date_range(table.index.min(), table.index.max(), freq="MS")
    return table.reindex(months, fill_value=0)[[*named, *([OTHER] if OTHER in table.columns else [])]]


def chart(toil: pd.DataFrame, *, value: str = "commits") -> go.Figure:
    """Stacked bars a month, coloured by workflow, and the three-month mean of the sum."""
    table = monthly(toil, value=value)
    if table.empty:
        return theme.say("No commits on plumbing were found in the chosen time")
    figure = go.Figure()
    for name in table.columns:
        figure.add_bar(
            x=table.index,
            y=table[name],
            name=words.workflow(name),
            marker={"color": theme.workflow_colour(name), "line": {"width": 0}},
            hovertemplate=f"{words.workflow(name)}: %{{y:,}}<extra></extra>",
        )
    mean = table.sum(axis=1).rolling(3, min_periods=3).mean()
    figure.add_scatter(
        x=table.index,
        y=mean,
        name="mean of 3 months",
        mode="lines",
        line={"color": theme.GREY, "width": 3},
        hovertemplate="mean of 3 months: %{y:,.0f}<extra></extra>",
    )
    figure.update_xaxes(showgrid=False, fixedrange=True, hoverformat="%b %Y")
    figure.update_yaxes(title=f"plumbing {value} a month", fixedrange=True, rangemode="tozero")
    figure.update_layout(barmode="stack", bargap=0.15, hovermode="x unified", legend=theme.LEGEND_BELOW)
    return theme.dress(figure, height=400)
