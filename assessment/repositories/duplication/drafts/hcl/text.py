"""How are blocks written as a file that `terraform fmt` would leave alone?"""

from collections.abc import Mapping, Sequence

from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.tree import STEP, Block, Tree, settings


def head(type_: str, labels: Sequence[str]) -> str:
    """How a block begins."""
    return " ".join([type_, *(f'"{label}"' for label in labels), "{"])


def attributes(trees: Mapping[str, Tree], depth: int) -> str:
    """Attributes, one a line."""
    return settings(trees.items(), depth)


def block(type_: str, labels: Sequence[str], body: str, depth: int = 0) -> str:
    """A block around a body that is written already."""
    return f"{STEP * depth}{head(type_, labels)}{chr(10) + body + STEP * depth if body else ''}}}\n"


def plain(given: Block, depth: int = 0) -> str:
    """A block of plain data."""
    own = attributes({name: expression(text) for name, text in given["attributes"].items()}, depth + 1)
    inner = [plain(below, depth + 1) for below in given["blocks"]]
    return block(given["type"], given["labels"], joined([own, *inner] if own else inner), depth)


def joined(texts: Sequence[str]) -> str:
    """Parts of a file or body with an empty line between."""
    return "\n".join(text for text in texts if text)
