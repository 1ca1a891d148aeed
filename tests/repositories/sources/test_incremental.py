"""What is collected commit by commit is what is collected at once."""

import random
import subprocess
from dataclasses import replace

import pandas as pd
import pytest

from assessment.errors import WorkspaceError
from assessment.repositories.sources import repository, store
from assessment.repositories.sources import rules as rule_files
from assessment.repositories.sources.discover import Located

DOCKERFILE = "FROM node:{}\nRUN npm ci --omit=dev\n"


@pytest.fixture
def log(monkeypatch):
    """The commits from which the log was read on, in order; None: from the beginning."""
    asked = []
    read = repository.log
    monkeypatch.setattr(repository, "log", lambda git, since=None: asked.append(since) or read(git, since))
    return asked


def collect(made, job):
    row = repository.collect(Located("shop", made.path), job)
    assert row["state"] == "collected", row["message"]
    return row


def stored(job):
    state = store.read_state(job.folder, "shop")
    return state, {name: store.read_table(job.folder, "shop", name).to_pandas() for name in store.STORED}


def at_once(made, job):
    """The same, collected into an empty folder."""
    fresh = replace(job, folder=job.folder / "fresh")
    fresh.folder.mkdir(exist_ok=True)
    store.clear(fresh.folder)
    (store.place(fresh.folder, "shop") / store.STATE).unlink(missing_ok=True)
    collect(made, fresh)
    return stored(fresh)


def assert_same(found, expected, *, numbers=True):
    state, tables = found
    wanted_state, wanted = expected
    assert state == wanted_state
    for name in store.STORED:
        one, other = tables[name], wanted[name]
        if not numbers and name in ("commits", "changes", "hunks"):
            one, other = (by_commit(table, commits) for table, commits in ((one, tables["commits"]), (other, wanted["commits"])))
        pd.testing.assert_frame_equal(one.astype(object), other.astype(object), obj=name)


def by_commit(table, commits):
    """Rows named by their commit instead of by its number."""
    named = table.assign(commit=table["number"].map(commits.set_index("number")["commit"])).drop(columns="number")
    return named.sort_values([column for column in ("commit", "path", "old_start") if column in named], ignore_index=True)


def test_new_commits_are_added_to_what_is_stored(make, job, log):
    made = make()
    first = made.commit({"Dockerfile": DOCKERFILE.format(18), "src/a.py": "a"})
    collect(made, job)
    made.commit({"Dockerfile": DOCKERFILE.format(20)}, "Raise the version of node")
    made.commit({"Jenkinsfile": "node { sh 'make everything' }\n", "src/a.py": None})
    collect(made, job)
    assert log == [None, first]
    assert_same(stored(job), at_once(made, job))
    assert stored(job)[1]["commits"]["number"].tolist() == [0, 1, 2]


def test_what_the_rules_say_is_kept_until_they_would_be_asked_something_else(make, job):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18), "src/a.py": "a"})
    collect(made, job)
    place = store.place(job.folder, "shop")

    def written(table):
        return (place / f"{table}.parquet").stat().st_ino

    before = {table: written(table) for table in store.STORED}
    made.commit({"src/a.py": "b"})
    collect(made, job)
    assert_same(stored(job), at_once(made, job))
    kept = {table for table in store.STORED if written(table) == before[table]}
    assert kept == {"hunks", "contents", "references", "controls", "steps", "tools"}
    made.commit({"src/b.py": "b"})  # a file more may decide a control
    collect(made, job)
    assert_same(stored(job), at_once(made, job))
    assert written("tools") != before["tools"]


def test_a_random_history_collected_in_pieces(make, job, log):
    made, rng = make(), random.Random(7)
    names = ["Dockerfile", "Jenkinsfile", ".github/workflows/ci.yml", "src/a.py", "main.tf", "package.json"]
    for step in range(24):
        if step % 8 == 5:
            made.git("checkout", "--quiet", "-b", f"side{step}")
            made.commit({f"side/{step}/Dockerfile": DOCKERFILE.format(step)})
            made.git("checkout", "--quiet", "main")
            made.commit({rng.choice(names): f"text {rng.random()}\n"})
            made.git("merge", "--quiet", "--no-ff", f"side{step}", "-m", "Merge it")
            made.clock += 3_600
        else:
            made.commit({name: f"line {rng.randrange(9)}\nof some text\n" for name in rng.sample(names, 2)}, f"Work on step {step}")
        if rng.random() < 0.4:
            collect(made, job)
    collect(made, job)
    assert log.count(None) == 1
    assert len(log) > 5
    assert_same(stored(job), at_once(made, job))


def test_an_old_branch_that_is_merged_late_changes_mainline_and_only_numbers_differ(make, job, log):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18)})
    made.git("checkout", "--quiet", "-b", "side")
    made.commit({"Jenkinsfile": "node { sh 'make everything' }\n"})
    made.git("checkout", "--quiet", "main")
    for n in range(3):
        made.commit({"README": str(n)})
    collect(made, job)
    # the side branch takes main in and becomes main: what was main is reached by a second parent now
    made.git("checkout", "--quiet", "side")
    made.git("merge", "--quiet", "--no-ff", "main", "-m", "Take main in")
    made.git("branch", "-f", "main", "side")
    made.git("checkout", "--quiet", "main")
    collect(made, job)
    assert len(log) == 2
    assert log[1] is not None
    state, tables = stored(job)
    assert tables["commits"]["mainline"].tolist() == [True, False, False, False, True, True]
    assert_same((state, tables), at_once(made, job), numbers=False)


def test_ancestors_have_smaller_numbers_whatever_their_clocks_say(make, job):
    made = make()
    made.clock = 1_700_000_000
    for n in range(4):
        made.commit({"a": str(n)})
        made.clock -= 50_000
    collect(made, job)
    commits = stored(job)[1]["commits"]
    number = dict(zip(commits["commit"], commits["number"], strict=True))
    assert all(number[parent] < n for parent, n in zip(commits["parent"], commits["number"], strict=True) if isinstance(parent, str))


def test_a_history_that_was_rewritten_is_read_anew(make, job, log):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18)})
    made.commit({"Dockerfile": DOCKERFILE.format(20)})
    collect(made, job)
    made.git("reset", "--quiet", "--hard", "HEAD~1")
    made.commit({"Dockerfile": DOCKERFILE.format(22)})
    collect(made, job)
    assert log == [None, None]
    assert_same(stored(job), at_once(made, job))


def test_a_history_that_went_back_is_read_anew(make, job, log):
    made = make()
    first = made.commit({"a": "1"})
    made.commit({"a": "2"})
    collect(made, job)
    made.git("reset", "--quiet", "--hard", first)
    assert collect(made, job)["commits"] == 1
    assert log == [None, None]


@pytest.mark.parametrize("change", ["mailmap", "rules", "key", "damage", "chart"])
def test_what_makes_stored_rows_untrue_makes_everything_read_anew(make, job, log, change, tmp_path):
    made = make()
    made.commit({"deploy/values.extra.txt": "replicas: 1\n", "deploy/templates/x.yaml": "kind: Deployment\n"})
    collect(made, job)
    files = {"b": "2"}
    if change == "mailmap":
        files = {".mailmap": "Ada King <ada@example.org>\n"}
    elif change == "rules":
        own = tmp_path / "own.yaml"
        own.write_text("automation:\n  - {address: '^robot@', why: ours}\n")
        job = replace(job, rules=rule_files.load(extra=[own]))
    elif change == "key":
        job = replace(job, key=b"another-key-of-16")
    elif change == "damage":
        (job.folder / "shop/changes.parquet").write_bytes(b"PAR1")
    else:  # a chart makes what lies below its folder plumbing, in older commits too
        files = {"deploy/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n"}
    made.commit(files)
    collect(made, job)
    assert log[-1] is None
    assert_same(stored(job), at_once(made, job))


def test_missing_blobs_of_earlier_commits_stay_counted(make, job, log):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18)})
    made.lose(made.blob("Dockerfile"))
    made.commit({"Dockerfile": DOCKERFILE.format(20)})
    assert collect(made, job)["missing_blobs"] == 1
    made.commit({"Dockerfile": DOCKERFILE.format(22)})
    assert collect(made, job)["missing_blobs"] == 1
    assert log[1] is not None
    assert_same(stored(job), at_once(made, job))


def test_a_shallow_clone_that_is_deepened_is_read_anew(make, job, log, tmp_path):
    made = make()
    for n in range(4):
        made.commit({"Dockerfile": DOCKERFILE.format(n)})
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{made.path}", str(tmp_path / "cut")], check=True)
    cut = type(made)(tmp_path / "cut")
    assert collect(cut, job)["commits"] == 1
    cut.git("fetch", "--quiet", "--unshallow")
    assert repository.unchanged(Located("shop", cut.path), job) is None
    assert collect(cut, job)["commits"] == 4
    assert log == [None, None]


def test_what_did_not_change_is_known_without_starting_a_process(make, job, monkeypatch):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18)})
    located = Located("shop", made.path)
    assert repository.unchanged(located, job) is None
    row = collect(made, job)
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    assert repository.unchanged(located, job) == row
    monkeypatch.undo()
    made.commit({"Dockerfile": DOCKERFILE.format(20)})
    assert repository.unchanged(located, job) is None
    collect(made, job)
    assert repository.unchanged(located, replace(job, key=b"another-key-of-16")) is None
    assert repository.unchanged(located, replace(job, rules=job.rules.with_bots(["robot"]))) is None
    monkeypatch.setattr(repository, "COLLECTOR", "next")
    assert repository.unchanged(located, job) is None


def test_what_became_empty_replaces_what_was_known(make, job):
    made = make()
    made.commit({"Dockerfile": DOCKERFILE.format(18)})
    collect(made, job)
    made.git("update-ref", "-d", "refs/heads/main")
    assert repository.collect(Located("shop", made.path), job)["state"] == "empty"
    with pytest.raises(WorkspaceError, match=r"commits\.parquet: cannot be read"):
        store.read_table(job.folder, "shop", "commits")
