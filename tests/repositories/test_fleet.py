"""What a fleet tells of its repositories, and that what it works out once stays with the facts it was worked out from."""

from dataclasses import replace

from assessment.repositories.facts import frame


def test_repositories_of_a_team_in_the_order_of_the_fleet(make_fleet):
    fleet = make_fleet({"b": "Red", "a": "Red", "c": "Blue", "x": ""})
    assert (fleet.of("Red"), fleet.of("Blue"), fleet.of("")) == (("b", "a"), ("c",), ("x",))
    assert fleet.of("Green") == ()


def test_what_was_worked_out_once_does_not_outlive_its_facts(make_fleet):
    called = {"repository": "b", "path": "ci.yml", "kind": "workflow", "target": "acme/road", "workflow": "ci"}
    fleet = make_fleet({"a": "Red", "b": "Red"}, references=[called])
    states = frame("repositories", {"repository": ["a", "b"], "state": ["collected", "failed"]})
    assert fleet.reach is fleet.reach
    assert fleet.reach.users(["acme/road"])["repository"].tolist() == ["b"]
    assert fleet.failed == frozenset()
    other = replace(fleet, facts=replace(fleet.facts, repositories=states, references=fleet.facts.references.iloc[:0]))
    assert other.reach.users(["acme/road"]).empty
    assert other.failed == {"b"}
