"""What is left of a condition when some of it is known? `true && a` is a, `false || a` is a.

Source: GitHub's documentation on operators: texts are compared without regard to case, an empty text is false.
"""

from assessment.repositories.duplication.drafts.github.expressions import Expression, asks_status, chained, literal


def folded(expression: Expression) -> Expression:
    """The tree as a condition, without what is known: `true && a` is a, `false || a` is a."""
    kind, _, parts = expression
    if kind in ("&&", "||"):
        return _chain(kind, tuple(map(folded, parts)))
    if kind == "not":
        inner = folded(parts[0])
        return literal(not inner.value) if inner.kind == "literal" else Expression("not", None, (inner,))
    if kind in ("==", "!=") and all(part.kind == "literal" for part in parts):
        return _compared(expression)
    return expression


def _chain(kind: str, parts: tuple[Expression, ...]) -> Expression:
    deciding = kind == "||"
    kept = tuple(part for part in parts if part.kind != "literal" or bool(part.value) is deciding)
    decided = any(part.kind == "literal" for part in kept)
    if decided and not (deciding and any(map(asks_status, kept))):  # `always() || true` still asks not to be skipped
        return literal(deciding)
    return chained(kind, kept) if kept else literal(not deciding)


def _compared(expression: Expression) -> Expression:
    one, other = (part.value for part in expression.parts)
    if type(one) is not type(other):
        return expression  # coerced by rules that no guard of ours needs
    equal = one.casefold() == other.casefold() if isinstance(one, str) and isinstance(other, str) else one == other
    return literal(equal == (expression.kind == "=="))
