import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessment.repositories.history import raw as history
from assessment.repositories.history.raw import parse, parse_plainly

ID = {1: "1" * 40, 2: "2" * 40, 3: "3" * 40}
NONE = "0" * 40


def header(commit="a" * 40, *, parents="", name="Ada", address="ada@x", subject="s", authored="5", committed="6"):
    parts = (commit, parents, name, address, subject, authored, committed)
    return b"".join(part.encode() + b"\0" if isinstance(part, str) else part + b"\0" for part in parts)


def change(status="M", path=b"file", *, first=False, old="1" * 40, new="2" * 40, modes=("100644", "100644")):
    old, modes = (NONE, ("000000", modes[1])) if status == "A" else (old, modes)
    new, modes = (NONE, (modes[0], "000000")) if status == "D" else (new, modes)
    return (b"\n" if first else b"") + f":{modes[0]} {modes[1]} {old} {new} {status}".encode() + b"\0" + path + b"\0"


def rows(table):
    return [{name: value for name, value in row.items()} for row in table.to_pylist()]


def same(one, other):
    return rows(one.commits) == rows(other.commits) and rows(one.changes) == rows(other.changes)


def test_a_commit_and_its_changes():
    log = header(parents=f"{ID[1]} {ID[2]}", authored="1700000000", committed="1700000001") + change(first=True) + change("A", b"new")
    commits, changes = parse(log).history
    assert rows(commits) == [
        {
            "commit": "a" * 40,
            "parents": f"{ID[1]} {ID[2]}",
            "name": "Ada",
            "address": "ada@x",
            "subject": "s",
            "authored": 1_700_000_000,
            "committed": 1_700_000_001,
        }
    ]
    assert rows(changes) == [
        {"position": 0, "path": "file", "status": "M", "old_blob": ID[1], "new_blob": ID[2], "file": True},
        {"position": 0, "path": "new", "status": "A", "old_blob": None, "new_blob": ID[2], "file": True},
    ]


def test_nothing_is_an_empty_history():
    block = parse(b"")
    assert (block.consumed, block.history.commits.num_rows, block.history.changes.num_rows) == (0, 0, 0)


def test_a_deletion_has_no_new_blob():
    assert rows(parse(header() + change("D", first=True)).history.changes)[0] | {} == {
        "position": 0, "path": "file", "status": "D", "old_blob": ID[1], "new_blob": None, "file": True,
    }  # fmt: skip


def test_links_and_submodules_are_no_files_on_either_side():
    modes = [("120000", "120000"), ("160000", "160000"), ("100644", "120000"), ("160000", "100755"), ("100644", "100755")]
    log = header() + b"".join(change("T", first=n == 0, modes=pair) for n, pair in enumerate(modes)) + change("A", modes=("", "120000"))
    assert parse(log).history.changes["file"].to_pylist() == [False, False, False, False, True, False]
    assert same(parse(log).history, parse_plainly(log).history)


def test_commits_without_changes_keep_the_count():
    log = header("a" * 40) + header("b" * 40) + change(first=True) + header("c" * 40)
    commits, changes = parse(log).history
    assert commits["commit"].to_pylist() == ["a" * 40, "b" * 40, "c" * 40]
    assert changes["position"].to_pylist() == [1]


def test_times_that_cannot_be_meant_are_null():
    # git prints nothing for a missing date, and passes absurd ones through; the limits are the epoch and the year 2100
    for text in ("", "0", "-5", "4102444800", "99999999999999", "12x"):
        assert parse(header(authored=text)).history.commits["authored"].to_pylist() == [None], text
    assert parse(header(authored="1")).history.commits["authored"].to_pylist() == [1]
    assert parse(header(authored="4102444799")).history.commits["authored"].to_pylist() == [4_102_444_799]


def test_bytes_that_are_not_utf8_are_written_as_escapes():
    commits, changes = parse(header(name=b"J\xf6rg", subject=b"\xff") + change(first=True, path=b"a\xe9\tb\n")).history
    assert (commits["name"].to_pylist(), commits["subject"].to_pylist()) == (["J\\xf6rg"], ["\\xff"])
    assert changes["path"].to_pylist() == ["a\\xe9\tb\n"]


LOOKALIKE = change()[:-6].decode()


def test_what_looks_like_a_change_and_is_none_does_not_mislead():
    hostile = [
        header() + change(first=True, path=LOOKALIKE.encode()) + change(path=b"next"),
        header() + change(first=True, path=LOOKALIKE.encode()) + header("b" * 40),
        header(subject=LOOKALIKE) + change(first=True),
        header(subject=LOOKALIKE) + header("b" * 40, subject=LOOKALIKE),
        header(name=LOOKALIKE, address=LOOKALIKE, subject=LOOKALIKE) * 7,
        header(name="\n" + LOOKALIKE) + header(address="\n" + LOOKALIKE) + change(first=True, path=b"\n" + LOOKALIKE.encode()),
    ]
    for log in hostile:
        assert same(parse(log).history, parse_plainly(log).history)
    assert parse(hostile[0]).history.changes["path"].to_pylist() == [LOOKALIKE, "next"]
    assert parse(hostile[2]).history.commits["subject"].to_pylist() == [LOOKALIKE]


def test_object_ids_of_64_digits():
    log = header("a" * 64, parents="b" * 64) + change(first=True, old="1" * 64, new="2" * 64)
    commits, changes = parse(log).history
    assert commits["parents"].to_pylist() == ["b" * 64]
    assert changes["old_blob"].to_pylist() == ["1" * 64]


def test_a_log_that_ends_inside_a_commit_is_refused():
    for log in (header()[:-3], header() + change(first=True)[:-5], header() + b"abc", header()[:-2]):
        with pytest.raises(ValueError, match="the log ends inside"):
            parse(log)


def in_two(log, cut, read):
    first = read(log[:cut], last=False)
    return history.joined([first.history, read(log[first.consumed :]).history])


def test_a_log_may_be_cut_anywhere():
    log = b"".join(
        header(c * 40, parents=ID[1]) + (change(first=True) + change("A", b":new") + change("D", b"") if c in "bd" else b"")
        for c in "abcde"
    )
    expected = parse_plainly(log).history
    for cut in range(0, len(log) + 1, 3):
        assert same(in_two(log, cut, parse), expected), cut
        assert same(in_two(log, cut, parse_plainly), expected), cut


text = st.text(st.characters(exclude_characters="\0\n", exclude_categories=["Cs"]), max_size=4) | st.just(LOOKALIKE)
raw = st.binary(max_size=6).map(lambda value: value.replace(b"\0", b"")) | st.just(LOOKALIKE.encode())
blocks = st.lists(st.tuples(text, text, text, st.lists(st.tuples(st.sampled_from("AMDT"), raw), max_size=4)), max_size=6)


@given(blocks, st.integers(0, 2_000))
@example([("", "", "", [("M", b":")])], 1)
@settings(max_examples=60, deadline=None)
def test_the_fast_way_is_the_plain_way(commits, cut):
    log = b"".join(
        header(f"{n:040x}", name=name, address=address, subject=subject)
        + b"".join(change(status, path, first=at == 0) for at, (status, path) in enumerate(changed))
        for n, (name, address, subject, changed) in enumerate(commits, 10)
    )
    expected = parse_plainly(log).history
    assert expected.commits.num_rows == len(commits)
    assert expected.changes.num_rows == sum(len(changed) for *_, changed in commits)
    assert same(parse(log).history, expected)
    assert same(in_two(log, min(cut, len(log)), parse), expected)


def test_leaving_commits_out_takes_their_changes_and_closes_the_gap():
    log = b"".join(header(c * 40) + change(first=True, path=c.encode()) for c in "abc")
    left = history.without(parse(log).history, ["b" * 40], latest=10)
    assert left.commits["commit"].to_pylist() == ["a" * 40, "c" * 40]
    assert left.changes.select(["position", "path"]).to_pylist() == [{"position": 0, "path": "a"}, {"position": 1, "path": "c"}]


def test_times_in_the_future_are_null():
    left = history.without(parse(header(authored="10", committed="11")).history, (), latest=10)
    assert left.commits.select(["authored", "committed"]).to_pylist() == [{"authored": 10, "committed": None}]
