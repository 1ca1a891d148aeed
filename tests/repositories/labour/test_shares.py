import pandas as pd
import pytest

from assessment.outcome import Outcome
from assessment.repositories.labour.people import human
from assessment.repositories.labour.shares import Question, by_team, sample, unread

ASKED = Question(measure="m", hit="seen", rows="commits")


def asked(fleet, hits):
    rows = human(fleet)
    return {signal.team: signal for signal in by_team(fleet, rows.assign(hit=hits[: len(rows)]), ASKED)}


def test_hits_over_rows_with_a_part_per_repository(make_fleet):
    rows = [{"repository": "a1", "days": 20 - n} for n in range(8)] + [{"repository": "a2", "days": n} for n in range(4)]
    got = asked(make_fleet({"a1": "A", "a2": "A"}, commits=rows), [True] * 2 + [False] * 6 + [True] * 3 + [False])["A"]
    assert got.value == pytest.approx(5 / 12)  # 2 of 8 and 3 of 4
    assert [(p.repository, p.value, p.weight) for p in got.parts] == [("a1", 0.25, 8.0), ("a2", 0.75, 4.0)]
    assert sum(p.value * p.weight for p in got.parts) / sum(p.weight for p in got.parts) == pytest.approx(got.value)
    assert (got.n, got.of, got.unit, got.note) == (2, 2, "share", "5 of 12 commits")


def test_what_cannot_be_measured_says_why(make_fleet):
    teams = {"few": "Few", "none": "None", "cut": "Cut", "failed": "Failed", "road": "Platform"}
    rows = [{"repository": "few"}] * 9 + [{"repository": "road"}] * 20
    states = {"cut": {"shallow": True}, "failed": {"state": "failed"}}
    fleet = make_fleet(teams, commits=rows, repositories=states, platform="Platform")
    got = asked(fleet, [True] * 29)
    assert {team: signal.outcome for team, signal in got.items()} == {
        "Few": Outcome.UNAVAILABLE,
        "None": Outcome.NOT_APPLICABLE,
        "Cut": Outcome.UNAVAILABLE,
        "Failed": Outcome.UNAVAILABLE,
        "Platform": Outcome.NOT_APPLICABLE,
    }
    assert got["Few"].note == "only 9 commits; 10 are needed"
    assert got["Platform"].note == "the platform team: plumbing is its product"
    assert unread(fleet) == {"cut", "failed"}


def test_unread_repositories_lower_coverage(make_fleet):
    rows = [{"repository": "a1"}] * 12
    got = asked(make_fleet({"a1": "A", "a2": "A", "a3": "A"}, commits=rows, repositories={"a2": {"state": "failed"}}), [True] * 12)["A"]
    assert (got.n, got.of) == (1, 2)  # a3 was read and has no such commit: it is no part of the question


def test_a_team_without_repositories_is_unavailable(make_fleet):
    fleet = make_fleet({"a1": "A"}, platform="P", commits=[{"repository": "a1"}] * 12)
    organisation = fleet.organisation.model_copy(update={"platform": fleet.organisation.platform.model_copy(update={"team": None})})
    rows = human(fleet).assign(hit=True)
    found = by_team(type(fleet)(organisation=organisation, facts=fleet.facts, teams=fleet.teams), rows, ASKED)
    assert [(s.team, s.outcome) for s in found] == [("A", Outcome.MEASURED), ("P", Outcome.UNAVAILABLE)]


def test_examples_are_the_newest_of_different_repositories_first_with_a_plumbing_file(make_fleet):
    rows = [{"repository": "a1", "days": d} for d in (9, 8, 7, 6, 5, 4)] + [{"repository": "a2", "days": 50}]
    changes = [
        {"repository": "a1", "number": 5, "path": "src/x.py", "workflow": ""},
        {"repository": "a1", "number": 5, "path": "ci.yml"},
        {"repository": "a2", "number": 0, "path": "Dockerfile"},
    ]
    fleet = make_fleet({"a1": "A", "a2": "A"}, commits=rows, changes=changes)
    places = sample(fleet, human(fleet), "seen")["A"]
    assert [(p.repository, p.commit[-1], p.path) for p in places] == [
        ("a1", "5", "ci.yml"),
        ("a2", "6", "Dockerfile"),
        ("a1", "4", ""),
        ("a1", "3", ""),
        ("a1", "2", ""),
    ]
    assert {p.note for p in places} == {"seen"}


def test_no_rows_no_examples(make_fleet):
    fleet = make_fleet({"a1": "A"})
    assert sample(fleet, human(fleet), "seen") == {}
    assert isinstance(human(fleet), pd.DataFrame)
