"""An answer that was acknowledged is there, exactly once: after kill -9, a full disk, a lost connection, a crashed server."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from assessment.errors import SurveyError
from assessment.survey.store.form import Form
from assessment.survey.store.store import open_store

KILLS = 3
ROOT = Path(__file__).parents[3]
LABELS = [f"{hours / 4:g}" for hours in range(400)]  # hours, so that each save can be told from the one before
KEY = bytes(range(32))


@pytest.fixture
def tokens(store, asked):
    store.create("2026-1", asked, access="person")
    found = store.invite("2026-1", [("red", f"r{number}@example.com") for number in range(12)], KEY)
    store.open("2026-1")
    return [invitation.token for invitation in found]


def start(address, tokens, labels=LABELS):
    command = [sys.executable, "-m", "tests.writing", address, "hours", ",".join(labels)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    process.stdin.write("\n".join(tokens).encode())
    process.stdin.close()
    return process


def acknowledged(lines):
    """Token -> the last label that was acknowledged; a line that was cut off by the kill was not read whole."""
    return {token: label for token, label in (line.split() for line in lines if line != "done")}


def held(form, tokens):
    return {token: form.enter(token).given.get("hours") for token in tokens}


def lost(known, found, labels=LABELS):
    """What was acknowledged and is older or missing in the store. One that was written but not acknowledged any more is none."""
    place = {label: number for number, label in enumerate(labels)}
    return {token: (label, found[token]) for token, label in known.items() if found[token] is None or place[found[token]] < place[label]}


def once(store, form, tokens):
    """Exactly one answer a person who has any."""
    with store.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT respondent, item FROM answers").all()
    assert len(rows) == len(set(rows)) == sum(answer is not None for answer in held(form, tokens).values())


def test_kill_9_while_writing_loses_nothing_that_was_acknowledged(store, form, tokens):
    known = {}
    address = store.form_address("secret-of-the-form")
    for kill in range(KILLS):
        labels = LABELS[kill * 100 : (kill + 1) * 100]
        process = start(address, tokens, labels)
        lines = [process.stdout.readline().decode().strip() for _ in range(5 + 17 * kill)]  # in the middle of writing, at another place
        process.kill()
        lines += [line.decode().strip() for line in process.stdout if line.endswith(b"\n")]
        process.wait()
        assert "done" not in lines, process.stderr.read()
        known |= acknowledged(lines)
        assert lost(known, held(form, tokens)) == {}
        once(store, form, tokens)
    assert len(known) >= 4
    form.save(tokens[0], {"hours": "7"})  # and the store goes on
    assert form.enter(tokens[0]).given["hours"] == "7"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 3 MB; without the right to mount one the test skips."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"no file system can be mounted here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def answer_all(form, tokens, known):
    for token in tokens:
        form.save(token, {"hours": "8", "a": "No", "why": "x" * 100})
        form.submit(token)
        known[token] = "8"


def test_a_full_disk_is_said_and_loses_nothing(small_disk, asked):
    with open_store(small_disk / "survey.db") as store:
        store.create("2026-1", asked, access="person")
        tokens = [found.token for found in store.invite("2026-1", [("red", f"{n}@example.com") for n in range(3_000)], KEY)]
        store.open("2026-1")
        form, known = Form(small_disk / "survey.db"), {}
        filler = small_disk / "filler"
        filler.write_bytes(bytes(max(0, os.statvfs(small_disk).f_bavail * 4096 - 300_000)))
        with pytest.raises(SurveyError, match=r"the database says: .*(full|I/O).*try again"):
            answer_all(form, tokens, known)
        assert len(known) > 10
        assert lost(known, held(form, known), ["8"]) == {}
        refused = tokens[len(known)]
        assert form.enter(refused).response != "submitted"
        filler.unlink()
        form.save(refused, {"hours": "8"})
        form.submit(refused)
        assert set(held(form, [*known, refused]).values()) == {"8"}
        found = store.answers()
        assert len(found) == len(found.drop_duplicates(["respondent", "item"]))
        assert (found["item"] == "hours").sum() == len(known) + 1
        form.close()


def test_a_lost_connection_is_made_anew_and_loses_nothing(where, store, form, tokens, postgresql):
    if where.endswith(".db"):
        pytest.skip("PostgreSQL only")
    known, errors = {}, []

    def answer(token):
        for label in LABELS[:25]:
            try:
                form.save(token, {"hours": label})
            except SurveyError as error:  # said, so it may be lost; it must not be acknowledged
                errors.append(error)
            else:
                known[token] = label

    threads = [threading.Thread(target=answer, args=(token,)) for token in tokens[:6]]
    for thread in threads:
        thread.start()
    cut = 0
    while any(thread.is_alive() for thread in threads):
        found = postgresql.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename LIKE '%_form'")
        cut += found[0][0]
        time.sleep(0.05)
    assert cut > 5
    assert errors == []
    assert known == dict.fromkeys(tokens[:6], LABELS[24])
    assert held(form, tokens[:6]) == known
    once(store, form, tokens)


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_a_server_that_restarts_or_crashes_loses_nothing(where, store, form, tokens, postgresql, mode):
    if where.endswith(".db"):
        pytest.skip("PostgreSQL only")
    process = start(store.form_address("secret-of-the-form"), tokens[:4], LABELS[:200])
    lines = [process.stdout.readline().decode().strip() for _ in range(40)]
    postgresql.restart(mode)
    lines += [line.decode().strip() for line in process.stdout]
    assert process.wait(timeout=60) == 0, process.stderr.read()
    assert lines[-1] == "done"
    known = acknowledged(lines)
    assert known == dict.fromkeys(tokens[:4], LABELS[199])
    assert held(form, tokens[:4]) == known
    once(store, form, tokens)
