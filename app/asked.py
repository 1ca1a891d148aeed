"""Which questionnaire and round does a page show? The newest, unless the visitor chooses another; the choice stands in the address."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

from app import parts
from assessment.reporting import summaries


class Asked(NamedTuple):
    """The rows of one questionnaire and round, and which these are."""

    rows: pd.DataFrame
    questionnaire: str
    round: str


def choose(table: pd.DataFrame, *, key: str, first: str = "") -> Asked:
    """Let the visitor choose; ends the page where nobody has answered. `first`: the questionnaire to begin with, if it was asked."""
    known = [name for name in dict.fromkeys(table["questionnaire"]) if name]  # without one: the members, of whom nobody was asked
    if not known:
        st.info(
            f"Nobody has answered yet. Run a survey: assess survey --help; or bring answers: assess answers import FILE "
            f"{parts.plain(str(parts.workspace().folder))}",
            icon=":material/forum:",
        )
        st.stop()
    with st.container(horizontal=True):
        begin = known.index(first) if first in known else 0
        questionnaire = str(
            st.selectbox(
                "Questionnaire",
                known,
                index=begin,
                key=f"{key}-questionnaire",
                width=260,
                disabled=len(known) == 1,
                format_func=summaries.titled,
            )
        )
        mine = table[table["questionnaire"] == questionnaire]
        rounds = sorted(set(mine["round"]), reverse=True)
        round = str(st.selectbox("Round", rounds, key=f"{key}-round-{questionnaire}", width=180, disabled=len(rounds) == 1))
    return Asked(mine[mine["round"] == round], questionnaire, round)
