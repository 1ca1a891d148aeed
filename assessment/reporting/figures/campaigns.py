"""When did people change the same thing everywhere, and how long did it take?

Takes the tables `campaigns` and `campaign_commits`; returns one line a campaign from its first to its last day, with a dot a commit.
Misleads: a dot is a commit, not an hour, and a line that is long may have been forgotten in between.
"""

from collections.abc import Hashable, Mapping

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

MOST = 25  # campaigns drawn, those over most repositories; the axis says of how many


def timeline(campaigns: pd.DataFrame, commits: pd.DataFrame) -> go.Figure:
    """The `MOST` campaigns over most repositories, the newest above; colour is the workflow."""
    if campaigns.empty:
        return theme.say("No campaign in the chosen time")
    rows = campaigns.sort_values(["repositories", "commits"], ascending=False).head(MOST).sort_values("first").reset_index(drop=True)
    labels = [_label(row) for row in rows.to_dict("records")]
    figure = go.Figure()
    for workflow in sorted(set(rows["workflow"])):
        _draw(figure, workflow, rows[rows["workflow"] == workflow], commits)
    figure.update_yaxes(tickvals=list(rows.index), ticktext=labels, showgrid=False, fixedrange=True, range=[-0.7, len(rows) - 0.3])
    beyond = f"{len(rows)} of {words.number(len(campaigns))} campaigns: those over most repositories" if len(campaigns) > MOST else None
    figure.update_xaxes(fixedrange=True, title=beyond)
    figure.update_layout(legend=theme.LEGEND_ABOVE, hovermode="closest")
    return theme.dress(figure, height=120 + 24 * len(rows)).update_layout(margin={"t": 44})


def _draw(figure: go.Figure, workflow: str, rows: pd.DataFrame, commits: pd.DataFrame) -> None:
    colour = theme.workflow_colour(workflow)
    x, y = [], []
    for at, row in rows.iterrows():
        x += [row["first"], row["last"], None]
        y += [at, at, None]
    name = words.workflow(workflow)
    figure.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": 3}, name=name, legendgroup=name, hoverinfo="skip")
    places = pd.Series(rows.index, index=rows["campaign"])
    dots = commits[commits["campaign"].isin(places.index)].drop_duplicates(["campaign", "repository"])
    said = rows.set_index("campaign").apply(_hover, axis=1)
    figure.add_scatter(
        x=dots["day"],
        y=dots["campaign"].map(places),
        mode="markers",
        marker={"color": colour, "size": 8, "line": {"width": 0}},
        customdata=[
            f"{said[campaign]}<br>{words.label(repository)}, {words.day(day)}"
            for campaign, repository, day in zip(dots["campaign"], dots["repository"], dots["day"], strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        showlegend=False,
        legendgroup=name,
    )


def _label(row: Mapping[Hashable, object]) -> str:
    return f"{words.label(row['what'], 38)} · {words.number(row['repositories'])}"


def _hover(row: pd.Series) -> str:
    hours = f"{words.estimate(row['hours'])} hours ({words.estimate(row['hours_low'])} to {words.estimate(row['hours_high'])})"
    return (
        f"<b>{words.label(row['what'], 80)}</b><br>{words.repositories(row['repositories'])}, {words.count(row['teams'], 'team')}, "
        f"{words.count(row['commits'], 'commit')}<br>{words.count(row['days'], 'day')} from first to last, {hours}"
    )
