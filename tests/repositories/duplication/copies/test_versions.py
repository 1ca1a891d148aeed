"""Versions rebuilt backwards from the text at HEAD are what git stored."""

from array import array

import pandas as pd
import pytest

from assessment.repositories.duplication.copies.trails import Step, Trail
from assessment.repositories.duplication.copies.versions import Hunk, past, pasts, split, undone
from assessment.repositories.facts import HUNKS, empty


def before_of(lines, hunks):
    words = {line: number for number, line in enumerate(dict.fromkeys(lines))}
    found = undone(array("i", [words[line] for line in lines]), hunks, words)
    return None if found is None else [list(words)[number] for number in found]


def told(known):
    """((day, lines), ...), whole."""
    return [(day, known.lines(version)) for version, day in enumerate(known.days)], known.whole


def hunk(old, new, removed="", added=""):
    return Hunk(*old, *new, removed, added)


@pytest.mark.parametrize(
    ("after", "hunks", "before"),
    [
        ("abc", [hunk((2, 1), (2, 1), "x", "b")], "axc"),
        ("abc", [hunk((1, 0), (2, 1), "", "b")], "ac"),  # b was added after line 1
        ("ac", [hunk((2, 1), (1, 0), "b", "")], "abc"),  # b stood after line 1
        ("bc", [hunk((1, 1), (0, 0), "a", "")], "abc"),  # what stood first went
        ("abc", [hunk((0, 0), (1, 1), "", "a")], "bc"),
        ("abcd", [hunk((0, 0), (1, 1), "", "a"), hunk((2, 2), (3, 1), "x\ny", "c")], "bxyd"),
        ("", [hunk((1, 2), (0, 0), "a\nb", "")], "ab"),
        ("ab", [hunk((0, 0), (1, 2), "", "a\nb")], ""),
    ],
)
def test_a_change_is_undone(after, hunks, before):
    assert before_of(list(after), hunks) == list(before)


@pytest.mark.parametrize(
    "hunks",
    [
        [],  # a change that left no hunks: binary
        [hunk((2, 1), (2, 1), "", "")],  # its lines were not kept
        [hunk((2, 300), (2, 1), "", "")],
        [hunk((2, 2), (2, 1), "x", "b")],  # fewer lines than it says
        [hunk((9, 1), (9, 1), "x", "y")],  # beyond the end
        [hunk((5, 1), (3, 1), "x", "c")],  # there are hunks before it that are not here
    ],
)
def test_what_does_not_fit_is_not_undone(hunks):
    assert before_of(list("abc"), hunks) is None


def test_a_blank_line_is_a_line_and_lines_that_were_not_kept_matter_only_where_they_were_removed():
    assert before_of(["a"], [hunk((2, 1), (1, 0), "", "")]) == ["a", ""]
    assert before_of(["a", "b"], [hunk((2, 1), (2, 1), "", "b")]) == ["a", ""]
    assert before_of(["a", *"x" * 300], [hunk((1, 0), (2, 300), "", "")]) == ["a"]  # a huge addition


@pytest.mark.parametrize(
    ("text", "lines"), [("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\n", ["a", ""]), ("a\r\nb", ["a\r", "b"])]
)
def test_lines_are_counted_as_git_counts_them(text, lines):
    assert split(text) == lines


STEPS = (Step(30, 3, "ci.yml"), Step(20, 2, "ci.yml"), Step(10, 1, "old.yml"))
CHANGES = {(3, "ci.yml"): [hunk((1, 1), (1, 1), "b", "c")], (2, "ci.yml"): [hunk((1, 1), (1, 1), "a", "b")]}


def test_versions_come_oldest_first_and_the_past_is_whole():
    assert told(past("c\n", Trail(STEPS, True), CHANGES)) == ([(10, ["a"]), (20, ["b"]), (30, ["c"])], True)


def test_a_past_that_cannot_be_rebuilt_further_is_not_whole():
    known = past("c\n", Trail(STEPS, True), {(3, "ci.yml"): CHANGES[3, "ci.yml"]})
    assert told(known) == ([(20, ["b"]), (30, ["c"])], False)
    assert past("c\n", Trail(STEPS, False), CHANGES).whole is False
    assert told(past("c\n", Trail((), False), CHANGES)) == ([], False)


def test_a_version_without_a_day_is_left_out():
    steps = (STEPS[0], STEPS[1], STEPS[2]._replace(day=-1))
    assert told(past("c\n", Trail(steps, True), CHANGES)) == ([(20, ["b"]), (30, ["c"])], False)


def test_hunks_are_asked_for_once_a_repository_and_only_of_files_that_changed():
    asked = []

    def hunks_of(repository, paths):
        asked.append((repository, list(paths)))
        rows = [(repository, number, path, "ci", "w", *hunks[0][:4], 0, 0, *hunks[0][4:]) for (number, path), hunks in CHANGES.items()]
        return pd.DataFrame(rows, columns=[column.name for column in HUNKS])

    born = Trail((Step(5, 0, "new.yml"),), True)
    found = pasts(["c\n", "z\n", "y\n"], ["shop", "till", "shop"], [Trail(STEPS, True), born, born], hunks_of)
    assert asked == [("shop", ["ci.yml"])]
    assert [[lines for _, lines in told(one)[0]] for one in found] == [[["a"], ["b"], ["c"]], [["z"]], [["y"]]]


def test_without_any_hunks_there_is_the_text_at_head():
    (found,) = pasts(["c\n"], ["shop"], [Trail(STEPS, True)], lambda *_: empty("hunks"))
    assert told(found) == ([(30, ["c"])], False)
