"""How a repository switches the shared pipeline that it uses.

Reads `enableX()`, `disableX()` and `skipX()` of a Jenkins pipeline that a library brings, and the inputs of called workflows whose names
say that they switch something. Misleads: a name is all that is known; what the switch does stands in the shared pipeline.
"""

import re
from collections.abc import Iterator

from assessment.repositories.rules.readers.lines import code_lines, indent_of
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.settings.pipelines import handed_over
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen

_CALL = re.compile(r"(?m)^[ \t]*(?P<name>(enable|disable|skip)[A-Z]\w*)\s*\(")
_OF_JENKINS = frozenset(
    {"disableConcurrentBuilds", "disableResume", "disableRestartFromStage", "skipDefaultCheckout", "skipStagesAfterUnstable"}
)
_INPUT = re.compile(r"^\s+[\"']?(?P<name>[\w-]+)[\"']?:\s*[\"']?(?P<value>true|false)[\"']?\s*$", re.I)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_OFF = frozenset({"skip", "disable", "without", "exclude", "no"})
_ON = frozenset({"enable", "enabled", "run", "with", "perform", "use", "include"})
Switch = tuple[str, bool, str, int]  # as written, whether a stage is left out, path, line


def road_stages(seen: Seen) -> Finding:
    """Present where the shared pipeline runs as it is, or with more; absent where a switch leaves a stage out; else not applicable."""
    if handed_over(seen) is None:
        return NOT_APPLICABLE
    switches = [*_of_jenkins(seen), *_of_workflows(seen)]
    setting = " + ".join(sorted({switch[0] for switch in switches}))
    left_out = [switch for switch in switches if switch[1]]
    first = (left_out or switches or [("", False, "", 0)])[0]
    return Finding("absent" if left_out else "present", setting, first[2], first[3] or None)


def _of_jenkins(seen: Seen) -> Iterator[Switch]:
    paths = {ref.path for ref in seen.references if ref.kind == "library"}
    for text in seen.of_kind("jenkinsfile"):
        code = seen.code[text.path]
        for match in _CALL.finditer(code) if text.path in paths else ():
            name = match["name"]
            if name not in _OF_JENKINS:
                yield name, not name.startswith("enable"), text.path, code.count("\n", 0, match.start("name")) + 1


def _of_workflows(seen: Seen) -> Iterator[Switch]:
    calls = [ref for ref in seen.references if ref.kind == "workflow" and ref.pin != "local"]
    for text in seen.of_kind("github-workflow"):
        ours = [ref for ref in calls if ref.path == text.path]
        lines = code_lines(text) if ours else []
        for ref in ours:
            yield from _inputs(lines, ref)


def _inputs(lines: list[str], ref: Reference) -> Iterator[Switch]:
    """Switches among the inputs of the job that calls a workflow: the lines around it that are indented as deep or deeper."""
    depth = indent_of(lines[ref.line - 1])
    start = next((at + 1 for at in range(ref.line - 1, -1, -1) if lines[at].strip() and indent_of(lines[at]) < depth), 0)
    stop = next((at for at in range(ref.line, len(lines)) if lines[at].strip() and indent_of(lines[at]) < depth), len(lines))
    for at in range(start, stop):
        match = _INPUT.match(lines[at])
        if not match or indent_of(lines[at]) <= depth:
            continue
        on, words = match["value"].casefold() == "true", [word.casefold() for word in _WORD.findall(match["name"])]
        off = bool(_OFF.intersection(words))
        if off or _ON.intersection(words):
            yield f"{match['name']}={match['value'].casefold()}", on == off, ref.path, at + 1
