"""How product code grows: small source files in the service's language that gain rules, lose none, and change their numbers."""

from collections.abc import Mapping

from numpy.random import Generator

from assessment.demo.content import Language
from assessment.demo.edits import Edit
from assessment.demo.events import PRODUCT, Event, World, by
from assessment.demo.people import pick
from assessment.demo.shaping import Grow, Tweak

FULL = 9  # rules a source file takes before the next file begins


class Product:
    """The product code of one service; remembers which source files exist and how full they are."""

    def __init__(self, service: str, team: str, language: Language, vocabulary: tuple[str, ...]) -> None:
        self.service, self.team, self.language, self.vocabulary = service, team, language, vocabulary
        self.rules: dict[str, int] = {}
        self.tickets = 0

    def commit(self, world: World, rng: Generator, at: int) -> Event:
        """A product commit by somebody of the team."""
        noun = self.vocabulary[int(rng.integers(len(self.vocabulary)))]
        verbs = world.templates.messages.verbs
        verb = verbs[int(rng.integers(len(verbs)))]
        edits = [self._edit(rng, noun, verb)]
        if rng.random() < 0.3:
            edits.append(self._edit(rng, self.vocabulary[int(rng.integers(len(self.vocabulary)))], verb))
        person = pick(world.team(self.team), at, rng)
        forms = world.templates.messages.product
        text = forms[int(rng.integers(len(forms)))].format(noun=noun, verb=verb, Noun=noun.capitalize(), Verb=verb.capitalize())
        return by(person, rng, at=at, repository=self.service, message=self._ticket(world, rng) + text, kind=PRODUCT, edits=tuple(edits))

    def _ticket(self, world: World, rng: Generator) -> str:
        prefix = world.spec.teams[self.team].ticket
        self.tickets += int(rng.integers(1, 4))
        return f"{prefix}-{self.tickets}: " if prefix and rng.random() < 0.8 else ""

    def _edit(self, rng: Generator, noun: str, verb: str) -> Edit:
        """A new rule in the noun's current file (or in its test), or a changed number in an older one."""
        if self.rules and rng.random() < 0.35:
            paths = list(self.rules)
            return Tweak(paths[int(rng.integers(len(paths)))], float(rng.random()), int(rng.integers(1, 40)))
        form = self.language.test if rng.random() < 0.25 else self.language.source
        part = 1
        while self.rules.get(path := self._path(form, noun, part), 0) >= FULL:
            part += 1
        self.rules[path] = self.rules.get(path, 0) + 1
        numbers = {"a": int(rng.integers(100, 9999)), "b": int(rng.integers(2, 90)), "c": int(rng.integers(2, 9))}
        snippet = self.language.snippets[int(rng.integers(len(self.language.snippets)))]
        words = {"noun": noun, "Noun": noun.capitalize(), "verb": verb, "Verb": verb.capitalize(), "part": "" if part == 1 else str(part)}
        return Grow(path, _put(self.language.frame, words), _put(snippet, {**words, **numbers}))

    def _path(self, form: str, noun: str, part: int) -> str:
        return _put(form, {"noun": noun, "Noun": noun.capitalize(), "part": "" if part == 1 else str(part)})


def _put(text: str, words: Mapping[str, object]) -> str:
    for name, word in words.items():
        text = text.replace("{" + name + "}", str(word))
    return text
