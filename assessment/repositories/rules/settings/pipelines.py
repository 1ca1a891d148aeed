"""When tests run, whether jobs have a time limit, and whether a pipeline's steps are in the repository at all."""

import re

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.readers.lines import code_lines, indent_of
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.settings.jobs import walk
from assessment.repositories.rules.settings.seen import Finding, Seen

_ELSEWHERE = ("library", "include", "template", "orb", "workflow")  # the most likely to bring whole pipelines first
_STEPS = "circleci/"  # the vendor's orbs bring steps, no pipelines
_PIPELINES = frozenset({"ci", "deployment", "security", "quality", "containers", "environments"})
_ON_CHANGE = ("pull request", "every branch")
_SCRIPTED = frozenset({"concourse", "jenkinsfile", "travis", "other-ci"})  # systems whose steps are scripts in folders of their own
_EVENT = re.compile(r"[\"']?(?P<event>[a-z_]+)[\"']?\s*(?::|,|$)")
_BY_CLOCK = re.compile(r"nightly|weekly|cron|schedule", re.I)
_SYSTEM = {"github-workflow": "github", "github-action": "github", "gitlab-ci": "gitlab", "jenkinsfile": "jenkins"}  # kind -> CI system
_LIMIT = {
    "jenkinsfile": re.compile(r"\btimeout\s*\(|\btimeout\s+time"),
    "gitlab-ci": re.compile(r"^\s+timeout:"),
    "circleci": re.compile(r"no_output_timeout:"),
    "azure-pipelines": re.compile(r"timeoutInMinutes:"),
    "concourse": re.compile(r"^\s+timeout:"),
    "other-ci": re.compile(r"timeout_in_minutes:|timeoutInMinutes:|^timeout:|max-time:"),
}


def handed_over(seen: Seen) -> Reference | None:
    """The reference by which a pipeline hands over to a shared one elsewhere: its steps are then not in these files."""
    kinds = seen.expanded(["ci"])
    paths = {text.path for text in seen.texts if text.kind in kinds}
    beside = compiled(seen.rules.beside)
    refs = [
        ref for ref in seen.references
        if ref.kind in _ELSEWHERE and ref.path in paths and ref.workflow in _PIPELINES
        and ref.pin != "local" and not ref.target.startswith(_STEPS)
        and not (ref.kind == "workflow" and beside.search(f"{ref.target}/{ref.block}".casefold()))
    ]  # fmt: skip
    return min(refs, key=lambda ref: (_ELSEWHERE.index(ref.kind), ref.path, ref.line), default=None)


def tests_on_change(seen: Seen, hits: list[tuple[str, str, int]]) -> Finding | None:
    """Trigger of the pipeline that runs tests, given where test commands stand; none where no change starts one."""
    texts = {text.path: text for text in seen.texts}
    scripted = bool(seen.kinds & _SCRIPTED)
    found = [(_trigger(texts[path], seen), path, line) for _, path, line in hits if scripted or texts[path].kind != "ci-script"]
    return next((Finding("present", word, path, line) for word in _ON_CHANGE for trigger, path, line in found if trigger == word), None)


def _trigger(text: Text, seen: Seen) -> str:
    """What starts a pipeline: one of _ON_CHANGE, or something else."""
    if text.kind == "github-workflow":
        own = _github_trigger(text)
        return own if own != "call" else min((_github_trigger(one) for one in _callers(text.path, seen)), key=_order, default="other")
    if text.kind == "github-action":
        return min((_github_trigger(one) for one in _callers(text.path, seen)), key=_order, default="other")
    by_clock = _BY_CLOCK.search(text.path) or re.search(r"\bcron\s*\(", seen.code[text.path])
    return "other" if by_clock else "every branch"


def _github_trigger(text: Text) -> str:
    events = triggers(text)
    if events.keys() & {"pull_request", "pull_request_target", "merge_group"}:
        return "pull request"
    if "push" in events:
        return "every branch" if _everywhere(events["push"]) else "other"
    return "call" if "workflow_call" in events else "other"


def triggers(text: Text) -> dict[str, str]:
    """Events that start a GitHub workflow, each with what is said about it."""
    lines = [line for line in code_lines(text) if line.strip()]
    start = next((at for at, line in enumerate(lines) if re.match(r"[\"']?on[\"']?:", line)), len(lines))
    stop = next((at for at in range(start + 1, len(lines)) if indent_of(lines[at]) == 0 and not lines[at].startswith("-")), len(lines))
    section = lines[start:stop]
    first = section[0].partition(":")[2].strip() if section else ""
    if first:
        return dict.fromkeys(re.findall(r"[a-z_]+", first.replace("{", " ")), "")
    found: dict[str, str] = {}
    depth, event = min((indent_of(line) for line in section[1:]), default=0), ""
    for line in section[1:]:
        match = _EVENT.match(line.strip().removeprefix("-").strip()) if indent_of(line) == depth else None
        event = match["event"] if match else event
        found[event] = found.get(event, "") + ("" if match else line.strip() + " ")
    return found


def _everywhere(push: str) -> bool:
    """A push to any branch starts it: none is named, or all are."""
    named = re.search(r"\bbranches\s*:(?P<names>.*?)(\b[a-z-]+:|$)", push)
    if named is None:
        return not re.search(r"\btags\s*:", push) or "branches-ignore" in push
    return bool(re.search(r"[\"'\s\[-](\*\*?(/\*\*?)?)[\"'\s\],]", named["names"] + " "))


def _callers(path: str, seen: Seen) -> list[Text]:
    """Workflows of the repository that use a local workflow or action."""
    names = {"./" + path, "./" + path.rpartition("/")[0]}
    users = {ref.path for ref in seen.references if ref.pin == "local" and ref.target.rstrip("/") in names}
    return [text for text in seen.of_kind("github-workflow") if text.path in users]


def _order(trigger: str) -> int:
    return _ON_CHANGE.index(trigger) if trigger in _ON_CHANGE else len(_ON_CHANGE)


def timeout(seen: Seen) -> Finding | None:
    """Share of jobs with a time limit; none where no job has one."""
    limited: list[tuple[str, int]] = []
    without = 0
    for text in seen.of_kind("ci"):
        if text.kind == "github-workflow":
            jobs = list(_jobs(text))
            limited += [(text.path, line) for line in jobs if line]
            without += jobs.count(0)
        elif text.kind in _LIMIT:
            at = next((n for n, line in enumerate(seen.lines[text.path], 1) if _LIMIT[text.kind].search(line)), 0)
            limited += [(text.path, at)] if at else []
            without += not at
    return Finding("present", "some" if without else "all", *limited[0]) if limited else None


def _jobs(text: Text) -> list[int]:
    """One number per job with steps of its own: the line of its `timeout-minutes`, else 0."""
    limits: dict[tuple[str, int], int] = {}
    own: dict[str, int] = {}
    for step in walk(text):
        if step.job and step.line.startswith("timeout-minutes:"):
            limits.setdefault((step.job, step.indent), step.number)
        if step.job and step.line.startswith("steps:"):
            own.setdefault(step.job, step.indent)
    return [limits.get((job, indent), 0) for job, indent in sorted(own.items())]


def pipeline_as_code(seen: Seen, hits: list[tuple[str, str, int]]) -> Finding | None:
    """Which CI systems build or test here, by themselves or by handing over to a shared pipeline."""
    elsewhere = handed_over(seen)
    found = [(path, line) for _, path, line in hits] + ([(elsewhere.path, elsewhere.line)] if elsewhere else [])
    if not found:
        return Finding("absent")
    kinds = {text.path: text.kind for text in seen.texts}
    return Finding("present", " + ".join(sorted({_SYSTEM.get(kinds[path], kinds[path]) for path, _ in found})), *found[0])
