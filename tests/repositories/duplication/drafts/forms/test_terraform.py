"""Terraform modules drafted from hand-made files, and read back from what was written."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.form import Written
from assessment.repositories.duplication.drafts.forms import terraform
from assessment.repositories.duplication.drafts.hcl.read import blocks
from tests.repositories.duplication.drafts.forms import drafting

PATH = "infrastructure/main.tf"
SECRET = """
resource "azurerm_key_vault_secret" "{label}" {{
  name         = "{name}-password"
  value        = random_password.db.result
  key_vault_id = data.azurerm_key_vault.vault.id
  {more}
}}
data "azurerm_key_vault" "vault" {{
  name = "${{var.product}}-{env}"
}}
resource "random_password" "db" {{
  length = {length}
}}
"""


def secret(label="db", name="orders", more="", env="${var.env}", length="16", rest=""):
    return SECRET.format(label=label, name=name, more=more, env=env, length=length) + rest


def draft(texts):
    return drafting.written(terraform, texts, PATH)


def back(texts, found):
    return drafting.rebuilt(terraform, texts, PATH, found)


def block(text: str, type_: str, *labels: str):
    return next(one for one in blocks(text) if one["type"] == type_ and one["labels"] == list(labels))


def inputs(found: Written, repository: str):
    return block(found.callers[repository, PATH], "module", "shared")["attributes"]


def variables(found: Written):
    return {one["labels"][0]: one["attributes"] for one in blocks(found.files["modules/shared/variables.tf"])}


def main(found: Written):
    return found.files["modules/shared/main.tf"]


def test_what_differs_is_a_typed_input_with_the_commonest_value_as_default():
    texts = {"a": secret(name="orders"), "b": secret(name="billing", length="32"), "c": secret(name="users")}
    found = draft(texts)
    assert back(texts, found) == ["a", "b", "c"]
    own = variables(found)
    assert own["db_name"]["type"] == "string"
    assert "default" not in own["db_name"]
    assert own["length"] == {"type": "number", "description": '"random_password.db: length"', "default": "16"}
    assert inputs(found, "a")["db_name"] == '"orders"'
    assert "length" not in inputs(found, "a")
    assert inputs(found, "b")["length"] == "32"
    assert block(main(found), "resource", "azurerm_key_vault_secret", "db")["attributes"]["name"] == '"${var.db_name}-password"'


def test_what_stands_in_other_files_of_the_folder_is_passed_through():
    found = draft({"a": secret(), "b": secret(name="billing")})
    assert inputs(found, "a")["product"] == "var.product"
    assert found.roles["product"] == "passed through"
    assert variables(found)["product"]["type"] == "string"


def test_the_folder_of_the_caller_is_passed_not_the_one_of_the_module():
    given = 'resource "a_b" "c" {\n  body = file("${path.module}/x.json")\n  size = %s\n}\n'
    texts = {"a": given % 1, "b": given % 2}
    found = draft(texts)
    assert block(main(found), "resource", "a_b", "c")["attributes"]["body"] == 'file("${var.caller_folder}/x.json")'
    assert inputs(found, "a")["caller_folder"] == "path.module"
    assert back(texts, found) == ["a", "b"]


def test_resources_move_with_their_state_under_one_name():
    texts = {"a": secret(label="orders_db"), "b": secret(label="billing_db", name="billing")}
    found = draft(texts)
    assert back(texts, found) == ["a", "b"]
    moved = [one["attributes"] for one in blocks(found.callers["b", PATH]) if one["type"] == "moved"]
    assert {"from": "azurerm_key_vault_secret.billing_db", "to": "module.shared.azurerm_key_vault_secret.db"} in moved
    assert {"from": "random_password.db", "to": "module.shared.random_password.db"} in moved
    assert len(moved) == 2  # data has no state
    words = [change.words for change in found.changes["b", PATH]]
    assert any("2 addresses change" in one for one in words)
    assert any("billing_db is called" in one for one in words)


def test_an_argument_that_some_leave_out_is_null_for_them():
    texts = {"a": secret(more='content_type = "text"'), "b": secret(), "c": secret(more='content_type = "text"')}
    found = draft(texts)
    assert variables(found)["content_type"]["default"] == '"text"'
    assert inputs(found, "b")["content_type"] == "null"
    assert back(texts, found) == ["a", "b", "c"]


def test_an_argument_that_some_leave_out_and_no_caller_can_give_has_a_switch():
    more = "tags = { vault = data.azurerm_key_vault.vault.id }"
    texts = {"a": secret(more=more), "b": secret(more=more), "c": secret()}
    found = draft(texts)
    assert inputs(found, "c")["with_tags"] == "false"
    assert back(texts, found) == ["a", "b", "c"]


def test_a_block_inside_that_some_leave_out_is_dynamic():
    more = 'timeouts {\n    create = "30m"\n  }'
    texts = {"a": secret(more=more), "b": secret(more=more), "c": secret()}
    found = draft(texts)
    assert 'dynamic "timeouts"' in main(found)
    assert back(texts, found) == ["a", "b", "c"]


def test_a_lifecycle_cannot_be_dynamic_so_the_block_stays_or_the_member_goes():
    more = "lifecycle {\n    prevent_destroy = true\n  }"
    six = {name: secret(more=more) for name in "abcdef"}
    found = draft({**six, "g": secret()})
    assert found.unfit == {("g", PATH): "azurerm_key_vault_secret.db.lifecycle: a block that cannot be optional"}
    halves = {"a": secret(more=more), "b": secret(more=more), "c": secret()}
    other = draft(halves)
    assert not other.unfit
    assert "prevent_destroy" in other.callers["a", PATH]
    assert back(halves, other) == ["a", "b", "c"]


def test_a_resource_that_most_have_is_switched_by_count_and_its_address_says_so():
    more = 'resource "a_queue" "dead" {\n  name = "dead"\n}\n'
    texts = {"a": secret(rest=more), "b": secret(rest=more), "c": secret()}
    found = draft(texts)
    assert block(main(found), "resource", "a_queue", "dead")["attributes"]["count"] == "var.with_dead ? 1 : 0"
    assert "module.shared.a_queue.dead[0]" in found.callers["a", PATH]
    assert inputs(found, "c")["with_dead"] == "false"
    assert back(texts, found) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "more",
    [
        'resource "a_queue" "dead" {\n  name = "dead"\n}\n',  # only one has it
        'resource "a_queue" "dead" {\n  count = 2\n}\n',  # it has a count of its own
    ],
)
def test_what_few_have_or_counts_itself_stays_in_the_caller(more):
    own = {"a": secret(rest=more), "b": secret(rest=more if "count" in more else ""), "c": secret()}
    found = draft(own)
    assert "a_queue" not in main(found)
    assert "a_queue" in found.callers["a", PATH]
    assert back(own, found) == ["a", "b", "c"]


def test_what_stays_takes_what_went_from_the_module():
    more = 'output "password" {\n  value = random_password.db.result\n}\n'
    texts = {"a": secret(rest=more), "b": secret(name="billing")}
    found = draft(texts)
    assert block(found.callers["a", PATH], "output", "password")["attributes"]["value"] == "module.shared.db_result"
    assert block(found.files["modules/shared/outputs.tf"], "output", "db_result")["attributes"]["value"] == "random_password.db.result"
    assert back(texts, found) == ["a", "b"]


def test_root_blocks_stay_in_the_callers():
    rest = 'terraform {\n  backend "azurerm" {}\n}\nprovider "azurerm" {\n  features {}\n}\nvariable "env" {}\n'
    texts = {"a": secret(rest=rest), "b": secret(name="billing", rest=rest)}
    found = draft(texts)
    assert {one["type"] for one in blocks(main(found))} == {"resource", "data"}
    assert {"terraform", "provider", "variable"} <= {one["type"] for one in blocks(found.callers["a", PATH])}
    assert back(texts, found) == ["a", "b"]
    with pytest.raises(DraftError, match="root of a configuration"):
        draft({"a": rest, "b": rest + 'variable "x" {}\n'})


MODULE = 'module "db" {{\n  source = "git@host:org/db?ref={ref}"\n  name = "{name}"\n  {more}\n}}\n'


def test_versions_of_a_module_are_unified_to_the_newest_and_said():
    texts = {name: MODULE.format(ref=ref, name=name, more="") for name, ref in {"a": "v1.9.0", "b": "v1.10.0", "c": "v1.9.0"}.items()}
    found = draft(texts)
    assert '"git@host:org/db?ref=v1.10.0"' in main(found)
    assert any(change.words == "module.db: source v1.9.0 -> v1.10.0" for change in found.changes["a", PATH])
    assert not any("source" in change.words for change in found.changes["b", PATH])
    assert back(texts, found) == ["a", "b", "c"]


def test_an_input_of_another_module_cannot_be_left_out():
    texts = {name: MODULE.format(ref="v1", name=name, more="size = 1") for name in "abcdef"}
    found = draft({**texts, "g": MODULE.format(ref="v1", name="g", more="")})
    assert found.unfit == {("g", PATH): "module.db: 'size' is not given, and no input can leave it out"}


def test_another_module_under_the_same_name_does_not_fit():
    texts = {name: MODULE.format(ref="v1", name=name, more="") for name in "abcdef"}
    found = draft({**texts, "g": MODULE.format(ref="v1", name="g", more="").replace("org/db", "else/db")})
    assert list(found.unfit) == [("g", PATH)]


def test_further_provider_configurations_are_handed_over():
    given = 'resource "aws_s3_bucket" "b" {\n  provider = aws.east\n  bucket = "%s"\n}\n'
    texts = {"a": given % "one", "b": given % "two"}
    found = draft(texts)
    assert "configuration_aliases = [aws.east]" in found.files["modules/shared/versions.tf"]
    assert inputs(found, "a")["providers"] == "{\n  aws      = aws\n  aws.east = aws.east\n}"
    assert back(texts, found) == ["a", "b"]


def test_a_name_that_is_another_thing_in_another_file_does_not_fit():
    given = 'locals {\n  suffix = "%s"\n}\nresource "a_b" "c" {\n  name = local.suffix\n}\n'
    foreign = 'locals {\n  other = 1\n}\nresource "a_b" "c" {\n  name = local.suffix\n}\n'
    found = draft({"a": given % "x", "b": given % "y", "c": foreign})
    assert found.unfit == {("c", PATH): "local.suffix is something of another file to it"}


def test_blocks_that_move_what_goes_do_not_fit():
    rest = "moved {\n  from = random_password.old\n  to = random_password.db\n}\n"
    found = draft({"a": secret(rest=rest), "b": secret(name="billing"), "c": secret(name="users")})
    assert list(found.unfit) == [("a", PATH)]


def test_words_inside_heredocs_and_lists_are_inputs_too():
    given = 'resource "a_b" "c" {\n  body = <<EOT\n{"app": "%s"}\nEOT\n  zones = %s\n}\n'
    texts = {"a": given % ("or\\ders", '["1"]'), "b": given % ("bill", '["1", "2"]')}
    found = draft(texts)
    assert inputs(found, "a")["body"] == '"or\\\\ders"'
    assert variables(found)["zones"]["type"] == "list(string)"
    assert back(texts, found) == ["a", "b"]


def test_what_is_written_is_what_is_read_back():
    texts = {"a": secret(), "b": secret(name="billing", length="32")}
    found = draft(texts)
    key = ("b", PATH)
    other = replace(found, callers={**found.callers, key: found.callers[key].replace("32", "33")})
    assert back(texts, other) == ["a"]
    missing = replace(found, callers={**found.callers, key: found.callers[key].replace('db_name = "billing"', "")})
    with pytest.raises(DraftError, match="does not give"):
        back(texts, missing)
    unknown = replace(found, callers={**found.callers, key: found.callers[key].replace("length", "size")})
    with pytest.raises(DraftError, match="no input"):
        back(texts, unknown)


EXPRESSION = st.sampled_from(
    [
        '"x"',
        '"y-${var.env}"',
        "var.env",
        "1",
        "true",
        "null",
        "local.a",
        "data.t.d.id",
        "t.r.id",
        '["a", var.b]',
        "{\n  k = local.a\n}",
        "[for s in var.l : s.id]",
    ]
)
BODY = st.dictionaries(st.sampled_from(["name", "size", "tags", "count"]), EXPRESSION, max_size=3)
INNER = st.lists(
    st.sampled_from(
        [
            "set {\n v = 1\n}",
            "set {\n v = var.v\n}",
            "lifecycle {\n prevent_destroy = true\n}",
            'dynamic "set" {\n for_each = var.s\n content {\n v = set.value\n }\n}',
        ]
    ),
    max_size=2,
)
HEADS = ['resource "t" "r"', 'resource "t" "q"', 'resource "u" "r"', 'data "t" "d"', "locals", 'module "m"', 'output "o"', "terraform"]


@st.composite
def files(draw):
    """Texts of a file with some of these blocks."""
    found = []
    for head in draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=5, unique=True)):
        body = {"source": f'"git::x?ref=v{draw(st.integers(1, 3))}"', **draw(BODY)} if head.startswith("module") else draw(BODY)
        if head.startswith(("locals", "output", "terraform")):
            body = {{"count": "a"}.get(name, name): text for name, text in body.items()}
        inner = draw(INNER) if head.startswith("resource") else []
        found.append(head + " {\n" + "".join(f"{name} = {text}\n" for name, text in body.items()) + "\n".join(inner) + "\n}\n")
    return "".join(found)


@settings(deadline=None, max_examples=80)
@given(st.lists(files(), min_size=2, max_size=5))
def test_whoever_fits_comes_back(given_texts):
    texts = {f"r{number}": text for number, text in enumerate(given_texts)}
    try:
        found = draft(texts)
    except DraftError:
        return
    assert back(texts, found) == [name for name in texts if (name, PATH) not in found.unfit]
