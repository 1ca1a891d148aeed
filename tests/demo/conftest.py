"""A small demo organisation, built once, and git itself to look at it with."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assessment.demo.build import build

SMALL = Path(__file__).parent / "small.yaml"


@pytest.fixture(scope="session")
def small_file() -> Path:
    return SMALL


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    build(folder, specification=SMALL, seed=1)
    return folder


@pytest.fixture(scope="session")
def git(small: Path) -> Callable[..., str]:
    """`git(repository, *arguments)`: what git prints, bytes that are not UTF-8 as surrogates."""

    def run(repository: str, *arguments: str) -> str:
        command = ["git", "-C", str(small / "repositories" / f"{repository}.git"), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")

    return run
