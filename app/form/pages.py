"""The pages of the form: welcome, one a section, review, thank you, and what is said where nobody can answer."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from app.form import items
from app.form.words import day
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.items import Section
from assessment.survey.store.form import Entered

K = "5"


@dataclass(frozen=True, slots=True)
class Scene:
    """What every page knows: what the token opened, the questionnaire and the words in the reader's language, what may be done."""

    entered: Entered
    questionnaire: Questionnaire
    words: Mapping[str, str]
    language: str
    sections: tuple[Section, ...]
    do: Mapping[str, Callable[..., None]]  # start, turn, jump, clear, submit, withdraw

    @property
    def asked(self) -> list[str]:
        """Ids of the items that this person is asked."""
        return [item.id for section in self.sections for item in section.items]

    @property
    def answered(self) -> int:
        """How many of them are answered."""
        return sum(item in self.entered.given for item in self.asked)


def welcome(scene: Scene) -> None:
    """What it is about, who sees what, the role, and the way in."""
    words, entered = scene.words, scene.entered
    st.title(scene.questionnaire.title, anchor=False)
    if scene.questionnaire.introduction:
        st.markdown(scene.questionnaire.introduction)
    until = " " + words["until"].format(day=day(entered.closes, scene.language)) if entered.closes else ""
    st.markdown(words["minutes"].format(minutes=scene.questionnaire.minutes, team=plain(entered.team)) + until)
    promises(scene)
    role = scene.questionnaire.respondent.role
    if role:
        options = dict(zip(["", *_source_roles(scene)], [words["no-role"], *role.options], strict=True))
        known = list(options)
        at = known.index(entered.role) if entered.role in known else 0
        st.radio(role.text, known, index=at, format_func=options.__getitem__, horizontal=True, key="role", on_change="ignore")
    if entered.response:
        st.info(words["so-far"].format(n=scene.answered, of=len(scene.asked)), icon=":material/bookmark:")
    st.button(words["continue" if entered.response else "start"], type="primary", on_click=scene.do["start"], key="start")
    licences(scene)


def _source_roles(scene: Scene) -> tuple[str, ...]:
    role = scene.entered.questionnaire.respondent.role
    return role.options if role else ()


def promises(scene: Scene) -> None:
    """Who sees what, in plain words."""
    words, entered = scene.words, scene.entered
    sections = [section for section in scene.questionnaire.sections if not section.optional or section.id in entered.extra]
    wordy = any(scene.questionnaire.format_of(item.id).kind == "text" for section in sections for item in section.items)
    kind = "team" if not entered.own else "anonymous" if entered.anonymous else "person"
    told = [words["groups"].format(k=os.environ.get("ASSESS_FORM_K", K)), words[f"stored-{kind}"]]
    told += [words["texts"]] if wordy else []
    told += [words["yours"], words["resume"]] if entered.own else [words["yours"]]
    with st.container(border=True):
        st.header(words["who"], anchor=False)
        st.markdown("\n".join(f"- {sentence}" for sentence in told))


def licences(scene: Scene) -> None:
    """Where the questions come from that are not our own."""
    used = {item.source for section in scene.sections for item in section.items} - {None}
    sources = [source for id, source in scene.questionnaire.sources.items() if id in used]
    if sources:
        with st.expander(scene.words["licences"]):
            st.markdown("\n".join(f"- {plain(s.title)} ({plain(s.licence)}; {plain(s.changes)}): {plain(s.url)}" for s in sources))


def section(scene: Scene, number: int) -> None:
    """One section: its questions, and the ways back and on."""
    shown, words = scene.sections[number], scene.words
    st.progress(number / len(scene.sections), text=words["page"].format(n=number + 1, of=len(scene.sections)))
    st.title(shown.title, anchor=False)
    if shown.stem:
        st.markdown(f"**{plain(shown.stem)}**")
    if number == 0:
        st.caption(words["skip"])
        if st.session_state.get("anonymous"):
            st.info(words["own"], icon=":material/link:")
    whole = next(part for part in scene.questionnaire.sections if part.id == shown.id)
    deciding = {other.ask_if.item for other in whole.items if other.ask_if}
    for item in shown.items:
        items.show(scene.questionnaire, item, scene.entered.given.get(item.id, ""), words, decides=item.id in deciding)
    problem(words)
    with st.container(horizontal=True, key="turning"):
        st.button(words["back"], on_click=scene.do["turn"], args=(shown.id, -1), key="back")
        last = number + 1 == len(scene.sections)
        st.button(words["to-review" if last else "next"], type="primary", on_click=scene.do["turn"], args=(shown.id, 1), key="next")
        st.button(words["clear"], type="tertiary", on_click=scene.do["clear"], args=(shown.id,), key="clear")


def review(scene: Scene) -> None:
    """Every question with its answer, and the way to submit."""
    words, given = scene.words, scene.entered.given
    st.progress(1.0, text=words["review"])
    st.title(words["review"], anchor=False)
    if scene.entered.response != "submitted":
        st.markdown(words["review-intro"])
    skipped = len(scene.asked) - scene.answered
    if skipped:
        st.caption(words["skipped-n"].format(n=skipped, of=len(scene.asked)))
    for section in scene.sections:
        st.header(section.title, anchor=False)
        if section.stem:
            st.caption(plain(section.stem))
        with st.container(gap=None):
            for item in section.items:
                form = scene.questionnaire.format_of(item.id)
                st.button(item.text, type="tertiary", key=f"edit-{item.id}", on_click=scene.do["jump"], args=(section.id, item.id))
                st.markdown(f"**{plain(items.written(form, given[item.id]))}**" if item.id in given else f"*{words['skipped']}*")
    problem(words)
    with st.container(horizontal=True, key="turning"):
        st.button(words["back"], on_click=scene.do["jump"], args=(scene.sections[-1].id, ""), key="back")
        st.button(words["submit"], type="primary", on_click=scene.do["submit"], key="submit")


def done(scene: Scene) -> None:
    """Thank you, and how to change one's mind."""
    words = scene.words
    st.title(words["done"], anchor=False)
    st.success(words["done-counts"], icon=":material/check_circle:")
    st.markdown(words["done-change"])
    if scene.entered.closes:
        st.markdown(words["until"].format(day=day(scene.entered.closes, scene.language)))
    with st.container(horizontal=True, key="turning"):
        st.button(words["change"], on_click=scene.do["jump"], args=("review", ""), key="change")
        st.button(words["delete"], type="tertiary", on_click=scene.do["jump"], args=("delete", ""), key="delete")
    problem(words)


def delete(scene: Scene) -> None:
    """Asked once more before everything is deleted."""
    words = scene.words
    st.title(words["delete"], anchor=False)
    st.warning(words["delete-sure"], icon=":material/delete:")
    problem(words)
    with st.container(horizontal=True, key="turning"):
        st.button(words["keep"], on_click=scene.do["jump"], args=("", ""), key="keep")
        st.button(words["delete-yes"], type="primary", on_click=scene.do["withdraw"], key="withdraw")


def closed(scene: Scene) -> None:
    """The round takes no answers."""
    words, entered = scene.words, scene.entered
    st.title(words[entered.state], anchor=False)
    st.markdown(words[f"{entered.state}-text"])
    if entered.state == "closed" and entered.response:
        st.info(words["closed-yours" if entered.response == "submitted" else "closed-open"])


def notice(words: Mapping[str, str], what: str) -> None:
    """A page that only says something: unknown link, no link, no store."""
    st.title(words[what], anchor=False)
    st.markdown(words[f"{what}-text"])
    if what == "broken":
        st.button(words["again"], key="again")


def problem(words: Mapping[str, str]) -> None:
    """What went wrong with the last save, where something did."""
    said = st.session_state.pop("problem", "")
    if said:
        st.error(words["not-saved"] if said == "not-saved" else words["refused"].format(why=plain(said)), icon=":material/error:")


def plain(text: str) -> str:
    """Text from outside as markdown that shows it literally."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()#+-.!|<>~$:&=^" else letter for letter in " ".join(text.split()))
