"""kill -9 at random moments: the next run completes, with the same tables as one that nobody disturbed.

ASSESS_KILLS=50 kills more often than the eight times of a usual test run.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assessment.repositories.sources import store

KILLS = int(os.environ.get("ASSESS_KILLS", "8"))
ROOT = Path(__file__).parents[3]
REPOSITORIES = 12


@pytest.fixture(scope="module")
def clones(tmp_path_factory):
    """Twelve repositories of 30 commits with pipelines, branches, tags and files that change."""
    top = tmp_path_factory.mktemp("killed")
    for number in range(REPOSITORIES):
        path = top / "clones" / f"r{number:02}"
        path.mkdir(parents=True)
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
        subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=_history(number), check=True)
    return top


def _history(number):
    chance = random.Random(number)
    stream = []
    for commit in range(30):
        files = {
            "Dockerfile": f"FROM image:{commit}\nRUN make {chance.random()}\n",
            ".github/workflows/ci.yml": f"on: push\njobs:\n  build:\n    steps:\n      - uses: a/b@v{commit % 5}\n",
            f"src/f{commit % 7}.py": f"{chance.random()}\n" * 50,
        }
        who = f"committer A{commit % 3} <a{commit % 3}@x.org> {1_700_000_000 + 3_600 * commit} +0000"
        stream.append(f"commit refs/heads/main\nmark :{commit + 1}\n{who}\ndata 6\nbump {commit % 9}\n")
        stream += [f"M 100644 inline {name}\ndata {len(text)}\n{text}\n" for name, text in files.items()]
        if commit % 10 == 9:
            stream.append(f"reset refs/tags/v1.{commit}\nfrom :{commit + 1}\n\n")
    return "".join(stream).encode()


def workspace(top, name):
    folder = top / name
    folder.mkdir()
    (folder / "organisation.yaml").write_text("name: Acme\nteams: [{name: all, headcount: 5}]\nrepositories: {folder: ../clones}\n")
    (folder / ".key").write_text("00" * 32)
    return folder


def start(folder):
    """A run in a group of its own."""
    command = [sys.executable, "-m", "assessment.cli", "collect", str(folder), "--workers", "2"]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def finished(process):
    said, _ = process.communicate(timeout=300)
    return process.returncode, said.decode()


def tables(folder):
    """Every stored table and state of every repository."""
    facts = folder / "facts"
    names = sorted(path.name for path in facts.iterdir() if path.name != ".lock")
    assert names == [f"r{number:02}" for number in range(REPOSITORIES)], "no partial folder stays"
    return {(name, table): store.read_table(facts, name, table) for name in names for table in store.STORED} | {
        (name, "state"): store.read_state(facts, name) for name in names
    }


@pytest.fixture(scope="module")
def undisturbed(clones):
    """Tables of a run that nobody disturbed, and the seconds that it took."""
    folder = workspace(clones, "undisturbed")
    began = time.monotonic()
    code, said = finished(start(folder))
    assert code == 0, said
    return tables(folder), time.monotonic() - began


def same(folder, expected):
    found = tables(folder)
    assert found.keys() == expected.keys()
    for place, table in expected.items():
        assert found[place].equals(table) if hasattr(table, "equals") else found[place] == table, place


def test_killed_at_any_moment_the_next_run_gives_the_same_tables(clones, undisturbed):
    expected, seconds = undisturbed
    chance, kills = random.Random(9), 0
    folder = workspace(clones, "killed0")
    while kills < KILLS:
        process = start(folder)
        try:
            process.wait(timeout=chance.uniform(0.2, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            kills += 1
            finished(process)
        else:  # it was done before: the tables of a run that was killed some times, and a new start
            code, said = finished(process)
            assert code == 0, said
            same(folder, expected)
            folder = workspace(clones, f"killed{kills}-{time.monotonic_ns()}")
    code, said = finished(start(folder))
    assert code == 0, said
    same(folder, expected)


def children(parent):
    """Processes below one."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found.setdefault(int(fields[1]), []).append(int(status.parent.name))
    below, waiting = [], [parent]
    while waiting:
        below += (more := found.get(waiting.pop(), []))
        waiting += more
    return below


def is_worker(process):
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
        parent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1]
        return b"forkserver" in command and b"forkserver" in Path(f"/proc/{parent}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to find the workers")
def test_one_worker_killed_the_same_run_gives_the_same_tables(clones, undisturbed):
    expected, seconds = undisturbed
    chance, killed = random.Random(3), 0
    for kill in range(max(2, KILLS // 4)):
        folder = workspace(clones, f"worker{kill}")
        process = start(folder)
        until = time.monotonic() + 3 * seconds
        while process.poll() is None and time.monotonic() < until:
            workers = [child for child in children(process.pid) if is_worker(child)]
            if workers:
                time.sleep(chance.uniform(0, 0.3) * seconds)
                try:
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    killed += 1
                except ProcessLookupError:
                    pass
                break
            time.sleep(0.02)
        code, said = finished(process)
        assert code == 0, said
        same(folder, expected)
    assert killed
