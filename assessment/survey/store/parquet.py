"""Answers of workspaces from before there was a store: one Parquet file, taken over once.

Reads `answers.parquet` of a folder, adds it to the store, and gives the file another name when it is there; a crash in between does it
again, which changes nothing. Files from before questionnaires had ids are answers to the one that the workspace has.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa

from assessment.errors import WorkspaceError
from assessment.survey.answers import COLUMNS, DTYPES
from assessment.survey.store.store import Store

FILE, TAKEN = "answers.parquet", "answers.parquet.taken-over"


def take_over(store: Store, folder: Path, questionnaire: str) -> int:
    """Put the answers of an older version into the store, where there are any; returns how many. WorkspaceError where they are damaged."""
    path = folder / FILE
    if not path.exists():
        return 0
    try:
        found = pd.read_parquet(path)
        found = found if "questionnaire" in found else found.assign(questionnaire=questionnaire)
        answers = found[list(COLUMNS)].astype(DTYPES)
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise WorkspaceError("the stored answers cannot be read", where=str(path), expected="restore the file, or import again") from error
    store.append(answers)
    path.rename(folder / TAKEN)
    return len(answers)
