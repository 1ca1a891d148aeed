import math
from dataclasses import replace

import pandas as pd
import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.model import SurveyRules
from assessment.repositories.collectors.exposure import days, table
from assessment.repositories.facts import frame
from assessment.repositories.labour.people import human

ALONE = pd.DataFrame(columns=["workflow", "team", "repository", "kind"])


def spent(*repositories, author="ann", day=10, start=0.0):
    """Commits of one day, an hour apart, in the given repositories."""
    return [{"author": author, "repository": r, "days": day - start - n / 24} for n, r in enumerate(repositories)]


def daily(make_fleet, rows):
    fleet = make_fleet({"a": "A", "b": "B"}, commits=rows)
    return days(human(fleet))[["switches", "focus"]].to_numpy().tolist()


def test_switches_follow_the_clock_and_focus_is_entropy_in_bits(make_fleet):
    assert daily(make_fleet, spent("a", "b", "a", "b")) == [[3, 1.0]]  # half and half: one bit
    assert daily(make_fleet, spent("a", "a", "a", "b")) == [[1, pytest.approx(0.811278)]]  # -3/4 log2 3/4 - 1/4 log2 1/4
    assert daily(make_fleet, spent("a", "a")) == [[0, 0.0]]
    assert daily(make_fleet, spent("a", day=10) + spent("b", day=9)) == [[0, 0.0], [0, 0.0]]  # another day is no switch
    assert daily(make_fleet, spent("a") + spent("b", author="ben")) == [[0, 0.0], [0, 0.0]]  # nor is another person


def exposed(fleet, solutions=ALONE, k=3):
    fleet = replace(fleet, organisation=fleet.organisation.model_copy(update={"survey": SurveyRules(k=k)}))
    return table(fleet, human(fleet), solutions).set_index("team")


def crowd(people, extra=()):
    """Each person: six commits on the same day in a, and what is extra."""
    return [row for name in people for row in spent(*["a"] * 6, *extra, author=name)]


def test_people_days_and_switches_are_means_over_people_of_the_team(make_fleet):
    rows = crowd(["ann", "ben"]) + crowd(["cyn"], extra=["b"]) + spent("a", author="cyn", day=20)
    got = exposed(make_fleet({"a": "A", "b": "B"}, commits=rows)).loc["A"]
    assert got["people"] == 3
    assert got["n_days"] == 4
    assert got["switches_per_day"] == pytest.approx(0.5 / 3)  # cyn: one switch on one of two days
    bits = -(6 / 7 * math.log2(6 / 7) + 1 / 7 * math.log2(1 / 7)) / 2
    assert got["focus"] == pytest.approx(bits / 3)


def test_fewer_people_than_k_are_not_described(make_fleet):
    fleet = make_fleet({"a": "A", "b": "B"}, commits=crowd(["ann", "ben", "cyn"]))
    got = exposed(fleet, k=4)
    assert got.loc["A", ["people", "switches_per_day", "focus", "n_days"]].isna().all()
    assert got.loc["B", ["people", "switches_per_day", "focus", "n_days"]].isna().all()
    assert got.loc["A", "repositories"] == 1


def test_who_left_a_year_ago_does_not_count(make_fleet):
    rows = crowd(["ann", "ben", "cyn"]) + spent(*["a"] * 6, author="old", day=400)
    assert exposed(make_fleet({"a": "A"}, commits=rows)).loc["A", "people"] == 3


def test_technologies_and_mechanisms_from_tools(make_fleet):
    fleet = make_fleet({"a": "A", "b": "A", "c": "B"})
    columns = ["repository", "tool", "workflow", "state", "confidence"]
    rows = [
        ("a", "jenkins", "ci", "used", "high"),
        ("b", "github-actions", "ci", "used", "medium"),
        ("b", "jenkins", "ci", "used", "high"),
        ("b", "node", "toolchain", "used", "high"),
        ("b", "java", "toolchain", "used", "high"),
        ("b", "travis", "ci", "disabled", "high"),
        ("b", "vault", "secrets", "used", "low"),
        ("c", "jenkins", "ci", "used", "high"),
    ]
    tools = frame("tools", dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))
    got = exposed(replace(fleet, facts=replace(fleet.facts, tools=tools)))
    assert got[["repositories", "technologies", "mechanisms"]].to_numpy().tolist() == [[2, 4, 1], [1, 1, 0]]


def test_without_tools_kinds_of_plumbing_stand_in(make_fleet):
    files = [
        {"repository": "a", "path": "Jenkinsfile", "kind": "jenkinsfile", "workflow": "ci"},
        {"repository": "a", "path": ".travis.yml", "kind": "travis", "workflow": "ci"},
        {"repository": "a", "path": "Dockerfile", "kind": "dockerfile", "workflow": "containers"},
        {"repository": "a", "path": "main.py", "kind": "", "workflow": "", "role": "product"},
    ]
    got = exposed(make_fleet({"a": "A"}, files=files)).loc["A"]
    assert got[["technologies", "mechanisms"]].tolist() == [3, 1]


def test_own_solutions_are_workflows_carried_alone(make_fleet):
    rows = [("ci", "A", "a", "own"), ("ci", "A", "b", "own"), ("secrets", "A", "a", "own"), ("deployment", "A", "a", "shared")]
    got = exposed(make_fleet({"a": "A", "b": "A"}), pd.DataFrame(rows, columns=ALONE.columns))
    assert got.loc["A", "workflows_alone"] == 2
    assert list(got.reset_index().columns) == list(COLUMNS["exposure"])
