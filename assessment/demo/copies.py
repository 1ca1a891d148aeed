"""Which solution each repository uses at the end, which of them are copies, and how far the copies have drifted apart.

Drift here is plain: the share of lines (own name and versions masked, blank lines dropped) that difflib does not match. It is
written independently of the search that it checks.
"""

import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import Any

from assessment.demo.calendar import instant
from assessment.demo.histories import Histories
from assessment.model import Workflow

MASKS = ((re.compile(r"@[0-9a-f]{40} # v\S+|@v[\d.]+|@sha256:[0-9a-f]+"), "@V"), (re.compile(r"\b\d+(\.\d+)+\b"), "V"))


def solution_of(history: Histories, service: str, workflow: Workflow) -> tuple[str, str]:
    """(solution, kind) of a service at the end; kind is 'shared', or 'built' for what the team maintains itself."""
    spec = history.world.spec
    team = spec.services[service][0]
    for name, road in spec.roads.items():
        if road.workflow == workflow and service in road.users and service not in road.exits:
            return f"road:{name}", "shared"
    choice = spec.teams[team].solutions[workflow].solution
    solution = spec.solutions[workflow][choice]
    if solution.road:
        return f"road:{solution.road}", "shared"
    return choice, "shared" if solution.shared else "built"


def families(history: Histories) -> dict[str, Any]:
    """Per workflow: families of repositories by solution, the number of independent ones, and 1/Σp² over the teams that have one."""
    found: dict[str, Any] = {}
    for workflow in history.world.spec.solutions:
        members: dict[tuple[str, str], list[str]] = defaultdict(list)
        for service in history.world.spec.services:
            members[solution_of(history, service, workflow)].append(service)
        listed = {
            name: {
                "kind": "shared" if kind == "shared" else ("copy" if len(services) > 1 else "own"),
                "repositories": services,
                "teams": sorted({history.world.spec.services[s][0] for s in services}),
            }
            for (name, kind), services in members.items()
        }
        weights = [len(family["teams"]) for family in listed.values() if family["kind"] != "shared"]
        found[str(workflow)] = {
            "independent": len(weights),
            "effective": round(sum(weights) ** 2 / sum(w * w for w in weights), 3) if weights else 0.0,
            "families": listed,
        }
    return found


def copies(history: Histories) -> dict[str, Any]:
    """Copied files: `workflow/solution/path` -> origin, members with source and drift from the origin, and the drift from the medoid."""
    spec = history.world.spec
    found: dict[str, Any] = {}
    for workflow, solutions in spec.solutions.items():
        for name, solution in solutions.items():
            if solution.road or solution.shared:
                continue
            services = [s for s in spec.services if solution_of(history, s, workflow)[0] == name]
            for path in solution.files:
                members = sorted((s for s in services if path in history.files[s]), key=lambda s: instant(spec.services[s][1].born))
                if len(members) > 1:
                    found[f"{workflow}/{name}/{path}"] = _cluster(history, str(workflow), path, members)
    return found


def alike(history: Histories) -> dict[str, Any]:
    """Other plumbing that several services begin with from one template, and so alike: `workflow/path` (with the language of a Dockerfile)
    -> path and repositories. Real copies too, of things that nobody thinks of as a solution."""
    spec = history.world.spec
    solved = {str(workflow) for workflow in spec.solutions}
    found: dict[str, dict[str, Any]] = {}
    for service, plan in history.plans.items():
        for piece in plan.pieces:
            for path in piece.texts if piece.workflow not in solved else ():
                key = f"{piece.workflow}/{path}" + (f" ({spec.services[service][1].language})" if path == "Dockerfile" else "")
                found.setdefault(key, {"path": path, "repositories": []})["repositories"].append(service)
    return {key: entry for key, entry in found.items() if len(entry["repositories"]) > 1}


def _cluster(history: Histories, workflow: str, path: str, members: list[str]) -> dict[str, Any]:
    lines = {name: normal(history.files[name][path], name, history.world.spec.services[name][0]) for name in members}
    apart = {(a, b): drift(lines[a], lines[b]) for a in members for b in members}
    medoid = min(members, key=lambda a: (sum(apart[a, b] for b in members), a))
    others = [name for name in members if name != medoid]
    return {
        "workflow": workflow,
        "path": path,
        "origin": members[0],
        "lines": len(lines[members[0]]),
        "teams": sorted({history.world.spec.services[name][0] for name in members}),
        "drift_from_medoid": round(sum(apart[medoid, name] for name in others) / len(others), 4),
        "most_apart": round(max(apart.values()), 4),
        "members": {
            name: {"copied_from": history.plans[name].copied_from.get(path, ""), "drift": round(apart[members[0], name], 4)}
            for name in members
        },
    }


def normal(text: str, service: str, team: str) -> list[str]:
    """Lines for comparison: trimmed, no blank ones, own names and versions masked."""
    text = text.replace(service, "SERVICE").replace(team, "TEAM")
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return [line.strip() for line in text.splitlines() if line.strip()]


def drift(one: list[str], other: list[str]) -> float:
    """Share of the lines of both that are not matched, 0..1."""
    return 1 - SequenceMatcher(None, one, other, autojunk=False).ratio()
