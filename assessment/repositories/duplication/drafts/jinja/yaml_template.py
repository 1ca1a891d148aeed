"""How does a YAML document with holes read as a template?

Reads nodes; returns template text whose rendering, read as YAML, is the member's document. Values stand as they would by hand where all
members' values read so, else quoted, else as JSON, which YAML is too.
"""

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.jinja.holes import Writer
from assessment.repositories.duplication.drafts.template import Constant, Entry, Items, Map, Node
from assessment.repositories.duplication.drafts.values import Value, same

STEP = "  "


def documents(node: Node, writer: Writer) -> str:
    """The documents of a file, one after the other."""
    if isinstance(node, Constant) and isinstance(node.value, list):
        return "".join(f"---\n{document(Constant(value), writer)}" for value in node.value)
    if not isinstance(node, Items):
        raise DraftError("has documents that cannot be laid side by side")
    return writer.runs([(item.flag, f"---\n{document(item.node, writer)}") for item in node.items])


def document(node: Node, writer: Writer) -> str:
    """One document."""
    if isinstance(node, Constant):
        return yaml_text.write(node.value)
    if isinstance(node, Map) and not tag(node):
        empty = writer.nothing([entry.flag for entry in node.entries], "{}")
        return (f"{empty}\n" if empty else "") + _entries(node, 0, writer)
    if isinstance(node, Items):
        return _items(node, 0, writer)
    return _after(node, 0, writer).lstrip(" ")


def tag(node: Node) -> str:
    """The tag of a tagged value, which is read as a mapping of it alone; '' for anything else."""
    if isinstance(node, Map) and len(node.entries) == 1 and node.entries[0].key.startswith("!") and not node.entries[0].flag:
        return node.entries[0].key
    return ""


def _entries(node: Map, depth: int, writer: Writer) -> str:
    """The entries of a mapping, one that is always there first, so that it can stand behind a dash."""
    ordered = sorted(node.entries, key=lambda entry: bool(entry.flag)) if node.entries[0].flag else node.entries
    return "".join(
        writer.optional(entry.flag, f"{STEP * depth}{_key(entry, writer)}:{_after(entry.node, depth, writer)}") for entry in ordered
    )


def _key(entry: Entry, writer: Writer) -> str:
    if not entry.renamed:
        return yaml_text.write({entry.key: 1}).rsplit(":", 1)[0]
    parameter = writer.names[entry.renamed]
    values = [value for value in _values(entry.renamed, writer) if isinstance(value, str)]
    return writer.value(parameter) if all(_reads(value, value) for value in values) else writer.value(f"{parameter} | tojson")


def _values(parameter: str, writer: Writer) -> list[object]:
    return [writer.template.value(parameter, member) for member in range(writer.template.members)]


def _after(node: Node, depth: int, writer: Writer) -> str:
    """What stands behind `key:` or a dash, up to the end of its last line."""
    if isinstance(node, Constant):
        first, *rest = yaml_text.write({"k": node.value}).removeprefix("k:").splitlines(keepends=True)
        return first + "".join(STEP * depth + line if line.strip() else line for line in rest)
    if name := tag(node):
        inner = node.entries[0].node if isinstance(node, Map) else node
        return f" {name}{_after(inner, depth, writer)}"
    if isinstance(node, Map):
        return f"{writer.nothing([entry.flag for entry in node.entries], '{}')}\n{_entries(node, depth + 1, writer)}"
    if isinstance(node, Items):
        return f"{writer.nothing([item.flag for item in node.items], '[]')}\n{_items(node, depth + 1, writer)}"
    return _scalar(node, depth, writer)


def _items(node: Items, depth: int, writer: Writer) -> str:
    return writer.runs([(item.flag, _item(item.node, depth, writer)) for item in node.items])


def _item(node: Node, depth: int, writer: Writer) -> str:
    if isinstance(node, Constant) and isinstance(node.value, dict) and node.value and not next(iter(node.value)).startswith("!"):
        inner = "".join(
            STEP * (depth + 1) + line if line.strip() else line for line in yaml_text.write(node.value).splitlines(keepends=True)
        )
        return f"{STEP * depth}- {inner.removeprefix(STEP * (depth + 1))}"
    if isinstance(node, Map) and not tag(node) and not all(entry.flag for entry in node.entries):
        return f"{STEP * depth}- {_entries(node, depth + 1, writer).removeprefix(STEP * (depth + 1))}"
    return f"{STEP * depth}-{_after(node, depth, writer)}"


def _scalar(node: Node, depth: int, writer: Writer) -> str:
    """A value in the plainest spelling that every member's value survives."""
    values = list(writer.each(node))
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) == len(values):
        if all(_reads(value, value) for value in texts):
            return f" {writer.spliced(node)}\n"
        if all(_reads(f"'{value}'", value) for value in texts):
            return f" '{writer.spliced(node)}'\n"
        if writer.single(node) and len(set(map(_sign, texts))) == 1 and all(_reads(_literal(value, 0, texts[0]), value) for value in texts):
            return f" {_literal(writer.spliced(node), depth, texts[0])}"
    elif all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return f" {writer.spliced(node)}\n"
    return f" {writer.json(node)}\n"


def _sign(text: str) -> str:
    """How a block says in what line ends a text ends."""
    return "|-" if not text.endswith("\n") else "|+" if text.endswith("\n\n") else "|"


def _literal(text: str, depth: int, model: str) -> str:
    """A text over several lines as a block that ends as `model` does."""
    lines = f"{text.removesuffix(chr(10))}\n".splitlines(keepends=True)
    return f"{_sign(model)}\n" + "".join(STEP * (depth + 1) + line if line.strip() else line for line in lines)


def _reads(written: str, value: Value) -> bool:
    """Whether a spelling is read as a value, behind a key and as one."""
    if "\n" in written and not written.startswith("|"):
        return False
    try:
        return same(yaml_text.read(f"k: {written}\n"), {"k": value}) and (
            "\n" in written or same(yaml_text.read(f"- {written}\n"), [value])
        )
    except DraftError:
        return False
