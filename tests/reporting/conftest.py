"""A small realistic result: 8 teams, 30 repositories, every table filled; for figures, report, app and browser tests.

Numbers are made up by rule (no random numbers), so that a test may name the ones that it asserts.
"""

from itertools import product

import pandas as pd
import pytest

from assessment.decisions.assessment import INDICATORS, Answer, Assessment, Verdict, tidy
from tests import said

TEAMS = {"accounts": 9, "cards": 8, "checkout": 7, "identity": 6, "insights": 4, "lending": 8, "messaging": 7, "payments": 9}
REPOSITORIES = {
    team: [f"{team}-{part}" for part in ("api", "worker", "web", "jobs")[: 4 if size > 6 else 3]] for team, size in TEAMS.items()
}
WORKFLOWS = ("ci", "secrets", "environments", "deployment", "containers", "security", "observability", "dependencies", "databases")
HIDDEN = ("insights", "identity")  # insights: too few to show; identity: else insights could be had by subtraction
MONTHS = pd.date_range("2023-12-01", "2026-11-01", freq="MS")


def _verdict() -> Verdict:
    return Verdict(
        answer=Answer.PLATFORM_TEAM,
        headline="Start a small platform team with CI: three of four indicators resonate and culture is healthy.",
        explanation="Eight teams keep five independent CI solutions alive and repeat the same edits by hand. People say it costs them "
        "about six hours a month. Delivery culture is healthy, so structure, not habit, is the bottleneck.",
        structural=0.93,
        resonates={"reinvention": 0.97, "onboarding": 0.81, "compliance": 0.88, "glue": 0.34},
        culture="healthy",
        start_with="ci",
        start_probability=0.62,
        too_close_to_call=("secrets",),
        reasons=(
            "Reinvention is severe: 5.1 effective independent CI solutions in 8 teams (30 repositories).",
            "41 commits in the last year repeat the same pipeline edit in three or more repositories.",
            "Only 9 of 29 repositories scan dependencies (coverage 97 %).",
        ),
        counter_evidence=(
            "Glue does not resonate: 11 % of plumbing commits come from people of another team.",
            "Messaging is fast to onboard: 4 days.",
        ),
        would_flip=("If the next survey put onboarding below 0.35, the probability would fall under 70 %.",),
        collect_next=(
            "More answers from insights: what came is hidden to protect a small group.",
            "Histories of the two failed repositories.",
        ),
        platform="mandate",
        answers=41,
        headcount=58,
        repositories=28,
        repositories_of=30,
    )


def _indicators() -> pd.DataFrame:
    base = {"reinvention": 0.71, "onboarding": 0.55, "compliance": 0.60, "glue": 0.31, "culture": 0.22}
    rows = []
    for (at, team), (step, name) in product(enumerate(["", *TEAMS]), enumerate([*INDICATORS, "culture"])):
        hidden = team in HIDDEN
        value = min(0.97, max(0.03, base[name] + (0 if not team else ((at * 7 + step * 5) % 9 - 4) * 0.07)))
        thin = hidden and name in ("onboarding", "culture")
        rows.append(
            {
                "indicator": name,
                "team": team,
                "value": float("nan") if thin else value,
                "low": float("nan") if thin else max(0.0, value - (0.09 if not team else 0.16)),
                "high": float("nan") if thin else min(1.0, value + (0.10 if not team else 0.17)),
                "resonates": float("nan") if thin else min(1.0, max(0.0, (value - 0.5) * 2 + 0.5)),
                "coverage": 0.35 if thin else 0.6 if hidden else 0.86,
                "answers": 0 if hidden else 41 if not team else TEAMS[team] - 2,
                "repositories": 0 if name == "culture" else 28 if not team else len(REPOSITORIES[team]),
                "hidden": hidden,
                "threshold": 0.5,
            }
        )
    return pd.DataFrame(rows)


MEASURES = (
    ("reinvention", "independent_ci", "Effective independent CI solutions", "observed", "solutions", 5.1),
    ("reinvention", "copied_lines", "Plumbing lines that stand in another repository", "observed", "share", 0.44),
    ("onboarding", "days_to_deployable", "Days from first commit to first deployable", "observed", "days", 23.0),
    ("onboarding", "said_days", "Days a new service takes, people say", "perceived", "days", 15.0),
    ("compliance", "dependency_scan", "Repositories without a dependency scan", "observed", "share", 0.69),
    ("compliance", "said_alone", "Teams interpret rules alone, people say", "perceived", "agreement 1..5", 3.8),
    ("glue", "outside_commits", "Plumbing commits by people of another team", "observed", "share", 0.11),
    ("culture", "generative", "Information flows freely, people say", "perceived", "agreement 1..5", 4.0),
)


def _measures() -> pd.DataFrame:
    rows = []
    for (at, team), (indicator, measure, title, source, unit, value) in product(enumerate(TEAMS), MEASURES):
        gone = source == "perceived" and team in HIDDEN
        outcome = "unavailable" if gone else "not applicable" if measure == "days_to_deployable" and team == "identity" else "measured"
        rows.append(
            {
                "indicator": indicator,
                "measure": measure,
                "title": title,
                "source": source,
                "team": team,
                "outcome": outcome,
                "value": value * (0.8 + at * 0.05) if outcome == "measured" else float("nan"),
                "unit": unit,
                "severity": min(1.0, 0.3 + at * 0.08) if outcome == "measured" else float("nan"),
                "weight": 1.0,
                "n": 0 if outcome != "measured" else len(REPOSITORIES[team]) if source == "observed" else TEAMS[team] - 2,
                "of": len(REPOSITORIES[team]) if source == "observed" else TEAMS[team],
                "note": "answers withheld to protect a small group" if gone else "",
            }
        )
    return pd.DataFrame(rows)


def _evidence() -> pd.DataFrame:
    rows = [
        {
            "indicator": indicator,
            "measure": measure,
            "team": team,
            "repository": repository,
            "path": ".github/workflows/build.yml",
            "line": 12 + at,
            "commit": f"{at:02d}c0ffee" * 4,
            "note": "own build steps, no shared workflow" if at else "<b>a note with markup & an ampersand</b>",
        }
        for indicator, measure, _, source, _, _ in MEASURES
        if source == "observed"
        for at, (team, repository) in enumerate((team, repos[0]) for team, repos in REPOSITORIES.items())
    ]
    return pd.DataFrame(rows)


def _workflows() -> pd.DataFrame:
    rows = []
    for at, workflow in enumerate(WORKFLOWS):
        hours = 3900 - at * 430
        asked = workflow != "databases"
        rows.append(
            {
                "workflow": workflow,
                "pain": 4.2 - at * 0.3 if asked else float("nan"),
                "hours": 5.6 - at * 0.6 if asked else float("nan"),
                "answers": 41 if asked else 0,
                "hours_year": hours if asked else float("nan"),
                "hours_low": hours * 0.7 if asked else float("nan"),
                "hours_high": hours * 1.35 if asked else float("nan"),
                "commits_year": 420 - at * 41,
                "solutions": 5.1 - at * 0.4,
                "eligible": 8 - at % 3,
                "carried": 26 - at * 2,
                "copied_lines": 2600 - at * 280,
                "first": (0.62, 0.28, 0.07, 0.02, 0.01, 0.0, 0.0, 0.0, float("nan"))[at],
                "rank": at + 1,
            }
        )
    return pd.DataFrame(rows)


KINDS = (
    ("ci", "github-workflow", ".github/workflows/build.yml", 118),
    ("ci", "github-workflow", ".github/workflows/release.yml", 74),
    ("containers", "dockerfile", "Dockerfile", 31),
    ("environments", "terraform", "infra/main.tf", 212),
    ("deployment", "helm", "charts/app/templates/deployment.yaml", 96),
    ("secrets", "shell", "scripts/fetch-secrets.sh", 45),
)


def _members() -> pd.DataFrame:
    rows = []
    for at, (_, _, path, lines) in enumerate(KINDS):
        holders = [(team, repos[at % 3]) for step, (team, repos) in enumerate(REPOSITORIES.items()) if (step + at) % 4 != 0]
        holders += [("payments", REPOSITORIES["payments"][3])]
        for step, (team, repository) in enumerate(holders):
            rows.append(
                {
                    "cluster": f"c{at + 1}",
                    "repository": repository,
                    "team": team,
                    "path": path,
                    "lines": lines + step * 3,
                    "similarity": 1.0 if step < 2 else 0.95 - step * 0.02,
                    "first_seen": pd.Timestamp("2024-02-01") + pd.Timedelta(days=40 * step),
                    "from_repository": holders[0][1] if step else "",
                    "from_path": path if step else "",
                    "copied_on": pd.Timestamp("2024-02-01") + pd.Timedelta(days=40 * step) if step else pd.NaT,
                    "likeness": 1.0 if step else float("nan"),
                }
            )
    return pd.DataFrame(rows)


def _clusters(members: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for at, (workflow, kind, path, _) in enumerate(KINDS):
        mine = members[members["cluster"] == f"c{at + 1}"]
        rows.append(
            {
                "cluster": f"c{at + 1}",
                "workflow": workflow,
                "kind": kind,
                "files": len(mine),
                "repositories": mine["repository"].nunique(),
                "teams": mine["team"].nunique(),
                "lines": int(mine["lines"].iloc[0]),
                "redundant_lines": int(mine["lines"].sum() - mine["lines"].max()),
                "drift": float(1 - mine["similarity"].mean()),
                "identical": 2,
                "medoid_repository": mine["repository"].iloc[0],
                "medoid_path": path,
                "boilerplate": "a public template" if at == 2 else "",
                "first_repository": "" if at == 1 else mine["repository"].iloc[0],
                "first_seen": pd.NaT if at == 1 else pd.Timestamp("2024-02-01"),
                "parameters": 1 if at == 3 else 0,
            }
        )
    return pd.DataFrame(rows)


def _toil() -> pd.DataFrame:
    rows = []
    for at, (team, repos) in enumerate(REPOSITORIES.items()):
        for (slot, repository), (step, workflow), (when, month) in product(enumerate(repos), enumerate(WORKFLOWS[:7]), enumerate(MONTHS)):
            commits = (at * 3 + slot * 5 + step * 7 + when * 11) % 13 - 8 + (2 if workflow == "ci" else 0)
            if commits > 0:
                rows.append(
                    {
                        "team": team,
                        "repository": repository,
                        "workflow": workflow,
                        "month": month,
                        "commits": commits,
                        "lines": commits * 17,
                        "outside": commits // 4,
                        "propagated": commits // 3,
                        "retries": commits // 5,
                        "triggers": commits // 7,
                        "bumps": commits // 2,
                        "reverts": commits // 9,
                        "expired": commits // 10,
                    }
                )
    return pd.DataFrame(rows)


def _service_months() -> pd.DataFrame:
    rows = [
        {"team": team, "repository": repository, "month": month, "commits": 20 + slot, "plumbing": 3 + (at + when) % 5}
        for at, (team, repos) in enumerate(REPOSITORIES.items())
        for slot, repository in enumerate(repos)
        for when, month in enumerate(MONTHS)
    ]
    return pd.DataFrame(rows)


def _glue() -> pd.DataFrame:
    rows = []
    for at, (team, workflow) in enumerate([("", ""), *((team, w) for team in TEAMS for w in ("", "ci"))]):
        few = team in HIDDEN
        rows.append(
            {
                "team": team,
                "workflow": workflow,
                "commits": 400 - 9 * at,
                "outside": 40 - at,
                "outside_share": (40 - at) / (400 - 9 * at),
                "top_share": float("nan") if few else 0.4 + at / 100,
                "people": pd.NA if few else 20,
                "files": 60 - at,
                "orphaned_share": float("nan") if few else 0.2,
                "departure_share": float("nan") if few else 0.6,
                "truck_factor": pd.NA if few or at else 7,
            }
        )
    return pd.DataFrame(rows).astype({"people": "Int64", "truck_factor": "Int64"})


def _exposure() -> pd.DataFrame:
    rows = [
        {
            "team": team,
            "people": pd.NA if team in HIDDEN else size,
            "repositories": 3,
            "technologies": 12 + at,
            "workflows_alone": at % 4,
            "mechanisms": at % 3,
            "switches_per_day": float("nan") if team in HIDDEN else 0.2 + at / 50,
            "focus": float("nan") if team in HIDDEN else 0.1 + at / 100,
            "n_days": pd.NA if team in HIDDEN else 200 * size,
        }
        for at, (team, size) in enumerate(TEAMS.items())
    ]
    return pd.DataFrame(rows).astype({"people": "Int64", "n_days": "Int64"})


def _adoption() -> pd.DataFrame:
    rows = []
    for road, workflow, mandated in (("shared-pipeline", "ci", False), ("secret-broker", "secrets", True)):
        for at, team in enumerate(["", *TEAMS]):
            eligible = 30 if not team else len(REPOSITORIES[team])
            on = 14 if not team else min(eligible, at % 4)
            forced = on // 2 if mandated else 0
            rows.append(
                {
                    "road": road,
                    "workflow": workflow,
                    "team": team,
                    "eligible": eligible,
                    "on_road": on,
                    "share": on / eligible,
                    "voluntary": on - forced,
                    "mandated": forced,
                    "days_on": 6.0 if not team else float("nan"),
                    "days_off": 19.0 if not team else float("nan"),
                    "tax": ("cannot tell" if mandated else "pays") if not team else "cannot tell",
                }
            )
    return pd.DataFrame(rows)


def _coverage() -> pd.DataFrame:
    rows = []
    for at, (team, repository) in enumerate((team, repository) for team, repos in REPOSITORIES.items() for repository in repos):
        state = "failed" if at == 13 else "empty" if at == 27 else "collected"
        rows.append(
            {
                "repository": repository,
                "team": "" if at == 21 else team,
                "mapped_by": "" if at == 21 else "organisation file",
                "claims": "cards (codeowners)" if at == 3 else "",
                "state": state,
                "message": {"failed": "not a git repository", "empty": "no commits"}.get(state, ""),
                "commits": 0 if state != "collected" else 300 + at * 11,
                "files": 0 if state != "collected" else 80 + at,
                "plumbing_files": 0 if state != "collected" else 6 + at % 4,
                "unparsed": 1 if at == 4 else 0,
                "shallow": at == 5,
                "missing_blobs": 4 if at == 8 else 0,
                "oversized": 1 if at == 10 else 0,
                "withheld": 2 if at % 9 == 0 else 0,
                "vendored": at * 3,
                "automation": 40 + at,
                "automation_share": float("nan") if state != "collected" else (40 + at) / (300 + at * 11),
                "scripted": at % 3,
                "agents": at % 2,
                "last_commit": pd.NaT if state != "collected" else pd.Timestamp("2026-11-20") - pd.Timedelta(days=at),
            }
        )
    return pd.DataFrame(rows)


def _response() -> pd.DataFrame:
    rows = [{"team": "", "headcount": 58, "answers": 41, "rate": 41 / 58, "shown": True}]
    rows += [
        {
            "team": team,
            "headcount": size,
            "answers": pd.NA if team in HIDDEN else size - 2,
            "rate": float("nan") if team in HIDDEN else (size - 2) / size,
            "shown": team not in HIDDEN,
        }
        for team, size in TEAMS.items()
    ]
    return pd.DataFrame(rows).assign(round=said.ROUNDS[-1], questionnaire="platform-need").astype({"answers": "Int64"})


def _duplication() -> dict[str, list[dict[str, object]]]:
    """What stands behind clusters and campaigns, blocks, and how independently teams solve the same jobs."""
    return {
        "cluster_parameters": [
            {
                "cluster": "c4",
                "line": "uses: actions/checkout@V",
                "mask": "version",
                "values": "v4 (3), v3 (2)",
                "distinct": 2,
                "members": 5,
            }
        ],
        "cluster_drift": [
            {"cluster": "c4", "month": pd.Timestamp(f"2026-0{month}-01"), "members": 3 + month, "drift": month / 50, "widest": month / 20}
            for month in range(1, 7)
        ],
        "blocks": [
            {
                "block": "b1",
                "sort": "job",
                "workflow": "ci",
                "kind": "github-workflow",
                "name": "build",
                "lines": 12,
                "files": 4,
                "repositories": 4,
                "teams": 2,
                "redundant_lines": 36,
                "repository": "payments-api",
                "path": ".github/workflows/build.yml",
                "line": 2,
            }
        ],
        "block_places": [
            {"block": "b1", "repository": name, "team": "payments", "path": ".github/workflows/build.yml", "line": 2}
            for name in REPOSITORIES["payments"]
        ],
        "campaign_edits": [
            {
                "campaign": "k0",
                "kind": "dockerfile",
                "removed": "FROM old.example/java",
                "added": "FROM new.example/java",
                "repositories": 5,
                "commits": 6,
            }
        ],
        "left_behind": [
            {
                "campaign": "k0",
                "repository": name,
                "team": "cards",
                "path": "Dockerfile",
                "line": 1,
                "text": "FROM old.example/java",
                "last_commit": pd.Timestamp("2026-11-01"),
                "active": name == "cards-api",
            }
            for name in ("cards-api", "cards-web")
        ],
        "campaign_chance": [{"repositories": 3, "days": 30, "found": 60, "by_chance": 4.2, "share": 0.07, "repeats": 5}],
        "reinvention": [
            {
                "workflow": workflow,
                "eligible": 6,
                "repositories": 20,
                "paved": 0.2,
                "several": 0.1,
                "one": 0.1,
                "copies": 0.3,
                "inventions": 0.3,
                "by_content": 2.8,
                "by_capability": float("nan") if at else 2.1,
                "known": 0.0 if at else 0.8,
            }
            for at, workflow in enumerate(WORKFLOWS[:3])
        ],
    }


def _tables() -> dict[str, pd.DataFrame]:
    members = _members()
    solutions = [
        {
            "workflow": workflow,
            "team": team,
            "repository": repository,
            "path": ".github/workflows/build.yml",
            "solution": (f"shared:platform/{workflow}", f"copy:c{step + 1}", f"own:{repository}")[(at + step) % 3],
            "kind": ("shared", "copy", "own")[(at + step) % 3],
            "lines": 120,
            "tier": ("several", "", "")[(at + step) % 3],
            "family": "",
        }
        for step, workflow in enumerate(WORKFLOWS[:5])
        for at, (team, repository) in enumerate((team, repository) for team, repos in REPOSITORIES.items() for repository in repos)
        if (at + step) % 5 or workflow == "ci"
    ]
    campaigns = [
        {
            "campaign": f"k{at}",
            "workflow": "ci",
            "first": pd.Timestamp("2026-03-02") + pd.Timedelta(days=60 * at),
            "last": pd.Timestamp("2026-03-19") + pd.Timedelta(days=60 * at),
            "repositories": 9 - at,
            "teams": 5 - at,
            "people": (6, 5, pd.NA)[at],  # the last by fewer than k = 5
            "commits": 11 - at,
            "example_repository": "payments-api",
            "example_path": ".github/workflows/build.yml",
            "example_commit": "0123abcd" * 5,
            "what": ("old.example → new.example", "+ dependency-check", "<b>x</b> → y")[at],
            "kinds": "github-workflow, dockerfile",
            "days": 17,
            "hours": 4.5 - at,
            "hours_low": 1.8 - at / 2,
            "hours_high": 11.0 - at,
            "left_behind": 2 - at,
            "chance": 0.03,
        }
        for at in range(3)
    ]
    campaign_commits = [
        {
            "campaign": f"k{at}",
            "repository": repository,
            "team": team,
            "commit": f"{at}{step}abc" * 8,
            "day": pd.Timestamp("2026-03-02") + pd.Timedelta(days=60 * at + step),
        }
        for at in range(3)
        for step, (team, (repository, *_)) in enumerate(REPOSITORIES.items())
    ]
    disagreements = [
        {
            "indicator": "onboarding",
            "team": "messaging",
            "perceived": 0.72,
            "observed": 0.21,
            "question": "People say slow, histories say 4 days: what is missing?",
        }
    ]
    items = [
        {
            "questionnaire": "platform-need",
            "round": said.ROUNDS[-1],
            "item": item,
            "version": 1,
            "scale": "reinvention",
            "team": team,
            "text": "Each team builds its own pipelines.",
            "mean": float("nan") if team in HIDDEN else 3.9,
            "n": pd.NA if team in HIDDEN else 41 if not team else TEAMS[team] - 2,
            "not_applicable": pd.NA if team in HIDDEN else 1,
        }
        for item in ("re1", "re2")
        for team in ["", *TEAMS]
    ]
    hotspots = [
        {
            "repository": repository,
            "team": team,
            "path": ".github/workflows/build.yml",
            "folder": ".github/workflows",
            "workflow": "ci",
            "commits": 40 - at,
            "before": 8 * at,
            "trend": (40 - at) / (8 * at) - 1 if at else float("nan"),
            "lines_changed": 400 - at * 11,
            "size": 3200 + at,
            "share": 0.3 / (at + 1),
        }
        for at, (team, (repository, *_)) in enumerate(REPOSITORIES.items())
    ]
    places = [{"level": "folder", "name": spot["folder"], "repository": spot["repository"]} for spot in hotspots]
    places += [{"level": "team", "name": spot["team"], "repository": ""} for spot in hotspots]
    whole = {"level": "workflow", "name": "ci", "repository": "", "share": 1.0, "commits": 180, "before": 80, "trend": 1.25}
    measured = ("commits", "before", "trend", "lines_changed", "size", "share")
    groups = [place | {name: spot[name] for name in measured} for place, spot in zip(places, [*hotspots, *hotspots], strict=True)]
    frames = {
        "indicators": _indicators(),
        "measures": _measures(),
        "evidence": _evidence().astype({"line": "Int64"}),
        "workflows": _workflows(),
        "solutions": solutions,
        "clusters": _clusters(members),
        "members": members,
        "toil": _toil(),
        "hotspots": hotspots,
        "hotspot_groups": [*groups, whole],
        "service_months": _service_months(),
        "glue": _glue(),
        "exposure": _exposure(),
        "capabilities": [
            {
                "capability": "image-build",
                "phase": "build",
                "undifferentiated": True,
                "repositories": 11,
                "teams": 5,
                "ways": 2,
                "effective": 1.65,  # exp of the entropy of 0.8 and 0.2
                "top": "docker build",
                "top_share": 0.8,
                "shared_share": 0.2,
                "platform_share": 0.0,
                "n": 5,
            }
        ],
        "capability_ways": [
            {"capability": "image-build", "way": "docker build", "repositories": 9, "teams": 4, "tier": ""},
            {"capability": "image-build", "way": "shared:build-tools", "repositories": 2, "teams": 1, "tier": "one team"},
        ],
        "campaigns": pd.DataFrame(campaigns).astype({"people": "Int64"}),
        **_duplication(),
        "campaign_commits": campaign_commits,
        "adoption": _adoption(),
        "providers": [
            {
                "provider": "shared-pipelines",
                "kind": "workflow",
                "workflow": "ci",
                "road": "",
                "owner_team": "cards",
                "tier": "several teams",
                "repositories": 5,
                "teams": 3,
                "direct": 4,
                "through": 1,
                "pin_sha": 0.25,
                "pin_tag": 0.5,
                "pin_branch": 0.25,
                "unpinned": 0.0,
                "newest": "v3",
            }
        ],
        "runs": [
            {
                "repository": repository,
                "team": team,
                "path": ".github/workflows/ci.yml",
                "road": "",
                "window_from": pd.Timestamp("2026-10-01", tz="UTC"),
                "window_to": pd.Timestamp("2026-10-31", tz="UTC"),
                "runs": 120,
                "median_minutes": 6.5,
                "p95_minutes": 14.0,
                "failure_rate": 0.1,
                "retry_rate": 0.05,
                "shared": 0,
            }
            for team, (repository, *_) in REPOSITORIES.items()
        ],
        "controls": [
            {
                "control": name,
                "title": title,
                "requirements": "OSPS VM-05",
                "repositories": 11,
                "present": present,
                "absent": 9 - present if present else 0,
                "unavailable": 2 if present else 11,
                "not_applicable": 0,
                "teams": 5 if present else 0,
                "spread": spread,
                "on_road_of": 0,
                "off_road_of": 0,
                "imported": 0,
                "disagreements": 0,
            }
            for name, title, present, spread in (
                ("lockfile", "Resolved dependency versions are committed", 9, 0.0),
                ("sbom", "A bill of materials is produced", 4, 0.75),
                ("signed-commits", "Commits must be signed", 0, float("nan")),
            )
        ],
        "control_settings": [{"control": "sbom", "outcome": "present", "setting": "<b>syft</b>", "repositories": 4, "teams": 2}],
        "services": [
            {
                "repository": repository,
                "team": team,
                "born": pd.Timestamp("2025-03-04", tz="UTC"),
                "days_to_deployable": 3.5,
                "template": "",
            }
            for team, (repository, *_) in REPOSITORIES.items()
        ],
        "tools": [
            {
                "repository": repository,
                "team": team,
                "workflow": "ci",
                "tool": "jenkins",
                "title": "Jenkins",
                "state": "left over",
                "confidence": "high",
                "path": "Jenkinsfile",
            }
            for team, (repository, *_) in REPOSITORIES.items()
        ],
        "workflow_outcomes": [
            {"repository": repository, "team": team, "workflow": "databases", "outcome": "not applicable", "why": "no database"}
            for team, (repository, *_) in REPOSITORIES.items()
        ],
        "disagreements": disagreements,
        "coverage": _coverage(),
        "response": _response(),
        "items": pd.DataFrame(items).astype({"n": "Int64", "not_applicable": "Int64"}),
        **said.tables(TEAMS, HIDDEN),
    }
    return {name: tidy(name, rows) for name, rows in frames.items()}


def example() -> Assessment:
    """The example result, built anew."""
    return Assessment(organisation="Example bank", as_of=pd.Timestamp("2026-11-22"), verdict=_verdict(), tables=_tables())


def nothing() -> Assessment:
    """A result with no repositories, no answers and every table empty."""
    silent = Verdict(
        answer=Answer.CANNOT_TELL,
        headline="Nothing has been read or answered yet.",
        explanation="",
        structural=None,
        resonates=dict.fromkeys(INDICATORS),
        culture="unknown",
        start_with="",
        start_probability=None,
        too_close_to_call=(),
        reasons=(),
        counter_evidence=(),
        would_flip=(),
        collect_next=("Repositories: name them in the organisation file.",),
        platform="",
        answers=0,
        headcount=58,
        repositories=0,
        repositories_of=0,
    )
    names = example().tables
    return Assessment(
        organisation="Example bank", as_of=pd.Timestamp("2026-11-22"), verdict=silent, tables={name: tidy(name, []) for name in names}
    )


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return example()


@pytest.fixture(scope="session")
def empty() -> Assessment:
    return nothing()
