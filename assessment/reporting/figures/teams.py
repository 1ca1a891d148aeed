"""Which team feels which indicator? Teams down, indicators across, severity as colour.

Takes the `indicators` table (its rows of single teams); returns a heatmap. Every cell says severity and coverage, the team's label its n.
Misleads where it is read as a ranking of teams: intervals of neighbouring teams usually overlap (they stand in the hover text).
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.decisions.assessment import INDICATORS
from assessment.reporting import words
from assessment.reporting.figures import cells, theme

MOST = 16  # more teams than this make a page of cells that nobody reads: the most severe are drawn, and the axis says of how many


def heatmap(indicators: pd.DataFrame) -> go.Figure:
    """Severity by team and indicator, the `MOST` most severe first; cells without a value stay empty and say so."""
    rows = indicators[indicators["team"] != ""]
    if rows.empty:
        return theme.say("No team has been scored yet")
    columns = [name for name in (*INDICATORS, "culture") if name in set(rows["indicator"])]
    values = _grid(rows, rows["value"].astype(float), columns)
    order = values.mean(axis=1).sort_values(ascending=False, na_position="last", kind="stable").index
    of, order = len(order), order[:MOST]
    drawn = cells.Cells(
        values=values.loc[order].to_numpy(),
        rows=[_label(rows[rows["team"] == team]) for team in order],
        columns=[words.sentence(name) for name in columns],
        texts=_grid(rows, rows.apply(_cell, axis=1), columns).loc[order].fillna("").to_numpy().tolist(),
        hovers=_grid(rows, rows.apply(_hover, axis=1), columns).loc[order].fillna("not scored").to_numpy().tolist(),
    )
    figure = cells.heatmap(drawn, colour=theme.VERMILION, title="severity", form=".1f", most=1.0)
    figure.update_xaxes(side="top", title_text=f"the {MOST} most severe of {of} teams" if of > MOST else None)
    return theme.dress(figure, height=(90 if of > MOST else 60) + 44 * len(order))


def _grid(rows: pd.DataFrame, cell: pd.Series, columns: list[str]) -> pd.DataFrame:
    return rows.assign(cell=cell).pivot(index="team", columns="indicator", values="cell").reindex(columns=columns)


def _label(rows: pd.DataFrame) -> str:
    name = words.label(rows["team"].iloc[0], 24)
    answers, repositories = rows["answers"].max(), rows["repositories"].max()
    people = "answers hidden" if bool(rows["hidden"].any()) and not answers else words.count(answers, "answer")
    return f"{name}<br><span style='font-size:10px'>{people}, {words.count(repositories, 'repo')}</span>"


def _cell(row: pd.Series) -> str:
    first = "–" if words.missing(row["value"]) else f"{row['value']:.2f}"
    return f"{first}<br>{words.percent(row['coverage'])}"


def _hover(row: pd.Series) -> str:
    return (
        f"<b>{words.label(row['team'])}, {row['indicator']}</b>: {words.severity(row['value'], row['low'], row['high'])}"
        f"<br>{words.shows(row['indicator'])}: {words.percent(row['resonates'])}<br>{words.behind(row)}"
    )
