"""What goes across repositories: moves onto and off paved roads, the same edit made by hand in many places, and people who glue."""

from fnmatch import fnmatchcase

from numpy.random import Generator

from assessment.demo.births import Birth
from assessment.demo.blueprint import Blueprint, Piece, own_piece, ready_before, road_piece
from assessment.demo.calendar import DAY, instant, moments
from assessment.demo.edits import Delete, DemoError, Edit, Replace
from assessment.demo.events import CAMPAIGN, CROSS, ROAD, Event, World, by
from assessment.demo.people import Person, pick
from assessment.demo.work import Desk, tuning_message


def roads(world: World, plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """Moves onto the paved roads on their days, and exits."""
    events: list[Event] = []
    for name, road in world.spec.roads.items():
        for service, day in road.users.items():
            off = plans[service].deployment.paths if road.workflow == plans[service].deployment.workflow else ()
            on = road_piece(world, service, name, plans[service].controls)
            events.append(_move(world, service, instant(day, 9 + float(rng.random())), off, on, f"Use the shared {name} workflow", rng))
        for service, day in road.exits.items():
            own = own_piece(world, service, plans[service].controls)
            at = instant(day, 9 + float(rng.random()))
            events.append(_move(world, service, at, tuple(road.files), own, f"Back to our own {name}: the shared one is too rigid", rng))
    return events


def _move(world: World, service: str, at: int, off: tuple[str, ...], on: Piece, message: str, rng: Generator) -> Event:  # noqa: PLR0913
    gone: tuple[Edit, ...] = tuple(Delete(path) for path in off if path not in on.paths)
    person = pick(world.team(world.spec.services[service][0]), at, rng)
    return by(person, rng, at=at, repository=service, message=message, kind=ROAD, edits=(*gone, *on.edits), workflow=on.workflow)


def campaigns(world: World, plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """The campaigns: in each, the planted number of the repositories that carry the old text get the new one."""
    events: list[Event] = []
    for name, campaign in world.spec.campaigns.items():
        start = instant(campaign.start, 8)
        eligible = eligible_for(world, plans, name)
        if len(eligible) < campaign.repositories:
            raise DemoError(
                f"{campaign.repositories} repositories are asked for, but only {len(eligible)} carry the old text",
                where=f"campaigns.{name}",
                expected="name fewer repositories, or a text that more of them have",
            )
        chosen = [eligible[i] for i in sorted(rng.permutation(len(eligible))[: campaign.repositories])]
        times = moments(rng, start, start + campaign.days * DAY, len(chosen))
        for service, at in zip([chosen[i] for i in rng.permutation(len(chosen))], times, strict=True):
            person = _campaigner(world, plans[service].team, at, campaign.by == "glue", rng)
            events.append(
                by(
                    person,
                    rng,
                    at=at,
                    repository=service,
                    message=campaign.message,
                    kind=CAMPAIGN,
                    campaign=name,
                    edits=(Replace(campaign.files, campaign.old, campaign.new),),
                    workflow=str(campaign.workflow),
                )
            )
    return events


def eligible_for(world: World, plans: dict[str, Blueprint], name: str) -> list[str]:
    """Services that carry a campaign's old text when it starts, and that are old enough."""
    campaign = world.spec.campaigns[name]
    start = instant(campaign.start)
    moved = {
        user
        for road in world.spec.roads.values()
        for user, day in road.users.items()
        if road.workflow == campaign.workflow and instant(day) < start + campaign.days * DAY
    }
    return [
        service
        for service, plan in plans.items()
        if ready_before(world, service, start)
        and service not in moved
        and any(fnmatchcase(path, campaign.files) and campaign.old in text for path, text in _at_birth(plan).items())
    ]


def _at_birth(plan: Blueprint) -> dict[str, str]:
    """Texts as the templates have them; pinned actions carry no tag that a campaign could replace."""
    pinned = "pinned-actions" in plan.controls
    return {path: text.replace("uses: actions/", "uses: pinned/") if pinned else text for path, text in plan.texts.items()}


def _campaigner(world: World, team: str, at: int, glue: bool, rng: Generator) -> Person:
    gluers = [person for person in world.people if person.glue and person.home != team]
    return pick(gluers, at, rng) if glue and gluers else pick(world.team(team), at, rng)


def cross_team(world: World, desks: dict[str, Desk], starts: dict[str, Birth], already: list[Event], rng: Generator) -> list[Event]:
    """Plumbing in other teams' repositories: the planted number, of which the planted share falls to the people who glue."""
    glue = world.spec.glue
    by_glue = sum(event.kind == CAMPAIGN and event.home != world.spec.services[event.repository][0] for event in already)
    planned = round(glue.commits * glue.share) - by_glue
    gluers = [person for person in world.people if person.glue]
    others = [person for person in world.people if not person.glue and person.home != world.spec.platform_team]
    events = _visits(world, desks, starts, gluers, max(planned, 0) if gluers else 0, rng)
    return events + _visits(world, desks, starts, others, glue.commits - round(glue.commits * glue.share), rng)


def _visits(
    world: World, desks: dict[str, Desk], starts: dict[str, Birth], people: list[Person], count: int, rng: Generator
) -> list[Event]:
    services = [name for name in desks if world.until(name) - starts[name].ready > 60 * DAY]
    spans = [float(world.until(name) - starts[name].ready) for name in services]
    events = []
    for _ in range(count):
        service = services[int(rng.choice(len(services), p=[span / sum(spans) for span in spans]))]
        at = moments(rng, starts[service].ready + DAY, world.until(service), 1)[0]
        person = pick([person for person in people if person.home != world.spec.services[service][0]], at, rng)
        workflow, name, edit = desks[service].tune(rng)
        events.append(
            by(
                person,
                rng,
                at=at,
                repository=service,
                message=tuning_message(world, rng, service, workflow, name),
                kind=CROSS,
                edits=(edit,),
                workflow=workflow,
            )
        )
    return events
