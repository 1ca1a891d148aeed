"""A file of answers as a table of text: delimited text, XLSX, or the JSON of SurveyJS.

Reads a file; nothing in it is interpreted. Raises AnswersError naming the file, and the row where there is one. Row numbers are those a
spreadsheet shows (the first row is 1); in JSON they count the responses.
"""

import hashlib
from pathlib import Path

from assessment.errors import AnswersError
from assessment.survey.sources.engines import surveyjs
from assessment.survey.sources.engines.layouts import Table
from assessment.survey.sources.tabular import delimited, spreadsheet
from assessment.survey.sources.tabular.cells import visible

LARGEST = 200_000_000  # bytes
ZIP = b"PK"


def read_table(path: Path, *, encoding: str = "", sheet: str = "") -> Table:
    """The file as a table; AnswersError where it is no such file, is too large, or a row is too long or short."""
    where = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise AnswersError(f"is larger than {LARGEST:,} bytes", where=where, expected="the answers alone")
        content = path.read_bytes()
    except OSError as error:
        raise AnswersError(error.strerror or str(error), where=where, expected="a readable CSV or XLSX file") from error
    table = _table(content, where, path.suffix.casefold(), encoding, sheet)
    if not table.records or not any(cell.strip() for cell in table.records[0]):
        raise AnswersError("the file is empty", where=where, expected="a header row and answers")
    return table


def _table(content: bytes, where: str, suffix: str, encoding: str, sheet: str) -> Table:
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith((ZIP, spreadsheet.OLD)):
        found = spreadsheet.sheet(content, where, sheet)
        return Table([list(map(visible, record)) for record in found.records], digest, formulas=found.formulas, form="xlsx")
    if suffix in surveyjs.SUFFIXES:
        return Table(surveyjs.records(delimited.decoded(content, where), where), digest, first=0, form="json")
    return Table(_even(delimited.records(content, where, encoding), where), digest)


def _even(records: list[list[str]], where: str) -> list[list[str]]:
    """The records, blank lines as wide as the others; AnswersError for a row of another width than the first."""
    width = len(records[0]) if records else 0
    for number, record in enumerate(records, start=1):
        if len(record) != width:
            if any(map(str.strip, record)):
                what = f"{len(record)} columns, but the header has {width}"
                raise AnswersError(
                    what, where=f"{where}: row {number}", expected="as many in every row; quote texts with separators in them"
                )
            records[number - 1] = [""] * width
    return records
