"""A questionnaire as a Markdown document: to read, to agree on, or to paste into a tool that has no import.

Takes a `parts.Form`; returns the text in its one language. Whatever a person wrote is escaped, so that it can be neither markup nor HTML.
Ids stand beside the items: a column of answers with an id as its title is matched by it.
"""

import re
from collections.abc import Iterator

from assessment.reporting.exports.questionnaires.parts import Block, Form, blocks, condition, licences
from assessment.reporting.exports.questionnaires.words import words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice, Number, Text
from assessment.survey.questionnaire.items import Asked, Section

MARKUP = re.compile(r"([\\`*_{}\[\]#|~<>&])")
STARTS = re.compile(r"^(\d*)([-+=.)])")  # a list, a heading


def text(form: Form) -> str:
    """The document."""
    q = form.spoken()
    return "\n".join(_document(q, form)) + "\n"


def escaped(words: str) -> str:
    """A text that Markdown shows as it is written, on one line."""
    return STARTS.sub(r"\1\\\2", MARKUP.sub(r"\\\1", " ".join(words.split())))


def _document(q: Questionnaire, form: Form) -> Iterator[str]:
    say = words_of(q.language)
    yield from (f"# {escaped(q.title)}", "", escaped(q.introduction), "", f"{form.minutes} {say['minutes']} · `{q.id}` {q.version}")
    yield from ("", f"**{escaped(q.respondent.team)}** `team`", "")
    yield from [f"- ( ) {escaped(team)}" for team in form.teams] or ["\\_\\_\\_\\_"]
    if q.respondent.role:
        yield from ("", f"**{escaped(q.respondent.role.text)}** `role`", "")
        yield from (f"- ( ) {escaped(option)}" for option in q.respondent.role.options)
    for section in q.sections:
        yield from _section(q, section)
    if rows := list(licences(q)):
        yield from ("", f"## {say['licences']}", "", *(f"- {escaped(row)}" for row in rows))


def _section(q: Questionnaire, section: Section) -> Iterator[str]:
    yield from ("", f"## {escaped(section.title)}", "", *_when(q, section))
    if section.stem:
        yield from (escaped(section.stem), "")
    for block in blocks(q, section):
        yield from _grid(q, block) if block.grid else _alone(q, block)


def _grid(q: Questionnaire, block: Block) -> Iterator[str]:
    columns = [escaped(choice) for choice in block.form.choices]
    yield f"| | | {' | '.join(columns)} |"
    yield f"| --- | --- |{' :-: |' * len(columns)}"
    for item in block.items:
        when = " ".join(line for line in _when(q, item) if line)
        yield f"| {escaped(item.text)}{f' {when}' if when else ''} | `{item.id}` |{' ( ) |' * len(columns)}"
    yield ""


def _alone(q: Questionnaire, block: Block) -> Iterator[str]:
    item, form = block.items[0], block.form
    yield from (f"**{escaped(item.text)}** `{item.id}`", "", *_when(q, item))
    if item.help:
        yield from (escaped(item.help), "")
    say = words_of(q.language)
    if isinstance(form, Text):
        yield from (f"\\_\\_\\_\\_ ({say['at most']} {form.longest} {say['characters']})", "")
    if isinstance(form, Number):
        yield from (f"\\_\\_\\_\\_ {escaped(form.unit)} ({form.low:g}–{form.high:g})", "")
    box = "[ ]" if isinstance(form, Choice) and form.several else "( )"
    yield from (f"- {box} {escaped(choice)}" for choice in form.choices)
    if form.choices:
        yield ""


def _when(q: Questionnaire, part: Asked) -> list[str]:
    """Who is asked, as a line and an empty one."""
    said = condition(q, part)
    return [f"*{escaped(said)}*", ""] if said else []
