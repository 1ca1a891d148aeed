"""Events become commits in order of time; branches and merges hang together; the stream quotes what git would misread."""

from assessment.demo.edits import Copy, Write
from assessment.demo.events import PLUMBING, PRODUCT, Event
from assessment.demo.people import Identity
from assessment.demo.replay import replay
from assessment.demo.stream import stream

ADA = Identity("Ada North", "ada@tiny.example", "+0100")


def event(at: int, path: str = "", text: str = "", repository: str = "a", **rest: object) -> Event:
    edits = rest.pop("edits", (Write(path, text),) if path else ())
    kind = rest.pop("kind", PLUMBING)
    return Event(at=at, repository=repository, author=ADA, message=f"at {at}", kind=kind, edits=edits, **rest)  # type: ignore[arg-type]


def test_order_is_time_not_planning():
    commits, files = replay([event(5, "x", "new"), event(2, "x", "old")], set())
    assert [commit.message for commit in commits["a"]] == ["at 2", "at 5"]
    assert files["a"] == {"x": "new"}
    assert [commit.parents for commit in commits["a"]] == [(), (0,)]


def test_what_changes_nothing_does_not_happen_unless_it_is_meant_to_be_empty():
    commits, _ = replay([event(1, "x", "1"), event(2, "x", "1"), event(3, empty=True)], set())
    assert [commit.message for commit in commits["a"]] == ["at 1", "at 3"]
    assert commits["a"][1].files == {}


def test_undoing_brings_back_what_was_there():
    commits, files = replay([event(1, "x", "1"), event(2, edits=(Write("x", "2"), Write("y", "3"))), event(3, undo=True)], set())
    assert commits["a"][2].files == {"x": "1", "y": None}
    assert files["a"] == {"x": "1"}


def test_a_copy_is_made_of_the_origin_as_it_is_then():
    events = [event(1, "x", "first", "b"), event(2, edits=(Copy("x", "b", ()),)), event(3, "x", "second", "b")]
    _, files = replay(events, set())
    assert files == {"a": {"x": "first"}, "b": {"x": "second"}}


def test_product_goes_through_branches_where_a_repository_merges():
    events = [event(1, "x", "1"), event(2, "x", "2", kind=PRODUCT), event(3, "y", "3")]
    commits, _ = replay(events, {"a"})
    assert [(commit.number, commit.parents) for commit in commits["a"]] == [(0, ()), (1, (0,)), (2, (0, 1)), (3, (2,))]
    assert commits["a"][2].files == {"x": "2"}
    assert commits["a"][2].committer.name == "GitHub"


def test_the_stream_names_parents_and_quotes_paths():
    events = [event(1, "a b.txt", "ü"), event(2, "caf\udce9.sh", "x", kind=PRODUCT), event(3, "a b.txt", "y")]
    commits, _ = replay(events, {"a"})
    text = b"".join(stream(commits["a"]))
    assert b'M 100644 inline "a b.txt"\ndata 2\n\xc3\xbc\n' in text
    assert b'M 100755 inline "caf\\351.sh"\n' in text
    assert b"from :1\nmerge :2\n" in text
    assert b"author Ada North <ada@tiny.example> 1 +0100\n" in text
    assert text.endswith(b"done\n")
