"""Do we need a platform team? The rule that turns indicators into one answer, and says what would change it.

Reads the organisation's severities as joint draws and the state of the evidence; returns a `Verdict`.
The table of answers is DESIGN §6: structural or not, crossed with culture healthy, weak or unknown. "Cannot tell" is an
answer: when the probability lies in between, when too little is known, or when opinion stands alone.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from assessment.decisions import wording
from assessment.decisions.assessment import INDICATORS, Answer, Verdict
from assessment.decisions.basis import Basis
from assessment.decisions.priorities import contenders
from assessment.decisions.structure import Structure, structure
from assessment.indicators.severities import Drawn, Severity, for_organisation

ANSWERS: dict[tuple[bool, str], Answer] = {
    (True, "healthy"): Answer.PLATFORM_TEAM,
    (True, "weak"): Answer.THIN_PLATFORM,
    (True, "unknown"): Answer.PLATFORM_TEAM,
    (False, "healthy"): Answer.NOT_YET,
    (False, "weak"): Answer.CULTURE_FIRST,
    (False, "unknown"): Answer.NOT_YET,
}
CALM = frozenset({Answer.NOT_YET, Answer.CULTURE_FIRST})  # answers that a low severity speaks for

STARTS = {Answer.PLATFORM_TEAM, Answer.THIN_PLATFORM}  # only these answers start something


def verdict(evidence: Drawn, basis: Basis, workflows: pd.DataFrame, adoption: pd.DataFrame) -> Verdict:
    """The verdict for the organisation, from all evidence. `workflows` and `adoption`: tables of `decisions/assessment.py`."""
    four = [for_organisation(name, basis.headcounts, evidence) for name in INDICATORS]
    found = structure(four, evidence.rubric.threshold)
    culture = culture_state(for_organisation("culture", basis.headcounts, evidence), evidence)
    answer = _answer(found, culture, four, evidence)
    unranked = workflows.empty or pd.isna(workflows["first"].iloc[0])
    start = "" if unranked or answer not in STARTS else str(workflows["workflow"].iloc[0])
    return Verdict(
        answer=answer,
        headline=wording.headline(answer, culture, start, basis),
        explanation=wording.explanation(answer, found, culture, four, evidence.rubric.threshold),
        structural=found.probability,
        resonates=found.resonates,
        culture=culture,
        start_with=start,
        start_probability=float(workflows["first"].iloc[0]) if start else None,
        too_close_to_call=contenders(workflows) if start else (),
        reasons=wording.reasons(four, basis.shown, resonating=answer not in CALM),
        counter_evidence=wording.reasons(four, basis.shown, resonating=answer in CALM),
        would_flip=(*flips(answer, evidence, basis), *_unseen(answer, found, culture, four, evidence)) or (wording.NO_FLIP,),
        collect_next=wording.collect_next(four, culture, basis),
        platform=platform_state(adoption),
        answers=basis.answers,
        headcount=sum(basis.headcounts.values()),
        repositories=basis.repositories,
        repositories_of=basis.repositories_of,
    )


def culture_state(severity: Severity, evidence: Drawn) -> str:
    """healthy, weak or unknown, from P(severity of culture is at or above the threshold)."""
    if severity.draws is None:
        return "unknown"
    weak = float(np.mean(severity.draws >= evidence.rubric.threshold))
    if weak >= evidence.rubric.weak_culture:
        return "weak"
    return "healthy" if weak <= 1 - evidence.rubric.weak_culture else "unknown"


def _answer(found: Structure, culture: str, four: Sequence[Severity], evidence: Drawn) -> Answer:
    says = found.says(evidence.rubric.structural)
    if says is None:
        return Answer.CANNOT_TELL
    resonating = [s for s in four if (found.resonates[s.indicator] or 0) >= evidence.rubric.structural]
    if says and not any(s.repositories for s in resonating):
        return Answer.CANNOT_TELL  # opinion alone does not found a team
    return ANSWERS[says, culture]


def flips(answer: Answer, evidence: Drawn, basis: Basis) -> tuple[str, ...]:
    """Single measures without which the answer would be another one."""
    found = []
    for indicator, rubric in evidence.rubric.all.items():
        for measure in rubric.measures:
            if not any(key[0] == measure.id for key in evidence.draws):
                continue
            other = _without(measure.id, evidence, basis)
            if other is not answer:
                found.append(f"Without '{measure.title}' ({indicator}, {measure.source}) the answer would be: {other}.")
    return tuple(found)


def at_the_end(severity: Severity, level: float, size: int) -> Severity:
    """The severity if every measure that is missing stood at `level`: worst-case bounds (Manski, Partial Identification, 2003)."""
    if severity.draws is None:
        return replace(severity, draws=np.full(size, level))
    return replace(severity, draws=severity.coverage * severity.draws + (1 - severity.coverage) * level)


def _unseen(answer: Answer, found: Structure, culture: str, four: Sequence[Severity], evidence: Drawn) -> list[str]:
    """What the evidence that is not in could still make of the answer; of one that is open anyway, nothing is said."""
    if answer is Answer.CANNOT_TELL:
        return []
    size, lines = max((len(s.draws) for s in four if s.draws is not None), default=1), []
    for level in (1.0, 0.0):
        ends = [at_the_end(severity, level, size) for severity in four]
        then = structure(ends, evidence.rubric.threshold)
        other = _answer(then, culture, ends, evidence)
        turned = [name for name, now in found.resonates.items() if round(now or 0) != round(then.resonates[name] or 0)]
        if other is not answer and turned:
            lines.append(wording.unseen(four, turned, level, other))
    return lines


def _without(measure: str, evidence: Drawn, basis: Basis) -> Answer:
    left = evidence.without(measure)
    four = [for_organisation(name, basis.headcounts, left) for name in INDICATORS]
    culture = culture_state(for_organisation("culture", basis.headcounts, left), left)
    return _answer(structure(four, left.rubric.threshold), culture, four, left)


def platform_state(adoption: pd.DataFrame) -> str:
    """'' without declared roads; else tax, product, mandate or cannot tell, from roads over all teams.

    A road whose tax test says tax makes the platform a tax. Otherwise it is a product where most repositories on its
    roads came by choice and at least a third of the eligible are there; a mandate where most came after one.
    """
    roads = adoption[adoption["team"] == ""] if not adoption.empty else adoption
    if roads.empty:
        return ""
    if (roads["tax"] == "tax").any():
        return "tax"
    on, eligible = roads["on_road"].sum(), roads["eligible"].sum()
    if not on or not eligible:
        return "cannot tell"
    if roads["mandated"].sum() > on / 2:
        return "mandate"
    return "product" if roads["voluntary"].sum() > on / 2 and on / eligible >= 1 / 3 else "cannot tell"
