"""The flow in one place: facts and answers -> signals -> indicators -> decisions -> one assessment.

    inputs.py     what an assessment reads
    observing.py  what the repositories show
    hearing.py    what people say
    ranking.py    where to start

Reads tables, returns an `Assessment`; touches no file, clock or network.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from assessment.decisions import ledger
from assessment.decisions.assessment import INDICATORS, Assessment
from assessment.decisions.basis import Basis
from assessment.decisions.disagreements import disagreements
from assessment.decisions.verdict import verdict
from assessment.indicators.severities import Drawn, Severity, drawn, for_organisation, for_team
from assessment.outcome import Outcome, Signal
from assessment.pipeline.hearing import Heard, hear
from assessment.pipeline.inputs import STEPS, Inputs, Step
from assessment.pipeline.observing import observe
from assessment.pipeline.ranking import ranked

__all__ = ["STEPS", "Inputs", "Step", "assess"]


def assess(inputs: Inputs, *, size: int, rng: np.random.Generator, step: Step = lambda _: None) -> Assessment:
    """The whole assessment. `size`: number of joint draws behind every probability; `step` is told each of `STEPS` as it begins."""
    organisation, rubric = inputs.fleet.organisation, inputs.rubric
    observed = observe(inputs, step, rng.spawn(1)[0])
    step("hearing answers")
    heard = hear(inputs, rng.spawn(1)[0])
    released = [*observed.signals, *heard.released]
    evidence = drawn([*observed.signals, *heard.signals], rubric, size, rng)
    shown = _visible(evidence, released)
    workflows = ranked(inputs, observed, heard.patterns.published, size, rng)
    step("deciding")
    basis = _basis(inputs, heard, shown)
    tables = {
        **observed.tables,
        "indicators": ledger.indicators(_severities(basis.headcounts, evidence, shown), rubric.threshold, heard.hidden),
        "measures": ledger.measures(released, shown),
        "evidence": ledger.evidence(released, rubric, inputs.fleet.facts.repositories),
        "workflows": workflows,
        "disagreements": disagreements(tuple(basis.headcounts), basis.headcounts, shown),
        **heard.tables,
    }
    decided = verdict(evidence, basis, workflows, tables["adoption"])
    return Assessment(organisation=organisation.name, as_of=inputs.fleet.facts.as_of, verdict=decided, tables=tables)


def _basis(inputs: Inputs, heard: Heard, shown: Drawn) -> Basis:
    """What the verdict says of its own evidence."""
    headcounts = {team.name: team.headcount for team in inputs.fleet.organisation.teams}
    repositories, owners, answers = inputs.fleet.facts.repositories, inputs.owners, heard.response["answers"]
    return Basis(
        headcounts=headcounts,
        answers=answers.astype(object).where(answers.notna(), None).to_dict()[""],
        repositories=int((repositories["state"] == "collected").sum()),
        repositories_of=len(repositories),
        unmapped=tuple(owners.loc[(owners["team"] == "") & (owners["path"] == ""), "repository"]),
        platform_team=inputs.fleet.organisation.platform.team or "",
        silent_teams=tuple(team for team in headcounts if (answers == 0).fillna(False)[team]),
        shown=shown,
    )


def _visible(evidence: Drawn, released: Sequence[Signal]) -> Drawn:
    """The same draws without those of hidden signals."""
    kept = {(s.measure, s.team): s for s in released}
    draws = {key: d for key, d in evidence.draws.items() if kept[key].outcome is Outcome.MEASURED}
    return replace(evidence, signals={key: kept[key] for key in evidence.signals}, draws=draws)


def _severities(headcounts: Mapping[str, int], evidence: Drawn, shown: Drawn) -> list[Severity]:
    """The organisation from all evidence, each team from what may be shown of it."""
    names = (*INDICATORS, "culture")
    whole = [for_organisation(name, headcounts, evidence) for name in names]
    return whole + [for_team(name, team, shown) for name in names for team in headcounts]
