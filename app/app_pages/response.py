"""Who answered, and what could those who did not change?"""

import streamlit as st

from app import asked, parts
from assessment.reporting import words
from assessment.reporting.figures import bounds, response

made = parts.assessment()
parts.head("Response", made, "Who answered, how far the answers carry, and what those who kept silent could change.")
chosen = asked.choose(made.response, key="response")
rows = chosen.rows
whole = rows[rows["team"] == ""].iloc[0]
teams = rows[rows["team"] != ""]
parts.facts(
    (
        ("Answered", words.people(whole["answers"], whole["headcount"]), "people"),
        ("Teams that may be shown", f"{int(teams['shown'].sum())} of {len(teams)}", "with enough answers, and not needed to hide another"),
        ("Teams of which half answered", f"{int((teams['rate'] >= 0.5).sum())} of {len(teams)}", "hidden ones not counted"),
    )
)
st.header("By team", anchor=False)
parts.figure(response.chart(rows), key="rates", alt="Response rate by team")
parts.everyone("response", teams.sort_values("rate"), drawn=response.MOST, key="all-teams")
st.caption(words.WHY_HIDDEN)

said = made.drivers[(made.drivers["questionnaire"] == chosen.questionnaire) & (made.drivers["round"] == chosen.round)]
st.header("What silence could change", anchor=False)
parts.figure(bounds.chart(said), key="bounds", alt="Estimate, interval and worst-case bounds of each scale")
st.caption(
    "Thick: where everybody's mean lies if the silent are like the others of their team. "
    "Thin: wherever it could lie, whatever they think. "
    "A long thin line asks for more answers, not for more statistics."
)

st.header("How well the scales measure", anchor=False)
reliability = made.reliability[(made.reliability["questionnaire"] == chosen.questionnaire) & (made.reliability["round"] == chosen.round)]
titles = said.drop_duplicates("scale").set_index("scale")["title"]
reliability = reliability.assign(scale=reliability["scale"].map(titles).fillna(reliability["scale"]))
parts.table("reliability", reliability, key="reliability", without=("round",), empty="There is no scale in this questionnaire.")
st.caption(
    "Alpha and omega: do the items of a scale measure one thing? ICC(1): how much of the differences lies between teams; "
    "where its interval reaches 0, teams do not differ and only the whole may be read. "
    "Careless: the same answer down a page that asks both ways."
)

chose = made.choices[(made.choices["questionnaire"] == chosen.questionnaire) & (made.choices["round"] == chosen.round)]
if not chose.empty:
    st.header("What they chose", anchor=False)
    parts.table("choices", chose, key="choices", without=("round",))
    st.caption("Of all teams together, in steps. Answers that few gave, or nobody, are not told apart.")

comments = made.comments[(made.comments["questionnaire"] == chosen.questionnaire) & (made.comments["round"] == chosen.round)]
if not comments.empty:
    st.header("In their own words", anchor=False)
    for text, said_here in comments.groupby("text", sort=False):
        with st.expander(parts.plain(f"{text} ({words.count(len(said_here), 'comment')})")):
            st.markdown("\n\n".join(f"› {parts.plain(comment)}" for comment in said_here["comment"]))
    st.caption("Shown from ten people on, in no order, never beside team or role. Names are masked as far as a machine can see them.")

parts.downloads(made, ("response", "drivers", "choices", "reliability", "comments"), key="response")
