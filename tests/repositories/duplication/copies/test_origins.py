"""Who had it first, and where each copy came from. A letter is a line; names of members are their repositories."""

from array import array
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from assessment.repositories.duplication.copies.histories import History
from assessment.repositories.duplication.copies.origins import origins
from assessment.repositories.duplication.copies.versions import Past
from assessment.repositories.duplication.thresholds import parse

ALIKE = 0.7
LETTERS = [chr(letter) for letter in range(128)]
SHIPPED = parse(yaml.safe_load((Path(__file__).parents[4] / "data" / "rules" / "duplication.yaml").read_text("utf-8")))

RULES = SHIPPED.model_copy(
    update={
        "similar": SHIPPED.similar.model_copy(update={"alike": ALIKE}),
        "clusters": SHIPPED.clusters.model_copy(update={"source": ALIKE}),
    }
)


def history(*versions, whole=True, written=(), words=LETTERS):
    """From (day, lines as letters); `written`: the lines as they were before they were normalised; `words`: of each letter."""
    days, texts = zip(*versions, strict=True) if versions else ((), ())
    versions = [array("i", map(ord, text)) for text in (written or texts)]
    return History(np.array(days, np.int64), list(texts), Past(list(words), list(days), versions, whole), np.arange(len(words)))


def placed(clusters, repositories, paths, added=()):
    """Members; `added`: {repository: day of its addition}, otherwise not known."""
    days = [np.datetime64(dict(added)[name], "D") if name in dict(added) else np.datetime64("NaT", "D") for name in repositories]
    seen = pd.DatetimeIndex(np.array(days, "datetime64[s]"), tz="UTC")
    return pd.DataFrame({"cluster": clusters, "repository": repositories, "path": paths, "first_seen": seen})


def told(added=(), **members):
    """{member: (source, day, likeness) or None}, (who had it first, day)."""
    table = placed("x", list(members), [f"{name}.yml" for name in members], added)
    sources, first = origins(table, list(members.values()), RULES)
    found = {}
    for name, row in zip(members, sources.itertuples(index=False), strict=True):
        assert (row.from_repository == "") == (row.from_path == "") == pd.isna(row.copied_on) == np.isnan(row.likeness)
        assert row.from_path in ("", f"{row.from_repository}.yml")
        found[name] = (row.from_repository, day_of(row.copied_on), pytest.approx(row.likeness)) if row.from_repository else None
    return found, (first["first_repository"]["x"], day_of(first["first_seen"]["x"]))


def day_of(instant):
    return None if pd.isna(instant) else (instant - pd.Timestamp(0, tz="UTC")).days


def test_a_copy_came_from_what_stood_there():
    found, first = told(old=history((10, "abcdefgh")), new=history((20, "abcdefgx")))
    assert found == {"old": None, "new": ("old", 20, 14 / 16)}  # 7 of 8 lines in common, twice, of 16
    assert first == ("old", 10)


def test_the_version_of_that_day_counts_and_not_what_became_of_it():
    found, _ = told(
        one=history((1, "abcdefgh"), (30, "abcdefzz")),  # like the copy today, not on day 20
        other=history((2, "abcdxfzz"), (40, "abcdxfyy")),
        copy=history((20, "abcdefgh"), (50, "abcdefzz")),
    )
    assert found["copy"] == ("one", 20, 1.0)


def test_a_copy_that_was_rewritten_later_still_came_from_there():
    found, first = told(one=history((1, "abcdef"), (9, "uvwxyz")), copy=history((5, "abcdef"), (8, "uvwxyz")))
    assert found["copy"] == ("one", 5, 1.0)
    assert first == ("one", 1)


def test_a_file_that_was_something_else_before_is_as_old_as_the_copy():
    found, first = told(late=history((1, "nothing like it"), (20, "abcdefgh")), early=history((10, "abcdefgh")))
    assert found["late"] == ("early", 20, 1.0)
    assert first == ("early", 10)


def test_the_version_that_was_replaced_on_that_day_still_stood():
    found, _ = told(one=history((1, "abcdefgh"), (20, "zzzzzzzz")), copy=history((20, "abcdefgh")))
    assert found["copy"] == ("one", 20, 1.0)
    found, _ = told(one=history((1, "abcdefgh"), (19, "zzzzzzzz")), copy=history((20, "abcdefgh")))
    assert found["copy"] is None  # gone the day before


def test_what_is_too_little_like_it_is_not_said_to_be_the_source(monkeypatch):
    strict = RULES.model_copy(update={"clusters": SHIPPED.clusters.model_copy(update={"source": 0.9})})
    monkeypatch.setitem(told.__globals__, "RULES", strict)
    found, first = told(old=history((10, "abcdefgh")), new=history((20, "abcdefgx")), exact=history((30, "abcdefgh")))
    assert found == {"old": None, "new": None, "exact": ("old", 30, 1.0)}
    assert first == ("old", 10)


def test_of_several_the_most_similar_is_the_source():
    found, _ = told(one=history((1, "abcdefgh")), two=history((2, "abcdexyz")), copy=history((9, "abcdexyw")))
    assert found["copy"][0] == "two"


def test_of_near_ones_the_one_that_was_written_the_same_way():
    short = history((1, "abcde"), written=("ABCDE",))  # 10 of 11 lines alike, none as written
    same = history((2, "abcdex"), written=("abcdex",))  # 10 of 12, and the same as written
    found, _ = told(short=short, same=same, copy=history((9, "abcdey"), written=("abcdey",)))
    assert found["copy"] == ("same", 9, 10 / 12)


def test_between_equals_the_one_that_was_written_the_same_way():
    one = history((1, "abcd"), written=("aBcd",))
    two = history((2, "abcd"), written=("abCd",))
    found, _ = told(one=one, two=two, copy=history((9, "abcd"), written=("abCd",)))
    assert found["copy"] == ("two", 9, 1.0)


def test_between_equals_the_only_one_that_the_copy_still_names():
    words = LETTERS.copy()
    words[ord("n")] = "app: shop-template"
    template, sibling = history((1, "abcdez"), written=("abcdez",)), history((5, "abcden"), written=("abcden",))
    found, _ = told(**{"shop-template": template, "sibling": sibling, "copy": history((9, "abcden"), words=words)})
    assert found["copy"] == ("sibling", 9, 1.0)  # the template reads as its own name
    twin = history((1, "abcdez"), written=("abcden",))
    found, _ = told(**{"shop-template": twin, "sibling": sibling, "copy": history((9, "abcden"), words=words)})
    assert found["copy"] == ("shop-template", 9, 1.0)
    found, _ = told(**{"shop-template": twin, "sibling": sibling, "my-shop-template": history((9, "abcden"), words=words)})
    assert found["my-shop-template"] is None  # it names itself


def test_a_tie_tells_nothing():
    found, first = told(one=history((1, "abcdefgh")), two=history((2, "abcdefgh")), copy=history((9, "abcdefgh")))
    assert found == {"one": None, "two": ("one", 2, 1.0), "copy": None}
    assert first == ("one", 1)


def test_equal_days_tell_nothing():
    found, first = told(one=history((5, "abcdefgh")), two=history((5, "abcdefgh")))
    assert found == {"one": None, "two": None}
    assert first == ("", 5)


def test_two_files_of_one_repository_on_one_day_were_first_there():
    table = placed("x", ["shop", "shop", "till"], ["a.yml", "b.yml", "c.yml"])
    sources, first = origins(table, [history((5, "abcdefgh")), history((5, "abcdefgh")), history((6, "abcdefgh"))], RULES)
    assert first["first_repository"].tolist() == ["shop"]
    assert sources["from_repository"].tolist() == ["", "", ""]  # which of the two is not known


def test_a_nearer_copy_of_the_same_day_hides_the_source():
    found, _ = told(old=history((1, "abcdefgh")), one=history((9, "abcdefxy")), two=history((9, "abcdefxy")))
    assert found == {"old": None, "one": None, "two": None}
    found, _ = told(old=history((1, "abcdefgh")), one=history((9, "abcdefgh")), two=history((9, "abcdefgh")))
    assert found == {"old": None, "one": ("old", 9, 1.0), "two": ("old", 9, 1.0)}  # no nearer to each other than to it


def test_a_past_that_is_not_known_has_no_source_and_may_have_been_first():
    found, first = told(cut=history((20, "abcdefgh"), whole=False), new=history((30, "abcdefgh")), old=history((10, "abcdefgh")))
    assert found["cut"] is None
    assert found["new"] is None  # cut or old
    assert first == ("", None)
    found, first = told(cut=history((5, "abcdefgh"), whole=False), new=history((30, "abcdefgh")))
    assert found["new"] == ("cut", 30, 1.0)
    assert first == ("cut", None)  # on that day or before


@pytest.mark.parametrize(("day", "first"), [(9, ("", None)), (10, ("", 10)), (11, ("old", 10))])
def test_a_copy_is_no_older_than_its_file(day, first):
    members = {"cut": history((20, "abcdefgh"), whole=False), "old": history((10, "abcdefgh"))}
    assert told(added={"cut": day}, **members)[1] == first


def test_a_day_that_is_not_known_takes_nothing_from_who_was_first():
    table = placed("x", ["shop", "shop", "till"], ["a.yml", "b.yml", "c.yml"], {"shop": 2})
    known = [history((20, "abcdefgh"), whole=False), history((10, "abcdefgh")), history((15, "abcdefgh"))]
    _, first = origins(table, known, RULES)
    assert first["first_repository"].tolist() == ["shop"]
    assert first["first_seen"].isna().all()


def test_a_past_that_is_cut_before_it_was_a_copy_hides_nothing():
    found, _ = told(cut=history((3, "something else"), (20, "abcdefgh"), whole=False), old=history((10, "abcdefgh")))
    assert found["cut"] == ("old", 20, 1.0)


def test_without_any_past_nothing_is_told():
    found, first = told(one=history(whole=False), two=history(whole=False))
    assert found == {"one": None, "two": None}
    assert first == ("", None)


def test_clusters_do_not_mix():
    table = placed(["x", "x", "y", "y"], list("abcd"), "ci.yml")
    texts = [history((day, "abcdefgh")) for day in (4, 8, 1, 2)]
    sources, first = origins(table, texts, RULES)
    assert sources["from_repository"].tolist() == ["", "a", "", "c"]
    assert first["first_repository"].to_dict() == {"x": "a", "y": "c"}


TEXTS = st.text(alphabet="abcd", min_size=3, max_size=6)
PASTS = st.lists(st.tuples(st.integers(0, 9), TEXTS), min_size=1, max_size=4).map(lambda some: history(*sorted(some, key=lambda v: v[0])))


@settings(max_examples=300, deadline=None)
@given(members=st.lists(PASTS, min_size=2, max_size=5))
def test_as_told_by_looking_at_every_pair(members):
    def near(one, other):
        return Indel.normalized_similarity(one, other) >= ALIKE

    def first(n):
        others = [text for m, other in enumerate(members) if m != n for text in other.texts]
        return next((v for v, text in enumerate(members[n].texts) if any(near(text, other) for other in others)), None)

    def likest(n, other, day):
        """Similarity of the copy with the most similar version of another member that stood on that day; as written is the same here."""
        ends = [*members[other].days[1:], 99]
        stood = [text for text, began, end in zip(members[other].texts, members[other].days, ends, strict=True) if began <= day <= end]
        return max((Indel.normalized_similarity(members[n].texts[firsts[n]], text) for text in stood), default=0)

    firsts = [first(n) for n in range(len(members))]
    days = [None if v is None else members[n].days[v] for n, v in enumerate(firsts)]
    found, (_, day) = told(**{f"m{n}": one for n, one in enumerate(members)})
    assert day == min((day for day in days if day is not None), default=None)
    for n, source in enumerate(found.values()):
        rivals = {m: likest(n, m, days[n]) for m, when in enumerate(days) if m != n and None not in (when, days[n])}
        if source:
            other = int(source[0][1:])
            assert source == (f"m{other}", days[n], pytest.approx(max(rivals.values())))
            assert rivals[other] == max(rivals.values()) >= ALIKE
            assert days[other] < days[n]
        else:  # nobody was there before, or it is not the only one
            best = [m for m, value in rivals.items() if value == max(rivals.values()) >= ALIKE and days[m] < days[n]]
            assert len(best) != 1


@settings(max_examples=60, deadline=None)
@given(members=st.lists(PASTS, min_size=2, max_size=5), seed=st.integers(0, 9))
def test_the_order_of_members_changes_nothing(members, seed):
    named = {f"m{n}": one for n, one in enumerate(members)}
    order = np.random.default_rng(seed).permutation(len(named))
    shuffled = {list(named)[n]: list(named.values())[n] for n in order}
    assert told(**named) == told(**shuffled)
