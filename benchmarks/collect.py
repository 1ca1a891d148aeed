"""How much does collecting cost, next to `git log --raw`, to the least git itself can do, and to a library made for it?

    python benchmarks/collect.py REPOSITORY... [--rounds 3] [--newest 200] [--skip-pydriller]

On the same repositories, in one run, in turns: our whole collection (history, line counts of plumbing, files and contents at HEAD,
references, controls, Parquet), `git log --raw` to nowhere, as one types it, which looks for renames, and in its cheapest form
(`... --no-renames`), and PyDriller asked for the same facts of the newest commits, scaled to all. Looking for renames needs
contents: where blobs are missing git gives up, the column says "-", and such a repository counts on neither side of the total ratio
to `git log --raw`. CPU seconds are user + system of the process and the processes it started. Peak memory is the largest sum of
resident memory of our process and its git, looked at every 10 ms, with the pages of packs that git has mapped.
"""

import argparse
import importlib.util
import multiprocessing
import os
import resource
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assessment.model import Repositories
from assessment.repositories.sources import collect, discover, layout, rules
from assessment.repositories.sources.discover import Located

FIELDS = "%H%x00%P%x00%aN%x00%aE%x00%aI%x00%cN%x00%cE%x00%cI%x00%s"
CHEAPEST = ("-z", "--no-color", "--no-abbrev", "--no-renames", f"--format={FIELDS}")
KEY = b"benchmark-benchmark"


def cpu() -> float:
    """CPU seconds of this process and of those it has waited for."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(who)
        total += used.ru_utime + used.ru_stime
    return total


def ours(located: list[Located], answer: "multiprocessing.connection.Connection") -> None:
    """Collect everything, then again with nothing changed; sends CPU by repository, the rest (start), and seconds for nothing."""
    with tempfile.TemporaryDirectory() as folder:
        shipped = rules.load()
        spent: dict[str, float] = {}
        states: dict[str, str] = {}
        last = cpu()

        def done(name: str, state: str) -> None:
            nonlocal last
            now = cpu()
            spent[name], states[name], last = now - last, state, now

        table = collect.collect_fleet(located, Path(folder), rules=shipped, key=KEY, workers=1, progress=done)
        start = time.perf_counter()
        collect.collect_fleet(located, Path(folder), rules=shipped, key=KEY, workers=1)
        nothing = time.perf_counter() - start
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
        commits = dict(zip(table["repository"].astype(str), table["commits"].astype(int), strict=True))
        answer.send((spent, states, commits, cpu() - sum(spent.values()), nothing, size))


def memory(pid: int) -> int:
    """Resident bytes of a process and of everything below it."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(memory(int(child)) for child in below)


@contextmanager
def watched(pid: int) -> Iterator[list[int]]:
    """The peak of `memory`, as the one entry of a list."""
    peak, stop = [0], threading.Event()

    def look() -> None:
        while not stop.wait(0.01):
            peak[0] = max(peak[0], memory(pid))

    thread = threading.Thread(target=look)
    thread.start()
    yield peak
    stop.set()
    thread.join()


def git_log(path: Path, *options: str) -> float | None:
    """CPU seconds of `git log --raw` over all of HEAD, to nowhere; None where git gives up."""
    before = cpu()
    command = ["git", "-C", str(path), "-c", "safe.directory=*", "log", "--raw", *options, "HEAD"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run(command, check=False, env={**os.environ, "GIT_NO_LAZY_FETCH": "1"}, **quiet)
    return cpu() - before if done.returncode == 0 else None


def pydriller(path: Path, newest: int) -> tuple[float, int, int]:
    """CPU seconds PyDriller takes for its newest commits, how many these were, and how many it broke on."""
    from pydriller import Repository

    seen = broken = 0
    with plain_clone(path) as clone:
        before = cpu()
        for commit in Repository(str(clone), order="reverse").traverse_commits():
            try:
                _ = (commit.hash, commit.parents, commit.author.name, commit.author.email, commit.author_date, commit.msg)
                for file in commit.modified_files:
                    _ = (file.old_path, file.new_path, file.change_type, file.added_lines, file.deleted_lines)
            except Exception:  # noqa: BLE001 - a missing blob ends a commit, not the measurement
                broken += 1
            seen += 1
            if seen >= newest:
                break
        return cpu() - before, seen, broken


@contextmanager
def plain_clone(path: Path) -> Iterator[Path]:
    """A bare repository with a configuration, which GitPython needs, on the same objects."""
    place = layout.layout(path)
    assert place is not None
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "init", "--quiet", "--bare", str(clone)], check=True)
        (clone / "objects" / "info" / "alternates").write_text(f"{(place.common / 'objects').resolve()}\n")
        subprocess.run(["git", f"--git-dir={clone}", "update-ref", "--no-deref", "HEAD", str(layout.head(place))], check=True)
        yield clone


def one_round(located: list[Located]) -> tuple[dict[str, float], dict[str, int], float, float, float, int]:
    """Ours in a process of its own: CPU by repository, commits, CPU of the start, seconds for nothing, peak bytes, bytes on disk."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=ours, args=(located, there))
    process.start()
    there.close()
    with watched(process.pid or 0) as peak:
        spent, states, commits, start, nothing, size = here.recv()
        process.join()
    for name, state in states.items():
        if state != "collected":
            print(f"{name}: {state}")
    return spent, commits, start, nothing, peak[0], size


class Cost(NamedTuple):
    """CPU seconds. `typed` is `git log --raw`, None where git gave up; `cheapest` is git's cheapest log; `drilled` PyDriller, scaled."""

    ours: float
    typed: float | None
    cheapest: float
    drilled: float


Seconds = Sequence[Mapping[str, float | None]]  # of each round, by repository


def _cost(name: str, commits: int, measured: tuple[Seconds, Seconds, Seconds], drilled: Mapping[str, tuple[float, int, int]]) -> Cost:
    typed, cheapest, ours = (_median([one[name] for one in rounds]) for rounds in measured)
    seconds, seen, _ = drilled.get(name, (0.0, 1, 0))
    return Cost(ours or 0.0, typed, cheapest or 0.0, seconds / max(1, seen) * commits)


def _median(seconds: Sequence[float | None]) -> float | None:
    known = [one for one in seconds if one is not None]
    return statistics.median(known) if len(known) == len(seconds) else None


def _sum(costs: Sequence[Cost]) -> Cost:
    """`typed` only where git gave up nowhere."""
    typed = [cost.typed for cost in costs if cost.typed is not None]
    ours, cheapest, drilled = (sum(getattr(cost, part) for cost in costs) for part in ("ours", "cheapest", "drilled"))
    return Cost(ours, sum(typed) if len(typed) == len(costs) else None, cheapest, drilled)


def _shown(cost: Cost) -> str:
    """Ours; both logs of git and how many times as much ours costs; PyDriller, and how many times ours that is."""
    typed = f"{'-':>15}{'-':>7}" if cost.typed is None else f"{cost.typed:>14.2f}s{cost.ours / cost.typed:>7.2f}"
    drilled = f"{cost.drilled:>11.1f}s{cost.drilled / cost.ours:>8.0f}" if cost.drilled else f"{'-':>12}{'-':>8}"
    return f"{cost.ours:>9.2f}s{typed}{cost.cheapest:>17.2f}s{cost.ours / cost.cheapest:>7.2f}{drilled}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="+", help="paths or globs of repositories")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--newest", type=int, default=200, help="commits of each repository that PyDriller reads")
    parser.add_argument("--skip-pydriller", action="store_true")
    options = parser.parse_args()
    located = discover.repositories(Repositories(paths=tuple(str(Path(path).absolute()) for path in options.repositories)), Path())
    rounds, typed, cheapest = [], [], []
    for _ in range(options.rounds):
        typed.append({one.name: git_log(one.path) for one in located})
        cheapest.append({one.name: git_log(one.path, *CHEAPEST) for one in located})
        rounds.append(one_round(located))
    commits = rounds[0][1]
    drill = not options.skip_pydriller
    if drill and importlib.util.find_spec("pydriller") is None:
        print("PyDriller is not installed (pip install '.[bench]'): left out")
        drill = False
    drilled = {one.name: pydriller(one.path, options.newest) for one in located} if drill else {}
    costs = {name: _cost(name, commits[name], (typed, cheapest, [one[0] for one in rounds]), drilled) for name in commits}
    start = statistics.median(one[2] for one in rounds)
    complete = [cost for cost in costs.values() if cost.typed is not None]
    logs = f"{'git log --raw':>15}{'ratio':>7}{'... --no-renames':>18}{'ratio':>7}"
    print(f"{'repository':42}{'commits':>9}{'collect':>10}{logs}{'PyDriller':>12}{'ratio':>8}")
    for name in sorted(commits, key=lambda name: -commits[name]):
        print(f"{name:42}{commits[name]:>9,}{_shown(costs[name])}")
    if len(complete) < len(costs):
        print(f"{f'{len(complete)} complete ones, without the start':42}{'':9}{_shown(_sum(complete))}")
    whole = _sum(list(costs.values()))
    print(f"{'all, with the start of Python and the rules':42}{sum(commits.values()):>9,}{_shown(whole._replace(ours=whole.ours + start))}")
    print(f"peak memory of Python and git together: {max(one[4] for one in rounds) / 1e6:.0f} MB; stored: {rounds[0][5] / 1e6:.1f} MB")
    print(f"nothing changed: {statistics.median(one[3] for one in rounds) / len(located) * 1e3:.2f} ms a repository")
    if drilled:
        broken = sum(one[2] for one in drilled.values())
        read = sum(one[1] for one in drilled.values())
        print(
            f"PyDriller read the newest {options.newest} commits of each repository, {read:,} in all, scaled by commits;"
            f" it broke on {broken} of them (missing blobs)"
        )
    print(f"CPU seconds, medians of {options.rounds} rounds, one process")


if __name__ == "__main__":
    main()
