"""A delimited text file as its rows: encoding, separator and quoting found out, nothing interpreted.

Reads UTF-8 (with or without byte order mark) or UTF-16 with one, separated by comma, semicolon or tab. Raises
AnswersError naming the file, and the row where there is one.
"""

import codecs
import csv
import hashlib
import io
from pathlib import Path
from typing import NamedTuple

from assessment.errors import AnswersError

SEPARATORS = ",;\t"
SAMPLE = 50  # rows the separator is guessed from


class Table(NamedTuple):
    """A file's header, its rows with their number in the file (the header is row 1), and the SHA-256 of its bytes."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    digest: str


def read_table(path: Path) -> Table:
    """The file as a table; blank rows are skipped. AnswersError where it is no such file or a row is too long or short."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise AnswersError(error.strerror or str(error), where=str(path), expected="a readable CSV file") from error
    text = _decoded(content, path)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as error:
        raise AnswersError(f"not a CSV file: {error}", where=str(path), expected="comma, semicolon or tab separated text") from error
    if not records or not any(cell.strip() for cell in records[0]):
        raise AnswersError("the file is empty", where=str(path), expected="a header row and answers")
    header = tuple(cell.strip() for cell in records[0])
    rows = tuple((number, tuple(record)) for number, record in enumerate(records[1:], start=2) if any(cell.strip() for cell in record))
    for number, record in rows:
        if len(record) != len(header):
            what = f"{len(record)} columns, but the header has {len(header)}"
            raise AnswersError(what, where=f"{path}: row {number}", expected="as many in every row; quote texts with separators in them")
    return Table(header, rows, hashlib.sha256(content).hexdigest())


def _decoded(content: bytes, path: Path) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"{path}: byte {error.start}"
        raise AnswersError("not UTF-8 text", where=where, expected="save the table as 'CSV UTF-8'") from error
    if "\0" in text:
        raise AnswersError("not a text file", where=str(path), expected="save the table as 'CSV UTF-8'")
    return text


def _separator(text: str) -> str:
    """The separator under which most rows are as wide as the header; of those, the one that gives most columns."""

    def fits(separator: str) -> tuple[float, int]:
        records = [record for _, record in zip(range(SAMPLE), csv.reader(io.StringIO(text, newline=""), delimiter=separator), strict=False)]
        widths = [len(record) for record in records if record]
        return (sum(w == widths[0] for w in widths) / len(widths) if widths and widths[0] > 1 else 0.0, widths[0] if widths else 0)

    return max(SEPARATORS, key=fits)
