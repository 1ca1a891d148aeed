import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from assessment.errors import AnswersError
from assessment.survey.sources.imports import Wanted
from assessment.survey.sources.tabular import spreadsheet
from tests.survey.sources.forms import as_xlsx, imported, said


def test_numbers_truths_dates_and_line_breaks_become_text(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [["a", "b"], [3.0, 0.1], [True, datetime(2026, 1, 2, 3, 4)], [date(2026, 1, 2), "two\nlines"], [None, None]])
    found = spreadsheet.sheet(path.read_bytes(), "x")
    assert found.records == [["a", "b"], ["3", "0.1"], ["true", "2026-01-02 03:04:00"], ["2026-01-02 00:00:00", "two\nlines"]]


def test_an_answer_that_the_spreadsheet_made_a_date_of_is_named(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [["team", "setup"], ["Red", datetime(2026, 1, 2)]])
    with pytest.raises(AnswersError, match="row 2: column 'setup': a date, 2026-01-02, where an answer should be"):
        imported(path)


@pytest.mark.parametrize("formula", ["=1+1", '=HYPERLINK("http://x","y")', "=Sheet!A1"])
def test_formulas_are_refused_where_they_count_and_nowhere_else(tmp_path: Path, formula: str) -> None:
    with pytest.raises(AnswersError, match="row 2: column 'hours-ci': a formula, which is never computed"):
        imported(as_xlsx(tmp_path, [["team", "hours-ci"], ["Red", formula]]))
    with pytest.raises(AnswersError, match="row 2: column 'team': a formula"):
        imported(as_xlsx(tmp_path, [["team", "hours-ci"], [formula, 3]]))
    with pytest.raises(AnswersError, match="row 2: column 'Email Address': a formula"):
        imported(as_xlsx(tmp_path, [["team", "hours-ci", "Email Address"], ["Red", 3, formula]]))
    found = imported(as_xlsx(tmp_path, [["team", "hours-ci", "Name"], ["Red", 3, formula]]))
    assert said(found) == [("Red", "hours-ci", "3")]


def test_a_tidy_spreadsheet_with_a_formula_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match="row 2: column 'answer': a formula"):
        imported(as_xlsx(tmp_path, [["respondent", "team", "item", "answer"], ["p", "Red", "hours-ci", "=1+1"]]))


def test_one_of_several_sheets_is_named(tmp_path: Path) -> None:
    path = as_xlsx(tmp_path, [["team", "hours-ci"], ["Red", 3]], other=[["team", "hours-ci"], ["Blue", 4]])
    with pytest.raises(AnswersError, match="has 2 sheets with something in them: Sheet, Other"):
        imported(path)
    assert said(imported(path, wanted=Wanted(sheet="Other"))) == [("Blue", "hours-ci", "4")]
    with pytest.raises(AnswersError, match="has no sheet 'Third'; one of: Sheet, Other"):
        imported(path, wanted=Wanted(sheet="Third"))


def test_a_hidden_sheet_is_not_looked_at(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["team", "hours-ci"])
    book.worksheets[0].append(["Red", 3])
    hidden = book.create_sheet("Hidden")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert said(imported(tmp_path / "a.xlsx")) == [("Red", "hours-ci", "3")]


def with_sheet(folder: Path, xml: bytes) -> Path:
    """An XLSX file whose sheet is this XML."""
    source = as_xlsx(folder, [["team"]], name="source.xlsx")
    target = folder / "made.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, xml if part.filename == "xl/worksheets/sheet1.xml" else old.read(part))
    return target


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData>%s</sheetData></worksheet>'


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "UNPACKED", 5_000_000)
    bomb = with_sheet(tmp_path, SHEET % (b"", b" " * 20_000_000))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(AnswersError, match="unpacks to more than 5,000,000 bytes"):
        imported(bomb)


@pytest.mark.parametrize(
    "row", [b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>', b'<row r="1"><c r="XFD1"><v>1</v></c></row>']
)
def test_a_cell_at_the_end_of_the_world_is_refused(tmp_path: Path, row: bytes) -> None:
    with pytest.raises(AnswersError, match="has more than 250,000 rows or 2,000 columns"):
        imported(with_sheet(tmp_path, SHEET % (b'<dimension ref="A1:A1"/>', row)))


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"x" * 1000) for n in range(9))
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e8;</t></is></c></row>'
    xml = b'<?xml version="1.0"?><!DOCTYPE w [%s]>' % entities + SHEET % (b"", cell)
    with pytest.raises(AnswersError, match="cannot be read as XLSX"):
        imported(with_sheet(tmp_path, xml))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04nothing", "cannot be read as XLSX"),
        (b"\xd0\xcf\x11\xe0 old", "is an old or a password-protected Excel file"),
        (b"PK", "cannot be read as XLSX"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(AnswersError, match=says):
        imported(tmp_path / "a.xlsx")


def test_a_zip_of_something_else_is_named(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (tmp_path / "a.ods").write_bytes(content.getvalue())
    with pytest.raises(AnswersError, match="cannot be read as XLSX"):
        imported(tmp_path / "a.ods")
