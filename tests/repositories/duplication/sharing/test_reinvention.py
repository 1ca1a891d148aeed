"""Shares of a workflow: paved, several, one, copies, inventions. Worked out by hand, and adding up to 1 whatever the table."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.decisions.dictionary import COLUMNS as DOCUMENTED
from assessment.repositories.duplication.sharing.reinvention import COLUMNS, by_capability, reinvention
from assessment.repositories.duplication.sharing.solutions import effective_number, independent_weight

SHARES = ["paved", "several", "one", "copies", "inventions"]


def table(*entries, workflow="ci"):
    """Rows (team, repository, solution, tier, family)."""
    rows = pd.DataFrame(entries, columns=["team", "repository", "solution", "tier", "family"], dtype=str)
    return rows.assign(workflow=workflow, kind=rows["solution"].str.split(":").str[0])


def only(entries):
    found = reinvention(entries)
    assert len(found) == 1
    return found.iloc[0]


def test_columns_are_the_documented_ones():
    assert list(DOCUMENTED["reinvention"]) == COLUMNS == list(reinvention(table()).columns)


def test_each_kind_of_solution_has_its_share():
    row = only(
        table(
            ("A", "a", "shared:road", "paved", "f"),
            ("B", "b", "shared:base", "platform", "f"),
            ("C", "c", "shared:flows", "several", "f"),
            ("D", "d", "shared:mine", "one", "f"),
            ("E", "e", "copy:x", "", "f"),
            ("F", "f", "copy:x", "", "f"),
            ("G", "g1", "copy:y", "", "f"),
            ("G", "g2", "copy:y", "", "f"),
            ("H", "h", "own:h", "", ""),
            ("", "nobody", "own:nobody", "", "f"),
        )
    )
    assert (row["eligible"], row["repositories"]) == (8, 9)
    # copies: E and F; inventions: H, and G, whose copies stand in no other team
    assert row[SHARES].tolist() == pytest.approx([2 / 8, 1 / 8, 1 / 8, 2 / 8, 2 / 8])
    assert row["known"] == pytest.approx(8 / 9)
    assert row["by_content"] == pytest.approx(4**2 / (2**2 + 1 + 1))


def test_a_team_splits_its_weight_over_its_solutions():
    row = only(
        table(
            ("A", "a1", "shared:road", "paved", ""),
            ("A", "a2", "own:a2", "", ""),
            ("A", "a3", "own:a3", "", ""),
            ("B", "b", "shared:road", "paved", ""),
        )
    )
    assert row[SHARES].tolist() == pytest.approx([0.75, 0, 0, 0, 0.25])  # what A invented is one solution of A


def test_solutions_that_look_different_and_do_the_same_are_one_by_capability():
    entries = table(
        ("A", "a", "own:a", "", "maven"), ("B", "b", "own:b", "", "maven"), ("C", "c", "own:c", "", "npm"), ("D", "d", "copy:x", "", ""),
        ("E", "e", "copy:x", "", ""),
    )  # fmt: skip
    row = only(entries)
    assert row["by_content"] == pytest.approx(5**2 / (1 + 1 + 1 + 2**2))
    assert row["by_capability"] == pytest.approx(3**2 / (2**2 + 1))  # of A, B and C; D and E are not known
    assert row["known"] == pytest.approx(3 / 5)


def test_families_inside_one_team_are_one_solution_of_that_team():
    entries = table(("A", "a1", "own:a1", "", "maven"), ("A", "a2", "own:a2", "", "npm"), ("B", "b", "own:b", "", "go"))
    assert by_capability(entries, "ci") == pytest.approx(2.0)


@pytest.mark.parametrize(
    "entries",
    [
        [("A", "a", "own:a", "", ""), ("B", "b", "copy:x", "", "")],  # no step is known
        [("A", "a", "own:a", "", ""), ("B", "b", "shared:p", "paved", "f")],  # none of an independent solution
        [("", "x", "own:x", "", "f")],  # nobody's
    ],
)
def test_what_is_not_known_is_no_number(entries):
    assert math.isnan(by_capability(table(*entries), "ci"))


def test_where_all_is_shared_nothing_independent_is_left():
    row = only(table(("A", "a", "shared:p", "paved", "f"), ("B", "b", "shared:p", "paved", "f")))
    assert (row["by_content"], row["by_capability"], row["paved"]) == (0.0, 0.0, 1.0)


def test_a_workflow_that_only_nobodys_repositories_have_has_no_shares():
    row = only(table(("", "x", "own:x", "", "f")))
    assert (row["eligible"], row["repositories"]) == (0, 0)
    assert row[[*SHARES, "by_content", "by_capability", "known"]].isna().all()


ENTRY = st.tuples(
    st.sampled_from(["A", "B", "C", "D", ""]),
    st.sampled_from(["own:", "copy:x", "copy:y", "shared:p", "shared:q", "own:provider"]),
    st.sampled_from(["", "f", "g", "h"]),
)


@given(entries=st.lists(ENTRY, max_size=14), tier=st.sampled_from(["several", "one", "platform", "paved"]))
def test_shares_add_up_and_agree_with_the_indicator(entries, tier):
    rows = [
        (team, f"r{n}", f"own:r{n}" if solution == "own:" else solution, {"shared:p": tier, "shared:q": "one"}.get(solution, ""), family)
        for n, (team, solution, family) in enumerate(entries)
    ]
    made = table(*rows)
    for _, row in reinvention(made).iterrows():
        number, eligible = effective_number(made, "ci")
        assert row["eligible"] == eligible
        if not eligible:
            assert row[SHARES].isna().all()
            continue
        assert row[SHARES].sum() == pytest.approx(1)
        assert (row[SHARES] >= 0).all()
        assert (row["copies"] + row["inventions"]) * eligible == pytest.approx(independent_weight(made, "ci").sum())
        assert row["by_content"] == pytest.approx(number)
        assert math.isnan(row["by_capability"]) or 0 <= row["by_capability"] <= eligible
