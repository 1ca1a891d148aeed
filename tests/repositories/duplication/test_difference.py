"""Two texts side by side, every line in exactly one row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.difference import difference

LEFT = "FROM temurin:17\nWORKDIR /app\nCOPY app.jar .\nUSER 1000\nCMD java -jar app.jar"
RIGHT = "FROM temurin:21\nWORKDIR /app\nCOPY app.jar .\nEXPOSE 80\nCMD java -jar app.jar\nHEALTHCHECK NONE"


def plain(table):
    return [tuple(row) for row in table.astype(object).where(table.notna(), None).itertuples(index=False)]


def test_rows():
    assert plain(difference(LEFT, RIGHT)) == [
        (1, "FROM temurin:17", 1, "FROM temurin:21", "replace"),
        (2, "WORKDIR /app", 2, "WORKDIR /app", "equal"),
        (3, "COPY app.jar .", 3, "COPY app.jar .", "equal"),
        (4, "USER 1000", 4, "EXPOSE 80", "replace"),
        (5, "CMD java -jar app.jar", 5, "CMD java -jar app.jar", "equal"),
        (None, "", 6, "HEALTHCHECK NONE", "insert"),
    ]


@pytest.mark.parametrize(
    ("left", "right", "tags"),
    [("", "", []), ("a\nb", "", ["delete", "delete"]), ("", "a", ["insert"]), ("a\nb\nc", "x\nc", ["replace", "delete", "equal"])],
)
def test_tags(left, right, tags):
    assert difference(left, right)["tag"].tolist() == tags


def test_lines_are_gits_lines_and_their_ends_do_not_differ():
    table = difference("a\r\nb\x0bc\r\n", "a\nb\x0bc\n")
    assert table["tag"].tolist() == ["equal", "equal"]
    assert table["left_line"].tolist() == [1, 2]


TEXT = st.lists(st.sampled_from("abcd"), max_size=12).map("\n".join)


@settings(max_examples=100, deadline=None)
@given(left=TEXT, right=TEXT)
def test_every_line_stands_in_one_row_in_order(left, right):
    table = difference(left, right)
    assert table["left"][table["left_line"].notna()].tolist() == left.splitlines()
    assert table["right"][table["right_line"].notna()].tolist() == right.splitlines()
    assert table["left_line"].dropna().tolist() == list(range(1, len(left.splitlines()) + 1))
    equal = table[table["tag"] == "equal"]
    assert (equal["left"] == equal["right"]).all()
    assert set(table.loc[table["left_line"].isna(), "tag"]) <= {"insert"}
    assert set(table.loc[table["right_line"].isna(), "tag"]) <= {"delete"}
