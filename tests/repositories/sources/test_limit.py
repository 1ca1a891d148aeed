import ast
import contextlib
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assessment.repositories.sources import store
from assessment.repositories.sources.collect import DIED, collect_fleet
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.limit import TimeIsUp, limited
from tests.repositories.sources.strange import BUSY, Strange

KEY = b"0123456789abcdef"


def busy():
    with contextlib.suppress(Exception):
        BUSY.match("a" * 60)


def test_an_expression_is_ended_and_nothing_swallows_it():
    began = time.monotonic()
    with pytest.raises(TimeIsUp), limited(0.2):
        busy()
    assert time.monotonic() - began < 5


def test_what_ends_in_time_goes_on():
    with limited(0.1):
        pass
    time.sleep(0.2)


def test_other_threads_have_no_limit():
    def work():
        with limited(0.05):
            time.sleep(0.2)
            done.append(True)

    done = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


SCRIPT = """
import sys
from pathlib import Path
from assessment.repositories.sources import rules
from assessment.repositories.sources.collect import collect_fleet
from assessment.repositories.sources.discover import Located
from tests.repositories.sources.strange import Strange

if __name__ == "__main__":
    folder, *paths = sys.argv[1:]
    located = [Located(Path(path).name, Path(path)) for path in paths]
    rows = collect_fleet(located, Path(folder), rules=Strange(rules.load()), key=b"0123456789abcdef", workers=2, seconds=3)
    print(rows[["state", "message"]].values.tolist())
"""


def fleet(make, *names):
    located = []
    for name in names:
        made = make(name)
        made.commit({"Dockerfile": "FROM scratch\n", name: "x"})
        located.append(Located(name, made.path))
    return located


def test_a_repository_that_keeps_us_busy_is_given_up_and_named(make, tmp_path, rules):
    rows = collect_fleet(fleet(make, "first", "busy", "last"), tmp_path / "facts", rules=Strange(rules), key=KEY, workers=1, seconds=3)
    assert rows["state"].tolist() == ["collected", "failed", "collected"]
    assert rows["message"].tolist() == ["", "reading it took longer than 3 seconds", ""]
    assert store.read_state(tmp_path / "facts", "busy").row["state"] == "failed"
    assert list((tmp_path / "facts").glob(".partial/*")) == []


def test_a_process_that_hears_no_signal_is_ended_and_the_fleet_goes_on(make, tmp_path):
    located = fleet(make, "first", "busy", "deaf", "last")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [sys.executable, str(script), str(tmp_path / "facts"), *(str(one.path) for one in located)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
    states = ast.literal_eval(done.stdout)
    assert [state for state, _ in states] == ["collected", "failed", "failed", "collected"], done.stderr
    assert [message for _, message in states[1:3]] == ["reading it took longer than 3 seconds", DIED]
