"""What can be done on the page of survey rounds: forms and buttons, each of which says what came of it."""

import os

import pandas as pd
import streamlit as st

from app import parts
from assessment import rounds
from assessment.errors import AssessmentError
from assessment.model import Organisation
from assessment.survey.store.invitations import respondent_of
from assessment.workspace import Workspace

URL = os.environ.get("ASSESS_FORM_URL", rounds.URL)


def say() -> None:
    """What the last button did."""
    if done := st.session_state.pop("done", ""):
        st.success(parts.plain(done), icon=":material/check_circle:")
    if wrong := st.session_state.pop("wrong", ""):
        st.error(parts.plain(wrong), icon=":material/error:")


def _do(work, done: str) -> None:  # type: ignore[no-untyped-def]
    """Do it and keep a sentence for the next run of the page: what was done, or why it could not be."""
    try:
        found = work()
    except AssessmentError as error:
        st.session_state.wrong = str(error)
    else:
        st.session_state.done = done.replace("{}", str(found))


def new_round(workspace: Workspace, *, empty: bool) -> None:
    """A form for another round."""
    with st.expander("New round", icon=":material/add:", expanded=empty), st.form("new", border=False):
        first = workspace.questionnaire()
        known = {first.id: first} | workspace.questionnaires()
        left, right = st.columns(2)
        left.text_input("Name", placeholder="2026-1", help="Rounds are ordered by their name.", key="new-name")
        right.selectbox(
            "Questionnaire", list(known), format_func=lambda id: f"{known[id].title} ({known[id].minutes} min)", key="new-asked"
        )
        left.radio(
            "Links",
            ["team", "person"],
            format_func={"team": "One a team", "person": "One a person"}.__getitem__,
            captions=["Nobody is known; somebody may answer twice.", "Everybody counts once and can be followed to the next round."],
            key="new-access",
        )
        right.date_input("Last day to answer", value=None, min_value="today", key="new-closes")
        optional = [f"{id}: {section.id}" for id, asked in known.items() for section in asked.sections if section.optional]
        right.multiselect("Optional sections", optional, key="new-extra", placeholder="None")
        st.form_submit_button("Make the round", on_click=_create, args=(workspace,))


def _create(workspace: Workspace) -> None:
    state = st.session_state
    id, name, day = state["new-asked"], state["new-name"].strip(), state["new-closes"]
    wanted = [section.split(": ")[1] if section.startswith(f"{id}: ") else section for section in state["new-extra"]]

    def work() -> None:
        with workspace.store() as store:
            closes = day.isoformat() if day else None
            store.create(name, workspace.questionnaire(id), access=state["new-access"], extra=wanted, closes=closes)

    _do(work, f"Round {name} is a draft. Invite people, then open it.")


def invite(workspace: Workspace, organisation: Organisation, row: pd.Series) -> None:
    """Links for a round that is not closed, to download once."""
    if row["state"] == "closed":
        return
    made = st.session_state.get("links")
    if made and made[0] == row["round"]:
        with st.container(border=True):
            st.markdown(f"**{made[2]} links.** They are shown this once: only their hashes are kept.")
            name = f"links-{row['round']}.csv".replace("/", "-")
            st.download_button(
                "Download the links", made[1], name, "text/csv", icon=":material/download:", type="primary", on_click="ignore"
            )
            st.button("I have them", on_click=lambda: st.session_state.pop("links"))
    with st.expander("Invite", icon=":material/mail:", expanded=not row["links"] and not made):
        st.text_input("Address of the form, as respondents reach it", value=URL, key="url")
        if row["access"] == "person":
            st.file_uploader("People: a CSV with the columns team and address", type="csv", key="people")
            st.caption("Without a file: as many links a team as it has people. Addresses become pseudonyms and are not kept.")
        if row["links"]:
            st.caption("Who was invited before gets a new link; the old one stops working, and the answers stay.")
        st.button("Make links", on_click=_invite, args=(workspace, organisation, row["round"], row["access"]), key="invite")


def _invite(workspace: Workspace, organisation: Organisation, round: str, access: str) -> None:
    state = st.session_state
    file = state.get("people") if access == "person" else None

    def work() -> int:
        wanted = rounds.people(file.getvalue(), file.name, organisation) if file else rounds.everybody(organisation, access)
        rounds.links([], state["url"])
        with workspace.store() as store:
            found = rounds.links(store.invite(round, wanted, workspace.key()), state["url"])
        state.links = (round, rounds.as_csv(found), len(found))
        return len(found)

    _do(work, "{} links are made. Download them now.")


def turn(workspace: Workspace, row: pd.Series) -> None:
    """Open or close the round."""
    name = row["round"]
    with st.container(horizontal=True):
        if row["state"] != "open":
            word = "Open the round" if row["state"] == "draft" else "Open it again"
            st.button(word, type="primary" if row["links"] else "secondary", on_click=_open, args=(workspace, name), key="open")
        else:
            st.button("Close the round", on_click=_close, args=(workspace, name), key="close")
    if row["state"] == "open":
        st.code(f"assess survey form {workspace.folder}", language="bash")
        st.caption("This starts the respondents' form. It is a process of its own, with no way to results.")


def _open(workspace: Workspace, name: str) -> None:
    def work() -> None:
        with workspace.store() as store:
            store.open(name)

    _do(work, f"Round {name} is open.")


def _close(workspace: Workspace, name: str) -> None:
    def work() -> None:
        with workspace.store() as store:
            store.close(name)

    _do(work, f"Round {name} is closed. Compute the result again: assess score")


def forget(workspace: Workspace, names: list[str]) -> None:
    """Deleting a respondent or a round, and keeping only the last ones."""
    with st.expander("Delete", icon=":material/delete:"):
        st.caption(
            "What is deleted is gone from here. Backups, exports and results made before still hold it: delete those too, or score again."
        )
        one, whole, old = st.columns(3)
        with one.form("forget-person", border=False):
            st.text_input("Link or address of a person", key="forget-who")
            st.form_submit_button("Delete this person", on_click=_forget, args=(workspace,))
        with whole.form("forget-round", border=False):
            st.selectbox("A whole round", names, index=None, placeholder="Choose", key="forget-round-name")
            st.text_input("Its name again, to be sure", key="forget-sure")
            st.form_submit_button("Delete this round", on_click=_forget_round, args=(workspace,))
        with old.form("retain", border=False):
            st.number_input("Keep the last rounds", min_value=1, value=max(1, len(names)), key="retain-rounds")
            st.form_submit_button("Delete older ones", on_click=_retain, args=(workspace,))


def _forget(workspace: Workspace) -> None:
    who = st.session_state["forget-who"].strip()

    def work() -> int:
        with workspace.store() as store:
            return store.forget_respondent(respondent_of(who, workspace.key()) if "@" in who else who.split("t=")[-1])

    _do(work, "Deleted: {} response(s).")


def _forget_round(workspace: Workspace) -> None:
    name = st.session_state["forget-round-name"]

    def work() -> int:
        if not name or st.session_state["forget-sure"].strip() != name:
            raise AssessmentError("the two names differ", where="delete a round", expected="the name of the round, twice")
        with workspace.store() as store:
            return store.forget_round(name)

    _do(work, f"Round {name} is deleted, with " + "{} response(s).")


def _retain(workspace: Workspace) -> None:
    def work() -> str:
        with workspace.store() as store:
            return ", ".join(store.retain(int(st.session_state["retain-rounds"]))) or "nothing"

    _do(work, "Deleted: {}.")
