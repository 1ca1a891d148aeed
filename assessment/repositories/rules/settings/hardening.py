"""Whether GitHub workflows run what strangers write, hand on all secrets, or leave a token lying about.

Source: GitHub's guide to script injection; docs.zizmor.sh on dangerous triggers, template injection and persisted credentials.
Misleads: a value that a workflow checks before it uses it counts like one that it does not.
"""

import re
from collections.abc import Iterator

from assessment.repositories.facts import Text
from assessment.repositories.rules.readers.lines import indent_of
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen

_FOREIGN = ("pull_request_target", "workflow_run")
_HEAD = re.compile(
    r"\b(ref|repository)\s*:.*(event\.pull_request\.head|github\.head_ref|event\.workflow_run\.head|refs/pull/)|\bgh\s+pr\s+checkout\b"
    r"|\bgit\s+(fetch|checkout)\b.*(pull_request\.head|head_ref|workflow_run\.head|refs/pull/)"
)
_WRITTEN = re.compile(
    r"\$\{\{[^}]*\bgithub\.(head_ref\b|event\.(issue|pull_request|comment|review|review_comment|discussion|head_commit|commits|pages|workflow_run)"
    r"\b[^}\s]*\.(title|body|message|ref|label|head_branch|display_title|name|email|page_name|default_branch)\b)"
)
_SCRIPT = re.compile(r"^\s*(-\s+)?[\"']?(run|script)[\"']?\s*:\s*(?P<rest>.*)$")
_HARDEN = re.compile(r"\bstep-security/harden-runner@")
_CHECKOUT = re.compile(r"\buses:\s*[\"']?actions/checkout@")
_KEEPS = re.compile(r"\bpersist-credentials[\"']?:\s*[\"']?false\b")
_POLICY = re.compile(r"\begress-policy[\"']?:\s*[\"']?(\w+)")


def dangerous_triggers(seen: Seen) -> Finding:
    """Present where no workflow runs a stranger's code or text with the repository's own rights; else where it does."""
    texts = seen.of_kind("github-workflow", "github-action")
    found = [finding for text in texts for finding in _dangers(text, seen)]
    sorts = sorted({finding.setting for finding in found})
    return found[0]._replace(setting=" + ".join(sorts)) if found else Finding("present")


def _dangers(text: Text, seen: Seen) -> Iterator[Finding]:
    code = seen.code[text.path]
    lines = seen.lines[text.path]
    if any(word in code for word in _FOREIGN) and "uses" in code:
        at = next((number for number, line in enumerate(lines, 1) if _HEAD.search(line)), 0)
        if at:
            yield Finding("absent", "foreign checkout", text.path, at)
    if "github.event." in code or "head_ref" in code:
        at = next((number for number, line in scripts(lines) if _WRITTEN.search(line)), 0)
        if at:
            yield Finding("absent", "script injection", text.path, at)


def scripts(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Number (from 1) and text of the lines that a shell or a script step runs."""
    inside = -1
    for number, line in enumerate(lines, 1):
        if inside >= 0 and (not line.strip() or indent_of(line) > inside):
            yield number, line
            continue
        match = _SCRIPT.match(line)
        inside = indent_of(line) + len(match[1] or "") if match else -1
        if match:
            yield number, match["rest"]


def secrets_scope(seen: Seen) -> Finding:
    """Present where called workflows get named secrets or none; absent where one inherits all."""
    calls = [
        ref for ref in seen.references if ref.kind == "workflow" and f"{ref.target}/{ref.block}".rstrip("/").endswith((".yml", ".yaml"))
    ]
    if not calls:
        return NOT_APPLICABLE
    named = Finding("present", "none", calls[0].path, calls[0].line)
    for text in seen.of_kind("github-workflow"):
        if "secrets" not in seen.code[text.path]:
            continue
        for number, line in enumerate(seen.lines[text.path], 1):
            if re.match(r"\s+[\"']?secrets[\"']?:\s*[\"']?inherit\b", line):
                return Finding("absent", "inherited", text.path, number)
            if named.setting == "none" and text.path in {ref.path for ref in calls} and re.match(r" {4,}secrets:\s*$", line):
                named = Finding("present", "named", text.path, number)
    return named


def hardened_runner(seen: Seen) -> Finding:
    """Present where a step watches the runner, or where no checkout leaves its token behind; absent else."""
    checkouts = kept = 0
    first: Finding | None = None
    for text in seen.of_kind("github-workflow"):
        code = seen.code[text.path]
        if _HARDEN.search(code):
            policy = _POLICY.search(code)
            at = code.count("\n", 0, _HARDEN.search(code).start()) + 1  # type: ignore[union-attr]  # it was found above
            return Finding("present", f"harden-runner {policy[1] if policy else 'block'}", text.path, at)
        wanted, bare = _checkouts(seen.lines[text.path])
        checkouts, kept = checkouts + wanted, kept + wanted - len(bare)
        first = first or (Finding("absent", "", text.path, bare[0]) if bare else None)
    if first is not None:
        return first._replace(setting="some checkouts" if kept else "none")
    return Finding("present", "no token kept") if checkouts else Finding("absent", "none")


def _checkouts(lines: list[str]) -> tuple[int, list[int]]:
    """How many checkouts there are, and the lines of those that keep the token."""
    count, bare = 0, []
    for at, line in enumerate(lines):
        if not _CHECKOUT.search(line):
            continue
        count += 1
        if not any(_KEEPS.search(said) for said in _step_of(lines, at)):
            bare.append(at + 1)
    return count, bare


def _step_of(lines: list[str], at: int) -> Iterator[str]:
    """The lines of the step that a line belongs to, from its dash to the next."""
    start = next((n for n in range(at, -1, -1) if lines[n].lstrip().startswith("- ")), at)
    depth = indent_of(lines[start])
    for number in range(start, len(lines)):
        if number > start and lines[number].strip() and indent_of(lines[number]) <= depth:
            return
        yield lines[number]
