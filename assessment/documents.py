"""YAML documents that people write, loaded safely: no tags, no alias bombs, no huge files, errors with their line."""

from pathlib import Path

import yaml

from assessment.errors import AssessmentError

LARGEST = 2_000_000  # bytes; a hand-written file is a thousand times smaller
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


def _plain(text: str) -> object:
    if sum(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.CSafeLoader)) > ALIASES:
        raise yaml.YAMLError(f"more than {ALIASES} aliases")
    return yaml.load(text, _Loader)  # noqa: S506 - _Loader is a safe loader


def load(path: Path, kind: type[AssessmentError]) -> object:
    """The YAML document in a file; raises `kind` naming the file and, where it is malformed, the line."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise kind(f"cannot be read ({error.strerror})", where=str(path), expected="give a readable file") from error
    if len(raw) > LARGEST:
        raise kind(f"is larger than {LARGEST:,} bytes", where=str(path), expected="split it")
    try:
        return _plain(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise kind("is not UTF-8", where=str(path), expected="save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{path}: line {mark.line + 1}" if mark else str(path)
        raise kind(f"malformed YAML ({getattr(error, 'problem', None) or error})", where=line, expected="mend the syntax") from error
