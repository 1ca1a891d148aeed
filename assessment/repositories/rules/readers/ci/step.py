"""One step of a pipeline, whatever the CI system."""

from collections.abc import Mapping
from typing import NamedTuple


class Step(NamedTuple):
    """What one step calls or runs. `how` is set where it calls a building block: `action:…`, `workflow:…`, `library:…`, `orb:…`, …"""

    line: int
    job: str
    name: str = ""
    how: str = ""
    block: str = ""  # the building block's full name, as the rules compare it
    commands: tuple[tuple[int, str], ...] = ()  # lines of shell
    inputs: Mapping[str, str] = {}
    environment: str = ""
    enabled: bool = True
    certain: bool = True  # false: a step only where its name says something, or where the repository itself has a block of that name


def off(condition: str) -> bool:
    """Whether a condition is never met, as written."""
    return condition.strip("${} ").casefold() in ("false", "never", "0", "always() && false", "false()")
