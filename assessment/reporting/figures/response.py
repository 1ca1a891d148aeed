"""Who answered? Response rate by team, with hidden teams said to be hidden.

Takes the `response` table; returns bars of the rate. Misleads: a high rate in a small team is still few people, so n stands in the label.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import theme

WITHIN = 0.5  # share from which a bar is long enough for its words
LONGEST = 28  # characters of a team's name beside its bar; the whole name is in the hover text
# more teams than this are rows that nobody reads: of those that may be shown, the lowest rates are drawn, and the axis says of how many
MOST = 20


def chart(response: pd.DataFrame) -> go.Figure:
    """Share of members who answered, by team; a hidden team has words in place of a bar, or is counted where teams are many."""
    teams = response[response["team"] != ""].sort_values(["rate", "team"], na_position="first")
    if teams.empty or (teams["answers"] == 0).all():
        return theme.say("Nobody has answered yet")
    rows, beyond = _lowest(teams) if len(teams) > MOST else (teams, ())
    if rows.empty:
        return theme.say(f"All {len(teams)} teams are {words.HIDDEN}")
    said, rates = [_said(row) for _, row in rows.iterrows()], rows["rate"].fillna(0).tolist()
    within = [rate > WITHIN for rate in rates]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        y=list(range(len(rows))),
        x=rates,
        marker={"color": theme.BLUE, "line": {"width": 0}},
        text=[text if fits else "" for text, fits in zip(said, within, strict=True)],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        customdata=[f"{words.label(team, 100)}: {text}" for team, text in zip(rows["team"], said, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    for place, (rate, text, fits) in enumerate(zip(rates, said, within, strict=True)):
        if not fits:
            figure.add_annotation(y=place, x=rate, text=text, showarrow=False, xanchor="left", xshift=6, font={"size": 12})
    figure.update_xaxes(
        range=[0, 1.02],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        tickformat=".0%",
        title=theme.below("members who answered", beyond),
        showgrid=False,
        fixedrange=True,
    )
    labels = [words.label(team, LONGEST) for team in rows["team"]]
    figure.update_yaxes(tickvals=list(range(len(rows))), ticktext=labels, showgrid=False, fixedrange=True)
    return theme.dress(figure, height=80 + theme.LINE * len(beyond) + 30 * len(rows)).update_layout(bargap=0.35)


def _lowest(teams: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The `MOST` teams with the lowest rate that may be shown, the lowest above; and what was left out."""
    shown = teams[teams["rate"].notna()]
    rows, hidden = shown.head(MOST).iloc[::-1], len(teams) - len(shown)
    beyond = (f"{len(rows)} of {len(teams)} teams:", "the lowest rates")
    return rows, (*beyond, f"{hidden} are hidden") if hidden else beyond


def _said(row: pd.Series) -> str:
    if words.missing(row["rate"]):
        return words.HIDDEN
    return f"{words.percent(row['rate'])} · {words.number(row['answers'])} of {words.number(row['headcount'])}"
