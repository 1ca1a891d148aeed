"""Steps of Concourse pipelines and tasks: what a plan gets, puts and runs. Pipelines written in Pkl are read line by line.

Misleads: a resource is known by its type; in Pkl, steps that functions of other files make are not seen.
Source: concourse-ci.org/docs, jobs and steps.
"""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.lines import without_comments
from assessment.repositories.rules.readers.node import Node
from assessment.repositories.rules.readers.outline import outline

_PKL = re.compile(r'^\s*(?P<key>get|put|task|file|name|type|set_pipeline)\s*=\s*"(?P<value>[^"]+)"')


def concourse(text: Text) -> Iterator[Step]:
    """Steps of all jobs of a pipeline, or the commands of a task."""
    if text.path.endswith(".pkl"):
        yield from _pkl(text)
        return
    root = outline(text.text)
    types = {entry.get("name").value: entry.get("type").value for entry in root.get("resources").entries()}
    for job in root.get("jobs").entries():
        yield from _plan(job, types)
    yield from _run(root, "", "")


def _plan(job: Node, types: dict[str, str]) -> Iterator[Step]:
    name = job.get("name").value
    for node in job.walk():
        got, put, task, piped = (node.get(key) for key in ("get", "put", "task", "set_pipeline"))
        resource = node.get("resource").value
        if got.value:
            kind = types.get(resource or got.value, "")
            yield Step(got.line, name, "", f"step:get {kind}".strip(), f"concourse:{kind or 'git'}")
        elif put.value:
            kind = types.get(resource or put.value, "")
            yield Step(put.line, name, put.value, f"step:put {kind}".strip(), f"concourse:put:{kind or put.value}")
        elif piped.value:
            yield Step(piped.line, name, "", "step:set_pipeline", "concourse:set_pipeline")
        elif task.value and (file := node.get("file").value):
            yield Step(task.line, name, task.value, *_file(file))
        elif task.value:
            yield from _run(node.get("config"), name, task.value)


def _run(task: Node, job: str, name: str) -> Iterator[Step]:
    """The command of a task: a program with its arguments, or a script given to a shell."""
    run = task.get("run")
    path, args = run.get("path").value, run.get("args").entries()
    if not path:
        return
    if script := next((tuple(arg.lines) for arg in args if arg.lines), ()):
        yield Step(script[0][0], job, name, commands=script)
        return
    words = [arg.value for arg in args]
    given = any(word.startswith("-") and word.endswith("c") for word in words[:-1])
    command = words[-1] if given else " ".join([path, *words])
    yield Step(run.get("path").line, job, name, commands=((run.get("path").line, command),))


def _file(file: str) -> tuple[str, str]:
    """How a task in a file is named: resource//path. The resource has, as a rule, the name of its repository."""
    resource, _, path = file.partition("/")
    return f"include:{resource}//{path}", f"./{path.rpartition('/')[2]}"


def _pkl(text: Text) -> Iterator[Step]:
    """`get`, `put` and `task` with the job whose name was given last."""
    job, task = "", (0, "")
    for number, line in enumerate([*without_comments(text), 'name = "."'], 1):
        if not (match := _PKL.match(line)):
            continue
        key, value = match["key"], match["value"]
        if task[0] and key != "file":
            yield Step(task[0], job, task[1], f"task:{task[1]}", task[1])
        if key == "file" and task[0]:
            yield Step(task[0], job, task[1], *_file(value))
        task = (number, value) if key == "task" else (0, "")
        if key == "name":
            job = value
        elif key == "put":
            yield Step(number, job, value, f"step:put {value}", f"concourse:put:{value}")
        elif key == "get":
            yield Step(number, job, "", "step:get", "concourse:git")
        elif key == "set_pipeline":
            yield Step(number, job, "", "step:set_pipeline", "concourse:set_pipeline")
