"""How a service begins: the first fifty commits by people, of which the planted share is setup, and the first day it can be deployed."""

from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.blueprint import Blueprint, Piece
from assessment.demo.calendar import DAY, HOUR, instant, moments, working
from assessment.demo.events import IMPORT, PRODUCT, SETUP, Event, World, by
from assessment.demo.people import pick
from assessment.demo.product import Product
from assessment.demo.tuning import Desk, choose

FIRST = 50  # commits by people that belong to the beginning of a service, the first one included
SLOW = 10  # days from which a beginning counts as slow
EARLY_PRODUCT = {True: 0.15, False: 0.5}  # slow?: share of the product commits that come before the service can be deployed
EARLY_CORRECTIONS = {True: 0.8, False: 0.25}  # slow?: share of the corrections of plumbing that come before that
SETTLING = 60  # days after it can be deployed in which the rest of the fifty falls
IMPORTED = 340  # edits of product code that a restarted history brings at once

Step = Piece | frozenset[str]  # a piece of the blueprint, or the paths of which one gets a correction


@dataclass(frozen=True, slots=True)
class Birth:
    """The events of a beginning; the moment the service could first be deployed; the moment after which ordinary work goes on."""

    events: tuple[Event, ...]
    deployable: int
    ready: int


def birth(world: World, plan: Blueprint, product: Product, tuning: Desk, rng: Generator) -> Birth:
    """The beginning of a service. A restarted one begins with a single commit that imports everything."""
    record, onboarding = world.spec.services[plan.service][1], world.spec.teams[plan.team].onboarding
    born = instant(record.born, 8 + float(rng.random()))
    if record.restarted:
        return _import(world, plan, product, rng, born)
    days = int(rng.integers(onboarding.days[0], onboarding.days[1] + 1))
    deployable = working(born + days * DAY + int(rng.uniform(0.2, 6) * HOUR))
    slow, ready = days > SLOW, deployable + SETTLING * DAY
    before, after = _steps(plan, max(round(FIRST * onboarding.setup_share), 3), rng, slow=slow)
    times = [
        *moments(rng, born + HOUR // 2, deployable - HOUR // 4, len(before)),
        deployable,
        *moments(rng, deployable + HOUR, ready, len(after)),
    ]
    steps = zip(times, [*before, plan.deployment, *after], strict=True)
    events = [_root(world, plan, rng, born), *(_setup(world, plan, tuning, step, at, rng) for at, step in steps)]
    count = FIRST - len(events)
    early = round(count * EARLY_PRODUCT[slow])
    work = moments(rng, born + HOUR, deployable, early) + moments(rng, deployable + HOUR, ready, count - early)
    return Birth((*events, *(product.commit(world, rng, at) for at in work)), deployable, ready)


def _steps(plan: Blueprint, setup: int, rng: Generator, *, slow: bool) -> tuple[list[Step], list[Step]]:
    """Exactly `setup` steps, the deployment among them left out: pieces in order, corrections in between and afterwards."""
    pieces = _merged(list(plan.pieces), setup - 1)
    corrections = setup - 1 - len(pieces)
    early = round(corrections * EARLY_CORRECTIONS[slow])
    slots = [int(slot) for slot in rng.integers(1, len(pieces) + 1, size=early)]
    before: list[Step] = []
    for number, piece in enumerate(pieces, start=1):
        present = frozenset(path for earlier in pieces[:number] for path in earlier.texts)
        before += [piece, *(present for slot in slots if slot == number)]
    return before, [frozenset(plan.texts)] * (corrections - early)


def _merged(pieces: list[Piece], most: int) -> list[Piece]:
    """At most `most` pieces: the last ones are committed together."""
    while len(pieces) > max(most, 1):
        first, second = pieces[-2:]
        pieces[-2:] = [Piece(first.workflow, first.edits + second.edits, {**first.texts, **second.texts}, first.origin or second.origin)]
    return pieces


def _root(world: World, plan: Blueprint, rng: Generator, born: int) -> Event:
    person = pick(world.team(plan.team), born, rng)
    return by(person, rng, at=born, repository=plan.service, message="Initial commit", kind=PRODUCT, edits=plan.root)


def _setup(world: World, plan: Blueprint, tuning: Desk, step: Step, at: int, rng: Generator) -> Event:
    texts = world.templates.messages
    if isinstance(step, Piece):
        workflow, edits = step.workflow, step.edits
        text = choose(texts.setup, rng).format(workflow=workflow, service=plan.service)
    else:
        workflow, name, edit = tuning.tune(rng, step)
        text, edits = choose(texts.setup_fix, rng).format(workflow=workflow, service=plan.service, setting=name), (edit,)
    person = pick(world.team(plan.team), at, rng)
    return by(person, rng, at=at, repository=plan.service, message=text, kind=SETUP, edits=edits, workflow=workflow)


def _import(world: World, plan: Blueprint, product: Product, rng: Generator, born: int) -> Birth:
    """A restarted history: one commit brings everything that was there."""
    edits = [*plan.root, *(edit for piece in plan.all for edit in piece.edits)]
    edits += [edit for _ in range(IMPORTED) for edit in product.commit(world, rng, born).edits]
    person = pick(world.team(plan.team), born, rng)
    event = by(person, rng, at=born, repository=plan.service, message="Import from the old server", kind=IMPORT, edits=tuple(edits))
    return Birth((event,), born, born + 7 * DAY)
