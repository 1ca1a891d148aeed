"""What files a service begins with, and in which pieces they come: which solution, copied from where, with which controls."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assessment.demo.choices import control_files, source
from assessment.demo.content import fill
from assessment.demo.edits import Copy, Edit, Write
from assessment.demo.events import World
from assessment.demo.shaping import Reshape, invented
from assessment.model import Workflow

EXTRAS = {"alerts": Workflow.OBSERVABILITY, "catalog": Workflow.OWNERSHIP, "pre-commit": Workflow.QUALITY}  # others: local development
ORDER = (Workflow.CI, Workflow.ENVIRONMENTS, Workflow.SECRETS, Workflow.DEPLOYMENT)


@dataclass(frozen=True, slots=True)
class Piece:
    """Files that come together and serve one workflow; `texts`: path -> as the template has it, before anything is copied."""

    workflow: str
    edits: tuple[Edit, ...]
    texts: Mapping[str, str]
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """A service as it will be set up: first files, then pieces, the one that deploys it last."""

    service: str
    team: str
    controls: frozenset[str]
    root: tuple[Edit, ...]
    pieces: tuple[Piece, ...]
    deployment: Piece

    @property
    def all(self) -> tuple[Piece, ...]:
        """The pieces and the deployment."""
        return (*self.pieces, self.deployment)

    @property
    def texts(self) -> dict[str, str]:
        """Path -> text of all plumbing, as the templates have it."""
        return {path: text for piece in self.all for path, text in piece.texts.items()}

    @property
    def copied_from(self) -> dict[str, str]:
        """Path -> repository that it is copied from."""
        return {path: piece.origin for piece in self.all if piece.origin for path in piece.texts}

    @property
    def settable(self) -> tuple[tuple[str, str], ...]:
        """(workflow, path) of the plumbing files that hold settings."""
        return tuple(
            (piece.workflow, path) for piece in self.all for path, text in piece.texts.items() if re.search(r"(#|//) settings", text)
        )


@dataclass(frozen=True, slots=True)
class Kit:
    """What makes the files of one service: the places of its templates and the controls it has."""

    world: World
    service: str
    controls: frozenset[str]

    def piece(self, workflow: str, files: Mapping[str, str], origin: str = "") -> Piece:
        """Files from templates (path -> template), or copied from a repository and adapted."""
        texts = {path: self._text(path, template) for path, template in files.items()}
        edits: list[Edit] = []
        for path, text in texts.items():
            edits.append(Copy(path, origin, self._adaptations(origin)) if origin else Write(path, text))
            if path.startswith(".github/workflows/"):
                pinned, permissions = "pinned-actions" in self.controls, "workflow-permissions" in self.controls
                edits.append(Reshape(path, pinned, permissions, self.world.spec.slug))
        return Piece(str(workflow), tuple(edits), texts, origin)

    def _text(self, path: str, template: str) -> str:
        text = fill(self.world.templates.text(template), variables(self.world, self.service), self.controls)
        if path != "Dockerfile":
            return text
        if "pinned-base-image" not in self.controls:
            return re.sub(r"(?m)^FROM ([^\s:]+\S*?):[^\s:/]+$", r"FROM \1:latest", text)
        if self.world.spec.teams[self.world.owner(self.service)].updates == "renovate":  # which pins by digest; others name a tag
            return re.sub(r"(?m)^FROM (\S+)$", lambda m: f"FROM {m[1]}@sha256:{invented(m[1])}{invented(m[1] + '.')[:24]}", text)
        return text

    def _adaptations(self, origin: str) -> tuple[tuple[str, str], ...]:
        """What somebody who copies a file replaces in it: names, port, and what belongs to the language."""
        old, new = variables(self.world, origin), variables(self.world, self.service)
        pairs = [(old[name], new[name]) for name in ("service", "team", "port", "setup_input", "manifest", "runtime")]
        pairs.append((old["setup_action"].split("@")[0], new["setup_action"].split("@")[0]))
        return tuple(pair for pair in pairs if pair[0] != pair[1])


def blueprint(world: World, service: str, controls: frozenset[str]) -> Blueprint:
    """What the files of a service will be. Raises DemoError where a template or a source is missing."""
    team, record = world.spec.services[service]
    plan, language, kit = world.spec.teams[team], world.templates.languages[record.language], Kit(world, service, controls)
    pieces = [kit.piece(Workflow.CONTAINERS, {"Dockerfile": world.spec.containers.format(language=record.language)})]
    pieces += [kit.piece(EXTRAS.get(extra, Workflow.LOCAL_DEVELOPMENT), world.spec.extras[extra]) for extra in plan.extras]
    for workflow in ORDER:
        choice = plan.solutions[workflow]
        pieces.append(kit.piece(workflow, world.spec.solutions[workflow][choice.solution].files, source(world, service, workflow)))
    deployment = pieces.pop()
    pieces += [kit.piece(workflow, files) for workflow, files in control_files(world, service, controls)]
    pieces += [road_piece(world, service, name, controls) for name, road in world.spec.roads.items() if road.everyone]
    values = variables(world, service)
    root = [
        Write(path, fill(world.templates.text(name), values))
        for path, name in (("README.md", "odd/README.md"), (".gitignore", "odd/gitignore"))
    ]
    root += [Write(fill(path, values), fill(text, values)) for path, text in language.files.items()]
    return Blueprint(service=service, team=team, controls=controls, root=tuple(root), pieces=tuple(pieces), deployment=deployment)


def variables(world: World, service: str) -> dict[str, str]:
    """The places of a service's templates."""
    team, record = world.spec.services[service]
    number = list(world.spec.services).index(service)
    numbers = {"port": str(8101 + number), "minute": str(7 * number % 60), "interval": ("weekly", "daily", "monthly")[number % 3]}
    names = {"service": service, "service_name": service.replace("-", "_"), "team": team, "language": record.language}
    return names | numbers | {"slug": world.spec.slug, "domain": world.spec.domain} | world.templates.languages[record.language].variables


def road_piece(world: World, service: str, road: str, controls: frozenset[str]) -> Piece:
    """The files of a paved road in a service."""
    offered = world.spec.roads[road]
    return Kit(world, service, controls).piece(offered.workflow, offered.files)


def own_piece(world: World, service: str, workflow: Workflow, controls: frozenset[str]) -> Piece:
    """The files of the team's own way, written afresh: what a service goes back to when it leaves a road."""
    choice = world.spec.teams[world.owner(service)].solutions[workflow]
    return Kit(world, service, controls).piece(workflow, world.spec.solutions[workflow][choice.solution].files)
