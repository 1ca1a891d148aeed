"""What every writer of questionnaires needs: sections in blocks, conditions in one list, and who is to be named for a wording.

Takes a questionnaire with the teams to choose from and the optional sections that are wanted. A block is a run of items that are answered
alike and can be shown as one grid; an item with a word of help stands alone.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from assessment.errors import QuestionnaireError
from assessment.reporting.exports.questionnaires.words import words_of
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import AnyFormat, Labels, Text
from assessment.survey.questionnaire.items import Asked, Condition, Item, Section


class Form(NamedTuple):
    """A questionnaire to be written for a tool: teams to choose from (none: free text), optional sections wanted, language of the text."""

    questionnaire: Questionnaire
    teams: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    language: str = ""

    def spoken(self, language: str = "") -> Questionnaire:
        """The questionnaire in a language, without the optional sections that nobody wants."""
        return self.questionnaire.in_language(language or self.language or self.questionnaire.language).offered(self.extra)

    @property
    def minutes(self) -> int:
        """What respondents are promised: more than the questionnaire says where optional sections take more."""
        return max(self.questionnaire.minutes, math.ceil(self.questionnaire.estimate(self.extra)))

    def wants(self, section: Section) -> bool:
        """Whether the form holds a section."""
        return not section.optional or section.id in self.extra


class Block(NamedTuple):
    """Items that are answered alike, in a row; a `grid` where there are several. `place`: how many grids stand before it in its section."""

    items: tuple[Item, ...]
    form: AnyFormat
    place: int = 0

    @property
    def grid(self) -> bool:
        """Whether the items are rows under the same labels."""
        return len(self.items) > 1


class Rule(NamedTuple):
    """One thing that has to hold for a part to be shown: the role is one of these, or an answer given before says so."""

    roles: tuple[str, ...] = ()
    condition: Condition | None = None


def form(questionnaire: Questionnaire, teams: tuple[str, ...] = (), extra: tuple[str, ...] = (), language: str = "") -> Form:
    """A form; QuestionnaireError for a section that is not there or not optional, or a language that it does not speak."""
    optional = [section.id for section in questionnaire.sections if section.optional]
    for wanted in extra:
        if wanted not in optional:
            expected = f"one of: {', '.join(optional)}" if optional else "this questionnaire has none"
            raise QuestionnaireError(f"'{wanted:.60}' is no optional section", where=questionnaire.id, expected=expected)
    questionnaire.in_language(language or questionnaire.language)
    return Form(questionnaire, teams, extra, language)


def blocks(questionnaire: Questionnaire, section: Section) -> Iterator[Block]:
    """The items of a section, those with the same labels beside each other in one block."""
    place = 0
    run: list[Item] = []
    for item, following in zip(section.items, (*section.items[1:], None), strict=True):
        run.append(item)
        if following is None or not _alike(questionnaire, run, following):
            block = Block(tuple(run), questionnaire.format_of(item.id), place)
            yield block
            place, run = place + block.grid, []


def rules(part: Asked) -> tuple[Rule, ...]:
    """All that has to hold for a section or an item to be shown."""
    return tuple(rule for rule in (Rule(roles=part.roles), Rule(condition=part.ask_if)) if rule.roles or rule.condition)


def accepted(condition: Condition, form: AnyFormat) -> tuple[str, ...]:
    """The labels, in the source language, of all answers that meet a condition; none for a plain number."""
    if condition.at_least is None:
        return condition.among
    return (
        tuple(form.source(label) for label, value in form.labels.items() if value >= condition.at_least) if isinstance(form, Labels) else ()
    )


def condition(questionnaire: Questionnaire, part: Asked) -> str:
    """Who is asked, as a sentence in the questionnaire's language; '' where everybody is."""
    say, said = words_of(questionnaire.language), []
    if part.roles and (role := questionnaire.respondent.role):
        said.append(f"{say['only']}: {', '.join(option for option in role.options if role.source(option) in part.roles)}")
    if part.ask_if:
        form = questionnaire.format_of(part.ask_if.item)
        spoken = [] if isinstance(form, Text) else [label for label in form.choices if form.source(label) in accepted(part.ask_if, form)]
        wanted = " / ".join(spoken) or f"≥ {part.ask_if.at_least:g}"
        said.append(f"{say['if']} {say['quoted'] % questionnaire.items[part.ask_if.item].text}: {wanted}")
    return f"({'; '.join(said)})" if said else ""


def licences(questionnaire: Questionnaire) -> Iterator[str]:
    """A line for each source of wordings: what, where, under which licence, what was changed, and which items."""
    for name, source in questionnaire.sources.items():
        items = [item.id for item in questionnaire.items.values() if item.source == name]
        if items:
            yield f"{source.title} ({source.url}), {source.licence}. Changes: {source.changes}. Items: {', '.join(items)}"


def _alike(questionnaire: Questionnaire, run: list[Item], item: Item) -> bool:
    """Whether an item can be the next row of a grid. Its condition hides its row; one about a row before it would jump while one reads."""
    same = run[0].format == item.format and isinstance(questionnaire.format_of(item.id), Labels)
    inside = item.ask_if is not None and any(item.ask_if.item == one.id for one in run)
    return same and not run[0].help and not item.help and not inside
