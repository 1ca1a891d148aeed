import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.questionnaires import ALL, GERMAN


@pytest.fixture
def everything() -> dict[str, Any]:
    """A questionnaire with every kind of format, condition, role and section."""
    return copy.deepcopy(ALL)


@pytest.fixture
def german() -> dict[str, Any]:
    return copy.deepcopy(GERMAN)


@pytest.fixture
def shown() -> Callable[..., list[str]]:
    """Ids of the items in the sections that `asked` gives."""

    def ids(sections: Any) -> list[str]:
        return [item.id for section in sections for item in section.items]

    return ids
