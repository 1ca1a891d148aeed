"""Which image a container is built on, and as whom it runs.

As whom: by the Dockerfiles nearest to the top of the repository, those for development left aside; those deeper down mostly build tools.
"""

import re
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.settings.seen import Finding, Seen

_ROOT = frozenset({"root", "0"})
_INSTRUCTION = re.compile(r"^\s*(?P<name>FROM|USER)\s+(?P<value>.+?)\s*$", re.I)
_ORDINARY = re.compile(r"\s*(-\s+)?[\"']?(runAsNonRoot[\"']?:\s*[\"']?true\b|runAsUser[\"']?:\s*[\"']?[1-9])")
_COPY = re.compile(r"^\s*COPY\s.*--from=(?P<stage>[\w.-]+)", re.I)
_LOCAL = re.compile(r"(^|[-_.])(dev|development|local|test|tests|e2e|ci|debug)([-_.]|$)", re.I)
_STAGE = re.compile(r"\s+AS\s+(?P<name>\S+)", re.I)


def pinned_base_image(seen: Seen) -> Finding:
    """digest, tag or mixed where all images have a version; absent where one has none or only `latest`; else unavailable."""
    paths = {text.path for text in seen.of_kind("dockerfile")}
    refs = [ref for ref in seen.references if ref.kind == "image" and ref.path in paths]
    if not refs:
        return Finding("unavailable")
    loose = next((ref for ref in refs if ref.pin == "none"), None)
    if loose:
        return Finding("absent", "none", loose.path, loose.line)
    known = [ref for ref in refs if ref.pin in ("digest", "tag")]
    if not known:
        return Finding("unavailable", "", refs[0].path, refs[0].line)
    pins = {ref.pin for ref in known}
    return Finding("present", pins.pop() if len(pins) == 1 else "mixed", known[0].path, known[0].line)


def non_root_container(seen: Seen) -> Finding:
    """Where an ordinary user is set; unavailable where only an unknown base image could say."""
    found = [_user(text, seen) for text in nearest(seen)]
    there = [finding for finding in found if finding.outcome == "present"]
    if there:
        return there[0] if len(there) == len(found) else there[0]._replace(setting=f"{there[0].setting}, some")
    doubtful = min(found, key=lambda finding: finding.outcome != "absent", default=Finding("unavailable"))
    return _in_cluster(seen) or doubtful


def _user(text: Text, seen: Seen) -> Finding:
    """Where a stage that can run ends with an ordinary user; else what the last stage says, through the stages it is built on.

    A stage from which files are only copied does not run.
    """
    stages = _stages(seen.lines[text.path])
    copied = {match["stage"].casefold() for line in seen.lines[text.path] if (match := _COPY.search(line))}
    running = [stage for n, stage in enumerate(stages) if n == len(stages) - 1 or (stage.name not in copied and str(n) not in copied)]
    ordinary = next((stage for stage in reversed(running) if stage.user and stage.user.casefold() not in _ROOT), None)
    if ordinary is not None:
        return Finding("present", "Dockerfile", text.path, ordinary.line)
    last = stages[-1] if stages else _Stage("", "", 1)
    return Finding("absent", "Dockerfile", text.path, last.line) if last.user else _inherited(text, seen, last.line)


class _Stage(NamedTuple):
    name: str
    user: str  # '' where nothing sets one
    line: int  # that sets it, else its FROM


def _stages(lines: list[str]) -> list[_Stage]:
    stages: list[_Stage] = []
    for number, content in enumerate(lines, 1):
        match = _INSTRUCTION.match(content)
        if not match:
            continue
        if match["name"].upper() == "FROM":
            base = _STAGE.split(match["value"])[0].split()[-1].casefold()
            built_on = next((stage for stage in reversed(stages) if stage.name and stage.name == base), None)
            alias = _STAGE.search(match["value"])
            known = built_on is not None and built_on.user
            user, line = (built_on.user, built_on.line) if built_on is not None and known else ("", number)
            stages.append(_Stage(alias["name"].casefold() if alias else "", user, built_on.line if built_on and not known else line))
        elif stages:
            stages[-1] = stages[-1]._replace(user=match["value"].partition(":")[0].strip("\"'"), line=number)
    return stages


def _inherited(text: Text, seen: Seen, line: int) -> Finding:
    refs = [ref for ref in seen.references if ref.path == text.path and ref.kind == "image" and ref.line <= line]
    if not refs:
        return Finding("unavailable", "", text.path, line)
    last = max(refs, key=lambda ref: ref.line)
    if _any(seen.rules.ordinary_user, f"{last.target}:{last.version}"):
        return Finding("present", "base image", text.path, last.line)
    return Finding("absent" if _is_root(seen, last) else "unavailable", "", text.path, last.line)


def _is_root(seen: Seen, ref: Reference) -> bool:
    return ref.pin != "variable" and _any(seen.rules.root_images, ref.target)


def _any(patterns: tuple[str, ...], name: str) -> bool:
    return any(compiled(pattern).search(name.casefold()) for pattern in patterns)


def _in_cluster(seen: Seen) -> Finding | None:
    for text in seen.of_kind("kubernetes", "helm-chart", "kustomize"):
        if "runAs" not in seen.code[text.path]:
            continue
        for number, line in enumerate(seen.lines[text.path], 1):
            if _ORDINARY.match(line):
                return Finding("present", "cluster", text.path, number)
    return None


def nearest(seen: Seen) -> list[Text]:
    """Dockerfiles with the fewest folders above them; not those for development, where there are others."""
    texts = seen.of_kind("dockerfile")
    depth = min((text.path.count("/") for text in texts), default=0)
    near = [text for text in texts if text.path.count("/") == depth]
    return [text for text in near if not _LOCAL.search(text.path.rpartition("/")[2])] or near
