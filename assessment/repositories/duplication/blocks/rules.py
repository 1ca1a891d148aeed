"""Which parts of files are worth telling of, and when are two of them the same? The numbers, as a record.

Reads nothing; `thresholds.py` holds it, `data/rules/duplication.yaml` states it with its reasons.
"""

from typing import Annotated

from pydantic import Field

from assessment.model import Strict


class BlockRules(Strict):
    """When a block counts, and when two are one."""

    lines: Annotated[int, Field(ge=1)]
    characters: Annotated[int, Field(ge=1)]
    alike: Annotated[float, Field(gt=0, le=1)]
    window: Annotated[int, Field(ge=2)]
