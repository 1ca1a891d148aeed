"""Steps of CircleCI jobs, commands and workflows: what they run, the orbs they call, the containers beside them.

Misleads: a command of the file's own is listed once, not for each job that calls it; inline orbs are read as jobs of no name.
Source: circleci.com/docs, configuration reference.
"""

from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.names import image
from assessment.repositories.rules.readers.node import Node
from assessment.repositories.rules.readers.outline import outline


def circleci(text: Text) -> Iterator[Step]:
    """Steps of all jobs and commands, then the orb jobs that workflows start."""
    root = outline(text.text)
    orbs = {node.key: node.value.partition("@")[0] for node in root.get("orbs").below if node.value}
    commands = {node.key for node in root.get("commands").below}
    for holder in (*root.get("jobs").below, *root.get("commands").below):
        for container in holder.get("docker").entries()[1:]:
            if written := container.get("image").value:
                name = image(written).target
                yield Step(container.line, holder.key, "", f"image:{name}", f"service:{name}")
        yield from _steps(holder, orbs, commands)
    for flow in root.get("workflows").below:
        for entry in flow.get("jobs").entries():
            name = entry.value or (entry.below[0].key if entry.below else "")
            if (found := _orb(name, orbs)) is not None:
                yield Step(entry.line, name, name, *found)


def _steps(holder: Node, orbs: dict[str, str], commands: set[str]) -> Iterator[Step]:
    waiting = list(holder.get("steps").entries())
    while waiting:
        entry = waiting.pop(0)
        node = entry if entry.value else entry.below[0] if entry.below else entry
        name = entry.value or node.key
        if name in ("when", "unless"):
            waiting = [*node.get("steps").entries(), *waiting]
        elif name == "run":
            said = node.get("command")
            lines = tuple(said.said() if said.line else node.said())
            yield Step(lines[0][0] if lines else node.line, holder.key, node.get("name").value, commands=lines)
        elif (found := _orb(name, orbs)) is not None:
            yield Step(entry.line, holder.key, node.get("name").value or name, *found, inputs={one.key: one.value for one in node.below})
        elif name not in commands and name != "-":
            yield Step(entry.line, holder.key, name, f"step:{name}", f"circleci:{name}")


def _orb(name: str, orbs: dict[str, str]) -> tuple[str, str] | None:
    """How an orb's command or job is named: namespace/orb/command."""
    alias, slash, command = name.partition("/")
    if not slash or alias not in orbs:
        return None
    return f"orb:{orbs[alias]}/{command}", f"{orbs[alias]}/{command}"
