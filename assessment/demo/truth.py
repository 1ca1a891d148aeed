"""What was planted, and what of it really happened: the numbers that every estimate is held against.

Pure: reads the histories (plans, commits as records, files at the end); returns plain mappings for organisation.yaml and
truth.yaml. Counts are taken from the commits that exist, not from what was asked for. README of the keys: data/demo/README.md.
"""

from collections import Counter
from datetime import UTC, datetime
from statistics import median
from typing import Any

import pandas as pd

from assessment.demo import events as kinds
from assessment.demo.calendar import DAY
from assessment.demo.copies import copies, families
from assessment.demo.histories import Commit, Histories
from assessment.demo.standing import compliance, left_behind, road_standing
from assessment.demo.survey import expected, headcounts
from assessment.survey.questionnaire import Questionnaire

SETUP_KINDS = {kinds.SETUP, kinds.PLUMBING, kinds.DRIFT, kinds.ROAD, kinds.CAMPAIGN, kinds.CROSS, kinds.THRASH}


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
        "roads": road_standing(history),
        "compliance": compliance(history),
        "glue": glue(history),
        "onboarding": onboarding(history),
        "campaigns": _campaigns(history),
        "automation": _automation(history),
        "thrash": _thrash(history),
        "survey": survey(history, questionnaire, answers),
    }


def survey(history: Histories, questionnaire: Questionnaire, answers: pd.DataFrame) -> dict[str, Any]:
    """Who answered, the latent severities, and the mean answer each scale was planted with (in the unit of its format)."""
    spec = history.world.spec
    counted = answers.groupby("team")["respondent"].nunique().to_dict()
    people = {team: int(counted.get(team, 0)) for team in headcounts(spec)}
    return {
        "k": spec.k,
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


def team_of(history: Histories, repository: str) -> str:
    """The team that owns a repository; '' when nobody does."""
    services = history.world.spec.services
    return services[repository][0] if repository in services else history.world.spec.libraries[repository].team or ""


def _repository(history: Histories, name: str) -> dict[str, Any]:
    counted = Counter(commit.kind for commit in history.commits[name])
    return {
        "team": team_of(history, name),
        "commits": sum(counted.values()),
        "automation": counted[kinds.BOT],
        "merges": counted[kinds.MERGE],
        "first": _day(history.commits[name][0].at),
        "last": _day(history.commits[name][-1].at),
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


def glue(history: Histories) -> dict[str, Any]:
    """Plumbing commits by people in services, those in repositories of other teams, and the share of the people who glue in them."""
    teams: dict[str, Counter[str]] = {team: Counter() for team in history.world.spec.teams}
    people: Counter[str] = Counter()
    for name in history.world.spec.services:
        for commit in history.commits[name]:
            if commit.kind in SETUP_KINDS:
                team = team_of(history, name)
                teams[team]["plumbing"] += 1
                if commit.home != team:
                    teams[team]["outside"] += 1
                    people[commit.person] += 1
    gluers = [person for person in history.world.people if person.glue]
    outside, plumbing = people.total(), sum(counts["plumbing"] for counts in teams.values())
    by_them = sum(people[person.name] for person in gluers)
    return {
        "people": [{"name": p.name, "home": p.home, "addresses": [i.address for i in p.identities]} for p in gluers],
        "plumbing": plumbing,
        "outside": outside,
        "by_them": by_them,
        "share": _share(by_them, outside),
        "outside_share": _share(outside, plumbing),
        "others": sum(1 for name in people if name not in {p.name for p in gluers}),
        "teams": {team: {**counts, "outside_share": _share(counts["outside"], counts["plumbing"])} for team, counts in teams.items()},
    }


def onboarding(history: Histories) -> dict[str, Any]:
    """Days to the first deployable and plumbing among the first 50 commits by people (merges left out), per service and team."""
    found: dict[str, Any] = {}
    for team, plan in history.world.spec.teams.items():
        services = {name: _service(history, name) for name, service in plan.services.items() if not service.restarted}
        found[team] = {
            "planned_days": list(plan.onboarding.days),
            "planned_setup_share": plan.onboarding.setup_share,
            "median_days": round(median(s["days"] for s in services.values()), 2),
            "mean_setup_share": _share(sum(s["setup_commits"] for s in services.values()), sum(s["of"] for s in services.values())),
            "services": services,
        }
    return found


def _service(history: Histories, name: str) -> dict[str, Any]:
    commits = history.commits[name]
    first = [c for c in commits if c.kind not in (kinds.BOT, kinds.MERGE)][:50]
    setup = sum(c.kind in SETUP_KINDS for c in first)
    return {
        "days": round((history.births[name].deployable - commits[0].at) / DAY, 2),
        "setup_commits": setup,
        "of": len(first),
        "setup_share": _share(setup, len(first)),
        "deployable": _day(history.births[name].deployable),
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
            "first": _day(times[0]),
            "last": _day(times[-1]),
            "by": campaign.by,
            "people": len({c.person for c in made.values()}),
            "repositories": sorted(made),
            "teams": sorted({team_of(history, repo) for repo in made}),
            "left_behind": left_behind(history, name, set(made)),
        }
    return found


def _automation(history: Histories) -> dict[str, Any]:
    bots = [commit for commits in history.commits.values() for commit in commits if commit.kind == kinds.BOT]
    total = sum(len(commits) for commits in history.commits.values())
    teams: dict[str, list[Commit]] = {team: [] for team in history.world.spec.teams}
    for name, (team, _) in history.world.spec.services.items():
        teams[team] += history.commits[name]
    return {
        "commits": len(bots),
        "of": total,
        "share": _share(len(bots), total),
        "identities": sorted({f"{c.author.name} <{c.author.address}>" for c in bots}),
        "teams": {team: _share(sum(c.kind == kinds.BOT for c in commits), len(commits)) for team, commits in teams.items()},
    }


def _thrash(history: Histories) -> dict[str, Any]:
    found = {}
    for team, plan in history.world.spec.teams.items():
        commits = [c for name in plan.services for c in history.commits[name]]
        counted = Counter(c.kind for c in commits)
        found[team] = {
            "runs": plan.thrash_runs,
            "commits": counted[kinds.THRASH],
            "empty": counted[kinds.RETRY],
            "reverts": counted[kinds.REVERT],
        }
    return found


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
