"""Do we need a platform team? The answer first, then what stands for and against it, and where to start."""

import pandas as pd
import streamlit as st

from app import parts
from assessment.decisions.assessment import INDICATORS, Answer
from assessment.reporting import summaries, words
from assessment.reporting.figures import adoption, indicators, priorities, solutions, teams

COLOURS = {
    Answer.PLATFORM_TEAM: "green",
    Answer.THIN_PLATFORM: "orange",
    Answer.NOT_YET: "blue",
    Answer.CULTURE_FIRST: "violet",
    Answer.CANNOT_TELL: "gray",
}

made = parts.assessment()
verdict = made.verdict
parts.head("Do we need a platform team?", made)
parts.say_missing(made)

with st.container(border=True):
    st.badge(words.sentence(str(verdict.answer)), color=COLOURS[verdict.answer])
    st.header(parts.plain(verdict.headline), anchor=False)
    if verdict.explanation:
        st.markdown(parts.plain(verdict.explanation))
    parts.facts(summaries.standing(verdict))


def card(row: pd.Series) -> None:
    """One indicator: severity, whether it resonates, and what stands behind it."""
    with st.container(border=True, height="stretch", gap="small"):
        st.metric(words.sentence(row["indicator"]), words.severity(row["value"]))
        if not words.missing(row["resonates"]):
            loud = row["resonates"] >= 0.5
            st.badge(f"{words.shows(row['indicator'])}: {words.percent(row['resonates'])}", color="orange" if loud else "blue")
            st.caption(f"5–95 %: {row['low']:.2f} to {row['high']:.2f}")
        st.caption(words.behind(row))


whole = made.indicators[made.indicators["team"] == ""]
four = whole[whole["indicator"].isin(INDICATORS)]
if not four.empty:
    st.header("The four indicators", anchor=False)
    with st.grid(len(four), min_column_width=190):
        for _, row in four.iterrows():
            card(row)
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader("Severity, with culture beside", anchor=False)
        parts.figure(indicators.chart(made.indicators), key="indicators", alt="Severity of the four indicators and of culture")
        st.caption("Lines are 5 to 95 % intervals. Coverage is the share of the rubric's weight that had evidence.")
    with right:
        st.subheader("By team", anchor=False)
        parts.figure(teams.heatmap(made.indicators), key="teams", alt="Severity by team and indicator")
        st.caption("Upper number: severity. Lower number: coverage. Not a ranking: most intervals overlap, point at a cell to see them.")
    alone = made.indicators[made.indicators["team"] != ""]
    parts.everyone("indicators", alone.sort_values("team", kind="stable"), drawn=teams.MOST, key="all-teams")

st.header("Where to start", anchor=False)
if made.workflows.empty:
    st.caption("No workflow has been ranked yet.")
else:
    close = ", ".join(words.workflow(name) for name in verdict.too_close_to_call)
    if close:
        st.markdown(f"Too close to call: **{close}** may as well be first.")
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.subheader("What each workflow costs", anchor=False)
        parts.figure(priorities.chart(made.workflows), key="priorities", alt="Workflows by what they cost in a year")
    with right:
        st.subheader("How teams get it done", anchor=False)
        parts.figure(solutions.chart(made.solutions), key="solutions", alt="Repositories by workflow and kind of solution")
        st.caption("Shared: in use from a provider. Copy: of one solution. Own: the team's own, for one or all of its repositories.")
    parts.table("workflows", made.workflows.sort_values("rank"), key="workflows")
    st.caption("Hours are what people say, times headcount, with 5 to 95 % intervals. Commits are by people, in the last twelve months.")

st.header("For, against, and what would change it", anchor=False)
sides = (
    (("Why", verdict.reasons), ("What speaks against it", verdict.counter_evidence)),
    (("What would change the answer", verdict.would_flip), ("What to collect next", verdict.collect_next)),
)
for pair in sides:
    for column, (title, sentences) in zip(st.columns(2), pair, strict=True):
        with column:
            parts.lines(title, sentences)

st.header("Where people and repositories disagree", anchor=False)
agree = "What people say and what repositories show agree, or only one of them is known."
parts.lines("To talk about", summaries.disagreements(made.disagreements), empty=agree)

if not made.measures.empty:
    st.header("What stands behind the numbers", anchor=False)
    with st.container(horizontal=True):
        indicator = st.selectbox(
            "Indicator", list(dict.fromkeys(made.measures["indicator"])), format_func=words.sentence, key="indicator", width=220
        )
        names = [name for name in dict.fromkeys(made.measures["team"]) if name]
        team = st.selectbox("Team", ["all", *names], key="team", width=220)
    wanted = [frame[frame["indicator"] == indicator] for frame in (made.measures, made.evidence)]
    wanted = wanted if team == "all" else [frame[frame["team"] == team] for frame in wanted]
    parts.table("measures", wanted[0], key="measures", without=("indicator",), empty="Nothing was measured here.")
    parts.table("evidence", wanted[1], key="evidence", empty="No place in a repository stands behind these measures.")
    st.caption("Answers are never shown one by one: a perceived measure leads to its item and n, on the page Coverage.")

if not made.adoption.empty:
    st.header("Paved roads", anchor=False)
    parts.table("adoption", made.adoption[made.adoption["team"] == ""], key="adoption")
    roads = list(dict.fromkeys(made.adoption["road"]))
    for start in range(0, len(roads), 2):
        for column, road in zip(st.columns(2, gap="large"), roads[start : start + 2], strict=False):
            with column:
                st.subheader(parts.plain(road), anchor=False)
                parts.figure(adoption.chart(made.adoption, road), key=f"road-{road}", alt=f"Repositories on and off {road}, by team")

parts.downloads(made, ("indicators", "measures", "evidence", "workflows", "disagreements", "adoption"), key="verdict")
