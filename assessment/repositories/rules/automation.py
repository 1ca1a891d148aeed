"""Is the author of a commit a person, or a bot, a shared account, an AI agent?

Reads a name and an address, and the patterns of `data/rules/automation.yaml`. It cannot see a person who lets a script commit
under their own name, and takes two people who share one build account for automation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema import AutomationRules


@dataclass(frozen=True, slots=True)
class Automation:
    """All patterns in two expressions, and the organisation's own accounts, lower-cased."""

    names: str
    addresses: str
    own: frozenset[str] = frozenset()

    @staticmethod
    def of(rules: AutomationRules) -> "Automation":
        """Join the patterns of the file."""
        return Automation(
            names="|".join(f"(?:{rule.name})" for rule in rules.automation if rule.name) or "(?!)",
            addresses="|".join(f"(?:{rule.address})" for rule in rules.automation if rule.address) or "(?!)",
        )

    def also(self, accounts: Iterable[str]) -> "Automation":
        """The same with further author names or addresses, letter case ignored."""
        return Automation(self.names, self.addresses, self.own | {account.strip().casefold() for account in accounts})

    def __call__(self, name: str, address: str) -> bool:
        """Whether either matches; names and addresses are compared in lower case."""
        name, address = name.strip().casefold(), address.strip().casefold()
        if name in self.own or address in self.own:
            return True
        return compiled(self.names).search(name) is not None or compiled(self.addresses).search(address) is not None
