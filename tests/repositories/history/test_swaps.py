import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.repositories.history.swaps import MOST, key, swaps

MOVE = (("hmctspublic", "hmctsprod"),)
DOCKERFILE = ("FROM hmctspublic.azurecr.io/base/java:21", "FROM hmctsprod.azurecr.io/base/java:21")
CHART = ("  image: 'hmctspublic.azurecr.io/ccd/api:latest'", "  image: 'hmctsprod.azurecr.io/ccd/api:latest'")
JENKINSFILE = ('def registry = "hmctspublic"', 'def registry = "hmctsprod"')


def test_one_move_has_one_key_in_every_kind_of_file():
    assert {swaps(*hunk) for hunk in (DOCKERFILE, CHART, JENKINSFILE)} == {MOVE}
    assert len({key(*hunk) for hunk in (DOCKERFILE, CHART, JENKINSFILE)}) == 1
    assert key(*DOCKERFILE) != 0


def test_the_way_back_is_another_key():
    assert swaps(*reversed(CHART)) == (("hmctsprod", "hmctspublic"),)
    assert key(*reversed(CHART)) not in (0, key(*CHART))


def test_a_version_that_went_up_in_passing_changes_nothing():
    old = "  repository: https://charts.example.org/stable\n  version: 1.2.3"
    new = "  repository: oci://charts.example.org/stable\n  version: 2.0.10"
    assert swaps(old, new) == (("https", "oci"),)
    assert key(old, new) == key("see https://x", "see oci://x")


def test_each_run_of_words_stands_against_the_run_in_its_place_once():
    assert swaps("a: one two\nb: one two", "a: three four\nb: three four") == (("one two", "three four"),)
    assert swaps("path: gov-uk/some/place", "path: github/com/other/place") == (("gov uk", "github com"), ("some", "other"))
    assert swaps("runs on: old_name_1", "runs on: new_name_1") == (("old_name_1", "new_name_1"),)


def test_words_are_whole_even_where_they_begin_or_end_alike():
    assert swaps("uses: testCompile", "uses: testImplementation") == (("testCompile", "testImplementation"),)
    assert swaps("name: serviceØst-a", "name: serviceØvest-a") == (("serviceØst", "serviceØvest"),)
    assert swaps("- preproduction: x", "- production: x") == (("preproduction", "production"),)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("same", "same"),
        ("version: 1.2.3", "version: 10.20.30"),  # numbers alone
        ("enabled: true", "enabled: false"),  # what is switched is not said
        ("size: S", "size: M"),  # too short
        ("a: word\nb: word", "a: another"),  # not as many lines
        ("a: word", "a: word and more"),  # nothing was replaced
        ("a: word and more", "a: word"),
        ("key: ***", "key: something"),  # a secret says no word
        ("\n".join(["first line"] * 21), "\n".join(["second line"] * 21)),
        (" ".join(f"old{n}," for n in range(MOST // 2 + 1)), " ".join(f"new{n}," for n in range(MOST // 2 + 1))),
        ("x " * 1_500, "y " * 1_500),  # data
        ("", ""),
    ],
)
def test_what_says_too_little_or_too_much_has_no_key(old, new):
    assert swaps(old, new) == ()
    assert key(old, new) == 0


def test_six_letters_and_digits_are_enough():
    assert swaps("x: ab1", "x: cd2") == (("ab1", "cd2"),)
    assert swaps("x: ab1", "x: c_2") == ()


@given(st.lists(st.tuples(st.sampled_from("abc -.:/_1é"), st.sampled_from("abc -.:/_1é")), max_size=30))
def test_every_word_named_stands_in_its_side_and_nothing_is_replaced_by_itself(letters):
    old, new = ("".join(side) for side in (zip(*letters, strict=True) if letters else ("", "")))
    for before, after in swaps(old, new):
        assert before != after
        assert all(word in old for word in before.split(" "))
        assert all(word in new for word in after.split(" "))
