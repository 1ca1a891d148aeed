"""What is asked: sections of items, how each is answered, and which items make a scale.

A `Questionnaire` is made by `parsing.parse` from the mapping of a file and is complete and consistent from then on. The estimate of
the minutes it takes is a rule of thumb, not a measurement of your people.
"""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from assessment.errors import QuestionnaireError
from assessment.model import Strict
from assessment.survey.questionnaire import asking, translations
from assessment.survey.questionnaire.formats import AnyFormat, Format, Labels, Number
from assessment.survey.questionnaire.items import Id, Item, Respondent, Scale, Section, Source
from assessment.survey.questionnaire.readings import fold
from assessment.survey.questionnaire.texts import Introduction, Title
from assessment.survey.questionnaire.translations import Language, Translation

# Seconds an answer takes. Pew Research Center plans about 10 s for a stand-alone question and less for a row of a battery
# (pewresearch.org/decoded, 2022-12-08); field agencies plan 10 rows of a five-point grid a minute (6 s): 7.5 lies between.
# A number has to be remembered and several options have to be read, so they take what a stand-alone question takes. A comment is
# written by few; 20 s over everybody is a judgement.
SECONDS_LABEL, SECONDS_NUMBER, SECONDS_TEXT = 7.5, 10.0, 20.0


class Questionnaire(Strict):
    """A whole questionnaire. `items` are all items in the order asked; formats are asked for by `format_of`, which knows all languages."""

    id: Id = Field(description="as the file is called")
    title: Title
    version: int = Field(ge=1)
    language: Language
    minutes: int = Field(ge=1, le=60, description="promised to respondents")
    introduction: Introduction = ""
    sources: dict[Id, Source] = Field(default={})
    respondent: Respondent
    formats: dict[Id, Format]
    sections: tuple[Section, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()
    translations: dict[Language, Translation] = Field(default={}, description="by language; usually files of their own")

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

    @cached_property
    def measured(self) -> dict[str, Item]:
        """Item id -> item, of those that are answered with a number behind: not choices, not texts."""
        return {item.id: item for item in self.items.values() if isinstance(self.format_of(item.id), Labels | Number)}

    def format_of(self, item: str) -> AnyFormat:
        """How an item is answered, reading the labels of every language; KeyError for an unknown item."""
        return self.spoken_formats[self.items[item].format]

    def range_of(self, item: str) -> Labels | Number:
        """How an item with a number behind its answers is answered; KeyError for one without."""
        form = self.format_of(item)
        if not isinstance(form, Labels | Number):
            raise KeyError(f"item '{item}' is answered by {form.kind}, without a number")
        return form

    def scale_of(self, item: str) -> Scale | None:
        """The scale an item belongs to; None where it stands alone."""
        return next((scale for scale in self.scales if item in scale.keys), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages it can be asked in, that of the source first."""
        return (self.language, *sorted(self.translations))

    @cached_property
    def roles(self) -> dict[str, str]:
        """Folded spelling of a role, in every language -> role; without a question about the role none."""
        role = self.respondent.role
        if role is None:
            return {}
        known = [t.respondent.role.options.items() for t in self.translations.values() if t.respondent.role]
        return {fold(word): source for options in known for source, word in options} | role.spellings

    def in_language(self, language: str) -> "Questionnaire":
        """The questionnaire in the words of a language, under the same ids; answers are read and recorded as ever.

        It is for showing: keep and `dump` the source. QuestionnaireError for a language that it does not speak.
        """
        if language == self.language:
            return self
        if language not in self.translations:
            raise QuestionnaireError(f"is not translated to '{language}'", where=self.id, expected=f"one of: {', '.join(self.languages)}")
        words = self.translations[language]
        return Questionnaire(
            id=self.id,
            title=words.title,
            version=self.version,
            language=language,
            minutes=self.minutes,
            introduction=words.introduction,
            sources=self.sources,
            respondent=translations.spoken_respondent(self.respondent, words),
            formats={name: translations.spoken_format(form, name, words) for name, form in self.spoken_formats.items()},
            sections=tuple(translations.spoken_section(section, words) for section in self.sections),
            scales=tuple(translations.spoken_scale(scale, words) for scale in self.scales),
        )

    def offered(self, extra: Collection[str] = ()) -> "Questionnaire":
        """The questionnaire without the optional sections that are not switched on, and without items that could never be shown then.

        For showing and for other tools; scales keep naming items that are left out.
        """
        sections = tuple(asking.offered(self.sections, extra))
        return Questionnaire.model_validate({name: getattr(self, name) for name in Questionnaire.model_fields} | {"sections": sections})

    def switched_on(self, answered: Collection[str]) -> tuple[str, ...]:
        """The optional sections that were asked, as told by the items that have answers."""
        return tuple(s.id for s in self.sections if s.optional and any(item.id in answered for item in s.items))

    def asked(self, role: str, given: Mapping[str, str], extra: Collection[str] = ()) -> tuple[Section, ...]:
        """The sections, with the items, that a respondent is shown: after the role ('' for none), the answers given so far (item ->
        answer as written, in any language) and the optional sections switched on. An answer to an item that is not shown counts for none.
        """
        return asking.asked(self, self.roles.get(fold(role), ""), given, extra)

    @property
    def estimated_minutes(self) -> float:
        """Minutes to answer without optional sections; see `estimate`."""
        return self.estimate()

    def estimate(self, extra: Collection[str] = ()) -> float:
        """Minutes to answer, with the optional sections named, for the role that is asked most and with every condition met (seconds:
        top of the file)."""
        roles = self.respondent.role.options if self.respondent.role else ()
        about = 2 if roles else 1
        sections = [section for section in self.sections if not section.optional or section.id in extra]
        longest = max(sum(map(self._seconds, asking.meant_for(sections, role))) for role in ("", *roles))
        return (about * SECONDS_LABEL + longest) / 60

    def dump(self) -> dict[str, Any]:
        """The questionnaire with its translations as plain data: `parse` makes the same one of it, also after JSON.

        The order of labels is the order in which they are shown: keep it as text, not in a store that sorts keys.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def _seconds(self, item: Item) -> float:
        form = self.formats[item.format]
        if form.kind == "text":
            return SECONDS_TEXT
        return SECONDS_NUMBER if form.kind == "number" or (form.kind == "choice" and form.several) else SECONDS_LABEL

    @cached_property
    def spoken_formats(self) -> dict[str, AnyFormat]:
        """Format id -> format, reading the labels of every language."""
        words = {name: [t.formats[name] for t in self.translations.values() if name in t.formats] for name in self.formats}
        return {
            name: form.spoken({word: label for table in words[name] for label, word in table.items()}) if words[name] else form
            for name, form in self.formats.items()
        }
