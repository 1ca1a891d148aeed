"""Which tree does the grammar's node of an expression stand for?

Reads nodes of the tree-sitter grammar of HCL, without errors; returns trees. What the grammar hides (blanks inside texts) is taken
from the source between the nodes.

Misleads: `-x.y[0]` is cut as the grammar cuts it, sign first; it is written back as it was.
"""

from collections.abc import Callable, Sequence

from tree_sitter import Node

from assessment.repositories.duplication.drafts.hcl.texts import flat
from assessment.repositories.duplication.drafts.hcl.tree import Tree

OPERATORS = {"+", "-", "*", "/", "%", "==", "!=", ">", ">=", "<", "<=", "&&", "||"}


def text_of(node: Node) -> str:
    """The source of a node."""
    return (node.text or b"").decode()


def _children(node: Node) -> list[Node]:
    return [child for child in node.children if child.type != "comment"]


def tree(node: Node) -> Tree:
    """The tree of an expression node; nodes that only wrap one other are passed through."""
    maker = _MAKERS.get(node.type)
    if maker is not None:
        return maker(node)
    children = _children(node)
    return _sequence(children) if children else Tree("leaf", text_of(node))


def _sequence(nodes: Sequence[Node]) -> Tree:
    """A term, which may stand in round brackets, and what is taken from it."""
    if nodes[0].type == "(":
        return _accessed(Tree("group", "", (tree(nodes[1]),)), nodes[3:])
    return _accessed(tree(nodes[0]), nodes[1:])


def _accessed(base: Tree, rest: Sequence[Node]) -> Tree:
    """An expression with what is taken from it: `.name`, `[0]`, `[*]`, each an accessor of its own."""
    accessors = tuple(accessor for node in rest for accessor in _accessors(node))
    if not accessors:
        return base
    return Tree("path", base.text, accessors) if base.kind == "path" and not base.parts else Tree("access", "", (base, *accessors))


def _accessors(node: Node) -> list[Tree]:
    if node.type == "new_index":
        return [Tree("index", "", (tree(_children(node)[1]),))]
    if node.type in ("get_attr", "legacy_index"):
        return [Tree("name", text_of(node).replace(" ", ""))]
    if not node.children:
        return [Tree("splat", text_of(node))]
    return [accessor for child in _children(node) for accessor in _accessors(child)]


def _string(node: Node) -> Tree:
    """A quoted text, or a heredoc with its line breaks and its own indentation."""
    children, source, start = list(node.children), text_of(node).encode(), node.start_byte
    inside = children[1:-1] if node.type != "heredoc_template" else children[2:-1]
    at = children[len(children) - len(inside) - 2].end_byte
    parts: list[Tree] = []
    for child in inside:
        parts += [Tree("words", source[at - start : child.start_byte - start].decode()), *_piece(child)]
        at = child.end_byte
    parts.append(Tree("words", source[at - start : children[-1].start_byte - start].decode()))
    kind, text = ("heredoc", "".join(map(text_of, children[:2]))) if node.type == "heredoc_template" else ("string", "")
    return flat(Tree(kind, text, tuple(parts)))


def _piece(node: Node) -> list[Tree]:
    if node.type == "template_interpolation":
        inner = next(child for child in node.children if child.type == "expression")
        strip = ["~" if child.type == "strip_marker" else "" for child in (node.children[1], node.children[-2])]
        return [Tree("interpolation", "${" + strip[0] + "…" + strip[1] + "}", (tree(inner),))]
    return [Tree("code", "", tuple(_code(node)))] if node.type == "template_directive" else [Tree("words", text_of(node))]


def _code(node: Node) -> list[Tree]:
    """A directive as raw text around its expressions."""
    source, start, at = text_of(node).encode(), node.start_byte, node.start_byte
    parts: list[Tree] = []
    for child in _expressions(node):
        parts += [Tree("words", source[at - start : child.start_byte - start].decode()), tree(child)]
        at = child.end_byte
    return [*parts, Tree("words", source[at - start :].decode())]


def _expressions(node: Node) -> list[Node]:
    return [found for child in node.children for found in ([child] if child.type == "expression" else _expressions(child))]


def _call(node: Node) -> Tree:
    name, *rest = _children(node)
    arguments = next((child for child in rest if child.type == "function_arguments"), None)
    parts: list[Tree] = []
    for child in _children(arguments) if arguments else []:
        if child.type == "ellipsis":
            parts[-1] = Tree("spread", "", (parts[-1],))
        elif child.type != ",":
            parts.append(tree(child))
    return Tree("call", text_of(name), tuple(parts))


def _list(node: Node) -> Tree:
    return Tree("list", "", tuple(tree(child) for child in _children(node) if child.type == "expression"))


def _object(node: Node) -> Tree:
    entries = [child for child in _children(node) if child.type == "object_elem"]
    return Tree(
        "object", "", tuple(Tree("entry", "", (_key(entry.named_children[0]), tree(entry.named_children[-1]))) for entry in entries)
    )


def _key(node: Node) -> Tree:
    """The key of an object: a bare word is a text, not a reference."""
    found = tree(node)
    return Tree("leaf", found.text) if found.kind == "path" and not found.parts else found


def _unary(node: Node) -> Tree:
    operator, *rest = _children(node)
    return Tree("unary", text_of(operator), (_sequence(rest),))


def _binary(node: Node) -> Tree:
    children = _children(node)
    at = next(place for place, child in enumerate(children) if place and child.type in OPERATORS)
    return Tree("binary", children[at].type, (_sequence(children[:at]), _sequence(children[at + 1 :])))


def _conditional(node: Node) -> Tree:
    return Tree("conditional", "", tuple(tree(child) for child in _children(node) if child.type == "expression"))


def _for(node: Node) -> Tree:
    start, intro, *rest = _children(node)
    names = ", ".join(text_of(child) for child in intro.named_children if child.type == "identifier")
    made = [tree(child) for child in rest if child.type == "expression"]
    if any(child.type == "ellipsis" for child in rest):
        made[-1] = Tree("spread", "", (made[-1],))
    condition = [tree(child.named_children[-1]) for child in rest if child.type == "for_cond"]
    collection = next(tree(child) for child in intro.named_children if child.type == "expression")
    none = Tree("leaf")
    return Tree(
        "for", text_of(start), (Tree("leaf", names), collection, made[-2] if len(made) > 1 else none, made[-1], *(condition or [none]))
    )


_MAKERS: dict[str, Callable[[Node], Tree]] = {
    "variable_expr": lambda node: Tree("path", text_of(node)),
    "identifier": lambda node: Tree("leaf", text_of(node)),
    "string_lit": _string,
    "quoted_template": _string,
    "heredoc_template": _string,
    "function_call": _call,
    "tuple": _list,
    "object": _object,
    "unary_operation": _unary,
    "binary_operation": _binary,
    "conditional": _conditional,
    "for_tuple_expr": _for,
    "for_object_expr": _for,
}
