"""Which teams hold copies of each other's plumbing?

`between` makes the numbers from the `members` table; `heatmap` draws them, team against team.
Misleads: similar files are not proof of copying (both may come from one public template), and lines are counted in files of
very different worth.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

SHOWN = 14  # more teams than this are drawn without words in the cells


def between(members: pd.DataFrame) -> pd.DataFrame:
    """Lines that stand near-identical in two teams: columns team, other, lines, share, clusters, files.

    A team's lines in a cluster are its members' lines times their similarity to the medoid. Two teams share the smaller of
    their lines, summed over clusters. A team with itself: the lines that its own further copies repeat.
    `share` is of the first team's lines in clusters.
    """
    columns = ["team", "other", "lines", "share", "clusters", "files"]
    if members.empty:
        return pd.DataFrame(columns=columns)
    rows = members.assign(
        team=[words.label(words.team(name)) for name in members["team"].fillna("")],
        same=members["lines"] * members["similarity"].fillna(1.0),
    )
    sums = rows.groupby(["cluster", "team"], as_index=False).agg(same=("same", "sum"), most=("same", "max"), files=("path", "size"))
    pairs = sums.merge(sums, on="cluster", suffixes=("", "_other"))
    within = pairs["team"] == pairs["team_other"]
    pairs["lines"] = pairs[["same", "same_other"]].min(axis=1).where(~within, pairs["same"] - pairs["most"])
    pairs = pairs[~within | (pairs["files"] > 1)]
    table = pairs.groupby(["team", "team_other"], as_index=False).agg(
        lines=("lines", "sum"), clusters=("cluster", "nunique"), files=("files", "sum")
    )
    table["share"] = table["lines"] / table["team"].map(sums.groupby("team")["same"].sum())
    return table.rename(columns={"team_other": "other"})[columns]


def heatmap(members: pd.DataFrame, *, value: str = "lines") -> go.Figure:
    """Team by team, coloured by `lines` shared or by `share` of the row team's lines in clusters; teams with most copies first."""
    table = between(members)
    if table.empty:
        return theme.say("No near-identical plumbing was found in two repositories")
    order = table[table["team"] != table["other"]].groupby("team")["lines"].sum()
    order = order.reindex(sorted(set(table["team"])), fill_value=0).sort_values(kind="stable", ascending=False)
    grid = _grid(table, value, order.index)
    said = {(row.team, row.other): _hover(row) for row in table[table["lines"] > 0].itertuples()}
    hovers = [
        [said.get((row, column), f"<b>{row} and {column}</b>: no near-identical plumbing") for column in order.index] for row in order.index
    ]
    small = len(order) <= SHOWN
    figure = go.Figure(
        go.Heatmap(
            z=grid.where(grid > 0).to_numpy(),
            x=list(order.index),
            y=list(order.index),
            text=[[_cell(cell, value) for cell in row] for row in grid.to_numpy()],
            texttemplate="%{text}" if small else None,
            textfont={"size": 12},
            customdata=hovers,
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=theme.scale(theme.BLUE),
            zmin=0,
            xgap=2,
            ygap=2,
            showscale=not small,
            colorbar=theme.bar_of_colours(value, ",d" if value == "lines" else ".0%"),
        )
    )
    figure.update_xaxes(side="bottom", showgrid=False, tickangle=-40, fixedrange=True, type="category")
    figure.update_yaxes(autorange="reversed", showgrid=False, fixedrange=True, type="category")
    return theme.dress(figure, height=110 + (38 if small else 18) * len(order))


def _grid(table: pd.DataFrame, value: str, order: pd.Index) -> pd.DataFrame:
    return table.pivot(index="team", columns="other", values=value).reindex(index=order, columns=order).astype(float).fillna(0.0)


def _cell(value: float, kind: str) -> str:
    if value <= 0:
        return ""
    return words.compact(value) if kind == "lines" else words.percent(value)


def _hover(pair: Any) -> str:
    whose = f"within {pair.team}" if pair.team == pair.other else f"{pair.team} and {pair.other}"
    return (
        f"<b>{whose}</b>: {words.number(pair.lines)} lines<br>{words.percent(pair.share)} of {pair.team}'s lines in clusters"
        f"<br>{words.count(pair.clusters, 'cluster')}, {words.count(pair.files, 'file')} of {pair.team}"
    )
