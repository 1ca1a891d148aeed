"""What does each team carry in its heads, as people say and as the repositories show?"""

import streamlit as st

from app import asked, parts
from assessment.reporting import summaries, words
from assessment.reporting.figures import beside, drivers

made = parts.assessment()
parts.head(
    "Cognitive load",
    made,
    "What people say about their work, by team and driver, and beside it what their repositories ask them to know. "
    "About teams, never about one person.",
)
chosen = asked.choose(made.drivers, key="load", first="cognitive-load")

st.header("By team and driver", anchor=False)
for number, rows in enumerate(drivers.apart(chosen.rows)):
    parts.figure(drivers.heatmap(rows), key=f"drivers-{number}", alt="What people say, by team and scale")
st.caption(
    "Colour: how far towards the bad end of the answers. Small: how many people answered. "
    "≠ the people of the team do not agree, and the mean hides that. "
    "· carries no mean of the team: too few answers, or teams do not differ in it. " + words.WHY_HIDDEN
)

st.header("One driver", anchor=False)
titles = chosen.rows.drop_duplicates("scale").set_index("scale")["title"]
scale = st.selectbox("Driver", list(titles.index), format_func=titles.get, key="scale")
parts.table("drivers", chosen.rows[chosen.rows["scale"] == scale], key="one", without=("title",))
teams = ["", *[name for name in chosen.rows["team"].unique() if name]]
team = st.selectbox("Items of", teams, format_func=lambda name: words.team(name) if name else "everybody", key="team")
items = made.items[(made.items["questionnaire"] == chosen.questionnaire) & (made.items["round"] == chosen.round)]
parts.table("items", items[(items["scale"] == scale) & (items["team"] == team)], key="items", without=("team",))
st.caption("Means stand in steps, so that no single answer can be worked out. Reversed items are turned round.")

st.header("Said and seen", anchor=False)
seen = st.segmented_control(
    "Seen in repositories", list(beside.SEEN), default="technologies", required=True, format_func=beside.SEEN.__getitem__, key="seen"
)
table = summaries.said_and_seen(chosen.rows[chosen.rows["scale"] == scale], made.exposure)
parts.figure(beside.chart(table, seen=seen), key="beside", alt="What people say beside what repositories show, a point a team")
st.caption(
    "A team up on the left says it carries much where little is seen: ask what the repositories do not show "
    "(meetings, other people's systems). Down on the right: much is there and nobody minds, for now. "
    "A handful of teams proves nothing about cause."
)
parts.table("said and seen", table, key="said-and-seen", empty="No team may be shown, or no repository was read.")

parts.downloads(made, ("drivers", "items", "exposure"), key="load")
