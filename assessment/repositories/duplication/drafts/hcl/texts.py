"""How are texts put together from pieces, and plain words quoted?

Source: HCL native syntax specification, template expressions: backslashes escape inside quotes only, `$${` and `%%{` in heredocs too.
"""

import re

from assessment.repositories.duplication.drafts.hcl.tree import Tree

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_NAMES = {raw: name for name, raw in _ESCAPES.items()}
_PLAIN = "${…}"  # an interpolation that strips no blanks


def quoted(raw: str) -> str:
    """Words of a heredoc as they are written between quotes."""
    return re.sub(r'[\n\r\t"\\]', lambda found: "\\" + _NAMES[found[0]], raw)


def unquoted(words: str) -> str:
    """Words between quotes as they are written in a heredoc."""

    def one(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if code[0] in "uU" else _ESCAPES.get(code, code)

    return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", one, words)


def flat(tree: Tree) -> Tree:
    """A text with neighbouring words as one, and texts inside its interpolations as part of it; other trees as they are."""
    if tree.kind not in ("string", "heredoc"):
        return tree
    parts: list[Tree] = []
    for part in tree.parts:
        for piece in _spliced(part, tree.kind == "heredoc"):
            if piece.kind == "words" and parts and parts[-1].kind == "words":
                parts[-1] = Tree("words", parts[-1].text + piece.text)
            elif piece.text or piece.parts:
                parts.append(piece)
    return Tree(tree.kind, tree.text, tuple(parts))


def _spliced(part: Tree, raw: bool) -> tuple[Tree, ...]:
    """The pieces of a text inside an interpolation; the part itself where there is none."""
    inside = part.parts[0] if part.kind == "interpolation" and part.text == _PLAIN else None
    if inside is None or inside.kind != "string":
        return (part,)
    return tuple(Tree("words", unquoted(piece.text)) if raw and piece.kind == "words" else piece for piece in inside.parts)


def interpolated(tree: Tree) -> Tree:
    """The piece of a text where an expression's value stands."""
    return Tree("interpolation", _PLAIN, (tree,))
