"""YAML of strangers as plain data, and plain data as YAML, so that reading what was written gives what was meant.

Scalars are read as YAML 1.2 does, which is what forges read: true, 11, 1.5 and null are typed, `on`, `yes` and dates stay text.
A tag of the format's own (`!reference [a, b]`) is read as {"!reference": [a, b]} and written back so. Merge keys are resolved; comments,
anchors and quoting are lost.

Misleads: a number is read as its value, so 3.10 without quotes is 3.1, as it is for the forge.
Source: YAML 1.2.2 §10.3 (core schema); libyaml's composer overflows the stack on deep documents and aliases multiply, hence limits.
"""

import math
import re
from collections.abc import Iterator
from typing import Any

import yaml

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.values import Value

DEEPEST = 100  # levels; hand-written files have about ten
ONE_LINE = 60  # letters of a list that stands in one line
LARGEST = 50_000  # nodes after aliases are followed; the largest of 252 repositories has 3,000

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE, _FALSE = ("true", "True", "TRUE"), ("false", "False", "FALSE")
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CORE = "tag:yaml.org,2002:"


def read(text: str) -> Value:
    """The one document in a text; DraftError naming the line where it is malformed, twice given, too deep or too large."""
    documents = read_all(text)
    if len(documents) != 1:
        raise DraftError(f"holds {len(documents)} YAML documents", expected="one")
    return documents[0]


def read_all(text: str) -> list[Value]:
    """All documents in a text; DraftError as `read`."""
    try:
        _refuse_depth(yaml.parse(text, yaml.CSafeLoader))
        return [_Reading().value(node) for node in yaml.compose_all(text, yaml.CSafeLoader)]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else ""
        raise DraftError(f"malformed YAML ({getattr(error, 'problem', None) or error})", where=where) from error
    except (ValueError, UnicodeError) as error:
        raise DraftError(f"malformed YAML ({error})") from error


def _refuse_depth(events: Iterator[yaml.Event]) -> None:
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise DraftError(f"nested more than {DEEPEST} levels deep")


class _Reading:
    """One document being read; counts what it has made."""

    def __init__(self) -> None:
        self.made = 0
        self.open: set[int] = set()

    def value(self, node: yaml.Node) -> Value:
        self.made += 1
        if self.made > LARGEST:
            raise DraftError(f"has more than {LARGEST:,} values")
        if id(node) in self.open:
            raise DraftError("contains itself", where=f"line {node.start_mark.line + 1}")
        self.open.add(id(node))
        plain = self._plain(node)
        self.open.discard(id(node))
        tag = str(node.tag)
        return plain if tag.startswith(_CORE) or tag == "!" else {tag: plain}

    def _plain(self, node: yaml.Node) -> Value:
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        plain = not getattr(node, "style", "") and str(node.tag).startswith(_CORE)
        return scalar(str(node.value)) if plain else str(node.value)

    def _mapping(self, node: yaml.MappingNode) -> Value:
        own: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise DraftError("has a key that is no text", where=f"line {key.start_mark.line + 1}")
            if key.tag == _CORE + "merge":
                for source in item.value if isinstance(item, yaml.SequenceNode) else [item]:
                    found = self.value(source)
                    merged = {**(found if isinstance(found, dict) else {}), **merged}
            elif key.value in own:
                raise DraftError(f"key '{key.value}' is given twice", where=f"line {key.start_mark.line + 1}")
            else:
                own[str(key.value)] = self.value(item)
        return own if not merged else {**merged, **own}


def scalar(written: str) -> Value:
    """What an unquoted scalar means."""
    if _NULL.fullmatch(written):
        return None
    if written in _TRUE or written in _FALSE:
        return written in _TRUE
    if _INT.fullmatch(written):
        return int(written) if len(written) < 20 else written
    if _BASED.fullmatch(written):
        return int(written, 0)
    if _FLOAT.fullmatch(written):
        number = float(written)
        return number if math.isfinite(number) else written
    return written


def _resolves(written: str) -> bool:
    return not isinstance(scalar(written), str)


class _Dumper(yaml.SafeDumper):
    """Block style, items indented below their key, scripts as they would be written by hand."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def choose_scalar_style(self) -> Any:
        """Double quotes around what has single ones in it."""
        style = super().choose_scalar_style()
        return '"' if style == "'" and "'" in getattr(self.event, "value", "") else style

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, data: str) -> yaml.Node:
        """Script lines as a block; quotes where any reader, of YAML 1.1 or 1.2, would take the text for something else."""
        block = "\n" in data.strip("\n") or (data.endswith("\n") and bool(data.strip()))
        style = "|" if block else "'" if _resolves(data) else None
        return self.represent_scalar(_CORE + "str", data, style=style)

    def items(self, data: list[Value]) -> yaml.Node:
        """A short list of plain values in one line."""
        plain = not any(isinstance(item, dict | list) or "\n" in str(item) for item in data)
        return self.represent_sequence(_CORE + "seq", data, flow_style=plain and sum(len(str(item)) + 2 for item in data) <= ONE_LINE)

    def mapping(self, data: dict[str, Value]) -> yaml.Node:
        """A mapping in its own order; {"!tag": value} as a tagged value."""
        if len(data) == 1 and (tag := next(iter(data))).startswith("!"):
            node = self.represent_data(data[tag])
            node.tag = tag
            return node
        return self.represent_mapping(_CORE + "map", data.items())


_Dumper.add_representer(str, _Dumper.text)
_Dumper.add_representer(dict, _Dumper.mapping)
_Dumper.add_representer(list, _Dumper.items)


def write(value: Value) -> str:
    """YAML of a document; `read` gives it back."""
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=math.inf, default_flow_style=False)  # a safe dumper
