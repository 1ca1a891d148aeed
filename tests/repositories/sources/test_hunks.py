"""Hunks as stored: they lead from each version of a file back to the one before, and are read where they tell of several repositories."""

import random
from datetime import date
from itertools import pairwise

import pytest

from assessment.errors import WorkspaceError
from assessment.repositories import facts
from assessment.repositories.history.edits import own_name
from assessment.repositories.sources import lines as reading
from assessment.repositories.sources import repository, store
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.git import opened
from assessment.repositories.sources.layout import layout
from assessment.repositories.sources.lines import lines

BEFORE = "FROM node:18\nRUN npm ci --omit=dev\nCOPY . /srv\nEXPOSE 8080\n"
AFTER = BEFORE.replace("node:18", "node:20").replace("8080", "9090")


def stored(job, name="shop"):
    return store.read_table(job.folder, name, "hunks").to_pandas()


def backwards(text, hunks):
    """The version before, made from the version after by undoing its hunks, the last one first."""
    found = text.split("\n")
    for hunk in sorted(hunks, key=lambda hunk: -hunk["new_start"]):
        gone = hunk["removed"].split("\n") if hunk["old_lines"] else []
        came = hunk["added"].split("\n") if hunk["new_lines"] else []
        at = hunk["new_start"] - 1 if came else hunk["new_start"]
        assert found[at : at + len(came)] == came
        assert len(gone) == hunk["old_lines"]
        found[at : at + len(came)] = gone
    return "\n".join(found)


def forwards(text, hunks):
    """The version after, likewise."""
    turned = {"old_start": "new_start", "old_lines": "new_lines", "new_start": "old_start", "new_lines": "old_lines"}
    return backwards(
        text, [{turned[name]: hunk[name] for name in turned} | {"removed": hunk["added"], "added": hunk["removed"]} for hunk in hunks]
    )


def edited(rng, lines):
    lines = [line for line in lines if rng.random() > 0.1]
    for _ in range(rng.randrange(9)):
        lines.insert(
            rng.randrange(len(lines) + 1), rng.choice(["", "}", "@@ -1 +1 @@", "<a", ">b", "-- x", f"line {rng.randrange(30)}", "ø — é"])
        )
    return lines


@pytest.mark.parametrize("seed", range(6))
def test_hunks_lead_from_each_version_to_the_one_before(make, monkeypatch, seed):
    monkeypatch.setattr(reading, "READ", 700)  # patches that are cut while they are read
    monkeypatch.setattr(reading, "PAIRS", 9)  # several trees
    made, rng = make(), random.Random(seed)
    made.commit({"a": "1"})
    version, versions = [f"line {n}" for n in range(40)], []
    for _ in range(40):
        versions.append("\n".join(version) + rng.choice(["", "\n"]))
        version = edited(rng, version)
    blobs = [made.git("hash-object", "-w", "--stdin", given=text.encode()) for text in versions]
    with opened(layout(made.path)) as git:
        found = lines(git, list(pairwise(blobs)), own_name("shop")).hunks.to_pylist()
    assert len(found) > 100
    for pair, (before, after) in enumerate(pairwise(versions)):
        hunks = [hunk for hunk in found if hunk["pair"] == pair]
        assert backwards(after.removesuffix("\n"), hunks) == before.removesuffix("\n")
        assert forwards(before.removesuffix("\n"), hunks) == after.removesuffix("\n")


def test_a_history_becomes_these_hunks(make, job):
    made = make()
    made.commit({"Dockerfile": BEFORE, "src/a.py": "1\n"})
    made.commit({"Dockerfile": AFTER, "src/a.py": "2\n", "Jenkinsfile": "node { sh 'make everything' }\n"})
    made.commit({"Dockerfile": None})
    repository.collect(Located("shop", made.path), job)
    found = stored(job)
    columns = ["number", "path", "workflow", "kind", "old_start", "old_lines", "new_start", "new_lines", "removed", "added"]
    assert found[columns].astype(object).values.tolist() == [
        [0, "Dockerfile", "containers", "dockerfile", 0, 0, 1, 4, "", ""],
        [1, "Dockerfile", "containers", "dockerfile", 1, 1, 1, 1, "FROM node:18", "FROM node:20"],
        [1, "Dockerfile", "containers", "dockerfile", 4, 1, 4, 1, "EXPOSE 8080", "EXPOSE 9090"],
        [1, "Jenkinsfile", "ci", "jenkinsfile", 0, 0, 1, 1, "", ""],
        [2, "Dockerfile", "containers", "dockerfile", 1, 4, 0, 0, "", ""],
    ]
    assert (found["edit"] != 0).tolist() == [True, True, True, True, False]


def test_the_same_change_of_two_files_stands_at_both(make, job):
    made = make()
    made.commit({"Dockerfile": BEFORE, "web/Dockerfile": BEFORE})
    made.commit({"Dockerfile": AFTER, "web/Dockerfile": AFTER})
    repository.collect(Located("shop", made.path), job)
    found = stored(job)
    second = found[found["number"] == 1]
    assert second["path"].tolist() == ["Dockerfile"] * 2 + ["web/Dockerfile"] * 2
    assert second["edit"].iloc[:2].tolist() == second["edit"].iloc[2:].tolist()


def test_secrets_do_not_reach_the_disk(make, job):
    made = make()
    token = "ghp_" + "aB3dE5gH" * 5
    made.commit({"Jenkinsfile": "node {\n  sh 'make'\n}\n"})
    made.commit({"Jenkinsfile": f"node {{\n  sh 'login {token}'\n}}\n"})
    repository.collect(Located("shop", made.path), job)
    assert stored(job)["added"].tolist() == ["", "  sh 'login ***'"]


def test_texts_beyond_the_limit_of_a_repository_are_left_out_and_their_keys_kept(make, job, monkeypatch):
    made = make()
    for n in range(9):
        made.commit({"Dockerfile": f"FROM image-number-{n}\n" * 9})
    repository.collect(Located("shop", made.path), job)
    whole = stored(job)
    monkeypatch.setattr(reading, "READ", 500)
    monkeypatch.setattr(reading, "TEXT_BYTES", 1_000)
    repository.collect(Located("other", made.path), job)
    cut = stored(job, "other")
    assert cut["edit"].tolist() == whole["edit"].tolist()
    assert 0 < (cut["added"] == "").sum() < len(cut)
    assert (whole["added"] == "").sum() == 1  # of the added file


@pytest.fixture
def four(make, job):
    """Four repositories: `same` edits in all of them; in two of them another; in three the same words in different lines."""
    for n, name in enumerate(["a", "b", "c", "d"]):
        made = make(name)
        made.commit({"Dockerfile": f"{BEFORE}LABEL is={name * 12}\n", "ci/Dockerfile": f"FROM old-registry/{name * 3}:1\n"})
        made.clock += 86_400 * n
        made.commit({"Dockerfile": f"{AFTER}LABEL is={name * 12}\n"})
        if n < 3:
            made.commit({"ci/Dockerfile": f"FROM new-register/{name * 3}:1\n"})
        if n < 2:
            made.commit({"Dockerfile": f"{AFTER}LABEL is={name * 12}\nRUN something-of-two-repositories\n"})
        assert repository.collect(Located(name, made.path), job)["state"] == "collected"
    return job.folder


def test_only_what_stands_in_three_repositories_is_read(four):
    found = store.read_fleet(four).hunks
    assert list(found.columns) == [column.name for column in facts.REPEATED]
    assert found.dtypes.astype(str).tolist() == facts.empty("repeated").dtypes.astype(str).tolist()
    rows = found[["repository", "number", "path"]].astype(object).values.tolist()
    # node and port in all four; the registry by its words in three; neither what two added nor how each began
    assert sorted(rows) == sorted([[name, 1, "Dockerfile"] for name in "abcd"] * 2 + [[name, 2, "ci/Dockerfile"] for name in "abc"])
    assert found["edit"].nunique() == 2 + 3
    assert found.loc[found["path"] == "ci/Dockerfile", "swap"].nunique() == 1


def test_what_comes_after_the_day_that_counts_as_now_does_not_count(four):
    # the second commits are made on the 14th, 15th, 16th and 17th
    assert store.read_fleet(four, as_of=date(2023, 11, 15)).hunks.empty
    found = store.read_fleet(four, as_of=date(2023, 11, 16)).hunks
    assert set(found.loc[found["path"] == "Dockerfile", "repository"]) == {"a", "b", "c"}
    assert store.read_fleet(four, ["a", "b"]).hunks.empty


def test_hunks_of_some_files_with_their_texts(four):
    found = store.read_hunks(four, "a", ["Dockerfile", "never there"])
    assert list(found.columns) == [column.name for column in facts.HUNKS]
    assert found[["number", "old_start", "removed", "added"]].values.tolist() == [
        [0, 0, "", ""],
        [1, 1, "FROM node:18", "FROM node:20"],
        [1, 4, "EXPOSE 8080", "EXPOSE 9090"],
        [3, 5, "", "RUN something-of-two-repositories"],
    ]
    both = store.read_hunks(four, "a", ["ci/Dockerfile", "Dockerfile"])
    assert both["number"].is_monotonic_increasing
    assert both["path"].tolist() == ["Dockerfile", "ci/Dockerfile", "Dockerfile", "Dockerfile", "ci/Dockerfile", "Dockerfile"]
    assert store.read_hunks(four, "d", ["Dockerfile"], as_of=date(2023, 11, 14))["number"].tolist() == [0]
    assert store.read_hunks(four, "a", []).empty
    assert store.read_hunks(four, "never collected", ["Dockerfile"]).empty


def test_damaged_hunks_are_named_and_collecting_again_mends_them(four, job):
    (four / "a" / "hunks.parquet").write_bytes(b"PAR1")
    for read in (lambda: store.read_fleet(four), lambda: store.read_hunks(four, "a", ["Dockerfile"])):
        with pytest.raises(WorkspaceError, match=r"hunks\.parquet: cannot be read: .*; run assess collect again"):
            read()
        repository.collect(Located("a", four.parent / "clones" / "a"), job)
        (four / "a" / "hunks.parquet").write_bytes(b"PAR1")
