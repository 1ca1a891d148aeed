"""Which team feels which indicator? Teams down, indicators across, severity as colour.

Takes the `indicators` table (its rows of single teams); returns a heatmap. Every cell says severity and coverage, the team's label its n.
Misleads where it is read as a ranking of teams: intervals of neighbouring teams usually overlap (they stand in the hover text).
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.decisions.assessment import INDICATORS
from assessment.reporting import words
from assessment.reporting.figures import theme

SHOWN = 40  # more teams than this are drawn without words in the cells


def heatmap(indicators: pd.DataFrame) -> go.Figure:
    """Severity by team and indicator; cells without a value stay empty and say so."""
    rows = indicators[indicators["team"] != ""]
    if rows.empty:
        return theme.say("No team has been scored yet")
    columns = [name for name in (*INDICATORS, "culture") if name in set(rows["indicator"])]
    values = rows.pivot(index="team", columns="indicator", values="value").reindex(columns=columns).astype(float)
    order = values.mean(axis=1).sort_values(ascending=True, na_position="first").index
    values = values.reindex(order)
    texts = rows.assign(text=rows.apply(_cell, axis=1)).pivot(index="team", columns="indicator", values="text").reindex(order)[columns]
    hovers = rows.assign(text=rows.apply(_hover, axis=1)).pivot(index="team", columns="indicator", values="text").reindex(order)[columns]
    figure = go.Figure(
        go.Heatmap(
            z=values.to_numpy(),
            x=[words.sentence(name) for name in columns],
            y=[_label(rows[rows["team"] == team]) for team in order],
            text=texts.fillna("").to_numpy(),
            customdata=hovers.fillna("not scored").to_numpy(),
            texttemplate="%{text}" if len(order) <= SHOWN else None,
            hovertemplate="%{customdata}<extra></extra>",
            textfont={"size": 12},
            zmin=0,
            zmax=1,
            colorscale=theme.scale(theme.VERMILION),
            xgap=3,
            ygap=3,
            hoverongaps=True,
            showscale=len(order) > SHOWN,
            colorbar=theme.bar_of_colours("severity", ".1f"),
        )
    )
    figure.update_xaxes(side="top", showgrid=False, fixedrange=True).update_yaxes(showgrid=False, fixedrange=True)
    return theme.dress(figure, height=60 + (44 if len(order) <= SHOWN else 16) * len(order))


def _label(rows: pd.DataFrame) -> str:
    answers, repositories = rows["answers"].max(), rows["repositories"].max()
    people = "answers hidden" if bool(rows["hidden"].any()) and not answers else words.count(answers, "answer")
    name = words.label(rows["team"].iloc[0], 24)
    return f"{name}<br><span style='font-size:10px'>{people}, {words.count(repositories, 'repo')}</span>"


def _cell(row: pd.Series) -> str:
    first = "–" if words.missing(row["value"]) else f"{row['value']:.2f}"
    return f"{first}<br>{words.percent(row['coverage'])}"


def _hover(row: pd.Series) -> str:
    return (
        f"<b>{words.label(row['team'])}, {row['indicator']}</b>: {words.severity(row['value'], row['low'], row['high'])}"
        f"<br>{words.shows(row['indicator'])}: {words.percent(row['resonates'])}<br>{words.behind(row)}"
    )
