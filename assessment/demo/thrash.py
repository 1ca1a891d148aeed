"""Tries until the pipeline is green: runs of pipeline-only commits, minutes apart, by one person."""

from numpy.random import Generator

from assessment.demo.births import Birth
from assessment.demo.blueprint import Blueprint
from assessment.demo.calendar import DAY, HOUR, moments
from assessment.demo.events import THRASH, Event, World
from assessment.demo.people import pick
from assessment.demo.shaping import Setting
from assessment.demo.tuning import choose, setting_name
from assessment.model import Workflow

SHORTEST, LONGEST = 4, 8  # commits of a run; medians of 4 were measured in three public organisations
PAUSE = (8, 45)  # minutes between two of them


def thrash(world: World, team: str, starts: dict[str, Birth], plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """The planted number of runs of a team, over its services in turn."""
    names = [name for name in world.spec.teams[team].services if world.until(name) - starts[name].ready > 90 * DAY]
    events: list[Event] = []
    for run in range(world.spec.teams[team].thrash_runs if names else 0):
        service = names[run % len(names)]
        day = moments(rng, starts[service].ready + 30 * DAY, world.until(service) - DAY, 1)[0] // DAY * DAY
        events += _run(world, plans[service], day + 9 * HOUR, rng)
    return events


def _run(world: World, plan: Blueprint, at: int, rng: Generator) -> list[Event]:
    """One run: a value is tried again and again, and taken out at last."""
    path = next(path for workflow, path in plan.settable if workflow == str(Workflow.CI))
    person, name = pick(world.team(plan.team), at, rng), setting_name(world, rng)
    length = int(rng.integers(SHORTEST, LONGEST + 1))
    events = []
    for step in range(length):
        at += int(rng.integers(*PAUSE)) * 60
        value = "" if step == length - 1 else str(100 * (step + 1) + int(rng.integers(100)))
        event = Event(
            at=at,
            repository=plan.service,
            author=person.identities[0],
            person=person.name,
            home=person.home,
            message=choose(world.templates.messages.thrash, rng),
            kind=THRASH,
            edits=(Setting(path, name, value),),
            workflow=str(Workflow.CI),
        )
        events.append(event)
    return events
