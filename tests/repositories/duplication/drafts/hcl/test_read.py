"""HCL read into blocks and expressions, and expressions written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.hcl.read import blocks, expression
from assessment.repositories.duplication.drafts.hcl.tree import written

TEXT = """
# a comment
resource "azurerm_storage_account" "logs" {
  tags = {
    env : var.env, // why
    "k" = 3
  }
  name = "logs-${ var.env }"
  lifecycle {
    ignore_changes = [ tags ]
  }
  network { ip = 1 }
}
locals { a = true }
"""


def test_a_file_is_its_blocks_sorted_without_comments_and_layout():
    local, resource = blocks(TEXT)
    assert local == {"type": "locals", "labels": [], "attributes": {"a": "true"}, "blocks": []}
    assert resource["labels"] == ["azurerm_storage_account", "logs"]
    assert resource["attributes"] == {"tags": '{\n  env = var.env\n  "k" = 3\n}', "name": '"logs-${var.env}"'}
    assert [block["type"] for block in resource["blocks"]] == ["lifecycle", "network"]
    assert resource["blocks"][0]["attributes"] == {"ignore_changes": "[tags]"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("merge( var.a ,{b:1} )", "merge(var.a, {\n b = 1 /* one */ \n})"),
        ("[1,2,]", "[ 1, # one\n 2 ]"),
        ('"${ x }"', '"${x}"'),
        ("(a+1)*2", "( a + 1 ) * 2"),
        ("x?y:z", "x ? y : z"),
    ],
)
def test_two_spellings_of_one_expression_are_one_text(one, other):
    assert written(expression(one)) == written(expression(other))


@pytest.mark.parametrize(
    ("one", "other"), [('"a b"', '"a  b"'), ("<<A\n x\nA", "<<A\nx\nA"), ('"$${x}"', '"${x}"'), ("a - b", "a-b"), ("1", '"1"')]
)
def test_what_means_something_else_stays_another_text(one, other):
    assert written(expression(one)) != written(expression(other))


EXPRESSIONS = [
    "-x.y[*].z.0",
    "x.*.id",
    '" x ${var.y} z %{ if a ~} b %{ endif }"',
    '"%{ for x in y }${~ x ~}\n%{ endfor }"',
    "{for k, v in x.y : k => v... if k != null}",
    "[for s in toset(l) : upper(s)]",
    "f(1, x...)",
    '{\n  (k) = 1\n  "b${x}" = 2\n}',
    "<<-EOT\n   x ${a} y\n     z\n  EOT",
    "[<<E\nfoo\nE\n, 2]",
    "jsonencode(<<E\nx\nE\n, 2)",
    '"a\\"b$${c}\\n"',
    'x.y["k"][0].z',
    "a ? b : c ? d : e",
    "!a && (b || c.d)",
    "merge(var.a, { b = [] }).c",
    "provider::terraform::encode(null)",
    "[{ a = 1 }, { a = 2 }]",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("depth", [0, 3])
def test_what_is_written_is_read_as_the_same_tree(text, depth):
    assert expression(written(expression(text), depth)) == expression(text)


@given(
    st.recursive(
        st.sampled_from([*EXPRESSIONS, "1", "true", "var.x"]),
        lambda inner: st.tuples(inner, inner).map(lambda two: f"f({two[0]}\n, [{two[1]}\n])"),
    )
)
def test_nested_expressions_come_back(text):
    assert expression(written(expression(text), 2)) == expression(text)


def test_long_lists_go_over_several_lines():
    assert written(expression(str([11111111] * 12))).count("\n") == 13
    assert written(expression(str([1] * 12))).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a {\n  b = = 1\n}", "line 2", "malformed"),
        ("a = 1\n", "", "outside"),
        ("a {\n b = 1\n b = 2\n}", "line 3", "twice"),
        ("a { b = " + "[" * 200 + "]" * 200 + " }", "line 1", "deep"),
        ("a { b = 1 }\n" * 30_000, "", "longer"),
    ],
)
def test_what_cannot_be_read_is_named(text, where, what):
    with pytest.raises(DraftError, match=what) as error:
        blocks(text)
    assert error.value.where == where


@pytest.mark.parametrize("text", ["", "1 }", "x\ny = 2", "a b c {"])
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(DraftError):
        expression(text)
