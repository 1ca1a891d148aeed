"""The flow in one place: facts and answers -> signals -> indicators -> decisions -> one assessment.

Reads tables, returns an `Assessment`; touches no file, clock or network. This is also the one place where a crash in a
collector of ours is caught: its measures become `failed`, with the reason, and the run goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from assessment.decisions import ledger
from assessment.decisions.assessment import INDICATORS, Assessment, tidy
from assessment.decisions.basis import Basis
from assessment.decisions.disagreements import disagreements
from assessment.decisions.priorities import Said, rank
from assessment.decisions.verdict import verdict
from assessment.indicators.rubric import Rubric
from assessment.indicators.severities import Drawn, Severity, drawn, for_organisation, for_team
from assessment.outcome import Outcome, Signal
from assessment.repositories import services
from assessment.repositories.collectors import compliance, glue, onboarding, reinvention
from assessment.repositories.controls import consistency
from assessment.repositories.controls import states as controls
from assessment.repositories.duplication.campaigns.find import find as propagated_changes
from assessment.repositories.duplication.copies.similar import Search
from assessment.repositories.duplication.find import Duplication, find
from assessment.repositories.duplication.sharing import tiers
from assessment.repositories.duplication.sharing.families import families
from assessment.repositories.duplication.sharing.reinvention import reinvention as shares_of_workflows
from assessment.repositories.duplication.sharing.solutions import effective_number
from assessment.repositories.duplication.thresholds import Thresholds
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import people
from assessment.repositories.labour import tables as labour
from assessment.repositories.roads import adoption as roads
from assessment.repositories.roads import runs
from assessment.repositories.rules.schema_controls import ControlRule
from assessment.repositories.rules.schema_steps import Capability
from assessment.repositories.rules.schema_tools import NO_TOOLS, ToolRules
from assessment.repositories.tools import capabilities
from assessment.repositories.tools.called import Blocks
from assessment.repositories.tools.outcomes import tables as tools_and_outcomes
from assessment.survey import release, scales, workload
from assessment.survey.answers import no_texts
from assessment.survey.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything an assessment reads: the fleet with its ownership table, the answers, and the data that judges them.

    `questionnaire` is the one that the rubric speaks of; `questionnaires` are all that may have been asked, and `texts` what people wrote.
    """

    fleet: Fleet
    owners: pd.DataFrame
    answers: pd.DataFrame
    questionnaire: Questionnaire
    rubric: Rubric
    thresholds: Thresholds
    tools: ToolRules = NO_TOOLS
    capabilities: tuple[Capability, ...] = ()
    controls: tuple[ControlRule, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = ()
    texts: pd.DataFrame = field(default_factory=no_texts)
    search: Search | None = None  # what finds the pairs of files to compare; without, the exact search


@dataclass(frozen=True, slots=True, kw_only=True)
class _Observed:
    """What the repositories show: signals, and the tables that pages draw."""

    signals: list[Signal]
    tables: dict[str, pd.DataFrame]
    duplication: Duplication


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What people said: all signals, the same as they may be shown, and for which (indicator, team) nothing may be."""

    signals: list[Signal]
    released: list[Signal]
    hidden: frozenset[tuple[str, str]]
    patterns: release.Patterns


STEPS = ("reading facts", "telling people from bots", "finding copies", "measuring", "drawing up tables", "hearing answers", "deciding")
Step = Callable[[str], None]


def assess(inputs: Inputs, *, size: int, rng: np.random.Generator, step: Step = lambda _: None) -> Assessment:
    """The whole assessment. `size`: number of joint draws behind every probability; `step` is told each of `STEPS` as it begins."""
    organisation, rubric = inputs.fleet.organisation, inputs.rubric
    headcounts = {team.name: team.headcount for team in organisation.teams}
    observed = _observe(inputs, step, rng.spawn(1)[0])
    step("hearing answers")
    said = _listen(inputs)
    released = [*observed.signals, *said.released]
    evidence = drawn([*observed.signals, *said.signals], rubric, size, rng)
    shown = _visible(evidence, released)
    asked = [inputs.questionnaire, *(q for q in inputs.questionnaires if q.id != inputs.questionnaire.id)]
    told = release.tables(inputs.answers, inputs.texts, asked, organisation, rng.spawn(1)[0])
    told["response"] = _in_order(told["response"], [questionnaire.id for questionnaire in asked])
    response = _last(told["response"], inputs.questionnaire.id)
    workflows = _workflows(inputs, observed, said.patterns.published, size, rng)
    step("deciding")
    basis = Basis(
        headcounts=headcounts,
        answers=response["answers"].astype(object).where(response["answers"].notna(), None).to_dict()[""],
        repositories=int((inputs.fleet.facts.repositories["state"] == "collected").sum()),
        repositories_of=len(inputs.fleet.facts.repositories),
        unmapped=tuple(inputs.owners.loc[(inputs.owners["team"] == "") & (inputs.owners["path"] == ""), "repository"]),
        platform_team=organisation.platform.team or "",
        silent_teams=tuple(team for team in headcounts if (response["answers"] == 0).fillna(False)[team]),
        shown=shown,
    )
    tables = observed.tables | {
        "indicators": ledger.indicators(_severities(headcounts, evidence, shown), rubric.threshold, said.hidden),
        "measures": ledger.measures(released, shown),
        "evidence": ledger.evidence(released, rubric, inputs.fleet.facts.repositories),
        "workflows": workflows,
        "disagreements": disagreements(tuple(headcounts), headcounts, shown),
        **{name: tidy(name, table) for name, table in told.items()},
    }
    decided = verdict(evidence, basis, workflows, tables["adoption"])
    return Assessment(organisation=organisation.name, as_of=inputs.fleet.facts.as_of, verdict=decided, tables=tables)


def _in_order(response: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
    """The questionnaire that the verdict rests on first, as in the other tables."""
    return response.sort_values("questionnaire", key=lambda ids: ids.map({id: at for at, id in enumerate(asked)}), kind="stable")


def _last(response: pd.DataFrame, questionnaire: str) -> pd.DataFrame:
    """The response of the last round (index: team)."""
    mine = response[response["questionnaire"].isin([questionnaire, ""])]
    newest: pd.DataFrame = mine[mine["round"] == mine["round"].max()]
    return newest.set_index("team")


def _listen(inputs: Inputs) -> _Said:
    """Signals from answers, as they may be shown and nothing else.

    An indicator combines its measures, so each is shown for a team only where all of them may be.
    """
    answers, questionnaire, organisation = inputs.answers, inputs.questionnaire, inputs.fleet.organisation
    signals = scales.signals(answers, questionnaire, organisation)
    patterns = release.patterns(answers, questionnaire, organisation)
    asked = {s.measure for s in signals}
    shown: dict[str, frozenset[str]] = {}
    hidden: set[tuple[str, str]] = set()
    for name, indicator in inputs.rubric.all.items():
        measures = [m.id for m in indicator.measures if m.id in asked]
        teams = release.shown_teams(patterns, organisation, measures)
        shown |= dict.fromkeys(measures, teams)
        spoke = {s.team for s in signals if s.measure in measures and s.outcome is Outcome.MEASURED}
        hidden |= {(name, team) for team in spoke - teams}
    visible = release.released(signals, patterns)
    released = [release.hidden(s) if s.outcome is Outcome.MEASURED and s.team not in shown.get(s.measure, {s.team}) else s for s in visible]
    whole = [s if s.outcome is not Outcome.MEASURED or "" in shown.get(s.measure, {""}) else release.hidden(s) for s in visible]
    whole = release.standing_for_all(whole, patterns, organisation)
    return _Said(signals=whole, released=released, hidden=frozenset(hidden), patterns=patterns)


def _observe(inputs: Inputs, step: Step, rng: np.random.Generator) -> _Observed:
    fleet = inputs.fleet
    step("telling people from bots")
    who = people.persons(fleet.facts.commits)
    human = people.human(fleet, who)
    campaigns = propagated_changes(fleet, inputs.thresholds, rng, who)
    step("finding copies")
    found = find(fleet, inputs.thresholds, inputs.search)
    step("measuring")
    clock = services.clock(fleet)
    known = controls.outcomes(fleet, who["automated"])
    signals = [
        *_guarded(("independent-solutions", "own-solutions", "copied-lines"), lambda: reinvention.collect(fleet, found)),
        *_guarded(("days-to-first-deployable", "setup-share"), lambda: onboarding.collect(fleet, human, clock)),
        *_guarded(
            ("control-spread", "setting-spread", "control-gap"),
            lambda: compliance.collect(fleet, controls.compared(known, inputs.controls)),
        ),
        *_guarded(("outside-plumbing", "glue-concentration", "propagated-by-hand"), lambda: glue.collect(fleet, human, campaigns.flags)),
    ]
    step("drawing up tables")
    facts = fleet.facts
    offered = tiers.providers(fleet, inputs.thresholds)
    called = capabilities.followed(fleet, inputs.capabilities, offered)
    solutions = _told(inputs, found, offered, called)
    tables = {
        "solutions": solutions,
        "reinvention": shares_of_workflows(solutions),
        "clusters": found.clusters,
        "members": found.members,
        "cluster_parameters": found.parameters,
        "cluster_drift": found.drift,
        "blocks": found.blocks,
        "block_places": found.block_places,
        "campaigns": campaigns.campaigns,
        "campaign_edits": campaigns.edits,
        "left_behind": campaigns.left_behind,
        "campaign_chance": campaigns.chance,
        "campaign_commits": ledger.campaign_commits(campaigns.flags, fleet.facts.commits, fleet.teams),
        **labour.tables(fleet, labour.Hands(persons=who, human=human), campaigns.flags, found.solutions),
        "adoption": roads.adoption(fleet, clock),
        **tools_and_outcomes(fleet, inputs.tools),
        "services": services.table(fleet, human, clock),
        **dict(zip(("capabilities", "capability_ways"), capabilities.tables(fleet, inputs.capabilities, offered, called), strict=True)),
        "providers": offered,
        "runs": runs.table(fleet, fleet.runs),
        "controls": consistency.table(known, inputs.controls, consistency.users(fleet)),
        "control_settings": consistency.settings(known),
        "coverage": ledger.coverage(facts, inputs.owners, automated=who["automated"], unparsed=found.unread["repository"]),
    }
    return _Observed(signals=signals, tables={name: tidy(name, table) for name, table in tables.items()}, duplication=found)


def _told(inputs: Inputs, found: Duplication, offered: pd.DataFrame, called: Blocks) -> pd.DataFrame:
    """The solutions with who provides them and what they do."""
    outward = capabilities.outward(inputs.capabilities)
    family = families(found.solutions, found.files, called.ways_by_file(), outward, inputs.thresholds)
    return found.solutions.assign(tier=tiers.of_solutions(found.solutions, offered), family=family)


def _guarded(measures: Sequence[str], collect: Callable[[], list[Signal]]) -> list[Signal]:
    """A collector's signals; where it crashes, its measures are `failed` with the reason, and nobody is blamed."""
    try:
        return collect()
    except Exception as error:  # noqa: BLE001 - the one place where a crash of ours is kept as an outcome
        return [Signal(measure=name, outcome=Outcome.FAILED, note=f"{type(error).__name__}: {error}") for name in measures]


def _visible(evidence: Drawn, released: Sequence[Signal]) -> Drawn:
    """The same draws without those of hidden signals."""
    kept = {(s.measure, s.team): s for s in released}
    draws = {key: d for key, d in evidence.draws.items() if kept[key].outcome is Outcome.MEASURED}
    return replace(evidence, signals={key: kept[key] for key in evidence.signals}, draws=draws)


def _severities(headcounts: dict[str, int], evidence: Drawn, shown: Drawn) -> list[Severity]:
    """The organisation from all evidence, each team from what may be shown of it."""
    names = (*INDICATORS, "culture")
    whole = [for_organisation(name, headcounts, evidence) for name in names]
    return whole + [for_team(name, team, shown) for name in names for team in headcounts]


def _asked_of_workflows(inputs: Inputs, published: release.Published) -> release.Published:
    """The newest round that asked for pain and hours by workflow; that of the verdict's questionnaire where there is none newer."""
    rounds = inputs.answers.groupby("questionnaire")["round"].max()
    asking = [q for q in inputs.questionnaires if any(item.asks in {"pain", "hours"} for item in q.items.values())]
    newest = max(asking, key=lambda q: str(rounds.get(q.id, "")), default=inputs.questionnaire)
    if str(rounds.get(newest.id, "")) <= published.heard.round:
        return published
    return release.patterns(inputs.answers, newest, inputs.fleet.organisation).published


def _workflows(inputs: Inputs, observed: _Observed, published: release.Published, size: int, rng: np.random.Generator) -> pd.DataFrame:
    """The workflows table, ranked, from what is seen and what is said."""
    table, hours, pain = workload.workflows(_asked_of_workflows(inputs, published), size, rng)
    tables = observed.tables
    recent = tables["toil"][pd.to_datetime(tables["toil"]["month"]) > inputs.fleet.facts.as_of.tz_localize(None) - pd.DateOffset(years=1)]
    commits = recent.groupby("workflow", observed=True)["commits"].sum()
    clusters = tables["clusters"]
    copied = clusters[clusters["boilerplate"] == ""].groupby("workflow", observed=True)["redundant_lines"].sum()
    solutions = tables["solutions"]
    carried = solutions[solutions["kind"] != "shared"].groupby("workflow")["repository"].nunique()
    names = sorted({str(w) for w in (*commits.index, *copied.index, *solutions["workflow"].unique())})
    numbers = {name: effective_number(observed.duplication.solutions, name) for name in names}
    seen = pd.DataFrame(
        {
            "workflow": names,
            "commits_year": [float(commits.get(name, 0)) for name in names],
            "carried": [float(carried.get(name, 0)) for name in names],
            "copied_lines": [float(copied.get(name, 0)) for name in names],
            "solutions": [numbers[name][0] for name in names],
            "eligible": [numbers[name][1] for name in names],
        }
    )
    return rank(Said(table=table, pain=pain, hours_year=hours), seen, size, rng)
