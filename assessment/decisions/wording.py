"""The sentences of a verdict, in plain words for a busy leader. No decision is taken here."""

from collections.abc import Sequence

import numpy as np

from assessment.decisions.assessment import Answer
from assessment.decisions.basis import Basis
from assessment.decisions.structure import Structure
from assessment.indicators.rubric import Measure
from assessment.indicators.severities import Drawn, Severity
from assessment.numerals import count, percent
from assessment.outcome import Outcome, Signal

ALIKE = "on a scale from 0, all alike, to 1"
NO_FLIP = "No single measure decides it: left out one at a time, the answer stays the same."
STRONG = 0.5
NAMED = 5  # repositories named in a sentence; the coverage table has them all

HEADLINES = {
    Answer.PLATFORM_TEAM: "The bottleneck is structural. Start a small platform team{start}.",
    Answer.THIN_PLATFORM: "Structure and culture are both bottlenecks. Start a thin platform{start}, and do not mandate it.",
    Answer.NOT_YET: "Not yet. The bottleneck is not structural; stay with good DevOps practice and look again in six months.",
    Answer.CULTURE_FIRST: "Culture first. A platform team would not move the real bottleneck.",
    Answer.CANNOT_TELL: "Cannot tell yet. The evidence points both ways, or there is too little of it.",
}
NOBODY_ASKED = "Not yet, as far as the repositories show. Nobody was asked: run the survey before you decide."

WITH_A_PLATFORM = {  # where a platform team is there already, the question is what it does next
    Answer.PLATFORM_TEAM: "The bottleneck is structural, and the platform team is the answer. Start its next road{start}.",
    Answer.THIN_PLATFORM: "Structure and culture are both bottlenecks. Keep the platform thin, start{start}, and do not mandate it.",
}


def headline(answer: Answer, culture: str, start: str, basis: Basis) -> str:
    """One or two sentences; names the workflow to start with where that makes sense."""
    texts = HEADLINES | (WITH_A_PLATFORM if basis.platform_team else {})
    text = texts[answer].format(start=f" with {'CI' if start == 'ci' else start}" if start else "")
    if answer is Answer.NOT_YET and basis.answers == 0:  # the files acquit nobody of what leaves no file
        return NOBODY_ASKED
    asks = answer in {Answer.PLATFORM_TEAM, Answer.NOT_YET} and culture == "unknown"
    return text + (" Ask about delivery culture before you act." if asks else "")


def explanation(answer: Answer, found: Structure, culture: str, four: Sequence[Severity], threshold: float) -> str:
    """Two or three sentences: how many resonate, how sure, and what culture says."""
    strong = [s.indicator for s in four if (found.resonates[s.indicator] or 0) >= STRONG]
    open_ones = [s.indicator for s in four if found.resonates[s.indicator] is None]
    strength = f"{len(strong)} of 4 indicators resonate" + (f" ({', '.join(strong)})" if strong else "") + "."
    sure = (
        f"The probability that at least two do is {percent(found.low)}."
        if found.low == found.high
        else f"The probability that at least two do lies between {percent(found.low)} and {percent(found.high)}."
    )
    unsure = f" No value for {', '.join(open_ones)}: too little evidence." if open_ones else ""
    spoken = {"healthy": "Delivery culture is healthy.", "weak": "Delivery culture is weak.", "unknown": "Delivery culture is not known."}[
        culture
    ]
    return f"{strength} {sure}{unsure} {spoken} An indicator resonates from a severity of {threshold:g} on a scale of 0 to 1."


def unseen(four: Sequence[Severity], turned: Sequence[str], level: float, answer: Answer) -> str:
    """What the evidence that is not in could do at one end. `turned`: indicators that it turns; `level`: 1 all severe, 0 none of it."""
    least = min(four, key=lambda severity: severity.coverage)
    extent, does = ("severe", "would resonate too") if level else ("harmless", "would not resonate")
    return (
        f"Not all evidence is in ({percent(least.coverage)} for {least.indicator}). Were everything that is missing {extent}, "
        f"{', '.join(turned)} {does}, and the answer would be: {answer}."
    )


def reasons(four: Sequence[Severity], evidence: Drawn, *, resonating: bool) -> tuple[str, ...]:
    """Measures that speak for (or, `resonating=False`, against) a structural bottleneck, strongest first."""
    threshold = evidence.rubric.threshold
    lines = []
    for severity in four:
        for measure in evidence.rubric.all[severity.indicator].measures:
            level = _level(measure, evidence)
            if level is not None and (level >= threshold) is resonating:
                lines.append((abs(level - threshold) * measure.weight, _sentence(severity.indicator, measure, level, evidence)))
    return tuple(text for _, text in sorted(lines, reverse=True))


def _level(measure: Measure, evidence: Drawn) -> float | None:
    draws = [d for (name, team), d in evidence.draws.items() if name == measure.id and bool(team) is not measure.between_teams]
    return float(np.mean([np.mean(d) for d in draws])) if draws else None


def _sentence(indicator: str, measure: Measure, level: float, evidence: Drawn) -> str:
    own = [s for (name, team), s in evidence.signals.items() if name == measure.id and bool(team) is not measure.between_teams]
    signals = [s for s in own if s.outcome is Outcome.MEASURED]
    title = evidence.rubric.all[indicator].title
    return f"{title}: {measure.title.lower()}, {_value(measure, signals)}; severity {level:.2f} ({measure.source})."


def _value(measure: Measure, signals: Sequence[Signal]) -> str:
    values = [s.value for s in signals if s.value is not None]
    n = f"n = {sum(s.n for s in signals):,} of {sum(s.of for s in signals):,}"
    middle = float(np.median(values))
    shown = _amount(middle, measure.unit)
    return f"{shown} ({n})" if measure.between_teams else f"{shown} in the median team ({n})"


def _amount(value: float, unit: str) -> str:
    """A number in its unit, as one would say it."""
    if unit == "share":
        return percent(value)
    if unit == "days":
        return "less than a day" if value < 1 else f"{value:.1f} days"
    return f"{value:.1f} {ALIKE}" if unit in {"spread", "entropy"} else f"{value:.1f} ({unit})"


def collect_next(four: Sequence[Severity], culture: str, basis: Basis) -> tuple[str, ...]:
    """What to collect next, most telling first."""
    people = sum(basis.headcounts.values())
    lines = []
    if basis.answers == 0:
        known = np.mean([severity.coverage for severity in four])
        lines.append(f"Run the survey: nobody has answered yet, and only {percent(known)} of the evidence is in.")
    elif basis.answers is None:
        lines.append("Raise the response: too few people have answered to show what they say.")
    elif basis.silent_teams:
        lines.append(f"Ask {count(len(basis.silent_teams), 'team')} without an answer: {', '.join(basis.silent_teams)}.")
    if culture == "unknown" and basis.answers:
        lines.append("Ask about delivery culture: the answers so far do not say whether it is healthy.")
    if basis.repositories < basis.repositories_of:
        unread = count(basis.repositories_of - basis.repositories, "repository", "repositories")
        lines.append(f"Mend what kept {unread} from being read (see Coverage).")
    if basis.unmapped:
        named = ", ".join(basis.unmapped[:NAMED]) + (" and others" if len(basis.unmapped) > NAMED else "")
        lines.append(f"Name a team for {count(len(basis.unmapped), 'repository', 'repositories')} that nobody claims: {named}.")
    thin = [s for s in sorted(four, key=lambda s: s.coverage) if s.coverage < STRONG]
    lines += [f"{s.indicator.capitalize()} rests on {percent(s.coverage)} of its evidence." for s in thin]
    if basis.answers and basis.answers / people < STRONG:
        lines.append(f"Raise the response: {basis.answers} of {people} people have answered.")
    return tuple(lines)
