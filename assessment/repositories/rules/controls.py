"""Which compliance controls do the files of a repository show, and how are they set?

Reads the files, texts and references of one repository and the entries of `data/rules/controls.yaml`; returns one row per control.
Files show that something is configured, not that it runs or blocks anything. What a forge's settings or a shared pipeline bring is
invisible here: then the outcome is unavailable, never absent.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.places import REMEMBERED, PathIndex, split
from assessment.repositories.rules.references import Reference
from assessment.repositories.rules.schema_controls import ControlRule, ControlRules, EvidenceRule
from assessment.repositories.rules.settings import cloud, containers, details, files, github, hardening, pipelines, road, suppressions
from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, File, Finding, Seen

Hit = tuple[str, str, int]  # label, path, line (0: the whole file)

BY_NAME = "by name"  # label of what a building block's name says: of no weight beside a known tool
READERS: dict[str, Callable[[Seen], Finding | None]] = {
    "dependency-updates": github.dependency_updates,
    "pinned-actions": github.pinned_actions,
    "workflow-permissions": github.workflow_permissions,
    "code-owners": github.code_owners,
    "pinned-base-image": containers.pinned_base_image,
    "non-root-container": containers.non_root_container,
    "lockfile": files.lockfile,
    "timeout": pipelines.timeout,
    "dangerous-triggers": hardening.dangerous_triggers,
    "secrets-scope": hardening.secrets_scope,
    "hardened-runner": hardening.hardened_runner,
    "road-stages": road.road_stages,
    "suppressions-expire": suppressions.suppressions_expire,
}
FROM_EVIDENCE: dict[str, Callable[[Seen, list[Hit]], Finding | None]] = {
    "tests-on-change": pipelines.tests_on_change,
    "pipeline-as-code": pipelines.pipeline_as_code,
    "managed-secrets": files.managed_secrets,
    "keyless-cloud-login": cloud.keyless_cloud_login,
    "deployment-approval": cloud.deployment_approval,
}


class Control(NamedTuple):
    """A row of `facts.CONTROLS`, which does not name the repository."""

    control: str
    outcome: str
    setting: str
    path: str
    line: int | None


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Controls:
    """The entries of controls.yaml."""

    rules: ControlRules
    paths: PathIndex

    @staticmethod
    def of(rules: ControlRules) -> "Controls":
        """File the path patterns of all evidence, so that each file is asked once."""
        return Controls(rules, PathIndex.of([(n, pattern) for n, entry in enumerate(rules.evidence) for pattern in entry.path]))

    def __call__(self, files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference], owner: str = "") -> list[Control]:
        """Every control that files can speak of, in the order of the rule file."""
        seen = Seen.of(files, texts, references, self.rules, owner=owner)
        hits = self._hits(seen)
        return [
            Control(control.id, *details.added(_finding(control, seen, hits[control.id]), control, seen))
            for control in self.rules.controls
            if control.seen_in != "history"
        ]

    def _hits(self, seen: Seen) -> dict[str, list[Hit]]:
        """Where the evidence of each control is met, in the order of its entries."""
        found: dict[int, list[Hit]] = defaultdict(list)
        for file in seen.files:
            for number in sorted(self.paths(*split(file.path))):
                found[number].append((self.rules.evidence[number].label, file.path, 0))
        for ref in seen.references:
            for number in _shown(self, f"{ref.target}/{ref.block}" if ref.block else ref.target):
                found[number].append((self.rules.evidence[number].label, ref.path, ref.line))
        hits: dict[str, list[Hit]] = defaultdict(list)
        for number, entry in enumerate(self.rules.evidence):
            hits[entry.control] += _look(entry, entry.text, seen) if entry.text else found[number]
        return hits


def _finding(control: ControlRule, seen: Seen, hits: list[Hit]) -> Finding:
    """What is there applies; only where nothing is there does it matter whether it could be."""
    if not control.reader and hits:
        return _present(hits)
    if control.applies and not hits and not seen.expanded(control.applies) & seen.kinds:
        return _nothing(control, seen) if "ci" in control.applies else NOT_APPLICABLE
    if control.reader in FROM_EVIDENCE:
        found = FROM_EVIDENCE[control.reader](seen, hits)
    else:
        found = READERS[control.reader](seen) if control.reader else None
    return found or _nothing(control, seen)


def _present(hits: list[Hit]) -> Finding:
    _, path, line = hits[0]
    labels = {label for label, _, _ in hits} - {""}
    return Finding("present", " + ".join(sorted(labels - {BY_NAME} or labels)), path, line or None)


def _nothing(control: ControlRule, seen: Seen) -> Finding:
    """Absent only where the files would show it."""
    if control.seen_in == "forge":
        return Finding("unavailable")
    if control.seen_in != "ci":
        return Finding("absent")
    if not seen.expanded(["ci"]) & seen.kinds:
        return Finding("unavailable")
    elsewhere = pipelines.handed_over(seen)
    return Finding("unavailable", "", elsewhere.path, elsewhere.line) if elsewhere else Finding("absent")


@lru_cache(REMEMBERED)
def _shown(controls: Controls, name: str) -> tuple[int, ...]:
    """Entries whose pattern is in the name that a reference gives."""
    entries = enumerate(controls.rules.evidence)
    return tuple(number for number, entry in entries if entry.reference and compiled(entry.reference).search(name))


def _look(entry: EvidenceRule, wanted: str, seen: Seen) -> list[Hit]:
    """The first line of each text that shows it."""
    pattern = compiled("(?m)" + wanted)
    texts = seen.of_kind(*entry.files)
    held = [text for text in texts if not entry.words or any(map(seen.folded[text.path].__contains__, entry.words))]
    matches = ((text, pattern.search(seen.code[text.path])) for text in held)
    return [(entry.label, text.path, seen.code[text.path].count("\n", 0, _first(m)) + 1) for text, m in matches if m]


def _first(match: re.Match[str]) -> int:
    """Where a match begins, blanks and empty lines before it left aside."""
    return match.end() - len(match.group().lstrip())
