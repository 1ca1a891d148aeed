"""Which teams hold copies of each other's plumbing?

`between` makes the numbers from the `members` table; `heatmap` draws them, team against team.
Misleads: similar files are not proof of copying (both may come from one public template), and lines are counted in files of
very different worth.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import cells, theme

SHOWN = 14  # more teams than this are drawn without words in the cells
MOST = 30  # more teams than this cannot be told apart on a page: those with most copies are drawn, and the axis says of how many


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
        team=[words.team(name) for name in members["team"].fillna("")],
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
    """Team by team, coloured by `lines` shared or by `share` of the row team's lines in clusters; the `MOST` teams with most copies."""
    table = between(members)
    if table.empty:
        return theme.say("No near-identical plumbing was found in two repositories")
    lines = table[table["team"] != table["other"]].groupby("team")["lines"].sum()
    order = lines.reindex(sorted(set(table["team"])), fill_value=0).sort_values(kind="stable", ascending=False).index
    of, order = len(order), order[:MOST]
    grid = _grid(table, value, order)
    said = {(row.team, row.other): _hover(row) for row in table[table["lines"] > 0].itertuples()}
    names = [words.label(team, 24) for team in order]
    spacious = len(order) <= SHOWN
    drawn = cells.Cells(
        values=grid.where(grid > 0).to_numpy(),
        rows=names,
        columns=names,
        texts=[[_cell(cell, value) for cell in row] for row in grid.to_numpy()],
        hovers=[[said.get((row, column), _nothing(row, column)) for column in order] for row in order],
    )
    form = ",d" if value == "lines" else ".0%"
    figure = cells.heatmap(drawn, colour=theme.BLUE, title=value, form=form, spacious=spacious)
    figure.update_xaxes(tickangle=-40, title_text=f"{MOST} of {of} teams: those with most copies" if of > MOST else None)
    return theme.dress(figure, height=110 + (38 if spacious else 16) * len(order))


def _grid(table: pd.DataFrame, value: str, order: pd.Index) -> pd.DataFrame:
    return table.pivot(index="team", columns="other", values=value).reindex(index=order, columns=order).astype(float).fillna(0.0)


def _cell(value: float, kind: str) -> str:
    if value <= 0:
        return ""
    return words.compact(value) if kind == "lines" else words.percent(value)


def _hover(pair: Any) -> str:
    one, other = words.label(pair.team), words.label(pair.other)
    return (
        f"<b>{f'within {one}' if one == other else f'{one} and {other}'}</b>: {words.number(pair.lines)} lines"
        f"<br>{words.percent(pair.share)} of {one}'s lines in clusters"
        f"<br>{words.count(pair.clusters, 'cluster')}, {words.count(pair.files, 'file')} of {one}"
    )


def _nothing(row: str, column: str) -> str:
    return f"<b>{words.label(row)} and {words.label(column)}</b>: no near-identical plumbing"
