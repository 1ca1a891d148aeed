"""Whether findings of scanners that are set aside come back one day.

Looks into the files that scanners read: OWASP dependency-check (`until`), Trivy (`exp:`, `expired_at`), Snyk (`expires`), osv-scanner
(`ignoreUntil`), better-npm-audit (`expiry`), audit-ci and pip-audit (no date, or `expiry`).
Misleads: a date in the past, or in the far future, counts like any other.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from assessment.repositories.facts import Text
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen, share

_OWASP = re.compile(r"<suppress\b(?P<attributes>[^>]*)>")
_SNYK_ID = re.compile(r"^  [\"']?[\w:./-]+[\"']?:\s*$")
_ENTRY = re.compile(r"[\"']?((GHSA|CVE|AVD|SNYK)-[\w-]+|\d{3,})[\"']?")
Entry = tuple[int, bool]  # line, has an end date


def suppressions_expire(seen: Seen) -> Finding:
    """all where each suppression has an end date; absent with mixed or none where one has not; not applicable without any."""
    texts = seen.of_kind("dependency-scanning", "trivy")
    found = [(text.path, *entry) for text in texts for entry in _entries(text, seen)]
    if not found:
        return NOT_APPLICABLE
    endless = [(path, line) for path, line, ends in found if not ends]
    path, line = (endless or [found[0][:2]])[0]
    setting = share(len(found) - len(endless), len(found))
    return Finding("absent" if endless else "present", "" if setting == "all" else setting, path, line)


def _entries(text: Text, seen: Seen) -> Iterator[Entry]:
    name, lines = text.path.casefold().rpartition("/")[2], seen.lines[text.path]
    if name.endswith(".xml"):
        code = seen.code[text.path]
        for match in _OWASP.finditer(code):
            yield code.count("\n", 0, match.start()) + 1, "until=" in match["attributes"]
    elif name in (".trivyignore", ".auditignore", ".iyarc"):
        yield from ((number, "exp:" in line) for number, line in enumerate(lines, 1) if line.strip())
    elif name.startswith(".trivyignore"):
        yield from _blocks(lines, re.compile(r"^\s*-\s+id:"), "expired_at")
    elif name == ".snyk":
        yield from _snyk(lines)
    elif name == "osv-scanner.toml":
        yield from _blocks(lines, re.compile(r"^\s*\[\[IgnoredVulns\]\]"), "ignoreUntil")
    elif name in (".nsprc", "audit-ci.json", "audit-ci.jsonc", "audit-ci.json5"):
        dated = "expiry" in seen.code[text.path]
        yield from ((number, dated) for number, line in enumerate(lines, 1) if _ENTRY.search(line))


def _blocks(lines: list[str], begins: re.Pattern[str], dated: str) -> Iterator[Entry]:
    """Entries that begin with a line of their own."""
    starts = [at for at, line in enumerate(lines) if begins.match(line)]
    for start, stop in pairwise([*starts, len(lines)]):
        yield start + 1, any(dated in line for line in lines[start:stop])


def _snyk(lines: list[str]) -> Iterator[Entry]:
    """Entries below `ignore:`, each named at two blanks."""
    start = next((at for at, line in enumerate(lines) if re.match(r"ignore:\s*$", line)), len(lines))
    stop = next((at for at in range(start + 1, len(lines)) if re.match(r"\S", lines[at])), len(lines))
    yield from ((start + 1 + line, ends) for line, ends in _blocks(lines[start + 1 : stop], _SNYK_ID, "expires"))
