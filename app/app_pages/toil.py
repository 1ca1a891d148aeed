"""Where does the work on plumbing sit, does it grow, and which edits are repeated by hand?"""

import pandas as pd
import streamlit as st

from app import parts
from assessment.reporting import summaries, words
from assessment.reporting.figures import toil, trend

ORDERS = {
    "Workflow first": ("workflow", "team", "repository"),
    "Team first": ("team", "workflow", "repository"),
    "Repository first": ("repository", "workflow"),
}

made = parts.assessment()
parts.head(
    "Toil hotspots", made, "Work that people put into plumbing instead of the product, as their commits show it. A commit is not an hour."
)
if made.toil.empty:
    st.info("No commits on plumbing were found: there are no repositories yet, or nobody changed their plumbing.", icon=":material/info:")
    st.stop()

with st.container(horizontal=True):
    order = st.segmented_control("Nested by", list(ORDERS), default="Workflow first", required=True, key="order")
    value = st.segmented_control(
        "Counted in", ["commits", "lines"], default="commits", required=True, key="value", format_func=words.sentence
    )
    period = st.segmented_control("Time", ["Last 12 months", "All"], default="Last 12 months", required=True, key="period")

year_ago = made.as_of.tz_localize(None) - pd.DateOffset(years=1)
recent = made.toil[pd.to_datetime(made.toil["month"]) > year_ago] if period == "Last 12 months" else made.toil
parts.figure(toil.treemap(recent, order=ORDERS[order], value=value), key="treemap", alt="Plumbing work by workflow, team and repository")
st.caption(
    f"{words.number(recent['commits'].sum())} commits by people in {words.repositories(recent['repository'].nunique())}, "
    f"{words.day(pd.to_datetime(recent['month']).min())} to {words.day(made.as_of)}. Colour is the workflow. Click an area to look into it."
)

st.header("Trend", anchor=False)
parts.figure(trend.chart(made.toil, value=value), key="trend", alt="Plumbing work a month by workflow")
st.caption("Commits by bots are left out. The last month is usually not over.")

st.header("Beside the time in service", anchor=False)
months = made.service_months[pd.to_datetime(made.service_months["month"]) > year_ago] if period == "Last 12 months" else made.service_months
parts.table("per month", summaries.per_month(months), key="per-month", empty="No repository was in service in the chosen time.")
st.caption("A service-month is a month of a repository between the first and the last commit that a person made to it.")

st.header("By repository and workflow", anchor=False)
parts.table("toil", summaries.by_repository(recent, value=value), key="by-repository")

st.header("Files that change most", anchor=False)
level = st.segmented_control(
    "Summed by", ["file", "folder", "workflow", "team"], default="file", required=True, key="level", format_func=words.sentence
)
silent = "No plumbing file was changed by people in the last 365 days."
if level == "file":
    parts.table("hotspots", made.hotspots, key="hotspots", empty=silent)
else:
    groups = summaries.hotspots(made.hotspot_groups, level)
    without = ("level",) if level == "folder" else ("level", "repository")
    parts.table("hotspot_groups", groups, key=f"hotspots-{level}", empty=silent, without=without)
st.caption(
    "Commits by people in the last 365 days times size: where one shared version would take most work away. "
    "Trend: against the 365 days before."
)

st.header("The same edit, made by hand in many repositories", anchor=False)
campaigns = made.campaigns.sort_values("repositories", ascending=False)
parts.table("campaigns", campaigns, key="campaigns", empty="No edit was repeated by hand in three or more repositories.")

if not campaigns.empty:
    titles = {
        row.campaign: f"{words.workflow(row.workflow)} · {row.example_path} · {words.repositories(row.repositories)} · {row.first:%b %Y}"
        for row in campaigns.itertuples()
    }
    campaign = st.selectbox("Its commits", list(titles), format_func=titles.__getitem__, key="campaign")
    commits = made.campaign_commits[made.campaign_commits["campaign"] == campaign]
    parts.table("campaign_commits", commits.sort_values("day"), key="commits", without=("campaign",))

parts.downloads(made, ("toil", "service_months", "hotspots", "hotspot_groups", "campaigns", "campaign_commits"), key="toil")
