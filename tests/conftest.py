"""What several test folders share: a small organisation, the shipped rubric, and signals made by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assessment.indicators import rubric
from assessment.model import Organisation
from assessment.outcome import Outcome, Signal, Source

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shipped_rubric() -> rubric.Rubric:
    path = ROOT / "data/rubrics/platform-need.yaml"
    return rubric.parse(yaml.safe_load(path.read_text()), str(path))


@pytest.fixture
def two_teams() -> Organisation:
    return Organisation.model_validate(
        {
            "name": "Acme",
            "teams": [
                {"name": "pay", "headcount": 6, "repositories": ["pay-*"]},
                {"name": "lend", "headcount": 2, "repositories": ["lend-*"]},
            ],
        }
    )


@pytest.fixture
def measured() -> Callable[..., Signal]:
    def make(
        measure: str, value: float, *, team: str = "", source: Source = Source.OBSERVED, n: int = 10, of: int = 10, spread: float = 0.0
    ) -> Signal:
        return Signal(measure=measure, outcome=Outcome.MEASURED, source=source, team=team, value=value, n=n, of=of, spread=spread)

    return make
