"""What does an expression of GitHub Actions say? Read into a tree, written back in one way, and shortened where inputs are known.

Source: GitHub's documentation, "Evaluate expressions in workflows and actions" (operators, literals, precedence, coercions of `==`).
Misleads: what the grammar does not cover stays as it was written, and two spellings of it are then two expressions.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

Literal: TypeAlias = "bool | int | float | str | None"

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>[-+]?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?))"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!().,\[\]*]))"
)
_WORDS: Final[dict[str, Literal]] = {"true": True, "false": False, "null": None}
_BINDING = {"||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4}
_STATUS = frozenset({"always", "success", "failure", "cancelled"})


class Expression(NamedTuple):
    """kind: literal (value), name (value), dot (value is the key), index, call (value is the function), not, or an operator."""

    kind: str
    value: Literal = None
    parts: "tuple[Expression, ...]" = ()


def literal(value: Literal) -> Expression:
    """A literal."""
    return Expression("literal", value)


@lru_cache(maxsize=10_000)
def parse(text: str) -> Expression | None:
    """The tree of an expression; None where the grammar does not cover it."""
    tokens = list(_tokens(text))
    if not tokens or tokens[-1] is None:
        return None
    reading = _Reading([token for token in tokens if token is not None])
    try:
        found = reading.binary(0)
    except (IndexError, ValueError, RecursionError):
        return None
    return found if reading.at == len(reading.tokens) else None


def _tokens(text: str) -> Iterator[tuple[str, str] | None]:
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            yield None
            return
        yield str(match.lastgroup), match[str(match.lastgroup)]
        at = match.end()


class _Reading:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def _sign(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise ValueError(sign)
        self.at += 1

    def binary(self, least: int) -> Expression:
        left = self._unary()
        while _BINDING.get(sign := self._sign(), 0) > least:
            self.at += 1
            right = self.binary(_BINDING[sign])
            left = chained(sign, (left, right)) if sign in ("&&", "||") else Expression(sign, None, (left, right))
        return left

    def _unary(self) -> Expression:
        if self._sign() == "!":
            self.at += 1
            return Expression("not", None, (self._unary(),))
        found = self._primary()
        while (sign := self._sign()) in (".", "["):
            self.at += 1
            if sign == ".":
                kind, text = self.tokens[self.at]
                if kind != "name" and text != "*":
                    raise ValueError(text)
                self.at += 1
                found = Expression("dot", text, (found,))
            else:
                found = Expression("index", None, (found, self._star() or self.binary(0)))
                self._take("]")
        return found

    def _star(self) -> Expression | None:
        if self._sign() != "*":
            return None
        self.at += 1
        return Expression("name", "*")

    def _primary(self) -> Expression:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "text":
            return literal(text[1:-1].replace("''", "'"))
        if kind == "number":
            return literal(
                int(text, 0) if re.fullmatch(r"[-+]?(?:0x[0-9a-fA-F]+|\d+)", text) and not re.match(r"[-+]?0\d", text) else float(text)
            )
        if kind == "name" and self._sign() == "(":
            return self._call(text)
        if kind == "name":
            return literal(_WORDS[text]) if text in _WORDS else Expression("name", text)
        if text != "(":
            raise ValueError(text)
        found = self.binary(0)
        self._take(")")
        return found

    def _call(self, name: str) -> Expression:
        self._take("(")
        found: list[Expression] = []
        while self._sign() != ")":
            if found:
                self._take(",")
            found.append(self.binary(0))
        self._take(")")
        return Expression("call", name, tuple(found))


def chained(sign: str, parts: tuple[Expression, ...]) -> Expression:
    """Parts joined by && or ||, chains of the same sign made one."""
    flat = tuple(inner for part in parts for inner in (part.parts if part.kind == sign else (part,)))
    return flat[0] if len(flat) == 1 else Expression(sign, None, flat)


def write(expression: Expression, least: int = 0) -> str:
    """The expression as text, with the brackets that it needs and no more."""
    kind, value, parts = expression
    if kind in ("literal", "name"):
        return written(value) if kind == "literal" else str(value)
    if kind == "call":
        return f"{value}({', '.join(map(write, parts))})"
    if kind in ("dot", "index"):
        return write(parts[0], 6) + (f".{value}" if kind == "dot" else f"[{write(parts[1])}]")
    if kind == "not":
        return f"!{write(parts[0], 5)}"
    binding = _BINDING[kind]
    text = f" {kind} ".join(write(part, binding) for part in parts)
    return f"({text})" if binding <= least else text


def written(value: Literal) -> str:
    """A literal as it stands in an expression."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return shown(value) if value is not None else "null"


def shown(value: Literal) -> str:
    """A value as GitHub writes it into text: true, 11, 3.1; null is nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "" if value is None else str(value)


def replaced(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """The tree with every part for which `change` gives another one replaced by it, the outer ones first."""
    found = change(expression)
    if found is not None:
        return found
    parts = tuple(replaced(part, change) for part in expression.parts)
    if expression.kind in ("&&", "||"):
        return chained(expression.kind, parts)
    return expression._replace(parts=parts)


def contexts(expression: Expression) -> set[str]:
    """Names of what an expression reads: github, inputs, secrets; functions with brackets: hashFiles()."""
    own = {str(expression.value)} if expression.kind == "name" else {f"{expression.value}()"} if expression.kind == "call" else set()
    return own.union(*map(contexts, expression.parts))


def asks_status(expression: Expression) -> bool:
    """Whether a condition calls a status function, which takes the place of the `success()` that is otherwise implied."""
    return any(name.removesuffix("()").lower() in _STATUS for name in contexts(expression) if name.endswith("()"))


def key_of(expression: Expression, context: str) -> str | None:
    """K where the expression is `context.K` or `context['K']`."""
    if expression.kind not in ("dot", "index") or expression.parts[0] != Expression("name", context):
        return None
    if expression.kind == "dot":
        return str(expression.value) if expression.value != "*" else None
    index = expression.parts[1]
    return str(index.value) if index.kind == "literal" and isinstance(index.value, str) else None
