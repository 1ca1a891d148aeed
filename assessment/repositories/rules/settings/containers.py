"""Which image a container is built on, and as whom it runs.

Looks at the Dockerfiles nearest to the top of the repository: those deeper down mostly build tools for local work.
"""

import re

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.settings.seen import Finding, Seen

_ROOT = frozenset({"root", "0"})
_INSTRUCTION = re.compile(r"^\s*(?P<name>FROM|USER)\s+(?P<value>.+?)\s*$", re.I)
_STAGE = re.compile(r"\s+AS\s+(?P<name>\S+)", re.I)


def pinned_base_image(seen: Seen) -> Finding:
    """digest, tag or mixed where all images have a version; absent where one has none or only `latest`; else unavailable."""
    paths = {text.path for text in nearest(seen)}
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
    if not found:
        return Finding("unavailable")
    for outcome in ("absent", "unavailable"):
        if doubtful := next((finding for finding in found if finding.outcome == outcome), None):
            return _in_cluster(seen) or doubtful
    return found[0]


def _user(text: Text, seen: Seen) -> Finding:
    """The last USER of the last stage, through the stages that it is built on."""
    stages: dict[str, tuple[str, int]] = {}
    user, line, base, stage = "", 1, "", ""
    for number, content in enumerate(seen.lines[text.path], 1):
        match = _INSTRUCTION.match(content)
        if not match:
            continue
        if match["name"].upper() == "USER":
            user, line = match["value"].partition(":")[0].strip("\"'"), number
        else:
            base = _STAGE.split(match["value"])[0].split()[-1]
            user, line = stages.get(base.casefold(), ("", number))
            alias = _STAGE.search(match["value"])
            stage = alias["name"].casefold() if alias else ""
        stages[stage] = user, line
    if user:
        return Finding("absent" if user.casefold() in _ROOT else "present", "Dockerfile", text.path, line)
    return _inherited(text, seen, line)


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
        for number, line in enumerate(seen.lines[text.path], 1):
            if re.match(r"\s*runAsNonRoot:\s*true\b", line):
                return Finding("present", "cluster", text.path, number)
    return None


def nearest(seen: Seen) -> list[Text]:
    """Dockerfiles with the fewest folders above them."""
    texts = seen.of_kind("dockerfile")
    depth = min((text.path.count("/") for text in texts), default=0)
    return [text for text in texts if text.path.count("/") == depth]
