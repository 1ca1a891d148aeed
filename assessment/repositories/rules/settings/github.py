"""How GitHub workflows are pinned, what their tokens may do, who owns the code, what updates dependencies."""

import re

from assessment.repositories.facts import Text
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.settings.jobs import walk
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen, share

_OWNER = re.compile(r"(?:^|\s)(@?[\w.-]+(?:/[\w.-]+)?|[^\s@]+@[^\s@]+)")
_HOME = re.compile(  # what a manifest says of itself; not of what it depends on
    r"(?:(?:\"(?:url|homepage|repository)\"|<url>|<connection>|\bmodule\b|\bproject-slug\b|\b[Rr]epository\b|\b[Hh]omepage\b)\s*[:=]?\s*[\"']?"
    r"(?:git\+)?(?:https?://|ssh://git@|git://|scm:git:\S*?)?(?:www\.)?(?:github\.com[/:])|github\.repository(?:_owner)?\s*[!=]=\s*')([\w-]+)"
)
_INTERVAL = re.compile(r"^\s*interval:\s*[\"']?(\w+)")


def pinned_actions(seen: Seen) -> Finding:
    """Present where all third-party actions and workflows are pinned to a commit; absent, mixed or none, with the first that is not."""
    own = _own_owners(seen)
    refs = [ref for ref in seen.references if ref.kind in ("action", "workflow") and _third_party(ref, own)]
    if not refs:
        return NOT_APPLICABLE
    loose = [ref for ref in refs if ref.pin not in ("sha", "digest")]
    first = min(loose or refs, key=lambda ref: (ref.path, ref.line))
    setting = share(len(refs) - len(loose), len(refs)) if loose else ""
    return Finding("absent" if loose else "present", setting, first.path, first.line)


def _third_party(ref: Reference, own: frozenset[str]) -> bool:
    return ref.pin != "local" and "/" in ref.target and ref.target.partition("/")[0].casefold() not in own


def _own_owners(seen: Seen) -> frozenset[str]:
    """Owners that are not third party: trusted by the rules, in the repository's name, or named by its own files as where it lives."""
    lines = (line for text in seen.of_kind("codeowners") for line in seen.lines[text.path])
    owners = {owner for line in lines for owner in re.findall(r"@([\w-]+)/[\w.-]+", line)}
    presets = {ref.target.partition("/")[0] for ref in seen.references if ref.kind == "preset"}
    homes = {owner for text in seen.of_kind("build-manifest", "catalog-info", "github-workflow") for owner in _home(text, seen)}
    return frozenset(name.casefold() for name in (*seen.rules.trusted, seen.owner, *owners, *presets, *homes))


def _home(text: Text, seen: Seen) -> list[str]:
    code = seen.code[text.path]
    return _HOME.findall(code) if "github.com/" in code or "github.repository" in code or "project-slug" in code else []


def workflow_permissions(seen: Seen) -> Finding:
    """Present where every workflow says what its token may do, at the top or in every job, and none may do all; else the first without."""
    found = [(text.path, *_permissions(text)) for text in seen.of_kind("github-workflow")]
    if not found:
        return NOT_APPLICABLE
    open_ones = [row for row in found if row[1] in ("unset", "write-all", "mixed")]
    settings = {setting for _, setting, _ in found}
    path, _, line = (open_ones or found)[0]
    if open_ones:
        return Finding("absent", settings.pop() if len(settings) == 1 else "mixed", path, line)
    return Finding("present", "write" if "write" in settings else "read", path, line)


def _permissions(text: Text) -> tuple[str, int]:
    """read, write, write-all, mixed or unset for one workflow, and the line that says so (1 where none does)."""
    said: dict[str, list[str]] = {}
    where, block, jobs = 0, -1, set[str]()
    for step in walk(text):
        jobs |= {step.job} - {""}
        if block >= 0 and step.indent > block:
            said[step.job].append(step.line)
        elif re.match(r"[\"']?permissions[\"']?:", step.line):
            said[step.job] = [step.line.partition(":")[2]]
            where, block = where or step.number, step.indent
        else:
            block = -1
    if not said:
        return "unset", 1
    rights = {_rights(lines) for lines in said.values()}
    if "" in said:
        return _rights(said[""]), where
    return ("mixed" if set(said) != jobs else rights.pop() if len(rights) == 1 else "write"), where


def _rights(said: list[str]) -> str:
    whole = " ".join(said)
    return "write-all" if "write-all" in whole else "write" if re.search(r":\s*[\"']?write", whole) else "read"


def code_owners(seen: Seen) -> Finding:
    """Whether a default rule exists and whom it names; GitHub reads the first of .github, the top, docs."""
    order = {"/.github": 0, "": 1, "/docs": 2}
    texts = sorted(seen.of_kind("codeowners"), key=lambda text: order.get(("/" + text.path.casefold()).rpartition("/")[0], 3))
    if not texts:
        return Finding("absent")
    path = texts[0].path
    rules = [(number, line.split(None, 1)) for number, line in enumerate(seen.lines[path], 1) if line.strip() and not line.startswith("[")]
    owned = [(number, parts[0], parts[1]) for number, parts in rules if len(parts) == 2]
    if not owned:
        return Finding("absent", "", path, 1)
    default = next(((number, owners) for number, pattern, owners in reversed(owned) if pattern in ("*", "/", "/*", "**", "/**")), None)
    if default is None:
        return Finding("present", "no default rule", path, owned[0][0])
    names = _OWNER.findall(default[1])
    return Finding("present", "default team" if any("/" in name for name in names) else "default person", path, default[0])


def dependency_updates(seen: Seen) -> Finding:
    """Tools that propose updates, with Dependabot's interval, or that Renovate follows a shared preset."""
    said: dict[str, tuple[str, int]] = {}
    for text in seen.of_kind("dependabot"):
        intervals = {m[1].lower(): number for number, line in enumerate(seen.lines[text.path], 1) if (m := _INTERVAL.match(line))}
        word = next(iter(intervals)) if len(intervals) == 1 else "mixed" if intervals else ""
        said.setdefault(f"dependabot {word}".strip(), (text.path, next(iter(intervals.values()), 1)))
    preset = next((ref for ref in seen.references if ref.kind == "preset"), None)
    renovate = next(iter(seen.of_kind("renovate")), None)
    if preset is not None:
        said["renovate preset"] = preset.path, preset.line
    elif renovate is not None:
        said["renovate"] = renovate.path, 1
    for text in seen.of_kind("other-updates"):
        said.setdefault("other", (text.path, 1))
    if not said:
        return Finding("absent")
    path, line = next(iter(said.values()))
    return Finding("present", " + ".join(sorted(said)), path, line)
