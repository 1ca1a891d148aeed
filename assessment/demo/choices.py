"""What a service's team has chosen for it: the controls it has, and where its files are copied from."""

from numpy.random import Generator

from assessment.demo.calendar import DAY, instant
from assessment.demo.events import World
from assessment.demo.plans import CONTROLS
from assessment.model import Workflow

OLD_ENOUGH = 60  # days after its birth from which a service is copied from
SETTLED = 150  # days after its birth from which others change something in a service


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


def control_files(world: World, service: str, chosen: frozenset[str]) -> list[tuple[Workflow, dict[str, str]]]:
    """The files that the controls of a service add: workflow, path -> template. A service that will be scanned by a road brings no scan."""
    updates = world.spec.teams[world.owner(service)].updates
    on_road = any(road.everyone or service in road.users for road in world.spec.roads.values() if road.workflow == Workflow.SECURITY)
    files = {
        "dependency-updates": (Workflow.DEPENDENCIES, UPDATES[updates]),
        "code-owners": (Workflow.OWNERSHIP, {".github/CODEOWNERS": "controls/CODEOWNERS"}),
        "vulnerability-scanning": (Workflow.SECURITY, {} if on_road else {".github/workflows/trivy.yml": "controls/trivy.yml"}),
        "security-policy": (Workflow.SECURITY, {"SECURITY.md": "controls/SECURITY.md"}),
    }
    return [files[control] for control in CONTROLS if control in chosen and control in files and files[control][1]]


UPDATES = {
    "dependabot": {".github/dependabot.yml": "controls/dependabot.yml"},
    "renovate": {"renovate.json": "controls/renovate.json"},
    "preset": {"renovate.json": "controls/renovate-preset.json"},
}


def source(world: World, service: str, workflow: Workflow) -> str:
    """Where a service's files come from: the oldest service of the team that still has them, or the team's source; '' when made afresh."""
    team, record = world.spec.services[service]
    plan = world.spec.teams[team]
    solution = world.spec.solutions[workflow][plan.solutions[workflow].solution]
    if solution.road or solution.shared:
        return ""
    gone = {user: day for road in world.spec.roads.values() if road.workflow == workflow for user, day in road.users.items()}
    for name, other in plan.services.items():
        still = name not in gone or gone[name] > record.born
        if (record.born - other.born).days > OLD_ENOUGH and still and not other.dormant:
            return name
    return plan.solutions[workflow].source or ""


def settled(world: World, service: str, at: int) -> bool:
    """Whether a service is old enough at that moment, and alive, for others to change something in it."""
    return instant(world.spec.services[service][1].born) + SETTLED * DAY < at < world.until(service) - 30 * DAY
