"""An event: somebody sets out to change something in one repository at one moment. Replayed in order of time, events become commits."""

from dataclasses import dataclass
from datetime import date

from numpy.random import Generator

from assessment.demo.calendar import DAY, instant
from assessment.demo.content import Templates
from assessment.demo.edits import Edit
from assessment.demo.people import Identity, Person, signs
from assessment.demo.specification import Specification

# Kinds of events; truth.yaml counts commits by these names.
IMPORT, PRODUCT, SETUP, PLUMBING, DRIFT, ROAD, CAMPAIGN, CROSS, THRASH, RETRY, REVERT, BOT, MERGE = (
    "import",
    "product",
    "setup",
    "plumbing",
    "drift",
    "road",
    "campaign",
    "cross",
    "thrash",
    "retry",
    "revert",
    "bot",
    "merge",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What somebody sets out to do. `person` and `home` are '' for a bot; `empty`: no files on purpose; `undo`: takes back the last one."""

    at: int
    repository: str
    author: Identity
    message: str
    kind: str
    edits: tuple[Edit, ...] = ()
    person: str = ""
    home: str = ""
    workflow: str = ""
    campaign: str = ""
    empty: bool = False
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What every plan needs: the specification, the templates and the people by team."""

    spec: Specification
    templates: Templates
    people: tuple[Person, ...]

    def team(self, name: str) -> tuple[Person, ...]:
        """People whose home is this team."""
        return tuple(person for person in self.people if person.home == name)

    def owner(self, repository: str) -> str:
        """The team that owns a repository; '' when nobody does. KeyError when there is no such repository."""
        services = self.spec.services
        return services[repository][0] if repository in services else self.spec.libraries[repository].team or ""

    @property
    def end(self) -> int:
        """The last second of the demo's time."""
        return instant(self.spec.as_of) + DAY - 1

    def until(self, service: str) -> int:
        """When a service's history ends: the end, or the day it went dormant."""
        day: date | None = self.spec.services[service][1].dormant
        return instant(day) if day else self.end


def by(person: Person, rng: Generator, **rest: object) -> Event:
    """An event by a person, under one of that person's identities."""
    return Event(author=signs(person, rng), person=person.name, home=person.home, **rest)  # type: ignore[arg-type]
