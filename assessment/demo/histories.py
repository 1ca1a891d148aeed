"""From the specification to commits: plans of all repositories, replayed together in order of time.

Pure: reads the specification, the templates and a random generator; returns the commits of every repository as records, with the
plans behind them. Files are looked at as they are at that moment, so a copy carries whatever its origin had drifted to by then.
"""

from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.across import campaigns, cross_team, roads
from assessment.demo.births import Birth, birth
from assessment.demo.blueprint import Blueprint, blueprint
from assessment.demo.calendar import DAY
from assessment.demo.choices import controls
from assessment.demo.content import Templates
from assessment.demo.edits import Files, Write
from assessment.demo.events import PLUMBING, Event, World, by
from assessment.demo.libraries import library
from assessment.demo.people import staff
from assessment.demo.product import Product
from assessment.demo.replay import Commit, replay
from assessment.demo.specification import Specification
from assessment.demo.thrash import thrash
from assessment.demo.tuning import Desk, desk
from assessment.demo.work import weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """The whole organisation: commits and files at the end per repository, and the plans that truth.yaml is written from."""

    world: World
    commits: dict[str, list[Commit]]
    files: dict[str, Files]
    plans: dict[str, Blueprint]
    births: dict[str, Birth]


def histories(spec: Specification, templates: Templates, rng: Generator) -> Histories:
    """All commits of all repositories. Raises DemoError where the specification cannot be fulfilled."""
    people, having, living, others, moving, copying, visiting = rng.spawn(7)
    world = World(spec=spec, templates=templates, people=staff(spec, people))
    chosen = controls(world, having)
    plans = {name: blueprint(world, name, chosen[name]) for name in spec.services}
    events: list[Event] = []
    births: dict[str, Birth] = {}
    desks: dict[str, Desk] = {}
    for (name, plan), stream in zip(plans.items(), living.spawn(len(plans)), strict=True):
        births[name], desks[name], lived = _life(world, plan, stream)
        events += lived
    for team, stream in zip(spec.teams, others.spawn(len(spec.teams)), strict=True):
        events += thrash(world, team, births, plans, stream)
    for (name, record), stream in zip(spec.libraries.items(), others.spawn(len(spec.libraries)), strict=True):
        events += library(world, name, record, stream)
    events += [*roads(world, plans, moving), *_mailmaps(world, births, moving), *campaigns(world, plans, copying)]
    events += cross_team(world, desks, births, events, visiting)
    commits, files = replay(events, {name for name, (_, record) in spec.services.items() if record.merges})
    return Histories(world=world, commits=commits, files=files, plans=plans, births=births)


def _life(world: World, plan: Blueprint, rng: Generator) -> tuple[Birth, Desk, list[Event]]:
    """A service's beginning, its places for tuning, and all its ordinary events."""
    language = world.templates.languages[world.spec.services[plan.service][1].language]
    product = Product(plan.service, plan.team, language, world.spec.teams[plan.team].vocabulary)
    tuning = desk(world, plan, rng)
    start = birth(world, plan, product, tuning, rng)
    return start, tuning, [*start.events, *weeks(world, plan, start, product, tuning, rng)]


def _mailmaps(world: World, births: dict[str, Birth], rng: Generator) -> list[Event]:
    """A .mailmap in the repositories of teams that keep one: browser addresses with a login for a name lead to the person."""
    events = []
    for team, plan in world.spec.teams.items():
        people = [person for person in world.team(team) if len(person.identities) > 1]
        if plan.mailmap and people:
            both = [person.identities[:2] for person in people]
            text = "".join(f"{work.name} <{work.address}> <{browser.address}>\n" for work, browser in both)
            for service in plan.services:
                at, edit = births[service].ready + DAY, Write(".mailmap", text)
                events.append(by(people[0], rng, at=at, repository=service, message="Who is who", kind=PLUMBING, edits=(edit,)))
    return events
