"""Who works at the demo organisation: invented people with a home team, addresses and the time they were there."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.calendar import DAY, instant
from assessment.demo.specification import Specification


@dataclass(frozen=True, slots=True)
class Identity:
    """What a commit says about who made it."""

    name: str
    address: str
    zone: str = "+0000"


@dataclass(frozen=True, slots=True)
class Person:
    """A person: home team, identities (the first is the one at work), and from when to when they are there (seconds)."""

    name: str
    home: str
    identities: tuple[Identity, ...]
    weight: float
    since: int
    until: int
    glue: bool = False


DEPENDABOT = Identity("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
RENOVATE = Identity("renovate[bot]", "29139614+renovate[bot]@users.noreply.github.com")
WEB = Identity("GitHub", "noreply@github.com")  # committer of what is merged in the browser


def staff(spec: Specification, rng: Generator) -> tuple[Person, ...]:
    """Everybody: current members and those who left, in team order. The people who glue come first in their team."""
    names = _names(spec, rng)
    teams = {team: (plan.headcount, plan.left, plan.mailmap) for team, plan in spec.teams.items()}
    if spec.platform_team and spec.platform_team not in teams:
        teams[spec.platform_team] = (spec.platform_headcount, 0, False)
    people: list[Person] = []
    for team, (headcount, left, mailmap) in teams.items():
        glue = [person.name for person in spec.glue.people if person.home == team]
        for number in range(headcount + left):
            name = glue[number] if number < len(glue) else names.pop()
            people.append(
                _person(spec, rng, name, team, number=number, gone=number >= headcount, glue=number < len(glue), other_name=mailmap)
            )
    return tuple(people)


def _names(spec: Specification, rng: Generator) -> list[str]:
    taken = {person.name for person in spec.glue.people}
    names = [f"{first} {last}" for first in spec.first_names for last in spec.last_names if f"{first} {last}" not in taken]
    return [names[i] for i in rng.permutation(len(names))]


def _person(spec: Specification, rng: Generator, name: str, team: str, *, number: int, gone: bool, glue: bool, other_name: bool) -> Person:  # noqa: PLR0913
    start, end = instant(spec.since), instant(spec.as_of) + DAY
    span = end - start
    zone = ("+0100", "+0100", "+0200", "+0000")[int(rng.integers(4))]
    login = _ascii(name).lower().replace(" ", "")
    work = Identity(name, f"{_ascii(name).lower().replace(' ', '.')}@{spec.domain}", zone)
    number_of_account = int(rng.integers(100_000, 9_999_999))
    browser = Identity(login if other_name else name, f"{number_of_account}+{login}@users.noreply.{spec.domain}", zone)
    two = rng.random() < 0.4 or other_name
    since = start if number < 3 or rng.random() < 0.5 else start + int(rng.uniform(0, 0.6) * span)
    until = int(start + rng.uniform(0.35, 0.9) * span) if gone else end
    weight = 1.6 if glue else float(rng.uniform(0.5, 1.5))
    return Person(name, team, (work, browser) if two else (work,), weight, start if glue or gone else since, until, glue)


def _ascii(name: str) -> str:
    return name.translate(str.maketrans("ÅåØø", "AaOo"))


def pick(people: Sequence[Person], at: int, rng: Generator) -> Person:
    """One of the people who are there at that moment, by weight; the first of them when nobody is."""
    there = [person for person in people if person.since <= at < person.until] or list(people[:1])
    weights = [person.weight for person in there]
    return there[int(rng.choice(len(there), p=[w / sum(weights) for w in weights]))]


def signs(person: Person, rng: Generator) -> Identity:
    """The identity under which a person commits this time: mostly the one at work."""
    return person.identities[-1] if rng.random() < 0.3 else person.identities[0]
