"""The same edit by hand in many repositories is a campaign; bots, merges, imports, strangers and chance are not."""

import numpy as np
import pandas as pd
import pytest

from assessment.repositories.duplication.campaigns import behind, chance, tables, words
from assessment.repositories.duplication.campaigns.find import find
from tests.repositories.duplication.campaigns.conftest import TEAMS, event

RED = "abcd"


def test_three_repositories_within_thirty_days(campaigns):
    found = campaigns(event("a", 0), event("b", 12, author="p2"), event("c", 29.5, author="p3"))
    assert len(found.campaigns) == 1
    row = found.campaigns.iloc[0]
    assert (row["repositories"], row["teams"], row["commits"], row["workflow"], row["kinds"]) == (3, 1, 3, "ci", "github-workflow")
    assert (row["first"], row["last"]) == (pd.Timestamp("2025-03-01", tz="UTC"), pd.Timestamp("2025-03-30", tz="UTC"))
    assert row["days"] == 29
    assert (row["example_repository"], row["example_path"]) == ("a", "ci.yml")
    assert found.flags[["repository", "number"]].to_numpy().tolist() == [["a", 0], ["b", 1], ["c", 2]]
    assert set(found.flags["campaign"]) == {row["campaign"]}


def test_people_are_counted_once_and_only_from_k_on(campaigns):
    authors = ("p1", "p2", "p3", "p4", "p5", "p6")
    same = {"p1": "x", "p6": "x"}  # the same full name: one person with two addresses
    teams = dict.fromkeys("abcdef", "Red")
    rows = [
        event(name, day, author=who, author_name=same.get(who, "")) for day, (name, who) in enumerate(zip("abcdef", authors, strict=True))
    ]
    assert campaigns(*rows, teams=teams).campaigns["people"].tolist() == [5]  # k is 5 unless the organisation says otherwise
    assert campaigns(*rows[1:], teams=teams).campaigns["people"].tolist() == [5]
    assert campaigns(*rows[1:5], teams=teams).campaigns["people"].isna().tolist() == [True]  # four people would be a number about them


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"a": 0, "b": 15, "c": 31}, 0),  # three, but not within thirty days
        ({"a": 0, "b": 15, "c": 31, "d": 45}, 3),  # b, c and d are; a came too early
        ({"a": 0, "b": 20, "c": 40, "d": 50, "e": 59}, 5),  # five within sixty days
        ({"a": 0, "b": 20, "c": 41, "d": 62, "e": 83}, 0),  # five, but spread out
    ],
)
def test_windows(campaigns, days, found):
    table = campaigns(*[event(repository, day) for repository, day in days.items()]).campaigns
    assert (table["repositories"].max() if len(table) else 0) == found


def test_one_edit_long_ago_and_again_later_are_two_campaigns(campaigns):
    table = campaigns(
        *[event(r, day) for r, day in zip("abc", (0, 1, 2), strict=True)],
        *[event(r, day) for r, day in zip("def", (400, 401, 402), strict=True)],
    ).campaigns
    assert table["repositories"].tolist() == [3, 3]
    assert table["campaign"].nunique() == 2


@pytest.mark.parametrize(
    "third",
    [
        event("c", 2, automation=True),
        event("c", 2, parents=2),
        event("c", 2, parents=0),
        event("c", 2, changed_files=1_001),
        event("c", 2, edit=0),
        event("b", 2),
    ],
    ids=["a bot", "a merge", "a root", "a huge commit", "a trivial edit", "the same repository"],
)
def test_what_is_no_third_repository(campaigns, third):
    found = campaigns(event("a", 0), event("b", 1), third)
    assert list(found.campaigns.columns) == tables.COLUMNS
    assert list(found.edits.columns) == words.COLUMNS
    assert list(found.left_behind.columns) == behind.COLUMNS
    assert found.campaigns.empty
    assert found.flags.empty


def test_trivial_edits_are_never_a_campaign(campaigns):
    assert campaigns(*[event(r, 0, edit=0) for r in "abcdef"]).campaigns.empty


def test_bringing_in_a_copy_of_a_template_is_no_propagated_change(campaigns):
    brought = [event(r, 1, path=f"f{n}.yml", status="A", edit=100 + n, number=7) for r in "abc" for n in range(10)]
    assert campaigns(*brought).campaigns.empty
    one_file_each = [event(r, 1, path="codeql.yml", status="A", edit=100) for r in "abc"]
    assert campaigns(*one_file_each).campaigns["repositories"].tolist() == [3]


def test_edits_made_in_the_same_commits_are_one_campaign(campaigns):
    both = [event(r, 1, edit=edit, path=path, number=5) for r in RED for edit, path in ((1, "ci.yml"), (2, "Dockerfile"))]
    found = campaigns(*both)
    assert found.campaigns[["repositories", "commits"]].to_numpy().tolist() == [[4, 4]]
    assert len(found.flags) == 4
    assert found.edits[["repositories", "commits"]].to_numpy().tolist() == [[4, 4], [4, 4]]


def test_edits_that_share_few_commits_stay_two_campaigns(campaigns):
    one = [event(r, 1, edit=1, number=5) for r in "abc"]
    other = [event(r, 1, edit=2, path="Dockerfile", number=5 if r == "c" else 6) for r in "cdef"]
    found = campaigns(*one, *other)
    assert sorted(found.campaigns["repositories"]) == [3, 4]  # one commit of six in common
    assert found.flags.loc[found.flags["repository"] == "c", "campaign"].tolist() == [found.campaigns["campaign"][0]]  # the wider one


def test_the_same_words_replaced_in_files_of_different_kinds_are_one_campaign(campaigns):
    swapped = [
        event("a", 0, edit=1, swap=9, path="Dockerfile", kind="dockerfile", workflow="containers"),
        event("b", 3, edit=2, swap=9, path="chart/values.yaml", kind="helm-chart", workflow="deployment"),
        event("c", 5, edit=3, swap=9),
        event("d", 7, edit=4, swap=9),
    ]
    table = campaigns(*swapped).campaigns
    assert table[["repositories", "kinds"]].to_numpy().tolist() == [[4, "github-workflow, dockerfile, helm-chart"]]


def test_a_swap_takes_in_the_edits_it_holds(campaigns):
    """Four commits of the swap's seven are the edit's: too few to be the same by overlap, but it is a part."""
    edit = [event(r, 1, edit=1, swap=9) for r in "abc"]
    others = [event(r, 2, edit=20 + n, swap=9) for n, r in enumerate("abcd" * 2)]
    table = campaigns(*edit, *others).campaigns
    assert table[["repositories", "commits"]].to_numpy().tolist() == [[4, 11]]


def test_strangers_follow_the_same_release_notes_not_each_other(campaigns):
    strangers = [event(r, day, author=f"p{r}") for day, r in enumerate("abc")]
    apart = {"a": "Red", "b": "Blue", "c": ""}
    assert campaigns(*strangers, teams=apart).campaigns.empty
    met = [*strangers, event("a", -300, author="pb", edit=5), event("c", -500, author="pb", edit=6)]
    assert campaigns(*met, teams=apart).campaigns["repositories"].tolist() == [3]  # b's person had worked in a and in c
    told = [event(r, day, author=f"p{r}", subject_key=77) for day, r in enumerate("abc")]
    assert campaigns(*told, teams=apart).campaigns["repositories"].tolist() == [3]  # all three commits say the same


def test_a_fork_shares_nobody_with_its_origin_by_the_history_it_came_with(campaigns):
    apart = {"a": "Red", "b": "Blue", "c": ""}
    strangers = [event(r, day, author=f"p{r}") for day, r in enumerate("abc")]
    same = {"author": "pa", "edit": 5, "commit": "c" * 40}
    assert campaigns(*strangers, *[event(r, -300, number=50, **same) for r in "abc"], teams=apart).campaigns.empty
    rebased = [event(r, -300, number=50, author="pa", edit=5, later=n) for n, r in enumerate("abc")]
    assert campaigns(*strangers, *rebased, teams=apart).campaigns.empty  # the same author and second: written again
    worked = [event(r, -300 - n, number=50, author="pa", edit=60 + n) for n, r in enumerate("abc")]
    assert campaigns(*strangers, *worked, teams=apart).campaigns["repositories"].tolist() == [3]


def test_an_edit_that_everybody_makes_some_day_needs_more_than_three(campaigns):
    """Sixty repositories make it in three years: three of them within thirty days happen all the time."""
    teams = {f"r{n:02}": "Red" for n in range(60)}
    everywhere = [event(name, n * 18 + (n % 3)) for n, name in enumerate(teams)]
    dense = [event(name, n * 18) for n, name in enumerate(list(teams)[:3])]
    assert campaigns(*everywhere, teams=teams).campaigns.empty
    assert len(campaigns(*[row | {"day": day} for day, row in enumerate(dense)], teams=teams).campaigns) == 1


def test_an_id_does_not_change_when_another_repository_follows(campaigns):
    few = campaigns(*[event(r, n) for n, r in enumerate("abc")])
    more = campaigns(*[event(r, n) for n, r in enumerate("abcd")])
    assert few.campaigns["campaign"].tolist() == more.campaigns["campaign"].tolist()


def test_an_id_does_not_change_when_a_second_edit_comes_to_be_shared(campaigns):
    rows = [event(r, n, number=n, edit=edit, path=path) for n, r in enumerate("abc") for edit, path in ((1, "ci.yml"), (2, "x.yml"))]
    without = [row for row in rows if row["repository"] != "c" or row["edit"] != 2]
    assert campaigns(*rows).campaigns["campaign"].tolist() == campaigns(*without).campaigns["campaign"].tolist()


def test_row_order_changes_nothing(campaigns):
    events = [
        event(r, day, edit=edit, swap=edit % 2, number=10 * edit + n, removed="the old words", added=f"the new word {edit}")
        for edit in (1, 2, 3)
        for n, (r, day) in enumerate(zip("abcde", (0, 5, 9, 21, 70), strict=True))
    ]
    one, other = campaigns(*events), campaigns(*reversed(events))
    for name in ("campaigns", "edits", "left_behind", "chance", "flags"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert len(one.campaigns)


def test_no_history_no_campaigns(make_fleet, rules):
    found = find(make_fleet({}, TEAMS), rules, np.random.default_rng(1))
    assert found.campaigns.empty
    assert list(found.flags.columns) == ["repository", "number", "campaign"]
    assert list(found.chance.columns) == chance.COLUMNS
    assert found.chance["share"].isna().all()  # nothing was found: no share, and not zero


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_days_are_days_whatever_the_resolution_of_the_times(history, rules, unit):
    fleet = history(event("a", 0), event("b", 20), event("c", 70))
    fleet.facts.commits["authored_at"] = fleet.facts.commits["authored_at"].dt.as_unit(unit)
    assert find(fleet, rules, np.random.default_rng(1)).campaigns.empty


def test_a_history_that_came_along_is_no_campaign(campaigns):
    same = {"commit": "c" * 40}
    copied = campaigns(event("a", 0, **same), event("b", 0, **same), event("c", 0, **same))
    assert copied.campaigns.empty  # one commit in three repositories
    replayed = campaigns(event("a", 0), event("b", 0, later=200), event("c", 0, later=200))
    assert replayed.campaigns.empty  # written again half a year later
    scripted = campaigns(event("a", 0), event("b", 0), event("c", 0))
    assert scripted.campaigns["repositories"].tolist() == [3]  # one script, one second, three repositories


def test_hours_count_each_repository_once_and_further_commits_in_part(campaigns, rules):
    minutes = rules.campaigns.minutes
    row = campaigns(*[event(r, n) for n, r in enumerate("abcd")], event("a", 5), event("a", 6)).campaigns.iloc[0]
    times = 4 + 2 * minutes.further
    assert row["hours"] == pytest.approx(times * minutes.usual / 60)
    assert row["hours_low"] == pytest.approx(times * minutes.least / 60)
    assert row["hours_high"] == pytest.approx(times * minutes.most / 60)
