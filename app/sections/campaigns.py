"""Edits that people made by hand in many repositories: when, how long, what they cost, and where the old text still stands."""

import pandas as pd
import streamlit as st

from app import parts
from assessment.decisions.assessment import Assessment
from assessment.reporting import words
from assessment.reporting.figures import campaigns


def show(made: Assessment) -> None:
    """The whole section."""
    if made.campaigns.empty:
        st.info("No edit was repeated by hand in three or more repositories.", icon=":material/info:")
        return
    table = _period(made)
    st.caption(
        f"{words.count(len(table), 'campaign')}, {words.number(table['commits'].sum())} commits, "
        f"about {words.estimate(table['hours'].sum())} hours ({words.estimate(table['hours_low'].sum())} to "
        f"{words.estimate(table['hours_high'].sum())}, at the minutes a repository that data/rules/duplication.yaml states)."
    )
    parts.figure(campaigns.timeline(table, made.campaign_commits), key="timeline", alt="Campaigns from their first to their last commit")
    parts.table("campaigns", table, key="campaigns", empty="No campaign in the chosen time.")
    if len(table):
        _one(made, table)
    with st.expander("How many of these are chance?"):
        st.markdown(
            "The same search over shifted timelines, each repository by half a year to two and a half. What it still finds is chance. "
            "Waves that follow a public release are no chance, but a bot could have made them."
        )
        parts.table("campaign_chance", made.campaign_chance, key="chance")


def _period(made: Assessment) -> pd.DataFrame:
    period = st.segmented_control("Time", ["Last 12 months", "Last 3 years", "All"], default="All", required=True, key="since")
    years = {"Last 12 months": 1, "Last 3 years": 3}.get(str(period))
    if years is None:
        return made.campaigns
    since = made.as_of.tz_localize(None) - pd.DateOffset(years=years)
    return made.campaigns[pd.to_datetime(made.campaigns["last"]).dt.tz_localize(None) > since]


def _one(made: Assessment, table: pd.DataFrame) -> None:
    st.header("One campaign", anchor=False)
    titles = {row.campaign: f"{row.what} · {words.repositories(row.repositories)} · {words.day(row.first)}" for row in table.itertuples()}
    name = st.selectbox("Campaign", list(titles), format_func=titles.__getitem__, key="campaign")
    edits, behind = (frame[frame["campaign"] == name] for frame in (made.campaign_edits, made.left_behind))
    st.subheader("Left behind", anchor=False)
    st.caption("Repositories that still have the old text. Those without a commit since are dormant, and may stay so.")
    parts.table(
        "left_behind",
        behind.sort_values("active", ascending=False),
        key="behind",
        without=("campaign",),
        empty="Nobody, as far as files show.",
    )
    st.subheader("What was changed", anchor=False)
    parts.table("campaign_edits", edits, key="edits", without=("campaign",), empty="The texts were not kept.")
