import random

import pytest

from assessment.errors import RepositoryError
from assessment.repositories.history.edits import Count, own_name
from assessment.repositories.sources import lines as counting
from assessment.repositories.sources.git import opened
from assessment.repositories.sources.layout import layout
from assessment.repositories.sources.lines import blob_sizes, lines


def counted(made, pairs, own=None):
    with opened(layout(made.path)) as git:
        return lines(git, pairs, own)


def put(made, content):
    return made.git("hash-object", "-w", "--stdin", given=content.encode() if isinstance(content, str) else content)


def shuffled(rng, text):
    """A file after an edit: lines moved, repeated, dropped and written anew, so that diffs are not trivial."""
    text = [line for line in text if rng.random() > 0.15]
    for _ in range(rng.randrange(8)):
        text.insert(rng.randrange(len(text) + 1), rng.choice(["a", "b", "", "}", f"x{rng.randrange(30)}"]))
    if len(text) > 4 and rng.random() < 0.5:
        at = rng.randrange(len(text) - 3)
        text = text[at : at + 3] + text[:at] + text[at + 3 :]
    return text


def test_lines_are_those_of_numstat(make, monkeypatch):
    monkeypatch.setattr(counting, "PAIRS", 7)  # several trees
    monkeypatch.setattr(counting, "READ", 1_000)  # patches that are cut while they are read
    made, rng = make(), random.Random(1)
    text = [f"x{n}" for n in range(60)]
    for _ in range(40):
        made.commit({"ci.yml": "\n".join(text) + rng.choice(["", "\n"])})
        text = shuffled(rng, text)
    made.commit({"ci.yml": None})
    # -U0 makes git print the patch too: its lines begin with letters, signs or @
    log = [
        line for line in made.git("log", "--raw", "--no-abbrev", "--numstat", "-U0", "--format=").splitlines() if line[:1] in ":0123456789"
    ]
    pairs = [tuple("" if set(blob) == {"0"} else blob for blob in line.split()[2:4]) for line in log if line.startswith(":")]
    stats = [tuple(map(int, line.split()[:2])) for line in log if line and line[0] != ":"]
    assert len(pairs) == len(stats) > 30
    assert sum(added + deleted for added, deleted in stats) > 300
    found = counted(made, list(dict.fromkeys(pairs))).counts
    assert [found[pair] for pair in pairs] == stats


def test_a_deleted_file_has_lines_and_no_key_and_a_mode_change_has_neither(make):
    made = make_one(make)
    one, two = put(made, "first line of a file\n"), put(made, "another line of a file\n")
    found = counted(made, [(one, ""), ("", one), (one, two), (one, one)])
    assert [found.counts[pair] for pair in ((one, ""), ("", one), (one, two), (one, one))] == [(0, 1), (1, 0), (1, 1), (0, 0)]
    assert found.hunks["pair"].to_pylist() == [0, 1, 2]
    assert [key != 0 for key in found.hunks["edit"].to_pylist()] == [False, True, True]


def test_nothing_to_count(make):
    found = counted(make_one(make), [])
    assert (found.counts, found.hunks.num_rows) == ({}, 0)


def make_one(make):
    made = make()
    made.commit({"a": "1"})
    return made


def test_binary_files_are_not_counted(make):
    made = make_one(make)
    text, binary = put(made, "text\n"), put(made, b"a\0b")
    found = counted(made, [(text, binary)])
    assert found.counts == {(text, binary): None}
    assert found.hunks.num_rows == 0
    assert (found.missing, found.oversized) == (frozenset(), frozenset())


def test_large_files_are_not_read_and_named(make):
    made = make_one(make)
    limit = put(made, "x" * 524_287 + "\n")  # 512 KiB: the last size that is read
    above = put(made, "x" * 524_288 + "\n")
    found = counted(made, [("", limit), ("", above)])
    assert found.counts == {("", limit): Count(1, 0), ("", above): None}
    assert found.oversized == {above}


def test_missing_blobs_are_skipped_and_named(make):
    made = make_one(make)
    one, two, lost = put(made, "1\n"), put(made, "2\n"), put(made, "3\n")
    made.lose(lost)
    found = counted(made, [(one, lost), (one, two), ("", lost)])
    assert found.counts == {(one, two): (1, 1)}
    assert found.hunks["pair"].to_pylist() == [1]
    assert found.missing == {lost}


def test_a_failure_that_no_missing_blob_explains_is_an_error(make):
    made = make_one(make)
    one = put(made, random.Random(1).randbytes(9_000).hex())
    file = made.path / ".git/objects" / one[:2] / one[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:5_000])  # the head is there, the content is cut
    with pytest.raises(RepositoryError, match="git diff-tree failed"):
        counted(made, [("", one)])


def test_sizes_of_blobs_that_are_there(make):
    made = make_one(make)
    with opened(layout(made.path)) as git:
        assert blob_sizes(git, [put(made, "12345"), "0" * 39 + "1"]) == {put(made, "12345"): 5, "0" * 39 + "1": None}
        assert blob_sizes(git, []) == {}


def test_sha256_blobs(make):
    made = make("long", "--object-format=sha256")
    made.commit({"a": "1"})
    one, two = put(made, "1\n"), put(made, "2\n")
    assert counted(made, [(one, two)]).counts[one, two] == (1, 1)


def test_attributes_of_the_repository_do_not_count(make):
    made = make()
    made.commit({".gitattributes": "* -diff\n* binary\n", "a": "1\n"})
    made.commit({"a": "2\n"})
    pair = made.blob("a", "HEAD~1"), made.blob("a")
    assert counted(made, [pair]).counts[pair] == (1, 1)


def test_the_own_name_is_masked(make):
    made = make_one(make)
    one, two = put(made, "name: shop-test-service\n"), put(made, "name: REPO-test-service\n")
    one, two = counted(made, [("", one), ("", two)], own_name("shop")).hunks["edit"].to_pylist()
    assert one == two != 0
