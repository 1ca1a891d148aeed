"""Which expressions stand in a text? Texts with `${{ }}` taken apart, written in one way, and filled in.

A piece is plain text or an expression; an expression that cannot be read stays text, braces and all.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from assessment.repositories.duplication.drafts.github import expressions, folding
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.values import Value

Piece: TypeAlias = "str | Expression"

_BRACES = re.compile(r"\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}")


def pieces(text: str) -> list[Piece]:
    """A text taken apart."""
    return [*_pieces(text)]


@lru_cache(maxsize=10_000)
def _pieces(text: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = 0
    for match in _BRACES.finditer(text):
        expression = expressions.parse(match[1])
        if expression is not None:
            found += [piece for piece in (text[at : match.start()],) if piece]
            found.append(expression)
            at = match.end()
    return (*found, text[at:]) if text[at:] or not found else tuple(found)


def joined(found: list[Piece]) -> str:
    """A text put together again."""
    return "".join(piece if isinstance(piece, str) else braced(piece) for piece in found)


def braced(expression: Expression) -> str:
    """An expression as it stands in a text."""
    return f"${{{{ {expressions.write(expression)} }}}}"


def normal(text: str) -> str:
    """The text with every expression written in one way."""
    return joined(pieces(text)) if "${{" in text else text


def condition(value: Value, *, decide: bool = True) -> str:
    """What stands behind `if:`, as a bare expression; as it is written where it cannot be read. decide: without what is known."""
    if not isinstance(value, str):
        return expressions.shown(bool(value)) if not isinstance(value, dict | list) else str(value)
    found = pieces(value)
    expression = found[0] if len(found) == 1 and not isinstance(found[0], str) else None if "${{" in value else expressions.parse(value)
    if not isinstance(expression, Expression):
        return value
    decided = folding.folded(expression) if decide else expression
    return expressions.write(expressions.literal(bool(decided.value)) if decided.kind == "literal" else decided)


def expressions_in(value: Value, *, key: str = "") -> Iterator[Expression]:
    """Every expression in a value, those behind `if:` included."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from expressions_in(item, key=name)
    elif isinstance(value, list):
        for item in value:
            yield from expressions_in(item)
    elif isinstance(value, str):
        if key == "if" and "${{" not in value:
            yield from (found for found in (expressions.parse(value),) if found is not None)
        else:
            yield from (piece for piece in pieces(value) if isinstance(piece, Expression))


def mapped(value: Value, change: Callable[[Expression], Expression], *, key: str = "") -> Value:
    """A value with every expression changed."""
    if isinstance(value, dict):
        return {name: mapped(item, change, key=name) for name, item in value.items()}
    if isinstance(value, list):
        return [mapped(item, change) for item in value]
    if not isinstance(value, str):
        return value
    if key == "if" and "${{" not in value:
        expression = expressions.parse(value)
        return value if expression is None else expressions.write(change(expression))
    return joined([piece if isinstance(piece, str) else change(piece) for piece in pieces(value)]) if "${{" in value else value


def parts_of(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it."""
    yield expression
    for part in expression.parts:
        yield from parts_of(part)


def keys(value: Value, context: str) -> set[str]:
    """Keys of a context that a value reads: the names of its secrets, of its inputs."""
    found = (expressions.key_of(part, context) for expression in expressions_in(value) for part in parts_of(expression))
    return {key for key in found if key is not None}


def whole(value: Value) -> Expression | None:
    """The expression that is all of a text."""
    if not isinstance(value, str):
        return None
    found = pieces(value)
    return found[0] if len(found) == 1 and isinstance(found[0], Expression) else None


def scalar_text(value: Value) -> Value:
    """A scalar as GitHub turns it into text; lists and mappings as they are."""
    return value if isinstance(value, dict | list) else normal(expressions.shown(value))
