"""`assess score --dask`: the same result as without, and every way in which it cannot be is named."""

import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from assessment.errors import WorkspaceError
from assessment.repositories.distributed import connect
from assessment.repositories.distributed import search as searches
from assessment.repositories.distributed.connect import searching
from assessment.workspace import Workspace
from tests.copies import documents_of, edited, thresholds
from tests.fleets import ORGANISATION, repository
from tests.repositories.distributed.conftest import running

STEPS = [f"      - run: make step-{n}\n" for n in range(20)]
CI = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n"
RULES = thresholds().bands


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Six repositories whose workflows are copies with a step or two of their own."""
    folder = tmp_path_factory.mktemp("workspace")
    for n in range(6):
        own = "".join(STEPS[:12] + STEPS[12 + n : 13 + n])
        repository(folder / f"clones/{'pay' if n % 2 else 'lend'}-{n}", {".github/workflows/ci.yml": CI + own, "README.md": f"{n}\n"})
    (folder / "organisation.yaml").write_text(ORGANISATION)
    made = Workspace(folder)
    made.collect(workers=1)
    return made


@pytest.fixture(scope="module")
def address(client):
    return client.scheduler.address


def test_a_workspace_scored_on_dask_has_the_same_tables_and_says_what_was_searched(workspace, address):
    alone = workspace.score(draws=300)
    command = [sys.executable, "-m", "assessment.cli", "score", str(workspace.folder), "--draws", "300", "--dask", address]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    assert re.search(r"Searched on Dask: 15 pairs of 6 different files", " ".join(run.stderr.split()))  # each with each
    spread = workspace.assessment()
    assert len(alone.tables["members"]) == 6
    for name in ("clusters", "members", "solutions"):
        assert_frame_equal(spread.tables[name], alone.tables[name], check_dtype=False, check_categorical=False)
    assert not list(workspace.folder.glob(".search-*"))


def test_without_a_scheduler_the_search_is_the_exact_one(tmp_path):
    with searching(None, tmp_path, RULES) as search:
        assert search is None


def test_no_scheduler_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(connect, "ANSWER", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"  # bound, and nobody listens
        with pytest.raises(WorkspaceError, match="no scheduler answers") as error, searching(address, tmp_path, RULES):
            pass
    assert error.value.where == address
    assert "dask scheduler" in error.value.expected


@pytest.mark.parametrize("address", ["nowhere", "tcp:/127.0.0.1", "ftp://127.0.0.1:1"])
def test_what_is_no_address_is_named(tmp_path, monkeypatch, address):
    monkeypatch.setattr(connect, "ANSWER", 0.5)
    with pytest.raises(WorkspaceError, match="no scheduler answers"), searching(address, tmp_path, RULES):
        pass


def test_dask_that_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    expected = r"not installed; pip install 'platform-assessment\[cluster\]'"
    with pytest.raises(WorkspaceError, match=expected), searching("tcp://127.0.0.1:1", tmp_path, RULES):
        pass


def test_a_worker_that_does_not_see_the_folder_is_named(tmp_path, monkeypatch):
    class Blind:
        def run(self, seen, folder):
            return {"tcp://10.0.0.1:1": seen(folder), "tcp://10.0.0.2:1": seen(Path("/nowhere") / folder.name)}

    @contextmanager
    def blind(_):
        yield Blind()

    monkeypatch.setattr(connect, "_client", blind)
    with pytest.raises(WorkspaceError, match=r"is not seen by the worker tcp://10.0.0.2:1"), searching("tcp://x", tmp_path, RULES):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_scheduler_without_workers_and_workers_that_are_lost_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(searches, "PATIENCE", 1.0)
    documents = documents_of(edited(5, 60))
    with running(tmp_path, 0) as alone:
        with alone.client() as client:
            address = client.scheduler.address
        with monkeypatch.context() as impatient:
            impatient.setattr(connect, "WORKERS", 0.5)
            with pytest.raises(WorkspaceError, match="the scheduler has no workers"), searching(address, tmp_path, RULES):
                pass
        worker = alone.worker()
        with searching(address, tmp_path, RULES) as search:
            assert len(search(documents, overlap=0.4)) > 5
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            with pytest.raises(WorkspaceError, match="the workers were lost"):
                search(documents, overlap=0.4)
