"""YAML of strangers: what it means to a forge, and that what is written is read back."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.values import same
from assessment.repositories.duplication.drafts.yaml_text import LARGEST, read, read_all, write


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("on", "on"),
        ("yes", "yes"),
        ("2020-01-01", "2020-01-01"),
        ("12:30:45", "12:30:45"),
        ("'11'", "11"),
        ("11", 11),
        ("-3", -3),
        ("0x1F", 31),
        ("0o17", 15),
        ("3.10", 3.1),
        ("1e3", 1000.0),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("'true'", "true"),
        ("!!str 11", 11),  # a tag of YAML's own changes nothing
    ],
)
def test_scalars_are_read_as_yaml_1_2_does(written, meant):
    assert same(read(f"a: {written}\n"), {"a": meant})


SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=12)
)
WORDS = st.sampled_from(
    [
        "on",
        "yes",
        "11",
        "1.5",
        "~",
        "true",
        "- a",
        "a: b",
        "#x",
        "a\nb\n",
        " a\n",
        "a \nb",
        "\n",
        "!x",
        "*a",
        "&a",
        "%",
        "@",
        "`",
        "=",
        "<<",
        "0o7",
        "1e3",
    ]
)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(WORDS.filter(lambda word: word[0] != "!") | st.text("ab<", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_whatever_is_written_is_read_back(value):
    text = write({"top": value})
    if "\x85" not in text and "\u2028" not in text:  # which the C reader takes for line breaks
        assert same(read(text), {"top": value})


def test_a_script_is_written_as_a_block_and_quotes_stand_where_another_reader_needs_them():
    text = write({"on": "yes", "run": "a\nb\n", "version": "11", "list": ["a", "b"], "if": "a == 'b: c'"})
    assert text == "'on': 'yes'\nrun: |\n  a\n  b\nversion: '11'\nlist: [a, b]\nif: \"a == 'b: c'\"\n"
    assert yaml.safe_load(text) == {"on": "yes", "run": "a\nb\n", "version": "11", "list": ["a", "b"], "if": "a == 'b: c'"}


def test_tags_of_a_format_come_back():
    text = "a: !reference [x, y]\nb: !Sub 'z'\n"
    assert read(text) == {"a": {"!reference": ["x", "y"]}, "b": {"!Sub": "z"}}
    assert read(write(read(text))) == read(text)


def test_merge_keys_and_aliases_are_resolved():
    assert read("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\nz: *x\n") == {
        "x": {"a": 1, "b": 2},
        "y": {"a": 1, "b": 3},
        "z": {"a": 1, "b": 2},
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\na: 2", "line 2: key 'a' is given twice"),
        ("a: [1", "malformed YAML"),
        ("a: &a [*a]", "contains itself"),
        ("a: 1\n---\nb: 2", "holds 2 YAML documents"),
        ("? [a]\n: b", "has a key that is no text"),
        ("[" * 200, "nested more than"),
        ("a: \x00", "malformed YAML"),
        ("", "holds 0 YAML documents"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_why(text, what):
    with pytest.raises(DraftError, match=what.replace("[", r"\[")):
        read(text)


def test_aliases_cannot_explode():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"] + [
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in ("ab", "bc", "cd", "de", "ef")
    ]
    with pytest.raises(DraftError, match=f"more than {LARGEST:,} values"):
        read("\n".join(lines))


def test_several_documents_are_read_one_by_one():
    assert read_all("a: 1\n---\nb: 2\n") == [{"a": 1}, {"b": 2}]
