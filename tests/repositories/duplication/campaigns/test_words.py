"""What a campaign changed, in one line, and its commonest edits with their texts."""

from dataclasses import replace

import numpy as np
import pytest

from assessment.repositories.duplication.campaigns.find import find
from tests.repositories.duplication.campaigns.conftest import event


def told(campaigns, removed, added, **other):
    return campaigns(*[event(r, n, removed=removed, added=added, **other) for n, r in enumerate("abc")]).campaigns["what"].item()


@pytest.mark.parametrize(
    ("removed", "added", "what"),
    [
        ("FROM hmctspublic.azure.example/java", "FROM hmctsprod.azure.example/java", "hmctspublic → hmctsprod"),
        ("url jitpack.io/maven", "url packages.dev.example/shared/maven", "jitpack.io → packages.dev.example/shared"),
        ("    version: 4.0.12", "    version: 4.0.13", "- version: 4.0.12 + version: 4.0.13"),
        ("  secureLogs:\n    enabled: true", "", "- secureLogs: enabled: true"),
        ("", "# because of a ticket\n\n}\n  cooldown:\n    default-days: 7", "+ cooldown: default-days: 7"),
        ("", "# because of a ticket", "+ # because of a ticket"),
        ("run: make", "run: make\nenv: test", "- run: make + run: make env: test"),
    ],
    ids=["words", "a part of the line", "a version", "gone", "come", "only a comment", "not line by line"],
)
def test_what_was_changed_in_words(campaigns, removed, added, what):
    assert told(campaigns, removed, added) == what


def test_a_whole_file_is_named(campaigns):
    assert told(campaigns, "", "", path=".github/workflows/stale.yml") == "+ .github/workflows/stale.yml (1 lines)"


def test_what_is_long_is_cut(campaigns):
    line = "implementation group: 'org.example.framework', name: 'a-starter-of-some-kind', version: '{}'"
    what = told(campaigns, line.format("2.7.0"), line.format("2.8.1"))
    assert len(what) <= 100
    assert what.endswith("'2.7.0 → 2.8.1")
    assert 90 < len(told(campaigns, "", "words " * 100)) <= 100
    assert len(told(campaigns, "word " * 100, "other " * 100)) <= 100


def test_the_words_that_more_repositories_replaced_than_made_any_one_edit(campaigns):
    lines = {"a": ("image: legacy-registry/a", "image: modern-registry/a"), "b": ("FROM legacy-registry/b", "FROM modern-registry/b")}
    three = [event(r, 1, edit=1, swap=9, removed="tag: legacy-registry\nx: 1", added="tag: modern-registry\nx: 2") for r in "cde"]
    two = [event(r, 2, edit=50 + n, swap=9, removed=old, added=new) for n, (r, (old, new)) in enumerate(lines.items())]
    found = campaigns(*three, *two, teams=dict.fromkeys("abcde", "Red"))
    assert found.campaigns["what"].tolist() == ["legacy → modern"]
    assert found.edits["repositories"].tolist() == [3, 1, 1]


def test_edits_have_texts_with_the_own_name_masked_most_repositories_first(campaigns):
    names = ["payments-api", "orders-api", "stock-api"]
    teams = dict.fromkeys(names, "Red")
    both = [event(r, n, edit=1, number=n, removed=f"name: {r}\nport: 1", added=f"name: {r}\nport: 2") for n, r in enumerate(names)]
    more = [event("stock-api", 2, edit=2, number=2, path="x.yml", swap=5, removed="old", added="new")]
    rest = [event(r, 2, edit=3 + n, number=n, path="x.yml", swap=5, removed="old one", added="new one") for n, r in enumerate(names[:2])]
    edits = campaigns(*both, *more, *rest, teams=teams).edits
    assert edits.iloc[0][["removed", "added", "repositories", "commits"]].tolist() == ["name: REPO\nport: 1", "name: REPO\nport: 2", 3, 3]
    assert len(edits) == 4
    assert edits["repositories"].is_monotonic_decreasing


def test_no_more_than_ten_edits_a_campaign(campaigns):
    edits = campaigns(*[event(r, 1, number=1, edit=100 + n, path=f"{n}.yml") for r in "abc" for n in range(14)]).edits
    assert len(edits) == 10


def test_texts_are_fetched_from_few_repositories(history, rules):
    """One repository took part in everything: it is asked, and nobody else."""
    rows = [event(r, 50 * n, edit=n, removed=f"old {n}", added=f"new {n}") for n in range(1, 5) for r in ("a", "bcde"[n - 1], "f")]
    fleet, asked = history(*rows, teams=dict.fromkeys("abcdef", "Red")), []
    port = fleet.hunks_of
    fleet = replace(fleet, hunks_of=lambda name, paths: asked.append(name) or port(name, paths))
    assert len(find(fleet, rules, np.random.default_rng(1)).campaigns) == 4
    assert asked == ["a"]
