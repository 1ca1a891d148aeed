"""How an item is answered: labels with numbers, bands of a quantity, a plain number, a choice of options, or free text.

Reads the answer formats of a questionnaire; turns one answer as written into a reading. Answers are scored by their label through
the format's dictionary, never by position: exported forms list labels in any order. A band's number is a stand-in for everything in
the band, so means over bands are coarser than they look. Choices and texts have no number and never enter a scale.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from assessment.model import Strict
from assessment.survey.questionnaire.readings import ANSWERED, Reading, fold, refuse_twins, states
from assessment.survey.questionnaire.texts import Label, Unit

Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
SEPARATOR = ";"  # between the options of one answer: `A; B`
LONGEST = 1_000  # characters of a free text
NUMERAL = re.compile(r"[+-]?(\d{1,15}([.,]\d{0,20})?|[.,]\d{1,20})", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


class Choosable(Strict):
    """What all formats share: answers that are none, and the words of other languages for the same labels."""

    not_applicable: tuple[Label, ...] = ()
    unknown: tuple[Label, ...] = ()
    _sources: dict[str, str] = PrivateAttr(default_factory=dict)  # label in any language -> label that is recorded

    @property
    def meanings(self) -> dict[str, Reading]:
        """Label as shown -> what it means."""
        return states(self.not_applicable, self.unknown)

    @property
    def choices(self) -> tuple[str, ...]:
        """The labels in the order shown, those of "not applicable" and "don't know" last."""
        return tuple(self.meanings)

    def source(self, label: str) -> str:
        """The label of the source language for one of `choices`: what is recorded, and what other tools are given as a value."""
        return self._sources.get(label, label)

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Folded label, in every language -> reading."""
        shown = {label: reading._replace(label=self.source(label)) for label, reading in self.meanings.items()}
        recorded = {reading.label: reading for reading in shown.values()}
        others = {fold(word): recorded[label] for word, label in self._sources.items() if label in recorded}
        return others | {fold(label): reading for label, reading in shown.items()}

    def read(self, text: str) -> Reading | None:
        """The reading of an answer as written; None where it is not one of the labels."""
        return self.readings.get(fold(text))

    def spoken(self, sources: Mapping[str, str]) -> Self:
        """The same format, reading these further words too (word -> label)."""
        return self._known({}, {**self._sources, **sources, **{label: self.source(label) for label in self.choices}})

    def translated(self, words: Mapping[str, str]) -> Self:
        """The same format in other words (label -> word); the labels of before are read and recorded as ever."""
        sources = {**self._sources, **{label: self.source(label) for label in self.choices}}
        return self._known(self._in_words(words), sources | {words[label]: self.source(label) for label in self.choices})

    def _in_words(self, words: Mapping[str, str]) -> dict[str, Any]:
        return {name: tuple(words[label] for label in getattr(self, name)) for name in ("not_applicable", "unknown")}

    def _known(self, update: dict[str, Any], sources: dict[str, str]) -> Self:
        made = type(self).model_validate({name: getattr(self, name) for name in type(self).model_fields} | update)
        made._sources = sources
        return made


class Labels(Choosable):
    """Labels that stand for numbers (`labels`), or for the middle of a band of a quantity (`bands`)."""

    kind: Literal["labels", "bands"]
    unit: Unit
    labels: dict[Label, Finite] = Field(min_length=2, max_length=20)
    numbers: bool = Field(default=False, description="the plain numbers of a form's linear scale count as answers too")

    @model_validator(mode="after")
    def _scorable(self) -> Self:
        refuse_twins((*self.labels, *self.not_applicable, *self.unknown))
        if len(set(self.labels.values())) != len(self.labels):
            raise ValueError("two labels stand for the same number; give each label its own")
        if self.kind == "bands" and self.numbers:
            raise ValueError("bands cannot take plain numbers; use kind: number, or leave numbers out")
        return self

    @property
    def low(self) -> float:
        """Lowest declared number."""
        return min(self.labels.values())

    @property
    def high(self) -> float:
        """Highest declared number."""
        return max(self.labels.values())

    @property
    def meanings(self) -> dict[str, Reading]:
        """Label as shown -> what it means."""
        return {label: Reading(ANSWERED, value, label) for label, value in self.labels.items()} | super().meanings

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Folded label, in every language, and number where numbers count -> reading."""
        table = super().readings
        return table | ({f"{value:g}": table[fold(label)] for label, value in self.labels.items()} if self.numbers else {})

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        return "one of: " + ", ".join(self.choices)

    def _in_words(self, words: Mapping[str, str]) -> dict[str, Any]:
        return super()._in_words(words) | {"labels": {words[label]: value for label, value in self.labels.items()}}


class Number(Choosable):
    """A plain number between `low` and `high`, in `unit`."""

    kind: Literal["number"]
    unit: Unit
    low: Finite
    high: Finite

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        refuse_twins((*self.not_applicable, *self.unknown))
        return self

    def read(self, text: str) -> Reading | None:
        """The reading of an answer as written (decimal point or comma); None where it is no number in range, or could be two.

        `1,200` is 1.2 to some and 1200 to others, and so is `1.200` where both are in range; Python's own `1_000` and `1e2` are nobody's.
        """
        folded = fold(text)
        if folded in self.readings:
            return self.readings[folded]
        if not NUMERAL.fullmatch(folded) or self._in_thousands(folded):
            return None
        value = float(folded.replace(",", ".", 1))
        return Reading(ANSWERED, value, "") if self.low <= value <= self.high else None

    def _in_thousands(self, text: str) -> bool:
        """Whether a separator could stand between thousands."""
        whole = float(re.sub("[.,]", "", text)) if THOUSANDS.fullmatch(text) else math.nan
        return not math.isnan(whole) and ("," in text or self.low <= whole <= self.high)

    def in_unit(self, unit: str) -> Self:
        """The same format with its unit in another language."""
        return self._known({"unit": unit}, self._sources)

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        words = ", ".join(self.choices)
        return f"a number from {self.low:g} to {self.high:g} ({self.unit})" + (f", or one of: {words}" if words else "")


class Choice(Choosable):
    """One of the options, or any of them where `several`; written `A; B`. Never a number."""

    kind: Literal["choice"]
    options: tuple[Label, ...] = Field(min_length=2, max_length=50)
    several: bool = Field(default=False, description="more than one option may be chosen")

    @model_validator(mode="after")
    def _tellable(self) -> Self:
        refuse_twins((*self.options, *self.not_applicable, *self.unknown))
        if held := next((option for option in self.choices if SEPARATOR in option), None):
            raise ValueError(f"option '{held}' holds a '{SEPARATOR}', which stands between options; word it without")
        return self

    @property
    def meanings(self) -> dict[str, Reading]:
        """Option as shown -> what it means."""
        return {option: Reading(ANSWERED, math.nan, option) for option in self.options} | super().meanings

    def read(self, text: str) -> Reading | None:
        """The reading of an answer as written; of several options in the format's order. None where one of them is none of these."""
        found = self.readings.get(fold(text))
        if found or not self.several:
            return found
        chosen = {self.readings.get(fold(part)) for part in text.split(SEPARATOR) if part.strip()}
        labels = {reading.label for reading in chosen if reading and reading.state == ANSWERED}
        if not labels or len(labels) < len(chosen):
            return None
        return Reading(ANSWERED, math.nan, f"{SEPARATOR} ".join(self.source(o) for o in self.options if self.source(o) in labels))

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        return ("one or more, with ';' between, of: " if self.several else "one of: ") + ", ".join(self.choices)

    def _in_words(self, words: Mapping[str, str]) -> dict[str, Any]:
        return super()._in_words(words) | {"options": tuple(words[option] for option in self.options)}


class Text(Strict):
    """Free text of at most `longest` characters. Kept apart from all other answers, never shown beside a team or a role."""

    kind: Literal["text"]
    longest: int = Field(default=LONGEST, ge=1, le=10_000, description="characters")

    @property
    def choices(self) -> tuple[str, ...]:
        """No labels."""
        return ()

    @property
    def not_applicable(self) -> tuple[str, ...]:
        """No labels: an empty text says it."""
        return ()

    def source(self, label: str) -> str:
        """As `Choosable.source`."""
        return label

    def read(self, text: str) -> Reading | None:
        """The text, without control characters; None where it is empty or too long."""
        lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
        kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
        return Reading(ANSWERED, math.nan, kept) if 0 < len(kept) <= self.longest else None

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        return f"a text of at most {self.longest:,} characters"

    def spoken(self, sources: Mapping[str, str]) -> Self:
        """The same format: a text is read as it is."""
        return self

    def translated(self, words: Mapping[str, str]) -> Self:
        """The same format: it has no words."""
        return self


AnyFormat = Labels | Number | Choice | Text
Format = Annotated[AnyFormat, Field(discriminator="kind")]
