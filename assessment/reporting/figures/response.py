"""Who answered? Response rate by team, with hidden teams said to be hidden.

Takes the `response` table; returns bars of the rate. Misleads: a high rate in a small team is still few people, so n stands in the label.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

WITHIN = 0.5  # share from which a bar is long enough for its words


def chart(response: pd.DataFrame) -> go.Figure:
    """Share of members who answered, by team; a hidden team has words in place of a bar."""
    rows = (
        response[response["team"] != ""]
        .assign(team=lambda rows: [words.label(name, 100) for name in rows["team"]])
        .sort_values(["rate", "team"], na_position="first")
    )
    if rows.empty:
        return theme.say("Nobody has answered yet")
    said = [_said(row) for _, row in rows.iterrows()]
    within = [not words.missing(rate) and rate > WITHIN for rate in rows["rate"]]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        y=rows["team"],
        x=rows["rate"].fillna(0),
        marker={"color": theme.BLUE, "line": {"width": 0}},
        text=[text if fits else "" for text, fits in zip(said, within, strict=True)],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        customdata=said,
        hovertemplate="%{y}: %{customdata}<extra></extra>",
    )
    for team, rate, text, fits in zip(rows["team"], rows["rate"].fillna(0), said, within, strict=True):
        if not fits:
            figure.add_annotation(y=team, x=rate, text=text, showarrow=False, xanchor="left", xshift=6, font={"size": 12})
    figure.update_xaxes(
        range=[0, 1.02], tickvals=[0, 0.25, 0.5, 0.75, 1], tickformat=".0%", title="members who answered", showgrid=False, fixedrange=True
    )
    figure.update_yaxes(showgrid=False, fixedrange=True, type="category")
    return theme.dress(figure, height=80 + 30 * len(rows)).update_layout(bargap=0.35)


def _said(row: pd.Series) -> str:
    if words.missing(row["rate"]):
        return words.HIDDEN
    return f"{words.percent(row['rate'])} · {words.number(row['answers'])} of {words.number(row['headcount'])}"
