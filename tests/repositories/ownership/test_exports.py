"""Exports of GitHub's API. Shapes as its REST documentation gives them, and as `gh api --paginate` and `--slurp` print them."""

import json

import pytest

from assessment.errors import OrganisationError
from assessment.repositories.ownership import exports


def repository(name, right="admin", **more):
    order = ["pull", "triage", "push", "maintain", "admin"]
    rights = {one: order.index(one) <= order.index(right) for one in order}
    return {"name": name, "full_name": f"acme/{name}", "permissions": rights, "role_name": "write" if right == "push" else right, **more}


def teams(*texts, **named):
    files = {f"{n}.json": text for n, text in enumerate(texts)} | {f"export/{name}.json": text for name, text in named.items()}
    return exports.teams({name: text if isinstance(text, str) else json.dumps(text) for name, text in files.items()})


PAY = [repository("Pay-API"), repository("pay-web", "maintain"), repository("lib", "push")]


@pytest.mark.parametrize(
    "text",
    [
        PAY,
        [PAY[:1], PAY[1:]],  # --slurp
        {"total_count": 3, "repositories": PAY},
        "\n".join(json.dumps(one) for one in PAY),  # JSON lines
        "\n".join(json.dumps(page) for page in (PAY[:2], PAY[2:])),  # pages one below the other
    ],
)
def test_a_file_named_after_a_team_in_every_shape(text):
    assert teams(payments=text) == {"pay-api": ("payments",), "pay-web": ("payments",), "lib": ("payments",)}


@pytest.mark.parametrize(
    "text",
    [
        {"payments": PAY},
        [{"team": {"slug": "payments"}, **one} for one in PAY],
        [{"slug": "payments", "repositories": PAY}],
        {
            "acme/Pay-API": [{"slug": "payments", "permission": "admin"}],
            "acme/pay-web": [{"slug": "payments", "permission": "maintain"}],
            "acme/lib": [{"slug": "payments", "permission": "push"}],
        },
    ],
)
def test_teams_beside_repositories(text):
    assert teams(text) == {"pay-api": ("payments",), "pay-web": ("payments",), "lib": ("payments",)}


def test_who_maintains_comes_before_who_writes_and_readers_hold_nothing():
    found = teams(
        payments=[repository("a", "push"), repository("b", "push")],
        lending=[repository("a")],
        readers=[repository("b", "pull")],
        writers=[repository("c", "push")],
        more=[repository("c", "push")],
    )
    assert found == {"a": ("lending",), "b": ("payments",)}  # two may write c: nobody in particular


def test_who_administers_everything_holds_nothing():
    everything = [repository(f"r{n}") for n in range(40)]
    found = teams(admins=everything, payments=[repository("r1", "maintain")])
    assert found == {"r1": ("payments",)}


def test_a_child_comes_before_its_parent():
    tree = [{"slug": "finance", "parent": None}, {"slug": "payments", "parent": {"slug": "finance"}}]
    assert teams(tree, finance=[repository("a")], payments=[repository("a", "maintain")]) == {"a": ("payments",)}


def test_properties():
    text = json.dumps(
        [{"repository_name": "Api", "properties": [{"property_name": "team", "value": "pay"}, {"property_name": "tier", "value": "1"}]}]
    )
    many = text.replace('"pay"', '["pay", "lend"]').replace("Api", "web")
    none = text.replace('"pay"', "null").replace("Api", "x")
    assert exports.properties({"p.json": f"{text}\n{many}\n{none}"}, "team") == {"api": ("pay",), "web": ("pay", "lend"), "x": ()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "t.json: holds something"),
        ("{", r"t.json: line 1: is not JSON"),
        ('[{"login": "x"}]', "t.json: holds something that is not a team"),
        ("[" * 100_000, "nested too deeply|is not JSON"),
    ],
)
def test_what_is_no_export_is_named(text, message):
    with pytest.raises(OrganisationError, match=message):
        exports.teams({"t.json": text})
