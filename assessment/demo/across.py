"""What goes across repositories: moves onto and off paved roads, the same edit made by hand in many places, and people who glue."""

from datetime import date
from fnmatch import fnmatchcase

from numpy.random import Generator

from assessment.demo.births import Birth
from assessment.demo.blueprint import Blueprint, Piece, own_piece, road_piece
from assessment.demo.calendar import DAY, instant, moments
from assessment.demo.choices import settled
from assessment.demo.edits import Delete, DemoError, Edit, Replace
from assessment.demo.events import CAMPAIGN, CROSS, ROAD, Event, World, by
from assessment.demo.people import Person, pick
from assessment.demo.plans import Campaign
from assessment.demo.tuning import Desk, choose


def roads(world: World, plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """Moves onto the paved roads on their days, and exits."""
    events: list[Event] = []
    for name, road in world.spec.roads.items():
        for service, day in road.users.items():
            old = plans[service].deployment
            on = road_piece(world, service, name, plans[service].controls)
            off = old.texts if old.workflow == road.workflow else ()
            events.append(_move(world, service, day, tuple(off), on, rng, message=f"Use the shared {name} workflow"))
        for service, day in road.exits.items():
            own = own_piece(world, service, road.workflow, plans[service].controls)
            events.append(
                _move(world, service, day, tuple(road.files), own, rng, message=f"Back to our own {name}: the shared one is too rigid")
            )
    return events


def _move(world: World, service: str, day: date, off: tuple[str, ...], on: Piece, rng: Generator, *, message: str) -> Event:  # noqa: PLR0913
    gone: tuple[Edit, ...] = tuple(Delete(path) for path in off if path not in on.texts)
    at = instant(day, 9 + float(rng.random()))
    person = pick(world.team(world.owner(service)), at, rng)
    return by(person, rng, at=at, repository=service, message=message, kind=ROAD, edits=(*gone, *on.edits), workflow=on.workflow)


def campaigns(world: World, plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """The campaigns: in each, the planted number of the repositories that carry the old text get the new one."""
    events: list[Event] = []
    for name, campaign in world.spec.campaigns.items():
        eligible = carriers(world, plans, campaign)
        if len(eligible) < campaign.repositories:
            what = f"{campaign.repositories} repositories are asked for, but only {len(eligible)} carry the old text"
            raise DemoError(what, where=f"campaigns.{name}", expected="name fewer repositories, or a text that more of them have")
        chosen = [eligible[i] for i in rng.permutation(len(eligible))[: campaign.repositories]]
        begin = instant(campaign.start, 8)
        times = moments(rng, begin, begin + campaign.days * DAY, len(chosen))
        events += [_campaign(world, name, service, at, rng) for service, at in zip(chosen, times, strict=True)]
    return events


def carriers(world: World, plans: dict[str, Blueprint], campaign: Campaign) -> list[str]:
    """Services that carry a campaign's old text when it starts, and that are old enough."""
    begin = instant(campaign.start)
    moved = {
        user
        for road in world.spec.roads.values()
        for user, day in road.users.items()
        if road.workflow == campaign.workflow and instant(day) < begin + campaign.days * DAY
    }
    return [
        service
        for service, plan in plans.items()
        if settled(world, service, begin) and service not in moved and any(_carries(campaign, plan, *file) for file in plan.texts.items())
    ]


def _carries(campaign: Campaign, plan: Blueprint, path: str, text: str) -> bool:
    """Whether a file begins with the old text; pinned actions carry no tag that a campaign could replace."""
    if "pinned-actions" in plan.controls and "uses: " in campaign.old:
        return False
    return fnmatchcase(path, campaign.files) and campaign.old in text


def _campaign(world: World, name: str, service: str, at: int, rng: Generator) -> Event:
    campaign, team = world.spec.campaigns[name], world.owner(service)
    gluers = [person for person in world.people if person.glue and person.home != team]
    person = pick(gluers if campaign.by == "glue" and gluers else world.team(team), at, rng)
    edit = Replace(campaign.files, campaign.old, campaign.new)
    return by(
        person,
        rng,
        at=at,
        repository=service,
        message=campaign.message,
        kind=CAMPAIGN,
        campaign=name,
        edits=(edit,),
        workflow=str(campaign.workflow),
    )


def cross_team(world: World, desks: dict[str, Desk], starts: dict[str, Birth], already: list[Event], rng: Generator) -> list[Event]:
    """Plumbing in other teams' repositories: the planted number, of which the planted share falls to the people who glue.

    Where a team has more plumbing to do, more help comes.
    """
    glue = world.spec.glue
    wanted = round(glue.commits * glue.share)
    made = sum(event.kind == CAMPAIGN and event.home != world.owner(event.repository) for event in already)
    gluers = [person for person in world.people if person.glue]
    others = [person for person in world.people if not person.glue and person.home != world.spec.platform_team]
    lives = {name: world.until(name) - starts[name].ready for name in desks}
    spans = {name: life * (0.05 + world.spec.teams[world.owner(name)].plumbing) for name, life in lives.items() if life > 60 * DAY}
    by_glue = [_visit(world, desks, starts, spans, gluers, rng) for _ in range(max(wanted - made, 0) if gluers else 0)]
    return by_glue + [_visit(world, desks, starts, spans, others, rng) for _ in range(glue.commits - wanted)]


def _visit(
    world: World, desks: dict[str, Desk], starts: dict[str, Birth], spans: dict[str, float], people: list[Person], rng: Generator
) -> Event:
    """Somebody tunes the plumbing of another team's service."""
    total = sum(spans.values())
    service = list(spans)[int(rng.choice(len(spans), p=[span / total for span in spans.values()]))]
    at = moments(rng, starts[service].ready + DAY, world.until(service), 1)[0]
    person = pick([person for person in people if person.home != world.owner(service)], at, rng)
    workflow, name, edit = desks[service].tune(rng)
    text = choose(world.templates.messages.plumbing, rng).format(setting=name, service=service, workflow=workflow)
    return by(person, rng, at=at, repository=service, message=text, kind=CROSS, edits=(edit,), workflow=workflow)
