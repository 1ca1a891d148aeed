"""What does an HCL expression or block consist of, and how is it written in one normal way?

Reads and returns plain trees. One space, `=` in objects, no comments: two spellings of one expression become one text.

Source: HCL native syntax specification (expressions, templates, structure).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypedDict

WIDE = 100  # characters; a longer list goes over several lines
STEP = "  "
_PATTERNS = {"conditional": "{0} ? {1} : {2}", "binary": "{0} {text} {1}", "group": "({0})", "index": "[{0}]", "spread": "{0}..."}


class Tree(NamedTuple):
    """Part of an expression; what `text` and `parts` are depends on its kind:

    leaf (a number, true, null, a bare key) · path (text: its root; parts: accessors) · access (base and accessors) · name (text `.x`) ·
    index (one part) · splat (`.*`, `[*]`) · string (parts: words, interpolation, code) · heredoc (text: `<<EOT`) · words (raw text) ·
    interpolation (text: how it opens and closes) · code (a directive) · call (text: function) · spread · list · object (parts: entries) ·
    entry (key and value) · conditional · binary and unary (text: operator) · group (round brackets) ·
    for (text: `[` or `{`; parts: names as a leaf, collection, key, value, condition; an empty leaf where there is none)
    """

    kind: str
    text: str = ""
    parts: "tuple[Tree, ...]" = ()


class Block(TypedDict):
    """A block as plain data: expressions as normal text, nested blocks in their order."""

    type: str
    labels: list[str]
    attributes: dict[str, str]
    blocks: "list[Block]"


def walk(tree: Tree) -> Iterator[Tree]:
    """Every part of a tree, the outer ones first."""
    yield tree
    for part in tree.parts:
        yield from walk(part)


def written(tree: Tree, depth: int = 0) -> str:
    """The normal text of an expression that stands `depth` levels deep."""
    if tree.kind in ("list", "object"):
        return _collection(tree, depth)
    if tree.kind == "call":
        return f"{tree.text}({_listed(tree.parts, depth)})"
    inner = [written(part, depth) for part in tree.parts]
    if tree.kind == "for":
        return _for(tree.text, *inner)
    pattern = _PATTERNS.get(tree.kind)
    return pattern.format(*inner, text=tree.text) if pattern else _plain(tree, "".join(inner))


def _plain(tree: Tree, inner: str) -> str:
    if tree.kind == "string":
        return f'"{inner}"'
    if tree.kind == "heredoc":
        return tree.text + inner + tree.text.lstrip("<-")
    if tree.kind == "interpolation":
        return tree.text.replace("…", inner)
    return tree.text + inner


def _listed(parts: tuple[Tree, ...], depth: int) -> str:
    """Items between commas; the end of a heredoc stands alone on its line."""
    found = ""
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        end = "\n" if closes(part) else "" if last else " "
        found += written(part, depth) + (end + ("" if last else ",") if end == "\n" else ("" if last else ",") + end)
    return found


def closes(tree: Tree) -> bool:
    """Whether the text of an expression ends with the end of a heredoc, after which a line must end."""
    return tree.kind == "heredoc" or (tree.kind in ("conditional", "binary", "unary", "entry", "spread") and closes(tree.parts[-1]))


def _collection(tree: Tree, depth: int) -> str:
    start, end = "[]" if tree.kind == "list" else "{}"
    if not tree.parts:
        return start + end
    if tree.kind == "list":
        flat = [written(part) for part in tree.parts]
        if not any("\n" in item for item in flat) and sum(map(len, flat)) + 2 * len(flat) <= WIDE:
            return f"[{', '.join(flat)}]"
    if tree.kind == "object":
        inner = settings([(written(entry.parts[0], depth), entry.parts[1]) for entry in tree.parts], depth + 1)
    else:
        inner = "".join(f"{STEP * (depth + 1)}{written(part, depth + 1)}{chr(10) if closes(part) else ''},\n" for part in tree.parts)
    return start + "\n" + inner + STEP * depth + end


def settings(pairs: Iterable[tuple[str, Tree]], depth: int) -> str:
    """Names and their values, one a line; the signs of neighbouring single lines in one column."""
    texts = [(name, written(tree, depth)) for name, tree in pairs]
    lines = []
    for single, run in groupby(texts, key=lambda text: "\n" not in text[1]):
        own = list(run)
        wide = max(len(name) for name, _ in own) if single else 0
        lines += [f"{STEP * depth}{name:<{wide}} = {text}\n" for name, text in own]
    return "".join(lines)


def _for(start: str, names: str, collection: str, key: str, value: str, condition: str) -> str:
    made = f"{key} => {value}" if key else value
    return f"{start}for {names} in {collection} : {made}{' if ' + condition if condition else ''}{']' if start == '[' else '}'}"
