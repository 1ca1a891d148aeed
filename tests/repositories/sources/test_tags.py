"""Tags of real repositories: which commit each leads to is what `git rev-parse tag^{commit}` says."""

import pandas as pd
import pytest

from assessment.repositories.sources import repository, tags
from assessment.repositories.sources.discover import Located
from assessment.repositories.sources.layout import layout


def read(facts):
    return {row.tag: (row.commit, None if pd.isna(row.committed_at) else row.committed_at) for row in facts.tags.itertuples()}


@pytest.fixture
def tagged(make):
    """Three commits, a light tag on the first, an annotated one on the second, one on a branch that was never merged."""
    made = make()
    commits = [made.commit({"a": str(n)}) for n in range(2)]
    made.git("tag", "v1.0", commits[0])
    made.git("tag", "--annotate", "--message", "x", "release/2.0", commits[1])
    made.git("checkout", "--quiet", "-b", "fixes", commits[0])
    commits.append(made.commit({"a": "fixed"}))
    made.git("tag", "--annotate", "--message", "x", "v1.1", commits[2])
    made.git("checkout", "--quiet", "main")
    made.commit({"a": "last"})  # now is the newest commit of HEAD
    return made, commits


@pytest.mark.parametrize("packed", [False, True])
def test_each_tag_leads_to_its_commit_loose_or_packed(tagged, collected, packed):
    made, commits = tagged
    if packed:
        made.git("pack-refs", "--all")
    hours = [pd.Timestamp(1_700_000_000 + 3_600 * n, unit="s", tz="UTC") for n in range(3)]
    assert read(collected(made)) == {
        "v1.0": (commits[0], hours[0]),
        "release/2.0": (commits[1], hours[1]),
        "v1.1": (commits[2], hours[2]),  # it is not reachable from HEAD, and is a release all the same
    }


def test_a_loose_tag_hides_the_packed_one_of_its_name(tagged, collected):
    made, commits = tagged
    made.git("pack-refs", "--all")
    made.git("tag", "--force", "v1.0", commits[1])
    assert read(collected(made))["v1.0"][0] == commits[1]


def test_a_tag_of_a_tag_is_followed_and_a_tag_of_a_file_is_skipped_and_counted(tagged, collected):
    made, commits = tagged
    made.git("tag", "--annotate", "--message", "x", "again", "release/2.0")
    made.git("tag", "text", made.blob("a"))
    facts = collected(made)
    assert read(facts)["again"][0] == commits[1]
    assert "text" not in read(facts)
    assert facts.repositories["tags_skipped"].tolist() == [1]


def test_a_new_tag_alone_makes_a_repository_worth_collecting(tagged, job):
    made, _ = tagged
    located = Located("shop", made.path)
    repository.collect(located, job)
    assert repository.unchanged(located, job) is not None
    made.git("tag", "v3.0")
    assert repository.unchanged(located, job) is None


def test_what_a_stranger_may_put_among_the_tags(make, tmp_path):
    made = make()
    commit = made.commit({"a": "1"})
    folder = made.path / ".git/refs/tags"
    (folder / "evil\nname\x1b").write_text(commit)
    (folder / "not an id").write_text("ref: refs/heads/main\n")
    (folder / "large").write_bytes(b"0" * 1_000_000)
    (tmp_path / "outside").write_text(commit)
    (folder / "link").symlink_to(tmp_path / "outside")
    (folder / "round").symlink_to(folder)
    packed = f"# pack-refs with: peeled\n{commit} refs/tags/ok\nnonsense refs/tags/no\n{commit} refs/heads/b\n"
    (made.path / ".git/packed-refs").write_bytes(packed.encode() + commit.encode() + b" refs/tags/caf\xe9")
    assert set(tags.refs(layout(made.path)).tags) == {"evil\\x0aname\\x1b", "ok", "caf\\xe9"}


def test_tags_beyond_the_limit_are_counted(tagged, collected, monkeypatch):
    monkeypatch.setattr(tags, "MOST", 1)
    facts = collected(tagged[0])
    assert list(read(facts)) == ["release/2.0"]
    assert facts.repositories["tags_skipped"].tolist() == [2]
