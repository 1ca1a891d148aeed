"""What is asked: sections of items, how each is answered, and which items make a scale.

Reads the mapping of a questionnaire file (`data/questionnaires/*.yaml`, loaded by `sources/files.py`) and returns a
complete, consistent `Questionnaire` or raises QuestionnaireError naming file, section, item and key. The estimate of
the minutes it takes is a rule of thumb, not a measurement of your people.
"""

import difflib
from collections.abc import Iterable, Iterator
from functools import cached_property

from pydantic import Field, ValidationError, field_validator

from assessment.errors import QuestionnaireError
from assessment.model import Strict
from assessment.survey.formats import Format, Labels, Number, fold
from assessment.survey.items import Id, Item, Respondent, Scale, Section, Source

# Seconds an answer takes. Pew Research Center plans about 10 s for a stand-alone question and less for a row of a battery
# (pewresearch.org/decoded, 2022-12-08); field agencies plan 10 rows of a five-point grid a minute (6 s): 7.5 lies between.
# A number has to be remembered, so it takes what a stand-alone question takes.
SECONDS_LABEL, SECONDS_NUMBER = 7.5, 10.0


class Questionnaire(Strict):
    """A whole questionnaire. `items` are all items in the order asked."""

    title: str
    version: int = Field(ge=1)
    language: str
    minutes: int = Field(ge=1, le=60)
    introduction: str = ""
    sources: dict[Id, Source] = Field(default={})
    respondent: Respondent
    formats: dict[Id, Format]
    sections: tuple[Section, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()

    @field_validator("scales")
    @classmethod
    def _scales_differ(cls, scales: tuple[Scale, ...]) -> tuple[Scale, ...]:
        for names in ([s.id for s in scales], [s.measure for s in scales]):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"'{twice[0]}' is there twice; each scale has its own id and measure")
        return scales

    @cached_property
    def items(self) -> dict[str, Item]:
        """Item id -> item, in the order asked."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def wordings(self) -> dict[str, str]:
        """Item id -> what a respondent reads."""
        return {item.id: section.wording(item) for section in self.sections for item in section.items}

    def format_of(self, item: str) -> Labels | Number:
        """How an item is answered; KeyError for an unknown item."""
        return self.formats[self.items[item].format]

    def scale_of(self, item: str) -> Scale | None:
        """The scale an item belongs to; None where it stands alone."""
        return next((scale for scale in self.scales if item in scale.keys), None)

    @property
    def estimated_minutes(self) -> float:
        """Minutes to answer, from the number and kind of questions (7.5 s a label, 10 s a number; see the top of the file)."""
        about = 2 if self.respondent.role else 1
        numbers = sum(self.formats[item.format].kind == "number" for item in self.items.values())
        return ((len(self.items) - numbers + about) * SECONDS_LABEL + numbers * SECONDS_NUMBER) / 60


def parse(mapping: object, where: str) -> Questionnaire:
    """A questionnaire from its YAML mapping; QuestionnaireError naming file, section, item, key and what would be right."""
    try:
        questionnaire = Questionnaire.model_validate(mapping)
    except ValidationError as error:
        first, more = error.errors()[0], error.error_count() - 1
        message = first["msg"].removeprefix("Value error, ")
        given = f" (given: {first['input']!r:.60})" if not isinstance(first["input"], dict | list) else ""
        rest = f"; {more} more problem(s) after this one" if more else ""
        raise QuestionnaireError(message + given + rest, where=_place(mapping, first["loc"], where)) from error
    for place, what, expected in _contradictions(questionnaire):
        raise QuestionnaireError(what, where=f"{where}: {place}", expected=expected)
    return questionnaire


def _place(mapping: object, loc: tuple[int | str, ...], where: str) -> str:
    """`file: sections 'glue': items 'glue-few': format` for a pydantic location, with ids in place of numbers."""
    words: list[str] = []
    for part in loc:
        inside = isinstance(mapping, dict) and part in mapping
        mapping = mapping[part] if inside or (isinstance(mapping, list) and isinstance(part, int) and part < len(mapping)) else None  # type: ignore[index]
        if isinstance(part, int) and words:
            name = mapping.get("id", part + 1) if isinstance(mapping, dict) else part + 1
            words[-1] += f" '{name}'" if isinstance(name, str) else f" number {name}"
        elif part not in {"labels", "bands", "number"} or inside:  # pydantic also names the kind of format it tried
            words.append(str(part))
    return ": ".join((where, *words))


def _contradictions(q: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Where (section, item or scale), what is wrong, and what would be right: all that single records cannot see."""
    yield from _item_contradictions(q)
    for scale in q.scales:
        yield from _scale_contradictions(q, scale)
    if q.estimated_minutes > q.minutes:
        yield "minutes", f"{q.minutes} is promised, but the items take about {q.estimated_minutes:.1f}", "ask less, or promise more"


def _item_contradictions(q: Questionnaire) -> Iterator[tuple[str, str, str]]:
    ids: set[str] = set()
    wordings: dict[str, str] = {}
    asked: dict[tuple[object, object], str] = {}
    for section in q.sections:
        for item in section.items:
            at = f"section '{section.id}': item '{item.id}'"
            if item.id in ids:
                yield at, "this id is there twice", "give each item its own id"
            if item.format not in q.formats:
                yield f"{at}: format", f"unknown format '{item.format}'", f"known formats: {', '.join(q.formats)}"
            if item.source is not None and item.source not in q.sources:
                yield f"{at}: source", f"unknown source '{item.source}'", f"known sources: {', '.join(q.sources) or 'none'}"
            if (item.workflow is None) != (item.asks is None):
                yield f"{at}: asks", "workflow and asks belong together", "give both, or neither"
            same = wordings.setdefault(fold(section.wording(item)), item.id)
            if same != item.id:
                yield f"{at}: text", f"item '{same}' has the same wording", "word each item so that an exported form can tell them apart"
            same = asked.setdefault((item.workflow, item.asks), item.id) if item.workflow else item.id
            if same != item.id:
                yield f"{at}: asks", f"item '{same}' asks {item.asks} of {item.workflow} too", "ask once"
            ids.add(item.id)


def _scale_contradictions(q: Questionnaire, scale: Scale) -> Iterator[tuple[str, str, str]]:
    at = f"scale '{scale.id}': items"
    unknown = sorted(set(scale.keys) - set(q.items))
    if unknown:
        yield at, f"unknown item '{unknown[0]}'", f"nearest: '{nearest(unknown[0], q.items)}'"
        return
    if len(scale.keys) < len(scale.items):
        yield at, "an item is there twice", "name each item once"
    if scale.minimum > len(scale.items):
        yield f"scale '{scale.id}': minimum", f"{scale.minimum} of {len(scale.items)} items", f"at most {len(scale.items)}"
    taken = next((i for i in scale.keys if q.scale_of(i) is not scale), None)
    if taken:
        yield at, f"item '{taken}' belongs to another scale", "an item counts once"
    ranges = {(f.low, f.high, f.unit) for f in map(q.format_of, scale.keys)}
    if len(ranges) > 1:
        yield at, "the items are answered in different ranges or units", "only items with the same format can be averaged"
    bands = next((i for i, key in scale.keys.items() if key < 0 and q.format_of(i).kind == "bands"), None)
    if bands:
        yield at, f"item '{bands}' is answered in bands and cannot be reversed", "drop the '-'"
    if scale.spacing == "log" and min(low for low, _, _ in ranges) <= 0:
        yield f"scale '{scale.id}': spacing", "a log scale needs answers above 0", "spacing: linear, or a higher lowest answer"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like the given one; '' where none is known."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.0)), "")
