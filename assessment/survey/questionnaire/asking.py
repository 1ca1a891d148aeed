"""What is this respondent shown? Sections and items by role, by answers given before, and by what a round switched on.

A hidden item was never answered: what somebody said to it before it disappeared shows nothing further on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from assessment.survey.questionnaire.formats import SEPARATOR, AnyFormat, Choice
from assessment.survey.questionnaire.items import Asked, Condition, Item, Section
from assessment.survey.questionnaire.readings import Reading

if TYPE_CHECKING:  # it asks this module what to show
    from assessment.survey.questionnaire.model import Questionnaire

Heard = dict[str, tuple[AnyFormat, Reading]]


def asked(questionnaire: "Questionnaire", role: str, given: Mapping[str, str], extra: Collection[str]) -> tuple[Section, ...]:
    """The sections with the items that are shown; `role` as recorded, '' for none."""
    heard: Heard = {}
    return tuple(
        section.model_copy(update={"items": items})
        for section in questionnaire.sections
        if (not section.optional or section.id in extra) and _shown(section, role, heard)
        if (items := tuple(_items(questionnaire, section, role, given, heard)))
    )


def offered(sections: Iterable[Section], extra: Collection[str]) -> Iterator[Section]:
    """The sections without optional ones that are not switched on, and without what only their answers would have shown."""
    known: set[str] = set()
    for section in sections:
        if (section.optional and section.id not in extra) or not _askable(section, known):
            continue
        kept = []
        for item in section.items:
            if _askable(item, known):
                known.add(item.id)
                kept.append(item)
        if kept:
            yield section.model_copy(update={"items": tuple(kept)})


def meant_for(sections: Iterable[Section], role: str) -> Iterator[Item]:
    """Every item that a role may be asked, whatever it answers."""
    for section in sections:
        if _meant(section, role):
            yield from (item for item in section.items if _meant(item, role))


def holds(condition: Condition, form: AnyFormat, reading: Reading) -> bool:
    """Whether an answer meets a condition."""
    if condition.at_least is not None:
        return reading.value >= condition.at_least  # never where it is not a number
    several = isinstance(form, Choice) and form.several
    said = [part.strip() for part in reading.label.split(SEPARATOR)] if several else [reading.label]
    return any(label in condition.among for label in said)


def _items(questionnaire: "Questionnaire", section: Section, role: str, given: Mapping[str, str], heard: Heard) -> Iterator[Item]:
    for item in section.items:
        if _shown(item, role, heard):
            form = questionnaire.format_of(item.id)
            if reading := form.read(given.get(item.id, "")):
                heard[item.id] = form, reading
            yield item


def _askable(part: Asked, known: Collection[str]) -> bool:
    return part.ask_if is None or part.ask_if.item in known


def _meant(part: Asked, role: str) -> bool:
    return not part.roles or role in {"", *part.roles}


def _shown(part: Asked, role: str, heard: Heard) -> bool:
    return _meant(part, role) and (part.ask_if is None or (part.ask_if.item in heard and holds(part.ask_if, *heard[part.ask_if.item])))
