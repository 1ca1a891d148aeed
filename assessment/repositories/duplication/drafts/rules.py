"""When is a draft worth offering? The numbers of `drafts` in data/rules/duplication.yaml, each with its reason there."""

from typing import Annotated

from pydantic import Field

from assessment.model import Strict

Share = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=2)]


class DraftRules(Strict):
    """What a shared version must be to be offered, and where callers look for it."""

    home: Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")]
    ref: Annotated[str, Field(min_length=1)]
    constants: Share
    members: Count
    outlier: Share
    forgotten: Count
    variants: Count
