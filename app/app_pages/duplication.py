"""Which plumbing stands in several repositories, whose is it, and how far did the copies drift apart?"""

import pandas as pd
import streamlit as st

from app import difference as drawn
from app import parts
from assessment.reporting import words
from assessment.reporting.figures import duplication
from assessment.repositories.duplication.difference import difference

SHOWN = {"lines": "Lines", "share": "Share of the row's lines"}

made = parts.assessment()
parts.head("Duplication", made, words.CLONES_ARE_FACTS)
if made.clusters.empty:
    st.info("No near-identical plumbing was found in two repositories.", icon=":material/info:")
    st.stop()

st.header("Between teams", anchor=False)
value = st.segmented_control(
    "Show",
    ["lines", "share"],
    default="lines",
    required=True,
    key="value",
    format_func=SHOWN.__getitem__,
)
parts.figure(duplication.heatmap(made.members, value=value), key="between", alt="Lines of plumbing that stand near-identical in two teams")
st.caption(
    f"{words.count(len(made.clusters), 'cluster')}, {words.count(len(made.members), 'file')} in "
    f"{words.repositories(made.members['repository'].nunique())}. On the diagonal: copies within one team. Point at a cell for its n."
)


def filtered(clusters: pd.DataFrame) -> pd.DataFrame:
    """The clusters that the visitor asked for."""
    with st.container(horizontal=True):
        flows = st.multiselect("Workflow", sorted(clusters["workflow"].unique()), format_func=words.workflow, key="workflow", width=230)
        kinds = st.multiselect("Kind of file", sorted(clusters["kind"].unique()), key="kind", width=230)
        team = st.selectbox("Team", ["all", *sorted(set(made.members["team"]) - {""})], key="team", width=180)
        least = st.number_input("Repositories, at least", 1, max(2, int(clusters["repositories"].max())), 2, key="least", width=190)
    kept = clusters[clusters["repositories"] >= least]
    kept = kept[kept["workflow"].isin(flows)] if flows else kept
    kept = kept[kept["kind"].isin(kinds)] if kinds else kept
    if team != "all":
        kept = kept[kept["cluster"].isin(made.members.loc[made.members["team"] == team, "cluster"])]
    return kept.sort_values("redundant_lines", ascending=False)


st.header("Clusters", anchor=False)
chosen = filtered(made.clusters)
parts.table("clusters", chosen, key="clusters", empty="No cluster matches these filters.")
if chosen.empty:
    st.stop()

st.header("Two members side by side", anchor=False)
titles = {
    row.cluster: f"{row.cluster} · {words.workflow(row.workflow)} · {row.medoid_path} · {words.count(row.files, 'file')}"
    for row in chosen.itertuples()
}
cluster = st.selectbox("Cluster", list(titles), format_func=titles.__getitem__, key="cluster")
members = made.members[made.members["cluster"] == cluster].sort_values("similarity", ascending=False).reset_index(drop=True)
parts.table("members", members, key="members")
files = [(row.repository, row.path) for row in members.itertuples()]
named = dict(enumerate(f"{repository} · {path}" for repository, path in files))
one, other = st.columns(2)
left = one.selectbox("Left", list(named), format_func=named.__getitem__, key=f"left-{cluster}")
right = other.selectbox("Right", list(named), index=len(named) - 1, format_func=named.__getitem__, key=f"right-{cluster}")
whole = st.toggle("Show equal lines too", key="whole")

home = parts.workspace()
texts = [home.content(*files[number]) for number in (left, right)]
unread = [named[number] for number, text in zip((left, right), texts, strict=True) if text is None]
if unread:
    st.info(parts.plain(f"The content of {' and '.join(unread)} was not kept, so there is nothing to compare."), icon=":material/info:")
else:
    rows = difference(texts[0] or "", texts[1] or "")
    changed = int((rows["tag"] != "equal").sum())
    st.caption(f"{words.count(changed, 'row')} of {words.number(len(rows))} differ." if changed else "The two files are identical.")
    with st.container(border=True):
        st.html(drawn.table(rows, whole=whole or not changed))

parts.downloads(made, ("clusters", "members", "solutions"), key="duplication")
