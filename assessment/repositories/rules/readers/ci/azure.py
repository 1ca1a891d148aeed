"""Steps of Azure Pipelines: tasks, scripts, templates of other repositories.

Misleads: template expressions (`${{ if … }}:`) count as met.
Source: learn.microsoft.com, YAML schema reference for Azure Pipelines.
"""

from collections.abc import Iterator
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step, off
from assessment.repositories.rules.readers.node import Node
from assessment.repositories.rules.readers.outline import outline

_SHELL = ("script", "bash", "pwsh", "powershell")
_BUILT_IN = ("checkout", "publish", "download", "downloadBuild", "getPackage")
_SECTIONS = frozenset(("resources", "variables", "parameters", "trigger", "pr", "pool", "inputs", "env", "schedules"))


class _Within(NamedTuple):
    """What a step stands in."""

    job: str
    environment: str
    enabled: bool


def azure(text: Text) -> Iterator[Step]:
    """Steps of all stages and jobs, or of a template."""
    root = outline(text.text)
    names = {entry.get("repository").value: entry.get("name").value for entry in root.get("resources").get("repositories").entries()}
    waiting = [(root, _Within("", "", True))]
    while waiting:
        node, within = waiting.pop()
        if node.key in _SECTIONS:
            continue
        within = _Within(
            node.get("job", "deployment").value or within.job,
            node.get("environment").value or node.get("environment").get("name").value or within.environment,
            within.enabled and not off(node.get("condition").value) and node.get("enabled").value.casefold() != "false",
        )
        yield from _step(node, within, names)
        waiting += [(below, within) for below in reversed(node.below)]


def _step(node: Node, within: _Within, names: dict[str, str]) -> Iterator[Step]:
    name = node.get("displayName", "name").value
    shell, task, template = node.get(*_SHELL), node.get("task"), node.get("template")
    job, environment, enabled = within
    if node.key != "-" and not template.value:
        return
    if task.value:
        inputs = {one.key: one.value or "\n".join(line for _, line in one.lines) for one in node.get("inputs").below}
        kind = task.value.partition("@")[0]
        yield Step(task.line, job, name, f"task:{kind}", f"azure:{kind}", inputs=inputs, environment=environment, enabled=enabled)
    elif template.value:
        yield Step(template.line, job, name, *_template(template.value, names), environment=environment, enabled=enabled)
    elif shell.line:
        yield Step(shell.line, job, name, commands=tuple(shell.said()), environment=environment, enabled=enabled)
    elif (built := node.get(*_BUILT_IN)).line:
        yield Step(built.line, job, name, f"step:{built.key}", f"azure:{built.key}", environment=environment, enabled=enabled)


def _template(written: str, names: dict[str, str]) -> tuple[str, str]:
    """How a template is named: repository//path, or the path from the file where it is a file of the same repository."""
    path, _, alias = written.partition("@")
    if not alias or alias == "self":
        local = path if path.startswith((".", "/")) else f"./{path}"
        return f"template:{'.' if local.startswith('/') else ''}{local}", local
    repository = names.get(alias) or alias
    return f"template:{repository}//{path.lstrip('/')}", f"{repository}/{path.lstrip('/')}"
