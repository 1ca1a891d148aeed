"""Who owns a repository: the organisation file first, files only pre-fill."""

from datetime import date

import pandas as pd
import pytest

from assessment.model import Organisation
from assessment.repositories.facts import frame
from assessment.repositories.ownership import catalogue, claims, codeowners
from assessment.repositories.ownership.exports import Exports
from assessment.repositories.ownership.mapping import Held, Mapping


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
    columns = (
        dict(zip(("repository", "kind", "text", "path"), zip(*((*row, "")[:4] for row in rows), strict=True), strict=True))
        if rows
        else {"repository": []}
    )
    return frame("contents", columns)


def table(organisation, names, listed=(), rows=(), exports=None):
    held = tuple(Held(2, *one, date.min, date.max) for one in listed)
    said = claims.Said(listed=Mapping(held), exports=exports or Exports())
    return claims.owners(organisation, names, said, contents(rows))


def mapped(*arguments, **keywords):
    return claims.whole(table(*arguments, **keywords)).set_index("repository")


def test_csv_then_patterns_then_the_longest_prefix(organisation):
    listed = [("lend-api", "", "payments"), ("pay-web", "", "lending")]
    found = mapped(organisation, ["pay-api", "pay-web", "lend-api", "lend-risk-api", "other"], listed)
    assert found["team"].to_dict() == {
        "pay-api": "payments",
        "pay-web": "lending",
        "lend-api": "payments",
        "lend-risk-api": "Team Risk",
        "other": "",
    }
    assert found["mapped_by"].tolist() == ["organisation file", "csv", "csv", "prefix", ""]
    assert found.loc["pay-web", "claims"] == "payments (organisation file)"
    assert found.loc["lend-api", "claims"] == "lending (prefix)"


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
    rules = codeowners.parse(text)
    assert codeowners.teams(codeowners.default(rules))[:1] == ((owner,) if owner else ())


def test_files_fill_what_nobody_said(organisation):
    rows = [
        ("a", "codeowners", "* @acme/money", "CODEOWNERS"),
        ("b", "catalog-info", "kind: Component\nspec:\n  owner: group:default/team-risk\n"),
        ("c", "catalog-info", "kind: [broken"),
        ("d", "codeowners", "* @acme/strangers @alice", "CODEOWNERS"),
    ]
    found = mapped(organisation, ["a", "b", "c", "d"], rows=rows)
    assert found["team"].to_dict() == {"a": "payments", "b": "Team Risk", "c": "", "d": ""}
    assert found.loc["a", "mapped_by"] == "codeowners"
    assert found["unknown"].to_dict() == {"a": "", "b": "", "c": "", "d": "@acme/strangers (codeowners)"}  # and never a person


@pytest.mark.parametrize(
    "text",
    [
        "spec: " + "[" * 100_000,  # overflows the stack of the YAML library
        "a: &a [" + "x, " * 9 + "]\n" + "".join(f"{n}: &{n} [{f'*{m}, ' * 9}]\n" for m, n in zip("abcdefgh", "bcdefghi", strict=True)),
        "spec: {owner: [payments]}",
        "spec: {owner: 2026-99-99}",  # a date that is none
        "spec: {owner: ''}\n---\n- a\n--- b",
        "kind: Component\nspec:\n  owner: ${{ values.owner }}\n",  # a placeholder of a template, as two hmcts repositories keep it
        "kind: Component\nspec: {owner: 'user:default/alice'}",
        "kind: Group\nspec: {owner: payments}",
        "kind: Component\nspec: {owner: alice@example.com}",
    ],
)
def test_a_hostile_catalogue_names_nobody(text):
    assert catalogue.owner(text) == ""


def test_a_component_comes_before_its_system():
    text = "kind: Domain\nspec: {owner: a}\n---\nkind: System\nspec: {owner: b}\n---\nkind: Component\nspec: {owner: c}\n"
    assert catalogue.owner(text) == "c"
    assert catalogue.owner(text.replace("Component", "API")) == "b"


def test_the_first_document_with_an_owner_counts():
    assert catalogue.owner("kind: Location\n---\nspec: {owner: payments}\n---\nspec: {owner: lending}\n") == "payments"


def test_disagreeing_files_are_listed(organisation):
    found = mapped(organisation, ["pay-api"], rows=[("pay-api", "codeowners", "* @acme/lending", "CODEOWNERS")])
    assert found.loc["pay-api"].to_dict() == {
        "path": "",
        "team": "payments",
        "mapped_by": "organisation file",
        "claims": "lending (codeowners)",
        "unknown": "",
    }


def test_an_empty_fleet_is_an_empty_table(organisation):
    assert isinstance(mapped(organisation, []), pd.DataFrame)
    assert mapped(organisation, []).empty


def test_codeowners_without_a_default_rule_names_its_own_owner_or_a_team_without_a_path(organisation):
    texts = {
        "a": "CODEOWNERS @acme/money",  # as eight repositories of hmcts have it
        "b": "CODEOWNERS @acme/money\n*\n",  # nobody, on purpose
        "c": "@acme/money\n",  # as three of navikt have it
        "d": "[Docs] @acme/x\n* @money @alice\n",  # GitLab: a group looks like a person, and one that is no team is not named
    }
    found = mapped(organisation, list(texts), rows=[(name, "codeowners", text, "CODEOWNERS") for name, text in texts.items()])
    assert found["team"].to_dict() == {"a": "payments", "b": "", "c": "payments", "d": "payments"}
    assert found["unknown"].tolist() == ["", "", "", ""]


def test_an_area_is_no_team_and_contradicts_none_of_its_teams(organisation):
    areas = {"finance": ("payments", "lending"), "control": ("Team Risk",)}
    inside = organisation.model_copy(update={"ownership": organisation.ownership.model_copy(update={"areas": areas})})
    rows = [
        (name, "catalog-info", f"spec: {{owner: {owner}}}")
        for name, owner in (("pay-a", "finance"), ("lend-risk-a", "finance"), ("x", "finance"), ("y", "control"))
    ]
    found = mapped(inside, ["pay-a", "lend-risk-a", "x", "y"], rows=rows)
    assert found["team"].to_dict() == {"pay-a": "payments", "lend-risk-a": "Team Risk", "x": "", "y": "Team Risk"}
    assert found["claims"].to_dict() == {"pay-a": "", "lend-risk-a": "finance (backstage)", "x": "finance (backstage)", "y": ""}


MANIFEST = """apiVersion: nais.io/v1alpha1
kind: Application
metadata:
  name: a
  namespace: lend  # its own
  labels:
    # team: nobody
    team: "{team}"
  annotations:
    team: payments
spec:
  accessPolicy:
    rules:
      - application: b
        namespace: payments
        team: payments
"""


def test_a_label_of_the_manifests_names_the_team(organisation):
    labelled = organisation.model_copy(
        update={"ownership": organisation.ownership.model_copy(update={"labels": ("team", "namespace"), "aliases": {"lend": "lending"}})}
    )
    rows = [
        ("a", "kubernetes", MANIFEST.format(team="Team-Risk"), "x.yaml"),
        ("b", "kubernetes", MANIFEST.format(team="{{team}}"), "x.yaml"),
    ]
    found = mapped(labelled, ["a", "b", "c"], rows=rows)
    assert found["team"].to_dict() == {"a": "Team Risk", "b": "lending", "c": ""}


def test_exports_come_after_the_catalogue_and_before_codeowners(organisation):
    rows = [("a", "catalog-info", "spec: {owner: lending}"), ("b", "codeowners", "* @acme/lending", "CODEOWNERS")]
    exports = Exports(teams={"a": ("team-risk",), "b": ("team-risk",)}, properties={"b": ("money",), "c": ("money",)})
    found = mapped(organisation, ["a", "b", "C"], rows=rows, exports=exports)
    assert found["team"].to_dict() == {"a": "lending", "b": "Team Risk", "C": "payments"}
    assert found["mapped_by"].tolist() == ["backstage", "github teams", "property"]
    assert found.loc["b", "claims"] == "lending (codeowners); payments (property)"


def test_folders_of_a_monorepo(organisation):
    mono = organisation.model_copy(update={"ownership": organisation.ownership.model_copy(update={"monorepos": ("mono*",)})})
    text = "* @acme/lending\n/libs/ @acme/lending\n/apps/pay/ @acme/money\n*.md @acme/team-risk\n/apps/x/ @alice\n"
    rows = [
        ("mono", "codeowners", text, "CODEOWNERS"),
        ("mono", "catalog-info", "spec: {owner: team-risk}", "apps/risk/catalog-info.yaml"),
        ("other", "codeowners", text, "CODEOWNERS"),
    ]
    found = table(mono, ["mono", "other"], listed=[("other", "a/b", "payments"), ("mono", "apps/pay/ui", "lending")], rows=rows)
    assert found[["repository", "path", "team", "mapped_by"]].to_numpy().tolist() == [
        ["mono", "", "lending", "codeowners"],
        ["mono", "apps/pay", "payments", "codeowners"],
        ["mono", "apps/pay/ui", "lending", "csv"],
        ["mono", "apps/risk", "Team Risk", "backstage"],
        ["other", "", "lending", "codeowners"],
        ["other", "a/b", "payments", "csv"],
    ]
    assert claims.sources(found) == {"codeowners": 2}
