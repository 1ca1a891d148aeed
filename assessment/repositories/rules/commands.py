"""Which jobs to be done does one command do, and by which program?

Reads one command and the entries of `data/rules/capabilities.yaml`; returns (capability, head) pairs. The head names the program with
the word that says what it does, alike for all who write the same command with other options.
Misleads: a target or script with a name that says nothing, or says something else than it does, misleads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema_steps import Runner, StepRules
from assessment.repositories.rules.words import GLUE, REMEMBERED, Names

UNKNOWN = "unknown"
SCRIPT = "./"  # stands for the program where a file is run
Found = tuple[tuple[str, str], ...]
LONGEST = 600  # letters of a command that are looked at
_ASSIGNED = re.compile(r"""(?:export\s+|local\s+|readonly\s+)?\w+\+?=(?:"[^"]*"|'[^']*'|\$\{[^}]*\}|[^\s"'$(]|\$(?!\())*(?:\s+|$)""")
_INNER = re.compile(r"""(?:export\s+|local\s+)?\w+\+?=["']?\$?\(?\s*$""")
_SCRIPT = re.compile(r"(?:\S*/)[\w.-]+$|[\w.-]+\.(?:sh|bash|py|js|mjs|ts|rb|ps1|pl|groovy)$")
_EXTENSION = re.compile(r"\.(?:sh|bash|py|js|mjs|cjs|ts|rb|ps1|pl)$")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.S)
_NO_NAME = re.compile(r"[^\w.-]+")
_SUBCOMMAND = re.compile(r"[a-z][\w:-]*$", re.I)


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Commands:
    """The commands, runners, wrappers and aliases of the rules, ready to be asked."""

    rules: StepRules
    names: Names
    runners: dict[str, Runner] = field(init=False)
    aliases: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "runners", {runner.program: runner for runner in reversed(self.rules.runners)})
        object.__setattr__(self, "aliases", {alias.program: alias.is_ for alias in reversed(self.rules.aliases)})

    def __call__(self, command: str) -> Found:
        """(capability, head) pairs; `glue` or `unknown` where nothing else is found, empty for a blank command."""
        return _remembered(self, command[:LONGEST])

    def look(self, command: str) -> Found:
        """The answer, not remembered."""
        bare = self._bare(_EXPRESSION.sub(lambda match: "${" + _NO_NAME.sub("", match[1]) + "}", command))
        if not bare:
            return ((GLUE, "="),) if command else ()
        program, rest = self._program(bare)
        found = [pair for one, target, runner in self._each(program, rest) for pair in self._one(one, target, runner)]
        return tuple(dict.fromkeys(found))

    def _bare(self, command: str) -> str:
        """The command without assignments and wrappers in front."""
        bare = command.strip()
        for _ in range(12):
            before = bare
            if assigned := _ASSIGNED.match(bare):
                bare = bare[assigned.end() :]
            elif _INNER.match(bare):
                return ""
            for wrapper in self.rules.wrappers:
                if match := compiled(wrapper).match(bare):
                    bare = bare[match.end() :]
            bare = bare.lstrip("\"'@-! ")
            if bare == before:
                break
        return bare

    def _program(self, bare: str) -> tuple[str, str]:
        """Name of the program, by its alias, and the rest of the command."""
        first, _, rest = bare.partition(" ")
        first = first.strip("\"'")
        if first in self.aliases:
            return self.aliases[first], rest.strip()
        name = first.rpartition("/")[2] or first
        if "/" in first and not first.startswith(("/usr", "/bin", "/opt")) and name not in self.aliases and "node_modules" not in first:
            if not (first.startswith("bin/") and name in self.rules.plain + self.rules.binstubs):
                return SCRIPT, bare
        elif _EXTENSION.search(name):
            return SCRIPT, bare
        return self.aliases.get(name, name), rest.strip()

    def _each(self, program: str, rest: str) -> Iterator[tuple[str, str, Runner | None]]:
        """(command, target, runner): one for each target where a program takes several."""
        if program == SCRIPT:
            first = rest.partition(" ")[0]
            yield rest, first, Runner(program=SCRIPT, otherwise=GLUE)
            return
        words = rest.split()
        runner, used = self._runner(program, words)
        if runner is None:
            yield f"{program} {rest}".strip(), "", None
            return
        head = runner.program
        targets, flags = _targets(words[used:], runner)
        if not targets:
            yield " ".join([head, *flags]), "", runner
        for target in targets if runner.each else targets[:1]:
            yield " ".join([head, target, *([] if runner.each else targets[1:]), *flags]), target, runner

    def _runner(self, program: str, words: list[str]) -> tuple[Runner | None, int]:
        """The runner with the longest fitting name, and how many words it takes."""
        plain = [word for word in words if not word.startswith("-")][:1]
        if plain and (runner := self.runners.get(f"{program} {plain[0]}")):
            return runner, words.index(plain[0]) + 1
        return self.runners.get(program), 0

    def _one(self, command: str, target: str, runner: Runner | None) -> Iterator[tuple[str, str]]:
        head = self._head(command, target, runner)
        if runner is None or runner.program != SCRIPT:
            found = self._matched(command)
            if found and not (runner and target and found in ((GLUE,), (UNKNOWN,))):
                yield from ((capability, head) for capability in found)
                return
        if runner and target:
            name = _EXTENSION.sub("", target.rpartition("/")[2])
            guess = self.names(name) or ((runner.otherwise,) if runner.program != "python" or "/" in target else (GLUE,))
            yield from ((capability, head) for capability in guess)
        else:
            yield (runner.otherwise if runner else UNKNOWN), head

    def _head(self, command: str, target: str, runner: Runner | None) -> str:
        """Program and the word that says what it does; a script by its name."""
        if runner is not None and runner.program == SCRIPT:
            return (target.rpartition("/")[2] or target).strip("\"')")
        if runner is not None:
            name = target.rpartition("/")[2]
            name = name.rpartition(":")[2] if runner.program in ("gradle", "sbt") else name if runner.each else name.partition(":")[0]
            return f"{runner.program.removesuffix(' run')} {name}".strip()
        words = command.split()
        if words[0] in self.rules.plain:
            return words[0][:60]
        plain = [word for word in words[1:5] if not word.startswith("-")]
        deeper = 2 if " ".join([words[0], *plain[:1]]) in self.rules.nested else 1
        return " ".join([words[0][:60], *(word for word in plain[:deeper] if _SUBCOMMAND.match(word))])

    def _matched(self, command: str) -> tuple[str, ...]:
        """Capabilities of the first rule that fits, and of rules before it that let others follow."""
        found: list[str] = []
        for rule in self.rules.commands:
            if compiled(rule.match).match(command):
                found += rule.capability
                if not rule.also:
                    break
        return tuple(dict.fromkeys(found))


@lru_cache(REMEMBERED)
def _remembered(commands: "Commands", command: str) -> Found:
    return commands.look(command)


def _targets(words: list[str], runner: Runner) -> tuple[list[str], list[str]]:
    """Targets and flags among the words after a runner."""
    targets, flags, value = list[str](), list[str](), False
    for word in words[:40]:
        if value or word.startswith("-"):
            flags.append(word)
            value = not value and word in runner.options
        elif word.startswith((">", "<", "#", "2>")):
            break
        elif "=" in word or word.startswith(("$", '"$', "'$")):
            flags.append(word)
        else:
            targets.append(word.strip("\"'"))
    return targets[runner.skip :], flags
