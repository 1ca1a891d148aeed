"""A result as plain values, for `--json` and other programs.

Takes an `Assessment`; returns dicts, lists, strings, numbers, booleans and None, ready for `json.dumps`. Missing is null, never NaN.
"""

from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from assessment.decisions.assessment import Assessment
from assessment.reporting import words


def document(assessment: Assessment) -> dict[str, Any]:
    """Keys organisation, as_of (ISO 8601), verdict, tables; a table is a list of rows with the columns of `COLUMNS`."""
    return {
        "organisation": assessment.organisation,
        "as_of": assessment.as_of.isoformat(),
        "verdict": plain(asdict(assessment.verdict)),
        "tables": {name: rows(frame) for name, frame in assessment.tables.items()},
    }


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain dicts."""
    columns = [str(name) for name in frame.columns]
    return [dict(zip(columns, map(plain, row), strict=True)) for row in frame.itertuples(index=False, name=None)]


def plain(value: Any) -> Any:
    """One value without any type of pandas, numpy or our own."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if words.missing(value) or (isinstance(value, float) and not np.isfinite(value)):
        return None
    if isinstance(value, np.generic):
        return plain(value.item())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
