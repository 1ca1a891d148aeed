"""Saved tables hold what the result holds, and nothing that a spreadsheet would run."""

import csv
import io

import openpyxl
import pandas as pd
import pytest

from assessment.errors import AssessmentError
from assessment.reporting.exports import tables

# The characters of OWASP's page "CSV Injection", at the start of a cell.
DANGEROUS = ["=1+1", "+1", "-1+cmd|'/C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "  =1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_csv_starts_a_formula(text):
    content = tables.as_bytes(pd.DataFrame({"=name": [text], "n": [-3]}), "csv").decode()
    header, row = csv.reader(io.StringIO(content, newline=""))
    assert header == ["'=name", "n"]
    assert row == [f"'{text}", "-3"]


@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_no_cell_of_a_sheet_starts_a_formula(text):
    sheet = openpyxl.load_workbook(io.BytesIO(tables.as_bytes(pd.DataFrame({"path": [text], "n": [-3]}), "xlsx")))["table"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (f"'{text}", "s")
    assert (sheet["B2"].value, sheet["B2"].data_type) == (-3, "n")


def test_no_row_of_a_csv_is_started_from_within_a_cell():
    content = tables.as_bytes(pd.DataFrame({"path": ["a\r=1+1", "a\n=1+1"]}), "csv").decode()
    assert content == 'path\r\n"a\r=1+1"\r\n"a\n=1+1"\r\n'


def test_a_categorical_column_is_made_harmless_too():
    frame = pd.DataFrame({"team": pd.Categorical(["=a", "b"])})
    assert tables.as_bytes(frame, "csv").decode() == "team\r\n'=a\r\nb\r\n"


def test_parquet_keeps_every_value():
    frame = pd.DataFrame({"path": ["=1+1", "-x"], "at": pd.to_datetime(["2026-01-01", None], utc=True)})
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(tables.as_bytes(frame, "parquet"))), frame)


def test_a_sheet_takes_times_with_a_zone_as_utc():
    frame = pd.DataFrame({"at": [pd.Timestamp("2026-01-01 12:00", tz="Europe/Berlin")]})
    assert pd.read_excel(io.BytesIO(tables.as_bytes(frame, "xlsx")))["at"].tolist() == [pd.Timestamp("2026-01-01 11:00")]


def test_characters_that_a_file_cannot_hold_are_replaced():
    frame = pd.DataFrame({"path": ["a\x00b\udcff", "ok"]}, dtype=object)
    assert tables.as_bytes(frame, "csv").decode() == "path\r\na\ufffdb\ufffd\r\nok\r\n"
    assert pd.read_excel(io.BytesIO(tables.as_bytes(frame, "xlsx")))["path"].tolist() == ["a\ufffdb\ufffd", "ok"]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_every_table_is_saved_in_every_format(assessment, tmp_path, kind):
    paths = tables.save(assessment, tmp_path / "out", kind=kind)
    assert {path.name for path in paths} == {f"{name}.{kind}" for name in assessment.tables}
    assert all(path.stat().st_size for path in paths)


def test_only_the_named_tables(assessment, tmp_path):
    assert [path.name for path in tables.save(assessment, tmp_path, names=["clusters"])] == ["clusters.csv"]
    assert len(pd.read_csv(tmp_path / "clusters.csv")) == 6  # KINDS in the fixture


def test_bad_names_are_errors_before_anything_is_written(assessment, tmp_path):
    with pytest.raises(AssessmentError, match="unknown table 'nope'; one of: indicators, measures"):
        tables.save(assessment, tmp_path / "out", names=["clusters", "nope"])
    with pytest.raises(AssessmentError, match="unknown format 'ods'; one of: csv, parquet, xlsx"):
        tables.save(assessment, tmp_path / "out", kind="ods")
    assert not (tmp_path / "out").exists()


def test_a_table_too_long_for_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(AssessmentError, match="3 rows do not fit a sheet"):
        tables.as_bytes(pd.DataFrame({"a": [1, 2, 3]}), "xlsx")
