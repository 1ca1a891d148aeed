"""One question on the page: shown as its format asks, filled with what was saved, read back from the page.

Widgets keep the labels that are recorded, and show those of the language. They wait for the page to be left (`on_change="ignore"`) unless
another question of the page hangs on them.
"""

from collections.abc import Mapping

import streamlit as st

from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import SEPARATOR, AnyFormat, Choice, Number, Text
from assessment.survey.questionnaire.items import Item, Section

DECIDES = {True: "rerun", False: "ignore"}


def key(item: str, part: str = "") -> str:
    """Key of an item's widget: another one after the page was cleared and in another language, so that it starts from what is saved."""
    return f"answer-{item}-{st.session_state.get('language', '')}-{st.session_state.get('pass', 0)}{part}"


def show(questionnaire: Questionnaire, item: Item, given: str, words: Mapping[str, str], *, decides: bool) -> None:
    """The question with what was answered before."""
    form = questionnaire.format_of(item.id)
    with st.container(key=f"item-{item.id}", gap="small"):
        if isinstance(form, Text):
            _text(item, form, given, words)
        elif isinstance(form, Number):
            _number(item, form, given, words, decides=decides)
        elif isinstance(form, Choice) and form.several:
            _several(item, form, given, words, decides=decides)
        else:
            _one(item, form, given, decides=decides)


def _one(item: Item, form: AnyFormat, given: str, *, decides: bool) -> None:
    shown = {form.source(label): label for label in form.choices}
    known = list(shown)
    st.radio(
        item.text,
        known,
        index=known.index(given) if given in shown else None,
        format_func=shown.__getitem__,
        horizontal=True,
        captions=None,
        key=key(item.id),
        help=item.help,
        on_change=DECIDES[decides],
        width="stretch",
    )


def _several(item: Item, form: Choice, given: str, words: Mapping[str, str], *, decides: bool) -> None:
    shown = {form.source(label): label for label in form.choices}
    said = [label for part in given.split(SEPARATOR) if (label := part.strip()) in shown]
    st.pills(
        item.text,
        list(shown),
        selection_mode="multi",
        default=said,
        format_func=shown.__getitem__,
        key=key(item.id),
        help=item.help,
        on_change=DECIDES[decides],
        wrap=True,
    )
    st.caption(words["several"])


def _number(item: Item, form: Number, given: str, words: Mapping[str, str], *, decides: bool) -> None:
    shown = {form.source(label): label for label in form.choices}
    st.number_input(
        item.text,
        min_value=float(form.low),
        max_value=float(form.high),
        value=float(given) if given and given not in shown else None,
        step=1.0,
        format="%g",
        placeholder=words["number"].format(low=f"{form.low:g}", high=f"{form.high:g}", unit=form.unit),
        key=key(item.id),
        help=item.help,
        on_change=DECIDES[decides],
        width=360,
    )
    for label, word in shown.items():
        st.checkbox(word, value=given == label, key=key(item.id, f"-{label}"), on_change=DECIDES[decides])


def _text(item: Item, form: Text, given: str, words: Mapping[str, str]) -> None:
    st.text_area(item.text, value=given, max_chars=form.longest, key=key(item.id), help=item.help, on_change="ignore")
    st.caption(f":material/visibility: {words['no-names'].format(longest=f'{form.longest:,}')}")


def collected(questionnaire: Questionnaire, section: Section) -> dict[str, str]:
    """Item -> answer as it stands on the page, '' where none; only of items that are on it."""
    found = {item.id: _read(questionnaire.format_of(item.id), item.id) for item in section.items}
    return {item: answer for item, answer in found.items() if answer is not None}


def _read(form: AnyFormat, item: str) -> str | None:
    state = st.session_state
    if key(item) not in state:
        return None
    value = state[key(item)]
    if isinstance(form, Number):
        said = [form.source(label) for label in form.choices if state.get(key(item, f"-{form.source(label)}"))]
        return said[0] if said else "" if value is None else f"{value:g}"
    if isinstance(form, Choice) and form.several:
        none = [label for label in value if label in map(form.source, (*form.not_applicable, *form.unknown))]
        return none[0] if none else f"{SEPARATOR} ".join(value)
    return value or ""


def written(form: AnyFormat, given: str) -> str:
    """An answer as recorded, in the words of the format's language."""
    shown = {form.source(label): label for label in form.choices}
    if isinstance(form, Choice) and form.several:
        return f"{SEPARATOR} ".join(shown.get(part.strip(), part.strip()) for part in given.split(SEPARATOR))
    unit = f" {form.unit}" if isinstance(form, Number) and given not in shown else ""
    return shown.get(given, given) + unit
