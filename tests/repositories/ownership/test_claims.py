"""Who owns a repository: the organisation file first, files only pre-fill."""

import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.repositories import ownership
from assessment.repositories.facts import frame


@pytest.fixture
def organisation():
    return Organisation.model_validate(
        {
            "name": "Acme",
            "teams": [
                {"name": "payments", "headcount": 5, "repositories": ["pay-*"]},
                {"name": "lending", "headcount": 5},
                {"name": "Team Risk", "headcount": 5},
            ],
            "ownership": {
                "prefixes": {"lend-": "lending", "lend-risk-": "Team Risk"},
                "codeowners": True,
                "backstage": True,
                "aliases": {"@acme/money": "payments"},
            },
        }
    )


def contents(rows):
    return frame(
        "contents",
        {"repository": [r[0] for r in rows], "kind": [r[1] for r in rows], "text": [r[2] for r in rows], "path": [""] * len(rows)},
    )


def mapped(organisation, names, listed=None, rows=()):
    table = contents(rows) if rows else frame("contents", {"repository": [], "kind": [], "text": []})
    return ownership.teams(organisation, names, listed or {}, table).set_index("repository")


def test_patterns_then_csv_then_the_longest_prefix(organisation):
    table = mapped(organisation, ["pay-api", "lend-api", "lend-risk-api", "other"], {"lend-api": "payments"})
    assert table["team"].to_dict() == {"pay-api": "payments", "lend-api": "payments", "lend-risk-api": "Team Risk", "other": ""}
    assert table["mapped_by"].to_dict() == {"pay-api": "organisation file", "lend-api": "csv", "lend-risk-api": "prefix", "other": ""}
    assert table.loc["lend-api", "claims"] == "lending (prefix)"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("* @acme/money\n", "@acme/money"),
        ("* @acme/first\n/docs @acme/docs\n* @acme/last # the last rule wins\n", "@acme/last"),
        ("* someone@example.com @acme/team-risk\n", "@acme/team-risk"),
        ("* @single-person\n", ""),
        ("# * @acme/money\n", ""),
    ],
)
def test_default_owner_of_codeowners(text, owner):
    assert ownership.default_owner(text) == owner


def test_files_fill_what_nobody_said(organisation):
    rows = [
        ("a", "codeowners", "* @acme/money"),
        ("b", "catalog-info", "kind: Component\nspec:\n  owner: group:default/team-risk\n"),
        ("c", "catalog-info", "kind: [broken"),
        ("d", "codeowners", "* @acme/strangers"),
    ]
    table = mapped(organisation, ["a", "b", "c", "d"], rows=rows)
    assert table["team"].to_dict() == {"a": "payments", "b": "Team Risk", "c": "", "d": ""}
    assert table.loc["a", "mapped_by"] == "codeowners"


@pytest.mark.parametrize(
    "text",
    [
        "spec: " + "[" * 100_000,  # overflows the stack of the YAML library
        "a: &a [" + "x, " * 9 + "]\n" + "".join(f"{n}: &{n} [{f'*{m}, ' * 9}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)),
        "spec: {owner: [payments]}",
        "spec: {owner: 2026-99-99}",  # a date that is none
        "spec: {owner: ''}\n---\n- a\n--- b",
    ],
)
def test_a_hostile_catalogue_names_nobody(text):
    assert ownership.catalogue_owner(text) == ""


def test_the_first_document_with_an_owner_counts():
    assert ownership.catalogue_owner("kind: Location\n---\nspec: {owner: payments}\n---\nspec: {owner: lending}\n") == "payments"


def test_disagreeing_files_are_listed(organisation):
    table = mapped(organisation, ["pay-api"], rows=[("pay-api", "codeowners", "* @acme/lending")])
    assert table.loc["pay-api"].to_dict() == {"team": "payments", "mapped_by": "organisation file", "claims": "lending (codeowners)"}


def test_an_empty_fleet_is_an_empty_table(organisation):
    assert isinstance(mapped(organisation, []), pd.DataFrame)
    assert mapped(organisation, []).empty
