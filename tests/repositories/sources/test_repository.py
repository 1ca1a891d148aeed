import subprocess
from pathlib import Path

import pandas as pd
import pytest

from assessment.privacy.pseudonyms import pseudonym
from assessment.repositories import facts as tables
from assessment.repositories.sources import repository, store
from assessment.repositories.sources.discover import Located

KEY = b"0123456789abcdef"
PIPELINE = "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n"


def listed(table, *columns):
    return [
        tuple(None if pd.isna(value) else value for value in row) for row in table[list(columns)].astype(object).itertuples(index=False)
    ]


def row_of(facts):
    (row,) = facts.repositories.to_dict("records")
    return row


def test_a_small_history_becomes_these_facts(make, collected):
    made = make()
    first = made.commit({".github/workflows/ci.yml": PIPELINE, "src/shop.py": "pass\n"}, "Start the shop properly")
    second = made.commit({".github/workflows/ci.yml": PIPELINE + "      - run: make the-tests\n"}, "Run the tests of the shop")
    third = made.commit({"src/shop.py": None}, "Drop it all")
    facts = collected(made)
    ada, name = pseudonym(KEY, "ada@example.org"), pseudonym(KEY, "ada lovelace")
    commits = facts.commits
    assert listed(commits, "repository", "number", "commit", "parent", "parents", "mainline") == [
        ("shop", 0, first, None, 0, True),
        ("shop", 1, second, first, 1, True),
        ("shop", 2, third, second, 1, True),
    ]
    assert listed(commits, "author", "author_name", "automation", "changed_files", "plumbing_files") == [
        (ada, name, False, 2, 1),
        (ada, name, False, 1, 1),
        (ada, name, False, 1, 0),
    ]
    assert commits["committed_at"].tolist() == [pd.Timestamp(1_700_000_000 + 3_600 * n, unit="s", tz="UTC") for n in range(3)]
    assert listed(facts.changes, "number", "path", "status", "workflow", "kind", "added", "deleted") == [
        (0, ".github/workflows/ci.yml", "A", "ci", "github-workflow", 6, 0),
        (1, ".github/workflows/ci.yml", "M", "ci", "github-workflow", 1, 0),
        (0, "src/shop.py", "A", "", "", None, None),
        (2, "src/shop.py", "D", "", "", None, None),
    ]
    blob = made.blob(".github/workflows/ci.yml")
    assert listed(facts.files, "path", "blob", "bytes", "role", "workflow", "kind", "read") == [
        (".github/workflows/ci.yml", blob, len(PIPELINE) + 28, "plumbing", "ci", "github-workflow", "read")
    ]
    assert listed(facts.contents, "path", "blob", "text") == [
        (".github/workflows/ci.yml", blob, PIPELINE + "      - run: make the-tests\n")
    ]
    assert ("actions/checkout", "v4", 6) in listed(facts.references, "target", "version", "line")
    assert len(facts.controls) > 3
    assert row_of(facts) == {
        "repository": "shop", "state": "collected", "message": "", "head": third, "commits": 3, "files": 1, "shallow": False,
        "missing_blobs": 0, "oversized": 0, "withheld": 0, "vendored": 0, "undated": 0, "huge_commits": 0, "tags_skipped": 0,
    }  # fmt: skip


def test_the_tables_have_the_columns_and_types_of_the_schema(make, collected):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n"})
    facts = collected(made)
    for name in tables.TABLES:
        found, wanted = getattr(facts, name), tables.empty("repeated" if name == "hunks" else name)
        assert list(found.columns) == list(wanted.columns), name
        for column in wanted:
            if not (name == "changes" and column in ("added", "deleted")):
                kind = found[column].dtype.name if found[column].dtype != "float64" else wanted[column].dtype.name  # integers with nulls
                assert kind == wanted[column].dtype.name, (name, column)


def test_no_name_address_or_subject_reaches_the_disk(make, job):
    made = make()
    made.commit(
        {"Dockerfile": "FROM scratch\n"}, "Greetings from Marguerite", GIT_AUTHOR_NAME="Marguerite Duras", GIT_AUTHOR_EMAIL="duras@x.org"
    )
    made.commit({".mailmap": "Real Name <real@x.org> <duras@x.org>\n"})
    repository.collect(Located("shop", made.path), job)
    stored = [store.read_table(job.folder, "shop", name).to_pydict() for name in store.STORED]
    stored.append((job.folder / "shop" / "state.json").read_text())
    for secret in ("Marguerite", "Duras", "duras", "Real Name", "Greetings", "Ada", "ada@"):
        assert secret not in str(stored), secret


def test_what_a_merge_brings_stands_in_the_commits_that_it_brings(make, collected):
    made = make()
    base = made.commit({"Dockerfile": "FROM scratch\n"})
    made.git("checkout", "--quiet", "-b", "side")
    side = made.commit({"Jenkinsfile": "node { sh 'make everything' }\n"})
    made.git("checkout", "--quiet", "main")
    other = made.commit({"README": "hello\n"})
    made.git("merge", "--quiet", "--no-ff", "side", "-m", "Merge side")
    merge = made.git("rev-parse", "HEAD")
    facts = collected(made)
    assert listed(facts.commits, "commit", "parents", "mainline", "changed_files", "plumbing_files") == [
        (base, 0, True, 1, 1),
        (side, 1, False, 1, 1),
        (other, 1, True, 1, 0),
        (merge, 2, True, 0, 0),
    ]
    assert facts.commits["parent"].iloc[3] == other
    assert listed(facts.changes[facts.changes["path"] == "Jenkinsfile"], "number", "status", "workflow", "added") == [(1, "A", "ci", 1)]


def test_no_commit_yet_is_empty_and_no_failure(make, job):
    made = make()
    assert repository.collect(Located("shop", made.path), job)["state"] == "empty"
    (made.path / ".git/HEAD").write_text("ref: refs/heads/absent\n")
    row = repository.collect(Located("shop", made.path), job)
    assert (row["state"], row["message"]) == ("empty", "it has no commit")
    assert store.read_fleet(job.folder).commits.empty


def test_a_head_whose_commit_is_gone_fails_with_a_reason(make, job):
    made = make()
    made.lose(made.commit({"a": "1"}))
    row = repository.collect(Located("shop", made.path), job)
    assert row["state"] == "failed"
    assert row["message"].startswith("git ls-tree failed: fatal: not a tree object")


def test_a_shallow_clone_leaves_out_its_boundary(make, collected, tmp_path):
    made = make()
    for n in range(4):
        made.commit({"Dockerfile": f"FROM image:{n}\n", f"file{n}": "x"})
    tip = made.git("rev-parse", "HEAD")
    subprocess.run(["git", "clone", "-q", "--depth=2", f"file://{made.path}", str(tmp_path / "cut")], check=True)
    facts = collected(type(made)(tmp_path / "cut"))
    assert listed(facts.commits, "number", "commit", "changed_files", "mainline") == [(0, tip, 2, True)]
    assert listed(facts.changes, "number", "path", "status") == [(0, "Dockerfile", "M"), (0, "file3", "A")]
    assert (row_of(facts)["shallow"], row_of(facts)["commits"], row_of(facts)["files"]) == (True, 1, 5)


def test_a_clone_of_one_commit_has_files_and_no_history(make, collected, tmp_path):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n"})
    made.commit({"Dockerfile": "FROM alpine\n"})
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{made.path}", str(tmp_path / "cut")], check=True)
    facts = collected(type(made)(tmp_path / "cut"))
    assert (len(facts.commits), len(facts.changes), len(facts.contents)) == (0, 0, 1)
    assert row_of(facts)["state"] == "collected"


def test_missing_blobs_are_skipped_and_counted(make, collected):
    made = make()
    made.commit({"Dockerfile": "FROM one\n", "Jenkinsfile": "node { sh 'make' }\n"})
    made.commit({"Dockerfile": "FROM two\n"})
    made.commit({"Dockerfile": "FROM three\n"})
    made.lose(made.blob("Dockerfile", "HEAD~1"))  # in the history only
    made.lose(made.blob("Jenkinsfile"))  # at HEAD too
    facts = collected(made)
    assert (row_of(facts)["state"], row_of(facts)["missing_blobs"], row_of(facts)["commits"]) == ("collected", 2, 3)
    assert listed(facts.changes, "path", "number", "added")[1:] == [
        ("Jenkinsfile", 0, None),
        ("Dockerfile", 1, None),
        ("Dockerfile", 2, None),
    ]
    assert listed(facts.files, "path", "bytes", "read") == [("Dockerfile", 11, "read"), ("Jenkinsfile", -1, "missing")]


def partial(made, path, filter_):
    """A clone without some objects, whose origin would gladly send them."""
    made.git("config", "uploadpack.allowFilter", "true")
    made.git("config", "uploadpack.allowAnySHA1InWant", "true")
    subprocess.run(
        ["git", "clone", "-q", f"--filter={filter_}", "--bare", f"file://{made.path}", str(path)], check=True, capture_output=True
    )
    return type(made)(path)


def objects(made):
    return sorted(path.name for path in made.path.rglob("objects/pack/*"))


def test_a_clone_without_blobs_has_a_history_and_fetches_nothing(make, collected, tmp_path):
    made = make()
    made.commit({"Dockerfile": "FROM one\n", "a.py": "1"})
    made.commit({"Dockerfile": "FROM two\n"})
    clone = partial(made, tmp_path / "partial.git", "blob:none")
    before = objects(clone)
    facts = collected(clone)
    assert (row_of(facts)["state"], row_of(facts)["commits"], row_of(facts)["missing_blobs"]) == ("collected", 2, 2)
    assert listed(facts.changes, "path", "status", "added") == [("Dockerfile", "A", None), ("Dockerfile", "M", None), ("a.py", "A", None)]
    assert dict(listed(facts.files, "path", "read")) == {"Dockerfile": "missing", "a.py": ""}
    assert objects(clone) == before


def test_a_clone_without_trees_cannot_be_read_and_fetches_nothing(make, job, tmp_path):
    made = make()
    made.commit({"Dockerfile": "FROM one\n"})
    made.commit({"Dockerfile": "FROM two\n"})
    clone = partial(made, tmp_path / "partial.git", "tree:0")
    before = objects(clone)
    row = repository.collect(Located("shop", clone.path), job)
    assert row["state"] == "failed"
    assert row["message"].startswith("git ls-tree failed")
    assert objects(clone) == before


def test_a_mailmap_that_cannot_be_read_is_no_mailmap(make, collected):
    made = make()
    (made.path / ".mailmap").symlink_to("/etc/passwd")
    made.commit({"a": "1"})
    (made.path / ".mailmap").unlink()
    made.commit({".mailmap": "Ada King <king@x.org> <ada@example.org>\n"})
    made.lose(made.blob(".mailmap"))
    facts = collected(made)
    assert row_of(facts)["state"] == "collected"
    assert facts.commits["author"].tolist() == [pseudonym(KEY, "ada@example.org")] * 2


def test_what_is_not_read_is_counted_by_reason(make, collected):
    made = make()
    made.commit(
        {
            "Dockerfile": b"FROM x\0y\n",
            "big/Dockerfile": "#" * 600_000,
            ".env": "PASSWORD=hunter2\n",
            "node_modules/x/Dockerfile": "FROM vendored\n",
            "Jenkinsfile": b"node { echo 'caf\xe9' }\n",
        }
    )
    facts = collected(made)
    assert dict(listed(facts.files, "path", "read")) == {
        "Dockerfile": "binary",
        "big/Dockerfile": "oversized",
        ".env": "withheld",
        "node_modules/x/Dockerfile": "",
        "Jenkinsfile": "read",
    }
    assert listed(facts.contents, "path", "text") == [("Jenkinsfile", "node { echo 'caf\\xe9' }\n")]
    row = row_of(facts)
    assert [row[name] for name in ("oversized", "withheld", "vendored", "missing_blobs")] == [1, 1, 1, 0]


def test_links_and_submodules_are_named_and_never_followed(make, collected):
    made, inner = make(), make("inner")
    inner.commit({"Dockerfile": "FROM inner\n"})
    (made.path / "Dockerfile").symlink_to("/etc/passwd")
    made.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.path), "charts")
    made.commit({})
    (made.path / "Dockerfile").unlink()
    made.commit({"Dockerfile": "FROM scratch\n"})
    (made.path / "Dockerfile").unlink()
    (made.path / "Dockerfile").symlink_to("elsewhere")
    made.commit({})
    facts = collected(made)
    assert dict(listed(facts.files, "path", "role")) == {".gitmodules": "product", "Dockerfile": "symlink", "charts": "submodule"}
    assert facts.contents.empty
    assert listed(facts.changes[facts.changes["path"] == "Dockerfile"], "status", "workflow", "added") == [
        ("A", "", None),
        ("T", "", None),
        ("T", "", None),
    ]
    assert row_of(facts)["missing_blobs"] == 0


def test_names_and_paths_that_are_not_utf8(make, collected):
    made = make()
    blob = made.git("hash-object", "-w", "--stdin", given=b"FROM scratch\n")
    tree = made.git("mktree", "-z", given=b"100644 blob %s\tDockerfile.caf\xe9\0" % blob.encode())
    commit = (
        b"tree %s\nauthor J\xf6rg M\xfcller <j\xf6rg@x.org> 1700000000 +0000\ncommitter x <> 1700000000 +0000\n\nna\xefve\n" % tree.encode()
    )
    made.git("update-ref", "refs/heads/main", made.git("hash-object", "-t", "commit", "-w", "--stdin", given=commit))
    facts = collected(made)
    assert listed(facts.files, "path") == [("Dockerfile.caf\\xe9",)]
    assert listed(facts.changes, "path", "added") == [("Dockerfile.caf\\xe9", 1)]
    assert facts.commits["author"].tolist() == [pseudonym(KEY, "j\\xf6rg@x.org")]


@pytest.mark.parametrize("date", ["0 +0000", "99999999999999 +0000", "18446744073709551614 +0000", "not a date", ""])
def test_commits_without_a_usable_date(make, collected, date):
    made = make()
    tree = made.git("mktree", given=b"")
    commit = f"tree {tree}\nauthor A B <a@x.org> {date}\ncommitter A B <a@x.org> {date}\n\nx\n".encode()
    made.git("update-ref", "refs/heads/main", made.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=commit))
    facts = collected(made)
    assert facts.commits["authored_at"].isna().all()
    assert facts.commits["committed_at"].isna().all()
    assert (row_of(facts)["state"], row_of(facts)["undated"]) == ("collected", 1)


def test_a_commit_from_the_future_has_no_usable_date(make, collected):
    made = make()
    made.commit({"a": "1"})
    made.clock = 4_000_000_000  # the year 2096
    made.commit({"a": "2"})
    facts = collected(made)
    assert facts.commits["committed_at"].isna().tolist() == [False, True]
    assert facts.as_of == pd.Timestamp(1_700_000_000, unit="s", tz="UTC")


def test_mailmap_of_the_repository_joins_addresses(make, collected):
    made = make()
    made.commit({"a": "1"}, GIT_AUTHOR_EMAIL="old@x.org", GIT_AUTHOR_NAME="old name")
    made.commit({".mailmap": "Ada King <ada@x.org> <old@x.org>\n"}, GIT_AUTHOR_EMAIL="ada@x.org")
    facts = collected(made)
    assert facts.commits["author"].tolist() == [pseudonym(KEY, "ada@x.org")] * 2
    assert facts.commits["author_name"].tolist() == [pseudonym(KEY, "ada king"), pseudonym(KEY, "ada lovelace")]


def test_commits_of_many_thousand_files(make, collected):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n"})
    blob = made.blob("Dockerfile")
    files = "".join(f"M 100644 {blob} src/{n % 100}/f{n}.py\n" for n in range(100_000))
    made.git(
        "fast-import",
        "--quiet",
        given=f"commit refs/heads/main\ncommitter A B <a@x> 1700007200 +0000\ndata 1\nx\nfrom refs/heads/main^0\n{files}".encode(),
    )
    facts = collected(made)
    assert facts.commits["changed_files"].tolist() == [1, 100_000]
    assert (len(facts.changes), len(facts.files), row_of(facts)["huge_commits"]) == (100_001, 100_001, 1)


def test_a_sha256_repository(make, collected):
    made = make("shop", "--object-format=sha256")
    made.commit({"Dockerfile": "FROM scratch\n"})
    tip = made.commit({"Dockerfile": "FROM alpine\nRUN true\n"})
    facts = collected(made)
    assert (row_of(facts)["head"], row_of(facts)["commits"]) == (tip, 2)
    assert listed(facts.changes, "status", "added", "deleted") == [("A", 1, 0), ("M", 2, 1)]
    assert facts.commits["parent"].iloc[1] == facts.commits["commit"].iloc[0]


def test_when_our_own_code_breaks_the_repository_has_failed_and_nothing_else(make, job, monkeypatch):
    made = make()
    made.commit({"Dockerfile": "FROM scratch\n"})
    monkeypatch.setattr(repository, "snapshot", lambda *_: 1 / 0)
    row = repository.collect(Located("shop", made.path), job)
    assert (row["state"], row["message"]) == ("failed", "ZeroDivisionError: division by zero")
    monkeypatch.undo()
    assert repository.unchanged(Located("shop", made.path), job) is None, "what failed is tried again"
    assert repository.collect(Located("shop", made.path), job)["state"] == "collected"


def test_the_owner_of_a_mirror_is_read_from_its_folder():
    assert repository._spelt(Located("shop", Path("/mirrors/acme+shop/repo"))) == "acme+shop"
    assert repository._spelt(Located("shop", Path("/clones/shop"))) == "shop"
