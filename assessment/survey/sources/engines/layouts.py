"""What a file of answers is to its reader: a table of text, the columns in it, and the tool that wrote it.

Records only. An `Engine` is what one survey tool's files look like; each is a file of its own beside this one, `known.py` lists them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from assessment.survey.questionnaire.readings import fold
from assessment.survey.sources.tabular.cells import plain

# What a tool itself puts into a column: the person (respondent), an id of the response (response), a person's data (personal), a time
# (time), when it was sent (submitted), whether it counts (state), the text beside "other" (other), nothing of use (ignore).
KNOWN = ("respondent", "response", "personal", "time", "submitted", "state", "other", "ignore")


Judge = Callable[[str], str | None]  # a cell -> why its row does not count: '' where it does, None where nobody knows


class Table(NamedTuple):
    """The records of a file, all equally wide, with the number of the first; cells that hold formulas; SHA-256 of the bytes."""

    records: list[list[str]]
    digest: str
    first: int = 1
    formulas: frozenset[tuple[int, int]] = frozenset()
    form: str = "text"

    def header(self, row: int = 0) -> list[str]:
        """The cells of a header row, stripped; none where there is no such row."""
        return [cell.strip() for cell in self.records[row]] if row < len(self.records) else []

    def answered(self, header_rows: int) -> Iterator[tuple[int, list[str]]]:
        """Index and record of every row below the header that is not blank."""
        return ((at, self.records[at]) for at in range(header_rows, len(self.records)) if any(map(str.strip, self.records[at])))


class Column(NamedTuple):
    """One column: its title, unlike any other of the file; the question's code and text; the row or option it stands for; see KNOWN."""

    title: str
    code: str = ""
    text: str = ""
    option: str = ""
    known: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What the files of one tool look like.

    `header_rows`: how many rows of a table are its header, 0 where it is not this tool's. `kept`: by a column's folded title or code, why
    a row with this value does not count ('' where it does, None where the value is unknown). `nobody`: folded words that stand in the
    place of an address where the tool knew none. `codes`: numbers may be codes of answers, not points of a scale. `unique`: no two
    responses, of whatever survey, share an id.
    """

    id: str
    title: str
    header_rows: Callable[[Table], int]
    columns: Callable[[Table, int], list[Column]]
    kept: Mapping[str, Judge] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()
    codes: bool = False
    unique: bool = False


def questions(header: list[str], known: Mapping[str, str]) -> list[Column]:
    """The columns of a header of one row; `known`: folded title -> what the tool puts there."""
    pairs = zip(titled(header), header, strict=True)
    return [Column(title, text=plain(name), known=known.get(fold(name), "")) for title, name in pairs]


def titled(header: list[str]) -> list[str]:
    """Titles that differ: the second of the same name is called `name (2)`, one without a name `column 7`."""
    taken: set[str] = set()
    titles = []
    for position, name in enumerate(header, start=1):
        title = first = " ".join(name.split()) or f"column {position}"
        again = 1
        while title in taken or (again > 1 and title in header):
            again += 1
            title = f"{first} ({again})"
        taken.add(title)
        titles.append(title)
    return titles


def among(table: Table, *words: str) -> bool:
    """Whether every one of these titles is in the first row."""
    header = {fold(cell) for cell in table.header()}
    return all(word in header for word in words)
