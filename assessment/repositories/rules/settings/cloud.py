"""How a pipeline logs in to a cloud, and whether something stops it before it deploys."""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.settings.jobs import walk
from assessment.repositories.rules.settings.pipelines import handed_over, triggers
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen

Hit = tuple[str, str, int]  # label, path, line
_STORED = "stored"  # label of evidence that shows a stored key
_BY_HAND = {
    "gitlab-ci": re.compile(r"^\s+when:\s*manual\b|when:\s*[\"']?manual\b"),
    "circleci": re.compile(r"^\s*(-\s*)?type:\s*approval\b"),
    "jenkinsfile": re.compile(r"^\s*input\b\s*[({'\"]|\binput\s*\(|^\s*input\s+(message|id)\b"),
    "azure-pipelines": re.compile(r"^\s*(-\s*)?environment:|ManualValidation@|ManualIntervention@"),
    "other-ci": re.compile(r"^\s*(-\s*)?(trigger:\s*manual|block:)"),
}


def keyless_cloud_login(seen: Seen, hits: list[Hit]) -> Finding | None:
    """Present where pipelines log in by short-lived tokens only, absent where one holds a key; not applicable where none logs in."""
    stored = [hit for hit in hits if hit[0].startswith(_STORED)]
    keyless = [hit for hit in hits if not hit[0].startswith(_STORED)]
    if not hits:
        return None if handed_over(seen) else NOT_APPLICABLE
    label, path, line = (stored or keyless)[0]
    if stored:
        return Finding("absent", "both" if keyless else label.removeprefix(_STORED).strip(), path, line)
    return Finding("present", " + ".join(sorted({name for name, _, _ in keyless})), path, line)


def deployment_approval(seen: Seen, hits: list[Hit]) -> Finding | None:
    """Where a deployment names a place that a person can guard; not applicable where no pipeline deploys. `hits`: what deploys."""
    found = [stop for text in seen.of_kind("ci") for stop in _stops(text, seen, hits)]
    if found:
        sorts = sorted({setting for setting, _, _ in found})
        return Finding("present", " + ".join(sorts), *found[0][1:])
    if hits:
        return Finding("absent", "", hits[0][1], hits[0][2] or None)
    return None if handed_over(seen) else NOT_APPLICABLE


def _stops(text: Text, seen: Seen, hits: list[Hit]) -> Iterator[tuple[str, str, int]]:
    if text.kind == "github-workflow":
        if at := _environment(text):
            yield "environment", text.path, at
        elif set(triggers(text)) == {"workflow_dispatch"} and any(path == text.path for _, path, _ in hits):
            yield "started by hand", text.path, 1
        return
    pattern = _BY_HAND.get(text.kind)
    if pattern is None or (text.kind == "gitlab-ci" and not any(path == text.path for _, path, _ in hits)):
        return
    at = next((number for number, line in enumerate(seen.lines[text.path], 1) if pattern.search(line)), 0)
    if at:
        yield ("environment" if text.kind == "azure-pipelines" else "by hand"), text.path, at


def _environment(text: Text) -> int:
    """Line of the first `environment:` of a job; 0 without."""
    if "environment" not in text.text:
        return 0
    depth, job = 0, ""
    for step in walk(text):
        if step.job != job:
            job, depth = step.job, step.indent
            inner = 0
        elif job and not inner:
            inner = step.indent
        if job and inner and step.indent == inner and step.indent > depth and re.match(r"[\"']?environment[\"']?:", step.line):
            return step.number
    return 0
