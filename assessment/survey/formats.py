"""How an item is answered: labels with numbers, bands of a quantity, or a plain number.

Reads the answer formats of a questionnaire; turns one answer as written into a reading. Answers are scored by their
label through the format's dictionary, never by position: exported forms list labels in any order. "Not applicable"
and "don't know" are states of their own and never become a number. A band's number is a stand-in for everything in
the band, so means over bands are coarser than they look.
"""

import math
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from assessment.model import Strict

ANSWERED, NOT_APPLICABLE, UNKNOWN = "answered", "not applicable", "don't know"
STATES = (ANSWERED, NOT_APPLICABLE, UNKNOWN)
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2013": "-", "\u2014": "-", "\u201c": '"', "\u201d": '"'})

Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Label = Annotated[str, Field(min_length=1, max_length=100)]


class Reading(NamedTuple):
    """One answer understood: its state, its number (NaN unless answered) and the label it stands under ('' for a number)."""

    state: str
    value: float
    label: str


def fold(text: str) -> str:
    """A text for comparison: Unicode-normalised, plain quotes and dashes, one space between words, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(PLAIN).casefold().split())


class Labels(Strict):
    """Labels that stand for numbers (`labels`), or for the middle of a band of a quantity (`bands`)."""

    kind: Literal["labels", "bands"]
    unit: str
    labels: dict[Label, Finite] = Field(min_length=2, max_length=20)
    not_applicable: tuple[Label, ...] = ()
    unknown: tuple[Label, ...] = ()
    numbers: bool = Field(default=False, description="the plain numbers of a form's linear scale count as answers too")

    @model_validator(mode="after")
    def _scorable(self) -> "Labels":
        _no_label_twice((*self.labels, *self.not_applicable, *self.unknown))
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

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Folded label -> reading."""
        table = {fold(label): Reading(ANSWERED, value, label) for label, value in self.labels.items()}
        if self.numbers:
            table |= {f"{value:g}": Reading(ANSWERED, value, label) for label, value in self.labels.items()}
        return table | _states(self.not_applicable, self.unknown)

    def read(self, text: str) -> Reading | None:
        """The reading of an answer as written; None where it is not one of the labels."""
        return self.readings.get(fold(text))

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        return "one of: " + ", ".join((*self.labels, *self.not_applicable, *self.unknown))


class Number(Strict):
    """A plain number between `low` and `high`, in `unit`."""

    kind: Literal["number"]
    unit: str
    low: Finite
    high: Finite
    not_applicable: tuple[Label, ...] = ()
    unknown: tuple[Label, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Number":
        if self.low >= self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        _no_label_twice((*self.not_applicable, *self.unknown))
        return self

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Folded label -> reading, for the answers that are no number."""
        return _states(self.not_applicable, self.unknown)

    def read(self, text: str) -> Reading | None:
        """The reading of an answer as written (decimal point or comma); None where it is no number in range."""
        folded = fold(text)
        if folded in self.readings:
            return self.readings[folded]
        try:
            value = float(folded.replace(",", ".", 1))
        except ValueError:
            return None
        return Reading(ANSWERED, value, "") if math.isfinite(value) and self.low <= value <= self.high else None

    @property
    def expected(self) -> str:
        """What an answer may be, in words."""
        words = ", ".join((*self.not_applicable, *self.unknown))
        return f"a number from {self.low:g} to {self.high:g} ({self.unit})" + (f", or one of: {words}" if words else "")


Format = Annotated[Labels | Number, Field(discriminator="kind")]


def _states(not_applicable: Iterable[str], unknown: Iterable[str]) -> dict[str, Reading]:
    return {fold(label): Reading(NOT_APPLICABLE, math.nan, label) for label in not_applicable} | {
        fold(label): Reading(UNKNOWN, math.nan, label) for label in unknown
    }


def _no_label_twice(labels: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for label in labels:
        if fold(label) in seen:
            raise ValueError(f"label '{label}' is there twice (case and spaces do not count)")
        seen.add(fold(label))
