"""Near-identical files: between which teams, in which clusters, how they drifted, and where two of them differ."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from app import difference as drawn
from app import parts
from app.sections import drafts
from assessment.decisions.assessment import Assessment
from assessment.reporting import summaries, words
from assessment.reporting.figures import drift, duplication
from assessment.repositories.duplication.difference import difference

LONG = 24  # rows of a difference that are shown without scrolling
SHOWN = {"lines": "Lines", "share": "Share of the row's lines"}


def show(made: Assessment) -> None:
    """The whole section."""
    if made.clusters.empty:
        st.info("No near-identical plumbing was found in two repositories.", icon=":material/info:")
        return
    _between(made)
    st.header("Clusters", anchor=False)
    chosen = _filtered(made)
    parts.table("clusters", chosen, key="clusters", empty="No cluster matches these filters.")
    if chosen.empty:
        return
    st.header("One cluster", anchor=False)
    cluster = _picked(chosen)
    members = made.members[made.members["cluster"] == cluster].sort_values("similarity", ascending=False).reset_index(drop=True)
    _history(made, chosen.set_index("cluster").loc[cluster], members)
    st.subheader("Two members side by side", anchor=False)
    _side_by_side(cluster, members)
    st.subheader("The shared version, drafted", anchor=False)
    drafts.show(cluster)


def _between(made: Assessment) -> None:
    copied = summaries.copied(made)
    public = int((made.clusters["boilerplate"].fillna("") != "").sum())
    found = (
        f"{words.count(len(made.clusters), 'cluster')}, {words.count(len(made.members), 'file')} in "
        f"{words.repositories(made.members['repository'].nunique())}."
    )
    apart = f" Not counted as copies: {words.count(public, 'cluster')} of public templates, which are no one's." if public else ""
    teams = set(copied["team"])
    if len(teams) < 2:
        st.caption(f"{found}{' All copies are within one team.' if teams - {''} else ''}{apart} {words.NOT_COMPARED}")
        return
    st.header("Between teams", anchor=False)
    value = st.segmented_control("Show", ["lines", "share"], default="lines", required=True, key="value", format_func=SHOWN.__getitem__)
    alt = "Lines of plumbing that stand near-identical in two teams"
    parts.figure(duplication.heatmap(copied, value=value), key="between", alt=alt)
    st.caption(f"{found} On the diagonal: copies within one team. Point at a cell for its n.{apart} {words.NOT_COMPARED}")


def _filtered(made: Assessment) -> pd.DataFrame:
    """The clusters that the visitor asked for."""
    clusters = made.clusters
    with st.container(horizontal=True):
        flows = st.multiselect("Workflow", sorted(clusters["workflow"].unique()), format_func=words.workflow, key="workflow", width=230)
        kinds = st.multiselect("Kind of file", sorted(clusters["kind"].unique()), key="kind", width=230)
        team = st.selectbox("Team", ["all", *sorted(set(made.members["team"]) - {""})], key="team", width=180)
        least = st.number_input("Repositories, at least", 1, max(2, int(clusters["repositories"].max())), 2, key="least", width=190)
    public = st.toggle(
        "Public templates too", value=True, key="public", help="Files that follow a vendor's template and are alike everywhere."
    )
    kept = clusters[clusters["repositories"] >= least]
    kept = kept if public else kept[kept["boilerplate"].fillna("") == ""]
    kept = kept[kept["workflow"].isin(flows)] if flows else kept
    kept = kept[kept["kind"].isin(kinds)] if kinds else kept
    if team != "all":
        kept = kept[kept["cluster"].isin(made.members.loc[made.members["team"] == team, "cluster"])]
    return kept.sort_values("redundant_lines", ascending=False)


def _picked(chosen: pd.DataFrame) -> str:
    titles = {
        row.cluster: f"{row.cluster} · {words.workflow(row.workflow)} · {row.medoid_path} · {words.count(row.files, 'file')}"
        for row in chosen.itertuples()
    }
    return str(st.selectbox("Cluster", list(titles), format_func=titles.__getitem__, key="cluster"))


def _first(cluster: pd.Series) -> str:
    """Who had it first, as far as that can be told."""
    name, day = cluster["first_repository"], cluster["first_seen"]
    when = "" if words.missing(day) else f", on {words.day(day)}"
    if words.missing(name) or not name:
        return f"Several may have had it first{when}" if when else "Who had it first cannot be told"
    return f"{name} had it first{when}"


def _history(made: Assessment, cluster: pd.Series, members: pd.DataFrame) -> None:
    """Members with their origins, the values that differ, and drift over time."""
    source = "Where a member came from is the most similar version that stood elsewhere on its first day."
    st.caption(parts.plain(f"{_first(cluster)}. {source}"))
    parts.table("members", members, key="members")
    values = made.cluster_parameters[made.cluster_parameters["cluster"] == cluster.name]
    if len(values):
        st.subheader("Values that differ", anchor=False)
        parts.table("cluster_parameters", values, key="parameters")
    series = made.cluster_drift[made.cluster_drift["cluster"] == cluster.name]
    if series["drift"].count() > 1:
        st.subheader("Drift over time", anchor=False)
        parts.figure(drift.chart(series), key="drift", alt="Share of lines by which members differ from the most central one, by month")


def _side_by_side(cluster: str, members: pd.DataFrame) -> None:
    files = [(row.repository, row.path) for row in members.itertuples()]
    named = dict(enumerate(f"{repository} · {path}" for repository, path in files))
    one, other = st.columns(2)
    left = one.selectbox("Left", list(named), format_func=named.__getitem__, key=f"left-{cluster}")
    right = other.selectbox("Right", list(named), index=len(named) - 1, format_func=named.__getitem__, key=f"right-{cluster}")
    whole = st.toggle("Show equal lines too", key="whole")
    home = parts.workspace()
    texts = {number: home.content(*files[number]) for number in (left, right)}
    if not _unread(texts, named):
        rows = difference(texts[left] or "", texts[right] or "")
        changed = int((rows["tag"] != "equal").sum())
        st.caption(f"{words.count(changed, 'row')} of {words.number(len(rows))} differ." if changed else "The two files are identical.")
        with st.container(border=True, height=520 if len(rows) > LONG else "content"):
            st.html(drawn.table(rows, whole=whole or not changed))


def _unread(texts: Mapping[int, str | None], named: Mapping[int, str]) -> bool:
    """Whether a text is missing; says which."""
    unread = [named[number] for number, text in texts.items() if text is None]
    if unread:
        st.info(parts.plain(f"The content of {' and '.join(unread)} was not kept, so there is nothing to compare."), icon=":material/info:")
    return bool(unread)
