"""Which team carries what? Teams down, scales across, colour by how far towards the bad end the answers lie.

Takes the `drivers` table of one questionnaire and round; returns a heatmap. Every cell says value and people; a cell in which people of
one team do not agree, or which cannot carry a team's mean, has a sign. Misleads where it is read as a ranking: intervals of neighbouring
teams usually overlap (they stand in the hover text).
"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from assessment.reporting import words
from assessment.reporting.figures import cells, theme

MOST = 20  # more teams than this make a page of cells that nobody reads: the most loaded are drawn, and the axis says of how many
ACROSS = 9  # more scales than this side by side have no room for their headings, nor on a phone for their numbers
WIDE = 11  # characters of a heading's line
SIGNS = {"team mean": "", "team mean, split": " ≠", "organisation only": " ·", "too few": " ·", "hidden": ""}


def apart(drivers: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows in as few parts of about as many scales as hold at most `ACROSS` each, one heatmap a part; scales keep their order."""
    scales = list(dict.fromkeys(drivers["scale"]))
    each = -(-len(scales) // -(-len(scales) // ACROSS)) if scales else 1
    return [drivers[drivers["scale"].isin(scales[at : at + each])] for at in range(0, max(1, len(scales)), each)]


def heatmap(drivers: pd.DataFrame) -> go.Figure:
    """Teams (the most loaded `MOST`, below everybody) by scale; hidden cells stay empty and say so."""
    rows = drivers.assign(bad=badness(drivers))
    if rows["value"].isna().all():
        return theme.say("Nothing of what people said may be shown yet")
    scales = pd.Index(rows["scale"].unique())
    titles = dict(zip(rows["scale"], rows["title"], strict=True))
    grid = rows.pivot(index="team", columns="scale", values="bad").reindex(columns=scales)
    teams = grid.drop(index="", errors="ignore").mean(axis=1).sort_values(ascending=False, na_position="last", kind="stable").index
    of, order = len(teams), ["", *teams[:MOST].tolist()]
    rows = rows[rows["team"].isin(order)]
    drawn = cells.Cells(
        values=grid.reindex(order).to_numpy(),
        rows=["<b>everybody</b>", *(words.label(team, 24) for team in order[1:])],
        columns=[_heading(scale, titles[scale]) for scale in scales],
        texts=_spread(rows, rows.apply(_cell, axis=1), order, scales),
        hovers=_spread(rows, rows.apply(_hover, axis=1), order, scales),
    )
    figure = cells.heatmap(drawn, colour=theme.VERMILION, title="towards the bad end", form=".0%", most=1.0)
    figure.update_xaxes(side="top", title_text=f"the {MOST} most loaded of {of} teams" if of > MOST else None, autotickangles=[0, -90])
    lines = max(title.count("<br>") for title in drawn.columns) + 1
    return theme.dress(figure, height=30 + 18 * lines + (30 if of > MOST else 0) + 44 * len(order))


def badness(drivers: pd.DataFrame) -> pd.Series:
    """Where a value lies between the good (0) and the bad (1) end of the answers' range; on the log scale where the answers are."""
    value, least, most = (drivers[column].astype(float) for column in ("value", "least", "most"))
    with np.errstate(divide="ignore", invalid="ignore"):
        factors = np.log(value / least) / np.log(most / least)
    share = np.where(drivers["ratio"].astype(bool), factors, (value - least) / (most - least))
    bad = np.where(drivers["higher"] == "worse", share, 1 - share)
    return pd.Series(np.clip(bad, 0, 1), index=drivers.index)


def _spread(rows: pd.DataFrame, said: pd.Series, order: list[str], scales: "pd.Index[str]") -> list[list[str]]:
    return (
        rows.assign(said=said)
        .pivot(index="team", columns="scale", values="said")
        .reindex(order, columns=scales)
        .fillna("")
        .to_numpy()
        .tolist()
    )


def _heading(scale: str, title: str) -> str:
    """In lines of about `WIDE` characters the scale's title where it is like 'Pain: updates', else its id as words: other titles are
    sentences, which a narrow page has no room for."""
    return words.folded(words.label(title if ": " in title else words.sentence(scale.replace("-", " ")), 60), WIDE)


def _cell(row: pd.Series) -> str:
    if words.missing(row["value"]):
        return "–"
    sign = SIGNS.get(row["carries"], "") if row["team"] else ""  # a number about everybody is none about a team
    return f"{row['value']:.1f}{sign}<br><span style='font-size:10px'>{row['n_band']}</span>"


def _hover(row: pd.Series) -> str:
    head = f"<b>{words.label(row['team'] or 'everybody')}, {words.label(row['title'], 60)}</b>"
    if words.missing(row["value"]):
        return f"{head}<br>{words.HIDDEN}" if row["carries"] == "hidden" else f"{head}<br>{row['carries']}"
    agree = (
        ""
        if words.missing(row["rwg"])
        else f"<br>agreement {row['rwg']:.1f}; {words.percent(row['chance'])} of such teams reach .7 by chance"
    )
    return (
        f"{head}: {row['value']:.1f} ({row['low']:.1f}–{row['high']:.1f}), {row['higher']} when higher"
        f"<br>{row['n_band']} of {words.number(row['of'])} people{agree}<br>carries: {row['carries']}"
    )
