"""Which jobs to be done do the steps of a repository's pipelines do, and by what means?

Reads texts of pipeline files and the entries of `data/rules/capabilities.yaml`; returns one `Row` per step and capability.
A step does what its building block, its commands, or, where these say nothing, its own name says.
Misleads: names are guesses; what a called script or a block in another repository does is not seen here (`tools/capabilities.py`
follows blocks through the fleet).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from assessment.repositories.facts import Text
from assessment.repositories.rules.commands import UNKNOWN, Commands
from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.readers import shell
from assessment.repositories.rules.readers.ci.azure import azure
from assessment.repositories.rules.readers.ci.circleci import circleci
from assessment.repositories.rules.readers.ci.concourse import concourse
from assessment.repositories.rules.readers.ci.github import github
from assessment.repositories.rules.readers.ci.gitlab import gitlab
from assessment.repositories.rules.readers.ci.jenkins import jenkins
from assessment.repositories.rules.readers.ci.step import Step
from assessment.repositories.rules.readers.ci.travis import travis
from assessment.repositories.rules.schema_steps import BlockRule, Capability, StepRules
from assessment.repositories.rules.words import GLUE, REMEMBERED, Names

LONGEST_HOW = 200
LEFTOVER = frozenset(("travis",))  # beside another pipeline such a file is a leftover: the service has closed
_NO_MEANS = frozenset(("shell:=",))
_TEXT = re.compile(
    r"shell:(?:=|echo|printf|cat|set|exit|test|\[\[?|export|source|sed|awk|jq|yq|grep|cut|tr|date|ls|head|tail|sort|uniq|mkdir|cd|touch|true|sleep|"
    r"for|case|>>?|\}|fi|done|env|find|wc|tee|read|basename|dirname|rev|xargs|base64|openssl|cmp|diff|cp|mv|ln|if|else|then|while|return|local|unset|"
    r"declare|readarray|mapfile|rm|:)(?:\s|$)"
)
_API = re.compile(r"action:actions/github-script$|shell:(?:curl|gh|glab)(?:\s|$)")
_ABLE = (  # what such means can do: commands that only handle text, and those that only ask a forge or a web service
    (_TEXT, frozenset(("version", "secrets-fetch", "cloud-auth"))),
    (
        _API,
        frozenset(("version", "secrets-fetch", "cloud-auth", "notify", "pr-automation", "dispatch", "deps-update", "cleanup", "release")),
    ),
)
READERS: dict[str, tuple[str, Callable[[Text], Iterator[Step]]]] = {
    "github-workflow": ("github", github),
    "github-action": ("github", github),
    "gitlab-ci": ("gitlab", gitlab),
    "jenkinsfile": ("jenkins", jenkins),
    "jenkins-library": ("jenkins", jenkins),
    "circleci": ("circleci", circleci),
    "azure-pipelines": ("azure", azure),
    "concourse": ("concourse", concourse),
    "travis": ("travis", travis),
}


class Row(NamedTuple):
    """A row of `facts.STEPS` without repository."""

    path: str
    line: int
    system: str
    job: str
    capability: str
    how: str
    environment: str
    enabled: bool


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Steps:
    """The entries of capabilities.yaml, ready to be asked."""

    rules: StepRules
    names: Names
    commands: Commands

    @staticmethod
    def of(rules: StepRules) -> "Steps":
        """Ready to be asked; travels between processes as plain data."""
        names = Names(rules.names)
        return Steps(rules, names, Commands(rules, names))

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """All capabilities, in the order of the file."""
        return self.rules.capabilities

    def __call__(self, texts: Sequence[Text]) -> list[Row]:
        """One row per step and capability, by file and line; never raises on content."""
        kinds = {text.kind for text in texts}
        own = frozenset(text.path.rpartition("/")[2].partition(".")[0] for text in texts if text.kind == "jenkins-library")
        closed = LEFTOVER if kinds & (set(READERS) - LEFTOVER) else frozenset()
        rows = [row for text in texts if text.kind in READERS for row in self.of_text(text, own)]
        return [row._replace(enabled=False) if row.system in closed else row for row in rows] if closed & kinds else rows

    def of_text(self, text: Text, own: frozenset[str] = frozenset()) -> list[Row]:
        """Rows of one file; `own`: names of the steps that the repository itself defines for others."""
        system, reader = READERS[text.kind]
        rows = [
            Row(text.path, line, system, step.job, capability, how[:LONGEST_HOW], step.environment, step.enabled)
            for step in reader(text)
            for line, capability, how in self._step(step)
            if step.certain or capability not in (GLUE, UNKNOWN) or how.rpartition("/")[2] in own
        ]
        return list(dict.fromkeys(rows))

    def _step(self, step: Step) -> Iterator[tuple[int, str, str]]:
        """(line, capability, how) of what a step does, each capability once."""
        found = dict[str, tuple[int, str]]()
        said = [(step.line, capability, step.how) for capability in (self._block(step) if step.how else ())]
        said += self._shell([*step.commands, *self._inputs(step)])
        for line, capability, how in said:
            found.setdefault(capability, (line, how))
        known = {capability: where for capability, where in found.items() if capability not in (GLUE, UNKNOWN)}
        if not known and (guess := self._guessed(step, said)):
            line, how = next(((line, how) for line, _, how in said if how not in _NO_MEANS), (step.line, step.how))
            known = dict.fromkeys(guess, (line, how))
        for capability, (line, how) in (known or dict([next(iter(found.items()))] if found else [])).items():
            yield line, capability, how

    def _guessed(self, step: Step, said: Sequence[tuple[int, str, str]]) -> tuple[str, ...]:
        """What the step's own name says, as far as its commands can do it."""
        guess = self.names(step.name) if step.name else ()
        if not guess or not said:
            return guess
        able = next((able for pattern, able in _ABLE if all(pattern.match(how) for _, _, how in said)), None)
        return guess if able is None else tuple(capability for capability in guess if capability in able)

    def _shell(self, lines: Sequence[tuple[int, str]]) -> list[tuple[int, str, str]]:
        return [
            (line, capability, f"shell:{head}") for line, command in shell.commands(lines) for capability, head in self.commands(command)
        ]

    def _inputs(self, step: Step) -> Iterator[tuple[int, str]]:
        """Commands that stand in inputs of a building block."""
        if not step.inputs:
            return
        name = step.block.casefold()
        for rule in self.rules.inputs:
            if rule.input in step.inputs and compiled(rule.match).search(name):
                yield from ((step.line, f"{rule.before} {line}".strip()) for line in step.inputs[rule.input].split("\n") if line.strip())

    def _block(self, step: Step) -> tuple[str, ...]:
        """Capabilities of a building block: by its full name, else by the words of its own name, from the inside out."""
        name, found = step.block.casefold(), list[str]()
        if not name.startswith("."):
            for rule in _naming(self, name):
                if _fits(rule, step):
                    found += rule.capability
                    if not rule.also:
                        return tuple(dict.fromkeys(found))
        for part in _own_names(step.block):
            if guess := self.names(part):
                return tuple(dict.fromkeys([*found, *guess]))
        return tuple(found) or (UNKNOWN,)


@lru_cache(REMEMBERED)
def _naming(steps: Steps, name: str) -> tuple[BlockRule, ...]:
    """Entries that fit the full name of a building block."""
    return tuple(rule for rule in steps.rules.actions if compiled(rule.match).search(name))


def _fits(rule: BlockRule, step: Step) -> bool:
    """Whether the inputs are as the rule wants them."""
    for keys, pattern in rule.with_.items():
        values = [step.inputs[key] for key in keys.split("|") if key in step.inputs]
        if not any(compiled(pattern).search(value) for value in values):
            return False
    return True


def _own_names(block: str) -> list[str]:
    """What a block is called, the most telling first: its file or last folder, then the folders above, then the repository."""
    parts = [part for part in block.split("/") if part not in (".", "..", ".github", "workflows", "actions", "action.yml", "action.yaml")]
    if not block.startswith(".") and len(parts) > 1 and ":" not in block:
        parts = parts[1:]
    return [part.removesuffix(".yml").removesuffix(".yaml") for part in reversed(parts)]
