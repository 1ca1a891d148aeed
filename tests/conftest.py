"""What several test folders share: a small organisation, the shipped rubric, and signals made by hand."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

from assessment.indicators import rubric
from assessment.model import Organisation
from assessment.outcome import Outcome, Signal, Source
from assessment.workspace import Workspace

# A loaded machine is no failure of ours; in CI the same examples are tried each time.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ)
settings.load_profile("ours")

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


@dataclass(frozen=True)
class Demo:
    """A demo workspace, assessed, with the truth that was planted in it."""

    workspace: Workspace
    truth: dict[str, Any]


def _demo(factory: pytest.TempPathFactory, name: str, *options: str) -> Demo:
    """Made once for all workers of a test run, by the command a user would give."""
    shared = factory.getbasetemp().parent if "popen" in factory.getbasetemp().name else factory.getbasetemp()
    folder = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "report.html").exists():
            subprocess.run(
                [sys.executable, "-m", "assessment.cli", "demo", str(folder), "--no-app", *options],
                check=True,
                capture_output=True,
                text=True,
            )
    return Demo(workspace=Workspace(folder), truth=yaml.safe_load((folder / "truth.yaml").read_text()))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return _demo(tmp_path_factory, "demo-organisation")


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return _demo(tmp_path_factory, "quiet-organisation", "--quiet")
