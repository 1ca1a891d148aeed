"""What is each column of a file, and what do its unknown labels mean? What is certain, and what a person has to settle.

Takes a form, a questionnaire and an organisation and returns a mapping, in which "?" stands for what is not certain, with the candidates
for it. Certain is what a tool's own header says, a wording or id letter by letter, and a label in any language of the questionnaire.
Likeness is only ever a suggestion. Misleads: a column of addresses under a title that says nothing is found by what is in it, a column of
plain names is not: look at what is ignored.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import fuzz, process

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.engines.known import Form
from assessment.survey.sources.engines.layouts import Column
from assessment.survey.sources.mapping.choices import ticked
from assessment.survey.sources.mapping.model import OPEN, MappedColumn
from assessment.survey.sources.mapping.wordings import LIKE, Candidate, Wordings
from assessment.survey.sources.tabular.cells import bare, unnumbered

PERSONAL_WORDS = {
    "name", "fullname", "yourname", "firstname", "lastname", "surname", "givenname", "familyname", "nickname", "username", "userid",
    "phone", "phonenumber", "mobile", "mobilenumber", "telephone", "address", "postaladdress", "ip", "ipaddress", "useragent", "browser",
    "device", "deviceid", "latitude", "longitude", "location", "coordinates", "employeeid", "personnelnumber", "staffid", "birthday",
    "dateofbirth", "birthdate", "age", "gender", "sex", "signature", "photo", "vorname", "nachname", "telefon", "anschrift", "geburtsdatum",
    "alter", "geschlecht", "personalnummer", "linkedin", "github", "slack", "slackhandle", "handle", "manager", "managername", "remoteaddr",
}  # fmt: skip
PERSONAL_CELLS = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+|(\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}|'?\+\d[\d ()/-]{6,}\d|Mozilla/.+", re.IGNORECASE
)
PERSONAL_SHARE = 0.5
WHY = {
    "time": "a time",
    "submitted": "a time; it only says which of a person's responses is the last",
    "state": "it only says which responses count",
    "response": "id of the response",
}


class Guess(NamedTuple):
    """What a column is taken for, the items it may ask where that is open, and a word on why."""

    column: MappedColumn
    candidates: tuple[Candidate, ...] = ()
    why: str = ""


def columns(form: Form, wordings: Wordings, *, team: bool = False) -> list[Guess]:
    """A guess for every column; what two columns are taken for, neither is. `team`: one is named for the whole file."""
    guesses = [_guess(form, position, wordings) for position in range(len(form.columns))]
    taken: dict[tuple[str, str, str], int] = {}
    for at, guess in enumerate(guesses):
        one = guess.column
        if one.use == "team" and team:
            guesses[at] = Guess(MappedColumn(column=one.column, use="ignore"), why="one team is named for everybody")
        elif one.use in {"item", "team", "role", "respondent"}:
            first = taken.setdefault((one.use, one.item, one.option), at)
            if first != at:
                guesses[at] = _second(guess, guesses[first])
    return guesses


def _second(guess: Guess, first: Guess) -> Guess:
    """A column for what another is taken for already: a second address is a person's data, anything else is open."""
    one = guess.column
    if one.use == "respondent":
        return Guess(MappedColumn(column=one.column, use="personal"))
    what = one.item or one.use
    return Guess(MappedColumn(column=one.column, use=OPEN), guess.candidates, f"'{first.column.column:.60}' is taken for '{what}' already")


def _guess(form: Form, position: int, wordings: Wordings) -> Guess:
    column = form.columns[position]
    cells = set(form.distinct[position])
    if column.known in {"ignore", "personal", "other"} and cells and (item := wordings.item(column)):
        why = f"a column of {form.engine.title}'s own, or {item}"
        return Guess(MappedColumn(column=column.title, use=OPEN), (Candidate(item, 100),), why)
    if column.known and not (column.known == "other" and cells):
        use = column.known if column.known in {"respondent", "personal"} else "ignore"
        return Guess(MappedColumn.model_validate({"column": column.title, "as": use}), why=WHY.get(column.known, ""))
    if column.known != "other" and (asked := _asked(column, cells, wordings)):
        return Guess(asked)
    return _rest(column, cells, wordings)


def _asked(column: Column, cells: set[str], wordings: Wordings) -> MappedColumn | None:
    """What the title of a column says letter by letter; None where it says nothing that is known."""
    names = [bare(column.code), bare(column.text), bare(column.title)]
    if use := next((wordings.about[name] for name in names if name in wordings.about), ""):
        return MappedColumn.model_validate({"column": column.title, "as": use})
    item, option = wordings.item(column), ""
    if not item:
        item, option = wordings.tick(column)
    if not item and all(ticked(cell, column.title) for cell in cells):
        item, option = wordings.alone(column)
    return MappedColumn(column=column.title, use="item", item=item, option=option) if item else None


def _rest(column: Column, cells: set[str], wordings: Wordings) -> Guess:
    """A column that nothing is certain about, but that it may hold what nobody wants, or nothing at all."""
    if bare(column.title) in PERSONAL_WORDS or bare(column.text) in PERSONAL_WORDS:
        return Guess(MappedColumn(column=column.title, use="personal"))
    if cells and sum(PERSONAL_CELLS.fullmatch(cell) is not None for cell in cells) >= PERSONAL_SHARE * len(cells):
        return Guess(MappedColumn(column=column.title, use="personal"), why="addresses of people or machines")
    if not cells:
        return Guess(MappedColumn(column=column.title, use="ignore"), why="nothing in it")
    if column.known == "other":
        return Guess(MappedColumn(column=column.title, use=OPEN), why='text beside "other": ignore it, or name an item of free text')
    asked = column.text or column.code or column.title
    return Guess(MappedColumn(column=column.title, use=OPEN), _alike(wordings, asked), "")


def _alike(wordings: Wordings, title: str) -> tuple[Candidate, ...]:
    """Items with this very text first (the rows of two grids), then those most like it."""
    texts = {bare(title), bare(unnumbered(title))}
    same = dict.fromkeys(item for name, item in wordings.texts if name in texts)
    return tuple(dict.fromkeys([*(Candidate(item, 100) for item in same), *(c for c in wordings.like(title) if c.item not in same)]))


def nearest(text: str, known: Iterable[str]) -> tuple[str, float]:
    """The known word most like a text, and how alike they are (0..100); '' where none is worth naming."""
    found = process.extractOne(fold(text), {name: fold(name) for name in known}, scorer=fuzz.ratio, score_cutoff=LIKE)
    return (str(found[2]), float(round(found[1]))) if found else ("", 0.0)
