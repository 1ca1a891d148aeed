"""Questionnaire files: YAML, loaded safely.

Reads one file of at most 1 MB. Anchors and aliases are refused (a small file can hide a huge one behind them), and so
is a key that stands twice in one mapping, because YAML would silently keep the last.
"""

from collections.abc import Hashable
from pathlib import Path

import yaml

from assessment.errors import QuestionnaireError
from assessment.survey.questionnaire import Questionnaire, parse

LARGEST = 1_000_000


class _Loader(yaml.CSafeLoader):
    """The safe loader, strict about keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"key '{key.value}' is there twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a YAML file; QuestionnaireError naming file, line or key, and what would be right."""
    try:
        if path.stat().st_size > LARGEST:
            raise QuestionnaireError(f"larger than {LARGEST:,} bytes", where=str(path), expected="a questionnaire file")
        text = path.read_bytes()
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise QuestionnaireError("aliases (*name) are not allowed", where=_line(path, event.start_mark), expected="write it out")
        mapping = yaml.load(text, Loader=_Loader)  # noqa: S506 - a CSafeLoader
    except OSError as error:
        raise QuestionnaireError(error.strerror or str(error), where=str(path), expected="a readable file") from error
    except yaml.YAMLError as error:
        where = _line(path, getattr(error, "problem_mark", None))
        raise QuestionnaireError(f"not valid YAML: {getattr(error, 'problem', None) or error}", where=where) from error
    return parse(mapping, str(path))


def _line(path: Path, mark: object) -> str:
    line = getattr(mark, "line", None)
    return f"{path}: line {line + 1}" if isinstance(line, int) else str(path)
