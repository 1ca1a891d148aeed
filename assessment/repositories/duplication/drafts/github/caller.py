"""The file that replaces a member: its own name and triggers as they were written, and one job that calls the shared workflow."""

import re

import yaml

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.github.meaning import HEAD
from assessment.repositories.duplication.drafts.github.shared import Shared
from assessment.repositories.duplication.drafts.github.text import braced
from assessment.repositories.duplication.drafts.values import Missing, Value, at, same

JOB = "call"
UNKNOWN = "0" * 40  # stands for the commit of a release that does not exist yet


def caller(shared: Shared, member: int, original: str, uses: str) -> str:
    """The text of a caller; `original` is the member's file."""
    job: dict[str, Value] = {"uses": uses}
    given = {name: one.stated(member) for name, one in shared.inputs.items()}
    stated: dict[str, Value] = {name: value for name, value in given.items() if not isinstance(value, Missing)}
    job |= {"with": stated} if stated else {}
    secrets: dict[str, Value] = {}
    for name, values in shared.secrets.items():
        if not isinstance(own := values[member], Missing):
            secrets[name] = braced(Expression("dot", str(own), (Expression("name", "secrets"),)))
    job |= {"secrets": secrets} if secrets else {}
    granted = shared.permissions.callers[member]
    body: dict[str, Value] = {} if isinstance(granted, Missing) else {"permissions": granted}
    body["jobs"] = {JOB: job}
    parts = [yaml_text.write({key: value}) for key, value in body.items()]
    return head(original) + "\n".join(parts)


def pinned_like(original: str, ref: str) -> str:
    """What a caller names: `ref`, or a commit that has yet to be filled in where the member pins all actions to commits."""
    used = re.findall(r"^\s*(?:-\s+)?uses:\s*['\"]?([^\s'\"#]+)", original, re.MULTILINE)
    loose = [one for one in used if not one.startswith(("./", "docker://")) and not re.search(r"@[0-9a-f]{40}$", one)]
    return ref if loose else UNKNOWN


def with_versions(text: str, versions: dict[str, str]) -> str:
    """A blank line between the main keys, and beside a commit the version that it is."""
    lines: list[str] = []
    for line in text.splitlines():
        uses = line.rpartition("uses: ")[2]
        if lines and line[:1].strip():
            lines.append("")
        lines.append(f"{line}  # {versions[uses]}" if uses in versions else line)
    return "\n".join(lines) + "\n"


def head(original: str) -> str:
    """The lines of a workflow that name it and say when it runs, as they were written, comments included."""
    original = original.replace("\r\n", "\n")
    document = yaml_text.read(original)
    wanted = {key: value for key, value in document.items() if key in HEAD} if isinstance(document, dict) else {}
    cut = _cut(original)
    try:
        found = yaml_text.read(cut)
    except DraftError:
        found = None
    return cut if same(found, wanted) else yaml_text.write(wanted) if wanted else ""


def _cut(original: str) -> str:
    lines = original.splitlines(keepends=True)
    node = yaml.compose(original, yaml.CSafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return ""
    starts = [(key.value, key.start_mark.line) for key, _ in node.value]
    ends = [line for _, line in starts[1:]] + [len(lines)]
    kept: list[str] = []
    for (key, start), end in zip(starts, ends, strict=True):
        if key in HEAD:
            block = lines[start:end]
            while block and (not block[-1].strip() or block[-1].startswith("#")):
                block.pop()  # what stands before the next key belongs to it
            kept += [*block[:-1], block[-1].rstrip("\n") + "\n", "\n"]
    return "".join(kept)


def stated(caller_document: Value) -> dict[str, Value]:
    """The calling job of a caller; DraftError where there is none."""
    job = at(caller_document, ("jobs", JOB))
    if not isinstance(job, dict) or not isinstance(job.get("uses"), str):
        raise DraftError(f"is no caller: it has no job {JOB} that uses a workflow")
    return job
