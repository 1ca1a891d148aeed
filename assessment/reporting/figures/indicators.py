"""The verdict's figure: how severe is each of the four indicators, and culture beside them?

Takes the `indicators` table (its rows of the organisation, `team == ""`); returns bars of severity 0..1 with their 5-95 % intervals
and, where the table has it, the threshold from which an indicator resonates. Coverage and n stand in every label.
Misleads where coverage is low: the bar is then drawn from few measures, which is why the words stand beside it.
"""

import pandas as pd
import plotly.graph_objects as go

from assessment.decisions.assessment import INDICATORS
from assessment.reporting import words
from assessment.reporting.figures import bars, theme

RESONATES, QUIET, CULTURE = theme.VERMILION, theme.BLUE, theme.PURPLE


def chart(indicators: pd.DataFrame) -> go.Figure:
    """Severity of the organisation, one bar an indicator, coloured by whether it more likely than not resonates."""
    rows = indicators[indicators["team"] == ""]
    drawn = [_bar(name, row) for name in (*INDICATORS, "culture") for _, row in rows[rows["indicator"] == name].iterrows()]
    if not drawn:
        return theme.say("No indicator has been scored yet")
    return bars.chart(drawn, limit=1.0, title="severity, 0 none to 1 severe; dotted: the threshold")


def _bar(name: str, row: pd.Series) -> bars.Bar:
    valued = not words.missing(row["value"])
    shows = "" if words.missing(row["resonates"]) else f"{words.shows(name)}: {words.percent(row['resonates'])} · "
    threshold = row.get("threshold")
    return bars.Bar(
        name=words.sentence(name),
        reading=words.severity(row["value"], row["low"], row["high"]),
        detail=shows + words.behind(row).replace(", ", " · "),
        value=float(row["value"]) if valued else None,
        low=float(row["low"]) if valued else None,
        high=float(row["high"]) if valued else None,
        mark=None if words.missing(threshold) else float(threshold),  # type: ignore[arg-type]
        colour=_colour(name, row["resonates"]),
        gap=name == "culture",
    )


def _colour(name: str, resonates: object) -> str:
    if name == "culture":
        return CULTURE
    return RESONATES if not words.missing(resonates) and float(resonates) >= 0.5 else QUIET  # type: ignore[arg-type]
