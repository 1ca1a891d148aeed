"""Ordinary weeks of a service after its beginning: product and plumbing by the team, reverts, retries, drift of copies, and bots."""

from numpy.random import Generator

from assessment.demo.births import Birth
from assessment.demo.blueprint import Blueprint
from assessment.demo.calendar import DAY, HOUR, WEEK, moments
from assessment.demo.content import Drift
from assessment.demo.edits import Edit, Patch, Write
from assessment.demo.events import BOT, DRIFT, PLUMBING, RETRY, REVERT, Event, World, by
from assessment.demo.people import DEPENDABOT, RENOVATE, Identity, pick
from assessment.demo.product import Product
from assessment.demo.shaping import Bump
from assessment.demo.tuning import Desk, choose
from assessment.model import Workflow

REVERTS, RETRIES = 0.012, {True: 5.0, False: 0.6}  # share of product commits; empty commits per service of teams that thrash, or do not
DRIFTING = 300  # days after the beginning in which a copy drifts


def weeks(world: World, plan: Blueprint, start: Birth, product: Product, tuning: Desk, rng: Generator) -> list[Event]:
    """Everything ordinary in a service from the end of its beginning to the end of its history."""
    team, end = world.spec.teams[plan.team], world.until(plan.service)
    length = max(end - start.ready, 0) / WEEK
    events = [product.commit(world, rng, at) for at in moments(rng, start.ready, end, int(rng.poisson(team.pace * length)))]
    reverted = [event for event in events if rng.random() < REVERTS]
    events += [_revert(event) for event in reverted]
    for at in moments(rng, start.ready, end, int(rng.poisson(team.plumbing * length))):
        events.append(tuned(world, plan.team, plan.service, tuning, PLUMBING, at, rng))
    events += drifts(world, plan, start, rng)
    retries = int(rng.poisson(RETRIES[team.thrash_runs > 0] * min(length / 100, 1)))
    for at in moments(rng, start.ready, end, retries):
        text = choose(world.templates.messages.retry, rng)
        events.append(by(pick(world.team(plan.team), at, rng), rng, at=at, repository=plan.service, message=text, kind=RETRY, empty=True))
    people = len(events) + len(start.events)
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


def tuned(world: World, team: str, service: str, tuning: Desk, kind: str, at: int, rng: Generator) -> Event:  # noqa: PLR0913, PLR0917
    """Somebody of a team tunes the plumbing of a service."""
    workflow, name, edit = tuning.tune(rng)
    text = choose(world.templates.messages.plumbing, rng).format(setting=name, service=service, workflow=workflow)
    return by(pick(world.team(team), at, rng), rng, at=at, repository=service, message=text, kind=kind, edits=(edit,), workflow=workflow)


def drifts(world: World, plan: Blueprint, start: Birth, rng: Generator) -> list[Event]:
    """Edits to a copied pipeline until the planted share of its lines differs.

    The first copy in a team gets the whole share; later ones inherit it with the copy and add a third.
    """
    choice = world.spec.teams[plan.team].solutions[Workflow.CI]
    path = next((path for path in plan.copied_from if path.startswith(".github/workflows/")), None)
    if path is None or not choice.drift:
        return []
    target = choice.drift * plan.texts[path].count("\n") * (1 if plan.copied_from[path] == choice.source else 1 / 3)
    chosen: list[Drift] = []
    for number in rng.permutation(len(world.templates.drift)):
        if sum(edit.lines for edit in chosen) >= target:
            break
        chosen.append(world.templates.drift[number])
    times = moments(rng, start.ready, min(start.ready + DRIFTING * DAY, world.until(plan.service)), len(chosen))
    return [_drift(world, plan, path, edit, at, rng) for at, edit in zip(times, chosen, strict=False)]


def _drift(world: World, plan: Blueprint, path: str, edit: Drift, at: int, rng: Generator) -> Event:
    person, edits = pick(world.team(plan.team), at, rng), (Patch(path, edit.old, edit.new),)
    return by(person, rng, at=at, repository=plan.service, message=edit.message, kind=DRIFT, edits=edits, workflow=str(Workflow.CI))


def bots(world: World, plan: Blueprint, start: Birth, rng: Generator, count: int) -> list[Event]:
    """Commits by automation: version bumps of dependencies, or of the service itself by an account of the build server."""
    times = moments(rng, start.ready, world.until(plan.service), count)
    if "dependency-updates" in plan.controls:
        manifest = next(iter(world.templates.languages[world.spec.services[plan.service][1].language].files))
        who = DEPENDABOT if world.spec.teams[plan.team].updates == "dependabot" else RENOVATE
        return [_bot(plan, at, who, f"Bump a dependency in {manifest}", Bump(manifest, float(rng.random()))) for at in times]
    jenkins = any(path == "Jenkinsfile" for path in plan.texts)
    name, box = ("jenkins", "jenkins") if jenkins else ("Build Account", "builds")
    account = Identity(name, f"{box}@{world.spec.domain}")
    first = [_bot(plan, at, account, "Begin version numbers", Write("version.txt", "1.0.0\n")) for at in times[:1]]
    return first + [_bot(plan, at, account, "New version", Bump("version.txt", 0.0)) for at in times[1:]]


def _bot(plan: Blueprint, at: int, who: Identity, message: str, edit: Edit) -> Event:
    return Event(at=at, repository=plan.service, author=who, message=message, kind=BOT, edits=(edit,))
