"""What every page is made of: the result it shows, figures, tables, cards and downloads.

Reads the newest result of the workspace named by ASSESS_WORKSPACE. Text from repositories and answers passes `plain` before it is shown,
so that no name can become markup, a link or a picture.
"""

import os
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from assessment.decisions.assessment import Assessment
from assessment.errors import AssessmentError
from assessment.reporting import columns, summaries, words, written
from assessment.reporting.columns import Column, Form
from assessment.reporting.exports import tables
from assessment.reporting.figures import theme
from assessment.workspace import Workspace

WIDTHS = {"workflow": 150, "outcome": 120}  # pixels, where the widest of the first rows is not the widest of all
FIRST = 5  # sentences of a card that are shown at once
SHORT = 12  # rows of a table that is shown whole; longer ones scroll
CONFIG = {"displaylogo": False, "showSendToCloud": False, "displayModeBar": False}
ABREAST = 5  # facts side by side; more of them are two rows of one length
FACTS = """<style>
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(152px, 100% / var(--most) - 16px), 1fr)); }
.facts { gap: 14px 16px; }
.facts { margin: 4px 0 !important; padding: 0 !important; }
.facts dt, .facts .note { font-size: 0.85rem; opacity: 0.7; line-height: 1.4; } .facts dd { margin: 0; }
.facts dd:not(.note) { font-size: 1.5rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
</style>"""
MIME = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def workspace() -> Workspace:
    """The workspace that the app was started for; without one the page ends with a sentence that says what to do."""
    named = os.environ.get("ASSESS_WORKSPACE", "")
    if not named or not Path(named).is_dir():
        stop(
            "No workspace",
            f"The folder '{named}' does not exist." if named else "The app was started without a workspace.",
            "assess app FOLDER",
        )
    return Workspace(Path(named))


def assessment() -> Assessment:
    """The newest result; without one the page ends with a sentence that says which command makes one."""
    home = workspace()
    stamp = max((path.stat().st_mtime_ns for path in home.folder.glob("results/*/verdict.json")), default=0)
    if not stamp:
        stop("No result yet", "This workspace has not been assessed.", f"assess collect {home.folder}", f"assess score {home.folder}")
    try:
        return _loaded(str(home.folder), stamp)
    except AssessmentError as error:
        stop("The result cannot be read", str(error), f"assess score {home.folder}")


@st.cache_resource(max_entries=2, show_spinner="Reading the result")
def _loaded(folder: str, stamp: int) -> Assessment:
    return Workspace(Path(folder)).assessment()


def stop(title: str, sentence: str, *commands: str):  # type: ignore[no-untyped-def]
    """Say why there is nothing to show and which commands help; ends the page."""
    st.title(title, anchor=False)
    st.info(plain(sentence), icon=":material/info:")
    if commands:
        st.code("\n".join(commands), language="bash")
    st.stop()


def head(title: str, made: Assessment, intro: str = "") -> None:
    """The page's title below the organisation and the day of the result."""
    st.caption(f"{plain(made.organisation)} · as of {words.day(made.as_of)}")
    st.title(title, anchor=False)
    if intro:
        st.markdown(intro)


def say_missing(made: Assessment) -> None:
    """Say which half of the evidence is not there, and which command brings it."""
    folder = workspace().folder
    said = summaries.newest(made.response)
    everyone = said[said["team"] == ""]["answers"]
    if not made.verdict.repositories:
        st.info(f"No repository has been read. Run: assess collect {plain(str(folder))}", icon=":material/folder_off:")
    if not len(everyone) or (everyone == 0).any():
        st.info(
            f"Nobody has answered yet. When answers are in, run: assess answers import FILE {plain(str(folder))}", icon=":material/forum:"
        )
    elif everyone.isna().any():
        st.info("Too few people have answered to show what they said.", icon=":material/visibility_off:")


def plain(text: str) -> str:
    """Text from outside as markdown that shows it literally."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|<>~$:&=^])", r"\\\1", " ".join(text.split()))


def figure(chart: go.Figure, *, key: str, alt: str) -> None:
    """A figure in the colours of the page."""
    chart.update_layout(template=theme.DARK if st.context.theme.type == "dark" else theme.LIGHT)
    st.plotly_chart(chart, theme=None, key=key, config=CONFIG, alt=alt)


def table(name: str, frame: pd.DataFrame, *, key: str, without: Sequence[str] = (), empty: str = "Nothing was found.") -> None:
    """A result table in the shown columns: sortable, searchable, with headings in words."""
    shown = [column for column in columns.SHOWN[name] if column.name not in without]
    if frame.empty:
        st.caption(empty)
        return
    values = pd.DataFrame({column.name: _values(frame[column.name], column) for column in shown})
    config = {column.name: _config(column, values[column.name], columns.meaning(name, column.name)) for column in shown}
    height: Literal["content"] | int = "content" if len(values) <= SHORT else 470
    st.dataframe(values, hide_index=True, column_config=config, height=height, placeholder="–", key=key, alt=f"Table: {name}")


def _values(values: pd.Series, column: Column) -> pd.Series:
    """The column as it is shown; a column with its own word for what is missing becomes text."""
    if column.absent not in ("–", words.NO_VALUE) and values.isna().any():
        return values.map(lambda value: written.value(value, column))
    if column.form in (Form.TEAM, Form.WORKFLOW, Form.COMMIT):
        return values.map(lambda value: written.value(value, column))
    if column.form is Form.ESTIMATE:
        return values.map(lambda value: value if pd.isna(value) or not value else float(f"{value:.2g}"))
    if column.form is Form.FLAG:
        return values.astype(bool)
    return values.map(_rounded) if column.form is Form.PERCENT else values


def _rounded(share: float) -> float:
    """A share to whole percents, but never to a 0 % or 100 % that it is not."""
    whole = share if pd.isna(share) else round(share, 2)
    return round(share, 4) if whole in (0, 1) and share != whole else whole


def _config(column: Column, values: pd.Series, meaning: str) -> object:
    make = st.column_config
    formats = {Form.COUNT: "localized", Form.ESTIMATE: "localized", Form.DECIMAL: "%.2f", Form.SEVERITY: "%.2f", Form.PERCENT: "percent"}
    if column.form is Form.DAY:
        return make.DateColumn(column.label, format="D MMM YYYY", help=meaning)
    if column.form is Form.FLAG:
        return make.CheckboxColumn(column.label, help=meaning)
    if column.form in formats and pd.api.types.is_numeric_dtype(values):
        return make.NumberColumn(column.label, format=formats[column.form], help=meaning)
    return make.TextColumn(column.label, help=meaning, width=WIDTHS.get(column.name))


def facts(named: Iterable[tuple[str, str, str]]) -> None:
    """Names, values and notes side by side, in rows of one length; long values wrap, where a metric would cut them."""
    cells = [
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd><dd class='note'>{escape(note)}</dd></div>" for name, value, note in named
    ]
    rows = -(-len(cells) // ABREAST)
    st.html(f"{FACTS}<dl class='facts' style='--most: {-(-len(cells) // rows)}'>{''.join(cells)}</dl>")


def lines(title: str, sentences: Iterable[str], *, empty: str = "nothing") -> None:
    """A card with a heading and one line a sentence."""
    with st.container(border=True, height="stretch"):
        st.subheader(title, anchor=False)
        said = [f"- {plain(sentence)}" for sentence in sentences]
        if not said:
            st.caption(empty)
            return
        st.markdown("\n".join(said[:FIRST]))
        if said[FIRST:]:
            with st.expander(f"{len(said) - FIRST} more"):
                st.markdown("\n".join(said[FIRST:]))


def everyone(name: str, frame: pd.DataFrame, *, drawn: int, key: str, without: Sequence[str] = ()) -> None:
    """All teams of a table, to unfold, where a figure draws only `drawn` of them."""
    if (teams := frame["team"].nunique()) > drawn:
        with st.expander(f"All {words.number(teams)} teams"):
            table(name, frame, key=key, without=without)


def downloads(made: Assessment, names: Sequence[str], *, key: str) -> None:
    """Save one of the named tables as CSV, Parquet or XLSX; the file is made when it is asked for."""
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Save a table", names, key=f"{key}-table")
        kind = st.segmented_control("Format", list(MIME), default="csv", required=True, key=f"{key}-kind")
        frame = made.tables[name]
        st.download_button(
            f"Download {words.count(len(frame), 'row')}",
            data=lambda: tables.as_bytes(frame, kind),
            file_name=f"{name}.{kind}",
            mime=MIME[kind],
            icon=":material/download:",
            on_click="ignore",
            key=f"{key}-save",
        )
