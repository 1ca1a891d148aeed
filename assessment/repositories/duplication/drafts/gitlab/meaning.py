"""What does a GitLab pipeline mean, and what do an included file and the file that includes it mean together?

Reads and returns plain data. Scripts and includes are lists, however they are written; lists inside scripts are part of them.

Source: GitLab CI/CD YAML reference (script, include), merge method of include: mappings are merged at any depth, anything else is
replaced by the including file.
"""

import json
import re
from collections.abc import Iterator, Mapping

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.values import Value

SCRIPTS = ("script", "before_script", "after_script")
SIGN = "$[["
_INPUT = re.compile(r"\$\[\[\s*inputs\.([\w-]+)\s*\]\]")


def read(text: str) -> dict[str, Value]:
    """The meaning of a pipeline; DraftError where it is none, or uses inputs itself."""
    if SIGN in text:
        raise DraftError("has inputs of its own", expected="a pipeline without spec:inputs")
    found = yaml_text.read(text)
    if not isinstance(found, dict) or not found:
        raise DraftError("is no mapping of jobs")
    return normal(found)


def normal(document: Mapping[str, Value]) -> dict[str, Value]:
    """A pipeline with its scripts and includes as flat lists."""
    made = {key: _scripts(value) if isinstance(value, dict) else value for key, value in _scripts(document).items()}
    if "include" in made:
        made["include"] = made["include"] if isinstance(made["include"], list) else [made["include"]]
    return made


def _scripts(job: Mapping[str, Value]) -> dict[str, Value]:
    return {key: list(_flat(item)) if key in SCRIPTS else item for key, item in job.items()}


def _flat(value: Value) -> Iterator[Value]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def merged(below: Value, above: Value) -> Value:
    """Two pieces of configuration as GitLab merges them: `above` is read later."""
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: merged(below[key], value) if key in below else value for key, value in above.items()}}


def interpolated(text: str, values: Mapping[str, Value]) -> str:
    """The text of a template with its inputs; DraftError for one that is not given."""

    def one(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise DraftError(f"input '{found[1]}' is not given")
        value = values[found[1]]
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    return _INPUT.sub(one, text)
