import pytest

from assessment.outcome import Outcome
from assessment.repositories.collectors import compliance
from assessment.repositories.controls.states import outcomes


def control(repository, name, outcome, setting="", path="", line=None):
    return {"repository": repository, "control": name, "outcome": outcome, "setting": setting, "path": path, "line": line}


def signals(fleet):
    return {(s.measure, s.team): s for s in compliance.collect(fleet, outcomes(fleet))}


def table(fleet):
    return compliance.table(outcomes(fleet))


TEAMS = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "x": ""}


@pytest.fixture
def mixed(make_fleet):
    """updates: A 2 of 2, B 0 of 2. scanning: A 1 of 2, B 1 of 1 (b2 not applicable). branches: nobody can see."""
    rows = [
        control("a1", "updates", "present", "weekly", "renovate.json", 3),
        control("a2", "updates", "present", "weekly", "renovate.json"),
        control("b1", "updates", "absent"),
        control("b2", "updates", "absent"),
        control("x", "updates", "present"),
        control("a1", "scanning", "present", "on change", "ci.yml", 9),
        control("a2", "scanning", "absent"),
        control("b1", "scanning", "present", "nightly", "scan.yml", 2),
        control("b2", "scanning", "not applicable"),
        *[control(r, "branches", "unavailable") for r in ("a1", "a2", "b1", "b2")],
    ]
    return make_fleet(TEAMS, controls=rows)


def test_table_counts_repositories_by_control_and_team(mixed):
    got = table(mixed).set_index(["control", "team"])
    assert got.loc[("updates", "A")].tolist() == [2, 2, 1.0, 0]
    assert got.loc[("updates", "B")].tolist() == [0, 2, 0.0, 0]
    assert got.loc[("updates", "")].tolist() == [1, 1, 1.0, 0]
    assert got.loc[("scanning", "B")].tolist() == [1, 1, 1.0, 0]
    assert got.loc[("branches", "A"), ["present", "of", "unavailable"]].tolist() == [0, 0, 2]
    assert got["share"].isna().tolist() == (got["of"] == 0).tolist()


def test_control_spread_is_the_mean_over_controls_with_both_ends_as_evidence(mixed):
    got = signals(mixed)["control-spread", ""]
    # updates: shares 1 and 0 of 2 repositories each: 2 * sd = 1. scanning: .5 of 2 and 1 of 1: mean 2/3,
    # second moment (.25 * 2 + 1) / 3 = .5, variance .5 - 4/9 = 1/18, 2 * sqrt(1/18) = .4714045
    assert got.value == pytest.approx((1 + 0.4714045) / 2)
    assert (got.n, got.of, got.unit) == (4, 4, "spread")
    assert "cannot be seen: branches" in got.note
    first, second = got.evidence[:2]
    assert (first.repository, first.path, first.line) == ("a1", "renovate.json", 3)
    assert first.note.startswith("updates present; A has it in 2 of 2 where")
    assert second.repository in {"b1", "b2"}
    assert second.note.startswith("updates absent; B has it in 0 of 2 where")


def test_setting_spread_compares_how_it_is_set_where_it_is_present(mixed):
    got = signals(mixed)["setting-spread", ""]
    assert got.value == pytest.approx(1.0)  # scanning only: A 'on change', B 'nightly'; updates is set in one team alone
    assert (got.n, got.of, got.unit) == (3, 3, "entropy")
    assert {e.note for e in got.evidence} == {"scanning is set to on change", "scanning is set to nightly"}


def test_control_gap_is_how_far_a_team_stands_behind_the_organisation(mixed):
    got = signals(mixed)
    # practice: updates 2 of 4 = .5, scanning 2 of 3. A: max(0, .5 - 1) = 0 and 2/3 - 1/2 = 1/6; B: .5 and max(0, 2/3 - 1) = 0
    assert got["control-gap", "A"].value == pytest.approx((0 + 1 / 6) / 2)
    assert got["control-gap", "B"].value == pytest.approx((0.5 + 0) / 2)
    assert [e.note for e in got["control-gap", "B"].evidence] == ["updates absent; present in 0 % of the team's repositories, 50 % of all"]


def test_the_parts_of_a_gap_average_to_it(mixed):
    for team in "AB":
        got = signals(mixed)["control-gap", team]
        assert sum(p.value for p in got.parts) / len(got.parts) == pytest.approx(got.value)


def test_all_alike_and_bad_is_no_spread(make_fleet):
    got = signals(make_fleet(TEAMS, controls=[control(r, "updates", "absent") for r in TEAMS]))
    assert got["control-spread", ""].value == 0
    assert got["control-spread", ""].evidence == ()
    assert got["control-gap", "A"].value == 0
    assert got["setting-spread", ""].outcome is Outcome.NOT_APPLICABLE


def test_what_cannot_be_seen_is_unavailable_and_what_does_not_apply_leaves(make_fleet):
    rows = [control(r, "branches", "unavailable") for r in ("a1", "a2")] + [control(r, "images", "not applicable") for r in ("b1", "b2")]
    got = signals(make_fleet(TEAMS, controls=rows))
    assert got["control-gap", "A"].outcome is Outcome.UNAVAILABLE
    assert (got["control-gap", "A"].n, got["control-gap", "A"].of) == (0, 2)
    assert got["control-gap", "A"].note == "cannot be seen: branches"
    assert got["control-gap", "B"].outcome is Outcome.NOT_APPLICABLE
    assert got["control-spread", ""].outcome is Outcome.UNAVAILABLE


def test_failed_repositories_lower_coverage(make_fleet):
    rows = [control("a1", "updates", "present"), control("b1", "updates", "absent"), control("b2", "updates", "absent")]
    got = signals(make_fleet(TEAMS, controls=rows, repositories={"a2": {"state": "failed"}}))
    assert (got["control-gap", "A"].n, got["control-gap", "A"].of) == (1, 2)
    assert (got["control-spread", ""].n, got["control-spread", ""].of) == (3, 4)


def test_several_rows_of_one_control_count_a_repository_once_present_first(make_fleet):
    rows = [
        control("a1", "updates", "absent"),
        control("a1", "updates", "present"),
        control("b1", "updates", "unavailable"),
        control("b1", "updates", "absent"),
    ]
    got = table(make_fleet(TEAMS, controls=rows)).set_index("team")
    assert got["present"].to_dict() == {"A": 1, "B": 0}
    assert got["of"].to_dict() == {"A": 1, "B": 1}


def test_one_team_or_no_controls_has_nothing_between(make_fleet):
    one = signals(make_fleet({"a1": "A", "a2": "A"}, controls=[control("a1", "updates", "present"), control("a2", "updates", "absent")]))
    assert one["control-spread", ""].outcome is Outcome.NOT_APPLICABLE
    assert one["control-gap", "A"].value == 0  # its own practice is the organisation's
    none = make_fleet(TEAMS)
    assert table(none).empty
    assert table(none).columns.tolist() == ["control", "team", "present", "of", "share", "unavailable"]
    assert {s.outcome for s in signals(none).values()} == {Outcome.NOT_APPLICABLE}
