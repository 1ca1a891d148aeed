"""How fast is a large fleet collected, and again when little or nothing changed?

    python benchmarks/fleet.py CLONES... [--times 4] [--workers 2]

CLONES: paths or globs of repositories. `--times` reads each so many times, under other names, as repositories of their own: nothing
is shared between them but the page cache. Prints: wall seconds with all workers, for a part of the fleet also with one worker
(the gain from the second); CPU by repository against its commits and files (a straight line, by least squares: is the cost linear?);
the peak of memory of one worker with its git; a second run in which nothing changed; and one in which each of 50 repositories has one
new commit, which is made in a bare repository of our own that borrows the objects.
"""

import argparse
import multiprocessing
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from collect import KEY, memory, ours

from assessment.model import Repositories
from assessment.repositories.sources import collect, discover, layout, rules
from assessment.repositories.sources.discover import Located

SOME = 40  # repositories of the part that one worker reads too
NEW = 50  # repositories that get a new commit
WHO = {"NAME": "Ada Maker", "EMAIL": "ada@example.org", "DATE": "2026-01-01T00:00:00Z"}


class Run(NamedTuple):
    """Wall seconds, the repositories table, and the largest memory of a process of ours with its git, in bytes."""

    wall: float
    table: pd.DataFrame
    peak: int


def run(located: list[Located], folder: Path, workers: int) -> Run:
    """Collect a fleet."""
    peak, stop = [0], multiprocessing.Event()
    watcher = multiprocessing.Process(target=_watch, args=(os.getpid(), stop, sender := multiprocessing.SimpleQueue()))
    watcher.start()
    start = time.perf_counter()
    table = collect.collect_fleet(located, folder, rules=rules.load(), key=KEY, workers=workers)
    wall = time.perf_counter() - start
    stop.set()
    peak[0] = sender.get()
    watcher.join()
    return Run(wall, table, peak[0])


def _watch(pid: int, stop: "multiprocessing.synchronize.Event", answer: "multiprocessing.SimpleQueue[int]") -> None:
    peak, own = 0, os.getpid()
    while not stop.wait(0.02):
        peak = max(peak, _largest(pid, own))
    answer.put(peak)


def _largest(pid: int, without: int) -> int:
    """Memory of the largest worker with its git: a process of ours that is no git, and the git processes below it."""
    try:
        below = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if int(child) != without]
        names = {child: Path(f"/proc/{child}/comm").read_text().strip() for child in below}
    except OSError:
        return 0
    gits = [child for child in below if names[child] == "git"]
    deeper = max((_largest(child, without) for child in below if child not in gits), default=0)
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) if Path(f"/proc/{pid}/statm").exists() else 0
    return max(deeper, pages * os.sysconf("SC_PAGE_SIZE") + sum(memory(child) for child in gits))


def line(located: list[Located]) -> str:
    """CPU of each repository, read alone in one process, as a straight line in its commits."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=ours, args=(located, there))
    process.start()
    there.close()
    spent, _, commits, *_ = here.recv()
    process.join()
    x = np.array([commits[name] for name in spent], float)
    y = np.array(list(spent.values()))
    slope, base = np.polyfit(x, y, 1)
    explained = 1 - np.var(y - slope * x - base) / np.var(y)
    return f"CPU = {base * 1e3:.0f} ms + {slope * 1e4:.2f} s per 10,000 commits; the line explains {explained:.0%} of the differences"


def one_more(located: list[Located], aside: Path) -> list[Located]:
    """The same histories as bare repositories of our own, ready for a new commit."""
    made = []
    for one in located:
        place = layout.layout(one.path)
        assert place is not None
        clone = aside / one.name
        subprocess.run(["git", "init", "--quiet", "--bare", str(clone)], check=True)
        (clone / "objects" / "info" / "alternates").write_text(f"{(place.common / 'objects').resolve()}\n")
        subprocess.run(["git", f"--git-dir={clone}", "update-ref", "refs/heads/main", str(layout.head(place))], check=True)
        subprocess.run(["git", f"--git-dir={clone}", "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
        made.append(Located(one.name, clone))
    return made


def commit(clone: Path) -> None:
    """Add a commit that changes nothing but is one."""
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in WHO.items()}
    environment = {**os.environ, **who, "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", f"--git-dir={clone}", "commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "One more"]
    new = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout.strip()
    subprocess.run(["git", f"--git-dir={clone}", "update-ref", "refs/heads/main", new], check=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", nargs="+")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    named = Repositories(paths=tuple(str(Path(path).absolute()) for path in options.clones))
    once = discover.repositories(named, Path())
    fleet = [Located(f"{one.name}-{turn}", one.path) for turn in range(options.times) for one in once]
    part = once[:: max(1, len(once) // SOME)]
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder)
        whole = run(fleet, aside / "whole", options.workers)
        states = whole.table["state"].astype(str).value_counts().to_dict()
        commits = int(whole.table["commits"].fillna(0).sum())
        print(f"{len(fleet):,} repositories ({states}), {commits:,} commits")
        print(f"{options.workers} workers: {whole.wall:.1f} s; largest worker with its git: {whole.peak / 1e6:.0f} MB")
        again = run(fleet, aside / "whole", options.workers)
        print(f"nothing changed: {again.wall / len(fleet) * 1e3:.2f} ms a repository")
        single, double = run(part, aside / "one", 1), run(part, aside / "two", 2)
        gain = single.wall / double.wall
        print(f"{len(part)} of them: {single.wall:.1f} s with one worker, {double.wall:.1f} s with two: {gain:.2f} times as fast")
        print(line(part))
        bare = one_more(part[:NEW], aside)
        run(bare, aside / "bare", options.workers)
        for one in bare:
            commit(one.path)
        new = run(bare, aside / "bare", 1)
        print(f"one new commit each in {len(bare)}: {new.wall / len(bare) * 1e3:.0f} ms a repository, one worker")


if __name__ == "__main__":
    main()
