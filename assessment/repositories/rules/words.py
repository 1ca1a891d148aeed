"""Which job to be done does a name tell of: of a step, a job, a stage, a script, a target, a called workflow?

Reads a name and the `names` of `data/rules/capabilities.yaml`; returns capabilities, none where its words say nothing.
Misleads: a name that says something else than what is done.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema_steps import NameRule

GLUE = "glue"
LONGEST = 200  # letters of a name that are looked at
REMEMBERED = 50_000
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SEVERAL = re.compile(r"-(?:and|og)-|-?[&+]-?|,-?|-?/-?(?=[a-z])")
_TOGETHER = frozenset(("image-build", "notify", "sast", "publish-docs", "secrets-fetch", "cleanup", "test-e2e"))


@dataclass(frozen=True, slots=True, eq=False)  # equal to itself only: what was asked of it can then be remembered
class Names:
    """The `names` of the rules, ready to be asked."""

    rules: tuple[NameRule, ...]

    def __call__(self, name: str) -> tuple[str, ...]:
        """Capabilities that the words tell of: of each part where a name joins several with "and"; empty where they say nothing."""
        return _asked(self, name[:LONGEST])


def kebab(name: str) -> str:
    """A name in lower case with a hyphen between its words: enableSonarScan is enable-sonar-scan."""
    return _NO_WORD.sub("-", _WORDS.sub("-", name).casefold()).strip("-")


@lru_cache(REMEMBERED)
def _asked(names: Names, name: str) -> tuple[str, ...]:
    whole = _first(names, kebab(name))
    parts = _SEVERAL.split(_WORDS.sub("-", name).casefold())
    if len(parts) < 2 or (whole and whole[0] in _TOGETHER):
        return whole
    return tuple(dict.fromkeys(_told(names, parts))) or whole


def _told(names: Names, parts: list[str]) -> Iterator[str]:
    for part in parts:
        yield from (capability for capability in _first(names, kebab(part)) if capability != GLUE)


def _first(names: Names, words: str) -> tuple[str, ...]:
    return next((rule.capability for rule in names.rules if compiled(rule.match).search(words)), ())
