"""What does an answer of another tool mean here? The text that the item's format reads, or why there is none.

Takes answers as written, the labels of a mapping, and a questionnaire. Each distinct answer to an item is looked at once. A number from a
tool whose numbers may be codes is never taken for a point of the scale: exports list labels in any order, and codes follow that order.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.formats import SEPARATOR, AnyFormat, Choice, Labels, Number
from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.mapping.choices import taken_apart
from assessment.survey.sources.tabular.cells import same, unguarded

PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
WHOLE = re.compile(r"([+-]?\d+)[.,]0+")
NUMBERED = re.compile(r"(?P<number>\d{1,2})\s*[-.:=)\u2013\u2014]\s*(?P<label>\D.*)|(?P<label2>.*\D)\s*\(\s*(?P<number2>\d{1,2})\s*\)")
DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")


class Meaning(NamedTuple):
    """The answer to give to the format ('' where it is left out), or what is wrong with it and what would be right."""

    answer: str
    wrong: str = ""
    expected: str = ""


class Meanings:
    """Meanings of answers to the items of one questionnaire, under the labels of a mapping (by format or item: label -> meaning)."""

    def __init__(self, questionnaire: Questionnaire, labels: Mapping[str, Mapping[str, str]], *, codes: bool = False) -> None:
        self.questionnaire, self.codes = questionnaire, codes
        self._labels = {name: {fold(label): meant for label, meant in table.items()} for name, table in labels.items()}
        self._known: dict[tuple[str, str], Meaning] = {}

    def of(self, item: str, text: str) -> Meaning:
        """What an answer to an item means."""
        if (found := self._known.get((item, text))) is None:
            found = self._known[item, text] = self._of(item, unguarded(text.strip()))
        return found

    def labels(self, item: str) -> dict[str, str]:
        """Folded label -> meaning, as the mapping has them for an item; its own before those of its format."""
        return self._labels.get(self.questionnaire.items[item].format, {}) | self._labels.get(item, {})

    def _of(self, item: str, text: str) -> Meaning:
        form, told = self.questionnaire.format_of(item), self.labels(item)
        settled = fold(text) in told
        meant = told.get(fold(text), text)
        if not meant:
            return Meaning("")
        if not settled and self.codes and isinstance(form, Labels) and PLAIN.fullmatch(meant):
            return Meaning("", f"the number '{meant:.20}' may be a code", "say in the mapping which label it stands for")
        if form.read(meant) is not None:
            return Meaning(meant)
        return self._resembling(form, meant, told)

    def _resembling(self, form: AnyFormat, text: str, told: Mapping[str, str]) -> Meaning:
        """The meaning of a text that is no label as it stands: numbered, dotted, or several options joined."""
        if isinstance(form, Choice) and form.several:
            chosen = taken_apart(text, {option: reading.label for option, reading in form.readings.items()} | dict(told))
            if chosen is not None and form.read(joined := f"{SEPARATOR} ".join(sorted(chosen - {""}))) is not None:
                return Meaning(joined)
            return Meaning("") if chosen == frozenset({""}) else _unknown(text, form)
        if isinstance(form, Labels) and form.numbers and (whole := WHOLE.fullmatch(text)) and not self.codes:
            text = whole[1]
        for candidate in (text, _unnumbered(form, text)):
            if candidate and (found := [label for label in self._spellings(form) if same(label) == same(candidate)]):
                return Meaning(found[0]) if len({form.read(label) for label in found}) == 1 else _unknown(text, form)
        return _unknown(text, form)

    def _spellings(self, form: AnyFormat) -> list[str]:
        return [] if not isinstance(form, Labels | Choice | Number) else list(form.readings)


def _unnumbered(form: AnyFormat, text: str) -> str:
    """The label of `4 - Agree` or `Agree (4)` where the number is the label's own; '' otherwise: the two contradict each other."""
    found = NUMBERED.fullmatch(text)
    if not found or not isinstance(form, Labels):
        return ""
    label, number = found["label"] or found["label2"], found["number"] or found["number2"]
    reading = form.read(label.strip())
    return label.strip() if reading is not None and reading.value == float(number) else ""


def _unknown(text: str, form: AnyFormat) -> Meaning:
    if DATE.fullmatch(text):
        return Meaning(
            "", f"a date, {text:.10}, where an answer should be", f"the answer that the spreadsheet made a date of; {form.expected}"
        )
    return Meaning("", f"unknown answer '{text:.60}'", form.expected)
