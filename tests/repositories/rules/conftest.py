import pytest

from assessment.repositories.facts import Text
from assessment.repositories.rules import Rules
from assessment.repositories.sources.rules import load


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load()


@pytest.fixture(scope="session")
def text(rules):
    """Makes a Text whose kind and workflow are what the shipped rules say of its path."""

    def make(path: str, content: str) -> Text:
        place = rules.places([path])[0]
        return Text(path, "0" * 40, place.kind, place.workflow, content)

    return make
