from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.model import SurveyRules
from assessment.outcome import Outcome
from assessment.repositories.collectors.glue import collect
from assessment.repositories.labour.people import human

NONE = pd.DataFrame({"repository": [], "number": [], "campaign": []})


def at_home(person, repository, count=6):
    """Product commits that make a repository's team the person's home."""
    return [{"repository": repository, "author": person}] * count


def mends(person, repository, count):
    return [{"repository": repository, "author": person, "plumbing_files": 1}] * count


def signals(fleet, propagated=NONE):
    return {(s.measure, s.team): s for s in collect(fleet, human(fleet), propagated)}


def test_outside_plumbing_counts_people_of_other_product_teams_only(make_fleet):
    rows = at_home("ann", "a") + at_home("ben", "b") + at_home("pat", "p")
    rows += mends("ann", "a", 6) + mends("ben", "a", 4) + mends("pat", "a", 7) + mends("new", "a", 3)
    got = signals(make_fleet({"a": "A", "b": "B", "p": "P"}, commits=rows, platform="P"))
    team = got["outside-plumbing", "A"]
    assert team.value == pytest.approx(0.4)  # 4 of ben, of 10 by ann and ben; 7 of the platform and 3 without a home are left out
    assert "7 by the platform team's people" in team.note
    assert "3 by people without a known home team" in team.note
    assert got["outside-plumbing", "B"].outcome is Outcome.NOT_APPLICABLE  # nobody touched its plumbing
    assert got["outside-plumbing", "P"].outcome is Outcome.NOT_APPLICABLE


def test_without_a_declared_platform_its_people_are_outside_like_any_other(make_fleet):
    rows = at_home("ann", "a") + at_home("pat", "p") + mends("ann", "a", 5) + mends("pat", "a", 5)
    assert signals(make_fleet({"a": "A", "p": "P"}, commits=rows))["outside-plumbing", "A"].value == 0.5


def crossing(counts, repository="a"):
    """People at home in h, each with so many plumbing commits in another team's repository."""
    return [row for n, count in enumerate(counts) for row in at_home(f"p{n}", "h", count + 5) + mends(f"p{n}", repository, count)]


def test_concentration_is_the_share_of_the_three_busiest(make_fleet):
    got = signals(make_fleet({"a": "A", "h": "H"}, commits=crossing([10, 6, 4, 3, 2])))["glue-concentration", ""]
    assert got.value == pytest.approx(20 / 25)  # 10 + 6 + 4
    assert got.note.startswith("25 cross-team plumbing commits by 5 people, spread evenly 3 would make 60 %")
    assert got.note.endswith("1 of 1 teams lose more than half of their outside help")


def test_departure_of_the_busiest_hits_only_the_teams_that_lean_on_them(make_fleet):
    # p0, p1, p2 make 24 of 33; A has 24 of theirs and 1 other, B only 8 of the others
    rows = crossing([10, 8, 6, 1]) + [r for n in (4, 5) for r in at_home(f"p{n}", "h") + mends(f"p{n}", "b", 4)]
    got = signals(make_fleet({"a": "A", "b": "B", "h": "H"}, commits=rows))["glue-concentration", ""]
    assert got.value == pytest.approx(24 / 33)
    assert "1 of 2 teams lose more than half" in got.note
    assert [(p.repository, p.value, p.weight) for p in got.parts] == [("a", 24 / 25, 25.0), ("b", 0.0, 8.0)]


@pytest.mark.parametrize("counts", [(10, 10, 10, 10), (4, 4, 4, 4, 3)])
def test_concentration_needs_five_people_and_twenty_commits(make_fleet, counts):
    got = signals(make_fleet({"a": "A", "h": "H"}, commits=crossing(counts)))["glue-concentration", ""]
    assert got.outcome is Outcome.UNAVAILABLE
    assert "20 by 5 people are needed" in got.note


def test_concentration_needs_as_many_people_as_the_organisation_says(make_fleet):
    fleet = make_fleet({"a": "A", "h": "H"}, commits=crossing([10, 6, 4, 3, 2]))
    shy = fleet.organisation.model_copy(update={"survey": SurveyRules(k=6)})
    got = signals(replace(fleet, organisation=shy))["glue-concentration", ""]
    assert got.outcome is Outcome.UNAVAILABLE
    assert got.note == "25 cross-team plumbing commits by fewer than 6 people; 20 by 6 people are needed"  # 10 + 6 + 4 + 3 + 2


def test_propagated_by_hand_is_the_share_of_commits_in_a_campaign(make_fleet):
    rows = [{"repository": "a", "plumbing_files": 1}] * 10 + [{"repository": "a"}] * 5
    flags = pd.DataFrame({"repository": ["a", "a", "a", "a", "zz"], "number": [0, 1, 1, 12, 0], "campaign": ["c1", "c1", "c2", "c1", "c1"]})
    changes = [{"repository": "a", "number": 1, "path": "renovate.json"}]
    got = signals(make_fleet({"a": "A"}, commits=rows, changes=changes), flags)["propagated-by-hand", "A"]
    assert got.value == pytest.approx(0.2)  # commits 0 and 1; 1 counts once, 12 is no plumbing, zz is not of this fleet
    assert {(e.commit[-1], e.path) for e in got.evidence} == {("0", ""), ("1", "renovate.json")}


def test_no_person_leaves_the_collector(make_fleet):
    rows = crossing([10, 6, 4, 3, 2])
    fleet = make_fleet({"a": "A", "h": "H"}, commits=rows)
    people = {row["author"] for row in rows}
    said = repr(collect(fleet, human(fleet), NONE))
    assert not [p for p in people if f"'{p}'" in said or f" {p} " in said]
    assert "author" not in said


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(1, 9), min_size=5, max_size=9))
def test_concentration_is_never_below_an_even_spread(make_fleet, counts):
    got = signals(make_fleet({"a": "A", "h": "H"}, commits=crossing(counts)))["glue-concentration", ""]
    if sum(counts) >= 20:
        assert 3 / len(counts) - 1e-9 <= got.value <= 1
