"""The sweep: all attacks in one fleet, collected once by the real program, whatever number of test processes asks for the outcome."""

import fcntl
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from assessment.repositories.sources import store
from tests.repositories.sources.hostile.attacks import configuration, contents, damage, fetching, links, names, waiting
from tests.repositories.sources.hostile.ground import ATTACKS, Ground

SORTS = (configuration, contents, damage, fetching, links, names, waiting)
SECONDS = 20  # that one repository may take; all but the endless ones need less than one
HEALTHY = ("healthy-first", "zealous-healthy")


@dataclass(frozen=True)
class Sweep:
    """What became of the fleet."""

    top: str
    built: float  # seconds
    collected: float
    code: int
    said: str
    rows: dict[str, dict[str, object]]
    tripped: list[str]
    changed: list[str]
    left: list[str]  # files and folders that stayed where passing ones are kept

    def table(self, name: str, table: str) -> list[dict[str, object]]:
        """Rows of a stored table of one repository."""
        return store.read_table(Path(self.top) / "acme" / "facts", name, table).to_pylist()


@pytest.fixture(scope="session")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    common = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else tmp_path_factory.getbasetemp()
    with (common / "hostile.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = common / "hostile.json"
        if not kept.exists():
            kept.write_text(json.dumps(asdict(_sweep(common / "hostile"))))
        return Sweep(**json.loads(kept.read_text()))


def _sweep(top: Path) -> Sweep:
    top.mkdir()
    ground = Ground(top)
    began = time.monotonic()
    for name, attack in ATTACKS.items():
        attack.build(ground, name)
    for name in HEALTHY:
        ground.plain(name)
    built = time.monotonic() - began
    workspace = top / "acme"
    workspace.mkdir()
    (workspace / "organisation.yaml").write_text("name: Acme\nteams: [{name: all, headcount: 5}]\nrepositories: {folder: ../clones}\n")
    before = ground.snapshot()
    began = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "assessment.cli", "collect", "acme", "--workers", "2", "--seconds", str(SECONDS), "--json"],
        cwd=top, env={**ground.environment(), "PYTHONPATH": str(Path(__file__).parents[4])}, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    after = ground.snapshot()
    rows = json.loads(run.stdout) if run.stdout else []
    return Sweep(
        top=str(top),
        built=built,
        collected=time.monotonic() - began,
        code=run.returncode,
        said=run.stderr.decode("utf-8", "replace"),
        rows={row["repository"]: row for row in rows},
        tripped=ground.tripped(),
        changed=sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path)),
        left=sorted(path.name for path in (top / "tmp").iterdir())
        + sorted(path.name for path in (workspace / "facts" / store.ASIDE).glob("*")),
    )
