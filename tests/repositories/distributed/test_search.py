"""A scheduler and workers as separate processes give the pairs that one process gives, also where a worker is lost."""

import os
import signal
from functools import partial

import numpy as np
import pytest

from assessment.repositories.distributed import folder, stages
from assessment.repositories.distributed.search import on_dask, search
from assessment.repositories.distributed.stages import Run
from assessment.repositories.duplication.copies.bands.buckets import merged
from assessment.repositories.duplication.copies.bands.features import HashedLines, hashed
from assessment.repositories.duplication.copies.bands.search import by_bands, table
from assessment.repositories.duplication.copies.candidates import candidates
from tests.copies import documents_of, edited, thresholds

LEAST = 0.3


@pytest.fixture(scope="module")
def rules():
    return thresholds()


@pytest.fixture(scope="module")
def fleet():
    return documents_of(edited(31, 900))


@pytest.fixture(scope="module")
def expected(fleet, rules):
    return by_bands(rules.bands)(fleet, overlap=LEAST)


def cut(found, parts):
    """The lines of documents in several batches."""
    for rows in np.array_split(np.arange(len(found.starts) - 1), parts):
        begins = found.starts[rows[0] : rows[-1] + 2]
        yield HashedLines(found.lines[begins[0] : begins[-1]], begins - begins[0], found.repository[rows])


def pairs(made):
    return table(merged(list(made.pairs())))


def test_two_workers_find_what_one_process_finds(client, fleet, expected, rules, tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "LINES", 2_000)
    told = []
    found = on_dask(client, tmp_path, rules.bands, told.append)(fleet, overlap=LEAST)
    assert found.equals(expected)
    assert len(found) > 1_000
    assert len(list((tmp_path / "documents").glob("*.arrow"))) > 5  # batches, else nothing was spread
    (counts,) = told
    assert counts.documents == len(fleet)
    assert counts.pairs == len(found)
    assert counts.proposed >= counts.alike > 0


def test_pairs_are_true_ones(client, fleet, rules, tmp_path):
    found = on_dask(client, tmp_path, rules.bands)(fleet, overlap=LEAST)
    exact = candidates(fleet, overlap=LEAST)
    both = found.merge(exact)
    assert len(both) == len(found)
    assert len(found) >= 0.95 * len(exact)


def test_crowded_buckets_and_large_components_are_counted(client, fleet, rules, tmp_path):
    small = rules.bands.model_copy(update={"bucket": 2, "whole": 4})
    told = []
    found = on_dask(client, tmp_path, small, told.append)(fleet, overlap=LEAST)
    assert found.equals(by_bands(small)(fleet, overlap=LEAST))
    (counts,) = told
    assert counts.buckets > counts.crowded > 0
    assert counts.starred > 3 * counts.crowded - 1
    assert counts.largest > 4
    assert counts.large > 4


@pytest.mark.parametrize("files", [{}, {"a": {"ci.yml": "\n".join(f"run: {n}" for n in range(9))}}])
def test_few_documents_have_no_pairs(client, rules, tmp_path, files):
    found = on_dask(client, tmp_path, rules.bands)(documents_of(files), overlap=LEAST)
    assert found.empty
    assert [str(kind) for kind in found.dtypes] == ["int64", "int64"]


def test_a_worker_that_dies_at_a_batch_is_replaced(cluster, client, fleet, expected, rules, tmp_path):
    """The first batch that is taken up kills the worker that does."""
    cluster.worker()
    mark = tmp_path / "died"
    client.wait_for_workers(3, timeout=60)

    def deadly(part, mark=mark, kill=os.kill, pid=os.getpid, sign=signal.SIGKILL):
        try:
            mark.touch(exist_ok=False)  # one step: of two workers that take up a batch at once, one dies, not both
        except FileExistsError:
            return part
        return kill(pid(), sign)

    batches = [partial(deadly, part) for part in cut(hashed(fleet), 6)]
    made = search(client, Run(tmp_path, rules.bands, LEAST), batches)
    assert mark.exists()
    assert pairs(made).equals(expected)


def test_a_worker_killed_between_stages_takes_nothing_with_it(cluster, client, fleet, expected, rules, tmp_path):
    victim = cluster.worker()
    client.wait_for_workers(3, timeout=60)
    batches = [partial(stages.given, tmp_path, n) for n in range(6)]
    for number, part in enumerate(cut(hashed(fleet), 6)):
        folder.write_lines(tmp_path, number, part)
    made = search(
        client, Run(tmp_path, rules.bands, LEAST), batches, lambda step: victim.send_signal(signal.SIGKILL) if step == "checking" else None
    )
    assert victim.wait(60) == -signal.SIGKILL
    assert pairs(made).equals(expected)


def test_an_error_on_a_worker_reaches_the_client(client, rules, tmp_path):
    with pytest.raises(FileNotFoundError):
        search(client, Run(tmp_path, rules.bands, LEAST), [partial(stages.given, tmp_path, 0)])
