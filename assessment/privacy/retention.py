"""Which rounds are old enough to be deleted? Takes the names of rounds, in the order of which they took place, and how many to keep.

Answers are kept for as long as they are compared with, no longer. What was released of a round stays what it was; but a mean that a
later round held back because of it may be shown once it is gone, to people who kept the old release: delete what was exported, too.
"""

from collections.abc import Iterable

from assessment.errors import SurveyError


def expired(rounds: Iterable[str], keep: int) -> tuple[str, ...]:
    """The rounds before the last `keep` ones, oldest first; SurveyError where less than one would be kept."""
    if keep < 1:
        raise SurveyError(f"{keep} rounds are to be kept", where="retention", expected="1 or more; delete single rounds by their name")
    return tuple(sorted(set(rounds)))[:-keep]
