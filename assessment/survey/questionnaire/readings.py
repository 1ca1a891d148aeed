"""What does one answer as written mean? A state, a number where there is one, and the label it stands under.

"Not applicable" and "don't know" are states of their own and never become a number. Texts are compared folded: exported forms
change case, spaces, quotes and dashes.
"""

import math
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

ANSWERED, NOT_APPLICABLE, UNKNOWN = "answered", "not applicable", "don't know"
STATES = (ANSWERED, NOT_APPLICABLE, UNKNOWN)
PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2013": "-", "\u2014": "-", "\u201c": '"', "\u201d": '"'})


class Reading(NamedTuple):
    """One answer understood: its state, its number (NaN unless answered by one) and the label it stands under ('' for a number)."""

    state: str
    value: float
    label: str


def fold(text: str) -> str:
    """A text for comparison: Unicode-normalised, plain quotes and dashes, one space between words, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(PLAIN).casefold().split())


def states(not_applicable: Iterable[str], unknown: Iterable[str]) -> dict[str, Reading]:
    """Label -> reading, of the answers that are none."""
    return {label: Reading(NOT_APPLICABLE, math.nan, label) for label in not_applicable} | {
        label: Reading(UNKNOWN, math.nan, label) for label in unknown
    }


def refuse_twins(labels: Iterable[str]) -> None:
    """ValueError where two labels are the same to a reader."""
    seen: set[str] = set()
    for label in labels:
        if fold(label) in seen:
            raise ValueError(f"label '{label}' is there twice (case and spaces do not count)")
        seen.add(fold(label))
