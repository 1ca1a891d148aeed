"""The published means: of every item, for every team that may be shown, in steps. Every other number is made of these.

Takes rounds as heard, in order; returns `Published` for each, where a mean is held back if together with an earlier round it would tell
about one who left or joined (`privacy/steps.py`). The mean over all is made of the published ones of the teams, weighted by headcount, or
where teams cannot be shown it is that of everybody who answered, in steps of its own.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assessment.model import Organisation
from assessment.privacy.rounds import held
from assessment.privacy.steps import LEAST, LEAST_OF_NUMBER, coarse, fraction, number_fraction, told
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.release.heard import Floats, Heard, Ints, heard, rounds_of
from assessment.survey.release.memory import Memory
from assessment.survey.release.patterns import EVERYBODY, Pattern, pattern


class Published(NamedTuple):
    """One round as it may be shown. Rows are the teams and last everybody (T + 1), columns the items (I), on the items' scales.

    `value`: means, NaN where hidden; `told`: the people each is said to stand for; `width`: of its steps, as a share of the range;
    `own`: where the mean was rounded by itself, not made of others. `later`: rounds were shown before, and means may have been held.
    `few`: where the people may differ by 1 to k - 1 from those of a round before.
    """

    heard: Heard
    pattern: Pattern
    value: Floats
    told: Ints
    width: Floats
    own: NDArray[np.bool_]
    few: NDArray[np.bool_]
    later: bool = False

    @property
    def seen(self) -> Floats:
        """Answers that something shown may be made of (P x I): those of teams to items that are shown of them, or of everybody's."""
        shown = self.pattern.items[self.heard.team] | self.own[-1]
        return np.where(shown, self.heard.values, np.nan)


def rounds(answers: pd.DataFrame, questionnaire: Questionnaire, organisation: Organisation) -> Iterator[Published]:
    """Every round of a questionnaire, in order; where nobody was asked, one without answers."""
    mine = answers[answers["questionnaire"] == questionnaire.id]
    ways: dict[str, str] = {}
    memory = Memory()
    for name in rounds_of(mine, questionnaire) or [""]:
        now = heard(mine[mine["round"] == name], questionnaire, organisation)
        found = pattern(now, ways)
        published = publish(now, found, memory)
        ways = found.way
        memory.add(now, np.where(published.own, published.value, np.nan), published.width)
        yield published


def last(found: Iterable[Published]) -> Published:
    """The last of at least one."""
    *_, newest = found
    return newest


def publish(now: Heard, found: Pattern, memory: Memory) -> Published:
    """The means of one round, those of earlier rounds being known."""
    answered = np.vstack([now.answered, now.answered.sum(axis=0)])
    people = np.append(now.people, now.people.sum())[:, None]
    stands = told(answered, people, now.k)
    everybody = np.array([found.way.get(item) == EVERYBODY for item in now.items])
    own = np.vstack([found.items, found.total & everybody])
    numbers = np.array([_steps_of_number(now, item) for item in now.items])
    width = np.where(numbers, number_fraction(stands), fraction(stands))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(own, _sums(now) / answered, np.nan)
    value = _held(now, mean, width, numbers, memory) if memory.rounds else coarse(mean, width, now.low, now.high)
    value[-1] = np.where(everybody, value[-1], _weighted(value[:-1], now.headcounts))
    value[-1] = np.where(found.total, value[-1], np.nan)
    return Published(now, found, value, stands, width, own & ~np.isnan(value), memory.few(now), bool(memory.rounds))


def _held(now: Heard, mean: Floats, width: Floats, numbers: NDArray[np.bool_], memory: Memory) -> Floats:
    """The nearest steps that tell nothing beside earlier rounds."""
    low, high = (np.broadcast_to(end, mean.shape).ravel() for end in (now.low, now.high))

    least = np.where(numbers, LEAST_OF_NUMBER, LEAST)

    def tells(values: Floats, at: Ints, moved: bool) -> NDArray[np.bool_]:
        proposed = np.full(mean.size, np.nan)
        proposed[at] = values
        return memory.tells(now, proposed.reshape(mean.shape), width, least, moved).ravel()[at]

    return held(mean.ravel(), width.ravel(), low, high, tells).reshape(mean.shape)


def _steps_of_number(now: Heard, item: str) -> bool:
    return now.questionnaire.scale_of(item) is None and now.questionnaire.range_of(item).kind == "number"


def _sums(now: Heard) -> Floats:
    """Sum of the answers to each item by team, and of everybody."""
    sums = np.zeros((len(now.teams), len(now.items)))
    np.add.at(sums, now.team, np.nan_to_num(now.values))
    return np.vstack([sums, sums.sum(axis=0)])


def _weighted(values: Floats, weights: Floats) -> Floats:
    """Mean over the teams that have one, weighted; NaN without."""
    there = ~np.isnan(values) * weights[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((np.nan_to_num(values) * there).sum(axis=0) / there.sum(axis=0))
