"""Which workflow, kind and tool a path, a step, a reference or an author belongs to: the rules of `data/rules`, ready to be asked.

Everything here is plain text inside, so that Rules travel to worker processes; `sources/rules.py` reads the files.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import pyarrow as pa

from assessment.errors import RulesError
from assessment.repositories.facts import Text
from assessment.repositories.rules.automation import Automation
from assessment.repositories.rules.checking import RuleFile, checked
from assessment.repositories.rules.controls import Control, Controls
from assessment.repositories.rules.places import PRODUCT, Place, Places
from assessment.repositories.rules.references import Reference, References
from assessment.repositories.rules.schema import AutomationRules, FileRules, ReferenceRules, SubjectRules
from assessment.repositories.rules.schema_controls import ControlRule, ControlRules
from assessment.repositories.rules.schema_steps import Capability, StepRules
from assessment.repositories.rules.schema_tools import ToolRules
from assessment.repositories.rules.settings.seen import File
from assessment.repositories.rules.sniffing import Sniffing
from assessment.repositories.rules.steps import Row, Steps
from assessment.repositories.rules.subjects import Said, Subjects
from assessment.repositories.rules.tools import Tool, Tools

READERS = "2"  # raise whenever a reader gives other results for the same rule files: stored facts are then collected again
NAMES = ("files", "automation", "subjects", "references", "controls", "tools", "capabilities")

__all__ = ["NAMES", "PRODUCT", "File", "Place", "RuleFile", "Rules", "build"]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one run. Frozen and picklable; `version` changes whenever the answers may change."""

    version: str
    _places: Places
    _sniffing: Sniffing
    _automation: Automation
    _subjects: Subjects
    _references: References
    _controls: Controls
    _tools: Tools
    _steps: Steps

    def places(self, paths: Sequence[str]) -> list[Place]:
        """Role, workflow and kind of each path. Give all paths of a repository at once: a chart owns what lies below its folder."""
        return self._places(paths)

    def worth_a_look(self, files: Iterable[tuple[str, int]]) -> list[str]:
        """Which product files (path, bytes) may be plumbing by content, or show a tool."""
        return self._sniffing.worth(files)

    def recognised(self, path: str, text: str) -> Place | None:
        """What a product-looking file is by its content; None: product."""
        return self._sniffing.recognised(path, text)

    def agent(self, name: str, address: str) -> bool:
        """Whether an author is an AI agent, which is automation too."""
        return self._automation.agent(name, address)

    def automation(self, name: str, address: str) -> bool:
        """Whether an author is a bot, a shared account or an AI agent."""
        return self._automation(name, address)

    def subjects(self, subjects: pa.Array) -> Said:
        """Classes and keys of an array of subject lines: all of a repository at once, which is much quicker than one by one."""
        return self._subjects(subjects)

    def references(self, texts: Sequence[Text]) -> list[Reference]:
        """What the files refer to, in file and line order. Never raises on content."""
        return self._references(texts)

    def controls(self, files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference], name: str = "") -> list[Control]:
        """Compliance controls of one repository, each once. `references`: what `references()` returned; `name` may say the owner."""
        return self._controls(files, texts, references, name.replace("+", "/").rpartition("/")[0].rpartition("/")[2])

    def steps(self, texts: Sequence[Text]) -> list[Row]:
        """What the steps of the pipelines do, one row per step and capability, by file. Never raises on content."""
        return self._steps(texts)

    @property
    def capabilities(self) -> tuple[Capability, ...]:
        """The jobs to be done, with title and phase, in the order of the rules."""
        return self._steps.capabilities

    def tools(self, files: Sequence[File], texts: Sequence[Text], references: Sequence[Reference]) -> list[Tool]:
        """Tools of one repository, a row per tool and state. `texts` may hold product files too. Never raises on content."""
        return self._tools(files, texts, references)

    def tool_paths(self, paths: Iterable[str]) -> list[str]:
        """Of the paths those that a tool is known by."""
        return [path for path in paths if self._tools.knows(path)]

    @property
    def tool_rules(self) -> ToolRules:
        """The tools with titles, and the services that have ended."""
        return self._tools.rules

    @property
    def catalogue(self) -> tuple[ControlRule, ...]:
        """The controls with title, reason, meaning of the setting and related requirements."""
        return self._controls.rules.controls

    def with_bots(self, accounts: Iterable[str]) -> "Rules":
        """The same rules with the organisation's own automation accounts (names or addresses)."""
        accounts = sorted({account.strip().casefold() for account in accounts})
        if not accounts:
            return self
        return replace(self, version=_hash([self.version, *accounts]), _automation=self._automation.also(accounts))


def build(files: dict[str, RuleFile]) -> Rules:
    """Rules from the parsed rule files, keyed by NAMES. RulesError names file, entry, key and what is possible."""
    missing = sorted(set(NAMES) - set(files))
    if missing:
        raise RulesError(f"missing rule file: {', '.join(missing)}.yaml", expected=f"all of: {', '.join(NAMES)}")
    places = checked(FileRules, files["files"])
    return Rules(
        version=_hash([READERS, *(files[name].document for name in NAMES)]),
        _places=Places(places.places),
        _sniffing=Sniffing(places.sniff, places.content),
        _automation=Automation.of(checked(AutomationRules, files["automation"])),
        _subjects=Subjects.of(checked(SubjectRules, files["subjects"])),
        _references=References.of(checked(ReferenceRules, files["references"])),
        _controls=Controls.of(checked(ControlRules, files["controls"])),
        _tools=Tools(checked(ToolRules, files["tools"])),
        _steps=Steps.of(checked(StepRules, files["capabilities"])),
    )


def _hash(parts: list[object]) -> str:
    return blake2b(json.dumps(parts, sort_keys=True, default=str).encode(), digest_size=8).hexdigest()
