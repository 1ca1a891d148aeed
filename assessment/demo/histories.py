"""From the specification to commits: plans of all repositories, replayed together in order of time.

Pure: reads the specification, the templates and a random generator; returns the commits of every repository as records, with the
plans behind them. Files are looked at as they are at that moment, so a copy carries whatever its origin had drifted to by then.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from numpy.random import Generator

from assessment.demo.across import campaigns, cross_team, roads
from assessment.demo.births import Birth, birth
from assessment.demo.blueprint import Blueprint, blueprint, controls
from assessment.demo.calendar import DAY
from assessment.demo.content import Templates
from assessment.demo.edits import Changed, Files, Write
from assessment.demo.events import MERGE, PLUMBING, PRODUCT, Event, World, by
from assessment.demo.libraries import library
from assessment.demo.people import WEB, Identity, staff
from assessment.demo.product import Product
from assessment.demo.specification import Specification
from assessment.demo.work import Desk, desk, thrash, weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit: number within its repository, its parents' numbers, and the files it changes against the first of them."""

    number: int
    parents: tuple[int, ...]
    at: int
    author: Identity
    committer: Identity
    message: str
    files: Changed
    kind: str
    person: str = ""
    home: str = ""
    workflow: str = ""
    campaign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """The whole organisation: commits and files at the end per repository, and the plans that truth.yaml is written from."""

    world: World
    commits: dict[str, list[Commit]]
    files: dict[str, Files]
    plans: dict[str, Blueprint]
    births: dict[str, Birth]
    left: dict[str, tuple[str, ...]] = field(default_factory=dict)


def histories(spec: Specification, templates: Templates, rng: Generator) -> Histories:
    """All commits of all repositories. Raises DemoError where the specification cannot be fulfilled."""
    streams = iter(rng.spawn(2 * len(spec.services) + len(spec.teams) + len(spec.libraries) + 6))
    world = World(spec=spec, templates=templates, people=staff(spec, next(streams)))
    having = controls(world, next(streams))
    plans = {name: blueprint(world, name, having[name]) for name in spec.services}
    events: list[Event] = []
    births: dict[str, Birth] = {}
    desks: dict[str, Desk] = {}
    for name, plan in plans.items():
        stream = next(streams)
        team = spec.teams[plan.team]
        product = Product(name, plan.team, templates.languages[spec.services[name][1].language], team.vocabulary)
        births[name] = birth(world, plan, product, stream)
        desks[name] = desk(world, plan, next(streams))
        events += births[name].events
        events += weeks(world, plan, births[name], product, stream)
    for team_name in spec.teams:
        events += thrash(world, team_name, births, plans, next(streams))
    for name, record in spec.libraries.items():
        events += library(world, name, record, next(streams))
    events += roads(world, plans, next(streams)) + _mailmaps(world, births, next(streams))
    events += campaigns(world, plans, next(streams))
    events += cross_team(world, desks, births, events, next(streams))
    commits, files = replay(events, {name for name, (_, record) in spec.services.items() if record.merges})
    return Histories(world=world, commits=commits, files=files, plans=plans, births=births)


def _mailmaps(world: World, births: dict[str, Birth], rng: Generator) -> list[Event]:
    events = []
    for team, plan in world.spec.teams.items():
        people = [person for person in world.team(team) if len(person.identities) > 1]
        text = "".join(f"{p.identities[0].name} <{p.identities[0].address}> <{p.identities[1].address}>\n" for p in people)
        events += [
            by(
                people[0],
                rng,
                at=births[service].ready + DAY,
                repository=service,
                message="Who is who",
                kind=PLUMBING,
                edits=(Write(".mailmap", text),),
            )
            for service in plan.services
            if plan.mailmap and people
        ]
    return events


def replay(events: list[Event], merging: set[str]) -> tuple[dict[str, list[Commit]], dict[str, Files]]:
    """Events in order of time become commits; one that changes nothing does not happen, unless it is meant to be empty."""
    files: dict[str, Files] = defaultdict(dict)
    before: dict[str, Changed] = {}
    done: dict[str, list[tuple[Event, Changed]]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.at, event.repository)):
        here = files[event.repository]
        changed = dict(before.get(event.repository, {})) if event.undo else _changes(event, files)
        if not changed and not event.empty:
            continue
        before[event.repository] = {path: here.get(path) for path in changed}
        _put(here, changed)
        done[event.repository].append((event, changed))
    return {name: commits(steps, merges=name in merging) for name, steps in done.items()}, dict(files)


def _changes(event: Event, files: dict[str, Files]) -> Changed:
    """What an event changes; later edits of an event see what earlier ones did."""
    here, total = files[event.repository], Changed()
    view = dict(files) | {event.repository: dict(here)}
    for edit in event.edits:
        changed = edit.apply(event.repository, view)
        _put(view[event.repository], changed)
        total |= changed
    return {path: text for path, text in total.items() if here.get(path) != text}


def _put(files: Files, changed: Changed) -> None:
    for path, text in changed.items():
        if text is None:
            files.pop(path, None)
        else:
            files[path] = text


def commits(steps: list[tuple[Event, Changed]], *, merges: bool) -> list[Commit]:
    """Steps as a line of commits; with `merges`, up to three product commits in a row go through a branch and a merge commit."""
    found: list[Commit] = []
    tip: tuple[int, ...] = ()
    branch: list[Commit] = []
    for position, (event, changed) in enumerate(steps):
        parents = (branch[-1].number,) if branch else tip
        commit = _commit(event, changed, len(found), parents)
        found.append(commit)
        branches = merges and position > 0 and event.kind == PRODUCT
        if not branches:
            tip = (commit.number,)
            continue
        branch.append(commit)
        following = steps[position + 1][0] if position + 1 < len(steps) else None
        if following is None or following.kind != PRODUCT or len(branch) == 1 + tip[0] % 3:
            found.append(_merge(branch, len(found), tip[0]))
            tip, branch = (found[-1].number,), []
    return found


def _commit(event: Event, changed: Changed, number: int, parents: tuple[int, ...]) -> Commit:
    web = event.kind == PRODUCT and bool(event.person) and event.at % 10 < 3
    return Commit(
        number=number,
        parents=parents,
        at=event.at,
        author=event.author,
        committer=WEB if web else event.author,
        message=event.message,
        files=changed,
        kind=event.kind,
        person=event.person,
        home=event.home,
        workflow=event.workflow,
        campaign=event.campaign,
    )


def _merge(branch: list[Commit], number: int, tip: int) -> Commit:
    last = branch[-1]
    files: Changed = {}
    for commit in branch:
        files |= commit.files
    return Commit(
        number=number,
        parents=(tip, last.number),
        at=last.at + 60,
        author=last.author,
        committer=WEB,
        message=f"Merge pull request #{number} from {last.author.name.split()[0].lower()}/work",
        files=files,
        kind=MERGE,
        person=last.person,
        home=last.home,
    )
