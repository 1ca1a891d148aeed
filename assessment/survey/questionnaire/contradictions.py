"""What is wrong with a questionnaire that no single record can see: names that lead nowhere, the same asked twice, scales that do not fit.

Takes a questionnaire; gives where (section, item or scale), what is wrong, and what would be right.
"""

import difflib
from collections.abc import Iterable, Iterator

from assessment.survey.questionnaire.formats import AnyFormat, Labels, Number, Text
from assessment.survey.questionnaire.items import Asked, Condition, Item, Scale, Section
from assessment.survey.questionnaire.model import Questionnaire
from assessment.survey.questionnaire.readings import fold

Wrong = tuple[str, str, str]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like the given one; '' where none is known."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.0)), "")


def contradictions(q: Questionnaire) -> Iterator[Wrong]:
    """All contradictions of a questionnaire; none in one that can be asked."""
    items = list(_items(q))
    yield from items
    yield from _twice(q)
    if any("unknown format" in what for _, what, _ in items):
        return  # nothing that follows could be told
    yield from _conditions(q)
    for scale in q.scales:
        yield from _scale(q, scale)
    if q.estimated_minutes > q.minutes:
        yield "minutes", f"{q.minutes} is promised, but the items take about {q.estimated_minutes:.1f}", "ask less, or promise more"


def _items(q: Questionnaire) -> Iterator[Wrong]:
    for section, item in _each(q):
        at = _at(section, item)
        if item.format not in q.formats:
            yield f"{at}: format", f"unknown format '{item.format}'", f"known formats: {', '.join(q.formats)}"
        elif item.asks in {"pain", "hours"} and not isinstance(q.formats[item.format], Labels | Number):
            yield f"{at}: format", f"{item.asks} of a workflow is a number, but '{item.format}' gives none", "labels, bands or number"
        if item.source is not None and item.source not in q.sources:
            yield f"{at}: source", f"unknown source '{item.source}'", f"known sources: {', '.join(q.sources) or 'none'}"
        if (item.workflow is None) != (item.asks is None):
            yield f"{at}: asks", "workflow and asks belong together", "give both, or neither"


def _twice(q: Questionnaire) -> Iterator[Wrong]:
    """Ids, wordings and questions about workflows that are there twice."""
    ids: set[str] = set()
    sections: set[str] = set()
    wordings: dict[str, str] = {}
    asked: dict[tuple[object, object], str] = {}
    for section in q.sections:
        if section.id in sections:
            yield f"section '{section.id}': id", "this id is there twice", "give each section its own id"
        sections.add(section.id)
    for section, item in _each(q):
        at = _at(section, item)
        if item.id in ids:
            yield at, "this id is there twice", "give each item its own id"
        same = wordings.setdefault(fold(section.wording(item)), item.id)
        if same != item.id:
            yield f"{at}: text", f"item '{same}' has the same wording", "word each item so that an exported form can tell them apart"
        same = asked.setdefault((item.workflow, item.asks), item.id) if item.workflow else item.id
        if same != item.id:
            yield f"{at}: asks", f"item '{same}' asks {item.asks} of {item.workflow} too", "ask once"
        ids.add(item.id)


def _conditions(q: Questionnaire) -> Iterator[Wrong]:
    before: dict[str, AnyFormat] = {}
    for section in q.sections:
        yield from _condition(q, section, f"section '{section.id}'", before)
        for item in section.items:
            yield from _condition(q, item, _at(section, item), before)
            before[item.id] = q.formats[item.format]


def _condition(q: Questionnaire, part: Asked, at: str, before: dict[str, AnyFormat]) -> Iterator[Wrong]:
    options = q.respondent.role.options if q.respondent.role else ()
    for role in part.roles:
        if role not in options:
            expected = f"nearest: '{nearest(role, options)}'" if options else "a question about the role: respondent.role"
            yield f"{at}: roles", f"unknown role '{role}'", expected
    if part.ask_if is None:
        return
    if part.ask_if.item not in before:
        what = "is asked only afterwards" if part.ask_if.item in q.items else "is no item"
        yield f"{at}: ask_if: item", f"'{part.ask_if.item}' {what}", f"an item asked before; nearest: '{nearest(part.ask_if.item, before)}'"
    else:
        yield from _testable(part.ask_if, before[part.ask_if.item], at)


def _testable(condition: Condition, form: AnyFormat, at: str) -> Iterator[Wrong]:
    """Whether an answer in this format could meet the condition."""
    if isinstance(form, Text):
        yield f"{at}: ask_if", f"'{condition.item}' is answered by free text", "an item with labels, options or a number"
    elif condition.at_least is not None and not isinstance(form, Labels | Number):
        yield f"{at}: ask_if: at_least", f"'{condition.item}' has no number behind its answers", "is: [options]"
    elif condition.at_least is not None and isinstance(form, Labels | Number) and not form.low < condition.at_least <= form.high:
        yield f"{at}: ask_if: at_least", f"{condition.at_least:g} says nothing", f"a number above {form.low:g}, up to {form.high:g}"
    for label in condition.among:
        if label not in form.choices:
            yield f"{at}: ask_if: is", f"'{label}' is no answer to '{condition.item}'", f"nearest: '{nearest(label, form.choices)}'"


def _scale(q: Questionnaire, scale: Scale) -> Iterator[Wrong]:
    at = f"scale '{scale.id}': items"
    unknown = sorted(set(scale.keys) - set(q.items))
    if unknown:
        yield at, f"unknown item '{unknown[0]}'", f"nearest: '{nearest(unknown[0], q.items)}'"
        return
    if wordy := next((i for i in scale.keys if i not in q.measured), None):
        yield at, f"item '{wordy}' is answered by {q.format_of(wordy).kind} and has no number", "items with labels, bands or a number"
        return
    if len(scale.keys) < len(scale.items):
        yield at, "an item is there twice", "name each item once"
    if scale.minimum > len(scale.items):
        yield f"scale '{scale.id}': minimum", f"{scale.minimum} of {len(scale.items)} items", f"at most {len(scale.items)}"
    taken = next((i for i in scale.keys if q.scale_of(i) is not scale), None)
    if taken:
        yield at, f"item '{taken}' belongs to another scale", "an item counts once"
    ranges = {(f.low, f.high, f.unit) for f in map(q.range_of, scale.keys)}
    if len(ranges) > 1:
        yield at, "the items are answered in different ranges or units", "only items with the same format can be averaged"
    bands = next((i for i, key in scale.keys.items() if key < 0 and q.format_of(i).kind == "bands"), None)
    if bands:
        yield at, f"item '{bands}' is answered in bands and cannot be reversed", "drop the '-'"
    if scale.spacing == "log" and min(low for low, _, _ in ranges) <= 0:
        yield f"scale '{scale.id}': spacing", "a log scale needs answers above 0", "spacing: linear, or a higher lowest answer"


def _each(q: Questionnaire) -> Iterator[tuple[Section, Item]]:
    return ((section, item) for section in q.sections for item in section.items)


def _at(section: Section, item: Item) -> str:
    return f"section '{section.id}': item '{item.id}'"
