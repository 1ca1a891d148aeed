"""What does an HCL text say? Blocks as plain data, expressions as trees, comments and layout gone.

Reads text that may come from any repository; returns blocks, sorted by type and labels at the top, where their order means nothing.

Source: the tree-sitter grammar of HCL, whose error nodes name the line.
"""

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.hcl.expressions import text_of, tree
from assessment.repositories.duplication.drafts.hcl.tree import Block, Tree, written

DEEPEST = 400  # levels of the grammar, which has three to four for each level of the text
LARGEST = 300_000  # characters
_PARSER = Parser(Language(tree_sitter_hcl.language()))


def blocks(text: str) -> list[Block]:
    """The blocks of a file, sorted by type and labels; DraftError naming the line that is no HCL or an attribute outside any block.

    In resources and data, an argument that is null is one that is not given, and left out.
    """
    body = _body(_parsed(text))
    if body["attributes"]:
        raise DraftError(f"'{next(iter(body['attributes']))}' stands outside any block", expected="blocks, as in a .tf file")
    found = [_given(block) if block["type"] in ("resource", "data") else block for block in body["blocks"]]
    return sorted(found, key=lambda block: (block["type"], [label.replace("-", "_") for label in block["labels"]]))


def _given(block: Block) -> Block:
    attributes = {name: text for name, text in block["attributes"].items() if text != "null"}
    return Block(type=block["type"], labels=block["labels"], attributes=attributes, blocks=list(map(_given, block["blocks"])))


def expression(text: str) -> Tree:
    """An expression as a tree; DraftError where it is none."""
    body = _parsed(f"x = {text}\n")
    found = [node for node in body.named_children if node.type == "attribute"]
    if len(found) != 1 or len(body.named_children) != 1:
        raise DraftError(f"is no HCL expression: {text[:60]}")
    return tree(found[0].named_children[-1])


def _parsed(text: str) -> Node:
    """The body of a file without errors."""
    if len(text) > LARGEST:
        raise DraftError(f"is longer than {LARGEST:,} characters")
    root = _PARSER.parse(text.encode()).root_node
    _sound(root)
    return next((child for child in root.named_children if child.type == "body"), root)


def _sound(root: Node) -> None:
    """DraftError where the grammar found an error, naming the line of the innermost, or where it goes too deep."""
    stack, errors = [(root, 0)], []
    while stack:
        node, depth = stack.pop()
        if depth > DEEPEST:
            raise DraftError("nested too deep", where=f"line {node.start_point.row + 1}")
        if node.is_error or node.is_missing:
            errors.append((depth, -node.start_byte, node.start_point.row + 1))
        stack += [(child, depth + 1) for child in node.children]
    if errors:
        raise DraftError("malformed HCL", where=f"line {max(errors)[2]}")


def _body(node: Node) -> Block:
    found = Block(type="", labels=[], attributes={}, blocks=[])
    for child in node.named_children:
        if child.type == "attribute":
            name = text_of(child.named_children[0])
            if name in found["attributes"]:
                raise DraftError(f"'{name}' is given twice", where=f"line {child.start_point.row + 1}")
            found["attributes"][name] = written(tree(child.named_children[-1]))
        elif child.type == "block":
            found["blocks"].append(_block(child))
    return found


def _block(node: Node) -> Block:
    names = [text_of(child).strip('"') for child in node.named_children if child.type in ("identifier", "string_lit")]
    body = next((child for child in node.named_children if child.type == "body"), None)
    inner = _body(body) if body else Block(type="", labels=[], attributes={}, blocks=[])
    return Block(type=names[0], labels=names[1:], attributes=inner["attributes"], blocks=inner["blocks"])
