"""Expressions of GitHub Actions: read, written in one way, shortened where something is known; expected as GitHub documents them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.expressions import Expression, literal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("github.ref=='refs/heads/main'", "github.ref == 'refs/heads/main'"),
        ("(  github.actor   )", "github.actor"),
        ("a&&(b||c)", "a && (b || c)"),
        ("(a && b) || c", "a && b || c"),  # && binds tighter
        ("!(a && b)", "!(a && b)"),
        ("(!cancelled())", "!cancelled()"),
        ("contains(fromJSON( '[1, 2]' ),x)", "contains(fromJSON('[1, 2]'), x)"),
        ("a['b'].c.*.d[0]", "a['b'].c.*.d[0]"),
        ("'it''s'", "'it''s'"),
        ("steps.a-b.outputs.c_d != 'x'", "steps.a-b.outputs.c_d != 'x'"),
        ("(a == b) == c", "(a == b) == c"),
        ("a == (b == c)", "a == (b == c)"),
        ("0x10 > 1.5", "16 > 1.5"),
    ],
)
def test_an_expression_is_written_in_one_way(written, normal):
    tree = expressions.parse(written)
    assert tree is not None
    assert expressions.write(tree) == normal
    assert expressions.parse(normal) == tree


@pytest.mark.parametrize("written", ["", "a +", "a b", "'open", "f(a", "a..b", "(a", "a & b", "x - y"])
def test_what_is_no_expression_has_no_tree(written):
    assert expressions.parse(written) is None


NAMES = st.sampled_from(["a", "github.ref", "inputs.x-y"]).map(expressions.parse)
LITERALS = st.sampled_from([True, False, "main", "it's", 3, 1.5]).map(literal)
TREES = st.recursive(
    NAMES | LITERALS,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["&&", "||"]), inner, inner).map(lambda one: expressions.chained(one[0], one[1:])),
        st.tuples(st.sampled_from(["==", "!=", "<"]), inner, inner).map(lambda one: Expression(one[0], None, one[1:])),
        inner.map(lambda one: Expression("not", None, (one,))),
        st.lists(inner, max_size=2).map(lambda one: Expression("call", "format", tuple(one))),
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(TREES)
def test_every_tree_comes_back_from_its_text(tree):
    assert expressions.parse(expressions.write(tree)) == tree


@pytest.mark.parametrize(
    ("written", "shorter"),
    [
        ("true && a", "a"),
        ("false && a", "false"),
        ("true || a", "true"),
        ("false || a || b", "a || b"),
        ("a && true", "a"),
        ("!true || a", "a"),
        ("!false && !a", "!a"),
        ("'x' == 'X' && a", "a"),  # texts are compared without regard to case
        ("'x' == 'y' && a", "false"),
        ("'x' != 'y' && a", "a"),
        ("true && (false || a)", "a"),
        ("always() || true", "always() || true"),  # without the call, the step would be skipped after a failure
    ],
)
def test_what_is_known_is_left_out_of_a_condition(written, shorter):
    assert text.condition(written) == shorter
    assert text.condition(f"${{{{ {written} }}}}") == shorter


def test_a_text_keeps_what_is_no_expression():
    assert (
        text.normal("a ${{matrix.x}} b ${{ format('}}{0}',x) }} ${{ bad - }}")
        == "a ${{ matrix.x }} b ${{ format('}}{0}', x) }} ${{ bad - }}"
    )


def test_keys_of_a_context_are_found_however_they_are_written():
    value = {
        "if": "secrets.IN_IF == ''",
        "run": "x ${{ secrets.A }}${{ secrets['B'] }}",
        "with": [{"y": "${{ format('{0}', secrets.C) }}"}],
    }
    assert text.keys(value, "secrets") == {"IN_IF", "A", "B", "C"}


def test_a_plain_text_is_no_expression_unless_it_stands_behind_if():
    assert text.keys({"run": "secrets.A", "name": "inputs.x"}, "secrets") == set()
