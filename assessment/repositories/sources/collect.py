"""The facts of a fleet: every repository collected, in parallel, and nothing collected twice.

Reads: repositories on disk. Writes: the facts folder. Returns: one row a repository.
How: a pool of processes, largest repository first; unchanged ones are recognised here without starting any. Interrupted or killed,
a run leaves every finished repository in place, and the next one continues. A process that dies (memory) takes only the repository
it was reading with it; a repository that takes too long, in git or in our own code, is given up and named.
Misleads: `failed` says that we could not read it now, not that it is broken.
"""

import fcntl
import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pandas as pd

from assessment.errors import WorkspaceError
from assessment.repositories.rules import Rules
from assessment.repositories.sources import repository, store
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.git import REPOSITORY_SECONDS
from assessment.repositories.sources.layout import layout
from assessment.repositories.sources.limit import TimeIsUp, limited
from assessment.repositories.sources.repository import Job
from assessment.repositories.sources.store import Row

Progress = Callable[[str, str], None]
DIED = "the process that read it died, perhaps for want of memory or time"
DEAD = (BrokenProcessPool, BrokenPipeError)  # the latter where a process dies before it has read what to do
TOO_LONG = "reading it took longer than {:,.0f} seconds"


def collect_fleet(  # noqa: PLR0913 - what to read, where to put it, and how
    located: Sequence[Located],
    folder: Path,
    *,
    rules: Rules,
    key: bytes,
    workers: int | None = None,
    bots: tuple[str, ...] = (),
    seconds: float = REPOSITORY_SECONDS,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Bring the facts of all repositories up to date; returns REPOSITORIES, a row each, in the order given.

    `workers`: processes (None: one per processor; 1: this one). `seconds`: longest that one repository may take. `progress` is
    told each repository's name and state as it is done.
    WorkspaceError where another run is writing to the folder. A repository that cannot be read has state `failed`; it never raises.
    """
    job = Job(folder=folder, rules=rules.with_bots(bots), key=key, seconds=seconds)
    rows: dict[str, Row] = {}
    with _alone(folder):
        for name, row in _rows(located, job, workers or os.cpu_count() or 1):
            rows[name] = row
            if progress:
                progress(name, str(row["state"]))
    return store.rows_table([rows[one.name] for one in located])


def _rows(located: Sequence[Located], job: Job, workers: int) -> Iterator[tuple[str, Row]]:
    todo = []
    for one in located:
        row = repository.unchanged(one, job)
        if row is None:
            todo.append(one)
        else:
            yield one.name, row
    todo.sort(key=_size, reverse=True)
    if workers == 1 or len(todo) <= 1:
        yield from ((one.name, _in_time(one, job)) for one in todo)
    else:
        yield from _parallel(todo, job, min(workers, len(todo)))


def _parallel(todo: list[Located], job: Job, workers: int) -> Iterator[tuple[str, Row]]:
    """Rows as they are done. When a process dies, whoever was being read is read again alone, and given up if it dies again."""
    waiting = list(reversed(todo))
    while waiting:
        suspects: list[Located] = []
        others, left = multiprocessing.active_children(), len(waiting)
        with _pool(job, workers) as pool:
            running: dict[Future[Row], Located] = {}
            whole = _fill(pool, running, waiting, workers)
            while running:
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    one = running.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        suspects.append(one)
                    else:
                        yield one.name, future.result()
                whole = whole and not suspects and _fill(pool, running, waiting, workers)
            if not whole:
                _end_all_but(others)
        if not whole and len(waiting) == left:  # not one process could be started
            one = waiting.pop()
            yield one.name, _in_time(one, job)
        yield from ((one.name, _alone_in_pool(one, job)) for one in suspects)


def _fill(pool: ProcessPoolExecutor, running: dict[Future[Row], Located], waiting: list[Located], workers: int) -> bool:
    """Give each process something to do; False where one of them has died."""
    while waiting and len(running) < workers:
        try:
            future = pool.submit(_collect, waiting[-1])
        except DEAD:
            return False
        running[future] = waiting.pop()
    return True


def _end_all_but(others: Sequence[BaseProcess]) -> None:
    """End the processes of a pool that is broken: one that it began in the same moment it would wait for, for ever."""
    for process in multiprocessing.active_children():
        if process not in others:
            process.kill()


def _alone_in_pool(one: Located, job: Job) -> Row:
    with _pool(job, 1) as pool:
        try:
            return pool.submit(_collect, one).result()
        except DEAD:
            return repository.failed(one, job, DIED)


def _pool(job: Job, workers: int) -> ProcessPoolExecutor:
    # a fork of a process with threads may hang; a server forked before there are any may not, and imports once for all
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(job,))


_job: Job  # of this process


def _begin(job: Job) -> None:
    global _job  # noqa: PLW0603 - the pool has no other way to give a process something once
    _job = job
    gc.freeze()  # rules and libraries stay: looking through them again and again took 4 % of the time
    gc.set_threshold(20_000)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End with the parent: otherwise a killed run would leave processes that wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _collect(one: Located) -> Row:
    return _in_time(one, _job, deadly=True)


def _in_time(one: Located, job: Job, *, deadly: bool = False) -> Row:
    """Its row; given up, with what it has started, once its time is up."""
    try:
        with limited(job.seconds, deadly=deadly):
            return repository.collect(one, job)
    except TimeIsUp:
        return repository.failed(one, job, TOO_LONG.format(job.seconds))


def _size(one: Located) -> int:
    """Bytes of its packs, as far as they can be seen."""
    place = layout(one.path)
    try:
        return sum(file.lstat().st_size for file in (place.common / "objects" / "pack").glob("*.pack")) if place else 0
    except OSError:
        return 0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one run writes to a facts folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkspaceError("is being written by another run", where=str(folder), expected="wait until it has ended") from error
        store.clear(folder)
        yield
        store.clear(folder)
