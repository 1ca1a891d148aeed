"""What the repositories show: facts of the fleet -> signals, and the tables that pages draw.

The one place where a crash in a collector of ours is caught: its measures become `failed`, with the reason, and the run goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assessment.decisions import ledger
from assessment.decisions.assessment import tidy
from assessment.outcome import Outcome, Signal
from assessment.pipeline.inputs import Inputs, Step
from assessment.repositories import services
from assessment.repositories.collectors import compliance, glue, onboarding, reinvention
from assessment.repositories.controls import consistency
from assessment.repositories.controls import states as controls
from assessment.repositories.duplication.campaigns.find import Campaigns
from assessment.repositories.duplication.campaigns.find import find as propagated_changes
from assessment.repositories.duplication.find import Duplication, find
from assessment.repositories.duplication.sharing import tiers
from assessment.repositories.duplication.sharing.families import families
from assessment.repositories.duplication.sharing.reinvention import reinvention as shares_of_workflows
from assessment.repositories.fleet import Fleet
from assessment.repositories.labour import people
from assessment.repositories.labour import tables as labour
from assessment.repositories.roads import adoption as roads
from assessment.repositories.roads import runs
from assessment.repositories.tools import capabilities
from assessment.repositories.tools.outcomes import tables as tools_and_outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What the repositories show: signals, and the tables that pages draw."""

    signals: list[Signal]
    tables: dict[str, pd.DataFrame]
    duplication: Duplication


def observe(inputs: Inputs, step: Step, rng: np.random.Generator) -> Observed:
    """Signals and tables of the fleet; `rng` shifts histories for the campaigns that chance would give."""
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
    tables = {
        **_duplication(fleet, found, campaigns),
        **_practice(inputs, found),
        **labour.tables(fleet, labour.Hands(persons=who, human=human), campaigns.flags, found.solutions),
        "adoption": roads.adoption(fleet, clock),
        "services": services.table(fleet, human, clock),
        "runs": runs.table(fleet, fleet.runs),
        "controls": consistency.table(known, inputs.controls, consistency.users(fleet)),
        "control_settings": consistency.settings(known),
        "coverage": ledger.coverage(fleet.facts, inputs.owners, automated=who["automated"], unparsed=found.unread["repository"]),
    }
    return Observed(signals=signals, tables={name: tidy(name, table) for name, table in tables.items()}, duplication=found)


def _duplication(fleet: Fleet, found: Duplication, campaigns: Campaigns) -> dict[str, pd.DataFrame]:
    """Copies, blocks and what keeping them alike takes."""
    return {
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
    }


def _practice(inputs: Inputs, found: Duplication) -> dict[str, pd.DataFrame]:
    """How each job gets done: tools, capabilities, providers, solutions with who provides them and what they do."""
    fleet, outward = inputs.fleet, capabilities.outward(inputs.capabilities)
    offered = tiers.providers(fleet, inputs.thresholds)
    called = capabilities.followed(fleet, inputs.capabilities, offered)
    family = families(found.solutions, found.files, called.ways_by_file(), outward, inputs.thresholds)
    solutions = found.solutions.assign(tier=tiers.of_solutions(found.solutions, offered), family=family)
    jobs, ways = capabilities.tables(fleet, inputs.capabilities, offered, called)
    return {
        **tools_and_outcomes(fleet, inputs.tools),
        "solutions": solutions,
        "reinvention": shares_of_workflows(solutions),
        "capabilities": jobs,
        "capability_ways": ways,
        "providers": offered,
    }


def _guarded(measures: Sequence[str], collect: Callable[[], list[Signal]]) -> list[Signal]:
    """A collector's signals; where it crashes, its measures are `failed` with the reason, and nobody is blamed."""
    try:
        return collect()
    except Exception as error:  # noqa: BLE001 - the one place where a crash of ours is kept as an outcome
        return [Signal(measure=name, outcome=Outcome.FAILED, note=f"{type(error).__name__}: {error}") for name in measures]
