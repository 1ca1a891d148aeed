"""How a service begins: the first fifty commits by people, of which the planted share is setup, and the first day it can be deployed."""

from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.blueprint import Blueprint, Piece
from assessment.demo.calendar import DAY, HOUR, instant, moments, working
from assessment.demo.edits import Edit, Setting
from assessment.demo.events import IMPORT, PRODUCT, SETUP, Event, World, by
from assessment.demo.people import pick
from assessment.demo.product import Product

FIRST = 50  # commits by people that belong to the beginning of a service, the first one included
EARLY_PRODUCT = {True: 0.15, False: 0.5}  # slow?: share of the product commits that come before the service can be deployed


@dataclass(frozen=True, slots=True)
class Birth:
    """The events of a beginning; the moment the service could first be deployed; the moment after which ordinary work goes on."""

    events: tuple[Event, ...]
    deployable: int
    ready: int


def birth(world: World, plan: Blueprint, product: Product, rng: Generator) -> Birth:
    """The beginning of a service. A restarted one begins with a single commit that imports everything."""
    record = world.spec.services[plan.service][1]
    born = instant(record.born, 8 + float(rng.random()))
    if record.restarted:
        return _import(world, plan, product, rng, born)
    onboarding = world.spec.teams[plan.team].onboarding
    days = int(rng.integers(onboarding.days[0], onboarding.days[1] + 1))
    deployable = working(born + days * DAY + int(rng.uniform(0.2, 6) * HOUR))
    setup = max(round(FIRST * onboarding.setup_share), 3)
    steps = _steps(plan, setup, rng, slow=days > 10)
    ready = deployable + 60 * DAY
    before = [*moments(rng, born + HOUR // 2, deployable - HOUR // 4, len(steps.before)), deployable]
    after = moments(rng, deployable + HOUR, ready, len(steps.after))
    events = [_root(world, plan, rng, born)]
    events += [
        _setup(world, plan, rng, at, step)
        for at, step in zip([*before, *after], [*steps.before, plan.deployment, *steps.after], strict=True)
    ]
    count = FIRST - len(events)
    early = round(count * EARLY_PRODUCT[days > 10])
    times = moments(rng, born + HOUR, deployable, early) + moments(rng, deployable + HOUR, ready, count - early)
    events += [product.commit(world, rng, at) for at in times]
    return Birth(tuple(events), deployable, ready)


@dataclass(frozen=True, slots=True)
class Steps:
    """Setup before and after the deployment piece: pieces of the blueprint, and corrections (`str`: the path that gets one)."""

    before: tuple[Piece | tuple[str, str], ...]
    after: tuple[Piece | tuple[str, str], ...]


def _steps(plan: Blueprint, setup: int, rng: Generator, *, slow: bool) -> Steps:
    """Exactly `setup` steps, deployment included: pieces in order, with corrections of what is there already in between."""
    pieces = _merged(list(plan.pieces), setup - 1)
    corrections = setup - 1 - len(pieces)
    early = round(corrections * (0.8 if slow else 0.25))
    slots = sorted(int(slot) for slot in rng.integers(1, len(pieces) + 1, size=early))
    before: list[Piece | tuple[str, str]] = []
    for number, piece in enumerate(pieces, start=1):
        before.append(piece)
        before += [_correction(plan, pieces[:number], rng) for slot in slots if slot == number]
    after = [_correction(plan, [*pieces, plan.deployment], rng) for _ in range(corrections - early)]
    return Steps(tuple(before), tuple(after))


def _merged(pieces: list[Piece], most: int) -> list[Piece]:
    """At most `most` pieces: the last ones are committed together."""
    while len(pieces) > max(most, 1):
        first, second = pieces[-2:]
        pieces[-2:] = [Piece(first.workflow, first.edits + second.edits, first.paths + second.paths)]
    return pieces


def _correction(plan: Blueprint, pieces: list[Piece], rng: Generator) -> tuple[str, str]:
    present = {path for piece in pieces for path in piece.paths}
    choice = [place for place in plan.settable if place[1] in present]
    return choice[int(rng.integers(len(choice)))]


def _root(world: World, plan: Blueprint, rng: Generator, born: int) -> Event:
    person = pick(world.team(plan.team), born, rng)
    return by(person, rng, at=born, repository=plan.service, message="Initial commit", kind=PRODUCT, edits=plan.root)


def _setup(world: World, plan: Blueprint, rng: Generator, at: int, step: Piece | tuple[str, str]) -> Event:
    person = pick(world.team(plan.team), at, rng)
    texts = world.templates.messages
    workflow = step.workflow if isinstance(step, Piece) else step[0]
    name, value = setting(world, rng)
    edits: tuple[Edit, ...] = step.edits if isinstance(step, Piece) else (Setting(step[1], name, value),)
    forms = texts.setup if isinstance(step, Piece) else texts.setup_fix
    message = forms[int(rng.integers(len(forms)))].format(workflow=workflow, service=plan.service, setting=name.lower().replace("_", " "))
    return by(person, rng, at=at, repository=plan.service, message=message, kind=SETUP, edits=edits, workflow=workflow)


def setting(world: World, rng: Generator) -> tuple[str, str]:
    """The name and value of a setting that somebody might tune."""
    words = world.templates.messages
    noun, prop = (group[int(rng.integers(len(group)))] for group in (words.settings_nouns, words.settings_properties))
    return f"{noun}_{prop}".upper(), str(int(rng.integers(2, 5000)))


def _import(world: World, plan: Blueprint, product: Product, rng: Generator, born: int) -> Birth:
    """A restarted history: one commit brings everything that was there."""
    edits = [*plan.root, *(edit for piece in (*plan.pieces, plan.deployment) for edit in piece.edits)]
    edits += [edit for _ in range(340) for edit in product.commit(world, rng, born).edits]
    person = pick(world.team(plan.team), born, rng)
    event = by(person, rng, at=born, repository=plan.service, message="Import from the old server", kind=IMPORT, edits=tuple(edits))
    return Birth((event,), born, born + 7 * DAY)
