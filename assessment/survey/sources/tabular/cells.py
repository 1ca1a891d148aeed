"""Cells and titles of other tools' files, without what nobody sees: marks of order, zero-width characters, markup, placeholders.

Takes and returns text. `visible` is for whole files and answers and changes nothing that can be read; `plain` and `bare` are for titles
of questions only, which are compared and never stored. Misleads: `bare` knows letters and digits alone, so two questions that differ in
a sign ("> 5" and "< 5") look the same: whoever matches by it has to refuse what matches twice.
Source: the characters are those of Unicode's categories Cf and Zs that forms leave behind (U+FEFF at the start of a file, U+200B, U+00A0),
and the bidirectional ones of Boucher and Anderson, Trojan Source, 2021; U+200C and U+200D stay, some scripts need them.
"""

import html
import re

from assessment.survey.questionnaire.readings import fold

INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{[A-Za-z_]+:[^{}]*\}")  # Typeform, Qualtrics, LimeSurvey
NOT_WORD = re.compile(r"[\W_]+")
REPEATED = re.compile(r"(?<=\D)\d{1,2}$")
GUARDED = re.compile(r"'(?=[=+\-@0-9])")  # an apostrophe that keeps a spreadsheet from running or rounding what follows
ENDS = " .!?:;,'\"*"


def visible(text: str) -> str:
    """The text without characters that nobody sees and that change how it compares."""
    return INVISIBLE.sub("", text)


def unguarded(text: str) -> str:
    """The text without the apostrophe that some tools put before a number, a telephone number or a formula."""
    return text[1:] if GUARDED.match(text) else text


def plain(title: str) -> str:
    """A title without markup, entities and placeholders, on one line."""
    without = PLACEHOLDER.sub(" ", MARKUP.sub(" ", title))
    return " ".join(MARKUP.sub(" ", html.unescape(without)).split()).lstrip(", ")


def bare(title: str) -> str:
    """The letters and digits of a title, without case: what is left of a wording in any tool's hands. '' where it has none."""
    return NOT_WORD.sub("", fold(plain(title)))


def unnumbered(title: str) -> str:
    """A title without the number that tools append to one that is there twice (`When2`)."""
    return REPEATED.sub("", title)


def same(label: str) -> str:
    """A label for comparison: folded, without the full stops, quotes and stars at its ends."""
    return fold(label).strip(ENDS)
