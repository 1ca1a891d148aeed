"""What was and was not read or answered: how far the result can be trusted."""

import streamlit as st

from app import parts
from assessment.reporting import summaries, words
from assessment.reporting.figures import coverage, response

made = parts.assessment()
verdict, answered = made.verdict, summaries.newest(made.response)
parts.head("Coverage", made, "What was and was not read or answered. What was left out lowers coverage; it never becomes a number.")
parts.say_missing(made)

states = summaries.states(made.coverage)
with st.container(horizontal=True):
    st.metric("Repositories read", f"{words.number(states['collected'])} of {words.number(len(made.coverage))}", border=True)
    st.metric("Empty", words.number(states["empty"]), border=True)
    st.metric("Failed", words.number(states["failed"]), border=True)
    st.metric("People who answered", words.people(verdict.answers, verdict.headcount), border=True)
    st.metric("Teams hidden", int(answered.loc[answered["team"] != "", "answers"].isna().sum()), border=True)

left, right = st.columns(2, gap="large")
with left:
    st.header("Repositories", anchor=False)
    parts.figure(coverage.chart(made.coverage), key="states", alt="Repositories by team and state")
with right:
    st.header("Answers", anchor=False)
    parts.figure(response.chart(answered), key="response", alt="Response rate by team")
    st.caption(words.WHY_HIDDEN)

st.header("What was left out", anchor=False)
parts.table("left out", summaries.left_out(made.coverage), key="left-out")

st.header("Outcome of each measure", anchor=False)
st.caption("Teams by outcome. Not applicable leaves the denominator; unavailable and failed stay in it and lower coverage.")
parts.table("outcomes", summaries.outcomes(made.measures), key="outcomes", empty="Nothing has been measured yet.")

st.header("Answers by item", anchor=False)
teams = ["all", *[name for name in dict.fromkeys(made.items["team"]) if name]]
team = st.selectbox("Team", teams, key="team", width=220)
nobody = (answered["answers"] == 0).all()  # then nothing is hidden, and there is nothing to show
asked = summaries.newest(made.items)
items = asked.head(0) if nobody else asked[asked["team"] == ("" if team == "all" else team)]
parts.table("items", items, key="items", without=("team",), empty="Nobody has answered yet.")

st.header("Every repository", anchor=False)
order = {"failed": 0, "empty": 1, "collected": 2}
ranked = made.coverage.sort_values("state", key=lambda states: states.astype(str).map(order), kind="stable")
parts.table("coverage", ranked, key="coverage", empty="No repository has been collected yet.")

parts.downloads(made, ("coverage", "response", "items", "measures"), key="coverage")
