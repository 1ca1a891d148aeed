"""Which search is used: the exact one here, or bands on the machines of a Dask scheduler?

Reads: the address of a scheduler, and a folder. Returns: a search as `find` takes it; the folder it used is gone afterwards.
Misleads: a run that was killed, or failed while workers wrote, leaves a folder `.search-…` behind; remove it. Whoever reaches a Dask
scheduler can run code on its workers: keep it inside your own network, or behind TLS (Dask's settings).
Source: distributed.dask.org.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from assessment.errors import WorkspaceError
from assessment.repositories.distributed.search import Counts, on_dask
from assessment.repositories.duplication.copies.similar import Search
from assessment.repositories.duplication.thresholds import Bands

Told = Callable[[Counts], None]
ANSWER, WORKERS = 20.0, 20.0  # seconds for the scheduler to answer, and for a first worker to be there
MARK = "here"


@contextmanager
def searching(scheduler: str | None, folder: Path, rules: Bands, told: Told = lambda _: None) -> Iterator[Search | None]:
    """None, the exact search, without a scheduler; else bands on it, by way of `folder`, which all of its workers must see.

    `told` is given the counts of each search. WorkspaceError where Dask is not installed, nothing answers, there is no worker, one does
    not see the folder, or scheduler or workers are lost on the way.
    """
    if scheduler is None:
        yield None
        return
    with _client(scheduler) as client, TemporaryDirectory(dir=folder, prefix=".search-", ignore_cleanup_errors=True) as made:
        shared = Path(made).resolve()
        (shared / MARK).touch()
        blind = [worker for worker, sees in client.run(_sees, shared).items() if not sees]
        if blind:
            expected = "keep the workspace on storage that all workers mount under this path, and may write to"
            raise WorkspaceError(f"is not seen by the worker {blind[0]}", where=str(folder.resolve()), expected=expected)
        yield _lost(scheduler)(on_dask(client, shared, rules, told))


def _sees(folder: Path) -> bool:
    """Whether a worker reads what the client wrote into the folder, and may write there."""
    try:
        (folder / uuid4().hex).touch()
        return (folder / MARK).exists()
    except OSError:
        return False


@contextmanager
def _lost(scheduler: str) -> Iterator[None]:
    """Names what Dask says where scheduler or workers went away in the middle."""
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    try:
        yield
    except (KilledWorker, TimeoutError) as error:
        expected = "give each worker some 500 MB of memory, and see its log"
        raise WorkspaceError(f"the workers were lost: {str(error).splitlines()[0]}", where=scheduler, expected=expected) from error
    except (CancelledError, CommClosedError) as error:
        raise WorkspaceError("the scheduler was lost", where=scheduler, expected="run it again when it is back") from error


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        expected = "pip install 'platform-assessment[cluster]'"
        raise WorkspaceError("Dask is not installed", where="--dask", expected=expected) from None
    try:
        client = Client(scheduler, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        expected = "the address that `dask scheduler` printed, such as tcp://10.0.0.5:8786"
        raise WorkspaceError("no scheduler answers", where=scheduler, expected=expected) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS)
        except TimeoutError:
            expected = f"run on each machine: dask worker {scheduler}"
            raise WorkspaceError("the scheduler has no workers", where=scheduler, expected=expected) from None
        yield client
