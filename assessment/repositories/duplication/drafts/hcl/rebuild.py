"""What do a module and a file that calls it say together?

Reads only text: the files of the module and the caller; returns the blocks that the caller's folder would have without the module, with the
names that they have inside it.

Source: Terraform language: values of input variables, conditional expressions, dynamic blocks.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.hcl.read import blocks, expression
from assessment.repositories.duplication.drafts.hcl.references import Reference, replaced
from assessment.repositories.duplication.drafts.hcl.tree import Block, Tree, written

TRUE, FALSE = Tree("leaf", "true"), Tree("leaf", "false")
NULL = Tree("leaf", "null")
META = ("source", "version", "providers")


def together(files: Mapping[str, str], caller: str) -> list[Block]:
    """The blocks that module and caller come to; DraftError where the caller does not fit the module."""
    module = {path.rsplit("/", 1)[-1]: blocks(text) for path, text in files.items()}
    name = next(iter(files)).split("/")[-2]
    own = blocks(caller)
    call = next((block for block in own if block["type"] == "module" and block["labels"] == [name]), None)
    if call is None:
        raise DraftError(f"does not call module {name}")
    values = _values(module.get("variables.tf", []), call)
    made = [block for given in module["main.tf"] for block in _made(given, values, top=True)]
    given = {block["labels"][0]: _evaluated(expression(block["attributes"]["value"]), values) for block in module.get("outputs.tf", [])}
    rest = [_taken(block, name, given) for block in own if block is not call and not _moved(block, name)]
    return made + rest


def _moved(block: Block, name: str) -> bool:
    return block["type"] == "moved" and block["attributes"].get("to", "").startswith(f"module.{name}.")


def _values(variables: Sequence[Block], call: Block) -> dict[str, Tree]:
    """Input -> its value; DraftError for an input that does not exist or is not given."""
    known = {block["labels"][0]: block["attributes"].get("default") for block in variables}
    given = {name: text for name, text in call["attributes"].items() if name not in META}
    if unknown := given.keys() - known.keys():
        raise DraftError(f"gives '{min(unknown)}', which is no input of the module")
    texts = {name: given.get(name, default) for name, default in known.items()}
    if missing := [name for name, text in texts.items() if text is None]:
        raise DraftError(f"does not give '{missing[0]}'")
    return {name: expression(text) for name, text in texts.items() if text is not None}


def _evaluated(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    """An expression with the values of its inputs, and with switches decided."""

    def new(found: Reference) -> tuple[int, Tree] | None:
        if found[0] != "var":
            return None
        if found[1] not in values:
            raise DraftError(f"the module has no variable '{found[1]}'")
        return 2, values[found[1]]

    other = replaced(tree, new)
    if other.kind == "conditional" and other.parts[0] in (TRUE, FALSE) and other != tree:
        return other.parts[1] if other.parts[0] == TRUE else other.parts[2]
    return other


def _made(block: Block, values: Mapping[str, Tree], top: bool = False) -> Iterator[Block]:
    """What a block of the module comes to: itself, its content, or nothing."""
    own = {name: expression(text) for name, text in block["attributes"].items()}
    trees = {name: _evaluated(tree, values) for name, tree in own.items()}
    name = "count" if top else "for_each" if block["type"] == "dynamic" else ""
    switch = written(trees[name]) if name in own and own[name].kind == "conditional" and trees[name].kind != "conditional" else ""
    if switch in ("0", "[]"):
        return
    if switch == "[1]":
        content = block["blocks"][0]
        yield from _made(Block(type=block["labels"][0], labels=[], attributes=content["attributes"], blocks=content["blocks"]), values)
        return
    kept = {key: written(tree) for key, tree in trees.items() if (tree != NULL or own[key] == NULL) and not (switch and key == name)}
    below = [made for inner in block["blocks"] for made in _made(inner, values)]
    yield Block(type=block["type"], labels=block["labels"], attributes=kept, blocks=below)


def _taken(block: Block, name: str, given: Mapping[str, Tree]) -> Block:
    """A block of the caller, with what it takes from the module as it stands there."""

    def new(found: Reference) -> tuple[int, Tree] | None:
        return (3, given[found[2]]) if found[:2] == ("module", name) and len(found) > 2 and found[2] in given else None

    own = {key: written(replaced(expression(text), new)) for key, text in block["attributes"].items()}
    return Block(
        type=block["type"], labels=block["labels"], attributes=own, blocks=[_taken(below, name, given) for below in block["blocks"]]
    )
