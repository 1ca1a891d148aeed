"""Is the author of a commit a person, or a bot, a shared account, an AI agent?

Reads a name and an address, and the patterns of `data/rules/automation.yaml`. It cannot see a person who lets a script or an agent
commit under their own name, and takes two people who share one build account for automation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema import AutomationRule, AutomationRules


@dataclass(frozen=True, slots=True)
class Patterns:
    """All patterns of one sort in one expression each."""

    names: str
    written: str
    addresses: str

    @staticmethod
    def of(rules: Iterable[AutomationRule]) -> "Patterns":
        """Join the patterns of the rules."""
        rules = tuple(rules)
        return Patterns(
            _either(rule.name for rule in rules), _either(rule.written for rule in rules), _either(rule.address for rule in rules)
        )

    def __call__(self, name: str, address: str) -> bool:
        """Whether one is found in the stripped name or address; case counts for `written` only."""
        return (
            compiled(self.names).search(name.casefold()) is not None
            or compiled(self.addresses).search(address.casefold()) is not None
            or compiled(self.written).search(name) is not None
        )


@dataclass(frozen=True, slots=True)
class Automation:
    """Patterns of automation, those of AI agents among them, and the organisation's own accounts, lower-cased."""

    any: Patterns
    agents: Patterns
    own: frozenset[str] = frozenset()

    @staticmethod
    def of(rules: AutomationRules) -> "Automation":
        """Join the patterns of the file."""
        return Automation(Patterns.of(rules.automation), Patterns.of(rule for rule in rules.automation if rule.agent))

    def also(self, accounts: Iterable[str]) -> "Automation":
        """The same with further author names or addresses, letter case ignored."""
        return Automation(self.any, self.agents, self.own | {account.strip().casefold() for account in accounts})

    def __call__(self, name: str, address: str) -> bool:
        """Whether the author is automation of any sort."""
        name, address = name.strip(), address.strip()
        return name.casefold() in self.own or address.casefold() in self.own or self.any(name, address)

    def agent(self, name: str, address: str) -> bool:
        """Whether the author is an AI agent."""
        return self.agents(name.strip(), address.strip())


def _either(patterns: Iterable[str | None]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns if pattern) or "(?!)"
