"""YAML that people wrote, read safely: no tags, no alias bombs, no depth that ends the process, errors with their line.

`load` reads a file that a user gave us, `parse` takes text that may come from any repository. Both return plain data.
Misleads: a document with more than twenty aliases is refused although it may be harmless.
Source: libyaml's composer calls itself once a level and overflows the stack, which no Python exception can catch.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from assessment.errors import AssessmentError

LARGEST = 2_000_000  # bytes; a hand-written file is a thousand times smaller
DEEPEST = 100  # levels; hand-written files have about ten
ALIASES = 20  # nested, they can multiply to some thousand nodes at most; a document with more is built to explode


class _Loader(yaml.CSafeLoader):
    """The C loader of plain data, refusing a key that is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag == "tag:yaml.org,2002:str" and key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key '{key.value}' is given twice", problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


def parse(text: str) -> list[object]:
    """The documents in a text; yaml.YAMLError, with `problem_mark` where the place is known."""
    try:
        _refuse_bombs(yaml.parse(text, yaml.CSafeLoader))
        return list(yaml.load_all(text, _Loader))  # _Loader is a safe one
    except ValueError as error:  # the library's own for a date such as 2026-99-99, and for characters that are none
        raise yaml.YAMLError(str(error)) from error


def _refuse_bombs(events: Iterator[yaml.Event]) -> None:
    depth = aliases = 0
    for event in events:
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if aliases > ALIASES:
            raise yaml.MarkedYAMLError(problem=f"more than {ALIASES} aliases", problem_mark=event.start_mark)  # type: ignore[arg-type]
        if depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem=f"nested more than {DEEPEST} levels deep", problem_mark=event.start_mark)  # type: ignore[arg-type]


def load(path: Path, kind: type[AssessmentError]) -> object:
    """The YAML document in a file (None in an empty one); raises `kind` naming the file and, where it is malformed, the line."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise kind(f"cannot be read ({error.strerror})", where=str(path), expected="give a readable file") from error
    if len(raw) > LARGEST:
        raise kind(f"is larger than {LARGEST:,} bytes", where=str(path), expected="split it")
    try:
        documents = parse(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise kind("is not UTF-8", where=str(path), expected="save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{path}: line {mark.line + 1}" if mark else str(path)
        raise kind(f"malformed YAML ({getattr(error, 'problem', None) or error})", where=line, expected="mend the syntax") from error
    if len(documents) > 1:
        raise kind(f"holds {len(documents)} YAML documents", where=str(path), expected="one, without a line of ---")
    return documents[0] if documents else None
