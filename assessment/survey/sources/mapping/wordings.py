"""Which item does a column ask? By id, by code, by its wording in every language; else the items that are most like it.

Takes a questionnaire and answers for titles of columns. A match is a match of all letters and digits, and counts only where one item
alone has it: two grids over the same rows, or a wording that two questionnaires share, are told apart by a person. Likeness is never
taken for a match: "can" and "cannot" are 97 % alike.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from assessment.survey.questionnaire import Questionnaire
from assessment.survey.questionnaire.codes import item_codes, label_codes
from assessment.survey.questionnaire.formats import Choice
from assessment.survey.sources.engines.layouts import Column
from assessment.survey.sources.tabular.cells import bare, plain

T = TypeVar("T")
LIKE = 60.0  # per cent of likeness from which an item is worth naming
NAMED = 3
ROW = re.compile(r"^.*\[([^\[\]]+)\]$")  # the row of a grid: `grid[row]`


class Candidate(NamedTuple):
    """An item that a column may ask, and how alike they are (0..100)."""

    item: str
    likeness: float


class Wordings:
    """All names of the items, the team, the role, and the options of choices of one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        spoken = [questionnaire.in_language(language) for language in questionnaire.languages]
        self.items = _unique((name, item) for one in spoken for name, item in _names(one))
        self.asked = [(plain(text), item) for one in spoken for item, text in one.wordings.items()]
        self.texts = [(bare(item.text), item.id) for one in spoken for item in one.items.values()]
        self.about = {"respondent": "respondent", "respondentid": "respondent", "team": "team"}
        self.about |= {bare(one.respondent.team): "team" for one in spoken}
        self.about |= {name: "role" for one in spoken if one.respondent.role for name in ("role", bare(one.respondent.role.text))}
        several = [
            (item, form)
            for one in spoken
            for item in one.items
            if isinstance(form := one.formats[one.items[item].format], Choice) and form.several
        ]
        self.options = _unique((bare(option), (item, form.source(option))) for item, form in several for option in form.choices)
        coded = {(item, bare(code)): label for item, form in several for label, code in label_codes(form).items()}
        self._ticked = coded | {(item, bare(option)): form.source(option) for item, form in several for option in form.choices}
        self._codes = _unique((bare(name), item) for item, code in item_codes(questionnaire).items() for name in (item, code))

    def item(self, column: Column) -> str:
        """The one item that a column asks; '' where there is none, or more than one, or where its code and its words disagree."""
        words = self.items.get(bare(f"{column.text} {column.option}"), "")
        code = self._codes.get(bare(column.code), "") or self._codes.get(bare(ROW.sub(r"\1", column.code)), "")
        if column.code and bare(column.text):
            return words if code in {"", words} else ""
        return words or code or ("" if column.code else self.items.get(bare(column.title), ""))

    def tick(self, column: Column) -> tuple[str, str]:
        """The item and the option that a tick in a column stands for; two empty words where it is no such column."""
        for question, option in _parts(column):
            item = self.items.get(bare(question), "") or self._codes.get(bare(question), "")
            if (item, bare(option)) in self._ticked:
                return item, self._ticked[item, bare(option)]
        return "", ""

    def alone(self, column: Column) -> tuple[str, str]:
        """The item and the option of a column that is called like the option alone; two empty words where none is, or several are."""
        return self.options.get(bare(column.title), ("", ""))

    def like(self, title: str) -> tuple[Candidate, ...]:
        """The items most like a title, best first."""
        texts = [text for text, _ in self.asked]
        found = process.extract(plain(title), texts, scorer=fuzz.token_sort_ratio, limit=10, score_cutoff=LIKE)
        best: dict[str, float] = {}
        for _, likeness, at in found:
            best.setdefault(self.asked[at][1], likeness)
        return tuple(Candidate(item, round(likeness)) for item, likeness in list(best.items())[:NAMED])


def _names(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Bare name -> item: by id, by wording, by text alone, and as the row of a grid under the title of its section."""
    for section in questionnaire.sections:
        for item in section.items:
            yield from ((bare(name), item.id) for name in {item.id, section.wording(item), item.text, f"{section.title} {item.text}"})


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The names that mean one thing."""
    meant: dict[str, set[T]] = {}
    for name, thing in pairs:
        meant.setdefault(name, set()).add(thing)
    return {name: things.pop() for name, things in meant.items() if name and len(things) == 1}


def _parts(column: Column) -> Iterator[tuple[str, str]]:
    """The question and the option that a column may be put together of; its code only where it has no words."""
    if column.option:
        yield column.text, column.option
    else:
        text = column.text or column.code or column.title
        if text.endswith("]"):
            question, _, option = text[:-1].rpartition("[")
            yield question, option
        parts = text.split(" - ")
        for at in range(len(parts) - 1, 0, -1):
            yield " - ".join(parts[:at]).removesuffix(" - Selected Choice"), " - ".join(parts[at:])
