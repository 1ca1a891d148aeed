"""What was planted, and what of it really happened: the numbers that every estimate is held against.

Pure: reads the histories (plans, commits as records, files at the end); returns plain mappings for organisation.yaml and
truth.yaml. Counts are taken from the commits that exist, not from what was asked for. README of the keys: data/demo/README.md.
"""

from collections import Counter
from typing import Any

import pandas as pd

from assessment.demo import events as kinds
from assessment.demo.calendar import day_of
from assessment.demo.copies import alike, copies, families
from assessment.demo.efforts import automation, glue, onboarding, thrash
from assessment.demo.histories import Histories
from assessment.demo.standing import compliance, left_behind, road_standing
from assessment.demo.survey import expected, headcounts
from assessment.survey.questionnaire import Questionnaire


def truth(history: Histories, seed: int, questionnaire: Questionnaire, answers: pd.DataFrame) -> dict[str, Any]:
    """Everything planted, by what it is."""
    spec = history.world.spec
    return {
        "name": spec.name,
        "seed": seed,
        "as_of": spec.as_of.isoformat(),
        "repositories": {name: _repository(history, name) for name in sorted(history.commits)},
        "shapes": _shapes(history),
        "solutions": families(history),
        "copies": copies(history),
        "alike": alike(history),
        "roads": road_standing(history),
        "compliance": compliance(history),
        "glue": glue(history),
        "onboarding": onboarding(history),
        "campaigns": _campaigns(history),
        "automation": automation(history),
        "thrash": thrash(history),
        "survey": survey(history, questionnaire, answers),
        "expects": spec.expects.model_dump(mode="json"),
    }


def survey(history: Histories, questionnaire: Questionnaire, answers: pd.DataFrame) -> dict[str, Any]:
    """Who answered, the latent severities, and the mean answer each scale was planted with (in the unit of its format)."""
    spec = history.world.spec
    counted = answers.groupby("team")["respondent"].nunique().to_dict()
    people = {team: int(counted.get(team, 0)) for team in headcounts(spec)}
    return {
        "k": spec.k,
        "round": spec.survey.round,
        "headcount": headcounts(spec),
        "respondents": people,
        "under_k": [team for team, n in people.items() if n < spec.k],
        "severity": {scale: dict(values) for scale, values in spec.survey.severity.items()},
        "expected": expected(spec, questionnaire),
        "pain": {str(workflow): value for workflow, value in spec.survey.pain.items()},
    }


def organisation(history: Histories) -> dict[str, Any]:
    """The organisation file that a user of these repositories would write (see assessment/model.py)."""
    spec = history.world.spec
    owned: dict[str, list[str]] = {team: list(plan.services) for team, plan in spec.teams.items()}
    for name, library in spec.libraries.items():
        if library.team:
            owned.setdefault(library.team, []).append(name)
    heads = headcounts(spec)
    roads = [
        {"name": name, "workflow": str(road.workflow), "references": [road.reference], "since": road.since}
        | ({"mandated_from": road.mandated_from} if road.mandated_from else {})
        for name, road in spec.roads.items()
    ]
    return {
        "name": spec.name,
        "as_of": spec.as_of,
        "teams": [{"name": team, "headcount": heads[team], "repositories": _patterns(team, names)} for team, names in owned.items()],
        "repositories": {"folder": "repositories"},
        "platform": {"team": spec.platform_team, "roads": roads} if spec.platform_team else {"roads": roads},
        "survey": {"k": spec.k},
        "bots": [f"builds@{spec.domain}"],
    }


def _patterns(team: str, names: list[str]) -> list[str]:
    """A glob for what carries the team's name, and the rest by name."""
    return ([f"{team}-*"] if any(name.startswith(f"{team}-") for name in names) else []) + [
        name for name in names if not name.startswith(f"{team}-")
    ]


def _repository(history: Histories, name: str) -> dict[str, Any]:
    counted = Counter(commit.kind for commit in history.commits[name])
    return {
        "team": history.world.owner(name),
        "commits": sum(counted.values()),
        "automation": counted[kinds.BOT],
        "merges": counted[kinds.MERGE],
        "first": day_of(history.commits[name][0].at),
        "last": day_of(history.commits[name][-1].at),
        "files": len(history.files[name]),
        "kinds": dict(sorted(counted.items())),
    }


def _shapes(history: Histories) -> dict[str, Any]:
    spec = history.world.spec
    return {
        "merge_heavy": [n for n, (_, s) in spec.services.items() if s.merges],
        "dormant": [n for n, (_, s) in spec.services.items() if s.dormant],
        "restarted": [n for n, (_, s) in spec.services.items() if s.restarted],
        "unmapped": [n for n, library in spec.libraries.items() if library.team is None],
        "odd_names": [n for n, library in spec.libraries.items() if library.odd_names],
        "mailmap": [n for n, (team, _) in spec.services.items() if spec.teams[team].mailmap],
    }


def _campaigns(history: Histories) -> dict[str, Any]:
    found = {}
    for name, campaign in history.world.spec.campaigns.items():
        made = {repo: commit for repo, all_of in history.commits.items() for commit in all_of if commit.campaign == name}
        times = sorted(commit.at for commit in made.values())
        found[name] = {
            "workflow": str(campaign.workflow),
            "files": campaign.files,
            "old": campaign.old,
            "new": campaign.new,
            "first": day_of(times[0]),
            "last": day_of(times[-1]),
            "by": campaign.by,
            "people": len({c.person for c in made.values()}),
            "repositories": sorted(made),
            "teams": sorted({history.world.owner(repo) for repo in made}),
            "left_behind": left_behind(history, name, set(made)),
        }
    return found
