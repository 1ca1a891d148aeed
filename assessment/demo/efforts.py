"""What people and bots did, counted from the commits: glue, the beginning of services, automation, tries until it is green."""

from collections import Counter
from statistics import median
from typing import Any

from assessment.demo import events as kinds
from assessment.demo.calendar import DAY, day_of
from assessment.demo.histories import Histories
from assessment.demo.replay import Commit

SETUP_KINDS = {kinds.SETUP, kinds.PLUMBING, kinds.DRIFT, kinds.ROAD, kinds.CAMPAIGN, kinds.CROSS, kinds.THRASH}


def glue(history: Histories) -> dict[str, Any]:
    """Plumbing commits by people in services, those in repositories of other teams, and the share of the people who glue in them."""
    teams: dict[str, Counter[str]] = {team: Counter() for team in history.world.spec.teams}
    people: Counter[str] = Counter()
    for name in history.world.spec.services:
        for commit in history.commits[name]:
            if commit.kind in SETUP_KINDS:
                team = history.world.owner(name)
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
        "deployable": day_of(history.births[name].deployable),
    }


def automation(history: Histories) -> dict[str, Any]:
    """Commits by bots: how many, their share in all and per team, and the identities they come under."""
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


def thrash(history: Histories) -> dict[str, Any]:
    """Per team: planted runs of tries, their commits, empty commits and reverts."""
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


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
