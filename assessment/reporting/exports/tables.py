"""Tables as files: CSV, Parquet and XLSX.

Writes files, or returns their bytes for a download. In CSV and XLSX a text that a spreadsheet would run as a formula gets an apostrophe in
front (OWASP, "CSV injection"); Parquet keeps every value as it is. XLSX knows no time zones, so times are written as UTC without one.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from assessment.decisions.assessment import Assessment
from assessment.errors import AssessmentError

MOST_ROWS = 1_048_575  # an XLSX sheet has one row more, for the names of the columns
LONGEST = 32_767  # characters that an XLSX cell holds
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # not allowed in XLSX, and never meant
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def save(assessment: Assessment, folder: Path, *, kind: str = "csv", names: Iterable[str] | None = None) -> list[Path]:
    """Write the named tables (default: all) as `folder/<table>.<kind>`; returns their paths.

    AssessmentError for an unknown kind or table, before anything is written.
    """
    return list(_saved(assessment, folder, kind, names))


def _saved(assessment: Assessment, folder: Path, kind: str, names: Iterable[str] | None) -> Iterator[Path]:
    wanted = list(names) if names else list(assessment.tables)
    for name in wanted:
        if name not in assessment.tables:
            raise AssessmentError(f"unknown table '{name}'", expected=f"one of: {', '.join(assessment.tables)}")
    _writer(kind)
    folder.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        path = folder / f"{name}.{kind}"
        path.write_bytes(as_bytes(assessment.tables[name], kind))
        yield path


def as_bytes(frame: pd.DataFrame, kind: str) -> bytes:
    """The content of a file of that kind: csv, parquet or xlsx. AssessmentError for another kind, or too many rows for a sheet."""
    return _writer(kind)(frame)


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with every text, and every column name, that a spreadsheet could run or not hold made harmless."""
    safe = frame.copy()
    for name in frame.columns:
        if frame[name].dtype == object or isinstance(frame[name].dtype, (pd.StringDtype, pd.CategoricalDtype)):
            safe[name] = frame[name].astype(object).map(_text)
    return safe.rename(columns=_text)


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value
    clean = UNPRINTABLE.sub("\ufffd", value)
    return f"'{clean}" if clean.lstrip(" ").startswith(FORMULA) else clean


def _csv(frame: pd.DataFrame) -> bytes:
    # RFC 4180's CRLF also makes the writer quote a lone carriage return, which would otherwise start a new row with a formula.
    return harmless(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _parquet(frame: pd.DataFrame) -> bytes:
    content: bytes = frame.to_parquet(None, index=False)
    return content


def _xlsx(frame: pd.DataFrame) -> bytes:
    if len(frame) > MOST_ROWS:
        raise AssessmentError(f"{len(frame):,} rows do not fit a sheet", expected=f"at most {MOST_ROWS:,}; save as csv or parquet")
    safe = harmless(frame)
    for name in safe.columns:
        if isinstance(safe[name].dtype, pd.DatetimeTZDtype):
            safe[name] = safe[name].dt.tz_convert("UTC").dt.tz_localize(None)
        elif safe[name].dtype == object:
            safe[name] = safe[name].map(_cell)
    content = io.BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as writer:
        safe.to_excel(writer, index=False, sheet_name="table", freeze_panes=(1, 0))
    return content.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, pd.Timestamp) and value.tzinfo is not None:
        return value.tz_convert("UTC").tz_localize(None)
    return value[:LONGEST] if isinstance(value, str) else value


WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx}


def _writer(kind: str) -> Callable[[pd.DataFrame], bytes]:
    if kind not in WRITERS:
        raise AssessmentError(f"unknown format '{kind}'", expected=f"one of: {', '.join(WRITERS)}")
    return WRITERS[kind]
