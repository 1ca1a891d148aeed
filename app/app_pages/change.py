"""What changed between two rounds of the survey, and what cannot be told from chance?"""

import streamlit as st

from app import parts
from assessment.reporting import summaries, words
from assessment.reporting.figures import change

made = parts.assessment()
parts.head("Change", made, "What people say now beside what they said before. Only items whose wording stayed the same are compared.")
if made.change.empty:
    said = "There is one round only. After the next one this page says what changed."
    st.info("Nobody has answered yet." if made.drivers.empty else said, icon=":material/update:")
    st.stop()

known = list(dict.fromkeys(made.change["questionnaire"]))
with st.container(horizontal=True):
    questionnaire = st.selectbox(
        "Questionnaire", known, key="questionnaire", width=260, disabled=len(known) == 1, format_func=summaries.titled
    )
    mine = made.change[made.change["questionnaire"] == questionnaire]
    steps = list(dict.fromkeys(zip(mine["from_round"], mine["to_round"], strict=True)))[::-1]
    step = st.selectbox("Rounds", steps, key=f"step-{questionnaire}", width=220, disabled=len(steps) == 1, format_func=" → ".join)
mine = mine[(mine["from_round"] == step[0]) & (mine["to_round"] == step[1])]
about = made.drivers[made.drivers["questionnaire"] == questionnaire].drop_duplicates("scale").set_index("scale")

st.header("Everybody", anchor=False)
everybody = mine[mine["team"] == ""].assign(scale=lambda rows: rows["scale"].map(about["title"]).fillna(rows["scale"]))
parts.table("change", everybody, key="everybody", without=("team", "from_round", "to_round"))
if everybody["ratio"].any():
    st.caption("Days, minutes and counts change by a factor: 1.09 is 9 % more, 1.00 is no change.")

st.header("By team", anchor=False)
titles = {scale: about["title"].get(scale, scale) for scale in dict.fromkeys(mine["scale"])}
scale = st.selectbox("Driver", list(titles), format_func=titles.get, key="scale")
rows = mine[mine["scale"] == scale]
parts.figure(change.chart(rows, higher=about["higher"].get(scale, "worse")), key="change", alt="Change by team with its interval")
hidden = rows[rows["change"].isna() & (rows["team"] != "")]
st.caption(
    "Grey: what chance alone would give a team of that size. "
    + (
        f"{words.count(len(hidden), 'team')} cannot be shown: fewer than the minimum came, left or answered differently from before."
        if len(hidden)
        else ""
    )
)
parts.table("change", rows, key="rows", without=("scale", "from_round", "to_round"))

parts.downloads(made, ("change", "drivers"), key="change")
