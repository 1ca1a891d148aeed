import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assessment.errors import WorkspaceError
from assessment.repositories import facts
from assessment.repositories.sources import collect, store
from assessment.repositories.sources.collect import collect_fleet
from assessment.repositories.sources.discover import Located

KEY = b"0123456789abcdef"


@pytest.fixture
def fleet(make):
    """Five repositories, the last one the largest, of which two cannot be collected."""
    located = []
    for n in range(5):
        made = make(f"r{n}")
        if n != 2:
            made.commit({"Dockerfile": f"FROM image:{n}\n", "big": os.urandom(20_000 * n + 1)})
        made.git("repack", "-q", "-a", "-d")
        located.append(Located(f"r{n}", made.path))
    for pack in (located[1].path / ".git/objects/pack").glob("*.pack"):
        pack.chmod(0o644)
        pack.write_bytes(b"PACK" + b"\0" * 40)
    return located


STATES = ["collected", "failed", "empty", "collected", "collected"]


@pytest.mark.parametrize("workers", [1, 2, None])
def test_one_broken_repository_never_stops_the_rest(fleet, tmp_path, rules, workers):
    told = []
    rows = collect_fleet(
        fleet, tmp_path / "facts", rules=rules, key=KEY, workers=workers, progress=lambda name, state: told.append((name, state))
    )
    assert rows["repository"].tolist() == ["r0", "r1", "r2", "r3", "r4"]
    assert rows["state"].tolist() == STATES
    assert list(rows.columns) == list(facts.empty("repositories").columns)
    assert sorted(told) == sorted(zip(rows["repository"], STATES, strict=True))
    assert rows["message"].iloc[1].startswith("git ls-tree failed")
    assert store.read_fleet(tmp_path / "facts").commits["repository"].unique().tolist() == ["r0", "r3", "r4"]


def test_the_largest_repository_comes_first(fleet, tmp_path, rules):
    told = []
    collect_fleet(fleet, tmp_path / "facts", rules=rules, key=KEY, workers=1, progress=lambda name, _: told.append(name))
    assert told[:3] == ["r4", "r3", "r0"]


def test_a_second_run_collects_only_what_changed_or_failed(fleet, tmp_path, rules, monkeypatch):
    folder = tmp_path / "facts"
    first = collect_fleet(fleet, folder, rules=rules, key=KEY, workers=1)
    asked = []
    read = collect.repository.collect
    monkeypatch.setattr(collect.repository, "collect", lambda one, job: asked.append(one.name) or read(one, job))
    assert collect_fleet(fleet, folder, rules=rules, key=KEY, workers=1).equals(first)
    assert asked == ["r1"]


def test_bots_of_the_organisation_are_automation(fleet, tmp_path, rules):
    folder = tmp_path / "facts"
    collect_fleet(fleet, folder, rules=rules, key=KEY, workers=1)
    assert not store.read_fleet(folder).commits["automation"].any()
    collect_fleet(fleet, folder, rules=rules, key=KEY, workers=1, bots=("ada@example.org",))
    assert store.read_fleet(folder).commits["automation"].all()


def test_no_repositories(tmp_path, rules):
    assert collect_fleet([], tmp_path / "facts", rules=rules, key=KEY).empty


def test_two_runs_do_not_write_to_one_folder(fleet, tmp_path, rules):
    def again(*_):
        with pytest.raises(WorkspaceError, match="is being written by another run; wait until it has ended"):
            collect_fleet(fleet, tmp_path / "facts", rules=rules, key=KEY, workers=1)
        told.append(True)

    told = []
    collect_fleet(fleet, tmp_path / "facts", rules=rules, key=KEY, workers=1, progress=again)
    assert len(told) == 5


SCRIPT = """
import sys
from pathlib import Path
from assessment.repositories.sources import rules
from assessment.repositories.sources.collect import collect_fleet
from assessment.repositories.sources.discover import Located
from tests.repositories.sources.strange import Strange


def main():
    folder, *paths = sys.argv[1:]
    located = [Located(Path(path).name, Path(path)) for path in paths]
    told = lambda name, state: print(name, state, flush=True)
    rows = collect_fleet(located, Path(folder), rules=Strange(rules.load()), key=b"0123456789abcdef", workers=2, progress=told)
    print("done", rows["message"].tolist(), flush=True)


if __name__ == "__main__":
    main()
"""


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "script.py"
    file.write_text(SCRIPT)

    def start(located):
        command = [sys.executable, str(file), str(tmp_path / "facts"), *(str(one.path) for one in located)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment)

    return start


def with_file(make, name, file):
    made = make(name)
    made.commit({"Dockerfile": "FROM scratch\n", file: "x"})
    return Located(name, made.path)


def test_a_process_that_dies_takes_only_its_repository_with_it(make, script, tmp_path):
    located = [with_file(make, f"r{n}", "deadly" if n == 2 else "harmless") for n in range(6)]
    out, err = script(located).communicate(timeout=120)
    lines = out.splitlines()
    assert sorted(lines[:-1]) == [f"r{n} {'failed' if n == 2 else 'collected'}" for n in range(6)], err
    assert collect.DIED in lines[-1]
    assert store.read_state(tmp_path / "facts", "r2").row["state"] == "failed"


def gone(group):
    """Whether every process of a group ends within ten seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("blow", ["kill -9", "interrupt"])
def test_a_run_that_is_killed_leaves_what_it_finished_and_the_next_one_goes_on(make, script, tmp_path, rules, blow):
    quick = [with_file(make, f"quick{n}", "harmless") for n in range(3)]
    slow = [with_file(make, f"slow{n}", "slow") for n in range(2)]
    for one in quick:  # larger, so that they come first
        (one.path / ".git/objects/pack/ignored.pack").write_bytes(b"x" * 1_000)
    process = script([*quick, *slow])
    names = [process.stdout.readline().split()[0] for _ in range(3)]
    time.sleep(0.3)  # the slow ones are being read now, for a minute
    if blow == "kill -9":
        process.kill()
    else:  # as a terminal does: everybody hears it
        os.killpg(process.pid, signal.SIGINT)
    process.wait(timeout=60)
    assert gone(process.pid), "no process stays behind"
    folder = tmp_path / "facts"
    stamps = {name: (folder / name / "state.json").stat().st_mtime_ns for name in names}
    assert sorted(names) == ["quick0", "quick1", "quick2"]
    assert not (folder / "slow0").exists()
    rows = collect_fleet([*quick, *slow], folder, rules=rules, key=KEY, workers=1)
    assert rows["state"].tolist() == ["collected"] * 5
    assert {name: (folder / name / "state.json").stat().st_mtime_ns for name in names} == stamps
    assert sorted(path.name for path in folder.iterdir()) == [".lock", "quick0", "quick1", "quick2", "slow0", "slow1"]
    assert json.loads((folder / "slow0/state.json").read_text())["row"]["commits"] == 1
