"""How does a template with inputs read as a file of two documents?

Source: GitLab CI/CD inputs: the header declares them, the interpolation replaces text before the YAML is read.
"""

import re
from collections.abc import Mapping

from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.template import Parameter
from assessment.repositories.duplication.drafts.values import Value

_ALONE = re.compile(r"\$\[\[ inputs\.([\w-]+) \]\]")
_LONG = "x" * 200  # a word that no writer of YAML puts into a list in one line
TYPES = {"string": "string", "number": "number", "boolean": "boolean"}


def template_text(inputs: Mapping[str, Parameter], defaults: Mapping[str, Value], body: Value) -> str:
    """Header and body. A text that is nothing but an input is quoted, so that '11' stays a text."""
    head: dict[str, Value] = {}
    for name, one in inputs.items():
        spec: dict[str, Value] = {"type": kind(one), "description": one.where}
        head[name] = {**spec, **({"default": defaults[name]} if name in defaults else {})}
    header: dict[str, Value] = {"spec": {"inputs": head} if head else {}}

    text = yaml_text.write(_marked(body))
    for name, one in inputs.items():
        sign = f"$[[ inputs.{name} ]]"
        text = text.replace(_mark(name), f"'{sign}'" if kind(one) == "string" else sign)
    return f"{yaml_text.write(header)}---\n{text}"


def _mark(name: str) -> str:
    return f"{_LONG}.{name}.{_LONG}"


def _marked(value: Value) -> Value:
    """A document with a word in place of each value that is nothing but an input."""
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item) for item in value]
    found = _ALONE.fullmatch(value) if isinstance(value, str) else None
    return _mark(found[1]) if found else value


def kind(parameter: Parameter) -> str:
    """The type of an input."""
    return TYPES.get(parameter.type, "array")
