"""The whole result of one assessment: the verdict and every table behind it.

The app, the report, the notebooks and `--json` read this and nothing else, so they can never disagree.
`save`/`load` live in `workspace.py`; each table is a plain Parquet or CSV file with the columns below.
"""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

INDICATORS = ("reinvention", "onboarding", "compliance", "glue")  # the four; culture stands beside them

# table -> column -> meaning. `team == ""` is the organisation as a whole.
COLUMNS: dict[str, dict[str, str]] = {
    "indicators": {
        "indicator": "reinvention, onboarding, compliance, glue or culture",
        "team": "team; '' = the organisation",
        "value": "severity 0..1 (median of the draws); NaN where coverage is below the rubric's minimum",
        "low": "5 % quantile of the draws",
        "high": "95 % quantile of the draws",
        "resonates": "probability that the severity is at or above the rubric's threshold; NaN where there is no value",
        "threshold": "severity from which the rubric says that an indicator resonates; drawn as the line in the figure",
        "coverage": "share of the rubric's weight that had evidence, 0..1",
        "answers": "people whose answers stand behind it; 0 where hidden or none",
        "repositories": "repositories that stand behind it",
        "hidden": "True where the perceived side is withheld to protect a small group",
    },
    "measures": {
        "indicator": "indicator it belongs to",
        "measure": "id in the rubric",
        "title": "what it measures, in words",
        "source": "observed or perceived",
        "team": "team; '' = a property between teams",
        "outcome": "measured, not applicable, unavailable, failed",
        "value": "in its own unit; NaN unless measured",
        "unit": "unit of value",
        "severity": "position between the rubric's anchors, 0..1",
        "weight": "weight in the rubric",
        "n": "units measured",
        "of": "units eligible",
        "note": "what limits it",
    },
    "evidence": {
        "indicator": "indicator",
        "measure": "id in the rubric",
        "team": "team; '' = between teams",
        "repository": "repository; '' for answers",
        "path": "file; ''",
        "line": "line, from 1; <NA>",
        "commit": "object id; for a file at HEAD the commit that was read; '' for answers",
        "note": "what is to be seen there",
    },
    "workflows": {
        "workflow": "workflow",
        "pain": "mean perceived pain 1..5; NaN = not asked or hidden",
        "hours": "perceived hours per person and month; NaN = not asked or hidden",
        "answers": "answers behind pain and hours",
        "hours_year": "estimated hours a year over all teams (hours x headcount x 12), median of the draws",
        "hours_low": "5 % quantile",
        "hours_high": "95 % quantile",
        "commits_year": "plumbing commits by people in the last twelve calendar months, all teams",
        "solutions": "effective number of independent solutions, 1/sum(p^2) over teams that are not on a shared one",
        "eligible": "teams that have this workflow",
        "carried": "repositories that carry it themselves, with a copy or a solution of their own",
        "copied_lines": "lines that stand near-identical in another repository, counted once",
        "first": "probability that this is the most painful, most repeated workflow",
        "rank": "1 = start here",
    },
    "solutions": {
        "workflow": "workflow",
        "team": "team",
        "repository": "repository",
        "path": "main file of the solution; '' where only a reference shows it",
        "solution": "family id: shared:<target>, copy:<cluster>, own:<repository>",
        "kind": "shared (in use from a provider), copy (of one solution), own (independent)",
        "lines": "lines of plumbing it takes in this repository",
    },
    "clusters": {
        "cluster": "id, stable for the same members",
        "workflow": "workflow",
        "kind": "kind of file, such as github-workflow",
        "files": "members",
        "repositories": "repositories with a member",
        "teams": "teams with a member",
        "lines": "lines of the medoid",
        "redundant_lines": "lines that one shared version would save: all members' lines less the longest member",
        "drift": "mean share of lines by which members differ from the medoid, 0..1",
        "identical": "members identical after normalisation",
        "medoid_repository": "repository of the most central member",
        "medoid_path": "its path",
    },
    "members": {
        "cluster": "cluster",
        "repository": "repository",
        "team": "team; '' = unmapped",
        "path": "path at HEAD",
        "lines": "lines",
        "similarity": "share of lines shared with the medoid, 0..1",
        "first_seen": "day its first version was committed; NaT unknown",
    },
    "toil": {
        "team": "team; '' = unmapped",
        "repository": "repository",
        "workflow": "workflow",
        "month": "first day of the month",
        "commits": "plumbing commits by people",
        "lines": "lines added and deleted in them",
        "outside": "of the commits, those by people whose home team is another",
        "propagated": "of the commits, those that repeat the same edit in at least three repositories",
        "retries": "of the commits, those within a run of pipeline-only commits hours apart, and the empty ones",
        "triggers": "of the commits, empty ones that only start a pipeline",
        "bumps": "of the commits, version bumps by hand after a bot had begun to bump versions there",
        "reverts": "of the commits, those that take back another",
        "expired": "of the commits, those that renew a certificate, key, token or password",
    },
    "service_months": {
        "team": "team; '' = unmapped",
        "repository": "repository",
        "month": "first day of a month in service: from the first to the last in which a person committed to it",
        "commits": "commits by people in it",
        "plumbing": "of them, those on plumbing, each counted once",
    },
    "hotspots": {
        "repository": "repository",
        "team": "team; '' = unmapped",
        "path": "plumbing file at HEAD",
        "folder": "folder of it; '' = top",
        "workflow": "workflow",
        "commits": "commits by people that changed it in the last 365 days",
        "before": "commits by people that changed it in the 365 days before",
        "trend": "commits / before - 1; NaN where there were none before",
        "lines_changed": "lines added and deleted in the last 365 days",
        "size": "bytes at HEAD",
        "share": "its share of churn x size of all plumbing files, 0..1",
    },
    "hotspot_groups": {
        "level": "folder, workflow or team",
        "name": "folder ('' = top), workflow, or team ('' = unmapped)",
        "repository": "repository of the folder; else ''",
        "commits": "commits by people that changed plumbing there in the last 365 days, files that are gone since included",
        "before": "the same in the 365 days before",
        "trend": "commits / before - 1; NaN where there were none before",
        "lines_changed": "lines added and deleted in the last 365 days",
        "size": "bytes at HEAD of its hotspots",
        "share": "sum of its hotspots' shares, 0..1",
    },
    "glue": {
        "team": "team whose plumbing it is; '' = all, unmapped included",
        "workflow": "workflow; '' = all",
        "commits": "plumbing commits by people in three years",
        "outside": "of them, those by people whose home is another team",
        "outside_share": "of the commits by people of known product teams, those from outside; NaN where there are none",
        "top_share": "share of the commits made by the three busiest people; NaN where fewer than k made them",
        "people": "people who made them; <NA> below the organisation's k",
        "files": "plumbing files at HEAD with a known main author, build manifests apart",
        "orphaned_share": "of the files, those whose main authors have all committed nowhere for a year; NaN for fewer than k of them",
        "departure_share": "of the files, those without any main author if the k people who know most of them left as well; NaN as above",
        "truck_factor": "people who would have to leave until more than half of the files that are known today are not; <NA> below k",
    },
    "exposure": {
        "team": "team",
        "people": "people at home in it who committed in the last 365 days; <NA> below the organisation's k",
        "repositories": "repositories it owns",
        "technologies": "tools in use in them",
        "workflows_alone": "workflows that it solves by itself in some repository",
        "mechanisms": "workflows with two or more tools side by side",
        "switches_per_day": "changes from one repository to another in a person's day, mean over people; NaN for fewer than k",
        "focus": "entropy of a person's day over repositories, in bits, mean over people: 0 = one repository; NaN as above",
        "n_days": "days with a commit behind it; <NA> as above",
    },
    "campaigns": {
        "campaign": "id",
        "workflow": "workflow",
        "first": "day of the first commit",
        "last": "day of the last commit",
        "repositories": "repositories changed",
        "teams": "teams whose repositories were changed",
        "people": "number of people who made it; <NA> where they are fewer than the organisation's k",
        "commits": "commits",
        "example_repository": "one of them",
        "example_path": "file",
        "example_commit": "object id",
    },
    "campaign_commits": {
        "campaign": "campaign",
        "repository": "repository",
        "team": "team; '' = unmapped",
        "commit": "object id",
        "day": "day of the commit",
    },
    "adoption": {
        "road": "paved road",
        "workflow": "workflow",
        "team": "team; '' = all",
        "eligible": "repositories that have this workflow",
        "on_road": "of these, on the road",
        "share": "on_road / eligible; NaN where none is eligible",
        "voluntary": "repositories that came before any mandate, or without one",
        "mandated": "repositories that came after the mandate",
        "days_on": "median days to first deployable of services born on the road; NaN",
        "days_off": "the same off the road; NaN",
        "tax": "pays, neutral, tax, cannot tell",
    },
    "providers": {
        "provider": "repository that offers a building block; outside the fleet its target",
        "kind": "commonest kind of reference to it",
        "workflow": "workflow it is used for",
        "road": "declared paved roads that lead there; ''",
        "owner_team": "team of the provider; '' = unmapped or outside",
        "tier": "one team, several teams, platform: by who uses it",
        "repositories": "repositories that reach it",
        "teams": "their teams",
        "direct": "of the repositories, those that name it",
        "through": "of them, those that reach it only through other building blocks",
        "pin_sha": "share of the references pinned to a commit or digest",
        "pin_tag": "to a tag or version",
        "pin_branch": "to a branch",
        "unpinned": "to nothing, or to a variable",
        "newest": "newest version in use; ''",
    },
    "controls": {
        "control": "id of the control in data/rules/controls.yaml",
        "title": "what it asks for",
        "requirements": "related requirements of Scorecard, OSPS, CIS, SLSA, SSDF; ''",
        "repositories": "repositories in which it was looked for",
        "present": "of these, it is there",
        "absent": "it could be there, and is not",
        "unavailable": "cannot be seen",
        "not_applicable": "what it is about does not exist there",
        "teams": "teams in which it is present or absent",
        "spread": "how unequal teams are in having it, 0 alike, 1 half always and half never; NaN under two teams",
        "setting_entropy": "how evenly its settings are spread where it is present, 0 all alike, 1 all equally common; NaN under two teams",
        "ordinal_spread": "interquartile range of settings that have an order, 0..1; NaN without an order or under two teams",
        "on_road": "share of present in repositories on a declared road of its workflow; NaN where there are none",
        "on_road_of": "repositories behind it",
        "off_road": "the same in the other repositories",
        "off_road_of": "repositories behind it",
        "imported": "repositories of which an imported result of another tool is believed",
        "disagreements": "repositories where the files and an imported result contradict each other",
    },
    "control_settings": {
        "control": "control",
        "outcome": "present, absent; present for each switch of a shared pipeline",
        "setting": "how it is set",
        "repositories": "repositories that set it so",
        "teams": "their teams",
    },
    "runs": {
        "repository": "repository",
        "team": "team; '' = unmapped",
        "path": "file that defines the pipeline; '' unknown",
        "road": "declared paved roads that its runs really used; ''",
        "window_from": "first run of the imported export",
        "window_to": "last run",
        "runs": "finished runs",
        "median_minutes": "median duration; NaN unknown",
        "p95_minutes": "95 % quantile of the duration; NaN",
        "queue_minutes": "median wait before a run begins; NaN unknown",
        "failure_rate": "failed runs / runs that succeeded or failed; NaN",
        "retry_rate": "repeated runs / runs whose attempts are known; NaN",
        "shared": "runs that used a reusable workflow",
    },
    "capabilities": {
        "capability": "job that a step of a pipeline does, such as image-build",
        "phase": "phase of the pipeline: source, setup, verify, build, security, provision, deploy, release, plumbing",
        "undifferentiated": "True for work that no product is better for",
        "repositories": "repositories whose pipelines do it",
        "teams": "teams of these",
        "ways": "ways by which it is done: a shared building block, an action, a program with its target",
        "effective": "effective number of ways: exponential of their Shannon entropy; each team has one vote",
        "top": "most common way",
        "top_share": "its share of the votes, 0..1",
        "shared_share": "share of the votes on a provider inside the organisation, 0..1",
        "platform_share": "share of the votes on the platform team's or a declared road, 0..1",
        "n": "votes: teams, and repositories of nobody",
    },
    "capability_ways": {
        "capability": "job that a step of a pipeline does",
        "way": "shared:<provider>, action:<owner/repo>, another kind of block, or program and target",
        "repositories": "repositories that go this way",
        "teams": "teams of these",
        "tier": "platform, several teams, one team, unknown (repositories of nobody); '' where nothing is shared",
    },
    "services": {
        "repository": "repository that has, or had, a container or deployment file",
        "team": "team; '' = unmapped",
        "born": "day of its earliest root commit",
        "first_ci": "first commit that adds a pipeline; NaT none",
        "first_deployable": "first commit of a file that says how it is deployed or run, else of a container file; NaT none, or on its way",
        "first_release": "earliest tag that names a version, or first deployment from another repository; NaT none",
        "released_by": "tag, deployed from elsewhere; ''",
        "days_to_ci": "days from birth to the first pipeline; NaN none, or not measurable",
        "days_to_deployable": "days from birth to the first deployable; age so far where censored; NaN not measurable",
        "days_to_release": "days from birth to the first release; NaN none, or not measurable",
        "censored": "True where it is still on its way to a deployable",
        "plumbing_90d": "commits by people in its first 90 days that change plumbing only; <NA> where born over three years ago",
        "plumbing_share_90d": "their share of all commits by people in these days, 0..1; NaN as above",
        "plumbing_share_50": "share of the first 50 commits by people that change plumbing only, 0..1; NaN as above",
        "restarted": "True where it arrived whole, or is younger than its first version: its birth is not to be seen",
        "imported": "True where its history, or part of it, was made elsewhere",
        "template": "repository it was born from; ''",
        "template_share": "share of the files it began with that the template, or the likeliest one, ever held, 0..1; NaN without any",
        "shallow": "history is cut",
    },
    "disagreements": {
        "indicator": "indicator",
        "team": "team; '' = the organisation",
        "perceived": "severity said, 0..1",
        "observed": "severity seen, 0..1",
        "question": "what to talk about",
    },
    "tools": {
        "repository": "repository",
        "team": "team; '' = unmapped",
        "workflow": "workflow it serves, or toolchain, documentation",
        "tool": "id in data/rules/tools.yaml",
        "title": "the tool, in words",
        "state": "used, provided (offered to others), disabled (switched off), left over (nothing runs it any more)",
        "confidence": "how likely it is really used: high, medium, low",
        "path": "file that shows it best",
        "line": "line, from 1; <NA> = the file as a whole",
    },
    "workflow_outcomes": {
        "repository": "repository",
        "team": "team; '' = unmapped",
        "workflow": "workflow",
        "outcome": "found, absent from the files, not applicable, cannot see from files",
        "why": "what shows it, or why it is not to be seen",
    },
    "coverage": {
        "repository": "repository",
        "team": "team; '' = unmapped",
        "mapped_by": "which source named the team; ''",
        "claims": "other teams that other sources name, with the source; ''",
        "folders": "folders in it that belong to a team by themselves",
        "state": "collected, empty, failed",
        "message": "why not collected",
        "commits": "commits read",
        "files": "files at HEAD",
        "plumbing_files": "plumbing files read",
        "shallow": "history is cut",
        "missing_blobs": "wanted blobs that are not there",
        "oversized": "files over the size limit",
        "withheld": "secret-bearing files whose content was not read",
        "vendored": "vendored, generated, example files left out",
        "tags_skipped": "tags beyond the limit, or that lead to no commit that is there",
        "automation": "commits by bots, declared or by behaviour, left out of effort",
        "automation_share": "automation / commits; NaN where there are none",
        "scripted": "of automation, commits under a person's name that repeat as only a script does",
        "agents": "of automation, commits by AI agents under their own name",
        "last_commit": "newest commit",
    },
    "response": {
        "team": "team; '' = all",
        "headcount": "members",
        "answers": "people who answered; <NA> where hidden",
        "rate": "answers / headcount; NaN where hidden",
        "shown": "True where the team's results may be shown",
    },
    "items": {
        "item": "item id",
        "version": "wording version",
        "scale": "scale it belongs to; ''",
        "team": "team; '' = all",
        "text": "wording",
        "mean": "mean after reversing, in the item's unit; NaN where hidden",
        "n": "answers; <NA> where hidden",
        "not_applicable": "answers 'not applicable' or 'don't know'; <NA> where hidden, or fewer than k gave them",
    },
}


class Answer(StrEnum):
    """What a verdict can be."""

    PLATFORM_TEAM = "platform team"
    THIN_PLATFORM = "thin platform, and culture"
    NOT_YET = "not yet"
    CULTURE_FIRST = "culture first"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to 'do we need a platform team?', with everything that stands for and against it."""

    answer: Answer
    headline: str  # one sentence
    explanation: str  # two or three sentences for a busy leader
    structural: float | None  # P(at least two of four indicators resonate); None: cannot tell
    resonates: dict[str, float | None]  # indicator -> P(resonates)
    culture: str  # healthy, weak, unknown
    start_with: str  # workflow; '' where the answer is not to start
    start_probability: float | None  # P(it is the first)
    too_close_to_call: tuple[str, ...]  # workflows that may as well be first
    reasons: tuple[str, ...]
    counter_evidence: tuple[str, ...]
    would_flip: tuple[str, ...]
    collect_next: tuple[str, ...]
    platform: str  # '' without a declared platform; product, mandate, tax, cannot tell
    answers: int | None  # people who answered; None where they are too few to show
    headcount: int
    repositories: int
    repositories_of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One dated result: the verdict and the tables described in `COLUMNS`."""

    organisation: str
    as_of: pd.Timestamp
    verdict: Verdict
    tables: dict[str, pd.DataFrame]

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table by its name: `assessment.clusters`."""
        tables: dict[str, pd.DataFrame] = object.__getattribute__(self, "tables")
        if name in tables:
            return tables[name]
        raise AttributeError(name)


def tidy(table: str, rows: object) -> pd.DataFrame:
    """Rows (records or a frame) as a result table with exactly the documented columns, in order."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame.from_records(list(rows))  # type: ignore[call-overload]
    return frame.reindex(columns=list(COLUMNS[table])).reset_index(drop=True)
