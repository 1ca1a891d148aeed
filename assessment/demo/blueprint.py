"""What files a service begins with, and in which pieces they come: which solution, copied from where, with which controls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from numpy.random import Generator

from assessment.demo.calendar import instant
from assessment.demo.content import fill
from assessment.demo.edits import Copy, Edit, Reshape, Write, invented
from assessment.demo.events import World
from assessment.demo.specification import CONTROLS, Choice
from assessment.model import Workflow

PLUMBING_ORDER = (Workflow.CONTAINERS, Workflow.CI, Workflow.ENVIRONMENTS, Workflow.SECRETS)
CONTROL_FILES = {
    "dependency-updates": Workflow.DEPENDENCIES,
    "code-owners": Workflow.OWNERSHIP,
    "vulnerability-scanning": Workflow.SECURITY,
    "security-policy": Workflow.SECURITY,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Files that come together and serve one workflow."""

    workflow: str
    edits: tuple[Edit, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A service as it will be set up. `pieces` come before `deployment`; `texts` is each file as its template has it (before copying)."""

    service: str
    team: str
    values: Mapping[str, str]
    controls: frozenset[str]
    root: tuple[Edit, ...]
    pieces: tuple[Piece, ...]
    deployment: Piece
    texts: Mapping[str, str]
    copied_from: Mapping[str, str] = field(default_factory=dict)  # path -> repository

    @property
    def settable(self) -> tuple[tuple[str, str], ...]:
        """(workflow, path) of the plumbing files that hold settings."""
        return tuple(
            (piece.workflow, path)
            for piece in (*self.pieces, self.deployment)
            for path in piece.paths
            if re.search(r"(#|//) settings", self.texts[path])
        )


def controls(world: World, rng: Generator) -> dict[str, frozenset[str]]:
    """Service -> controls it has: in each team, the planted share of the services."""
    found: dict[str, set[str]] = {service: set() for service in world.spec.services}
    scanned = {user for road in world.spec.roads.values() if road.workflow == Workflow.SECURITY for user in road.users}
    for plan in world.spec.teams.values():
        names = list(plan.services)
        for control in CONTROLS:
            order = [names[i] for i in rng.permutation(len(names))]
            if control == "vulnerability-scanning":
                order.sort(key=lambda name: name not in scanned)
            for name in order[: round(plan.controls[control] * len(names))]:
                found[name].add(control)
    return {service: frozenset(chosen) for service, chosen in found.items()}


def blueprint(world: World, service: str, chosen: frozenset[str]) -> Blueprint:
    """What the files of a service will be. Raises DemoError where a template or a source is missing."""
    team, record = world.spec.services[service]
    plan, language = world.spec.teams[team], world.templates.languages[record.language]
    values = variables(world, service)
    texts: dict[str, str] = {}
    copied: dict[str, str] = {}
    pieces = [_piece(world, values, chosen, str(Workflow.CONTAINERS), {"Dockerfile": f"containers/{record.language}.Dockerfile"}, texts)]
    for extra in plan.extras:
        workflow = {"alerts": Workflow.OBSERVABILITY, "catalog": Workflow.OWNERSHIP, "pre-commit": Workflow.QUALITY}.get(
            extra, Workflow.LOCAL_DEVELOPMENT
        )
        pieces.append(_piece(world, values, chosen, str(workflow), world.spec.extras[extra], texts))
    for workflow in [*PLUMBING_ORDER[1:], Workflow.DEPLOYMENT]:
        choice = plan.solutions[workflow]
        files = world.spec.solutions[workflow][choice.solution].files
        origin = _source(world, service, workflow, choice)
        if origin:
            copied |= dict.fromkeys(files, origin)
        pieces.append(_piece(world, values, chosen, str(workflow), files, texts, origin=origin))
    deployment = pieces.pop()
    pieces += [_piece(world, values, chosen, str(workflow), files, texts) for workflow, files in _control_files(world, service, chosen)]
    first = {"README.md": "odd/README.md", ".gitignore": "odd/gitignore"}
    root = [Write(path, fill(world.templates.text(name), values)) for path, name in first.items()]
    root += [Write(fill(path, values), fill(text, values)) for path, text in language.files.items()]
    return Blueprint(
        service=service,
        team=team,
        values=values,
        controls=chosen,
        root=tuple(root),
        pieces=tuple(pieces),
        deployment=deployment,
        texts=texts,
        copied_from=copied,
    )


def variables(world: World, service: str) -> dict[str, str]:
    """The places of a service's templates."""
    team, record = world.spec.services[service]
    number = list(world.spec.services).index(service)
    common = {
        "service": service,
        "service_name": service.replace("-", "_"),
        "team": team,
        "slug": world.spec.slug,
        "domain": world.spec.domain,
        "language": record.language,
        "port": str(8101 + number),
        "minute": str(7 * number % 60),
        "interval": ("weekly", "daily", "monthly")[number % 3],
    }
    return common | world.templates.languages[record.language].variables


def road_piece(world: World, service: str, road: str, chosen: frozenset[str]) -> Piece:
    """The files of a paved road in a service."""
    offered = world.spec.roads[road]
    return _piece(world, variables(world, service), chosen, str(offered.workflow), offered.files, {})


def own_piece(world: World, service: str, chosen: frozenset[str]) -> Piece:
    """The files of the team's own way to deploy, written afresh: what a service goes back to when it leaves a road."""
    team, _ = world.spec.services[service]
    choice = world.spec.teams[team].solutions[Workflow.DEPLOYMENT]
    files = world.spec.solutions[Workflow.DEPLOYMENT][choice.solution].files
    return _piece(world, variables(world, service), chosen, str(Workflow.DEPLOYMENT), files, {})


def _piece(
    world: World,
    values: Mapping[str, str],
    chosen: frozenset[str],
    workflow: str,
    files: Mapping[str, str],
    texts: dict[str, str],
    *,  # noqa: PLR0913
    origin: str = "",
) -> Piece:
    edits: list[Edit] = []
    for path, name in files.items():
        text = fill(world.templates.text(name), values, chosen)
        if path == "Dockerfile" and "pinned-base-image" in chosen:
            text = re.sub(
                r"^FROM (\S+)$", lambda m: f"FROM {m[1]}@sha256:{invented(m[1])}{invented(m[1] + '.')[:24]}", text, flags=re.MULTILINE
            )
        texts[path] = text
        edits.append(Copy(path, origin, adaptations(variables(world, origin), values)) if origin else Write(path, text))
        if path.startswith(".github/workflows/"):
            edits.append(Reshape(path, "pinned-actions" in chosen, "workflow-permissions" in chosen, world.spec.slug))
    return Piece(workflow, tuple(edits), tuple(files))


def adaptations(origin: Mapping[str, str], values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What somebody who copies a file replaces in it: names, port, and what belongs to the language."""
    pairs = [
        (origin["service"], values["service"]),
        (origin["team"], values["team"]),
        (origin["port"], values["port"]),
        (origin["setup_action"].split("@")[0], values["setup_action"].split("@")[0]),
        *((origin[name], values[name]) for name in ("setup_input", "manifest", "runtime")),
    ]
    return tuple((old, new) for old, new in pairs if old != new)


def _source(world: World, service: str, workflow: Workflow, choice: Choice) -> str:
    """Where a service's files come from: the newest older service of the team that still has them, or the team's source."""
    team, record = world.spec.services[service]
    solution = world.spec.solutions[workflow][choice.solution]
    if solution.road or solution.shared or workflow is Workflow.CONTAINERS:
        return ""
    gone = {user: day for road in world.spec.roads.values() if road.workflow == workflow for user, day in road.users.items()}
    older = [
        name
        for name, other in world.spec.teams[team].services.items()
        if (record.born - other.born).days > 60 and (name not in gone or gone[name] > record.born) and not other.dormant
    ]
    return older[0] if older else choice.source or ""


def _control_files(world: World, service: str, chosen: frozenset[str]) -> list[tuple[Workflow, dict[str, str]]]:
    team, _ = world.spec.services[service]
    updates = {"dependabot": {".github/dependabot.yml": "controls/dependabot.yml"}, "renovate": {"renovate.json": "controls/renovate.json"}}
    on_road = any(service in road.users for road in world.spec.roads.values() if road.workflow == Workflow.SECURITY)
    files = {
        "dependency-updates": updates[world.spec.teams[team].updates],
        "code-owners": {".github/CODEOWNERS": "controls/CODEOWNERS"},
        "vulnerability-scanning": {} if on_road else {".github/workflows/trivy.yml": "controls/trivy.yml"},
        "security-policy": {"SECURITY.md": "controls/SECURITY.md"},
    }
    return [(CONTROL_FILES[control], files[control]) for control in CONTROLS if control in chosen and files.get(control)]


def ready_before(world: World, service: str, day: int) -> bool:
    """A service is old enough on that day (seconds) for others to change something in it."""
    return instant(world.spec.services[service][1].born) + 150 * 86400 < day < world.until(service) - 30 * 86400
