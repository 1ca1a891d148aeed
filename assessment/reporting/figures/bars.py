"""Horizontal bars whose words stand above the bar: nothing is clipped, however narrow the page.

Takes rows ready to draw (`Bar`); returns a plotly Figure. The four indicators and the workflow ranking are drawn with it.
"""

from dataclasses import dataclass

import plotly.graph_objects as go

from assessment.reporting.figures import theme

ROW = 62  # pixels of one row: two lines of words and the bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row. `value=None` draws no bar, only the words; `mark` is a threshold; `gap` sets the row apart from the one above."""

    name: str
    reading: str  # the number in words, at the right
    detail: str  # coverage and n, in small
    value: float | None
    low: float | None = None
    high: float | None = None
    mark: float | None = None
    colour: str = theme.BLUE
    gap: bool = False


def chart(rows: list[Bar], *, limit: float, title: str) -> go.Figure:
    """Rows from top to bottom on an axis from 0 to `limit`, whose meaning is `title`."""
    places = _places(rows)
    drawn = [(place, row) for place, row in zip(places, rows, strict=True) if row.value is not None]
    figure = go.Figure()
    figure.add_bar(
        orientation="h",
        y=[place for place, _ in drawn],
        x=[row.value for _, row in drawn],
        width=0.26,
        marker={"color": [row.colour for _, row in drawn], "line": {"width": 0}},
        error_x=_intervals([row for _, row in drawn]),
        customdata=[[row.name, row.reading, row.detail] for _, row in drawn],
        hovertemplate="<b>%{customdata[0]}</b>: %{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    for place, row in zip(places, rows, strict=True):
        _words(figure, place, row)
        if row.mark is not None:
            _mark(figure, place, row.mark)
    figure.update_xaxes(range=[0, limit], title=title, title_standoff=6, fixedrange=True, showgrid=False, ticks="outside")
    figure.update_yaxes(range=[max(places) + 0.35, -0.72], visible=False, fixedrange=True)
    return theme.dress(figure, height=int(ROW * (places[-1] + 1.07) + 56)).update_layout(showlegend=False, margin={"l": 4, "r": 12})


def _places(rows: list[Bar]) -> list[float]:
    places: list[float] = []
    for row in rows:
        before = places[-1] + 1.0 if places else 0.0
        places.append(before + (0.3 if row.gap and places else 0.0))
    return places


def _intervals(rows: list[Bar]) -> dict[str, object]:
    above = [0.0 if row.high is None or row.value is None else row.high - row.value for row in rows]
    below = [0.0 if row.low is None or row.value is None else row.value - row.low for row in rows]
    return {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "color": theme.GREY, "thickness": 2, "width": 5}


def _words(figure: go.Figure, place: float, row: Bar) -> None:
    common = {"y": place - 0.16, "yref": "y", "showarrow": False, "yanchor": "bottom"}
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        align="left",
        text=f"<b>{row.name}</b><br><span style='font-size:11px'>{row.detail}</span>",
        **common,
    )
    figure.add_annotation(x=1, xref="paper", xanchor="right", align="right", text=f"<b>{row.reading}</b><br>&nbsp;", **common)


def _mark(figure: go.Figure, place: float, mark: float) -> None:
    figure.add_shape(type="line", x0=mark, x1=mark, y0=place - 0.14, y1=place + 0.24, line={"color": theme.GREY, "width": 2, "dash": "dot"})
