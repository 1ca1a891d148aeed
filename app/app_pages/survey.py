"""Rounds of the survey: make one, invite, open and close it, see who takes part, and what is kept."""

import os

import pandas as pd
import streamlit as st

from app import parts, surveying
from assessment import rounds
from assessment.errors import AssessmentError

workspace = parts.workspace()
try:
    organisation = workspace.organisation()
except AssessmentError as error:
    parts.stop("No organisation yet", str(error), f"assess init {workspace.folder}")
st.caption(parts.plain(organisation.name))
st.title("Survey rounds", anchor=False)
st.markdown("Ask every team, and see who takes part. What they said stands on the other pages, once the result is computed again.")
surveying.say()

try:
    with workspace.store() as store:
        listed, kept, answers = store.rounds(), store.stored(), store.answers()
except AssessmentError as error:
    parts.stop("The survey's store cannot be used", str(error), "assess survey rounds")

surveying.new_round(workspace, empty=listed.empty)
if not listed.empty:
    names = list(listed["round"])[::-1]
    chosen = st.selectbox("Round", names, key="round", width=240)
    row = listed[listed["round"] == chosen].iloc[0]
    rates = rounds.live(answers, organisation, chosen, row["questionnaire"])
    whole = rates[rates["team"] == ""].iloc[0]
    parts.facts(
        (
            (
                "State",
                {"draft": "Draft", "open": "Open", "closed": "Closed"}[row["state"]],
                f"until {row['closes']}" if row["closes"] else "",
            ),
            ("Questionnaire", row["questionnaire"], f"with {row['extra']}" if row["extra"] else ""),
            ("Links given out", str(row["links"]), f"to {row['teams']} teams, one a {row['access']}"),
            ("Submitted", "hidden" if pd.isna(whole["answers"]) else f"{whole['answers']} of {whole['headcount']}", "people"),
        )
    )
    surveying.invite(workspace, organisation, row)
    surveying.turn(workspace, row)
    if row["state"] != "draft":
        st.header("Who takes part", anchor=False)
        parts.table("response", rates, key="response", without=())
        st.caption(f"Counts of fewer than {organisation.survey.k} people are hidden, and so is what would give them away by subtraction.")
        for note in rounds.notes(rates):
            st.warning(parts.plain(note))
        if row["state"] == "open" and (teams := rounds.to_remind(rates)):
            st.markdown("**Remind everybody in:** " + ", ".join(map(parts.plain, teams)))
            st.caption(
                "Teams below 70 %, and teams whose count is hidden. Who has answered is not known here: a reminder goes to the whole team."
            )

st.header("What is kept", anchor=False)
if kept.empty:
    st.caption("Nothing.")
else:
    shown = rounds.banded(kept, organisation.survey.k).astype(str)
    st.dataframe(shown, hide_index=True, key="kept", alt="Table: what is kept", column_config={name: name.capitalize() for name in shown})
    where = "PostgreSQL" if os.environ.get("ASSESS_STORE") else "survey.db of the workspace"
    st.caption(
        f"In {where}: answers under pseudonyms and hashes of links; no name, no address, no time. Free texts stand apart from the answers. "
        "The key of the pseudonyms is a file of its own."
    )
    surveying.forget(workspace, list(dict.fromkeys(kept["round"])))
