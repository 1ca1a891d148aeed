"""Files are letters: what a repository began with, and what it ever held."""

import pandas as pd
import pytest

from assessment.repositories.services.templates import origins
from assessment.repositories.services.timeline import clock

TEMPLATE = "abcdefgh"


def fleet_of(make_fleet, began, later=None, **more):
    """Repositories in the order of their birth, ten days apart; `began` and `later`: name -> letters."""
    first = [{"repository": name, "blob": blob} for name, blobs in began.items() for blob in blobs]
    seen = first + [{"repository": name, "blob": blob} for name, blobs in (later or {}).items() for blob in blobs]
    commits = [{"repository": name, "days": 1_000 - 10 * n, "changed_files": 60} for n, name in enumerate(began)]
    return make_fleet(dict.fromkeys(began, "A"), commits=commits, beginnings=first, seen=seen, **more)


def origin(fleet):
    commits = fleet.facts.commits
    return origins(fleet, commits.set_index(commits["repository"].astype(object))["authored_at"])


def test_a_template_is_found_by_three_that_began_with_its_files_and_by_files_of_any_time(make_fleet):
    began = {"t": "abcd1", "one": TEMPLATE, "two": TEMPLATE, "three": "abcdefxy", "other": "12345"}
    got = origin(fleet_of(make_fleet, began, {"t": TEMPLATE}))
    assert got["template"].to_dict() == {"t": "", "one": "t", "two": "t", "three": "t", "other": ""}
    assert got["template_share"].to_dict() == pytest.approx(
        {"t": float("nan"), "one": 1, "two": 1, "three": 6 / 8, "other": 1 / 5}, nan_ok=True
    )


def test_two_children_make_no_template_unless_it_is_named(make_fleet):
    began = {"t": TEMPLATE, "one": TEMPLATE, "two": TEMPLATE}
    assert set(origin(fleet_of(make_fleet, began))["template"]) == {""}
    got = origin(fleet_of(make_fleet, began, templates=["t"]))
    assert got["template"].to_dict() == {"t": "", "one": "t", "two": "t"}


def test_what_is_older_than_the_template_was_not_born_from_it(make_fleet):
    began = {"older": TEMPLATE, "template": TEMPLATE, "one": TEMPLATE}
    assert origin(fleet_of(make_fleet, began, templates=["template"]))["template"].to_dict() == {
        "older": "",
        "template": "",
        "one": "template",
    }


def test_parts_of_one_divided_repository_are_no_children_of_a_template(make_fleet):
    began = {"whole": "abcdefghijklmno", "one": "abcde", "two": "fghij", "three": "klmno"}
    assert set(origin(fleet_of(make_fleet, began))["template"]) == {""}


def test_files_that_unrelated_repositories_have_too_say_nothing(make_fleet):
    # u, v, w are in everything; without them 'near' shares 2 of 5 with the template, with them 5 of 8
    unrelated = {f"x{n}": f"uvw{n}{n + 3}AB{n}CDEFG{n}HIJK" for n in range(3)}
    began = {"template": "uvwabcde", "near": "uvwab123", **unrelated}
    got = origin(fleet_of(make_fleet, began, templates=["template"]))
    assert got["template_share"]["near"] == pytest.approx(2 / 5)


def test_a_beginning_of_four_files_says_nothing_and_the_next_commit_speaks(make_fleet):
    first = [{"repository": "s", "blob": b} for b in "abcd"] + [{"repository": "s", "number": 1, "blob": b} for b in TEMPLATE]
    seen = [{"repository": "template", "blob": b} for b in TEMPLATE]
    fleet = make_fleet(
        {"template": "A", "s": "A"},
        commits=[{"repository": "template", "days": 90}, {"repository": "s", "days": 50}],
        beginnings=first,
        seen=seen,
        templates=["template"],
    )
    assert origin(fleet).loc["s", ["template", "template_share"]].tolist() == ["template", 1]


def whole(make_fleet, began, **more):
    changes = [{"repository": n, "workflow": "deployment", "kind": "helm-chart", "path": "Chart.yaml", "status": "A"} for n in began]
    return clock(fleet_of(make_fleet, began, changes=changes, **more)).set_index("repository")


def test_a_repository_born_from_a_template_is_quick_however_large_it_is(make_fleet):
    table = whole(make_fleet, {"t": TEMPLATE, "one": TEMPLATE, "other": "1234567"}, templates=["t"])
    assert table["template"].to_dict() == {"t": "", "one": "t", "other": ""}
    assert table["restarted"].to_dict() == {"t": True, "one": False, "other": True}
    assert table["days"].to_dict() == pytest.approx({"t": float("nan"), "one": 0, "other": float("nan")}, nan_ok=True)


@pytest.mark.parametrize(("second", "from_template"), [("abcdefxy", True), ("abcdxyzu", False)])
def test_without_the_template_what_two_others_have_too_is_one(make_fleet, second, from_template):
    # 'abcdef' stands in two others: 6 of 8 files are enough, 4 of 8 are not
    table = whole(make_fleet, {"o1": "abcdefgh", "o2": "abcdefij", "s": second})
    assert (table.loc["s", "from_template"], table.loc["s", "restarted"]) == (from_template, not from_template)
    assert table.loc["s", "template"] == ""


def test_one_other_repository_with_the_same_files_may_be_where_it_was_moved_from(make_fleet):
    table = whole(make_fleet, {"old": TEMPLATE, "s": TEMPLATE})
    assert table.loc["s", ["from_template", "restarted"]].tolist() == [False, True]


def test_no_beginnings_at_all(make_fleet):
    fleet = make_fleet({"r": "A"}, commits=[{"days": 5}])
    assert origins(fleet, pd.Series({"r": fleet.facts.as_of})).empty


def test_a_fork_of_a_template_is_born_from_it_and_the_template_keeps_its_birth(make_fleet):
    changes = [
        {"repository": n, "workflow": "deployment", "kind": "helm-chart", "path": "Chart.yaml", "status": "A"} for n in ("t", "fork")
    ]
    fleet = fleet_of(make_fleet, {"t": "ab", "fork": "ab", "one": TEMPLATE}, {"t": TEMPLATE}, templates=["t"], changes=changes)
    commits = fleet.facts.commits
    commits.loc[commits["repository"].isin(["t", "fork"]), ["commit", "parents"]] = ["f" * 40, 0]
    got = clock(fleet).set_index("repository")
    assert got["template"].to_dict() == {"t": "", "fork": "t"}
    assert got["imported"].to_dict() == {"t": False, "fork": True}
