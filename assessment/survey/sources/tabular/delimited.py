"""Delimited text as its records: encoding, separator and quoting found out, nothing interpreted.

Takes the bytes of a file. Reads UTF-8 (with or without byte order mark), UTF-16 with one, and another encoding where it is named:
which 8-bit encoding a file has cannot be seen in it, and a wrong one changes letters without a word. Comma, semicolon, tab or bar
between cells. Quotes that are never closed are refused: they would swallow the rows that follow.
"""

import codecs
import contextlib
import csv
import io
import itertools
import re

from assessment.errors import AnswersError
from assessment.survey.sources.tabular.cells import visible

SEPARATORS = ",;\t|"
SAMPLE = 50  # records the separator is guessed from
ENCODINGS = {
    "cp1252": "cp1252",
    "windows-1252": "cp1252",
    "latin-1": "latin-1",
    "iso-8859-1": "latin-1",
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
}
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line


def records(content: bytes, where: str, encoding: str = "") -> list[list[str]]:
    """The records of a text file, the header first; AnswersError where it is none, naming file, byte or row."""
    text = decoded(content, where, encoding)
    declared = DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    separator = declared[1] if declared else _separator(text)
    found: list[list[str]] = []
    try:
        found.extend(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        what = "a quote is opened and never closed" if "unexpected end" in str(error) else f"not a CSV file: {error}"
        expected = "comma, semicolon or tab separated text, with quotes doubled inside quotes"
        raise AnswersError(what, where=f"{where}: after row {len(found)}", expected=expected) from error
    return found


def decoded(content: bytes, where: str, encoding: str = "") -> str:
    """The text of a file without invisible characters; AnswersError naming the byte where it is not of its encoding."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16"
    elif content.startswith(codecs.BOM_UTF8) or not encoding:
        codec = "utf-8-sig"
    elif encoding.casefold() not in ENCODINGS:
        raise AnswersError(f"unknown encoding '{encoding:.40}'", where=where, expected=f"one of: {', '.join(ENCODINGS)}")
    else:
        codec = ENCODINGS[encoding.casefold()]
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        expected = "save the table as 'CSV UTF-8', or name its encoding (--encoding cp1252 for a file of western European Windows)"
        name = "UTF-8" if codec == "utf-8-sig" else codec
        raise AnswersError(f"not {name} text", where=f"{where}: byte {error.start}", expected=expected) from error
    if "\0" in text or (codec == "latin-1" and re.search("[\x80-\x9f]", text)):
        raise AnswersError("not a text file", where=where, expected="save the table as 'CSV UTF-8'")
    return visible(text)


def _separator(text: str) -> str:
    """The separator under which most records are as wide as the header; of those, the one that gives most columns."""

    def fits(separator: str) -> tuple[float, int]:
        widths: list[int] = []
        with contextlib.suppress(csv.Error):  # of the separator that is chosen, it is named when the whole is read
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            widths.extend(len(record) for record in itertools.islice(reader, SAMPLE) if record)
        return (sum(w == widths[0] for w in widths) / len(widths) if widths and widths[0] > 1 else 0.0, widths[0] if widths else 0)

    return max(SEPARATORS, key=fits)
