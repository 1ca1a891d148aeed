"""Entry of the respondents' form: a process of its own, with the token of the link in `?t=`.

Reads the store named by ASSESS_FORM_STORE through `assessment.survey.store.form` alone, whose rights end at the response of the token:
no result and no other answer can be reached from here. Every page is saved when it is left.
"""

import gc
import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
if sys.path[0] != str(HERE.parent):
    sys.path.insert(0, str(HERE.parent))

st.set_page_config(
    page_title="Survey", page_icon=str(HERE / "static" / "favicon.png"), layout="centered", initial_sidebar_state="collapsed"
)

from app.form import items, looks, pages  # noqa: E402 - after the path is set
from app.form.words import words  # noqa: E402
from assessment.errors import SurveyError  # noqa: E402
from assessment.survey.questionnaire.items import Section  # noqa: E402
from assessment.survey.store.form import UNKNOWN, Entered, Form  # noqa: E402

state = st.session_state
DATABASE = "nothing was changed; try again"  # ends what the store says where the database failed


@st.cache_resource(show_spinner=False)
def _form() -> Form:
    """One engine for all respondents; what is imported by now is spared whenever Python looks for garbage."""
    made = Form(os.environ["ASSESS_FORM_STORE"])
    gc.collect()
    gc.freeze()
    return made


def _language(entered: Entered | None) -> str:
    """What the reader chose, answered in before, or has set the browser to; else that of the questionnaire."""
    known = entered.questionnaire.languages if entered else ("en", "de")
    wanted = (state.get("language"), entered.language if entered else "", (st.context.locale or "").split("-")[0])
    return next((language for language in wanted if language in known), known[0])


def _at(place: str, target: str = "") -> None:
    state.at, state.target, state.visit = place, target, state.get("visit", 0) + 1
    state.pop("pass", None)


def _guarded(callback: Callable[..., Entered | None]) -> Callable[..., None]:
    """A callback of which the failure is said on the page, which keeps what was answered; what it returns is what the token opens now."""

    def called(*arguments: object) -> None:
        try:
            state.changed = callback(*arguments)
        except SurveyError as error:
            state.problem = "not-saved" if DATABASE in str(error) else str(error)

    return called


def _section(place: str) -> Section | None:
    """The section of the questionnaire that is shown at a place, whole; None where another page is."""
    return next((part for part in state.opened.questionnaire.sections if part.id == place), None)


def _save(place: str) -> Entered | None:
    """Keep the answers of the page, where the place is one with questions."""
    shown = _section(place)
    return shown and _form().save(state.token, items.collected(state.opened.questionnaire, shown), language=state.language)


def _start() -> Entered:
    """Into the survey; behind the link of a team with a link of one's own, which stands in the address from now on."""
    if not state.opened.own:
        state.setdefault("own", secrets.token_urlsafe(18))
        state.token = _form().begin(state.token, state.own)
        state.anonymous, st.query_params["t"] = True, state.token
    entered = _form().save(state.token, {}, role=state.get("role", ""), language=state.language)
    _at("first")
    return entered


def _turn(section: str, step: int) -> Entered:
    """Save the page and go on, or back."""
    entered = _save(section)
    order = [part.id for part in entered.questionnaire.asked(entered.role, entered.given, entered.extra)]
    place = order.index(section) + step
    _at("welcome" if place < 0 else "review" if place >= len(order) else order[place])
    return entered


def _jump(place: str, item: str) -> None:
    _at(place, f"item-{item}" if item else "")


def _clear(section: str) -> Entered:
    """Take back the answers of a page."""
    entered = _form().save(state.token, dict.fromkeys((item.id for item in _section(section).items), ""))
    state["pass"] = state.get("pass", 0) + 1
    return entered


def _submit() -> Entered:
    entered = _form().submit(state.token)
    _at("")
    return entered


def _withdraw() -> Entered:
    entered = _form().withdraw(state.token)
    _at("welcome")
    state.notice = "deleted"
    return entered


def _speak() -> Entered | None:
    """Another language; what stands on the page is saved before its words change."""
    wanted = state.get("speak") or state.language
    entered = _save(state.get("at", ""))
    state.language = wanted
    state.visit = state.get("visit", 0) + 1
    return entered


DO = {
    name: _guarded(callback)
    for name, callback in {
        "start": _start,
        "turn": _turn,
        "jump": _jump,
        "clear": _clear,
        "submit": _submit,
        "withdraw": _withdraw,
        "speak": _speak,
    }.items()
}


def _entered() -> Entered | str:
    """What the token opens, which the callback may just have told, or the page that says why it opens nothing."""
    before, changed = state.get("token"), state.pop("changed", None)
    state.token = st.query_params.get("t", "")
    if changed is not None and state.token == before:
        return changed
    if not state.token:
        return "none"
    try:
        return _form().enter(state.token)
    except SurveyError as error:
        return "unknown" if UNKNOWN in str(error) else "broken"


def _switch(entered: Entered) -> None:
    """The languages to choose from, where there are several."""
    if len(entered.questionnaire.languages) > 1:
        st.segmented_control(
            words(state.language)["language"],
            entered.questionnaire.languages,
            default=state.language,
            required=True,
            format_func=lambda language: words(language)["name"] if language in ("en", "de") else language,
            label_visibility="collapsed",
            key="speak",
            on_change=DO["speak"],
        )


def _show(entered: Entered) -> None:
    questionnaire = entered.questionnaire.in_language(state.language)
    given = dict(entered.given)
    if shown := next((part for part in entered.questionnaire.sections if part.id == state.get("at")), None):
        given |= items.collected(entered.questionnaire, shown)  # what is on the page decides what else is asked on it
    sections = questionnaire.asked(entered.role, {item: said for item, said in given.items() if said}, entered.extra)
    scene = pages.Scene(entered, questionnaire, words(state.language), state.language, sections, DO)
    order = [section.id for section in sections]
    place = state.setdefault("at", "welcome" if entered.response != "submitted" else "")
    if place == "first":
        place = state.at = next((part.id for part in sections if not all(item.id in given for item in part.items)), order[0])
    if entered.state != "open":
        pages.closed(scene)
    elif place in order:
        pages.section(scene, order.index(place))
    else:
        {"review": pages.review, "delete": pages.delete, "": pages.done}.get(place, pages.welcome)(scene)


looks.style()
door = st.container()  # the same place on every page: what moves is drawn anew, and would take the reader to the top again
opened = _entered()
state.language = _language(opened if isinstance(opened, Entered) else None)
if isinstance(opened, str):
    pages.notice(words(state.language), opened)
else:
    state.opened = opened
    _switch(opened)
    if said := state.pop("notice", ""):
        st.info(words(state.language)[said])
    _show(opened)
with door:
    looks.arrive(state.get("visit", 0), state.language, state.pop("target", "") if state.get("visit") else "")
