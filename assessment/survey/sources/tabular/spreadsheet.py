"""A sheet of an XLSX file as records of text: values as they are stored, nothing computed.

Takes the bytes of a file. A formula is never evaluated, nor is the value trusted that some program left beside it: its place is returned
so that whoever needs the cell can refuse it. Dates become ISO text: a spreadsheet turns the answer "1-2" into one. What unpacks to more
than a survey can be is refused before it is unpacked. Misleads: hidden sheets are not looked at.
Source: sizes in a ZIP's directory bound what Python's zipfile unpacks; ECMA-376 part 1 for cells.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from assessment.errors import AnswersError

UNPACKED = 400_000_000  # bytes; 100,000 people and 60 questions take about 250 million
PARTS = 2_000  # files in the archive
ROWS, COLUMNS = 250_000, 2_000
OLD = b"\xd0\xcf\x11\xe0"  # beginning of an Excel file of before 2007, and of one with a password
MALFORMED = (
    OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError, RuntimeError, ArithmeticError,
    AssertionError, zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException,
)  # fmt: skip


class Sheet(NamedTuple):
    """The records of a sheet, and the cells (record, position) that hold a formula."""

    records: list[list[str]]
    formulas: frozenset[tuple[int, int]]


def sheet(content: bytes, where: str, name: str = "") -> Sheet:
    """The sheet of this name, else the only one with something in it; AnswersError naming the file, or its sheets."""
    expected = "an XLSX file as the survey tool wrote it"
    try:
        _refuse_bombs(content, where)
        with warnings.catch_warnings(action="ignore"):  # about styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            found = {one.title: one for one in book.worksheets if one.sheet_state == "visible"}
            if name and name not in found:
                raise AnswersError(f"has no sheet '{name:.60}'", where=where, expected=f"one of: {', '.join(found)}")
            sheets = {title: read for title, one in found.items() if (not name or title == name) and (read := _read(one, where)).records}
    except MALFORMED as error:
        raise AnswersError("cannot be read as XLSX", where=where, expected=expected) from error
    if len(sheets) > 1:
        what = f"has {len(sheets)} sheets with something in them: {', '.join(sheets)}"
        raise AnswersError(what, where=where, expected="name the one with the answers (--sheet), or delete the others")
    return next(iter(sheets.values()), Sheet([], frozenset()))


def _refuse_bombs(content: bytes, where: str) -> None:
    if content.startswith(OLD):
        raise AnswersError("is an old or a password-protected Excel file", where=where, expected="save it as XLSX without a password")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise AnswersError(f"unpacks to more than {UNPACKED:,} bytes", where=where, expected="the answers alone, or CSV")


def _read(one: Any, where: str) -> Sheet:
    """All records of a sheet, blank ones at the end left out, each as wide as the widest."""
    one.reset_dimensions()  # what the file says about its own size is not believed
    records: list[list[str]] = []
    formulas: set[tuple[int, int]] = set()
    filled = 0
    for number, cells in enumerate(_bounded(one.iter_rows(), where)):
        record = ["" if cell.value is None else _text(cell.value) for cell in cells]
        formulas.update((number, position) for position, cell in enumerate(cells) if cell.data_type == "f")
        records.append(record)
        filled = len(records) if any(record) else filled
    width = max(map(len, records[:filled]), default=0)
    return Sheet([record + [""] * (width - len(record)) for record in records[:filled]], frozenset(formulas))


def _bounded(rows: Iterator[tuple[Any, ...]], where: str) -> Iterator[tuple[Any, ...]]:
    for number, cells in enumerate(rows):
        if number >= ROWS or len(cells) > COLUMNS:
            what = f"has more than {ROWS:,} rows or {COLUMNS:,} columns"
            raise AnswersError(what, where=where, expected="one row a person, one column a question; clear the rest of the sheet")
        yield cells


def _text(value: object) -> str:
    """A value as a person would write it; dates as ISO text."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time() | timedelta():
            return str(value)
        case _:
            return str(value)
