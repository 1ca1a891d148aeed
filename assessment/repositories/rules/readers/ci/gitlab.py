"""Steps of GitLab pipelines: scripts of jobs, templates and components that a file includes, caches, artifacts and services.

Misleads: a hidden job counts through the jobs of the same file that extend it, four deep; rules other than a plain `never` count as met.
Source: docs.gitlab.com, CI/CD YAML syntax reference.
"""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.names import image
from assessment.repositories.rules.readers.node import NOTHING, Node
from assessment.repositories.rules.readers.outline import outline

_NO_JOB = frozenset(
    (
        "stages",
        "variables",
        "include",
        "default",
        "workflow",
        "image",
        "services",
        "cache",
        "spec",
        "before_script",
        "after_script",
        "types",
    )
)
_SCRIPTS = ("before_script", "script", "after_script")
_DEEPEST = 4


def gitlab(text: Text) -> Iterator[Step]:
    """Steps of all jobs, with what the file includes first."""
    root = outline(text.text)
    for entry in root.get("include").entries() or [node for node in (root.get("include"),) if node.below]:
        yield from _included(entry)
    jobs = {node.key: node for node in root.below if node.key not in _NO_JOB and node.below}
    anchors = {node.anchor: node for node in root.walk() if node.anchor}
    for holder in (root, root.get("default")):
        yield from _scripts(holder, "", "", ("before_script", "after_script"), anchors)
        yield from _kept(holder, "", True)
    for name, job in jobs.items():
        if not name.startswith("."):
            yield from _job(name, job, jobs, anchors)


def _included(entry: Node) -> Iterator[Step]:
    """An include; a project's file stands behind two slashes."""
    said = {key: entry.get(key).value for key in ("project", "component", "template", "remote", "local")}
    line = entry.line
    if said["project"]:
        for file in entry.get("file").words() or [""]:
            yield Step(line, "", "", f"include:{said['project']}//{file.lstrip('/')}", f"{said['project']}/{file.strip('/')}")
    elif said["component"]:
        name = said["component"].partition("@")[0].partition("/")[2]
        yield Step(line, "", "", f"include:{name}", f"gitlab:{name}")
    elif said["template"]:
        yield Step(line, "", "", f"template:{said['template']}", f"gitlab:{said['template']}")
    elif said["remote"] or entry.value.startswith("http"):
        address = (said["remote"] or entry.value).partition("://")[2]
        yield Step(line, "", "", f"include:{address}", address)
    elif local := said["local"] or entry.value:
        yield Step(line, "", "", f"include:./{local.lstrip('./')}" if not local.startswith("/.") else f"include:.{local}", f"./{local}")


def _job(name: str, job: Node, jobs: dict[str, Node], anchors: dict[str, Node]) -> Iterator[Step]:
    chain = _chain(job, jobs, anchors)

    def inherited(key: str) -> Node:
        return next((found for one in chain if (found := one.get(key)).line), NOTHING)

    environment = inherited("environment").value or inherited("environment").get("name").value
    enabled = inherited("when").value != "never" and [rule.get("when").value for rule in inherited("rules").entries()] != ["never"]
    if inherited("trigger").line:
        yield Step(
            job.line, name, "trigger downstream", environment=environment, enabled=enabled, how="step:trigger", block="gitlab:trigger"
        )
    lines = tuple(line for key in _SCRIPTS for line in _said(inherited(key), anchors))
    if lines:
        labels = f"{name} {job.get('stage').value}".strip()
        yield Step(lines[0][0], name, labels, commands=lines, environment=environment, enabled=enabled)
    elif (base := job.get("extends").words()) and not set(base) <= set(jobs):
        yield Step(job.line, name, name, f"template:{base[-1]}", f"gitlab:{base[-1]}", environment=environment, enabled=enabled)
    for one in chain:
        yield from _kept(one, name, enabled)


def _chain(job: Node, jobs: dict[str, Node], anchors: dict[str, Node]) -> list[Node]:
    """The job and what it extends or merges in, nearest first, each once: twenty that merge twenty others would else be 160,000."""
    chain, waiting = dict[int, Node](), [job]
    for _ in range(_DEEPEST):
        chain |= {id(node): node for node in waiting}
        names = [name for node in waiting for name in reversed(node.get("extends").words())]
        merged = [name for node in waiting for name in node.get("<<").words()]
        waiting = [jobs[name] for name in names if name in jobs] + [anchors[name[1:]] for name in merged if name[1:] in anchors]
        waiting = [node for number, node in {id(node): node for node in waiting}.items() if number not in chain]
    return list(chain.values())


def _scripts(holder: Node, job: str, name: str, keys: tuple[str, ...], anchors: dict[str, Node]) -> Iterator[Step]:
    lines = tuple(line for key in keys for line in _said(holder.get(key), anchors))
    if lines:
        yield Step(lines[0][0], job, name, commands=lines)


def _said(node: Node, anchors: dict[str, Node]) -> Iterator[tuple[int, str]]:
    """Lines of a script; an alias stands for what its anchor says."""
    for line, said in node.said():
        alias = re.fullmatch(r"\*([\w.-]+)", said.strip())
        if alias and alias[1] in anchors:
            yield from (words for words in anchors[alias[1]].said() if not words[1].startswith("*"))
        elif not said.startswith("!reference"):
            yield line, said


def _kept(holder: Node, job: str, enabled: bool) -> Iterator[Step]:
    """Caches, artifacts and services."""
    for key in ("cache", "artifacts"):
        node = holder.get(key)
        if node.below:
            yield Step(node.line, job, "", f"step:{key}", f"gitlab:{key}", enabled=enabled)
    for service in holder.get("services").entries():
        written = service.get("name").value or service.value
        if written:
            name = image(written).target
            yield Step(service.line, job, "", f"image:{name}", f"service:{name}", enabled=enabled)
