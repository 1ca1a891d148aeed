from datetime import date

import pandas as pd
import pytest

from assessment.errors import WorkspaceError
from assessment.repositories import facts
from assessment.repositories.sources import repository, store
from assessment.repositories.sources.discover import Located


@pytest.fixture
def two(make, job):
    """Two repositories, collected: 'org/shop' and '.github'."""
    shop, dots = make("shop"), make("dots")
    for n in range(4):
        shop.commit({"Dockerfile": f"FROM image:{n}\n", "src.py": str(n)})
        shop.clock += 86_400
    dots.commit({"Jenkinsfile": "node { sh 'make everything' }\n"})
    for name, made in (("org/shop", shop), (".github", dots)):
        assert repository.collect(Located(name, made.path), job)["state"] == "collected"
    return job.folder


def test_a_fleet_is_read_whole(two):
    found = store.read_fleet(two)
    assert sorted(found.repositories["repository"]) == [".github", "org/shop"]
    assert found.commits["repository"].value_counts().to_dict() == {"org/shop": 4, ".github": 1}
    assert found.contents["kind"].tolist() == ["jenkinsfile", "dockerfile"]
    assert sorted(found.commits["repository"].cat.categories) == [".github", "org/shop"]
    for name in facts.TABLES:
        assert list(getattr(found, name).columns) == list(facts.empty("repeated" if name == "hunks" else name).columns)


def test_changes_are_plumbing_only(two):
    found = store.read_fleet(two).changes
    assert sorted(found["path"].unique()) == ["Dockerfile", "Jenkinsfile"]
    assert len(found) == 5
    assert store.read_table(two, "org/shop", "changes").num_rows == 8


def test_only_the_named_repositories_are_read_and_unknown_ones_have_no_row(two):
    found = store.read_fleet(two, ["org/shop", "never collected"])
    assert found.repositories["repository"].tolist() == ["org/shop"]
    assert set(found.files["repository"]) == {"org/shop"}


def test_now_is_the_newest_commit(two):
    # 14 November 2023 22:13:20 UTC, then three times a day and an hour
    assert store.read_fleet(two).as_of == pd.Timestamp("2023-11-18 01:13:20", tz="UTC")


def test_rows_after_the_day_that_counts_as_now_are_left_out(two):
    found = store.read_fleet(two, as_of=date(2023, 11, 15))
    assert found.as_of == pd.Timestamp("2023-11-15 23:59:59", tz="UTC")
    assert found.commits.loc[found.commits["repository"] == "org/shop", "number"].tolist() == [0, 1]
    assert found.changes.loc[found.changes["repository"] == "org/shop", "number"].tolist() == [0, 1]
    assert len(found.files) == 3


def test_a_commit_without_a_date_is_not_after_anything(make, job):
    made = make()
    tree = made.git("mktree", given=b"")
    commit = f"tree {tree}\nauthor A B <a@x.org> 0 +0000\ncommitter A B <a@x.org> 0 +0000\n\nx\n".encode()
    made.git("update-ref", "refs/heads/main", made.git("hash-object", "-t", "commit", "-w", "--stdin", given=commit))
    repository.collect(Located("shop", made.path), job)
    assert len(store.read_fleet(job.folder, as_of=date(2020, 1, 1)).commits) == 1


def test_no_facts_at_all(tmp_path):
    found = store.read_fleet(tmp_path / "absent")
    for name in facts.TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), facts.empty("repeated" if name == "hunks" else name))


@pytest.mark.parametrize("damage", ["absent", "cut", "overwritten", "other columns"])
def test_a_damaged_table_is_named_and_collecting_again_mends_it(two, damage, make, job):
    file = two / "org%2Fshop" / "files.parquet"
    if damage == "absent":
        file.unlink()
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-10])
    elif damage == "overwritten":
        file.write_bytes(file.read_bytes()[:100].replace(b"PAR1", b"XXXX"))
    else:
        facts_of_old = pd.DataFrame({"repository": ["org/shop"]})
        facts_of_old.to_parquet(file)
    with pytest.raises(WorkspaceError, match=r"files\.parquet: cannot be read: .*; run assess collect again"):
        store.read_fleet(two)
    located = Located("org/shop", two.parent / "clones" / "shop")
    assert repository.unchanged(located, job) is None
    assert repository.collect(located, job)["state"] == "collected"
    assert len(store.read_fleet(two).files) == 3


def test_a_damaged_state_is_no_state(two, job):
    (two / "org%2Fshop" / "state.json").write_text("{")
    assert store.read_state(two, "org/shop") is None
    assert store.read_fleet(two, ["org/shop"]).repositories.empty


@pytest.mark.parametrize(
    ("name", "folder"),
    [("shop", "shop"), ("org/shop", "org%2Fshop"), (".github", "%2Egithub"), ("..", "%2E."), ("a b+c", "a b+c"), ("%", "%25")],
)
def test_every_name_has_a_folder_of_its_own(tmp_path, name, folder):
    assert store.place(tmp_path, name) == tmp_path / folder


def test_a_kill_between_the_two_renames_loses_the_facts_of_one_repository_and_no_more(two, job):
    (two / ".partial").mkdir(exist_ok=True)
    (two / "org%2Fshop").rename(two / ".partial" / "77.old")
    assert store.read_fleet(two).repositories["repository"].tolist() == [".github"]
    store.clear(two)
    assert repository.collect(Located("org/shop", two.parent / "clones" / "shop"), job)["state"] == "collected"
    assert sorted(path.name for path in two.iterdir()) == ["%2Egithub", ".partial", "org%2Fshop"]
    assert list((two / ".partial").iterdir()) == []
