"""Steps of GitHub (and Gitea, Forgejo) workflows and composite actions.

Misleads: a matrix is one step; conditions other than a plain false count as met.
Source: docs.github.com, workflow syntax and metadata syntax for actions.
"""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step, off
from assessment.repositories.rules.readers.names import image
from assessment.repositories.rules.readers.node import Node
from assessment.repositories.rules.readers.outline import outline

_TARGET = (
    "environment",
    "env",
    "cluster",
    "target-environment",
    "environment-name",
    "stage",
    "namespace",
    "deploy-environment",
    "aws-environment",
)
_NO_SHELL = frozenset(("python", "python3", "node", "ruby", "perl"))
_REUSABLE = re.compile(r"\.(?:github|gitea|forgejo)/workflows/")


def github(text: Text) -> Iterator[Step]:
    """Steps of all jobs, or of a composite action."""
    root = outline(text.text)
    runs = root.get("runs")
    for step in runs.get("steps").entries():
        yield from _step(step, "", "", True)
    if image_ := runs.get("image").value:
        yield Step(runs.line, "", root.get("name").value, how=f"image:{image_.removeprefix('docker://')}")
    for job in root.get("jobs").below:
        yield from _job(job)


def _job(job: Node) -> Iterator[Step]:
    enabled = not off(job.get("if").value)
    environment = _environment(job)
    name = job.get("name").value
    for service in job.get("services").below:
        written = service.get("image").value or service.value
        if written:
            yield Step(
                service.line,
                job.key,
                "",
                f"image:{image(written).target}",
                f"service:{image(written).target}",
                environment=environment,
                enabled=enabled,
            )
    if used := job.get("uses").value:
        inputs = _inputs(job.get("with"))
        target = environment or _target(inputs)
        yield Step(job.get("uses").line, job.key, name or job.key, *_block(used), inputs=inputs, environment=target, enabled=enabled)
    for step in job.get("steps").entries():
        yield from _step(step, job.key, environment, enabled)


def _step(step: Node, job: str, environment: str, enabled: bool) -> Iterator[Step]:
    name = step.get("name").value or step.get("id").value
    enabled = enabled and not off(step.get("if").value)
    uses, run = step.get("uses"), step.get("run")
    inputs = _inputs(step.get("with"))
    target = environment or _target(inputs) or _target(_inputs(step.get("env")))
    if uses.value:
        yield Step(uses.line, job, name, *_block(uses.value), inputs=inputs, environment=target, enabled=enabled)
    elif run.line:
        shell = step.get("shell").value.split(" ")[0]
        commands = ((run.line, shell),) if shell in _NO_SHELL else tuple(run.said())
        yield Step(run.line, job, name, commands=commands, environment=target, enabled=enabled)


def _block(used: str) -> tuple[str, str]:
    """How a building block is named in the facts, and in the rules: without version; local ones as written."""
    name = re.sub(r"^https?://[\w.-]+/", "", used.strip())
    if name.startswith("docker://"):
        target = image(name.removeprefix("docker://")).target
        return f"image:{target}", target
    name = name.partition("@")[0].rstrip("/")
    kind = "workflow" if _REUSABLE.search(name) else "action"
    return f"{kind}:{name}", name


def _environment(job: Node) -> str:
    said = job.get("environment")
    return said.value or said.get("name").value


def _inputs(block: Node) -> dict[str, str]:
    return {node.key: node.value or "\n".join(line for _, line in node.lines) for node in block.below}


def _target(inputs: dict[str, str]) -> str:
    """The value that names where something goes."""
    said = {key.casefold().replace("_", "-"): value for key, value in inputs.items()}
    return next((said[key] for key in _TARGET if said.get(key)), "")
