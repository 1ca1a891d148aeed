"""Keeping a result: `verdict.json` and one Parquet file a table, in one folder.

Reads and writes files. A result appears whole or not at all: it is written beside its place and moved there.
`load` reads again when the folder was replaced while it was reading, so that verdict and tables always belong together.
"""

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from assessment.decisions.assessment import Answer, Assessment, Verdict, tidy
from assessment.decisions.dictionary import COLUMNS
from assessment.errors import WorkspaceError

VERDICT = "verdict.json"
FORMAT = 1  # raised when a stored result can no longer be read as before
NULLABLE = {"evidence": ("line",), "campaigns": ("people",), "response": ("answers",), "items": ("n", "not_applicable")}
ATTEMPTS = 3


def save(assessment: Assessment, folder: Path) -> Path:
    """Write the result as `folder`, replacing what was there; returns `folder`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        beside.chmod(0o755)
        for name, frame in assessment.tables.items():
            _storable(name, frame).to_parquet(beside / f"{name}.parquet", index=False)
        record = {
            "format": FORMAT,
            "organisation": assessment.organisation,
            "as_of": assessment.as_of.isoformat(),
            "tables": list(assessment.tables),
            "verdict": asdict(assessment.verdict),
        }
        (beside / VERDICT).write_text(json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        _replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def load(folder: Path) -> Assessment:
    """The result kept in `folder`, with a table that its version did not know yet as an empty one.

    WorkspaceError naming the file that is missing or cannot be read.
    """
    for _ in range(ATTEMPTS):
        before = stamp(folder)
        try:
            found = _load(folder)
        except WorkspaceError:
            if stamp(folder) == before:
                raise
            continue
        if stamp(folder) == before:
            return found
    raise WorkspaceError("kept changing while it was read", where=str(folder), expected="wait until scoring has ended")


def stamp(folder: Path) -> int | None:
    """When the result in `folder` was written, in nanoseconds; None where there is none. Changes with every `save`."""
    try:
        return (folder / VERDICT).stat().st_mtime_ns
    except OSError:
        return None


def _replace(new: Path, place: Path) -> None:
    if not place.exists():
        new.rename(place)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        place.rename(old / place.name)
        new.rename(place)
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _storable(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    whole = {column: "Int64" for column in NULLABLE.get(name, ()) if column in frame.columns}
    return frame.astype(whole) if whole else frame


def _load(folder: Path) -> Assessment:
    path = folder / VERDICT
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise WorkspaceError(f"is in format {record['format']}", where=str(path), expected=f"format {FORMAT}: run assess score again")
        return Assessment(
            organisation=record["organisation"],
            as_of=pd.Timestamp(record["as_of"]),
            verdict=_verdict(record["verdict"]),
            tables={name: _table(folder, name) if name in record["tables"] else tidy(name, []) for name in COLUMNS},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"cannot be read ({error})", where=str(path), expected="run: assess score") from error


def _table(folder: Path, name: str) -> pd.DataFrame:
    path = folder / f"{name}.parquet"
    try:
        return tidy(name, pd.read_parquet(path))
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"cannot be read ({error})", where=str(path), expected="run: assess score") from error


def _verdict(record: dict[str, Any]) -> Verdict:
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    return Verdict(**{**record, **lists, "answer": Answer(record["answer"])})
