"""Where repositories stand at the end: on which road, with which controls, and which were left behind by a campaign."""

import re
from fnmatch import fnmatchcase
from typing import Any

from assessment.demo.histories import Histories
from assessment.demo.plans import CONTROLS
from assessment.demo.specification import Specification

TRUSTED = ("actions", "github")  # whose actions count as part of the service they run on, not as third parties
_LOOSE = re.compile(r"(?m)^FROM \S+:latest$")
_USES = re.compile(r"uses: ([\w-]+)/[\w./-]+@(\S+)")


def road_standing(history: Histories) -> dict[str, Any]:
    """Per road: users with the day and whether the mandate made them come, exits, and the services that are not on it."""
    return {name: _road(history.world.spec, name) for name in history.world.spec.roads}


def _road(spec: Specification, name: str) -> dict[str, Any]:
    road = spec.roads[name]
    born_on = {
        service: record.born
        for service, (team, record) in spec.services.items()
        for workflow, choice in spec.teams[team].solutions.items()
        if spec.solutions[workflow][choice.solution].road == name or road.everyone
    }
    came = {service: day for service, day in {**born_on, **road.users}.items() if service not in road.exits}
    forced = {service for service, day in came.items() if road.mandated_from and day >= road.mandated_from}
    return {
        "workflow": str(road.workflow),
        "reference": road.reference,
        "since": road.since.isoformat(),
        "mandated_from": road.mandated_from.isoformat() if road.mandated_from else None,
        "users": {
            service: {"since": came[service].isoformat(), "born_on": service in born_on, "mandated": service in forced}
            for service in sorted(came, key=lambda service: came[service])
        },
        "exits": {service: day.isoformat() for service, day in road.exits.items()},
        "off_road": sorted(set(spec.services) - set(came)),
        "voluntary": len(came) - len(forced),
        "mandated": len(forced),
    }


def compliance(history: Histories) -> dict[str, Any]:
    """Controls per repository (present, absent, not applicable), and the share of the repositories that have each, per team."""
    spec = history.world.spec
    having = {name: {control: control_of(history, name, control) for control in CONTROLS} for name in spec.services}
    teams = {}
    for team, plan in spec.teams.items():
        known = {control: [having[s][control] for s in plan.services if having[s][control] != "not applicable"] for control in CONTROLS}
        teams[team] = {control: round(states.count("present") / len(states), 4) if states else None for control, states in known.items()}
    return {"repositories": having, "teams": teams}


def control_of(history: Histories, service: str, control: str) -> str:
    """What a service's files say about a control at the end."""
    files, chosen = history.files[service], history.plans[service].controls
    workflows = [text for path, text in files.items() if path.startswith(".github/workflows/")]
    foreign = [ref for text in workflows for owner, ref in _USES.findall(text) if owner not in {history.world.spec.slug, *TRUSTED}]
    if (control == "pinned-actions" and not foreign) or (control == "workflow-permissions" and not workflows):
        return "not applicable"
    if control == "vulnerability-scanning":
        return "present" if any(path in files for path in (".github/workflows/trivy.yml", ".github/workflows/scan.yml")) else "absent"
    if control == "pinned-base-image":
        return "absent" if _LOOSE.search(files["Dockerfile"]) else "present"
    return "present" if control in chosen else "absent"


def left_behind(history: Histories, campaign: str, reached: set[str]) -> list[str]:
    """Repositories that still carry a campaign's old text at the end."""
    record = history.world.spec.campaigns[campaign]
    return sorted(
        name
        for name, files in history.files.items()
        if name not in reached
        and any(fnmatchcase(path, record.files) and record.old in text and record.new not in text for path, text in files.items())
    )
