"""In which steps may a mean be shown, so that no single answer can be worked out of it?

Takes means, how many people stand behind them, and the range of an answer; returns means in steps, and what such a mean tells: the
interval in which the true one lies. A mean of few answers to the tenth is as good as their sum, so fewer people get wider steps, and the
first and the last step stand for all beyond: that everybody answered the same is never shown. One answer then stays open by at least
half of its range, whatever else is known of the team's size (`LEAST`).

What several rounds tell together is looked after in `rounds.py`.
It does not protect against members who tell each other what they answered. Source: coarsening and top-coding as in Hundepool et al.,
Handbook on Statistical Disclosure Control; the widths are our own, chosen so that LEAST holds (tests/privacy/attacks).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

LEAST = 0.5  # of the range of one answer: no sum over fewer than k people is known more closely
LEAST_OF_NUMBER = 1 / 20  # the same for numbers, which nobody expects over their whole range
STEPS = ((20, 40), (12, 20), (8, 10), (5, 8), (0, 4))  # people from, steps in the range
BANDS = ((12, "12+"), (8, "8-11"), (5, "5-7"), (0, "3-4"))


def fraction(people: ArrayLike) -> Floats:
    """Width of a step as a share of the range, for so many people."""
    n = np.asarray(people, float)
    return np.asarray(1 / np.select([n >= least for least, _ in STEPS], [float(count) for _, count in STEPS], STEPS[-1][1]), np.float64)


def number_fraction(people: ArrayLike) -> Floats:
    """The same for a number that nobody expects over its whole range, such as hours: a sum is known to a twentieth of the range."""
    return np.asarray(1 / (20 * np.maximum(np.asarray(people, float), 1)), np.float64)


def band(people: float) -> str:
    """People in bands, as they are written."""
    return next(word for least, word in BANDS if people >= least)


def at_least(people: ArrayLike) -> NDArray[np.int64]:
    """People rounded down to where the next band begins: 3, 5, 8, 12, 20, 50, 100, 200, 500, ..."""
    edges = np.array([0, 3, 5, 8, 12, *(int(f * 10**e) for e in range(1, 7) for f in (2, 5, 10))])
    return np.asarray(edges[np.searchsorted(edges, np.asarray(people, float), side="right") - 1], np.int64)


def told(answered: ArrayLike, people: ArrayLike, k: int) -> NDArray[np.int64]:
    """People a number is said to stand for: those who answered the questionnaire, or the question where k or more of them did not.

    That one to k - 1 of them left a question out is a fact about few people, and would follow from an exact count.
    """
    n, everybody = np.asarray(answered), np.asarray(people)
    return np.asarray(np.where(everybody - n >= k, n, everybody), np.int64)


def coarse(mean: ArrayLike, width: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """Means in steps of `width` (share of the range), the ends cut off."""
    start, reach = np.asarray(low, float), np.asarray(high, float) - np.asarray(low, float)
    share = np.asarray(width, float)
    count = np.rint(1 / share)
    return np.asarray(start + np.clip(np.rint((np.asarray(mean, float) - start) / reach * count), 1, count - 1) * share * reach)


def window(value: ArrayLike, width: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[Floats, Floats]:
    """Between which two means the true one lies, given the one shown."""
    v, start, end = np.asarray(value, float), np.asarray(low, float), np.asarray(high, float)
    step = np.asarray(width, float) * (end - start)
    lower = np.where(v <= start + 1.25 * step, start, v - step / 2)
    upper = np.where(v >= end - 1.25 * step, end, v + step / 2)
    return lower, upper
