"""A questionnaire for SurveyJS: the JSON of a survey, with all languages, conditions and grids.

Takes a `parts.Form`; returns the JSON. Questions are called by the ids of the items, grids by their section, and choices by their label
in the source language, so that the answers read back whatever language they were given in. "Don't know" to a number is an empty field.
Titles with `{names}` are filled in by SurveyJS: a brace that a person wrote is followed by a character that nobody sees.
Source: the JSON Schema that comes with survey-core 3.1.1 (MIT), and its documentation of expressions.
"""

import html
import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from assessment.errors import QuestionnaireError
from assessment.reporting.exports.questionnaires.parts import Block, Form, Rule, accepted, blocks, licences, rules
from assessment.reporting.exports.questionnaires.words import words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice, Number, Text
from assessment.survey.questionnaire.items import Asked, Item, Section

JOINER = "\u2060"  # has no width; readers of answers leave it out
Spoken = dict[str, Questionnaire]  # language -> the questionnaire in it
Words = dict[str, str]


def text(form: Form) -> str:
    """The survey as JSON."""
    return json.dumps(survey(form), ensure_ascii=False, indent=2) + "\n"


def survey(form: Form) -> dict[str, Any]:
    """The survey as plain data."""
    spoken = {language: form.spoken(language) for language in form.questionnaire.languages}
    q = spoken[form.questionnaire.language]
    pages = [_about(spoken, form), *(_page(spoken, at) for at in range(len(q.sections)))]
    sources = "".join(f"<p><small>{html.escape(row)}</small></p>" for row in licences(q))
    return {
        "title": _each(spoken, lambda one: one.title),
        "description": _each(spoken, lambda one: f"{one.introduction} ({form.minutes} {words_of(one.language)['minutes']})".strip()),
        "locale": q.language,
        "showProgressBar": True,
        "showQuestionNumbers": "off",
        "clearInvisibleValues": "onHidden",
        "completedHtml": _each(spoken, lambda one: _thanks(one, sources)),
        "pages": pages,
    }


def _about(spoken: Spoken, form: Form) -> dict[str, Any]:
    """The page about team and role."""
    team: dict[str, Any] = {"type": "dropdown", "choices": list(form.teams)} if form.teams else {"type": "text"}
    team |= {"name": "team", "title": _each(spoken, lambda one: one.respondent.team), "isRequired": True}
    elements = [team]
    if role := form.questionnaire.respondent.role:
        texts = zip(*(_roles(one) for one in spoken.values()), strict=True)
        options = [_choice(spoken, name, words) for name, words in zip(role.options, texts, strict=True)]
        elements.append({"type": "dropdown", "name": "role", "title": _each(spoken, _asked_role), "choices": options})
    return {"name": "about-you", "title": _each(spoken, lambda one: words_of(one.language)["about"]), "elements": elements}


def _page(spoken: Spoken, at: int) -> dict[str, Any]:
    """The page of a section, by its place."""
    q = next(iter(spoken.values()))
    section = q.sections[at]
    elements: list[dict[str, Any]] = []
    for block in blocks(q, section):
        elements.append(_grid(spoken, at, block) if block.grid else _alone(spoken, at, block))
    page = {"name": f"section-{section.id}", "title": _each(spoken, lambda one: one.sections[at].title), "elements": elements}
    return page | _shown(q, section)


def _grid(spoken: Spoken, at: int, block: Block) -> dict[str, Any]:
    q = next(iter(spoken.values()))
    rows = [{"value": item.id, "text": _text(spoken, item)} | _shown(q, item) for item in block.items]
    title = {"title": _each(spoken, lambda one: one.sections[at].stem or one.sections[at].title)}
    return {"type": "matrix", "name": grid_name(q.sections[at], block)} | title | {"columns": _choices(spoken, block), "rows": rows}


def _text(spoken: Spoken, item: Item) -> Words:
    return _each(spoken, lambda one: one.items[item.id].text)


def _alone(spoken: Spoken, at: int, block: Block) -> dict[str, Any]:
    q, item, form = next(iter(spoken.values())), block.items[0], block.form
    element: dict[str, Any] = {"type": "radiogroup", "name": item.id, "title": _each(spoken, lambda one: _asked(one, at, item.id))}
    if isinstance(form, Number):
        element |= {"type": "text", "inputType": "number", "min": form.low, "max": form.high, "step": "any"}
    elif isinstance(form, Text):
        element |= {"type": "comment", "maxLength": form.longest}
    else:
        element |= {"type": "checkbox" if isinstance(form, Choice) and form.several else "radiogroup", "choices": _choices(spoken, block)}
    if item.help or isinstance(form, Number):
        element["description"] = _each(spoken, lambda one: _help(one, item.id))
    return element | _shown(q, item)


def grid_name(section: Section, block: Block) -> str:
    """What a grid is called; no item is called so."""
    return f"grid-{section.id}-{block.place + 1}"


def _choices(spoken: Spoken, block: Block) -> list[dict[str, Any]]:
    """Labels with their words; answers that are none cannot be chosen beside others."""
    form, item = block.form, block.items[0].id
    alone = [isinstance(form, Choice) and form.several and label not in form.options for label in form.choices]
    words = zip(*(one.format_of(item).choices for one in spoken.values()), strict=True)
    made = [_choice(spoken, form.source(label), texts) for label, texts in zip(form.choices, words, strict=True)]
    return [choice | ({"isExclusive": True} if exclusive else {}) for choice, exclusive in zip(made, alone, strict=True)]


def _choice(spoken: Spoken, value: str, texts: Iterable[str]) -> dict[str, Any]:
    return {"value": value, "text": _localised(dict(zip(spoken, texts, strict=True)))}


def _each(spoken: Spoken, words: Callable[[Questionnaire], str]) -> Words:
    """A text in every language."""
    return _localised({language: words(one) for language, one in spoken.items()})


def _localised(texts: Words) -> Words:
    """Texts as SurveyJS takes them, that of the source as the default."""
    said = {language: text.replace("{", "{" + JOINER) for language, text in texts.items()}
    return {"default": next(iter(said.values())), **said}


def _asked(q: Questionnaire, at: int, item: str) -> str:
    return " ".join(filter(None, (q.sections[at].stem, q.items[item].text)))


def _help(q: Questionnaire, item: str) -> str:
    form = q.format_of(item)
    words = [q.items[item].help]
    if isinstance(form, Number):
        words.append(f"{form.unit} ({form.low:g}–{form.high:g}).")
        words.append(words_of(q.language)["empty if unknown"] if form.choices else None)
    return " ".join(filter(None, words))


def _asked_role(q: Questionnaire) -> str:
    return q.respondent.role.text if q.respondent.role else ""


def _roles(q: Questionnaire) -> tuple[str, ...]:
    return q.respondent.role.options if q.respondent.role else ()


def _thanks(q: Questionnaire, sources: str) -> str:
    """What stands at the end, as HTML: whatever was hidden before, the licences are shown."""
    say = words_of(q.language)
    return f"<h3>{say['thanks']}</h3>" + (f"<p>{say['licences']}</p>{sources}" if sources else "")


def _shown(q: Questionnaire, part: Asked) -> dict[str, str]:
    """The condition under which a part is visible; nothing where it always is."""
    said = " and ".join(f"({_rule(q, rule)})" for rule in rules(part))
    return {"visibleIf": said} if said else {}


def _rule(q: Questionnaire, rule: Rule) -> str:
    if rule.condition is None:
        return f"{{role}} empty or {{role}} anyof {_list(rule.roles)}"
    form, name = q.format_of(rule.condition.item), _variable(q, rule.condition.item)
    if isinstance(form, Number) and rule.condition.at_least is not None:
        return f"{{{name}}} notempty and {{{name}}} >= {rule.condition.at_least:g}"
    return f"{{{name}}} notempty and {{{name}}} anyof {_list(accepted(rule.condition, form))}"


def _variable(q: Questionnaire, item: str) -> str:
    for section in q.sections:
        for block in blocks(q, section):
            if block.grid and any(one.id == item for one in block.items):
                return f"{grid_name(section, block)}.{item}"
    return item


def _list(labels: tuple[str, ...]) -> str:
    """Labels as a list of texts in an expression."""
    return "[" + ", ".join(f"'{_quoted(label)}'" for label in labels) + "]"


def _quoted(label: str) -> str:
    """A label between single quotes. SurveyJS knows a quote after a backslash, but no backslash after a backslash."""
    if label.endswith("\\"):
        raise QuestionnaireError(f"label '{label:.60}' ends in a backslash", where="SurveyJS", expected="a condition on another label")
    return re.sub("(['\"])", r"\\\1", label)
