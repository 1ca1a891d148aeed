"""Does the survey hold when everybody answers at once? `python benchmarks/survey_load.py [sessions] [store] [kills] [--small]`.

- `sessions`: 50 respondents at once through real websocket sessions on the form as `assess survey form` starts it, answering every page of
  the shipped questionnaire: without a pause between pages, which nobody does, and with 10 s on a page, still quicker than anybody reads.
  Seconds of a page step (click until the page is drawn) at the median, the 95th percentile and the longest; CPU milliseconds a step of the
  server, and of the 50 respondents together, which take them from it; answers lost.
- `store`: 1,000 submissions of 40 answers by 20 writers in 4 processes, on SQLite and on a PostgreSQL started for it: seconds in all,
  and those of a submission. Everything is committed to disk (synchronous FULL, fsync on).
- `kills`: 20 times kill -9 a process while its threads write, on both: acknowledged answers that are gone, and answers there twice.

Respondents, server and database share the machine's processors.
"""

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import psutil

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from respondents import Respondent  # noqa: E402

from assessment import launching  # noqa: E402
from assessment.shipped import shipped  # noqa: E402
from assessment.survey.questionnaire import Questionnaire  # noqa: E402
from assessment.survey.sources.questionnaires import load_questionnaire  # noqa: E402
from assessment.survey.store.form import Form  # noqa: E402
from assessment.survey.store.store import Store, open_store  # noqa: E402
from tests.databases import Server  # noqa: E402

PORT = 8791
KEY = bytes(range(32))
SMALL = "--small" in sys.argv
RESPONDENTS, SUBMISSIONS, PROCESSES, THREADS, KILLS = (10, 100, 2, 5, 3) if SMALL else (50, 1_000, 4, 5, 20)


def asked() -> Questionnaire:
    """The shipped questionnaire."""
    return load_questionnaire(shipped("questionnaires", "platform-need.yaml"))


def invited(store: Store, people: int, round: str = "1") -> list[str]:
    """Tokens of an open round."""
    store.create(round, asked(), access="person")
    found = store.invite(round, [("red", f"p{number}@example.com") for number in range(people)], KEY)
    store.open(round)
    return [invitation.token for invitation in found]


@contextmanager
def stores() -> Iterator[tuple[tuple[str, str], ...]]:
    """The two databases: name and address."""
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:  # on a disk; the temporary folder may be in memory
        server = Server()
        try:
            yield ("SQLite", str(Path(folder) / "survey.db")), ("PostgreSQL", server.new())
        finally:
            server.close()


@contextmanager
def served(store: Store) -> Iterator[tuple[str, psutil.Process]]:
    """The form, as `assess survey form` starts it: its address and its process."""
    environment = launching.form_environment(store.form_address("benchmark"), 5)
    process = subprocess.Popen(launching.form_command(PORT), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"127.0.0.1:{PORT}", psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def sessions() -> None:
    """50 respondents at once."""
    print(f"\n{RESPONDENTS} respondents at once, each page of {asked().title}")
    print(
        f"{'store':12} {'pause':>6} {'steps':>6} {'median s':>9} {'p95 s':>7} {'longest s':>10} {'server ms':>10} {'clients ms':>11} "
        f"{'answers':>8} {'lost':>5}"
    )
    with stores() as both:
        for name, where in both:
            with open_store(where) as store:
                for number, think in enumerate((0.0, 10.0)):
                    _sessions(name, store, think, f"{number}")


def _sessions(name: str, store: Store, think: float, round: str) -> None:
    tokens = invited(store, RESPONDENTS, round)
    with served(store) as (place, server):
        Respondent(place, "none", 0).answer()  # the imports of the first visit are not a step of the survey
        people = [Respondent(place, token, think) for token in tokens]
        before = _spent(server)
        with ThreadPoolExecutor(RESPONDENTS) as threads:
            list(threads.map(Respondent.answer, people))
        spent = _spent(server) - before
    form = Form(store.form_address("benchmark"))
    lost = sum(form.enter(person.token).given.get(item) != said for person in people for item, said in person.given.items())
    unsubmitted = sum(form.enter(person.token).response != "submitted" for person in people)
    form.close()
    steps = np.array([step for person in people for step in person.steps])
    given = sum(len(person.given) for person in people)
    of_server, of_clients = spent / len(steps) * 1000
    print(
        f"{name:12} {think:5.0f}s {len(steps):6} {np.median(steps):9.2f} {np.percentile(steps, 95):7.2f} {steps.max():10.2f} "
        f"{of_server:10.1f} {of_clients:11.1f} {given:8} {lost + unsubmitted:5}"
    )


def _spent(server: psutil.Process) -> np.ndarray:
    """CPU seconds so far, of the server and of this process."""
    return np.array([sum(server.cpu_times()[:2]), time.process_time()])


def store() -> None:
    """1,000 submissions by 20 writers."""
    print(f"\n{SUBMISSIONS:,} submissions by {PROCESSES * THREADS} writers in {PROCESSES} processes")
    print(f"{'store':12} {'seconds':>8} {'a second':>9} {'median ms':>10} {'p95 ms':>8} {'answers':>8} {'lost':>5}")
    with stores() as both:
        for name, where in both:
            with open_store(where) as opened:
                tokens = invited(opened, SUBMISSIONS)
                address = opened.form_address("benchmark")
                with ProcessPoolExecutor(PROCESSES) as processes:
                    list(processes.map(_ready, range(PROCESSES)))
                    start = time.perf_counter()
                    found = list(processes.map(partial(_submit_all, address), [tokens[n::PROCESSES] for n in range(PROCESSES)]))
                    seconds = time.perf_counter() - start
                each = np.concatenate(found) * 1000
                answers = opened.answers()
                expected = len(_answers()) * SUBMISSIONS
                print(
                    f"{name:12} {seconds:8.1f} {SUBMISSIONS / seconds:9.0f} {np.median(each):10.0f} {np.percentile(each, 95):8.0f} "
                    f"{len(answers):8} {expected - len(answers):5}"
                )


def _ready(_: int) -> None:
    time.sleep(0.5)  # so that every process has its imports before the clock starts


def _answers() -> dict[str, str]:
    """An answer to 40 items."""
    questionnaire = asked()
    return {
        item: questionnaire.format_of(item).choices[0] for item in list(questionnaire.items)[:40] if questionnaire.format_of(item).choices
    }


def _submit_all(address: str, tokens: list[str]) -> list[float]:
    """Seconds of each submission."""
    form, given = Form(address), _answers()

    def submit(token: str) -> float:
        start = time.perf_counter()
        form.save(token, given, role="Engineer", language="en")
        form.submit(token)
        return time.perf_counter() - start

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(submit, tokens))


def kills() -> None:
    """20 kills while writing."""
    print(f"\n{KILLS} times kill -9 while writing")
    print(f"{'store':12} {'acknowledged':>13} {'lost':>5} {'twice':>6}")
    with stores() as both:
        for name, where in both:
            with open_store(where) as opened:
                print(f"{name:12} {'{:13} {:5} {:6}'.format(*_kills(opened, invited(opened, 12)))}")


def _kills(store: Store, tokens: list[str]) -> tuple[int, int, int]:
    address, form = store.form_address("benchmark"), Form(store.form_address("benchmark"))
    acknowledged = lost = twice = 0
    for kill in range(KILLS):
        labels = [f"{kill + number / 100:g}" for number in range(100)]
        command = [sys.executable, "-m", "tests.writing", address, "hours-ci", ",".join(labels)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        process.stdin.write("\n".join(tokens).encode())
        process.stdin.close()
        lines = [process.stdout.readline() for _ in range(3 + 11 * kill % 150)]
        process.kill()
        lines += [line for line in process.stdout if line.endswith(b"\n")]
        process.wait()
        known = dict(line.decode().split() for line in lines)
        held = {token: form.enter(token).given.get("hours-ci") for token in known}
        place = {label: at for at, label in enumerate(labels)}
        lost += sum(place.get(held[token], -1) < place[label] for token, label in known.items())
        acknowledged += len(lines)
        with store.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT respondent, item FROM answers").all()
        twice += len(rows) - len(set(rows))
    form.close()
    return acknowledged, lost, twice


if __name__ == "__main__":
    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")] or ["sessions", "store", "kills"]
    for part in wanted:
        {"sessions": sessions, "store": store, "kills": kills}[part]()
