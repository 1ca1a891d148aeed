"""Steps of Travis CI: scripts by phase, services, caches, deployments.

Source: docs.travis-ci.com, job lifecycle.
"""

from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.node import Node
from assessment.repositories.rules.readers.outline import outline

_PHASES = (
    "before_install",
    "install",
    "before_script",
    "script",
    "after_success",
    "after_failure",
    "before_deploy",
    "after_deploy",
    "after_script",
)


def travis(text: Text) -> Iterator[Step]:
    """Steps of the file and of the jobs that it lists."""
    root = outline(text.text)
    for job in (root, *root.get("jobs", "matrix").get("include").entries()):
        yield from _job(job)


def _job(job: Node) -> Iterator[Step]:
    name = job.get("name", "stage").value
    for phase in _PHASES:
        if (lines := tuple(job.get(phase).said())) and lines[0][1] not in ("skip", "true"):
            yield Step(lines[0][0], name, name if phase == "script" else "", commands=lines)
    for key in ("cache", "services"):
        node = job.get(key)
        if node.value not in ("", "false") or node.below:
            yield Step(node.line, name, "", f"step:{key}", "circleci:save_cache" if key == "cache" else "service:")
    for deploy in job.get("deploy").entries() or [node for node in (job.get("deploy"),) if node.below]:
        if provider := deploy.get("provider").value:
            yield Step(deploy.line, name, "deploy", f"step:deploy {provider}", f"travis:{provider}")
