"""The same edit by hand in many repositories is a campaign; bots, merges, imports and chance are not."""

import pandas as pd
import pytest

from assessment.repositories.duplication.campaigns.find import COLUMNS, find
from assessment.repositories.facts import frame

START = pd.Timestamp("2025-03-01 09:00", tz="UTC")
TEAMS = {"a": "Red", "b": "Red", "c": "Blue", "d": "Blue", "e": "", "f": "Green"}
PIN = 4711  # hash of one edit


def event(repository, day, edit=PIN, **other):
    usual = {
        "author": "p1",
        "author_name": "",
        "path": "ci.yml",
        "workflow": "ci",
        "status": "M",
        "parents": 1,
        "automation": False,
        "changed_files": 1,
        "number": None,
    }
    return {"repository": repository, "day": day, "edit": edit} | usual | other


@pytest.fixture
def campaigns(make_fleet, rules):
    """(campaigns, flags) of events; events with the same `number` in a repository are one commit."""

    def make(*events, platform=None):
        rows = pd.DataFrame(events)
        rows["number"] = [n if given is None or pd.isna(given) else int(given) for n, given in enumerate(rows["number"])]
        rows["at"] = START + pd.to_timedelta(rows["day"], unit="D")
        one = rows.drop_duplicates(["repository", "number"])
        later = pd.to_timedelta(one["later"] if "later" in one else pd.Series(0, one.index), unit="D").fillna(pd.Timedelta(0))
        names = one["commit"] if "commit" in one else pd.Series(None, one.index, dtype=object)
        names = names.where(
            names.notna(), [f"{ord(r) - ord('a'):020x}{n:020x}" for r, n in zip(one["repository"], one["number"], strict=True)]
        )
        ids = {"commit": names.tolist(), "authored_at": one["at"], "committed_at": one["at"] + later}
        commits = frame(
            "commits",
            ids | {name: one[name] for name in ("repository", "number", "parents", "author", "author_name", "automation", "changed_files")},
        )
        columns = ["repository", "number", "path", "status", "workflow", "edit"]
        changes = frame("changes", {name: rows[name].tolist() for name in columns})
        return find(make_fleet({}, TEAMS, commits=commits, changes=changes), rules)

    return make


def test_three_repositories_within_thirty_days(campaigns):
    table, flags = campaigns(event("a", 0), event("b", 12, author="p2"), event("c", 29.5, author="p3"))
    assert len(table) == 1
    row = table.iloc[0]
    assert (row["repositories"], row["teams"], row["commits"], row["workflow"]) == (3, 2, 3, "ci")
    assert (row["first"], row["last"]) == (pd.Timestamp("2025-03-01", tz="UTC"), pd.Timestamp("2025-03-30", tz="UTC"))
    assert (row["example_repository"], row["example_path"], row["example_commit"]) == ("a", "ci.yml", f"{0:040x}")
    assert flags[["repository", "number"]].to_numpy().tolist() == [["a", 0], ["b", 1], ["c", 2]]
    assert set(flags["campaign"]) == {row["campaign"]}


def test_people_are_counted_once_and_only_from_k_on(campaigns):
    authors = ("p1", "p2", "p3", "p4", "p5", "p6")
    same = {"p1": "x", "p6": "x"}  # the same full name: one person with two addresses
    rows = [
        event(name, day, author=who, author_name=same.get(who, "")) for day, (name, who) in enumerate(zip("abcdef", authors, strict=True))
    ]
    table, _ = campaigns(*rows)
    assert table["people"].tolist() == [5]  # k is 5 unless the organisation says otherwise
    table, _ = campaigns(*rows[1:])
    assert table["people"].tolist() == [5]
    table, _ = campaigns(*rows[1:5])
    assert table["people"].isna().tolist() == [True]  # four people would be a number about them


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
    table, _ = campaigns(*[event(repository, day) for repository, day in days.items()])
    assert (table["repositories"].max() if len(table) else 0) == found


def test_one_edit_long_ago_and_again_later_are_two_campaigns(campaigns):
    table, _ = campaigns(
        *[event(r, day) for r, day in zip("abc", (0, 1, 2), strict=True)],
        *[event(r, day) for r, day in zip("def", (400, 401, 402), strict=True)],
    )
    assert table["repositories"].tolist() == [3, 3]


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
    table, flags = campaigns(event("a", 0), event("b", 1), third)
    assert list(table.columns) == COLUMNS
    assert table.empty
    assert flags.empty


def test_trivial_edits_are_never_a_campaign(campaigns):
    table, _ = campaigns(*[event(r, 0, edit=0) for r in "abcdef"])
    assert table.empty


def test_bringing_in_a_copy_of_a_template_is_no_propagated_change(campaigns):
    brought = [event(r, 1, path=f"f{n}.yml", status="A", edit=100 + n, number=7) for r in "abc" for n in range(10)]
    assert campaigns(*brought)[0].empty
    one_file_each = [event(r, 1, path="codeql.yml", status="A", edit=100) for r in "abc"]
    assert campaigns(*one_file_each)[0]["repositories"].tolist() == [3]


def test_edits_made_in_the_same_commits_are_one_campaign(campaigns):
    both = [event(r, 1, edit=edit, path=path, number=5) for r in "abcd" for edit, path in ((1, "ci.yml"), (2, "Dockerfile"))]
    table, flags = campaigns(*both)
    assert table[["repositories", "commits"]].to_numpy().tolist() == [[4, 4]]
    assert len(flags) == 4


def test_edits_that_share_few_commits_stay_two_campaigns(campaigns):
    one = [event(r, 1, edit=1, number=5) for r in "abc"]
    other = [event(r, 1, edit=2, path="Dockerfile", number=5 if r == "c" else 6) for r in "cdef"]
    table, flags = campaigns(*one, *other)
    assert sorted(table["repositories"]) == [3, 4]  # one commit of six in common
    assert flags.loc[flags["repository"] == "c", "campaign"].tolist() == [table["campaign"][0]]  # the wider one


def test_an_id_does_not_change_when_another_repository_follows(campaigns):
    few, _ = campaigns(*[event(r, n) for n, r in enumerate("abc")])
    more, _ = campaigns(*[event(r, n) for n, r in enumerate("abcd")])
    assert few["campaign"].tolist() == more["campaign"].tolist()


def test_row_order_changes_nothing(campaigns):
    events = [
        event(r, day, edit=edit, number=10 * edit + n)
        for edit in (1, 2, 3)
        for n, (r, day) in enumerate(zip("abcde", (0, 5, 9, 33, 70), strict=True))
    ]
    one, other = campaigns(*events), campaigns(*reversed(events))
    for left, right in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_no_history_no_campaigns(make_fleet, rules):
    table, flags = find(make_fleet({}, TEAMS), rules)
    assert table.empty
    assert list(flags.columns) == ["repository", "number", "campaign"]


@pytest.mark.parametrize("unit", ["s", "us", "ns"])
def test_days_are_days_whatever_the_resolution_of_the_times(make_fleet, rules, unit):
    same = {"repository": list("abc"), "number": [0, 0, 0]}
    at = pd.Series(START + pd.to_timedelta([0, 20, 70], unit="D"))
    commits = frame(
        "commits", same | {"parents": [1] * 3, "authored_at": at, "author": ["p"] * 3, "automation": [False] * 3, "changed_files": [1] * 3}
    )
    commits["authored_at"] = commits["authored_at"].dt.as_unit(unit)
    changes = frame("changes", same | {"path": ["ci.yml"] * 3, "status": ["M"] * 3, "edit": [PIN] * 3})
    assert find(make_fleet({}, TEAMS, commits=commits, changes=changes), rules)[0].empty


def test_a_history_that_came_along_is_no_campaign(campaigns):
    same = {"commit": "c" * 40}
    copied, _ = campaigns(event("a", 0, **same), event("b", 0, **same), event("c", 0, **same))
    assert copied.empty  # one commit in three repositories
    replayed, _ = campaigns(event("a", 0), event("b", 0, later=200), event("c", 0, later=200))
    assert replayed.empty  # written again half a year later
    scripted, _ = campaigns(event("a", 0), event("b", 0), event("c", 0))
    assert scripted["repositories"].tolist() == [3]  # one script, one second, three repositories
