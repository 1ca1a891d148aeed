"""Ordinary weeks of a service after its beginning: product and plumbing by the team, tries until the pipeline is green, reverts, bots."""

from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.births import Birth, setting
from assessment.demo.blueprint import Blueprint
from assessment.demo.calendar import DAY, HOUR, WEEK, moments
from assessment.demo.content import Drift
from assessment.demo.edits import Bump, Edit, Either, Patch, Setting, Write
from assessment.demo.events import BOT, DRIFT, PLUMBING, RETRY, REVERT, THRASH, Event, World, by
from assessment.demo.people import DEPENDABOT, RENOVATE, Identity, pick
from assessment.demo.product import Product
from assessment.model import Workflow

NAMES_PER_FILE = 3  # settings that ordinary work tunes in one file; few, so that tuning does not make copies drift apart
REVERTS, RETRIES = 0.012, {True: 5.0, False: 0.6}  # share of product commits; empty commits per service of teams that thrash, or do not


@dataclass(frozen=True, slots=True)
class Desk:
    """What tuning a service's plumbing needs: its files with settings, and the names that are tuned in each."""

    places: tuple[tuple[str, str], ...]
    names: dict[str, tuple[str, ...]]

    def tune(self, rng: Generator) -> tuple[str, str, Edit]:
        """(workflow, setting, edit): a setting gets another value; where its file is gone, one in another file does."""
        order = [self.places[i] for i in rng.permutation(len(self.places))]
        value = str(int(rng.integers(2, 5000)))
        chosen = [(path, self.names[path][int(rng.integers(NAMES_PER_FILE))]) for _, path in order]
        return order[0][0], chosen[0][1], Either(tuple(Setting(path, name, value) for path, name in chosen))


def desk(world: World, plan: Blueprint, rng: Generator) -> Desk:
    """The places in a service where plumbing is tuned."""
    names = {path: tuple(setting(world, rng)[0] for _ in range(NAMES_PER_FILE)) for _, path in plan.settable}
    return Desk(plan.settable, names)


def weeks(world: World, plan: Blueprint, start: Birth, product: Product, rng: Generator) -> list[Event]:
    """Everything ordinary in a service from the end of its beginning to the end of its history."""
    team, end = world.spec.teams[plan.team], world.until(plan.service)
    length = max(end - start.ready, 0) / WEEK
    tuning = desk(world, plan, rng)
    events = [product.commit(world, rng, at) for at in moments(rng, start.ready, end, int(rng.poisson(team.pace * length)))]
    reverted = [event for event in events if rng.random() < REVERTS]
    events += [_revert(event) for event in reverted]
    events += [_tuned(world, plan, tuning, rng, at) for at in moments(rng, start.ready, end, int(rng.poisson(team.plumbing * length)))]
    events += drifts(world, plan, start, rng)
    retries = int(rng.poisson(RETRIES[team.thrash_runs > 0] * min(length / 100, 1)))
    events += [_retry(world, plan, rng, at) for at in moments(rng, start.ready, end, retries)]
    people = len(events)
    return events + bots(world, plan, start, rng, round(people * team.bots / (1 - team.bots)))


def _revert(event: Event) -> Event:
    return Event(
        at=event.at + 3 * HOUR // 2,
        repository=event.repository,
        author=event.author,
        person=event.person,
        home=event.home,
        message=f'Revert "{event.message}"',
        kind=REVERT,
        undo=True,
    )


def _tuned(world: World, plan: Blueprint, tuning: Desk, rng: Generator, at: int) -> Event:
    workflow, name, edit = tuning.tune(rng)
    person = pick(world.team(plan.team), at, rng)
    return by(
        person,
        rng,
        at=at,
        repository=plan.service,
        message=tuning_message(world, rng, plan.service, workflow, name),
        kind=PLUMBING,
        edits=(edit,),
        workflow=workflow,
    )


def tuning_message(world: World, rng: Generator, service: str, workflow: str, name: str) -> str:
    """What somebody writes who tunes a setting."""
    forms = world.templates.messages.plumbing
    return forms[int(rng.integers(len(forms)))].format(setting=name.lower().replace("_", " "), service=service, workflow=workflow)


def _retry(world: World, plan: Blueprint, rng: Generator, at: int) -> Event:
    texts = world.templates.messages.retry
    return by(
        pick(world.team(plan.team), at, rng),
        rng,
        at=at,
        repository=plan.service,
        message=texts[int(rng.integers(len(texts)))],
        kind=RETRY,
        empty=True,
    )


def drifts(world: World, plan: Blueprint, start: Birth, rng: Generator) -> list[Event]:
    """Edits to a copied pipeline until the planted share of its lines differs; later services of a team add a third of it to what they inherit."""
    choice = world.spec.teams[plan.team].solutions[Workflow.CI]
    path = next((path for path in plan.copied_from if path.startswith(".github/workflows/")), None)
    if path is None or not choice.drift:
        return []
    first = plan.copied_from[path] == choice.source
    target = choice.drift * plan.texts[path].count("\n") * (1 if first else 1 / 3)
    chosen: list[Drift] = []
    for number in rng.permutation(len(world.templates.drift)):
        if sum(edit.lines for edit in chosen) >= target:
            break
        chosen.append(world.templates.drift[number])
    times = moments(rng, start.ready, min(start.ready + 300 * DAY, world.until(plan.service)), len(chosen))
    return [
        by(
            pick(world.team(plan.team), at, rng),
            rng,
            at=at,
            repository=plan.service,
            message=edit.message,
            kind=DRIFT,
            edits=(Patch(path, edit.old, edit.new),),
            workflow=str(Workflow.CI),
        )
        for at, edit in zip(times, chosen, strict=False)
    ]


def thrash(world: World, team: str, starts: dict[str, Birth], plans: dict[str, Blueprint], rng: Generator) -> list[Event]:
    """Runs of pipeline-only commits, minutes apart, by one person, until the pipeline is green."""
    events: list[Event] = []
    names = [name for name in world.spec.teams[team].services if world.until(name) - starts[name].ready > 90 * DAY]
    for run in range(world.spec.teams[team].thrash_runs if names else 0):
        service = names[run % len(names)]
        path = next(path for workflow, path in plans[service].settable if workflow == str(Workflow.CI))
        at = moments(rng, starts[service].ready + 30 * DAY, world.until(service) - DAY, 1)[0] // DAY * DAY + 9 * HOUR
        person, name = pick(world.team(team), at, rng), setting(world, rng)[0]
        length = int(rng.integers(4, 9))
        for step in range(length):
            at += int(rng.integers(8, 45)) * 60
            events.append(
                _attempt(
                    world,
                    rng,
                    person.name,
                    person.home,
                    person.identities[0],
                    service,
                    at,
                    Setting(path, name, "" if step == length - 1 else str(step + int(rng.integers(10, 99) * 10))),
                )
            )
    return events


def _attempt(world: World, rng: Generator, name: str, home: str, author: Identity, service: str, at: int, edit: Edit) -> Event:  # noqa: PLR0913
    forms = world.templates.messages.thrash
    return Event(
        at=at,
        repository=service,
        author=author,
        person=name,
        home=home,
        message=forms[int(rng.integers(len(forms)))],
        kind=THRASH,
        edits=(edit,),
        workflow=str(Workflow.CI),
    )


def bots(world: World, plan: Blueprint, start: Birth, rng: Generator, count: int) -> list[Event]:
    """Commits by automation: version bumps of dependencies, or of the service itself by an account of the build server."""
    record = world.spec.services[plan.service][1]
    times = moments(rng, start.ready, world.until(plan.service), count)
    if "dependency-updates" in plan.controls:
        manifest = next(iter(world.templates.languages[record.language].files))
        who = DEPENDABOT if world.spec.teams[plan.team].updates == "dependabot" else RENOVATE
        return [
            Event(
                at=at,
                repository=plan.service,
                author=who,
                message=f"Bump a dependency in {manifest}",
                kind=BOT,
                edits=(Bump(manifest, float(rng.random())),),
                workflow=str(Workflow.DEPENDENCIES),
            )
            for at in times
        ]
    account = (
        Identity("jenkins", f"jenkins@{world.spec.domain}")
        if plan.team == "treasury"
        else Identity("Build Account", f"builds@{world.spec.domain}")
    )
    first = [
        Event(
            at=at,
            repository=plan.service,
            author=account,
            message="Begin version numbers",
            kind=BOT,
            edits=(Write("version.txt", "1.0.0\n"),),
        )
        for at in times[:1]
    ]
    return first + [
        Event(at=at, repository=plan.service, author=account, message="New version", kind=BOT, edits=(Bump("version.txt", 0.0),))
        for at in times[1:]
    ]
