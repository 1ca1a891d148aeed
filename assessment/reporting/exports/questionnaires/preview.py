"""A questionnaire on paper: what respondents see, section by section, then what becomes of their answers, and whose words they are.

Takes a `parts.Form`; returns lines for a terminal. They hold texts that people wrote: print them as text only.
"""

import textwrap
from collections.abc import Iterable, Iterator

from assessment.reporting.exports.questionnaires.parts import Block, Form, blocks, licences
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import Choice, Number, Text
from assessment.survey.questionnaire.items import Asked, Item, Section

WIDTH = 100


def lines(form: Form) -> Iterator[str]:
    """Title and minutes, the questions, scales, licences."""
    q = form.spoken()
    yield f"{q.title} ({q.id}, version {q.version}, in {q.language}; speaks {', '.join(form.questionnaire.languages)})"
    asked = f"{len(q.items)} items in {len(q.sections)} sections"
    yield f"{form.minutes} minutes promised, about {q.estimate(form.extra):.1f} estimated: {asked}"
    left_out = [section.id for section in form.questionnaire.sections if not form.wants(section)]
    if left_out:
        yield f"optional, not shown here: {', '.join(left_out)}"
    yield ""
    yield from _wrapped(q.introduction)
    yield ""
    yield f"* {q.respondent.team}"
    yield f"    {' / '.join(form.teams) or '(the teams of the organisation)'}"
    if q.respondent.role:
        yield f"* {q.respondent.role.text}"
        yield from (f"    ( ) {option}" for option in q.respondent.role.options)
    for number, section in enumerate(q.sections, start=1):
        yield from _section(q, section, number)
    yield from _scales(q)
    yield from _listed("Licences", licences(q))


def _section(q: Questionnaire, section: Section, number: int) -> Iterator[str]:
    yield ""
    yield f"{number}  {section.title}{_when(section, section.optional)}"
    if section.stem:
        yield from _wrapped(section.stem, "   ")
    for block in blocks(q, section):
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if block.grid:
        yield from _wrapped(f"[ {' | '.join(block.form.choices)} ]", "   ")
    for item in block.items:
        yield from _wrapped(f"* {item.text}{_when(item)}", "   ", "     ")
        if item.help:
            yield from _wrapped(item.help, "     ")
        if not block.grid:
            yield from _answers(item, block)


def _answers(item: Item, block: Block) -> Iterator[str]:
    form = block.form
    if isinstance(form, Text):
        yield f"     ____ (at most {form.longest:,} characters)"
        return
    if isinstance(form, Number):
        yield f"     ____ {form.unit} ({form.low:g} to {form.high:g})"
    box = "[ ]" if isinstance(form, Choice) and form.several else "( )"
    for choice in form.choices:
        yield from _wrapped(f"{box} {choice}", "     ", "         ")


def _when(part: Asked, optional: bool = False) -> str:
    """Who is asked, in brackets; nothing where everybody is."""
    said = ["optional"] if optional else []
    if part.roles:
        said.append(f"only {', '.join(part.roles)}")
    if part.ask_if:
        wanted = f"at least {part.ask_if.at_least:g}" if part.ask_if.at_least is not None else " or ".join(part.ask_if.among)
        said.append(f"if {part.ask_if.item}: {wanted}")
    return f"  ({'; '.join(said)})" if said else ""


def _scales(q: Questionnaire) -> Iterator[str]:
    rows = []
    for scale in q.scales:
        asked = [item for item in scale.keys if item in q.items]
        turned = [item for item, key in scale.keys.items() if key < 0]
        reversed_ = f", {', '.join(turned)} reversed" if turned else ""
        if asked:
            rows.append(
                f"{scale.id}: {scale.title}. {len(asked)} items{reversed_}; {scale.minimum} have to be answered; higher is {scale.higher}"
            )
    yield from _listed("Scales", rows)


def _listed(title: str, rows: Iterable[str]) -> Iterator[str]:
    rows = list(rows)
    if rows:
        yield ""
        yield title
        for row in rows:
            yield from _wrapped(row, "   ", "     ")


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest)
